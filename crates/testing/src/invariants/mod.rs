//! The invariants I1 to I32 of `docs/invariants.md`, as checks that name the broken one, with the figures.
//!
//! They look at an order from outside: at its state, at what one command did to it, and at a whole
//! history. The sums that they need they make themselves, from cases, refunds and facts.
//!
//! A platform can do without some of them by its own terms, as ShopXO itself does. What the terms of a policy
//! permit is found like everything else, but is no violation: [`Broken::permitted`] marks it.
//!
//! ```
//! use aftersale::shopxo::HardenedShop;
//! use aftersale_testing::{History, OrderSeed, Step, invariants};
//!
//! let mut history = History::open(HardenedShop::default(), OrderSeed::default().facts())?;
//! for pick in 0..20 {
//!     history.play(&Step { pick, ..Step::default() });
//! }
//! invariants::check(history.order(), history.events())?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adopted;
mod answer;
mod deductions;
mod doubles;
mod event;
mod names;
mod payments;
mod state;
mod sums;
mod tax;

use core::fmt;

pub use answer::check_answer;
pub(crate) use doubles::out_by;
pub use event::{check_decided_effects, check_event};
pub use state::check_state;

use aftersale::order::{Event, Order, Policy, Version};

/// An invariant of `docs/invariants.md`.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, strum::Display, strum::VariantArray,
)]
#[non_exhaustive]
pub enum Invariant {
    /// What was refunded, what is in flight and what is agreed never add up to more than what was paid: not for a
    /// line, not for shipping, not for the order, and not for what a payment has captured. All cases count together,
    /// and a refund of unknown outcome counts too.
    #[strum(to_string = "I1 Ceilings")]
    I1,
    /// No case claims more units than were bought, less those that open or successful claims already have. Zero and
    /// negative quantities are errors.
    #[strum(to_string = "I2 Quantity")]
    I2,
    /// A return never refunds more than what was received and accepted, unless the merchant waives that by a command
    /// of its own, which is logged.
    #[strum(to_string = "I3 Receipt")]
    I3,
    /// No amount is zero or negative, and zero never means "everything". An overflow is an error.
    #[strum(to_string = "I4 Positive amounts")]
    I4,
    /// A command does not get past a check by naming the same line twice.
    #[strum(to_string = "I5 Duplicates")]
    I5,
    /// When all units and the shipping are refunded, the refunds are what was paid, to the last cent: no remainder is
    /// left, and none is invented.
    #[strum(to_string = "I6 Exactness")]
    I6,
    /// What a line has got back for so many units does not depend on the number of claims it took.
    #[strum(to_string = "I7 Path independence")]
    I7,
    /// While a refund may still succeed, no second one for the same purpose is issued under another key.
    #[strum(to_string = "I8 One key per intent")]
    I8,
    /// A refund that has failed for certain frees what it had reserved. One of unknown outcome keeps it.
    #[strum(to_string = "I9 Failure frees")]
    I9,
    /// The same answer, notification, running total or command, arriving twice, counts once, in whatever order they
    /// arrive.
    #[strum(to_string = "I10 Replay")]
    I10,
    /// A case is not shown as refunded before the full refund has succeeded, and not any more after the refund was
    /// reversed.
    #[strum(to_string = "I11 Money truth")]
    I11,
    /// Nothing is found invalid after a refund was issued. A success that arrives can always be recorded, even an
    /// unexpected one; then it is recorded as an anomaly.
    #[strum(to_string = "I12 Check, then pay")]
    I12,
    /// From every state that is not an end, some command leads on: whichever party stays silent, whichever refund
    /// fails, and even when exactly nothing is left to refund.
    #[strum(to_string = "I13 No dead ends")]
    I13,
    /// Goods are put back in stock once, never more than were received, and never against an explicit instruction.
    #[strum(to_string = "I14 Stock")]
    I14,
    /// How an order's discount is shared among its lines is fixed when the order is paid. It is not worked out again
    /// later, list prices and rounded unit prices are not used in its place, and one line does not bear it alone.
    #[strum(to_string = "I15 Frozen shares")]
    I15,
    /// The same shipping amount is not refunded twice, and not out of the goods' ceiling.
    #[strum(to_string = "I16 Shipping once")]
    I16,
    /// A claim that was refused, cancelled, has lapsed or has failed keeps no quantity, no amount and no pending
    /// effect.
    #[strum(to_string = "I17 Dead claims hold nothing")]
    I17,
    /// Two currencies are never compared or added, and no amount is scaled by a fixed 100.
    #[strum(to_string = "I18 Units")]
    I18,
    /// A command touches the records of its own order, buyer and refund, and no others.
    #[strum(to_string = "I19 Scope")]
    I19,
    /// No actor moves a case without the right to; nothing moves it out of an end, or from a status for which the
    /// table has no rule.
    #[strum(to_string = "I20 Rights and ends")]
    I20,
    /// A decision on a version of an offer that is no longer the current one is refused.
    #[strum(to_string = "I21 Stale decisions")]
    I21,
    /// A deadline does not fire twice, not early, and not after the case has moved on. No actor extends it without a
    /// logged reason.
    #[strum(to_string = "I22 Clocks")]
    I22,
    /// No event is removed or rewritten, and replaying the events gives the same state, byte for byte.
    #[strum(to_string = "I23 History")]
    I23,
    /// An unknown status of another system is never turned into a known one.
    #[strum(to_string = "I24 Foreign codes")]
    I24,
    /// What may have been paid or counted twice is told: no case gets more than it asks for, no success becomes smaller,
    /// no total of the gateway is below what is booked, and no case leaves its end or is counted beside the facts without
    /// an anomaly.
    #[strum(to_string = "I25 No silent doubles")]
    I25,
    /// Money that may be out by another way holds: its amount is reserved, and while nobody knows the amount, nothing of
    /// the order is paid.
    #[strum(to_string = "I26 Money that may be out holds")]
    I26,
    /// The tax of what is refunded follows the money, rounded down over all refunds together: the taxes of the refunds add up
    /// to that of what was refunded, whatever the path, all tax is refunded with the last of the money, and never more than
    /// was stated for the whole order. What a refund carries stays as it is for as long as its money does.
    #[strum(to_string = "I27 Tax follows the money")]
    I27,
    /// A closed order is one of which nothing is left. When something of it is left after all, or the host says that it is
    /// open, it is open again; what was asked of the host is not asked any more, and it is told to undo what it has done.
    #[strum(to_string = "I28 Closing can be undone")]
    I28,
    /// Where the payments of an order have names, a refund of its own goes back by each; together they are what the order has
    /// refunded; and no payment gives back more than it gave over all cases, refunds of unknown outcome included, unless
    /// money has left that should not have, and then that is told.
    #[strum(to_string = "I29 Payments give back what they gave")]
    I29,
    /// What is kept back from the refund of a case has a name and a reason and stays on record as it was applied for. The case
    /// gets no more than it asks for less that, and never less than nothing.
    #[strum(to_string = "I30 Deductions stay on record")]
    I30,
    /// A refund is booked once, whatever it is called: each name is that of one refund, for good; and two that turn out to be
    /// one are that with the reports of both, as if they had all come under its key.
    #[strum(to_string = "I31 One refund, however it is called")]
    I31,
    /// A case that its platform owns is one case of its order, under one id, and what the platform tells of a time before
    /// the case is known as of changes nothing of it.
    #[strum(to_string = "I32 Old news")]
    I32,
}

