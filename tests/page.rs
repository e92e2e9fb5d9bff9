//! Pages of ShopXO's view: what the crate writes into them, what it leaves to the host, and how the
//! two releases write the same differently. Recorded pages are compared in `crates/conformance`.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Adoption, Application, Ask, CaseId, Command, Effect, LineFacts, LineId, Order, OrderFacts,
    Outcome, RefundRef, Request, Stage, Text,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::operation::{Canceller, Create};
use aftersale::shopxo::page::{Host, View};
use aftersale::shopxo::wire::OrderLine;
use aftersale::shopxo::{
    AfterSaleStatus, AfterSaleType, FaithfulShop, HardenedShop, Language, Operation, OrderModel,
    OrderStatus, PayStatus, Refundment, Release, Shop, Wording,
};
use aftersale::time::{Timestamp, UtcOffset};
use aftersale::wire::{DecimalText, Field, Id, Loose, OrEmpty, Written, encode};
use serde_json::{Value, json};

/// 2026-11-22 06:39:23 in China.
const START: i64 = 1_795_300_763;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(START + seconds)
}

/// Two lines, 2 x 10.00 and 1 x 5.50, with 5.00 of shipping and 2.00 off: shipped, not received.
fn facts() -> OrderFacts {
    let fen = Amount::from_minor;
    let tea = LineFacts::new("301", Quantity::new(2), fen(1_000));
    let pot = LineFacts::new("302", Quantity::new(1), fen(550));
    OrderFacts::new("201", Currency::CNY, vec![tea, pot])
        .shipping(fen(500))
        .discount(fen(200))
        .paid(fen(2_850))
        .stage(Stage::ToBeReceived)
}

fn open<P: Shop>(shop: P, facts: OrderFacts) -> Order<P> {
    Order::open(shop, facts, at(0)).unwrap().0
}

fn order(release: Release) -> Order<FaithfulShop> {
    open(FaithfulShop::new(release), facts())
}

fn host() -> Host {
    let mut host = Host::default();
    let mut goods = OrderLine::default();
    goods.id = Loose::plain(Id(301)).into();
    goods.title = "Tea".into();
    host.order.id = Loose::plain(Id(201)).into();
    host.order.user_id = Loose::plain(Id(41)).into();
    host.order.pay_status = Loose::plain(PayStatus::Paid.into()).into();
    host.order.items = OrEmpty::Value(goods).into();
    host.case.id = Loose::plain(Id(7)).into();
    host
}

/// The page of the first line as a release writes it, as a value.
fn page<P: Shop>(order: &Order<P>, release: Release, host: &Host) -> Value {
    let line = LineId::from("301");
    let view = View { order, line: &line, now: at(60), host };
    let text = if release == Release::V2_2_1 {
        encode(&view.aftersale())
    } else {
        encode(&view.detail(Language::Chinese))
    };
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&answer["msg"], &answer["code"]), (&json!("success"), &json!(0)));
    answer["data"].clone()
}

fn amount(minor: i64) -> Field<DecimalText> {
    DecimalText::from_amount(Amount::from_minor(minor), 2).into()
}

fn case_of(page: &Value) -> &Value {
    page.get("new_aftersale_data").or_else(|| page.get("aftersale_data")).unwrap()
}

fn create(kind: AfterSaleType, units: u32, price: i64) -> Operation {
    Operation::Create(Create {
        order: Some("201".into()),
        line: Some("301".into()),
        kind: Some(kind),
        price: Some(Amount::from_minor(price)),
        number: Quantity::new(units),
        reason: Some("空包裹".into()),
        message: Some("m".into()),
        images: vec!["a.jpg".into(), "b.jpg".into()],
        user: Some("41".into()),
    })
}

/// Performs an operation and reports the refund that it starts as a success.
#[track_caller]
fn operate<P: Shop>(order: &mut Order<P>, seconds: i64, operation: &Operation) {
    let command = operation.command(order, format!("c-{seconds}"), at(seconds)).unwrap();
    let decision = order.accept(&command).unwrap();
    for pending in decision.effects() {
        let Effect::IssueRefund { key, amount, .. } = &pending.effect else { continue };
        let (refund, outcome) = (RefundRef::Key(key.clone()), Outcome::Succeeded(*amount));
        let report = Request::ReportRefund { refund, outcome, as_of: at(seconds) };
        let name = format!("c-{seconds}-paid");
        let report = Command::new(name, "201", Actor::Platform, at(seconds), report);
        order.accept(&report).unwrap();
    }
}

