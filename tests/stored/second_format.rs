//! The golden files of format 2: those of format 1, brought up, and for each platform a history with tax, one with payments, one
//! with names, one with a case that its platform owns, and one with deductions where the platform has them. With
//! `WRITE_GOLDEN=1` they are written, for as long as format 2 is not released.

use std::fs;

use aftersale::lifecycle::{Actor, Flow, Phase, Status};
use aftersale::money::Currency;
use aftersale::order::stored::{Format, StoredEvent, StoredSnapshot, restore};
use aftersale::order::{
    Adoption, Application, Ask, CaseId, Change, Deduction, Event, OrderFacts, Outcome,
    PaymentFacts, Request,
};
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;

use crate::forms::{FORMS, Form, restored};
use crate::golden::{folder, histories_of, path};
use crate::shop::{
    Platform, Shop, at, elsewhere, elsewhere_of, fen, line, patient_wechat, report, shopxo, wechat,
    yuan,
};

/// Three teas for 30.00, of which 4.00 is tax; a cup that costs 1.00, all of it tax, and of which the discount leaves less; and
/// 8.00 for shipping, of which 1.00 is tax.
fn facts() -> OrderFacts {
    let lines = [line("tea", 3, 1_000).tax(fen(400)), line("cup", 1, 100).tax(fen(100))];
    OrderFacts::new("ORDER-TAX", Currency::CNY, lines)
        .buyer("b-1")
        .shipping(fen(800))
        .shipping_tax(fen(100))
        .discount(fen(310))
        .tax(fen(550))
        .shipped(at(crate::shop::START - 86_400))
}

/// Returns a history in which refunds carry tax: one of a case, of which a part comes back, and one by another way.
fn history<P: Platform>(policy: P) -> Shop<P> {
    let mut shop = Shop::open(policy, facts());
    let case = shop.refunded(vec![Ask::units("tea", 1)], Some(300));
    shop.does(Actor::Platform, report(&shop.key(case), Outcome::Reversed(yuan(500)), shop.now));
    shop.does(Actor::Merchant, elsewhere("desk-1", 700, &[("cup", 50)], shop.now));
    shop
}

/// Returns a history of an order that is paid in two ways, the second time later: of two cases of which the host has chosen how
/// they are refunded. Money by another way overtakes the second.
fn history_of_payments<P: Platform>(policy: P) -> Shop<P> {
    let payments = [PaymentFacts::new("card", fen(600)).refunded(fen(100))];
    let mut one = line("tea", 3, 1_000);
    one.refunded = fen(200);
    let facts = OrderFacts::new("ORDER-PAID", Currency::CNY, [one, line("cup", 1, 500)])
        .buyer("b-1")
        .payments(payments)
        .shipped(at(crate::shop::START - 86_400));
    let mut shop = Shop::open(policy, facts);
    let rest = Request::OrderPaid { payment: "balance".into(), amount: yuan(2_900) };
    shop.does(Actor::Merchant, rest);
    let choose = |case, amount| {
        let payments = vec![("balance".into(), fen(amount))];
        Request::ChoosePayments { case, payments }
    };
    let case = shop.applies(Flow::RefundOnly, vec![Ask::units("tea", 1)], None);
    shop.does(Actor::Merchant, choose(case, 700));
    shop.agrees(case);
    shop.paid(case);
    let case = shop.applies(Flow::RefundOnly, vec![Ask::units("cup", 1)], None);
    shop.agrees(case);
    shop.does(Actor::Merchant, elsewhere_of(Some(case), "desk-1", 500, &[], 0, shop.now));
    shop
}

