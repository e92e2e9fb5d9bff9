//! Any history, stored and restored in each form at any point, is the same.

use aftersale::lifecycle::{Action, Actor};
use aftersale::order::stored::StoredSnapshot;
use aftersale::order::{Decision, Effect, Event, Order, Outcome};
use aftersale::shopxo::HardenedShop;
use proptest::prelude::*;

use crate::forms::{FORMS, Form, restored};
use crate::shop::{Platform, Shop, elsewhere, patient_wechat, report, shopxo, teas, wechat, yuan};
use crate::wander::{Step, command, steps};

/// Returns an order's answers, put into words.
fn answers<P: Platform>(order: &Order<P>) -> Vec<String> {
    let mut answers = vec![
        format!("{:?} {:?}", order.version(), order.ledger()),
        format!("{:?} {:?}", order.refundable(), order.next_deadline()),
        format!("{:?} {:?}", order.pending_effects(), order.refunds_to_query().collect::<Vec<_>>()),
        format!("{:?} {:?} {}", order.stage(), order.discrepancies(), order.is_settled()),
    ];
    let last = order.next_deadline().map(|(deadline, _)| deadline);
    for case in order.cases() {
        answers.push(format!(
            "{:?} {:?}",
            order.phase(case.id),
            order.steps(case.id).collect::<Vec<_>>()
        ));
        for actor in Actor::ALL {
            let at = last.unwrap_or(crate::shop::at(crate::shop::START));
            answers.push(format!("{}", order.permitted(case.id, *actor, at)));
            let why_not = order.why_not(case.id, *actor, Action::AgreeToRefund, at);
            answers.push(format!("{why_not:?}"));
        }
    }
    answers
}

fn snapshot<P: Platform>(form: Form, order: &Order<P>) -> Vec<u8> {
    form.write(&StoredSnapshot::<P>::of(order.snapshot()))
}

fn comes_back<P: Platform>(policy: P, steps: &[Step], cut: usize) {
    let mut shop = Shop::of_tea(policy.clone());
    let mut snapshots = vec![shop.order.clone()];
    for step in steps {
        let command = command(&mut shop, step);
        if let Ok(Decision::Accepted { .. }) = shop.send(&command) {
            snapshots.push(shop.order.clone());
        }
    }
    let cut = cut % snapshots.len();
    let expected = answers(&shop.order);
    for form in FORMS {
        let events: Vec<Vec<u8>> =
            shop.events.iter().map(|event| form.of_event::<P>(event)).collect();
        // From events alone, and from a snapshot at some point and what came after it.
        let from_events = restored(form, policy.clone(), None, &events);
        let bytes = snapshot(form, &snapshots[cut]);
        let from_snapshot = restored(form, policy.clone(), Some(&bytes), &events[cut + 1..]);
        for back in [from_events, from_snapshot] {
            assert!(back.other_tables.is_empty());
            assert_eq!(back.order, shop.order, "{form:?}");
            assert_eq!(answers(&back.order), expected);
            assert_eq!(snapshot(form, &back.order), snapshot(form, &shop.order));
        }
        // What was read is written as it was.
        for (event, bytes) in shop.events.iter().zip(&events) {
            let back = form.read::<P, Event<P::Status>>(bytes).unwrap();
            assert_eq!(form.write::<P, _>(&back), *bytes);
            assert_eq!(back.content().unwrap(), *event);
        }
    }
}

#[test]
fn what_was_withheld_comes_back_from_a_snapshot_that_was_made_while_it_was_to_be_issued_again() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let key = shop.key(case);
    // The money goes out at the desk, and comes back: the refund is withheld, and is to be issued after all.
    shop.does(Actor::Merchant, elsewhere("desk-1", 4_500, &[], shop.now));
    shop.does(Actor::Platform, report(&"desk-1".into(), Outcome::Reversed(yuan(4_500)), shop.now));
    assert_eq!(shop.to_pay().len(), 1);
    let bytes = snapshot(Form::Postcard, &shop.order);
    shop.does(Actor::Platform, report(&key, Outcome::Unknown, shop.now));
    let after: Vec<Vec<u8>> = shop
        .events
        .last()
        .iter()
        .map(|event| Form::Postcard.of_event::<HardenedShop>(event))
        .collect();
    let back = restored(Form::Postcard, shopxo(), Some(&bytes), &after);
    assert_eq!(back.order, shop.order);
    let is_withheld = |effect: &Effect| matches!(effect, Effect::WithholdRefund { .. });
    assert!(back.order.pending_effects().iter().any(|pending| is_withheld(&pending.effect)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_history_of_a_shop_comes_back_as_it_was_i23(steps in steps(), cut in any::<usize>()) {
        comes_back(shopxo(), &steps, cut);
    }

    #[test]
    fn any_history_on_wechat_comes_back_as_it_was_i23(steps in steps(), cut in any::<usize>()) {
        comes_back(wechat(), &steps, cut);
        comes_back(patient_wechat(), &steps, cut);
    }
}
