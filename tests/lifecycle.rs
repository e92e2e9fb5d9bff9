//! The engine, asked as its users ask it: what is refused and in which words, the shortest ways, the
//! documented part of a table, a case that changes its flow, and that answers do not allocate.

use std::collections::BTreeSet;

use aftersale::lifecycle::{
    ANY_FLOW, Action, Actor, Evidence, Fact, Fingerprint, Flow, Guard, KnownFacts, Labels,
    Lifecycle, Phase, Position, REFUND_ONLY, RETURN_REFUND, Rule, Set, Standing, Status,
    TableReason, Verdict, rule, standing,
};
use aftersale::wechat::AfterSaleStatus::{self, *};
use aftersale::{channels, shopxo, wechat};

use Action::*;
use Actor::*;
use Flow::*;

/// Returns every position of a platform: each flow with no case yet and with each status.
fn places<S: Status>() -> Vec<(Flow, Option<S>)> {
    let statuses = || std::iter::once(None).chain(S::ALL.iter().copied().map(Some));
    Flow::ALL.iter().flat_map(|flow| statuses().map(move |status| (*flow, status))).collect()
}

#[test]
fn a_refusal_says_every_reason_in_words_for_people() {
    let at = Position::at;
    let before = Position::before;
    for (position, actor, action, text) in [
        (
            before(RefundOnly),
            Merchant,
            Apply,
            "the merchant cannot apply (refund only): only the buyer may do this; \
             it is not known whether another case is open on the line",
        ),
        (
            before(ReturnRefund)
                .knowing(Fact::OrderShipped, false)
                .knowing(Fact::OtherCaseOpen, true),
            Buyer,
            Apply,
            "the buyer cannot apply (return and refund): the order has not been shipped; \
             another case is open on the line",
        ),
        (
            before(RefundOnly),
            Buyer,
            Cancel,
            "the buyer cannot cancel (refund only): there is no case yet; possible instead: apply",
        ),
        (
            at(RefundOnly, MerchantProcessing),
            Merchant,
            AgreeToReturn,
            "the merchant cannot agree to the return at MERCHANT_PROCESSING (refund only): \
             only the other flow (return and refund) permits this; \
             possible instead: agree to the refund or refuse",
        ),
        (
            at(RefundOnly, MerchantProcessing),
            Buyer,
            ConfirmReceipt,
            "the buyer cannot confirm receipt at MERCHANT_PROCESSING (refund only): \
             no rule permits this here; at other statuses only the merchant may do this; \
             possible instead: modify the application or cancel",
        ),
        (
            at(ReturnRefund, MerchantRejectReturn).knowing(Fact::GoodsSent, true),
            Merchant,
            Modify,
            "the merchant cannot modify the application at MERCHANT_REJECT_RETURN \
             (return and refund): only the buyer may do this; the goods have been sent",
        ),
        (
            at(ReturnRefund, MerchantRejectReturn),
            Buyer,
            ShipReturn,
            "the buyer cannot ship the return at MERCHANT_REJECT_RETURN (return and refund): \
             it is not known whether the goods have been sent; \
             it is not known whether the waybill was refused as wrong",
        ),
        (
            at(RefundOnly, UserCanceld),
            Buyer,
            Modify,
            "the buyer cannot modify the application at USER_CANCELD (refund only): \
             the case has ended with USER_CANCELD",
        ),
        (
            at(ReturnRefund, MerchantRefundSuccess),
            Buyer,
            AgreeToRefund,
            "the buyer cannot agree to the refund at MERCHANT_REFUND_SUCCESS (return and refund): \
             MERCHANT_REFUND_SUCCESS belongs to another flow (refund only)",
        ),
        (
            at(RefundOnly, UserWaitReturn),
            Buyer,
            ShipReturn,
            "the buyer cannot ship the return at USER_WAIT_RETURN (refund only): \
             USER_WAIT_RETURN belongs to another flow (return and refund)",
        ),
        (
            at(RefundOnly, AftersalestatusInvalid),
            Buyer,
            Cancel,
            "the buyer cannot cancel at AFTERSALESTATUS_INVALID (refund only): \
             AFTERSALESTATUS_INVALID has no rules",
        ),
        (
            at(RefundOnly, UserWaitConfirm),
            Clock,
            TimeRanOut,
            "the clock cannot expire at USER_WAIT_CONFIRM (refund only): \
             no rule permits this here",
        ),
    ] {
        let refusal = wechat::LIFECYCLE.why_not(&position, actor, action).unwrap();
        assert_eq!(refusal.to_string(), text);
    }
    let position = Position::at(RefundOnly, shopxo::AfterSaleStatus::ToBeReviewed);
    let refusal = shopxo::LIFECYCLE.why_not(&position, Buyer, Escalate).unwrap();
    assert_eq!(
        refusal.to_string(),
        "the buyer cannot escalate to the platform at TO_BE_REVIEWED (refund only): \
         ShopXO has no such action",
    );
}

