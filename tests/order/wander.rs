//! The steps of a random walk: every request on an order, sensible or not, with its actor and its time.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::Amount;
use aftersale::order::{Application, Ask, CaseId, Command, Outcome, RefundRef, Request, Version};
use aftersale::time::Timestamp;
use proptest::prelude::*;

use crate::everywhere::all_acts;
use crate::shop::{Platform, Shop, elsewhere, fen, yuan};

/// One step: the index of the request, the actor, the delay, and the oddity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) request: usize,
    pub(crate) by: Option<Actor>,
    pub(crate) later: i64,
    pub(crate) is_stale: bool,
    pub(crate) as_of: i64,
}

pub(crate) fn steps() -> impl Strategy<Value = Vec<Step>> {
    let by = prop_oneof![6 => Just(None), 1 => prop::sample::select(Actor::ALL).prop_map(Some)];
    let later = prop_oneof![4 => Just(100), 1 => Just(0), 1 => Just(90_000), 1 => Just(900_000)];
    let is_stale = prop::bool::weighted(0.05);
    let step = (any::<usize>(), by, later, is_stale, -400i64..=0).prop_map(
        |(request, by, later, is_stale, as_of)| Step { request, by, later, is_stale, as_of },
    );
    prop::collection::vec(step, 1..40)
}

/// Returns the actor that usually makes this request.
fn usual(request: &Request) -> Actor {
    use aftersale::lifecycle::Action::*;
    use aftersale::order::Capability;
    match request.capability() {
        Capability::Action(
            Apply | Modify | Cancel | ShipReturn | AmendShipment | RecallShipment | Escalate
            | ConfirmOfflineRefund,
        ) => Actor::Buyer,
        Capability::Action(
            AgreeToRefund | AgreeToReturn | Refuse | ConfirmReceipt | WaiveReturn
            | ProveOfflineRefund,
        ) => Actor::Merchant,
        Capability::Action(TimeRanOut) => Actor::Clock,
        _ => Actor::Platform,
    }
}

/// Returns all requests that can be made now. Applications and reports on refunds are there more than once, so
/// that walks get somewhere.
fn requests<P: Platform>(shop: &Shop<P>, as_of: Timestamp) -> Vec<Request> {
    let mut requests = Vec::new();
    let asks = [
        vec![Ask::units("tea", 1)],
        vec![Ask::units("tea", 3)],
        vec![Ask::units("cup", 2)],
        vec![Ask::amount("cup", fen(333))],
        vec![Ask::units("tea", 1).at(fen(1)), Ask::units("cup", 1)],
        vec![Ask::units("tea", 0), Ask::amount("pot", fen(-1))],
        vec![],
    ];
    for flow in Flow::OF_ORDERS {
        for lines in asks.clone() {
            for shipping in [None, Some(fen(800)), Some(Amount::ZERO)] {
                let application = Application { shipping, ..Application::of(lines.clone()) };
                requests.push(Request::Apply { flow: *flow, application });
            }
        }
    }
    for case in shop.order.cases() {
        requests.extend(all_acts(shop, case.id));
        requests.push(Request::Hide { case: case.id });
        requests.push(Request::MoveDeadline { case: case.id, deadline: as_of, note: "x".into() });
        let reports = outcomes(case.claim.total()).map(|outcome| Request::ReportRefund {
            refund: RefundRef::OfCase(case.id),
            outcome,
            as_of,
        });
        requests.extend(reports);
    }
    for refund in shop.order.refunds() {
        let key = RefundRef::Key(refund.key.clone());
        for outcome in outcomes(refund.parts.total()) {
            requests.push(Request::ReportRefund { refund: key.clone(), outcome, as_of });
        }
        requests.push(Request::DeclareFailed { refund: refund.key.clone(), note: "x".into() });
    }
    let effects = shop.order.pending_effects().iter().map(|pending| pending.id).collect();
    requests.extend([
        Request::Acknowledge { effects },
        Request::Cancel { case: CaseId::new(77) },
        Request::OrderReceived { when: as_of },
        Request::ReportRefundTotal { total: yuan(1_000), as_of },
        elsewhere("desk-1", 700, &[("tea", 700)], as_of),
    ]);
    requests
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
pub(crate) fn command<P: Platform>(shop: &mut Shop<P>, step: &Step) -> Command {
    let as_of = shop.now.plus_seconds(step.as_of).unwrap();
    let requests = requests(shop, as_of);
    let request = requests[step.request % requests.len()].clone();
    let by = step.by.unwrap_or_else(|| usual(&request));
    shop.now = shop.now.plus_seconds(step.later).unwrap();
    let command = shop.command(by, request);
    let seen = step.is_stale.then_some(Version::FIRST);
    Command { seen, ..command }
}
