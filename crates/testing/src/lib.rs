//! The proof kit of `aftersale`: strategies, invariants, a reference model, an explorer and suites for hosts.
//!
//! The engine, `aftersale`, knows nothing of it. In a service's `Cargo.toml` it belongs among the
//! `dev-dependencies`; the feature `arbitrary` is for fuzzers:
//!
//! ```toml
//! [dev-dependencies]
//! aftersale-testing = "0.1"
//! proptest = "1"
//! ```
//!
//! | to check | use |
//! |---|---|
//! | that your handling of orders holds, whatever people do | [`strategies`]: [`orders`](fn@orders), [`steps`](fn@steps), [`histories`](fn@histories); [`History`], played step by step; [`candidates`], all requests that can be tried now |
//! | that an order and its events are as they must be | [`invariants::check`], which names the invariant (I1 to I32) and the figures |
//! | that another engine does the same | [`model`]: the order implemented a second time, naively |
//! | that what you make of a payment gateway's words loses no money | [`gateways`]: each of them, simulated, with books of its own |
//! | that your store keeps orders | [`store::conforms`] |
//! | that your handlers cope with what platforms send | [`documents`]: strategies for good and broken JSON |
//! | that a mirror follows the table of your own platform rightly | [`mirror::explore`]: every sequence of a few sightings |
//! | that *no* history within bounds breaks an invariant | [`explore`](mod@explore): every state of a small order |
//!
//! # A service tests itself in a few lines
//!
//! Here is a service that keeps the refunds it has to make in a list of its own, and a test that holds it
//! against any history:
//!
//! ```
//! use aftersale::order::{Decision, Effect};
//! use aftersale::shopxo::HardenedShop;
//! use aftersale_testing::{histories, invariants};
//! use proptest::prelude::*;
//! use std::collections::BTreeMap;
//!
//! proptest! {
//!     fn what_is_paid_is_what_was_agreed(history in histories(HardenedShop::default(), 20)) {
//!         let mut paid = BTreeMap::new();
//!         for step in history.steps() {
//!             let Ok(Decision::Accepted { effects, .. }) = &step.answer else { continue };
//!             for pending in effects {
//!                 if let Effect::IssueRefund { key, amount, .. } = &pending.effect {
//!                     let before = paid.insert(key.as_str().to_string(), *amount);
//!                     prop_assert_eq!(before, None, "{} is paid twice", key);
//!                 }
//!             }
//!         }
//!         invariants::check(history.order(), history.events())?;
//!     }
//! }
//! what_is_paid_is_what_was_agreed();
//! ```
//!
//! A history that fails shrinks to few commands of the plainest kind, and prints as a line for each.

// A broken property ends in a panic: this is for tests.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a panic in a test is a failed test"
)]

use std::fmt::Debug;

use aftersale::lifecycle::Actor;
use aftersale::order::{Command, Order, Policy};
use aftersale::wechat::{self, WeChat};

pub mod candidates;
mod chance;
pub mod documents;
pub mod explore;
#[doc(hidden)]
pub mod fuzz;
pub mod gateways;
mod history;
pub mod invariants;
pub mod mirror;
pub mod model;
mod seed;
pub mod simulation;
pub mod store;
pub mod strategies;

pub use history::{Answer, History, Plan, PlayedStep};
pub use seed::{CURRENCIES, LineSeed, OrderSeed, START, Step, StepKind, StepTime};
pub use strategies::{histories, order_seeds, orders, plans, steps};

/// Returns the policy of WeChat without its limits: a line could have any number of cases, also after a refund,
/// and a case any number of lines. It shows what WeChat's limits keep from happening.
#[must_use]
pub fn patient_wechat() -> WeChat {
    let mut terms = wechat::policy::TERMS;
    terms.limits.again_after_refund = true;
    terms.limits.applications = None;
    terms.limits.lines = None;
    terms.limits.line_required = false;
    terms.limits.deductions = true;
    WeChat { terms: terms.into() }
}

/// Returns the command in the name of the order's buyer, where a buyer acts and the order knows its buyer: as a service
/// sends it that has authenticated the buyer.
#[must_use]
pub fn by_the_buyer<P: Policy>(command: Command, order: &Order<P>) -> Command {
    match &order.facts().buyer {
        Some(buyer) if command.by == Actor::Buyer => command.of_buyer(buyer),
        _ => command,
    }
}

/// Fails on a word of the engine that the kit does not know. The engine's lists may grow, and a kit that passed over
/// new words would prove nothing about them.
fn not_known(word: &dyn Debug) -> ! {
    unreachable!("the kit does not know {word:?}; take the kit of the engine's own version")
}