#[test]
fn what_a_refusal_offers_instead_can_be_done() {
    fn check<S: Status>(lifecycle: Lifecycle<S>) -> usize {
        let mut offers = 0;
        for (flow, status) in places::<S>() {
            for (actor, action) in Actor::ALL
                .iter()
                .flat_map(|actor| Action::ALL.iter().map(move |action| (actor, action)))
            {
                let position = Position { flow, status, facts: KnownFacts::UNKNOWN };
                let Some(refusal) = lifecycle.why_not(&position, *actor, *action) else { continue };
                let instead = refusal.reasons().filter_map(TableReason::instead);
                for offer in instead.flat_map(|offered| offered.iter().collect::<Vec<_>>()) {
                    let rule = lifecycle.rule(flow, status, offer).unwrap();
                    let met = rule.guards.iter().fold(position, |position, guard| {
                        position.knowing(guard.fact(), guard.wants())
                    });
                    let done = lifecycle.next(&met, *actor, offer);
                    assert_eq!(done.map(|done| done.to), Ok(rule.to), "{refusal}: {offer}");
                    offers += 1;
                }
            }
        }
        offers
    }
    assert!(check(wechat::LIFECYCLE) > 1_000);
    assert!(check(channels::LIFECYCLE) > 1_000);
    assert!(check(shopxo::LIFECYCLE) > 100);
}

#[test]
fn a_host_that_asks_for_documented_rules_gets_no_other() {
    let lifecycle = wechat::LIFECYCLE.trusting(Evidence::Documented);
    let mut rows = BTreeSet::new();
    for (flow, status) in places() {
        for actor in Actor::ALL {
            let position = Position { flow, status, facts: KnownFacts::UNKNOWN };
            for permission in lifecycle.permitted(&position, *actor) {
                assert_eq!(permission.transition.rule.evidence, Evidence::Documented);
                rows.insert(permission.transition.rule.row);
            }
        }
    }
    let documented = [
        "W1", "W10", "W11", "W12", "W15", "W16", "W17", "W19", "W24", "W25", "W28", "W29", "W30",
        "W34", "W36", "W4", "W5", "W8", "W9",
    ];
    assert_eq!(rows, BTreeSet::from(documented));
    let position = Position::at(RefundOnly, PlatformRefunding);
    assert_eq!(
        lifecycle.why_not(&position, Platform, RefundSucceeded).unwrap().reasons().next(),
        Some(TableReason::NotTrusted {
            row: "W32",
            evidence: Evidence::Reported,
            trusted: Evidence::Documented
        }),
        "the documentation does not say in so many words that a refund ends in this status",
    );
    for (flow, success) in
        [(RefundOnly, MerchantRefundSuccess), (ReturnRefund, MerchantReturnSuccess)]
    {
        assert_eq!(lifecycle.path(flow, None, success), None, "nor that any case succeeds");
        assert!(wechat::LIFECYCLE.path(flow, None, success).is_some());
    }
}

#[test]
fn what_is_not_trusted_is_neither_a_way_nor_drawn() {
    let documented = wechat::LIFECYCLE.trusting(Evidence::Documented);
    assert_ne!(documented, wechat::LIFECYCLE);
    let way = |lifecycle: Lifecycle<AfterSaleStatus>| {
        lifecycle.path(RefundOnly, Some(MerchantProcessing), UserCanceld).map(|way| way.len())
    };
    assert_eq!((way(wechat::LIFECYCLE), way(documented)), (Some(1), None));
    for diagram in [documented.mermaid(Labels::Rows), documented.dot(Labels::Rows)] {
        assert!(diagram.contains("W4") && !diagram.contains("W3\"") && !diagram.contains("W31"));
        assert!(!diagram.contains("-.->") && !diagram.contains("dashed"), "all is documented");
    }
}

#[test]
fn a_diagram_has_dashes_for_what_is_not_documented_and_round_ends() {
    let dot = wechat::LIFECYCLE.dot(Labels::Rows);
    let line = |start: &str| dot.lines().find(|line| line.trim().starts_with(start)).unwrap();
    assert!(line("s1 [").contains("rounded") && !line("s2 [").contains("rounded"));
    assert!(line("s2 -> s1 ").contains("dashed"), "W3 is inferred");
    assert!(line("s6 -> s8 ").contains("solid"), "W11 is documented");
    assert!(line("s8 -> s4 ").contains("dashed"), "W18, also seen");
    let mermaid = wechat::LIFECYCLE.mermaid(Labels::Rows);
    assert!(mermaid.contains("s2 -.->|\"W3\"| s1") && mermaid.contains("s6 -->|\"W11\"| s8"));
    assert!(mermaid.contains("s1([\"USER_<br>CANCELD\"])"));
}

