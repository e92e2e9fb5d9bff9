//! Every state that a small order can come to, on both platforms: how many there are is pinned, every invariant
//! holds on every way, and where cases wait for ever when people do nothing is known. `examples/model_check` looks
//! further.

use aftersale::lifecycle::{Flow, Status};
use aftersale::order::Policy;
use aftersale::shopxo::Hardened;
use aftersale::testing::explore::{Bounds, Explored, explore, small_order};
use aftersale::wechat::WeChat;

/// One case with one payment, which succeeds, fails, or is heard of in another way.
const BOUNDS: Bounds = Bounds {
    cases: 1,
    attempts: 1,
    applications: 1,
    elsewhere: 0,
    reversals: false,
    other_amounts: false,
    states: 100_000,
};

fn explored<P: Policy + std::fmt::Debug + PartialEq>(policy: P) -> Explored<P> {
    let explored = explore(policy, small_order(1, 1), &BOUNDS, None).unwrap();
    if let Some(violation) = explored.violations.first() {
        panic!("{}\n{}", violation.broken, violation.history);
    }
    assert!(explored.is_complete);
    assert_eq!(explored.waits.unexplained, 0);
    explored
}

/// Where cases wait for ever, in a flow.
fn waits<P: Policy>(explored: &Explored<P>, flow: Flow) -> Vec<(&'static str, &'static str)> {
    let places = explored.waits.places.iter().filter(|(of, ..)| *of == flow);
    places.map(|(_, status, phase)| (status.name(), phase.text())).collect()
}

#[test]
fn every_state_of_a_small_order_at_the_hardened_shop_holds_every_invariant() {
    let explored = explored(Hardened::default());
    assert_eq!((explored.states, explored.transitions, explored.deepest), (3_445, 12_721, 14));
    let refused_waits = [("REJECTED", "refunding"), ("REJECTED", "refused")];
    let review = [("TO_BE_REVIEWED", "under review")];
    // ShopXO has no clock, so what waits for the merchant waits for ever. What is under way in a case that
    // was refused ends with the case as it was.
    let refund_only: Vec<_> = review.iter().chain(&refused_waits).copied().collect();
    assert_eq!(waits(&explored, Flow::RefundOnly), refund_only);
}

#[test]
fn every_state_of_a_small_order_on_wechat_holds_every_invariant() {
    let explored = explored(WeChat::default());
    assert_eq!((explored.states, explored.transitions, explored.deepest), (12_953, 78_155, 15));
    assert_eq!(waits(&explored, Flow::RefundOnly), []);
}
