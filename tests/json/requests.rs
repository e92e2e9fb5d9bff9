//! Commands there and back, and what is wrong with those that are refused.

use std::collections::BTreeSet;

use aftersale::json::{self, JsonError, MOST_BYTES, Sender};
use aftersale::lifecycle::Actor;
use aftersale::money::{Amount, Currency};
use aftersale::order::{Application, Ask, CaseId, Command, Request, Text};
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;
use aftersale::wechat::WeChat;
use serde_json::{Value, json};

use crate::samples::histories;

const NOW: Timestamp = Timestamp::from_seconds(1_795_300_763);

fn there_and_back(command: &Command, currency: Currency) -> String {
    let value = json::encode_command(command, currency);
    let read = json::decode_whole_command(value.to_string().as_bytes(), currency);
    assert_eq!(read.as_ref(), Ok(command), "{value:#}");
    let request = value["request"].as_object().expect("an object");
    request.keys().next().expect("one field").clone()
}

#[test]
fn every_command_of_any_history_comes_back_as_it_was() {
    let mut kinds = BTreeSet::new();
    let mut commands = 0;
    histories(&HardenedShop::default(), |history| {
        for step in history.steps() {
            kinds.insert(there_and_back(&step.command, history.order().currency()));
            commands += 1;
        }
        commands > 20_000
    });
    histories(&WeChat::default(), |history| {
        for step in history.steps() {
            kinds.insert(there_and_back(&step.command, history.order().currency()));
            commands += 1;
        }
        commands > 40_000
    });
    let expected = [
        "acknowledge",
        "adopt",
        "agree_for_merchant",
        "agree_to_refund",
        "agree_to_return",
        "amend_shipment",
        "apply",
        "cancel",
        "choose_payments",
        "close",
        "confirm_offline_refund",
        "confirm_receipt",
        "declare_failed",
        "escalate",
        "force_refund",
        "hide",
        "identify_refund",
        "modify",
        "move_deadline",
        "repair_clock",
        "order_corrected",
        "order_paid",
        "order_received",
        "order_shipped",
        "prove_offline_refund",
        "recall_shipment",
        "refuse",
        "report_external_refund",
        "report_pending_external_refund",
        "report_refund",
        "report_refund_total",
        "retry_refund",
        "rule",
        "ship_return",
        "time_ran_out",
        "waive_return",
    ];
    let missing: Vec<_> = expected.iter().filter(|kind| !kinds.contains(**kind)).collect();
    assert!(missing.is_empty(), "no history has {missing:?}");
    assert_eq!(kinds.len(), expected.len(), "{kinds:?}");
}

#[test]
fn texts_that_the_host_keeps_and_amounts_with_other_places_come_back_too() {
    let forint = Currency::with_places("HUF", 0).unwrap();
    let ask = Ask::units("tea", 1).at(Amount::from_minor(1_000));
    let application = Application {
        message: Text::Reference("texts/7".into()),
        reason: Text::Inline("{\"reference\"".into()),
        ..Application::of(vec![ask])
    };
    let modify = Request::Modify { case: CaseId::FIRST, application };
    there_and_back(&Command::buyer("c-1", "ORDER1", "b-7", NOW, modify), forint);
}

#[test]
fn money_of_other_decimal_places_than_the_orders_stays_what_it_was_i18() {
    let (whole, iso) =
        (Currency::with_places("HUF", 0).unwrap(), "HUF".parse::<Currency>().unwrap());
    for (order, reported) in [
        (whole, iso),
        (iso, whole),
        (whole, whole),
        (iso, iso),
        (whole, Currency::EUR),
        (iso, Currency::JPY),
    ] {
        let report =
            Request::refunded("ORDER1c1r1", reported.money(Amount::from_minor(100_000)), NOW);
        there_and_back(&Command::platform("c-1", "ORDER1", NOW, report), order);
    }
}

fn sender() -> Sender {
    Sender { order: "ORDER1".into(), by: Actor::Buyer, buyer: Some("b-7".into()), at: NOW }
}

fn read(value: &Value) -> Result<Command, JsonError> {
    json::decode_command(value.to_string().as_bytes(), Currency::CNY, &sender())
}

#[test]
fn what_a_request_usually_leaves_out_has_its_default() {
    let asked = |amount: Value| {
        json!({"id": 17, "request": {"apply": {
            "flow": "refund_only",
            "application": {"lines": [{"line": 301, "units": 1, "amount": amount}]},
        }}})
    };
    let ask = Ask::units("301", 1).at(Amount::from_minor(880));
    let expected = Command::buyer("17", "ORDER1", "b-7", NOW, Request::refund_only([ask]));
    for amount in [
        json!("8.80 CNY"),
        json!({"minor": 880, "currency": "CNY"}),
        json!({"minor": 880, "currency": "CNY", "places": 2}),
    ] {
        assert_eq!(read(&asked(amount)), Ok(expected.clone()));
    }
    let told = json!({
        "id": "c-1", "order": "ORDER1", "by": "buyer", "buyer": "b-7", "at": NOW.seconds(), "seen": 3,
        "request": {"cancel": {"case": 1}},
    });
    assert_eq!(read(&told).map(|command| command.seen.map(|seen| seen.number())), Ok(Some(3)));
}