#[test]
fn a_rule_that_holds_at_each_of_many_open_statuses_is_drawn_once() {
    let dot = wechat::LIFECYCLE.dot(Labels::Rows);
    assert!(dot.contains("open [shape=parallelogram") && dot.contains("open -> s1"));
    // Two arrows are no more than one and a sign.
    let dot = settled::OWN_TABLE.dot(Labels::Rows);
    assert_eq!(dot.matches("label=\"T3\"").count(), 2);
    assert!(!dot.contains("open"));
}

#[test]
fn a_full_arrow_says_who_does_what_in_which_flow_and_if_what() {
    let mermaid = wechat::LIFECYCLE.mermaid(Labels::Full);
    for arrow in [
        "new -->|\"W1 buyer: apply (refund only)<br>if no other case is open on the line<br>\
         W1 buyer: apply (return and refund)<br>if the order has been shipped<br>\
         and no other case is open on the line\"| s2\n",
        "s4 -->|\"W24 buyer: cancel (refund only)\"| s1\n",
        "s4 -.->|\"W24 buyer: cancel (return and refund)<br>W26 clock: expire<br>\
         if no dispute is open\"| s1\n",
        "s8 -.->|\"W18 merchant: refuse, also seen<br>if no dispute is open\"| s4\n",
    ] {
        assert!(mermaid.contains(arrow), "{arrow}\n{mermaid}");
    }
}

#[test]
fn the_facts_that_rules_make_are_these() {
    fn made<S: Status>(lifecycle: Lifecycle<S>) -> Vec<(&'static str, Action, Fact, bool)> {
        let rules = lifecycle.rules().iter();
        rules
            .flat_map(|rule| {
                rule.makes.iter().map(|(fact, so)| (rule.row, rule.action, *fact, *so))
            })
            .collect()
    }
    let dispute = Fact::DisputeOpen;
    let is_besides = |made: &(&str, Action, Fact, bool)| made.0.starts_with('C');
    assert_eq!(
        made(wechat::LIFECYCLE),
        [
            ("W11", ShipReturn, Fact::GoodsSent, true),
            ("W15", RecallShipment, Fact::GoodsSent, false),
            ("W23", ShipReturn, Fact::WaybillWrong, false),
            ("W27", Escalate, dispute, true),
            ("W27", Escalate, dispute, true),
            ("W27", Escalate, dispute, true),
            ("W28", RuleForBuyer, dispute, false),
            ("W29", RuleReturnFirst, dispute, false),
            ("W29", RuleReturnFirst, Fact::GoodsSent, false),
            ("W30", RuleForMerchant, dispute, false),
        ]
    );
    let besides: Vec<_> = made(channels::LIFECYCLE).into_iter().filter(is_besides).collect();
    assert_eq!(
        besides,
        [
            ("C17", ShipReturn, Fact::GoodsSent, true),
            ("C24", Escalate, dispute, true),
            ("C25", Escalate, dispute, true),
            ("C25", Escalate, dispute, true),
            ("C25", Escalate, dispute, true),
            ("C25", Escalate, dispute, true),
            ("C25", Escalate, dispute, true),
            ("C26", RuleForBuyer, dispute, false),
            ("C27", RuleReturnFirst, dispute, false),
            ("C27", RuleReturnFirst, Fact::GoodsSent, false),
            ("C28", RuleForMerchant, dispute, false),
            ("C29", RuleForMerchant, dispute, false),
        ]
    );
    assert_eq!(made(shopxo::LIFECYCLE), [("X4", ShipReturn, Fact::GoodsSent, true)]);
}

