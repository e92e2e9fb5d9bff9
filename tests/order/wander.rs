//! Where a random walk goes: everything that anybody can do to an order, sensible or not, by whom and
//! when.

use aftersale::lifecycle::{Actor, Flow, Status};
use aftersale::money::Amount;
use aftersale::order::{Act, Application, Ask, CaseId, Command, Outcome, Payment, Version};
use aftersale::time::Timestamp;
use proptest::prelude::*;

use crate::everywhere::all_acts;
use crate::shop::{ActOf, Platform, Shop, elsewhere, fen, yuan};

/// One step: which of all acts that there are, by whom, how much later, and what is odd about it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) act: usize,
    pub(crate) by: Option<Actor>,
    pub(crate) later: i64,
    pub(crate) is_stale: bool,
    pub(crate) as_of: i64,
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let by = prop_oneof![6 => Just(None), 1 => prop::sample::select(Actor::ALL).prop_map(Some)];
    let later = prop_oneof![4 => Just(100), 1 => Just(0), 1 => Just(90_000), 1 => Just(900_000)];
    let is_stale = prop::bool::weighted(0.05);
    let step = (any::<usize>(), by, later, is_stale, -400i64..=0)
        .prop_map(|(act, by, later, is_stale, as_of)| Step { act, by, later, is_stale, as_of });
    prop::collection::vec(step, 1..40)
}

/// Who mostly does this.
fn usual<S: Status>(act: &Act<S>) -> Actor {
    use aftersale::lifecycle::Action::*;
    use aftersale::order::Doing;
    match act.doing() {
        Doing::Action(
            Apply | Modify | Cancel | ShipReturn | AmendShipment | RecallShipment | Escalate
            | ConfirmOfflineRefund,
        ) => Actor::Buyer,
        Doing::Action(
            AgreeToRefund | AgreeToReturn | Refuse | ConfirmReceipt | WaiveReturn
            | ProveOfflineRefund,
        ) => Actor::Merchant,
        Doing::Action(TimeRanOut) => Actor::Clock,
        _ => Actor::Platform,
    }
}

/// Everything that could be done now. Applications and news of payments are there more than once, so
/// that walks get somewhere.
fn acts<P: Platform>(shop: &Shop<P>, as_of: Timestamp) -> Vec<ActOf<P>> {
    let mut acts = Vec::new();
    let asks = [
        vec![Ask::units("tea", 1)],
        vec![Ask::units("tea", 3)],
        vec![Ask::units("cup", 2)],
        vec![Ask::amount("cup", fen(333))],
        vec![Ask::units("tea", 1).at(fen(1)), Ask::units("cup", 1)],
        vec![Ask::units("tea", 0), Ask::amount("pot", fen(-1))],
        vec![],
    ];
    for flow in Flow::ALL {
        for lines in asks.clone() {
            for shipping in [None, Some(fen(800)), Some(Amount::ZERO)] {
                let application = Application { shipping, ..Application::of(lines.clone()) };
                acts.push(Act::Apply { flow: *flow, application });
            }
        }
    }
    for case in shop.order.cases() {
        acts.extend(all_acts(shop, case.id));
        acts.push(Act::Hide { case: case.id });
        acts.push(Act::MoveDeadline { case: case.id, due: as_of, note: "x".into() });
        let reports = outcomes(case.claim.total()).map(|outcome| Act::ReportRefund {
            payment: Payment::OfCase(case.id),
            outcome,
            as_of,
        });
        acts.extend(reports);
    }
    for attempt in shop.order.attempts() {
        let payment = Payment::Attempt(attempt.key.clone());
        for outcome in outcomes(attempt.parts.total()) {
            acts.push(Act::ReportRefund { payment: payment.clone(), outcome, as_of });
        }
        acts.push(Act::DeclareFailed { attempt: attempt.key.clone(), note: "x".into() });
    }
    let effects = shop.order.open_effects().into_iter().map(|due| due.id).collect();
    acts.extend([
        Act::Acknowledge { effects },
        Act::Cancel { case: CaseId::new(77) },
        Act::OrderReceived { when: as_of },
        Act::RefundedInTotal { total: yuan(1_000), as_of },
        elsewhere("desk-1", 700, &[("tea", 700)], as_of),
    ]);
    acts
}

fn outcomes(amount: Amount) -> [Outcome; 7] {
    let minor = amount.minor();
    [
        Outcome::Processing,
        Outcome::Unknown,
        Outcome::Succeeded(yuan(minor)),
        Outcome::Succeeded(yuan(minor)),
        Outcome::Succeeded(yuan(minor / 2)),
        Outcome::Failed,
        Outcome::Reversed(yuan(minor)),
    ]
}

/// The command of a step.
pub(crate) fn command<P: Platform>(shop: &mut Shop<P>, step: &Step) -> Command<P::Status> {
    let as_of = shop.now.plus_seconds(step.as_of).unwrap();
    let acts = acts(shop, as_of);
    let act = acts[step.act % acts.len()].clone();
    let by = step.by.unwrap_or_else(|| usual(&act));
    shop.now = shop.now.plus_seconds(step.later).unwrap();
    let command = shop.command(by, act);
    let seen = step.is_stale.then_some(Version::FIRST);
    Command { seen, ..command }
}
