//! Every state that a small order can come to, on both platforms: their number is pinned, every invariant holds on
//! every transition, and the positions where cases wait for ever when people do nothing are known.
//! `crates/testing/examples/model_check` looks further.

use aftersale::lifecycle::{Flow, Status};
use aftersale::order::{Change, EffectSubject, EventKind, OrderFacts, PaymentNumber, Policy};
use aftersale::shopxo::{AfterSaleStatus, FaithfulShop, HardenedShop, Release};
use aftersale::wechat::WeChat;
use aftersale_testing::explore::{
    Bounds, EventFault, Explored, explore, small_order, small_order_of_two_payments,
    small_taxed_order,
};
use aftersale_testing::invariants::Invariant;

/// One case with one refund, which succeeds, fails, or is reported otherwise.
const BOUNDS: Bounds = Bounds {
    cases: 1,
    refunds: 1,
    applications: 1,
    external_refunds: 0,
    reversals: false,
    other_amounts: false,
    late_reports: 0,
    totals: false,
    pending_elsewhere: false,
    names: false,
    choices: false,
    deductions: false,
    adoptions: false,
    states: 100_000,
};

/// Explores an order in which no invariant is to be broken.
fn explore_without_violation<P: Policy + std::fmt::Debug + PartialEq>(
    policy: P,
    order: OrderFacts,
    bounds: &Bounds,
) -> Explored<P> {
    let explored = explore(policy, order, bounds, None).unwrap();
    if let Some(violation) = explored.violations.first() {
        panic!("{}\n{}", violation.broken, violation.history);
    }
    explored
}

/// Returns the invariants that an order of the hardened shop breaks when its events are made wrong.
fn broken_by(
    order: OrderFacts,
    bounds: &Bounds,
    fault: EventFault<AfterSaleStatus>,
) -> Vec<Invariant> {
    let explored = explore(HardenedShop::default(), order, bounds, Some(fault)).unwrap();
    explored.violations.iter().map(|one| one.broken.invariant).collect()
}

/// Explores an order of one line of so many units.
fn explored<P: Policy + std::fmt::Debug + PartialEq>(
    policy: P,
    units: u32,
    bounds: &Bounds,
) -> Explored<P> {
    let explored = explore_without_violation(policy, small_order(1, units), bounds);
    assert!(explored.is_complete);
    assert_eq!(explored.waits.unexplained, 0);
    explored
}

/// Returns the number of states, the number of transitions, and the length of the longest shortest path.
fn size<P: Policy>(explored: &Explored<P>) -> (usize, u64, u32) {
    (explored.states, explored.transitions, explored.deepest)
}

/// Returns where cases wait for ever, in a flow.
fn waits<P: Policy>(explored: &Explored<P>, flow: Flow) -> Vec<(&'static str, &'static str)> {
    let positions = explored.waits.positions.iter().filter(|(of, ..)| *of == flow);
    positions.map(|(_, status, phase)| (status.name(), phase.text())).collect()
}

/// ShopXO has no clock, so a case that waits for people waits for ever. A refund that is under way in a case that
/// was refused ends with the case as it was.
fn assert_waits_as_without_a_clock<P: Policy>(explored: &Explored<P>) {
    let review = [("TO_BE_REVIEWED", "under review")];
    let refused = [("REJECTED", "refunding"), ("REJECTED", "refused")];
    assert_eq!(waits(explored, Flow::RefundOnly), [&review[..], &refused].concat());
    let to_come = [
        ("TO_BE_CONFIRMED", "under review"),
        ("TO_BE_RETURNED", "waiting for the goods"),
        ("TO_BE_REVIEWED", "waiting for receipt"),
    ];
    assert_eq!(waits(explored, Flow::ReturnRefund), [&to_come[..], &refused].concat());
}

#[test]
fn every_state_of_a_small_order_at_the_hardened_shop_holds_every_invariant() {
    let explored = explored(HardenedShop::default(), 1, &BOUNDS);
    assert_eq!(size(&explored), (3_445, 12_721, 14));
    assert!(explored.permitted.is_empty());
    assert_waits_as_without_a_clock(&explored);
}

#[test]
fn every_state_of_a_small_order_on_wechat_holds_every_invariant() {
    let explored = explored(WeChat::default(), 1, &BOUNDS);
    assert_eq!(size(&explored), (11_891, 70_895, 15));
    assert!(explored.permitted.is_empty());
    // A clock runs, or the platform acts, wherever one refund can lead. Only after an offline refund the buyer has to
    // confirm that it has come; `crates/testing/examples/model_check` looks there.
    assert_eq!(waits(&explored, Flow::RefundOnly), []);
    assert_eq!(waits(&explored, Flow::ReturnRefund), []);
}

