//! The rights: every action, by every actor, at every status of both tables (I20).

use std::collections::BTreeSet;

use aftersale::lifecycle::Actor::{self, *};
use aftersale::lifecycle::{Action, Flow, Phase, Rule, Status, TableReason};
use aftersale::order::{
    Application, Barred, Capability, CaseId, Offer, Outcome, RIGHTS, Reason, ReasonKind, Request,
    Right, RightHolders, Text,
};

use crate::everywhere::{adopted, all_acts, all_facts, positions, wechat_with_all_clocks};
use crate::shop::{
    Platform, START, Shop, apply, at, elsewhere, report, shopxo, tea_and_cups, teas, wechat, yuan,
};

const CASE: CaseId = CaseId::FIRST;

/// In which flow, at which status, who did what, and where that led.
type Step = (Flow, &'static str, Actor, Action, &'static str);

/// Tries all requests everywhere: with the order shipped or not, with everything that can be known of the case,
/// and after a waiver or a refund that was declared failed, where those can be.
fn all_steps<P: Platform>(policy: &P) -> BTreeSet<Step> {
    let mut steps = BTreeSet::new();
    let positions = positions::<P>();
    let positions = positions
        .iter()
        .flat_map(|position| all_facts::<P>().into_iter().map(move |known| (*position, known)));
    for (position, known) in positions {
        for shipped in [Some(at(0)), None] {
            let facts = tea_and_cups().shipped(shipped);
            let shop = adopted(policy.clone(), facts, position, known);
            let waived =
                shop.after(Merchant, Request::WaiveReturn { case: CASE, offer: Offer::FIRST });
            let refund = shop.order.refunds().first().map(|refund| refund.key.clone());
            let declared = refund.and_then(|refund| {
                shop.after(
                    Platform,
                    Request::DeclareFailed { refund, note: Text::from("查无此单") },
                )
            });
            for shop in [Some(shop), waived, declared].into_iter().flatten() {
                try_everything(&shop, &mut steps);
            }
        }
    }
    steps
}

fn try_everything<P: Platform>(shop: &Shop<P>, steps: &mut BTreeSet<Step>) {
    let before = shop.order.case(CASE).unwrap();
    for request in all_acts(shop, CASE) {
        let Capability::Action(action) = request.capability() else {
            unreachable!("only actions on cases")
        };
        for by in Actor::ALL {
            let Some(after) = shop.after(*by, request.clone()) else { continue };
            let after = after.order.case(CASE).unwrap();
            let names = (before.status.name(), after.status.name());
            steps.insert((before.flow, names.0, *by, action, names.1));
        }
    }
}

/// Returns all rules of the table on cases, but for those of reports on refunds.
fn all_rules<P: Platform>() -> BTreeSet<Step> {
    let reported = [Action::RefundSucceeded, Action::RefundFailed];
    let rules = P::LIFECYCLE.rules().iter().filter(|rule| !reported.contains(&rule.action));
    let here = |rule: &'static Rule<P::Status>, flow: Flow| {
        let from = rule.from.iter().filter(move |from| P::LIFECYCLE.phase(flow, **from).is_some());
        let by = move |from: &P::Status| {
            rule.by.iter().map({
                let from = from.name();
                move |by| (flow, from, *by, rule.action, rule.to.name())
            })
        };
        from.flat_map(by)
    };
    rules.flat_map(|rule| rule.flows.iter().flat_map(move |flow| here(rule, *flow))).collect()
}

#[test]
fn no_actor_moves_a_case_but_by_the_table_i20() {
    // litemall, mall, likeshop, lilishop: mall writes the status that is asked for without a look at the one the
    // case has. Every action, by every actor, at every status, in both flows, with every fact.
    let (done, in_table) = (all_steps(&shopxo()), all_rules::<aftersale::shopxo::HardenedShop>());
    // Beside its table a ShopXO shop records what came, or that it pays without.
    let (flow, here) = (Flow::ReturnRefund, "TO_BE_REVIEWED");
    let recorded = [Action::ConfirmReceipt, Action::WaiveReturn];
    let recorded: BTreeSet<Step> =
        recorded.map(|action| (flow, here, Merchant, action, here)).into();
    assert_eq!(&done - &in_table, recorded);
    assert_eq!(&in_table - &done, BTreeSet::new());

    let (done, in_table) =
        (all_steps(&wechat_with_all_clocks()), all_rules::<aftersale::wechat::WeChat>());
    assert_eq!(&done - &in_table, BTreeSet::new());
    // While the platform is paying, no actor can make it pay once more, whatever row W31 says (I8).
    let forced: BTreeSet<Step> = Flow::OF_ORDERS
        .iter()
        .map(|flow| {
            (*flow, "PLATFORM_REFUNDING", Platform, Action::ForceRefund, "PLATFORM_REFUNDING")
        })
        .collect();
    assert_eq!(&in_table - &done, forced);
}