impl Invariant {
    /// All of them, in the order in which they are declared.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// An invariant that does not hold, with the figures that show it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Broken {
    /// The invariant.
    pub invariant: Invariant,
    /// The order's version when it was seen.
    pub version: Version,
    /// The details, with their figures.
    pub detail: String,
    /// Whether the terms of the order's policy permit it.
    pub permitted: bool,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at version {}: {}", self.invariant, self.version, self.detail)
    }
}

/// All invariants that do not hold. At least one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violations {
    /// The broken invariants.
    pub broken: Vec<Broken>,
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for broken in &self.broken {
            write!(f, "{separator}{broken}")?;
            separator = "; ";
        }
        Ok(())
    }
}

impl core::error::Error for Violations {}

/// Checks every invariant for an order and the events that have made it: after each of them, and for the history
/// as a whole.
///
/// # Errors
///
/// Every invariant that does not hold and that the policy's terms do not do without, each time it does not.
pub fn check<P: Policy + fmt::Debug + PartialEq>(
    order: &Order<P>,
    events: &[Event<P::Status>],
) -> Result<(), Violations> {
    let mut found = Findings::at(order.version());
    let again = Order::replay(order.policy().clone(), events.iter().take(1));
    match again {
        Ok(mut again) => {
            check_state(&again, &mut found);
            for event in &events[1..] {
                let before = again.clone();
                if let Err(misfit) = again.apply(event) {
                    found.add(Invariant::I23, || format!("{misfit}"));
                    break;
                }
                check_event(&before, event, &again, &mut found);
                check_state(&again, &mut found);
            }
            found.version = order.version();
            found.unless(again == *order, Invariant::I23, || {
                format!("{} events give another order than this one", events.len())
            });
        }
        Err(misfit) => found.add(Invariant::I23, || format!("{misfit}")),
    }
    let resumed = Order::resume(order.policy().clone(), order.snapshot());
    found.unless(resumed.as_ref() == Ok(order), Invariant::I23, || {
        let fault = resumed.as_ref().err();
        let fault = fault.map_or_else(|| "another order".into(), ToString::to_string);
        format!("its own snapshot gives {fault}")
    });
    state::check_ways_on(order, &mut found);
    found.into_result()
}

/// The findings of the checks so far.
#[derive(Clone, Debug)]
pub struct Findings {
    version: Version,
    broken: Vec<Broken>,
}

impl Findings {
    /// Returns no findings, for an order at this version.
    #[must_use]
    pub const fn at(version: Version) -> Self {
        Self { version, broken: Vec::new() }
    }

    /// Returns all findings, those that are permitted included.
    #[must_use]
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// Returns the findings that are not permitted, as an error if there are any.
    ///
    /// # Errors
    ///
    /// All that was found and is not permitted.
    pub fn into_result(mut self) -> Result<(), Violations> {
        self.broken.retain(|broken| !broken.permitted);
        if self.broken.is_empty() { Ok(()) } else { Err(Violations { broken: self.broken }) }
    }

    fn add(&mut self, invariant: Invariant, detail: impl FnOnce() -> String) {
        self.unless(false, invariant, detail);
    }

    fn unless(&mut self, holds: bool, invariant: Invariant, detail: impl FnOnce() -> String) {
        self.unless_permitted(false, holds, invariant, detail);
    }

    fn unless_permitted(
        &mut self,
        permitted: bool,
        holds: bool,
        invariant: Invariant,
        detail: impl FnOnce() -> String,
    ) {
        if !holds {
            let (version, detail) = (self.version, detail());
            self.broken.push(Broken { invariant, version, detail, permitted });
        }
    }
}