/// The faithful shop does without these by its terms, as ShopXO does (`docs/shopxo.md`), and a history shows
/// each. What it does not do without, it upholds.
#[test]
fn the_faithful_shop_has_a_witness_for_each_invariant_that_it_does_not_uphold_and_upholds_the_others()
 {
    use Invariant::{I1, I2, I3, I4, I6, I7, I14, I15, I16};

    let mut sizes = Vec::new();
    for release in [Release::V2_2_1, Release::V6_9_0] {
        let explored = explored(FaithfulShop::new(release), 2, &BOUNDS);
        let witnessed: Vec<_> = explored.permitted.iter().map(|one| one.broken.invariant).collect();
        assert_eq!(witnessed, [I1, I2, I3, I4, I6, I7, I14, I15, I16], "{release:?}");
        assert_waits_as_without_a_clock(&explored);
        sizes.push(size(&explored));
    }
    assert_eq!(sizes, [(10_011, 30_747, 14); 2]);
}

/// Reports come in any order, of the same time too, and long after the refund was settled (I10).
#[test]
fn reports_in_any_order_leave_every_invariant_as_it_is() {
    let bounds = Bounds { late_reports: 2, ..BOUNDS };
    let explored = explored(HardenedShop::default(), 1, &bounds);
    assert_eq!(size(&explored), (16_135, 63_931, 15));
}

/// A history shows that somebody should have been told.
#[test]
fn an_order_that_forgets_its_anomalies_is_found_i25() {
    let bounds = Bounds { refunds: 2, ..BOUNDS };
    let forgets: EventFault<_> = |event| {
        if let EventKind::Accepted(accepted) = &mut event.kind {
            accepted.changes.retain(|change| !matches!(change, Change::AnomalyFound(_)));
        }
    };
    let broken = broken_by(small_order(1, 1), &bounds, forgets);
    assert_eq!(broken, [Invariant::I25]);
}

/// The gateway tells its total at any time, also one that is below what is booked.
#[test]
fn totals_of_the_gateway_leave_every_invariant_as_it_is_i25() {
    let explored = explored(HardenedShop::default(), 1, &Bounds { totals: true, ..BOUNDS });
    assert_eq!(size(&explored), (25_347, 152_255, 17));
}

/// A dispute is open, or a refund at the gateway's desk is pending: of a known amount, of none, or of another currency.
/// Of these states the first ones; `model_check` goes through all of them.
#[test]
fn money_that_may_be_out_leaves_every_invariant_as_it_is_i26() {
    let bounds = Bounds { external_refunds: 1, pending_elsewhere: true, states: 1_000, ..BOUNDS };
    let found = explore_without_violation(HardenedShop::default(), small_order(1, 1), &bounds);
    assert!(found.states >= 1_000, "{}", found.states);
}

/// A fee is kept back of a unit, and another application's fees take all of it.
#[test]
fn what_is_kept_back_leaves_every_invariant_as_it_is_i30() {
    let bounds = Bounds { deductions: true, states: 3_000, ..BOUNDS };
    let found = explore_without_violation(HardenedShop::default(), small_order(1, 1), &bounds);
    assert!(found.states >= 3_000, "{}", found.states);
}

/// A history shows that what was kept back should be on record.
#[test]
fn an_order_that_forgets_its_deductions_is_found_i30() {
    let bounds = Bounds { deductions: true, ..BOUNDS };
    let forgets: EventFault<_> = |event| {
        if let EventKind::Accepted(accepted) = &mut event.kind {
            for change in &mut accepted.changes {
                if let Change::CaseOpened { claim, .. } = change {
                    claim.deductions.clear();
                }
            }
        }
    };
    let broken = broken_by(small_order(1, 1), &bounds, forgets);
    assert!(broken.contains(&Invariant::I30), "{broken:?}");
}

/// The platform tells of a case at any status, in any order of time, while everybody does what they like here. Of these states
/// the first ones.
#[test]
fn what_a_platform_tells_of_its_case_leaves_every_invariant_as_it_is_i32() {
    let bounds = Bounds { adoptions: true, states: 3_000, ..BOUNDS };
    let found = explore_without_violation(HardenedShop::default(), small_order(1, 1), &bounds);
    assert!(found.states >= 3_000, "{}", found.states);
}

/// A history shows which case of the platform's a case should be.
#[test]
fn an_order_that_forgets_the_platforms_ids_is_found_i32() {
    let forgets: EventFault<_> = |event| {
        if let EventKind::Accepted(accepted) = &mut event.kind {
            accepted.changes.retain(|change| !matches!(change, Change::CaseAdopted { .. }));
        }
    };
    let bounds = Bounds { adoptions: true, ..BOUNDS };
    let broken = broken_by(small_order(1, 1), &bounds, forgets);
    assert_eq!(broken, [Invariant::I32]);
}

/// Two units of which a part is tax, with less stated for the whole order. Of these states the first ones; `model_check` goes
/// through all of them.
#[test]
fn taxes_follow_the_money_in_every_state_i27() {
    let bounds = Bounds { refunds: 2, reversals: true, states: 3_000, ..BOUNDS };
    let found =
        explore_without_violation(HardenedShop::default(), small_taxed_order(1, 2), &bounds);
    assert!(found.states >= 3_000, "{}", found.states);
}