/// Returns a history of a case that its platform owns, told of three times, the last time with less than is booked.
fn told<P: Platform>(policy: P) -> Shop<P> {
    let mut shop = Shop::open(policy, facts());
    let phase = |status: &&P::Status| P::LIFECYCLE.phase(Flow::RefundOnly, **status);
    let at_phase = |wanted| P::Status::ALL.iter().find(|status| phase(status) == Some(wanted));
    let tellings = [
        (Phase::UnderReview, 10, None),
        (Phase::Refunded, 20, Some(1_000)),
        (Phase::Refunded, 30, Some(500)),
    ];
    for (wanted, seconds, total) in tellings {
        let status = at_phase(wanted).expect("each platform has such a status");
        let adoption = Adoption {
            lines: vec![Ask::units("tea", 1)],
            platform_case: Some("2000004419300370".into()),
            as_of: Some(at(crate::shop::START + seconds)),
            deadline: Some(at(crate::shop::START + 90_000)),
            refunded: total.map(yuan),
            reference: total.map(|_| "gw-1".into()),
            ..Adoption::new(Flow::RefundOnly, *status)
        };
        shop.does(Actor::Platform, Request::Adopt(adoption.into()));
    }
    shop
}

/// Returns a history in which something is kept back from a refund, where the platform does that.
fn kept_back<P: Platform>(policy: P) -> Option<Shop<P>> {
    if !policy.terms().limits.deductions {
        return None;
    }
    let mut shop = Shop::open(policy, facts().discount_on_shipping(true));
    let fee = Deduction::new("restocking fee", "the box was opened", fen(60));
    let deductions = vec![fee, Deduction::new("the way back", "paid by the shop", fen(5))];
    let application = Application { deductions, ..Application::of(vec![Ask::units("tea", 1)]) };
    shop.does(Actor::Buyer, Request::Apply { flow: Flow::RefundOnly, application });
    shop.agrees(CaseId::FIRST);
    shop.paid(CaseId::FIRST);
    Some(shop)
}

/// Returns a history of a refund that the gateway tells under its own number as well, which turns out to be the same, and of which a
/// bank has another name.
fn history_of_names<P: Platform>(policy: P) -> Shop<P> {
    let mut shop = Shop::open(policy, facts());
    let case = shop.agreed(vec![Ask::units("tea", 1)], None);
    let (refund, when) = (shop.key(case), shop.now);
    shop.does(Actor::Merchant, elsewhere("desk-1", 200, &[("cup", 50)], when));
    shop.does(Actor::Platform, elsewhere("re_9", 900, &[], when));
    shop.does(Actor::Platform, report(&refund, Outcome::Unknown, when));
    shop.does(Actor::Platform, Request::identify_refund(&refund, "re_9"));
    shop.does(Actor::Platform, Request::identify_refund("re_9", "24492153031000000000001"));
    let back = report(&"re_9".into(), Outcome::Reversed(yuan(300)), shop.now);
    shop.does(Actor::Platform, back);
    shop
}

/// Returns the records of a platform in a form: of its events, and of its snapshots.
fn records<P: Platform>(platform: &str, policy: P, form: Form) -> [Vec<Vec<u8>>; 2] {
    let (mut events, mut snapshots) = (Vec::new(), Vec::new());
    for history in histories_of::<P>(Format(1), platform, form) {
        for bytes in &history.events {
            let event: StoredEvent<P> = form.read(bytes).unwrap();
            events.push(form.write(&event));
        }
        let snapshot: StoredSnapshot<P> = form.read(&history.snapshot).unwrap();
        snapshots.push(form.write(&snapshot));
    }
    let shops = [
        Some(history(policy.clone())),
        Some(history_of_payments(policy.clone())),
        Some(history_of_names(policy.clone())),
        Some(told(policy.clone())),
        kept_back(policy),
    ];
    for shop in shops.into_iter().flatten() {
        events.extend(shop.events.iter().map(|event| form.of_event::<P>(event)));
        snapshots.push(form.write(&StoredSnapshot::<P>::of(shop.order.snapshot())));
    }
    [events, snapshots]
}

