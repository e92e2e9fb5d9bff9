//! A comparison that finds nothing must be able to find something: orders that were tampered with, and
//! the differences that are then found.

use aftersale::lifecycle::{Action, Actor, Flow};
use aftersale::order::{
    Application, Change, Command, Decision, Deduction, EventKind, KnownOutcome, Offer, Order,
    OrderFacts, Outcome, Policy, RefundKey, RefundReport, Request, Stage,
};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
use aftersale_testing::by_the_buyer;
use aftersale_testing::model::{Answer, Model};

use crate::shop::{
    START, STEP, apply, at, came, case, elsewhere_of, fen, parcel, report, shopxo, tea_and_cups,
    teas, yuan,
};

/// A return of three teas of which two are accepted and paid, and what is different in the end when the
/// change that `tamper` finds among all changes is another one.
fn tampered(tamper: impl FnMut(&mut Change<AfterSaleStatus>)) -> Vec<String> {
    tampered_of(tea_and_cups(), tamper)
}

/// The same of an order of these facts.
fn tampered_of(
    facts: OrderFacts,
    mut tamper: impl FnMut(&mut Change<AfterSaleStatus>),
) -> Vec<String> {
    let id = case(1);
    let mut model = Model::open(shopxo(), &facts, at(START));
    let (mut order, _) = Order::open(shopxo(), facts, at(START)).unwrap();
    let goods = vec![came("tea", 2, [2, 0, 1, 0])];
    let key = RefundKey::from("ORDER1c1r1");
    let story: [(Actor, Request); 6] = [
        (Actor::Buyer, apply(Flow::ReturnRefund, teas(3), None)),
        (
            Actor::Merchant,
            Request::AgreeToReturn { case: id, offer: Offer::FIRST, address: "here".into() },
        ),
        (Actor::Buyer, Request::ShipReturn { case: id, shipment: parcel() }),
        (Actor::Merchant, Request::ConfirmReceipt { case: id, offer: Offer::FIRST, goods }),
        (Actor::Merchant, Request::AgreeToRefund { case: id, offer: Offer::new(2) }),
        (Actor::Platform, report(&key, Outcome::Succeeded(yuan(2_000)), at(START))),
    ];
    for (step, (by, request)) in (1..).zip(story) {
        let name = format!("c-{step}");
        let command = Command::new(name.as_str(), "ORDER1", by, at(START + step * STEP), request);
        let command = by_the_buyer(command, &order);
        assert_eq!(model.answer(&command), Answer::Accepted);
        model.take(&command);
        tampered_step(&mut order, &command, &mut tamper);
        let differences = model.differences(&order);
        if !differences.is_empty() {
            // Only which figures are different: what precedes the colon.
            let what =
                |difference: &String| difference.split(':').next().unwrap_or_default().to_string();
            return differences.iter().map(what).collect();
        }
    }
    Vec::new()
}

fn tampered_step<P: Policy>(
    order: &mut Order<P>,
    command: &Command,
    tamper: &mut impl FnMut(&mut Change<P::Status>),
) {
    let Ok(Decision::Accepted { mut event, .. }) = order.decide(command) else {
        panic!("it is accepted")
    };
    let EventKind::Accepted(accepted) = &mut event.kind else { panic!("it is the opening") };
    accepted.changes.iter_mut().for_each(tamper);
    order.apply(&event).unwrap();
}

#[test]
fn nothing_differs_without_tampering() {
    assert_eq!(tampered(|_| {}), Vec::<String>::new());
}

#[test]
fn a_refund_of_another_amount_is_found() {
    let found = tampered(|change| {
        if let Change::RefundStarted(refund) = change {
            refund.parts.lines[0].1 = fen(2_001);
        }
    });
    assert_eq!(
        found,
        [
            "the parts of refund ORDER1c1r1",
            "what is in flight for the order",
            "what is in flight for line tea",
            "the amount left of the order",
            "money left of line tea",
            "the progress of case 1",
            "the pending effects",
        ],
    );
}

#[test]
fn a_tax_of_another_amount_is_found_i27() {
    let mut facts = tea_and_cups();
    facts.lines[0].tax = fen(400);
    let found = tampered_of(facts, |change| {
        if let Change::RefundTaxed { tax, .. } = change {
            tax.lines[0].1 = fen(265);
        }
    });
    assert_eq!(found, ["the tax for tea of refund ORDER1c1r1", "the tax refunded of case 1"]);
}

#[test]
fn a_refund_under_another_key_is_found() {
    let found = tampered(|change| {
        if let Change::RefundStarted(refund) = change {
            refund.key = "ORDER1c1r2".into();
        }
    });
    assert_eq!(found, ["the key of refund ORDER1c1r1", "the pending effects"]);
}

#[test]
fn a_claim_of_another_amount_is_found() {
    let found = tampered(|change| {
        if let Change::ClaimChanged { claim, .. } = change {
            claim.lines[0].amount = fen(3_000);
        }
    });
    assert_eq!(
        found,
        [
            "the claim of case 1",
            "what is claimed of the order",
            "what is claimed of line tea",
            "the amount left of the order",
            "money left of line tea",
            "the progress of case 1",
        ],
    );
}