#[test]
fn the_rules_that_start_a_refund_are_these_and_only_a_report_ends_one() {
    fn rows<S: Status>(
        lifecycle: Lifecycle<S>,
        is_one: impl Fn(&Rule<S>) -> bool,
    ) -> Vec<(&'static str, Action)> {
        let rules = lifecycle.rules().iter().filter(|rule| is_one(rule));
        rules.map(|rule| (rule.row, rule.action)).collect()
    }
    let wechat = [
        ("W4", AgreeToRefund),
        ("W8", TimeRanOut),
        ("W10", AgreeForMerchant),
        ("W13", WaiveReturn),
        ("W17", ConfirmReceipt),
        ("W19", TimeRanOut),
        ("W28", RuleForBuyer),
        ("W31", ForceRefund),
        ("W41", RetryRefund),
    ];
    assert_eq!(rows(wechat::LIFECYCLE, |rule| rule.starts_refund), wechat);
    assert_eq!(rows(shopxo::LIFECYCLE, |rule| rule.starts_refund), [("X5", AgreeToRefund)]);
    let besides = [
        ("C5", AcceptProposal),
        ("C5", AcceptProposal),
        ("C10", AcceptProposal),
        ("C14", ParcelIntercepted),
        ("C26", RuleForBuyer),
        ("C30", ForceRefund),
    ];
    let channels = rows(channels::LIFECYCLE, |rule| rule.starts_refund);
    assert_eq!(channels, [wechat.as_slice(), &besides].concat());

    let ends = |rule: &Rule<_>| rule.refund_under_way_after() == Some(false);
    let reports = [("W32", RefundSucceeded), ("W33", RefundSucceeded), ("W34", RefundFailed)];
    assert_eq!(rows(wechat::LIFECYCLE, ends), reports);
    let ends = |rule: &Rule<_>| rule.refund_under_way_after() == Some(false);
    assert_eq!(rows(shopxo::LIFECYCLE, ends), [("X5", RefundSucceeded), ("X5", RefundFailed)]);
    for rule in wechat::LIFECYCLE.rules().iter().filter(|rule| rule.starts_refund) {
        let after = rule.facts_after(KnownFacts::UNKNOWN);
        assert_eq!(after.get(Fact::RefundUnderWay), Some(true), "{}", rule.row);
    }
}

#[test]
fn each_phase_says_whose_turn_it_is_whether_it_holds_its_claim_and_what_a_dispute_makes_of_it() {
    use Phase::{
        Closed, Fulfilled, InDispute, Lapsed, RefundFailed as Failed, Refunded, Refunding, Refused,
        UnderReview, WaitingForAnswer, WaitingForConfirmation, WaitingForGoods,
        WaitingForInterception, WaitingForNewGoods, WaitingForReceipt, Withdrawn,
    };
    let phases = [
        (UnderReview, Some(Merchant), true, InDispute),
        (WaitingForGoods, Some(Buyer), true, InDispute),
        (WaitingForReceipt, Some(Merchant), true, InDispute),
        (Refunding, Some(Platform), true, Refunding),
        (Failed, Some(Merchant), true, Failed),
        (WaitingForConfirmation, Some(Buyer), true, WaitingForConfirmation),
        (Refused, Some(Buyer), false, InDispute),
        (Lapsed, Some(Buyer), false, InDispute),
        (Refunded, None, false, Refunded),
        (Withdrawn, None, false, Withdrawn),
        (Closed, None, false, Closed),
        (InDispute, Some(Platform), true, InDispute),
        (WaitingForAnswer, Some(Buyer), true, InDispute),
        (WaitingForInterception, Some(Platform), true, InDispute),
        (WaitingForNewGoods, Some(Buyer), true, InDispute),
        (Fulfilled, None, false, Fulfilled),
    ];
    assert_eq!(phases.map(|(phase, ..)| phase), Phase::ALL);
    for (phase, turn, holds_claim, disputed) in phases {
        assert_eq!(phase.turn(), turn, "{phase}");
        assert_eq!(phase.holds_claim(), holds_claim, "{phase}");
        assert_eq!(phase.turn().is_none(), phase.is_final(), "{phase}");
        for (known, then) in [(Some(true), disputed), (Some(false), phase), (None, phase)] {
            let facts = known.map_or(KnownFacts::UNKNOWN, |open| {
                KnownFacts::UNKNOWN.with(Fact::DisputeOpen, open)
            });
            assert_eq!(phase.with_facts(facts), then, "{phase}");
        }
    }
    let refused = Position::at(RefundOnly, MerchantRejectRefund);
    assert_eq!(wechat::LIFECYCLE.phase_at(&refused), Some(Refused));
    let disputed = refused.knowing(Fact::DisputeOpen, true);
    assert_eq!(wechat::LIFECYCLE.phase_at(&disputed), Some(InDispute));
    assert_eq!(wechat::LIFECYCLE.phase_at(&Position::before(RefundOnly)), None);
    assert_eq!(wechat::LIFECYCLE.phase_at(&Position::at(RefundOnly, UserWaitReturn)), None);
}

#[test]
fn what_is_known_can_change() {
    for fact in Fact::ALL {
        let so = KnownFacts::UNKNOWN.with(*fact, true);
        assert_eq!(so.get(*fact), Some(true));
        assert_eq!(so.with(*fact, false).get(*fact), Some(false));
        assert_eq!(so.with(*fact, false).with(*fact, true), so);
        assert_eq!(so.without(*fact), KnownFacts::UNKNOWN);
        assert_eq!(so.with(*fact, false).without(*fact), KnownFacts::UNKNOWN);
        for other in Fact::ALL.iter().filter(|other| *other != fact) {
            assert_eq!(so.get(*other), None);
            for holds in [true, false] {
                assert_eq!(so.with(*other, holds).without(*other), so);
                assert_eq!(so.with(*other, holds).without(*fact).get(*other), Some(holds));
            }
        }
    }
}

