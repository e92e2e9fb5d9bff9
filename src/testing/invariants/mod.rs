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
//! use aftersale::shopxo::Hardened;
//! use aftersale::testing::{History, OrderSeed, Step, invariants};
//!
//! let mut history = History::open(Hardened::default(), OrderSeed::default().facts())?;
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

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use answer::check_answer;
pub use event::{check_effects_of, check_event};
pub use state::check_state;

use crate::order::{Event, Order, Policy, Version};
use crate::words::terms;

terms! {
    /// An invariant of `docs/invariants.md`.
    #[allow(missing_docs, reason = "its text says it")]
    pub enum Invariant {
        I1, "I1 Ceilings";
        I2, "I2 Quantity";
        I3, "I3 Receipt";
        I4, "I4 Positive amounts";
        I5, "I5 Duplicates";
        I6, "I6 Exactness";
        I7, "I7 Path independence";
        I8, "I8 One key per intent";
        I9, "I9 Failure frees";
        I10, "I10 Replay";
        I11, "I11 Money truth";
        I12, "I12 Check, then pay";
        I13, "I13 No dead ends";
        I14, "I14 Stock";
        I15, "I15 Frozen shares";
        I16, "I16 Shipping once";
        I17, "I17 Dead claims hold nothing";
        I18, "I18 Units";
        I19, "I19 Scope";
        I20, "I20 Rights and ends";
        I21, "I21 Stale decisions";
        I22, "I22 Clocks";
        I23, "I23 History";
        I24, "I24 Foreign codes";
    }
}

/// An invariant that does not hold, and how that can be seen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Broken {
    /// Which one.
    pub invariant: Invariant,
    /// The order's version when it was seen.
    pub version: Version,
    /// What is seen, with its figures.
    pub what: String,
    /// Whether the terms of the order's policy permit it.
    pub permitted: bool,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at version {}: {}", self.invariant, self.version, self.what)
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
    let mut found = Found::at(order.version());
    let again = Order::replay(order.policy().clone(), events.iter().take(1));
    match again {
        Ok(mut again) => {
            check_state(&again, &mut found);
            for event in &events[1..] {
                let before = again.clone();
                if let Err(misfit) = again.apply(event) {
                    found.add(Invariant::I23, || alloc::format!("{misfit}"));
                    break;
                }
                check_event(&before, event, &again, &mut found);
                check_state(&again, &mut found);
            }
            found.version = order.version();
            found.unless(again == *order, Invariant::I23, || {
                alloc::format!("{} events give another order than this one", events.len())
            });
        }
        Err(misfit) => found.add(Invariant::I23, || alloc::format!("{misfit}")),
    }
    let resumed = Order::resume(order.policy().clone(), order.snapshot());
    found.unless(resumed.as_ref() == Ok(order), Invariant::I23, || {
        let fault = resumed.as_ref().err();
        let fault =
            fault.map_or_else(|| "another order".into(), alloc::string::ToString::to_string);
        alloc::format!("its own snapshot gives {fault}")
    });
    state::check_ways_on(order, &mut found);
    found.into_result()
}

/// What was found so far.
#[derive(Clone, Debug)]
pub struct Found {
    version: Version,
    broken: Vec<Broken>,
}

impl Found {
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

    fn add(&mut self, invariant: Invariant, what: impl FnOnce() -> String) {
        self.unless(false, invariant, what);
    }

    fn unless(&mut self, holds: bool, invariant: Invariant, what: impl FnOnce() -> String) {
        self.unless_permitted(false, holds, invariant, what);
    }

    fn unless_permitted(
        &mut self,
        permitted: bool,
        holds: bool,
        invariant: Invariant,
        what: impl FnOnce() -> String,
    ) {
        if !holds {
            let (version, what) = (self.version, what());
            self.broken.push(Broken { invariant, version, what, permitted });
        }
    }
}
