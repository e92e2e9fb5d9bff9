//! Effects and their ids: they are named after what they are about, whatever else an event has and whatever a host wants.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Action, Set};
use aftersale::order::{
    Effect, EffectId, EffectKind, EffectSubject, Event, Order, PendingEffect, Request, Version,
};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};

use crate::shop::{Shop, shopxo, teas};

/// The policy of a shop that wants these effects besides those about refunds.
fn wanting(kinds: &[EffectKind]) -> HardenedShop {
    let mut policy = shopxo();
    policy.terms.effects = EffectKind::set(kinds);
    policy
}

/// A history in which every kind of effect comes up: the events of an order that is refunded in the end.
fn history(policy: HardenedShop) -> Vec<Event<AfterSaleStatus>> {
    let mut shop = Shop::of_tea(policy);
    let case = shop.agreed(teas(1), None);
    shop.paid(case);
    shop.events
}

fn replayed(kinds: &[EffectKind], events: &[Event<AfterSaleStatus>]) -> Order<HardenedShop> {
    Order::replay(wanting(kinds), events).unwrap()
}

#[test]
fn an_effect_has_the_same_id_whichever_others_a_host_wants() {
    let events = history(shopxo());
    let all = replayed(EffectKind::ALL, &events);
    let subsets = (0u64..1 << EffectKind::ALL.len()).map(|bits| {
        let is_in = |index: &usize| bits >> index & 1 == 1;
        let kinds = (0..EffectKind::ALL.len()).filter(is_in).map(|index| EffectKind::ALL[index]);
        kinds.collect::<Vec<_>>()
    });
    let mut shown = 0;
    for kinds in subsets {
        let order = replayed(&kinds, &events);
        let wanted: Set<EffectKind> = kinds.iter().copied().collect();
        let is_wanted = |pending: &&PendingEffect| {
            pending.effect.kind().is_none_or(|kind| wanted.contains(kind))
        };
        let expected: Vec<_> = all.pending_effects().iter().filter(is_wanted).collect();
        assert_eq!(order.pending_effects().iter().collect::<Vec<_>>(), expected, "{kinds:?}");
        shown += expected.len();
    }
    assert!(shown > 0 && all.pending_effects().len() > 3, "{:?}", all.pending_effects());
}

#[test]
fn an_acknowledgement_means_the_same_effect_under_other_terms_i23() {
    let mut shop = Shop::of_tea(wanting(EffectKind::ALL));
    let case = shop.agreed(teas(1), None);
    shop.paid(case);
    let is_told = |pending: &&PendingEffect| matches!(pending.effect, Effect::TellBuyer { .. });
    let told: Vec<EffectId> =
        shop.order.pending_effects().iter().filter(is_told).map(|pending| pending.id).collect();
    assert_eq!(told.len(), 2, "of the agreement and of the refund");
    shop.does(Merchant, Request::Acknowledge { effects: told.clone() });
    for kinds in [EffectKind::ALL, &[EffectKind::TellBuyer], &[EffectKind::TellMerchant], &[]] {
        let order = replayed(kinds, &shop.events);
        let left = order.pending_effects().iter().filter(is_told).count();
        assert_eq!(left, 0, "{kinds:?}");
    }
    let order = replayed(EffectKind::ALL, &shop.events);
    let others = order.pending_effects().iter().map(|pending| pending.effect.kind());
    let to_merchant = others.filter(|kind| *kind == Some(EffectKind::TellMerchant)).count();
    assert_eq!(to_merchant, 2, "the application and the refund");
}

#[test]
fn a_host_that_wants_no_effects_still_has_its_refunds() {
    let mut shop = Shop::of_tea(wanting(&[]));
    let case = shop.agreed(teas(1), None);
    let [PendingEffect { id, effect: Effect::IssueRefund { key, .. } }] =
        shop.order.pending_effects()
    else {
        panic!("{:?}", shop.order.pending_effects());
    };
    assert_eq!(id.subject, EffectSubject::IssueRefund);
    assert_eq!(*key, shop.key(case));
    shop.paid(case);
    assert!(shop.order.pending_effects().is_empty());
}

#[test]
fn the_text_of_an_effect_id_is_read_as_it_is_written_and_no_other_is() {
    let order = replayed(EffectKind::ALL, &history(shopxo()));
    let of_actions = Action::ALL.iter().flat_map(|action| {
        let action = *action;
        [EffectSubject::TellBuyer { action }, EffectSubject::TellMerchant { action }]
    });
    let version = Version::new(7);
    let made = of_actions.map(|subject| EffectId { version, subject });
    let ids: Vec<EffectId> =
        order.pending_effects().iter().map(|pending| pending.id).chain(made).collect();
    for id in &ids {
        let text = id.to_string();
        assert_eq!(text.parse(), Ok(*id));
        for other in
            [format!("{text}."), format!(".{text}"), format!("{text}.1"), text.to_uppercase()]
        {
            assert!(other.parse::<EffectId>().is_err(), "{other}");
        }
    }
    for text in ["", "3", "3.", "3.0", "3.tell_buyer", "3.tell_buyer.dance", "3.withhold_refund"] {
        assert!(text.parse::<EffectId>().is_err(), "{text}");
    }
}