/// The length of a shortest way, found by growing the set of what can be reached, rule by rule.
fn distance<S: Status>(lifecycle: Lifecycle<S>, from: (Flow, Option<S>), to: S) -> Option<usize> {
    let mut reached: Vec<(Flow, Option<S>)> = vec![from];
    for length in 0.. {
        if reached.iter().any(|(_, status)| *status == Some(to)) {
            return Some(length);
        }
        let before = reached.len();
        for (flow, status) in reached.clone() {
            for rule in lifecycle.rules().iter().filter(|rule| rule.flows.contains(&flow)) {
                let starts = match status {
                    None => rule.from.is_empty(),
                    Some(status) => {
                        rule.from.contains(&status) && lifecycle.phase(flow, status).is_some()
                    }
                };
                for outcome in rule.also_seen.iter().chain([&rule.to]).filter(|_| starts) {
                    let place = (rule.turns_into.unwrap_or(flow), Some(*outcome));
                    if !reached.contains(&place) {
                        reached.push(place);
                    }
                }
            }
        }
        if reached.len() == before {
            return None;
        }
    }
    None
}

#[test]
fn every_path_is_a_shortest_one_and_made_of_rules_that_fit() {
    fn check<S: Status>(lifecycle: Lifecycle<S>) {
        for (flow, from) in places::<S>() {
            let is_place = from.is_none_or(|status| lifecycle.phase(flow, status).is_some());
            for to in S::ALL {
                let path = lifecycle.path(flow, from, *to);
                let expected = distance(lifecycle, (flow, from), *to).filter(|_| is_place);
                assert_eq!(path.as_ref().map(Vec::len), expected, "{flow} {from:?} to {to:?}");
                let mut at = (flow, from);
                let mut facts = KnownFacts::UNKNOWN;
                for step in path.unwrap_or_default() {
                    let (flow, status) = at;
                    facts = step.rule.facts_after(facts);
                    assert_eq!(step.facts, facts);
                    assert_eq!(lifecycle.rule(flow, status, step.rule.action), Some(step.rule));
                    assert!(step.to == step.rule.to || step.rule.also_seen.contains(&step.to));
                    at = (step.flow, Some(step.to));
                }
            }
        }
    }
    check(wechat::LIFECYCLE);
    check(channels::LIFECYCLE);
    check(shopxo::LIFECYCLE);
}

#[test]
fn from_every_open_status_people_can_end_the_case_without_the_clock_i13() {
    fn check<S: Status>(lifecycle: Lifecycle<S>) {
        let without_clock = |rule: &Rule<S>| !rule.by.contains(&Clock);
        let (ends, open): (Vec<S>, Vec<S>) =
            S::ALL.iter().partition(|status| lifecycle.is_final(**status));
        for status in open {
            for flow in lifecycle.flows_of(status).iter() {
                let ways = ends
                    .iter()
                    .filter_map(|end| lifecycle.path_by(flow, Some(status), *end, without_clock));
                assert!(ways.count() > 0, "{status:?} in {flow}");
            }
        }
    }
    check(wechat::LIFECYCLE);
    check(channels::LIFECYCLE);
    check(shopxo::LIFECYCLE);
}

#[test]
fn an_untrusted_rule_is_named_in_the_refusal_i20() {
    let documented = wechat::LIFECYCLE.trusting(Evidence::Documented);
    let refused = |status| {
        let position = Position::at(RefundOnly, status);
        documented.why_not(&position, Buyer, Escalate).unwrap().to_string()
    };
    assert_eq!(
        refused(MerchantRejectRefund),
        "the buyer cannot escalate to the platform at MERCHANT_REJECT_REFUND (refund only): \
         it is not known whether a dispute is open; \
         rule W27 is only inferred, but at least documented evidence is required",
    );
    assert_eq!(
        refused(MerchantProcessing),
        "the buyer cannot escalate to the platform at MERCHANT_PROCESSING (refund only): \
         no rule permits this here",
    );
}