#[test]
fn nothing_leaves_an_end_i20() {
    // mall, likeshop: a refused or finished case was moved again.
    fn story<P: Platform>(policy: P) {
        let mut ends = 0;
        for (flow, status) in positions::<P>() {
            if !P::LIFECYCLE.phase(flow, status).unwrap().is_final() {
                continue;
            }
            for known in all_facts::<P>() {
                let mut shop = adopted(policy.clone(), tea_and_cups(), (flow, status), known);
                for (request, by) in all_acts(&shop, CASE)
                    .into_iter()
                    .flat_map(|request| Actor::ALL.iter().map(move |by| (request.clone(), *by)))
                {
                    if matches!(request, Request::TimeRanOut { .. }) {
                        shop.changes_nothing(by, request);
                        continue;
                    }
                    let reasons = shop.cannot(by, request.clone());
                    let ended = Reason::Table(TableReason::Ended { status });
                    assert!(reasons.contains(&ended), "{by} {request:?}: {reasons:?}");
                }
                assert!(
                    Actor::ALL
                        .iter()
                        .all(|by| shop.order.permitted(CASE, *by, shop.now).is_empty())
                );
            }
            ends += 1;
        }
        assert!(ends >= 4, "{ends}");
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn only_a_buyer_applies_i20() {
    // lilishop: an operation for the shop was open to all users.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        for flow in Flow::OF_ORDERS {
            for by in [Merchant, Platform, Clock] {
                let reasons = shop.cannot(by, apply(*flow, teas(1), None));
                let only = [Buyer].into_iter().collect();
                assert_eq!(reasons, [Reason::Table(TableReason::OtherActor { only })]);
                assert_eq!(reasons[0].kind(), ReasonKind::NotPermitted);
            }
        }
        let none = Request::Modify { case: CASE, application: Application::of(teas(1)) };
        assert!(!shop.cannot(Buyer, none).is_empty());
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn the_rights_beside_the_table_are_those_that_are_listed_i20() {
    // likeshop, lilishop: the address of the call was enough to report that it was paid.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.refunded(teas(1), None);
        let open = shop.agreed(vec![aftersale::order::Ask::units("cup", 1)], None);
        let key = shop.key(open);
        shop.reported(open, Outcome::Unknown);
        let (when, note) = (shop.now, Text::from("说明"));
        let effects = shop.order.pending_effects().iter().map(|pending| pending.id);
        let effects = effects.filter(|id| shop.order.refund(&key).unwrap().effect != Some(*id));
        let requests: Vec<(Right, Request)> = vec![
            (Right::ReportOrder, Request::OrderReceived { when }),
            (Right::ReportRefund, report(&key, Outcome::Processing, when)),
            (Right::ReportRefund, Request::ReportRefundTotal { total: yuan(1), as_of: when }),
            (Right::ReportExternalRefund, elsewhere("desk-1", 1, &[], when)),
            (Right::DeclareFailed, Request::DeclareFailed { refund: key.clone(), note }),
            (Right::Hide, Request::Hide { case }),
            (Right::Acknowledge, Request::Acknowledge { effects: effects.collect() }),
        ];
        for (right, request) in requests {
            let holders = RIGHTS.holders(right);
            assert_eq!(request.capability(), Capability::Right(right));
            for by in Actor::ALL {
                let mut shop = shop.clone();
                let command = shop.command(*by, request.clone());
                let other = Reason::OtherActor { holders };
                let expected = if holders.contains(*by) { None } else { Some(vec![other]) };
                assert_eq!(
                    shop.send(&command).err().map(|refusal| refusal.reasons),
                    expected,
                    "{right} {by}"
                );
            }
        }
        assert_eq!(shop.phase(case), Phase::Refunded);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_shop_can_bar_what_the_table_permits_i20() {
    // lilishop: what a shop did not want was hidden in the page, and the call went through.
    let mut policy = shopxo();
    policy.terms.barred = Barred::NONE.barring(Buyer, &[Action::Cancel, Action::Apply]);
    policy.terms.rights = RightHolders::NONE;
    let mut shop = Shop::of_tea(policy);
    let barred = Reason::Barred { actor: Buyer };
    assert_eq!(shop.cannot(Buyer, apply(Flow::RefundOnly, teas(1), None)), [barred]);
    let received = Request::OrderReceived { when: at(START) };
    assert_eq!(shop.cannot(Merchant, received), [Reason::RightNotGranted]);
}
