//! The texts that people read: of every kind of refusal, with every reason there is, and several reasons
//! at once in the order of the platform's checks.

use std::collections::BTreeSet;

use aftersale::lifecycle::Actor::{self, *};
use aftersale::lifecycle::{Flow, KnownFacts};
use aftersale::money::Currency;
use aftersale::order::{
    Adoption, Application, Ask, Barred, CaseId, Command, EffectId, EffectSubject, Offer, Outcome,
    ReasonKind, Refusal, Request, RightHolders, Shipment, Text, Version, Window,
};
use aftersale::shopxo::HardenedShop;
use aftersale::time::hours_long;
use aftersale::wechat::WeChat;

use crate::shop::{
    Platform, START, Shop, apply, at, came, elsewhere, fen, parcel, refuse, report, shopxo,
    tea_and_cups, teas, wechat,
};

mod how_much;
mod who_and_when;

const ONLY: Flow = Flow::RefundOnly;
const RETURN: Flow = Flow::ReturnRefund;
const CASE: CaseId = CaseId::FIRST;

type Row<'a, P> = (&'a Shop<P>, Actor, Request, &'a str);

/// Compares the texts, and returns the names of the reasons that were shown. Each refusal has a reason
/// of this kind.
fn read<P: Platform>(kind: ReasonKind, rows: Vec<Row<'_, P>>) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    for (shop, by, request, text) in rows {
        let refusal = shop.clone().refused(by, request);
        compare(&refusal, kind, text, &mut shown);
    }
    shown
}

fn compare<S: aftersale::lifecycle::Status>(
    refusal: &Refusal<S>,
    kind: ReasonKind,
    text: &str,
    shown: &mut BTreeSet<String>,
) {
    assert_eq!(refusal.to_string(), text);
    assert!(refusal.reasons.iter().any(|reason| reason.kind() == kind), "{kind}: {text}");
    for reason in &refusal.reasons {
        let name = format!("{reason:?}");
        shown.insert(name.split([' ', '(']).next().unwrap().to_string());
    }
}

fn fresh() -> Shop<HardenedShop> {
    Shop::of_tea(shopxo())
}

fn applied() -> Shop<HardenedShop> {
    let mut shop = fresh();
    shop.applies(ONLY, teas(2), None);
    shop
}

fn agreed() -> Shop<HardenedShop> {
    let mut shop = applied();
    shop.agrees(CASE);
    shop
}

fn unknown() -> Shop<HardenedShop> {
    let mut shop = agreed();
    shop.reported(CASE, Outcome::Unknown);
    shop
}

fn paid() -> Shop<HardenedShop> {
    let mut shop = agreed();
    shop.paid(CASE);
    shop
}

fn on_its_way() -> Shop<HardenedShop> {
    let mut shop = fresh();
    shop.sent_back(teas(2));
    shop
}

fn at_wechat(flow: Flow) -> Shop<WeChat> {
    let mut shop = Shop::of_tea(wechat());
    shop.applies(flow, teas(2), None);
    shop
}

fn agree() -> Request {
    Request::AgreeToRefund { case: CASE, offer: Offer::FIRST }
}

fn for_money(lines: Vec<Ask>) -> Request {
    apply(ONLY, lines, None)
}

fn receipt(goods: Vec<aftersale::order::ReceivedLine>) -> Request {
    Request::ConfirmReceipt { case: CASE, offer: Offer::FIRST, goods }
}

fn declare(key: &str, note: &str) -> Request {
    Request::DeclareFailed { refund: key.into(), note: note.into() }
}

#[test]
fn a_refusal_of_every_kind_says_what_would_have_to_be_different() {
    let kinds: [fn() -> BTreeSet<String>; 8] = [
        who_and_when::not_now,
        who_and_when::not_you,
        how_much::not_this_much,
        who_and_when::other_content,
        who_and_when::out_of_date,
        who_and_when::not_found,
        how_much::bad_value,
        who_and_when::money_may_be_out,
    ];
    assert_eq!(kinds.len(), ReasonKind::ALL.len());
    let shown: BTreeSet<String> = kinds.iter().flat_map(|of_kind| of_kind()).collect();
    // All there are, so a new one needs its text here.
    assert_eq!(shown.len(), 60, "{shown:?}");
}

#[test]
fn all_reasons_come_at_once_and_in_the_order_of_the_platforms_checks() {
    fn story<P: Platform>(policy: P, text: &str) {
        let mut shop = Shop::of_tea(policy);
        shop.applies(RETURN, teas(2), Some(500));
        let bad = Application {
            shipping: Some(fen(400)),
            message: Text::from("退".repeat(201).as_str()),
            evidence: (0..4).map(|_| "picture.png".into()).collect(),
            ..Application::of(vec![Ask::units("tea", 2), Ask::units("cup", 1).at(fen(0))])
        };
        let command = shop.command(Buyer, Request::Apply { flow: ONLY, application: bad });
        let command = command.having_seen(Version::FIRST).of_buyer("b-2");
        assert_eq!(shop.send(&command).unwrap_err().to_string(), text);
    }
    story(
        shopxo(),
        "the buyer cannot apply: 0.00 CNY is not an amount to ask for; the message must have at most 200 characters, and has 201; the order belongs to another buyer; the command was made for version 1, and the order is at version 2; read the order again; another case is open on the line; asked 4.00 CNY, still refundable for shipping: 3.00 CNY; asked 2 of line tea: bought 3, claimed 2, returned 0; 4 pieces of evidence are named, and the limit is 3",
    );
    story(
        wechat(),
        "the buyer cannot apply: the order belongs to another buyer; the command was made for version 1, and the order is at version 2; read the order again; another case is open on the line; asked 4.00 CNY, still refundable for shipping: 3.00 CNY; asked 2 of line tea: bought 3, claimed 2, returned 0; 0.00 CNY \
         is not an amount to ask for; 2 lines are named, and a case can be about at most 1",
    );
}