#[test]
fn only_these_open_statuses_wait_for_people_when_people_do_nothing_i13() {
    fn without_clock<S: Status>(lifecycle: Lifecycle<S>) -> Vec<&'static str> {
        let waits = |status: &&S| {
            lifecycle.flows_of(**status).iter().any(|flow| {
                !lifecycle.is_final(**status)
                    && lifecycle.rule(flow, Some(**status), TimeRanOut).is_none()
            })
        };
        S::ALL.iter().filter(waits).map(|status| status.name()).collect()
    }
    assert_eq!(
        without_clock(wechat::LIFECYCLE),
        ["MERCHANT_OVERDUE_REFUND", "PLATFORM_REFUNDING", "USER_WAIT_CONFIRM"],
        "the platform acts on the first two; nobody knows what follows the third (row W39)",
    );
    assert_eq!(
        without_clock(shopxo::LIFECYCLE),
        ["TO_BE_CONFIRMED", "TO_BE_RETURNED", "TO_BE_REVIEWED", "REJECTED"],
        "ShopXO has no clocks",
    );
}

#[test]
fn the_two_successes_are_distinguished() {
    let phase = |flow, status| wechat::LIFECYCLE.phase(flow, status);
    assert_eq!(phase(RefundOnly, MerchantRefundSuccess), Some(Phase::Refunded));
    assert_eq!(phase(ReturnRefund, MerchantReturnSuccess), Some(Phase::Refunded));
    assert_eq!(phase(ReturnRefund, MerchantRefundSuccess), None);
    assert_eq!(phase(RefundOnly, MerchantReturnSuccess), None);
    let review = shopxo::AfterSaleStatus::ToBeReviewed;
    assert_eq!(shopxo::LIFECYCLE.phase(RefundOnly, review), Some(Phase::UnderReview));
    assert_eq!(shopxo::LIFECYCLE.phase(ReturnRefund, review), Some(Phase::WaitingForReceipt));
}

#[test]
fn a_new_case_has_sent_nothing_disputed_nothing_and_been_paid_nothing() {
    let before = Position::before(RefundOnly).knowing(Fact::OtherCaseOpen, false);
    let opened = wechat::LIFECYCLE.next(&before, Buyer, Apply).unwrap().position();
    for fact in [Fact::GoodsSent, Fact::DisputeOpen, Fact::RefundUnderWay] {
        assert_eq!(opened.facts.get(fact), Some(false), "{fact}");
    }
    assert_eq!(opened.facts.get(Fact::OrderShipped), None, "that is the host's to know");
}

#[test]
fn a_dispute_opens_once_and_a_ruling_closes_it() {
    let refused = Position::at(ReturnRefund, MerchantRejectReturn)
        .knowing(Fact::DisputeOpen, false)
        .knowing(Fact::GoodsSent, true);
    let disputed = wechat::LIFECYCLE.next(&refused, Buyer, Escalate).unwrap().position();
    assert_eq!(disputed.status, Some(MerchantRejectReturn), "the status does not show it");
    assert_eq!(disputed.facts.get(Fact::GoodsSent), Some(true), "what was known is still known");
    let twice = wechat::LIFECYCLE.why_not(&disputed, Buyer, Escalate).unwrap();
    let reason = TableReason::GuardNotMet { guard: Guard::NoDisputeOpen };
    assert_eq!(twice.reasons().collect::<Vec<_>>(), [reason]);
    assert!(wechat::LIFECYCLE.why_not(&disputed, Clock, TimeRanOut).is_some());
    let ruled = wechat::LIFECYCLE.next(&disputed, Platform, RuleReturnFirst).unwrap();
    assert_eq!(ruled.to, UserWaitReturn);
    assert_eq!(ruled.facts.get(Fact::DisputeOpen), Some(false));
    assert_eq!(ruled.facts.get(Fact::GoodsSent), Some(false), "they have to be sent again");
}

#[test]
fn a_second_click_on_agree_is_refused_while_a_refund_is_under_way() {
    let review = Position::at(RefundOnly, shopxo::AfterSaleStatus::ToBeReviewed)
        .knowing(Fact::RefundUnderWay, false);
    let agreed = shopxo::LIFECYCLE.next(&review, Merchant, AgreeToRefund).unwrap().position();
    for (actor, action) in [(Merchant, AgreeToRefund), (Merchant, Refuse), (Buyer, Cancel)] {
        let refused = shopxo::LIFECYCLE.why_not(&agreed, actor, action).unwrap();
        assert!(refused.to_string().ends_with("a refund is under way"), "{refused}");
    }
    let failed = shopxo::LIFECYCLE.next(&agreed, Platform, RefundFailed).unwrap().position();
    assert!(
        shopxo::LIFECYCLE.next(&failed, Merchant, AgreeToRefund).is_ok(),
        "after a failure again"
    );
    let paid = shopxo::LIFECYCLE.next(&agreed, Platform, RefundSucceeded).unwrap();
    assert_eq!(paid.to, shopxo::AfterSaleStatus::Completed);
}