#[test]
fn a_deduction_that_is_not_on_record_is_found_i30() {
    let found = tampered(|change| {
        if let Change::ClaimChanged { claim, .. } = change {
            claim.deductions = vec![Deduction::new("fee", "opened", fen(60))];
        }
    });
    assert_eq!(found[0], "the claim of case 1");
    assert!(found.contains(&"what is claimed of the order".to_string()), "{found:?}");
}

#[test]
fn units_that_were_worth_something_else_are_found() {
    let found = tampered(|change| {
        if let Change::ClaimChanged { claim, .. } = change {
            claim.lines[0].worth = fen(1_999);
        }
    });
    let worth = ["what 0 more are worth of line tea", "what 1 more are worth of line tea"];
    assert_eq!(found, [&["the claim of case 1"], &worth[..]].concat());
}

#[test]
fn a_transition_to_another_status_is_found() {
    let found = tampered(|change| {
        if let Change::Transitioned { action: Some(Action::ShipReturn), position, .. } = change {
            position.status = AfterSaleStatus::ToBeConfirmed;
        }
    });
    assert_eq!(found, ["the status of case 1", "the history of case 1"]);
}

#[test]
fn a_failure_in_place_of_a_success_is_found() {
    let found = tampered(|change| {
        if let Change::RefundUpdated(refund) = change {
            refund.reports = vec![RefundReport { as_of: at(START), outcome: KnownOutcome::Failed }];
        }
    });
    assert!(found.contains(&"the phase of case 1".to_string()), "{found:?}");
    assert!(found.contains(&"the state of refund ORDER1c1r1".to_string()), "{found:?}");
    assert!(found.contains(&"what was refunded for the order".to_string()), "{found:?}");
}

#[test]
fn goods_of_another_line_are_found() {
    let found = tampered(|change| {
        if let Change::GoodsTakenBack { line, .. } = change {
            *line = "cup".into();
        }
    });
    assert_eq!(found, ["the pending effects"]);
}

#[test]
fn another_deadline_and_another_stage_are_found() {
    let found = tampered(|change| {
        if let Change::ApplicationCounted { .. } = change {
            *change = Change::DeadlineSet { case: case(1), deadline: Some(at(START + 9)) };
        }
    });
    assert_eq!(found, ["the deadline of case 1", "the next deadline"]);
    let found = tampered(|change| {
        if let Change::ApplicationCounted { .. } = change {
            let shipped = Some(at(START - 86_400));
            *change = Change::StageChanged { stage: Stage::Completed, shipped, received: None };
        }
    });
    assert_eq!(found, ["the stage"]);
}

/// The case is paid by hand as well, and nobody is told.
#[test]
fn a_double_that_is_not_told_is_found_i25() {
    let (facts, id) = (tea_and_cups(), case(1));
    let mut model = Model::open(shopxo(), &facts, at(START));
    let (mut order, _) = Order::open(shopxo(), facts, at(START)).unwrap();
    let success = report(&"ORDER1c1r1".into(), Outcome::Succeeded(yuan(1_000)), at(START));
    let story: [(Actor, Request); 4] = [
        (Actor::Buyer, apply(Flow::RefundOnly, teas(1), None)),
        (Actor::Merchant, Request::AgreeToRefund { case: id, offer: Offer::FIRST }),
        (Actor::Platform, success),
        (Actor::Merchant, elsewhere_of(Some(id), "desk-1", 1_000, &[], 0, at(START))),
    ];
    for (step, (by, request)) in (1..).zip(story) {
        assert_eq!(model.differences(&order), Vec::<String>::new());
        let name = format!("c-{step}");
        let command = Command::new(name.as_str(), "ORDER1", by, at(START + step * STEP), request);
        let command = by_the_buyer(command, &order);
        model.take(&command);
        let Ok(Decision::Accepted { mut event, .. }) = order.decide(&command) else {
            panic!("it is accepted")
        };
        if let EventKind::Accepted(accepted) = &mut event.kind {
            accepted.changes.retain(|change| !matches!(change, Change::AnomalyFound(_)));
        }
        order.apply(&event).unwrap();
    }
    let differences = model.differences(&order);
    assert_eq!(differences.len(), 1, "{differences:?}");
    assert!(differences[0].starts_with("what may be paid twice: "), "{differences:?}");
}

/// An answer can be wrong, too.
#[test]
fn a_command_that_one_of_the_two_refuses_is_found() {
    let facts = tea_and_cups();
    let mut terms = shopxo().terms;
    terms.limits.lines = Some(1);
    let stricter = HardenedShop { terms, ..shopxo() };
    let (order, _) = Order::open(stricter.clone(), facts.clone(), at(START)).unwrap();
    let model = Model::open(shopxo(), &facts, at(START));
    let lines =
        vec![aftersale::order::Ask::units("tea", 1), aftersale::order::Ask::units("cup", 1)];
    let request = Request::Apply { flow: Flow::RefundOnly, application: Application::of(lines) };
    let command = Command::buyer("c-1", "ORDER1", "b-1", at(START + STEP), request);
    assert_eq!(model.answer(&command), Answer::Accepted);
    assert!(order.decide(&command).is_err());
    let model = Model::open(stricter, &facts, at(START));
    assert_eq!(model.answer(&command), Answer::Refused);
    assert_eq!(model.objection(&command), Some("a case is about fewer lines"));
}