const FIRST: Option<CaseId> = Some(CaseId::FIRST);

fn audit() -> Operation {
    Operation::Audit { id: FIRST, refundment: Some(Refundment::Manual) }
}

#[test]
fn a_line_without_a_case_has_an_empty_list_or_null() {
    let old = page(&order(Release::V2_2_1), Release::V2_2_1, &host());
    assert_eq!(old["new_aftersale_data"], json!([]));
    assert_eq!(old.get("is_create_aftersale"), None);
    let new = page(&order(Release::V6_9_0), Release::V6_9_0, &host());
    assert_eq!(new["aftersale_data"], json!(null));
    assert_eq!(new["is_create_aftersale"], 1);
    for page in [old, new] {
        assert_eq!(page["step_data"]["step0"][0]["is_end"], 1);
        assert_eq!(page["returned_data"], json!({"returned_quantity": 2, "refund_price": "20.00"}));
        assert_eq!(page["editor_path_type"], "order_aftersale-1-201-301");
    }
}

#[test]
fn host_values_for_fields_that_the_crate_knows_do_not_count() {
    for release in [Release::V2_2_1, Release::V6_9_0] {
        let mut order = order(release);
        operate(&mut order, 1, &create(AfterSaleType::RefundOnly, 0, 2_000));
        operate(&mut order, 2, &audit());
        let right = page(&order, release, &host());
        let mut wrong = host();
        wrong.order.status = Loose::plain(OrderStatus::Cancelled.into()).into();
        wrong.order.pay_status = Loose::plain(PayStatus::Refunded.into()).into();
        wrong.order.price = amount(1);
        wrong.order.refund_price = amount(1);
        wrong.order.status_name = "?".into();
        wrong.case.status = Loose::plain(AfterSaleStatus::Rejected.into()).into();
        wrong.case.price = amount(1);
        wrong.case.reason = "?".into();
        wrong.case.status_text = "?".into();
        wrong.case.audit_time = Written::Seconds(Loose::plain(at(9))).into();
        assert_eq!(page(&order, release, &wrong), right);
    }
}

#[test]
fn the_releases_write_the_times_of_a_case_differently() {
    let mut old = order(Release::V2_2_1);
    let mut new = order(Release::V6_9_0);
    for order in [&mut old, &mut new] {
        operate(order, 1, &create(AfterSaleType::RefundAndReturn, 1, 1_000));
        operate(order, 2, &Operation::Confirm { id: FIRST });
    }
    let old = page(&old, Release::V2_2_1, &host());
    let case = case_of(&old);
    assert_eq!(case["confirm_time"], START + 2);
    assert_eq!(case["confirm_time_time"], "2026-11-22 06:39:25");
    assert_eq!(case["confirm_time_date"], "2026-11-22");
    assert_eq!(case["upd_time"], START + 2);
    assert_eq!(case["cancel_time"], 0);
    assert_eq!(
        (&case["cancel_time_time"], &case["cancel_time_date"]),
        (&json!(null), &json!(null))
    );
    let new = page(&new, Release::V6_9_0, &host());
    let case = case_of(&new);
    assert_eq!(case["apply_time"], "2026-11-22 06:39:24");
    assert_eq!(case["confirm_time"], "2026-11-22 06:39:25");
    assert_eq!(case["cancel_time"], "");
    assert_eq!(case.get("confirm_time_time"), None);
}

#[test]
fn times_are_those_of_the_shops_clock() {
    let mut order = order(Release::V6_9_0);
    operate(&mut order, 1, &create(AfterSaleType::RefundOnly, 0, 1_000));
    let host = Host { clock: UtcOffset::from_seconds(-3_600), ..host() };
    let page = page(&order, Release::V6_9_0, &host);
    assert_eq!(case_of(&page)["apply_time"], "2026-11-21 21:39:24");
}

#[test]
fn numbers_out_of_the_database_are_in_quotes_where_php_writes_them_so() {
    let mut order = order(Release::V2_2_1);
    operate(&mut order, 1, &create(AfterSaleType::RefundOnly, 0, 1_000));
    let host = Host { quotes_columns: true, ..host() };
    let page = page(&order, Release::V2_2_1, &host);
    let (data, case) = (&page["order_data"], case_of(&page));
    for column in [
        &data["status"],
        &data["buy_number_count"],
        &data["items"]["buy_number"],
        &case["status"],
        &case["number"],
        &case["apply_time"],
        &case["cancel_time"],
    ] {
        assert!(column.is_string(), "{column}");
    }
    for worked_out in [
        &data["items_count"],
        &data["is_can_launch_aftersale"],
        &page["returned_data"]["returned_quantity"],
        &page["step_data"]["step0"][0]["number"],
        &page["aftersale_type_list"][0]["value"],
    ] {
        assert!(worked_out.is_number(), "{worked_out}");
    }
}

