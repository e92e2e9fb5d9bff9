//! The invariants I1 to I24 of `docs/invariants.md`, as functions that say which one broke, with the
//! figures.
//!
//! They look at an order from outside: at its state, at what one command did to it, and at a whole
//! history. What they need to know they add up themselves, from cases, payments and facts.
//!
//! A platform can do without some of them by its own terms, as ShopXO itself does. What the terms of a policy
//! permit is found like everything else, and no violation: [`Broken::permitted`] says so.
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

mod answer;
mod event;
mod state;
mod sums;

use core::fmt;

pub use answer::check_answer;
pub use event::{check_decided_effects, check_event};
pub use state::check_state;

use aftersale::order::{Event, Order, Policy, Version};

/// An invariant of `docs/invariants.md`.
#[allow(missing_docs, reason = "its text says it")]
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, strum::Display, strum::VariantArray,
)]
#[non_exhaustive]
pub enum Invariant {
    #[strum(to_string = "I1 Ceilings")]
    I1,
    #[strum(to_string = "I2 Quantity")]
    I2,
    #[strum(to_string = "I3 Receipt")]
    I3,
    #[strum(to_string = "I4 Positive amounts")]
    I4,
    #[strum(to_string = "I5 Duplicates")]
    I5,
    #[strum(to_string = "I6 Exactness")]
    I6,
    #[strum(to_string = "I7 Path independence")]
    I7,
    #[strum(to_string = "I8 One key per intent")]
    I8,
    #[strum(to_string = "I9 Failure frees")]
    I9,
    #[strum(to_string = "I10 Replay")]
    I10,
    #[strum(to_string = "I11 Money truth")]
    I11,
    #[strum(to_string = "I12 Check, then pay")]
    I12,
    #[strum(to_string = "I13 No dead ends")]
    I13,
    #[strum(to_string = "I14 Stock")]
    I14,
    #[strum(to_string = "I15 Frozen shares")]
    I15,
    #[strum(to_string = "I16 Shipping once")]
    I16,
    #[strum(to_string = "I17 Dead claims hold nothing")]
    I17,
    #[strum(to_string = "I18 Units")]
    I18,
    #[strum(to_string = "I19 Scope")]
    I19,
    #[strum(to_string = "I20 Rights and ends")]
    I20,
    #[strum(to_string = "I21 Stale decisions")]
    I21,
    #[strum(to_string = "I22 Clocks")]
    I22,
    #[strum(to_string = "I23 History")]
    I23,
    #[strum(to_string = "I24 Foreign codes")]
    I24,
}

impl Invariant {
    /// All of them, in the order in which they are declared.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// An invariant that does not hold, and how that can be seen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Broken {
    /// Which one.
    pub invariant: Invariant,
    /// The order's version when it was seen.
    pub version: Version,
    /// What is seen, with its figures.
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
    /// Which ones.
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

/// Whether everything holds for an order and the events that have made it: after each of them, and for
/// the history as a whole.
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

/// What was found so far.
#[derive(Clone, Debug)]
pub struct Findings {
    version: Version,
    broken: Vec<Broken>,
}

impl Findings {
    /// Nothing yet, of an order at this version.
    #[must_use]
    pub const fn at(version: Version) -> Self {
        Self { version, broken: Vec::new() }
    }

    /// What was found, what is permitted included.
    #[must_use]
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// Nothing, or all that was found and is not permitted.
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