fn in_a_file(records: &[Vec<u8>], form: Form) -> Vec<u8> {
    let record = |record: &Vec<u8>| match form {
        Form::Json => [record.as_slice(), b"\n"].concat(),
        Form::Postcard => {
            let length = u32::try_from(record.len()).unwrap().to_le_bytes();
            [&length, record.as_slice()].concat()
        }
    };
    records.iter().flat_map(record).collect()
}

fn are_the_first_ones_brought_up<P: Platform>(platform: &str, policy: &P) {
    for form in FORMS {
        let [events, snapshots] = records(platform, policy.clone(), form);
        for (what, records) in [("events", events), ("snapshots", snapshots)] {
            let file = path(Format(2), platform, what, form);
            let bytes = in_a_file(&records, form);
            if std::env::var_os("WRITE_GOLDEN").is_some() {
                fs::write(&file, &bytes).expect("a file");
            }
            assert!(fs::read(&file).unwrap() == bytes, "{} is another one", file.display());
        }
    }
}

#[test]
fn the_golden_files_of_format_2_are_those_of_format_1_brought_up_and_histories_with_tax_and_deductions()
 {
    are_the_first_ones_brought_up("shopxo", &shopxo());
    are_the_first_ones_brought_up("wechat", &wechat());
}

/// An order that was stored before anything was known of tax and deductions has none, and goes on as it was.
fn knows_of_neither<P: Platform>(platform: &str, policy: &P) {
    for form in FORMS {
        for history in histories_of::<P>(Format(1), platform, form) {
            let read = |bytes: &Vec<u8>| form.read::<P, Event<P::Status>>(bytes).unwrap();
            let order =
                restore(policy.clone(), None, history.events.iter().map(read)).unwrap().order;
            assert_eq!(order.tax().order.paid, fen(0));
            assert!(order.facts().lines.iter().all(|line| line.tax == fen(0)));
            assert!(order.cases().iter().all(|case| case.claim.deductions.is_empty()));
            let back = restored(form, policy.clone(), Some(&history.snapshot), &[]);
            assert_eq!(back.order, order);
        }
    }
}

#[test]
fn what_format_1_has_stored_is_read_and_has_no_tax_and_no_deductions_i23() {
    assert!(folder(Format(1)).exists());
    knows_of_neither("shopxo", &shopxo());
    knows_of_neither("wechat", &wechat());
}

/// What refunds carry is kept by events and by snapshots, at any point.
fn comes_back<P: Platform>(policy: &P, shop: &Shop<P>) {
    for form in FORMS {
        let events: Vec<Vec<u8>> = shop.events.iter().map(|one| form.of_event::<P>(one)).collect();
        for cut in 1..=events.len() {
            let before = restored(form, policy.clone(), None, &events[..cut]).order;
            let snapshot = form.write(&StoredSnapshot::<P>::of(before.snapshot()));
            let back = restored(form, policy.clone(), Some(&snapshot), &events[cut..]).order;
            assert_eq!(back, shop.order, "{form:?} {cut}");
            assert_eq!(back.tax(), shop.order.tax());
        }
    }
}

fn taxes_come_back<P: Platform>(policy: P) {
    let shop = history(policy.clone());
    let is_taxed = |event: &Event<P::Status>| {
        let changes = event.accepted().into_iter().flat_map(|accepted| &accepted.changes);
        changes.into_iter().any(|change| matches!(change, Change::RefundTaxed { .. }))
    };
    assert_eq!(shop.events.iter().filter(|event| is_taxed(event)).count(), 3);
    assert!(shop.order.tax().order.refunded.is_positive());
    comes_back(&policy, &shop);
}

#[test]
fn the_tax_that_refunds_carry_comes_back_from_every_form_i23() {
    taxes_come_back::<HardenedShop>(shopxo());
    taxes_come_back::<WeChat>(patient_wechat());
}

#[test]
fn what_is_kept_back_comes_back_from_every_form_i23_i30() {
    let shop = kept_back(shopxo()).expect("the shop keeps something back");
    assert_eq!(shop.order.cases()[0].claim.deductions.len(), 2);
    comes_back(&shopxo(), &shop);
}