/// A platform on which a return can be settled as a refund only, and whose numbers have gaps.
mod settled {
    use super::*;

    #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    pub(super) enum Settled {
        Asked = 3,
        Paid = 126,
        Returned = 60,
        /// Not in the list of all.
        Lost = 127,
    }

    impl Settled {
        pub(super) const ALL: &'static [Self] = &[Self::Asked, Self::Returned, Self::Paid];

        pub(super) const fn name(self) -> &'static str {
            match self {
                Self::Asked => "ASKED",
                Self::Paid => "PAID",
                Self::Returned => "RETURNED",
                Self::Lost => "LOST",
            }
        }
    }

    aftersale::impl_status!(Settled);

    #[rustfmt::skip]
    const RULES: &[Rule<Settled>] = &[
        rule("S1", ANY_FLOW,      &[],               Apply,           &[Buyer],    Settled::Asked,    Evidence::Documented),
        rule("S2", REFUND_ONLY,   &[Settled::Asked], RefundSucceeded, &[Platform], Settled::Paid,     Evidence::Documented),
        rule("S3", RETURN_REFUND, &[Settled::Asked], RefundSucceeded, &[Platform], Settled::Returned, Evidence::Documented),
        rule("S4", RETURN_REFUND, &[Settled::Asked], WaiveReturn,     &[Merchant], Settled::Asked,    Evidence::Documented)
            .turning_into(RefundOnly),
    ];

    const STANDINGS: &[Standing<Settled>] = &[
        standing(Settled::Asked, ANY_FLOW, Phase::UnderReview),
        standing(Settled::Paid, REFUND_ONLY, Phase::Refunded),
        standing(Settled::Returned, RETURN_REFUND, Phase::Refunded),
    ];

    aftersale::declare_lifecycle! {
        pub(super) const LIFECYCLE: Lifecycle<Settled> = {
            platform: "settled",
            rules: RULES,
            standings: STANDINGS,
            without_rules: &[],
        };
    }

    #[rustfmt::skip]
    const STRICTER: &[Rule<AfterSaleStatus>] = &[
        rule("T1", REFUND_ONLY, &[],                                         Apply,  &[Buyer],    MerchantProcessing,   Evidence::Documented),
        rule("T2", REFUND_ONLY, &[MerchantProcessing],                       Refuse, &[Merchant], MerchantRejectRefund, Evidence::Documented),
        rule("T3", REFUND_ONLY, &[MerchantProcessing, MerchantRejectRefund], Cancel, &[Buyer],    UserCanceld,          Evidence::Documented),
    ];

    aftersale::declare_lifecycle! {
        /// A table of one's own over the crate's statuses.
        pub(super) const OWN_TABLE: Lifecycle<AfterSaleStatus> = {
            platform: "a stricter WeChat",
            rules: STRICTER,
            standings: &[
                standing(MerchantProcessing, REFUND_ONLY, Phase::UnderReview),
                standing(MerchantRejectRefund, REFUND_ONLY, Phase::Refused),
                standing(UserCanceld, REFUND_ONLY, Phase::Withdrawn),
            ],
            without_rules: &[
                AftersalestatusInvalid, MerchantRejectReturn, UserWaitReturn,
                ReturnClosed, MerchantWaitReceipt, MerchantOverdueRefund, MerchantRefundSuccess,
                MerchantReturnSuccess, PlatformRefunding, PlatformRefundFail, UserWaitConfirm,
                MerchantRefundRetryFail, MerchantFail,
            ],
        };
    }
}

#[test]
fn a_rule_can_change_the_flow_and_the_case_goes_on_there() {
    use settled::{LIFECYCLE, Settled};
    let asked = Position::at(ReturnRefund, Settled::Asked);
    let waived = LIFECYCLE.next(&asked, Merchant, WaiveReturn).unwrap();
    assert_eq!((waived.flow, waived.to), (RefundOnly, Settled::Asked));
    let paid = LIFECYCLE.next(&waived.position(), Platform, RefundSucceeded).unwrap();
    assert_eq!(paid.to, Settled::Paid, "as a refund only");
    let paid = LIFECYCLE.next(&asked, Platform, RefundSucceeded).unwrap();
    assert_eq!(paid.to, Settled::Returned, "as a return");
    let path = LIFECYCLE.path(ReturnRefund, Some(Settled::Asked), Settled::Paid).unwrap();
    assert_eq!(path.iter().map(|step| step.rule.row).collect::<Vec<_>>(), ["S4", "S2"]);
    assert!(LIFECYCLE.mermaid(Labels::Full).contains("becomes refund only"));
    assert_eq!(Settled::from_stored_number(126), Some(Settled::Paid));
    assert_eq!(Settled::from_stored_number(4), None);
    assert_eq!(Settled::from_name("RETURNED"), Some(Settled::Returned));
}