/// What a refund carries of tax was recorded when its money left.
#[test]
fn an_order_that_forgets_its_taxes_is_found_i27() {
    let forgets: EventFault<_> = |event| {
        if let EventKind::Accepted(accepted) = &mut event.kind {
            accepted.changes.retain(|change| !matches!(change, Change::RefundTaxed { .. }));
        }
    };
    let bounds = Bounds { states: 5_000, ..BOUNDS };
    let order = small_taxed_order(1, 2);
    let broken = broken_by(order, &bounds, forgets);
    assert_eq!(broken, [Invariant::I27]);
}

/// A case goes back by two payments, each of which succeeds, fails, or is of unknown outcome. There is nothing to return;
/// `model_check` goes through the states of an order that has.
#[test]
fn payments_give_back_what_they_gave_in_every_state_i29() {
    let bounds = Bounds { refunds: 2, ..BOUNDS };
    let order = small_order_of_two_payments(1, 1).is_virtual(true);
    let explored = explore_without_violation(HardenedShop::default(), order, &bounds);
    assert!(explored.is_complete);
    assert_eq!(size(&explored), (34_714, 201_905, 19));
}

/// The host says by which payments a case is refunded, in orders that are wholly paid and in one of which the rest comes later. Of
/// these states the first ones.
#[test]
fn chosen_and_later_payments_give_back_what_they_gave_i29() {
    let bounds = Bounds { refunds: 3, choices: true, states: 2_000, ..BOUNDS };
    let both = small_order_of_two_payments(1, 1);
    let mut deposit = both.clone();
    deposit.payments.truncate(1);
    for order in [both, deposit] {
        let found = explore_without_violation(HardenedShop::default(), order, &bounds);
        assert!(found.states >= 2_000, "{}", found.states);
    }
}

/// The parts of a refund go back by each other's payments, or a payment that comes later is not kept.
#[test]
fn an_order_that_swaps_or_forgets_its_payments_is_found_i29() {
    let swaps: EventFault<_> = |event| {
        let EventKind::Accepted(accepted) = &mut event.kind else { return };
        for change in &mut accepted.changes {
            let Change::RefundStarted(refund) = change else { continue };
            let subject = refund.effect.as_mut().map(|effect| &mut effect.subject);
            if let Some(EffectSubject::IssueRefundBy { payment }) = subject {
                *payment = PaymentNumber::new(3 - payment.number());
            }
        }
    };
    let forgets: EventFault<_> = |event| {
        if let EventKind::Accepted(accepted) = &mut event.kind {
            accepted.changes.retain(|change| !matches!(change, Change::PaymentAdded { .. }));
        }
    };
    let bounds = Bounds { refunds: 2, states: 5_000, ..BOUNDS };
    let both = small_order_of_two_payments(1, 1);
    let mut deposit = both.clone();
    deposit.payments.truncate(1);
    for (order, fault) in [(both, swaps), (deposit, forgets)] {
        let broken = broken_by(order, &bounds, fault);
        assert!(broken.contains(&Invariant::I29), "{broken:?}");
    }
}

/// A success is followed by one of another amount, a larger or a smaller one.
#[test]
fn successes_of_other_amounts_leave_every_invariant_as_it_is_i25() {
    let explored = explored(HardenedShop::default(), 1, &Bounds { other_amounts: true, ..BOUNDS });
    assert_eq!(size(&explored), (4_939, 21_979, 14));
}

/// The gateway tells of the refund under its own number as well, before its key or after, as its answer or as a refund of its
/// desk, and the host says at any time that it is the same, or that it is another one. Of these states the first ones.
#[test]
fn a_refund_under_two_names_is_booked_once_in_every_state_i31() {
    let names = Bounds { external_refunds: 1, names: true, states: 3_000, ..BOUNDS };
    let again = Bounds { refunds: 2, reversals: true, other_amounts: true, ..names };
    for (order, bounds) in [
        (small_order(1, 1), names),
        (small_taxed_order(1, 2), again),
        (small_order_of_two_payments(1, 1), again),
    ] {
        let found =
            explore_without_violation(HardenedShop::default(), order.is_virtual(true), &bounds);
        assert!(found.states >= 3_000, "{}", found.states);
    }
}

/// What a refund is called besides is not kept.
#[test]
fn an_order_that_forgets_names_is_found_i31() {
    let forgets: EventFault<_> = |event| {
        if let EventKind::Accepted(accepted) = &mut event.kind {
            accepted.changes.retain(|change| !matches!(change, Change::RefundIdentified { .. }));
        }
    };
    let bounds = Bounds { external_refunds: 1, names: true, states: 2_000, ..BOUNDS };
    let order = small_order(1, 1).is_virtual(true);
    let broken = broken_by(order, &bounds, forgets);
    assert!(broken.contains(&Invariant::I31), "{broken:?}");
}