#[test]
fn an_error_names_the_field_and_what_is_wrong() {
    let apply = |line: Value| {
        json!({"id": "c-1", "request": {"apply": {
            "flow": "refund_only", "application": {"lines": [{"line": "cup"}, line]},
        }}})
    };
    let of_line = "request.apply.application.lines[1]";
    for (body, path, problem) in [
        (apply(json!({"line": "tea", "unts": 1})), format!("{of_line}.unts"), "unknown field"),
        (apply(json!({"units": 1})), of_line.into(), "missing field `line`"),
        (apply(json!({"line": "tea", "units": -1})), format!("{of_line}.units"), "invalid value"),
        (
            apply(json!({"line": "tea", "amount": 880})),
            format!("{of_line}.amount"),
            "an amount, such as",
        ),
        (
            apply(json!({"line": "tea", "amount": "8.80"})),
            format!("{of_line}.amount"),
            "an amount, such as",
        ),
        (
            apply(json!({"line": "tea", "amount": "8.805 CNY"})),
            format!("{of_line}.amount"),
            "more than 2 decimal places",
        ),
        (
            apply(json!({"line": "tea", "amount": "8.80 EUR"})),
            format!("{of_line}.amount"),
            "8.80 EUR is not in CNY, the order's currency",
        ),
        (
            apply(json!({"line": "tea", "amount": {"minor": 9, "currency": "CNY", "places": 0}})),
            format!("{of_line}.amount"),
            "9 CNY is given with 0 decimal places, the order's CNY has 2",
        ),
        (
            apply(json!({"line": "tea", "amount": {"minor": 9, "minor ": 9, "currency": "CNY"}})),
            format!("{of_line}.amount"),
            "unknown field",
        ),
        (
            apply(
                json!({"line": "tea", "amount": {"minor": 9, "currency": "CNY"}, "units": 1, "x": 1}),
            ),
            format!("{of_line}.x"),
            "unknown field",
        ),
        (
            json!({"id": "c-1", "request": {"escalate": {"case": 1, "message": {"reference": ""}}}}),
            "request.escalate.message".into(),
            "a reference has 1 to 256 bytes",
        ),
        (
            json!({"id": "c-1", "request": {"adopt": {
                "flow": "refund_only", "status": 4,
                "facts": {"hold": ["dispute_open"], "fail": ["dispute_open"]},
            }}}),
            "request.adopt.facts".into(),
            "a fact cannot hold and fail: a dispute is open",
        ),
        (json!({"id": "c-1"}), ".".into(), "missing field `request`"),
        (json!({"id": "c-1", "request": {"pay": {}}}), "request".into(), "unknown variant `pay`"),
        (
            json!({"id": "c-1", "order": "B-2", "request": {"cancel": {"case": 1}}}),
            "order".into(),
            "the service has ORDER1",
        ),
        (
            json!({"id": "c-1", "by": "merchant", "request": {"cancel": {"case": 1}}}),
            "by".into(),
            "the service has buyer",
        ),
        (
            json!({"id": "c-1", "buyer": "b-8", "request": {"cancel": {"case": 1}}}),
            "buyer".into(),
            "the service has b-7",
        ),
        (
            json!({"id": "c-1", "at": "2020-01-01T00:00:00Z", "request": {"cancel": {"case": 1}}}),
            "at".into(),
            "the service has 2026-11-21T22:39:23Z",
        ),
        (
            json!({"id": "c-1", "request": {"report_refund": {
                "outcome": "failed", "as_of": "yesterday", "case": 1,
            }}}),
            "request.report_refund.as_of".into(),
            "a time, such as",
        ),
        (
            json!({"id": "c-1", "request": {"report_refund": {"outcome": "failed", "as_of": 1}}}),
            "request.report_refund.refund".into(),
            "exactly one of",
        ),
        (
            json!({"id": "c-1", "request": {"acknowledge": {"effects": ["3"]}}}),
            "request.acknowledge.effects[0]".into(),
            "not the id of an effect",
        ),
    ] {
        let error = read(&body).expect_err("a fault");
        assert_eq!(error.path, path, "{error}");
        assert!(error.problem.contains(problem), "{error}");
    }
}

#[test]
fn a_text_that_is_no_json_or_too_long_is_refused() {
    for bytes in [&b""[..], b"{", b"[]", b"{\"id\": 1} x", b"\xff", b"null"] {
        assert!(json::decode_command(bytes, Currency::CNY, &sender()).is_err());
    }
    let long = vec![b' '; MOST_BYTES + 1];
    let error = json::decode_command(&long, Currency::CNY, &sender()).expect_err("too long");
    assert_eq!(error.to_string(), "field `.`: 1048577 bytes, and at most 1048576 are allowed");
    assert_eq!(error.too_long, Some(MOST_BYTES + 1));
    let deep = "[".repeat(MOST_BYTES);
    assert!(json::decode_command(deep.as_bytes(), Currency::CNY, &sender()).is_err());
}

#[test]
fn a_command_with_a_changed_byte_is_read_or_refused_and_nothing_panics() {
    let text = json!({"id": "c-1", "seen": 3, "request": {"report_refund": {
        "refund": "ORDER1c1r1", "outcome": {"succeeded": {"minor": 880, "currency": "CNY"}},
        "as_of": "2026-11-21T22:39:23Z",
    }}})
    .to_string();
    let (mut read, mut refused) = (0, 0);
    for index in 0..text.len() {
        for byte in [0, b'"', b'0', b'-', b'{', b'}', b'[', b',', b'x', 0x80, 0xff] {
            let mut bytes = text.clone().into_bytes();
            bytes[index] = byte;
            match json::decode_command(&bytes, Currency::CNY, &sender()) {
                Ok(_) => read += 1,
                Err(error) => {
                    assert!(!error.to_string().is_empty());
                    refused += 1;
                }
            }
        }
        let cut = &text.as_bytes()[..index];
        assert!(json::decode_command(cut, Currency::CNY, &sender()).is_err());
    }
    assert!(read > 50 && refused > 500, "{read} {refused}");
}
