//! Orders of several platforms in one collection, one's own among them, stored and restored by the name of their platform.

use std::collections::BTreeMap;

use aftersale::any::{AnyOrder, AnyPolicy, AnyRestoreError};
use aftersale::lifecycle::{
    Action, Evidence, Lifecycle, REFUND_ONLY, Rule, Standing, rule, standing,
};
use aftersale::order::{Payer, Policy, ReasonKind, Terms};
use aftersale::prelude::*;
use aftersale::shopxo::{FaithfulShop, Release};
use aftersale::wechat::WeChat;

/// The smallest platform that refunds.
mod kiosk {
    use super::*;

    #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
    pub(crate) enum Status {
        Asked,
        Paid,
    }

    impl Status {
        pub(crate) const ALL: &'static [Self] = &[Self::Asked, Self::Paid];

        pub(crate) const fn name(self) -> &'static str {
            match self {
                Self::Asked => "ASKED",
                Self::Paid => "PAID",
            }
        }
    }

    aftersale::impl_status!(Status);

    #[rustfmt::skip]
    const RULES: &[Rule<Status>] = &[
        rule("K1", REFUND_ONLY, &[],              Action::Apply,           &[Actor::Buyer],    Status::Asked, Evidence::Documented),
        rule("K2", REFUND_ONLY, &[Status::Asked], Action::AgreeToRefund,   &[Actor::Merchant], Status::Asked, Evidence::Documented)
            .starting_refund(),
        rule("K3", REFUND_ONLY, &[Status::Asked], Action::RefundSucceeded, &[Actor::Platform], Status::Paid,  Evidence::Documented),
    ];

    const STANDINGS: &[Standing<Status>] = &[
        standing(Status::Asked, REFUND_ONLY, Phase::UnderReview),
        standing(Status::Paid, REFUND_ONLY, Phase::Refunded),
    ];

    aftersale::declare_lifecycle! {
        pub(crate) const LIFECYCLE: Lifecycle<Status> = {
            platform: "a kiosk",
            rules: RULES,
            standings: STANDINGS,
            without_rules: &[],
        };
    }

    #[derive(Clone, Debug)]
    pub(crate) struct Kiosk;

    impl Policy for Kiosk {
        type Status = Status;
        const LIFECYCLE: Lifecycle<Status> = LIFECYCLE;

        fn terms(&self) -> &Terms {
            const TERMS: &Terms = &Terms::new(Payer::Shop);
            TERMS
        }
    }
}

const NOW: Timestamp = Timestamp::from_seconds(1_795_300_763);

fn policies() -> BTreeMap<&'static str, Box<dyn AnyPolicy>> {
    let all: [Box<dyn AnyPolicy>; 3] =
        [Box::new(HardenedShop::default()), Box::new(WeChat::default()), Box::new(kiosk::Kiosk)];
    all.into_iter().map(|policy| (policy.platform(), policy)).collect()
}

fn facts(order: &str) -> OrderFacts {
    let lines = [LineFacts::new("tea", 3, Amount::from_minor(1_000))];
    OrderFacts::new(order, Currency::CNY, lines).buyer("b-7")
}

#[test]
fn one_worker_refunds_orders_of_three_platforms_and_each_is_restored_as_it_was() {
    for (platform, policy) in policies() {
        let (mut order, opened) = policy.open(facts("ORDER1"), NOW).unwrap();
        let mut events = vec![opened];
        let apply = Request::refund_only([Ask::units("tea", 1)]);
        let agree = Request::agree_to_refund(CaseId::FIRST, Offer::FIRST);
        let mut refund = None;
        for command in [
            Command::buyer("c-1", "ORDER1", "b-7", NOW, apply),
            Command::merchant("c-2", "ORDER1", NOW, agree),
        ] {
            let decision = order.decide_any(&command).unwrap();
            order.apply_any(&decision).unwrap();
            events.push(decision.stored_event().unwrap().to_owned());
            refund = decision.refund_to_issue().map(|(key, amount)| (key.clone(), amount));
        }
        assert_eq!(refund.is_some(), platform != "WeChat", "{platform}");
        let key = "ORDER1c1r1".into();
        let amount = order.refund(&key).unwrap().parts.total();
        let report = Request::refunded(&key, order.currency().money(amount), NOW);
        let decision = order.accept_any(&Command::platform("c-3", "ORDER1", NOW, report)).unwrap();
        events.push(decision.stored_event().unwrap().to_owned());
        assert_eq!(order.phase(CaseId::FIRST), Some(Phase::Refunded), "{platform}");

        let events: Vec<&str> = events.iter().map(String::as_str).collect();
        let same = |other: &dyn AnyOrder| format!("{other:?}") == format!("{order:?}");
        assert!(same(&*policy.restore(None, &events).unwrap()));
        let snapshot = order.stored_snapshot();
        assert!(same(&*policy.restore(Some(&snapshot), &[]).unwrap()));
        // Another platform's policy does not read them.
        for (_, other) in policies().into_iter().filter(|(other, _)| *other != platform) {
            let error = other.restore(None, &events).unwrap_err();
            assert!(matches!(error, AnyRestoreError::Restore(_)), "{error}");
        }
        assert!(matches!(policy.restore(Some("{"), &[]), Err(AnyRestoreError::Json(_))));
    }
}

#[test]
fn a_refusal_has_its_kinds_and_its_json() {
    let policy = HardenedShop::default();
    let (order, _) = AnyPolicy::open(&policy, facts("ORDER1"), NOW).unwrap();
    let cancel = Command::buyer("c-1", "ORDER1", "b-7", NOW, Request::cancel(CaseId::FIRST));
    let refusal = order.decide_any(&cancel).unwrap_err();
    assert_eq!(refusal.kinds(), [ReasonKind::NotFound]);
    assert_eq!(refusal.json()["reasons"][0]["code"], "no_such_case");
    assert_eq!(refusal.to_string(), "the buyer cannot cancel: there is no case 1");
}

#[test]
fn a_decision_of_another_platform_is_not_applied() {
    let (ours, _) = AnyPolicy::open(&HardenedShop::default(), facts("ORDER1"), NOW).unwrap();
    let (mut theirs, _) = AnyPolicy::open(&WeChat::default(), facts("ORDER1"), NOW).unwrap();
    let apply = Request::refund_only([Ask::units("tea", 1)]);
    let decision = ours.decide_any(&Command::buyer("c-1", "ORDER1", "b-7", NOW, apply)).unwrap();
    assert!(theirs.apply_any(&decision).is_err());
    assert!(theirs.cases().is_empty());
}

#[test]
fn a_shop_that_changes_its_policy_is_told_under_which_an_order_was_opened() {
    use aftersale::order::stored::{Stored, restore};
    let faithful = FaithfulShop::new(Release::V2_2_1);
    let (order, opened) = Order::open(faithful.clone(), facts("ORDER1"), NOW).unwrap();
    let same = restore(faithful, None, [Stored::of(opened)]).unwrap();
    assert_eq!((same.other_policy, &same.order), (None, &order));
    let changed = restore(HardenedShop::default(), Some(Stored::of(order.snapshot())), []).unwrap();
    assert_eq!(changed.other_policy.as_deref(), Some("ShopXO 2.2.1, faithful"));
}