#[test]
fn release_2_2_1_writes_a_time_of_closing_at_every_audit() {
    let mut old = order(Release::V2_2_1);
    let mut new = order(Release::V6_9_0);
    for order in [&mut old, &mut new] {
        operate(order, 1, &create(AfterSaleType::RefundOnly, 0, 1_000));
        operate(order, 2, &audit());
    }
    let (old, new) = (page(&old, Release::V2_2_1, &host()), page(&new, Release::V6_9_0, &host()));
    assert_eq!(old["order_data"]["close_time"], "2026-11-22 06:39:25");
    assert_eq!(new["order_data"]["close_time"], "");
    for page in [old, new] {
        assert_eq!(page["order_data"]["status"], 3, "it is not closed");
        assert_eq!(page["order_data"]["pay_status_name"], "部分退款");
        assert_eq!(page["order_data"]["items"]["refund_price"], "10.00");
    }
}

#[test]
fn a_deleted_case_is_not_shown_and_the_one_before_it_is() {
    let mut order = order(Release::V6_9_0);
    let second = CaseId::new(2);
    operate(&mut order, 1, &create(AfterSaleType::RefundOnly, 0, 1_000));
    operate(&mut order, 2, &audit());
    operate(&mut order, 3, &create(AfterSaleType::RefundOnly, 0, 500));
    assert_eq!(case_of(&page(&order, Release::V6_9_0, &host()))["price"], "5.00");
    operate(&mut order, 4, &Operation::Cancel { id: Some(second), by: Canceller::Shop });
    assert_eq!(page(&order, Release::V6_9_0, &host())["is_create_aftersale"], 1);
    operate(&mut order, 5, &Operation::Delete { id: Some(second) });
    let page = page(&order, Release::V6_9_0, &host());
    assert_eq!(case_of(&page)["price"], "10.00");
    assert_eq!(page["is_create_aftersale"], 0);
}

#[test]
fn release_6_9_0_offers_no_return_of_what_was_not_shipped() {
    let unshipped = facts().stage(Stage::ToBeShipped);
    for (release, offered) in [(Release::V2_2_1, 2), (Release::V6_9_0, 1)] {
        let order = open(FaithfulShop::new(release), unshipped.clone());
        let page = page(&order, release, &host());
        let types = page["aftersale_type_list"].as_array().unwrap();
        assert_eq!(types.len(), offered);
        let has_class = types[0].get("class").is_some();
        assert_eq!(has_class, release == Release::V2_2_1);
    }
}

#[test]
fn a_text_that_the_host_keeps_is_left_to_the_host() {
    let mut order = order(Release::V6_9_0);
    let application = Application {
        reason: "空包裹".into(),
        message: Text::Reference("message-7".into()),
        ..Application::of([Ask::units("301", 1).at(Amount::from_minor(1_000))].into())
    };
    let apply = Request::Apply { flow: Flow::RefundOnly, application };
    order.accept(&Command::new("c-1", "201", Actor::Buyer, at(1), apply)).unwrap();
    let mut host = host();
    assert_eq!(case_of(&page(&order, Release::V6_9_0, &host)).get("msg"), None);
    host.case.msg = "It was empty.".into();
    let page = page(&order, Release::V6_9_0, &host);
    assert_eq!(case_of(&page)["msg"], "It was empty.");
    assert_eq!(case_of(&page)["reason"], "空包裹");
}

#[test]
fn of_a_case_that_was_taken_over_the_host_knows_what_happened_before() {
    let mut order = order(Release::V2_2_1);
    let adoption = Adoption {
        lines: vec![Ask::amount("301", Amount::from_minor(1_000))],
        ..Adoption::new(Flow::RefundOnly, AfterSaleStatus::Completed)
    };
    let adopt = Request::Adopt(adoption.into());
    order.accept(&Command::new("c-1", "201", Actor::Merchant, at(1), adopt)).unwrap();
    let mut host = host();
    let blank = page(&order, Release::V2_2_1, &host);
    assert_eq!(
        (&case_of(&blank)["apply_time"], &case_of(&blank)["reason"]),
        (&json!(0), &json!(""))
    );
    host.case.apply_time = Written::Seconds(Loose::plain(at(-9))).into();
    host.case.reason = "空包裹".into();
    host.case.refundment = Loose::plain(Refundment::ToWallet.into()).into();
    let page = page(&order, Release::V2_2_1, &host);
    assert_eq!(case_of(&page)["apply_time"], START - 9);
    assert_eq!(case_of(&page)["reason"], "空包裹");
    assert_eq!(case_of(&page)["refundment_text"], "退至钱包");
    assert_eq!(case_of(&page)["status"], 3);
}

