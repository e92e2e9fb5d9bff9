//! Strategies for proptest: orders, steps, and whole histories on any platform.
//!
//! They shrink to the plainest: one line, one unit, few commands, each of which still has an effect.

use proptest::collection::vec;
use proptest::prelude::*;

use super::history::{History, Plan};
use super::seed::{LineSeed, OrderSeed, Step, StepKind, StepTime};
use aftersale::order::{OrderFacts, Policy};

fn lines() -> impl Strategy<Value = LineSeed> {
    let units = prop_oneof![12 => 0..5_u8, 1 => 248..=255_u8];
    let price = prop_oneof![8 => 0..10_000_u16, 2 => 0..5_u16, 1 => 65_533..=65_535_u16];
    (units, price).prop_map(|(units, price)| LineSeed { units, price })
}

/// Returns orders in small numbers.
pub fn order_seeds() -> impl Strategy<Value = OrderSeed> {
    let oddity =
        prop_oneof![8 => Just(0_u8), 3 => 231..=239_u8, 3 => 240..=246_u8, 1 => 247..=255_u8];
    let currency = prop_oneof![4 => Just(0_u8), 1 => 1..4_u8];
    let progress = prop_oneof![6 => Just(0_u8), 1 => 1..5_u8];
    let shipping = prop_oneof![Just(0_u16), Just(800), 0..3_000_u16];
    let discount = prop_oneof![2 => Just(0_u16), 1 => 0..3_000_u16];
    let more_lines = vec(lines(), 0..=3);
    (lines(), more_lines, shipping, discount, currency, progress, oddity).prop_map(
        |(line, more_lines, shipping, discount, currency, progress, oddity)| OrderSeed {
            line,
            more_lines,
            shipping,
            discount,
            currency,
            progress,
            oddity,
        },
    )
}

/// Returns orders: mostly as people place them, sometimes with extremes (a single unit of the smallest amount, no
/// units, amounts near the end of the range, facts that do not add up).
pub fn orders() -> impl Strategy<Value = OrderFacts> {
    order_seeds().prop_map(|seed| seed.facts())
}

/// Returns steps: mostly one that is accepted, sometimes any, sometimes nonsense.
pub fn steps() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![
        12 => Just(StepKind::Sensible),
        6 => Just(StepKind::Anything),
        1 => Just(StepKind::ByAnother),
        1 => Just(StepKind::Stale),
        1 => Just(StepKind::OldOffer),
        1 => Just(StepKind::Repeated),
        1 => Just(StepKind::IdReused),
        1 => prop_oneof![Just(StepKind::OtherBuyer), Just(StepKind::OtherOrder)],
        2 => Just(StepKind::Absurd),
    ];
    let time = prop_oneof![
        8 => Just(StepTime::Soon),
        2 => Just(StepTime::AtOnce),
        2 => Just(StepTime::AtDeadline),
        1 => Just(StepTime::JustBeforeDeadline),
        1 => Just(StepTime::MuchLater),
        1 => Just(StepTime::InThePast),
    ];
    // Late requests in a case's life are as likely as early ones, but rare requests are not.
    let pick = prop_oneof![3 => 0..30_u16, 2 => 0..120_u16, 1 => any::<u16>()];
    (kind, pick, time).prop_map(|(kind, pick, time)| Step { kind, pick, time })
}

/// Returns plans of at most so many steps.
pub fn plans(most: usize) -> impl Strategy<Value = Plan> {
    (order_seeds(), vec(steps(), 0..=most)).prop_map(|(order, steps)| Plan { order, steps })
}

/// Returns histories of at most so many commands, on a platform.
pub fn histories<P: Policy>(policy: P, most: usize) -> impl Strategy<Value = History<P>> {
    plans(most).prop_filter_map("an order that cannot be opened", move |plan| {
        plan.play(policy.clone()).ok()
    })
}