#[test]
fn a_status_that_is_not_listed_has_neither_rule_nor_meaning() {
    use settled::{LIFECYCLE, Settled};
    for flow in Flow::ALL {
        assert_eq!(LIFECYCLE.phase(*flow, Settled::Lost), None);
        for action in Action::ALL {
            assert_eq!(LIFECYCLE.rule(*flow, Some(Settled::Lost), *action), None);
        }
    }
}

#[test]
fn texts_made_of_words_have_them() {
    let refused = Position::at(ReturnRefund, MerchantRejectReturn);
    let texts = |actor| -> Vec<String> {
        let permissions = wechat::LIFECYCLE.permitted(&refused, actor);
        permissions.map(|permission| permission.to_string()).collect()
    };
    assert_eq!(
        texts(Buyer),
        [
            "modify the application → MERCHANT_PROCESSING, if the goods have not been sent",
            "cancel → USER_CANCELD",
            "ship the return → MERCHANT_WAIT_RECEIPT, if the goods have been sent and the waybill was \
             refused as wrong",
            "escalate to the platform → MERCHANT_REJECT_RETURN, if no dispute is open",
        ]
    );
    let flows = Set::EMPTY.with(RefundOnly).with(ReturnRefund);
    assert_eq!((flows.len(), Set::<Flow>::EMPTY.len()), (2, 0));
    assert_eq!(format!("{flows:?}"), "{RefundOnly, ReturnRefund}");
    let known = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, true).with(Fact::GoodsSent, false);
    assert_eq!(format!("{known:?}"), "{GoodsSent: false, DisputeOpen: true}");
    assert_eq!(Fingerprint(0x0abc).to_string(), "0000000000000abc");
    assert_eq!(
        format!("{:?}", wechat::LIFECYCLE),
        r#"Lifecycle { platform: "WeChat", trusted: Inferred, .. }"#
    );
}

#[test]
fn a_status_enum_can_have_several_tables() {
    let review = Position::at(RefundOnly, MerchantProcessing);
    assert!(matches!(
        settled::OWN_TABLE.judge(&review, Merchant, AgreeToRefund),
        Verdict::Refused(_)
    ));
    assert!(matches!(
        wechat::LIFECYCLE.judge(&review, Merchant, AgreeToRefund),
        Verdict::Permitted(_)
    ));
    let position = Position::at(RefundOnly, MerchantFail);
    let refusal = settled::OWN_TABLE.why_not(&position, Buyer, Cancel).unwrap();
    assert!(refusal.to_string().ends_with("MERCHANT_FAIL has no rules"));
}

#[test]
fn answers_do_not_allocate() {
    let info = allocation_counter::measure(|| {
        for (flow, status) in STATUSES {
            for actor in Actor::ALL {
                for action in Action::ALL {
                    let position =
                        Position { flow: *flow, status: *status, facts: KnownFacts::UNKNOWN };
                    let verdict = wechat::LIFECYCLE.judge(&position, *actor, *action);
                    std::hint::black_box(verdict);
                    if let Err(refusal) = wechat::LIFECYCLE.next(&position, *actor, *action) {
                        std::hint::black_box(refusal.reasons().count());
                    }
                    std::hint::black_box(wechat::LIFECYCLE.why_not(&position, *actor, *action));
                }
                let position =
                    Position { flow: *flow, status: *status, facts: KnownFacts::UNKNOWN };
                std::hint::black_box(wechat::LIFECYCLE.permitted(&position, *actor).count());
            }
            if let Some(status) = status {
                std::hint::black_box(wechat::LIFECYCLE.phase(*flow, *status));
                std::hint::black_box(wechat::LIFECYCLE.is_final(*status));
            }
        }
    });
    assert_eq!(info.count_total, 0, "allocations");
    let control = allocation_counter::measure(|| {
        std::hint::black_box(wechat::LIFECYCLE.mermaid(Labels::Full));
    });
    assert!(control.count_total > 0, "the counter counts");
}

const STATUSES: &[(Flow, Option<AfterSaleStatus>)] = &[
    (RefundOnly, None),
    (RefundOnly, Some(AftersalestatusInvalid)),
    (RefundOnly, Some(MerchantProcessing)),
    (RefundOnly, Some(MerchantRejectRefund)),
    (RefundOnly, Some(UserWaitReturn)),
    (RefundOnly, Some(MerchantRefundSuccess)),
    (ReturnRefund, Some(MerchantRejectReturn)),
    (ReturnRefund, Some(MerchantWaitReceipt)),
    (ReturnRefund, Some(MerchantRefundSuccess)),
];