#[test]
fn a_case_is_not_refunded_on_its_page_before_the_refund_has_succeeded() {
    let mut order = open(HardenedShop::default(), facts());
    operate(&mut order, 1, &create(AfterSaleType::RefundOnly, 0, 1_000));
    let pay = audit().command(&order, "c-2", at(2)).unwrap();
    order.accept(&pay).unwrap();
    let under_way = page(&order, Release::V6_9_0, &host());
    assert_eq!(case_of(&under_way)["status_text"], "待审核");
    assert_eq!(case_of(&under_way)["refundment_text"], "");
    assert_eq!(case_of(&under_way)["audit_time"], "");
    assert_eq!(under_way["order_data"]["refund_price"], "0.00");
    assert_eq!(under_way["order_data"]["pay_status"], 1, "what the host says stands");
}

#[test]
fn an_english_shop_has_english_pages() {
    let virtual_goods = facts().is_virtual(true).received(at(0));
    let mut order = open(FaithfulShop::new(Release::V6_9_0), virtual_goods);
    operate(&mut order, 1, &create(AfterSaleType::RefundOnly, 0, 1_000));
    let (line, host) = (LineId::from("301"), host());
    let view = View { order: &order, line: &line, now: at(60), host: &host };
    let text = encode(&view.detail(Language::English));
    let answer: Value = serde_json::from_str(&text).unwrap();
    let (page, case) = (&answer["data"], &answer["data"]["aftersale_data"]);
    assert_eq!(page["order_data"]["status_name"], "Goods to be received");
    assert_eq!(page["order_data"]["pay_status_name"], "Paid");
    assert_eq!(page["order_data"]["order_model"], OrderModel::Virtual.code());
    assert_eq!(page["order_data"]["order_model_name"], "fictitious");
    assert_eq!(page["step_data"]["step0"][1]["name"], "Admin Audit");
    assert_eq!(page["aftersale_type_list"][0]["name"], "Refund only");
    assert_eq!(case["status_text"], "To be reviewed");
    assert_eq!(case["tips_msg"]["title"], "Waiting for sellers confirmation and review");
    assert_eq!(case["images"], json!(["a.jpg", "b.jpg"]));
}

#[test]
fn a_row_of_a_list_has_no_tip() {
    let mut order = order(Release::V2_2_1);
    operate(&mut order, 1, &create(AfterSaleType::RefundOnly, 0, 1_000));
    let (line, host) = (LineId::from("301"), host());
    let view = View { order: &order, line: &line, now: at(60), host: &host };
    let wording = Wording { release: Release::V2_2_1, language: Language::Chinese };
    let row = view.row(view.newest().unwrap(), wording);
    assert!(row.tips_msg.is_missing());
    assert_eq!(row.type_text, "仅退款".into());
}

#[test]
fn the_reasons_of_a_new_shop_are_the_documented_ones() {
    let seed: Value =
        serde_json::from_str(include_str!("../examples/data/shopxo_seed.json")).unwrap();
    let host = Host::default();
    assert_eq!(json!(host.refund_only_reasons), seed["data"]["return_only_money_reason"]);
    assert_eq!(json!(host.return_reasons), seed["data"]["return_money_goods_reason"]);
}

#[test]
fn the_folder_of_pictures_is_the_buyers_and_unknown_without_the_buyers_id() {
    let order = order(Release::V2_2_1);
    for (user, folder) in [(0, 0), (23, 0), (24, 1), (71, 2), (72, 0), (u64::MAX, 0)] {
        let mut host = host();
        host.order.user_id = Loose::quoted(Id(user)).into();
        let page = page(&order, Release::V2_2_1, &host);
        assert_eq!(page["editor_path_type"], format!("order_aftersale-{folder}-201-301"));
    }
    let mut host = host();
    host.order.user_id = Field::Missing;
    assert_eq!(page(&order, Release::V2_2_1, &host).get("editor_path_type"), None);
}
