//! Wrong records are errors with their place, and nothing is restored of them.

use std::collections::BTreeMap;

use aftersale::lifecycle::Actor::{Buyer, Merchant};
use aftersale::lifecycle::{Action, Fingerprint, Flow, Lifecycle, Phase};
use aftersale::order::stored::{
    FORMAT, Format, ReadError, RestoreError, Restored, Snapshot, SnapshotFault, StoredEvent,
    StoredKind, StoredSnapshot, restore,
};
use aftersale::order::{
    Adoption, CaseId, Command, Event, Order, OrderFacts, Outcome, Policy, Reason, ReplayError,
    Request, Terms, Version,
};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
use aftersale::wechat::WeChat;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;
use serde_json::{Value, json};

use crate::forms::{FORMS, Form};
use crate::golden::{History, histories};
use crate::shop::{
    Platform, Shop, elsewhere, parcel, refuse, shopxo, tea_and_cups, teas, wechat, yuan,
};

/// A history of five events: opened, applied, agreed, sent, refused.
fn history() -> Shop<HardenedShop> {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let case = shop.applies(Flow::ReturnRefund, teas(2), None);
    let offer = shop.offer(case);
    shop.does(Merchant, Request::AgreeToReturn { case, offer, address: "上海".into() });
    shop.does(Buyer, Request::ShipReturn { case, shipment: parcel() });
    shop.does(Merchant, refuse(case, offer));
    shop
}

fn stored(events: &[Event<AfterSaleStatus>]) -> Vec<StoredEvent<HardenedShop>> {
    events.iter().cloned().map(StoredEvent::of).collect()
}

fn fault(events: Vec<StoredEvent<HardenedShop>>) -> RestoreError {
    restore(shopxo(), None, events).unwrap_err()
}

#[test]
fn missing_doubled_and_swapped_events_are_errors_with_their_versions() {
    let events = history().events;
    let out_of_place = |positions: &[usize]| {
        let events: Vec<_> = positions.iter().map(|position| events[*position].clone()).collect();
        fault(stored(&events)).to_string()
    };
    assert_eq!(out_of_place(&[]), "there are no events");
    assert_eq!(
        out_of_place(&[1, 2]),
        "event 2 of order ORDER1 comes first and does not open the order"
    );
    assert_eq!(out_of_place(&[0, 0]), "event 1 opens order ORDER1 again");
    assert_eq!(
        out_of_place(&[0, 2]),
        "event 2 of order ORDER1 was expected, and event 3 was found"
    );
    assert_eq!(
        out_of_place(&[0, 1, 1]),
        "event 3 of order ORDER1 was expected, and event 2 was found"
    );
    assert_eq!(
        out_of_place(&[0, 1, 3, 2]),
        "event 3 of order ORDER1 was expected, and event 4 was found"
    );
    // The same command once more, under the next version.
    let mut again = events[1].clone();
    again.version = Version::new(3);
    let doubled = fault(stored(&[events[0].clone(), events[1].clone(), again])).to_string();
    assert_eq!(
        doubled,
        "event 3 of order ORDER1 does not fit: its command has been carried out before"
    );
    let mut foreign = events.clone();
    foreign[2].order = "A-2".into();
    let mixed = fault(stored(&foreign));
    assert_eq!(mixed.to_string(), "event 3 belongs to order A-2, not to order ORDER1");
    assert!(matches!(mixed, RestoreError::Replay(ReplayError::OtherOrder { .. })));
}

#[test]
fn a_snapshot_goes_on_with_the_event_after_it_and_no_other() {
    let shop = history();
    let middle = Order::replay(shopxo(), &shop.events[..3]).unwrap();
    let snapshot = || Some(StoredSnapshot::<HardenedShop>::of(middle.snapshot()));
    let whole = restore(shopxo(), snapshot(), stored(&shop.events[3..])).unwrap();
    assert_eq!(whole.order, shop.order);
    let alone = restore(shopxo(), snapshot(), []).unwrap();
    assert_eq!(alone.order, middle);
    for wrong in [2, 4] {
        let fault = restore(shopxo(), snapshot(), stored(&shop.events[wrong..])).unwrap_err();
        assert!(matches!(fault, RestoreError::Replay(ReplayError::OutOfPlace { .. })), "{fault}");
    }
}

#[test]
fn another_platforms_kinds_and_formats_are_errors_and_not_read() {
    let shop = history();
    for form in FORMS {
        let event = form.of_event::<HardenedShop>(&shop.events[1]);
        let platform =
            form.read::<WeChat, Event<aftersale::wechat::AfterSaleStatus>>(&event).unwrap();
        let not_read = ReadError::OtherPlatform { found: "ShopXO".into(), here: "WeChat" };
        assert_eq!(platform.content(), Err(not_read));

        let stored: StoredSnapshot<HardenedShop> = form.read(&event).unwrap();
        let not_read =
            ReadError::OtherKind { found: StoredKind::Event, wanted: StoredKind::Snapshot };
        assert_eq!(stored.content(), Err(not_read));

        let newer = form_three(form, &event);
        let stored: StoredEvent<HardenedShop> = form.read(&newer).unwrap();
        let not_read = ReadError::OtherFormat { found: Format(3), newest: FORMAT };
        assert_eq!(stored.about(), Err(&not_read));
        let fault = restore(shopxo(), None, [stored]).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "event 1: format 3 is not supported; this version reads formats 1 to 2"
        );
    }
    assert_eq!(FORMAT, Format(2));
}

/// Returns the same bytes, as if they were of format 3.
fn form_three(form: Form, event: &[u8]) -> Vec<u8> {
    match form {
        Form::Json => {
            let text = String::from_utf8(event.to_vec()).unwrap();
            text.replacen(r#""format":2"#, r#""format":3"#, 1).into_bytes()
        }
        Form::Postcard => {
            // The format is the first byte.
            assert_eq!(event[0], 2);
            [&[3], &event[1..]].concat()
        }
    }
}

#[test]
fn a_newer_format_may_have_any_content_and_is_still_recognised() {
    let newer = ReadError::OtherFormat { found: Format(7), newest: FORMAT };
    for text in [
        r#"{"about":{"format":7},"archive":[1,2,3]}"#,
        r#"{"about":{"format":7,"kind":"archive","signed":true,"table":"359ee7482c2c883d"},"event":{}}"#,
        r#"{"about":{"format":7,"kind":3,"platform":{"name":"?"},"table":"00112233445566778899"},"event":1}"#,
        r#"{"about":{"format":0,"table":"nope"},"event":1}"#,
        // A database may put short names first.
        r#"{"about":{"kind":[true,null,-1.5],"table":{"v":[1]},"format":7,"platform":-1},"event":1}"#,
        r#"{"about":{"kind":"archive","table":"359ee7482c2c883d","format":7,"platform":"?"},"event":1}"#,
        // A form that knows fields by their positions and counts them.
        r#"[[7,"archive",2,3,4],{"order":"ORDER1"}]"#,
        r#"[[7],1,2,3]"#,
    ] {
        let stored: StoredEvent<HardenedShop> = serde_json::from_str(text).unwrap();
        let format = if text.contains(r#""format":0"#) { Format(0) } else { Format(7) };
        let newer = ReadError::OtherFormat { found: format, newest: FORMAT };
        assert_eq!(stored.about(), Err(&newer), "{text}");
        assert!(serde_json::to_string(&stored).is_err(), "it was not read");
        assert_eq!(stored.content(), Err(newer));
    }
    let bytes = [7, 200, 200, 200];
    let stored: StoredEvent<HardenedShop> = Form::Postcard.read(&bytes).unwrap();
    assert_eq!(stored.about(), Err(&newer));
    for none in [0, -1, 65_536] {
        let text = format!(r#"{{"about":{{"format":{none}}},"event":{{}}}}"#);
        let read: Result<StoredEvent<HardenedShop>, _> = serde_json::from_str(&text);
        assert!(read.map_or(true, |stored| stored.about().is_err()), "{none}");
    }
}

#[test]
fn the_fields_may_come_in_any_order_and_each_only_once() {
    let event = &history().events[1];
    let text = String::from_utf8(Form::Json.of_event::<HardenedShop>(event)).unwrap();
    let parts: Value = serde_json::from_str(&text).unwrap();
    let (about, content) = (&parts["about"], &parts["event"]);
    let read = |text: &str| serde_json::from_str::<StoredEvent<HardenedShop>>(text);
    let turned = format!(r#"{{"event":{content},"about":{about}}}"#);
    assert_eq!(read(&turned).unwrap().content().as_ref(), Ok(event));
    for twice in [
        format!(r#"{{"about":{about},"about":{about},"event":{content}}}"#),
        format!(r#"{{"about":{about},"event":{content},"event":{content}}}"#),
        text.replacen(r#""format":2"#, r#""format":2,"format":2"#, 1),
        text.replacen(r#""kind":"#, r#""kind":"event","kind":"#, 1),
    ] {
        assert!(read(&twice).unwrap_err().to_string().contains("duplicate field"), "{twice}");
    }
    // By their positions, in a form that counts.
    let table = u64::from_str_radix(about["table"].as_str().unwrap(), 16).unwrap();
    let positions = format!(r#"[[2,"event","ShopXO","{table:016x}"],{content}]"#);
    assert_eq!(read(&positions).unwrap().content().as_ref(), Ok(event));
}

#[test]
fn a_wrong_header_of_a_form_is_an_error() {
    for (form, expected) in [
        (json!(7), "expected a stored event"),
        (json!({"about": 7, "event": null}), "expected the description of a stored form"),
    ] {
        let error =
            serde_json::from_value::<StoredEvent<HardenedShop>>(form).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    // Of a format that has more kinds of values than JSON.
    let bytes = BTreeMap::from([("about", BTreeMap::from([("kind", &b"event"[..])]))]);
    let read = StoredEvent::<HardenedShop>::deserialize(bytes.into_deserializer());
    let error: serde::de::value::Error = read.unwrap_err();
    assert_eq!(error.to_string(), "invalid type: byte array, expected a text or a number");
}

#[test]
fn unknown_and_missing_fields_are_errors() {
    fn all<P: Platform>(platform: &str) {
        for History { events, snapshot, .. } in histories::<P>(platform, Form::Json) {
            for event in events {
                fields_are_all_needed(&event, |bytes| {
                    Form::Json.read::<P, Event<P::Status>>(bytes).is_ok()
                });
            }
            fields_are_all_needed(&snapshot, |bytes| {
                Form::Json.read::<P, Snapshot<P::Status>>(bytes).is_ok()
            });
        }
    }
    all::<HardenedShop>("shopxo");
    all::<WeChat>("wechat");
}

/// Returns whether no field can be left out, and none added, anywhere.
fn fields_are_all_needed(bytes: &[u8], is_read: impl Fn(&[u8]) -> bool) {
    let document: Value = serde_json::from_slice(bytes).unwrap();
    assert!(is_read(document.to_string().as_bytes()));
    let mut positions = vec![String::new()];
    while let Some(position) = positions.pop() {
        match document.pointer(&position).unwrap() {
            Value::Object(fields) => {
                positions.extend(fields.keys().map(|field| format!("{position}/{field}")));
                let mut more = document.clone();
                more.pointer_mut(&position).unwrap()["surprise"] = json!(1);
                assert!(!is_read(more.to_string().as_bytes()), "{position} with a surprise");
                for field in fields.keys() {
                    let mut less = document.clone();
                    less.pointer_mut(&position).unwrap().as_object_mut().unwrap().remove(field);
                    assert!(!is_read(less.to_string().as_bytes()), "{position} without {field}");
                }
            }
            Value::Array(items) => {
                positions.extend((0..items.len()).map(|item| format!("{position}/{item}")));
            }
            _ => {}
        }
    }
}

#[test]
fn an_inconsistent_snapshot_is_an_error() {
    let shop = history();
    let snapshot = serde_json::to_value(shop.order.snapshot()).unwrap();
    let pending = &snapshot["books"]["pending_effects"][0];
    let known = &snapshot["remembered"][0];
    let span = |first, last| json!({"table": "00000000deadbeef", "first": first, "last": last});
    const NO_TABLE: &str = "its tables are out of order, or go beyond its version";
    let whys = [
        ("/books/version", json!(0), "its version is 0"),
        ("/books/opening/facts/lines", json!([]), "its facts cannot open an order"),
        ("/books/opening/facts/lines/1/line", json!("tea"), "its facts cannot open an order"),
        ("/books/opening/facts/paid", json!(-1), "its facts cannot open an order"),
        ("/books/opening/facts/paid", json!(4_801), "its shares do not add up to what was paid"),
        ("/books/opening/shares", json!([]), "its shares are not one for each line"),
        (
            "/books/applications",
            json!([1]),
            "it does not have one count of applications for each line",
        ),
        ("/books/cases/0/id", json!(2), "its cases are not numbered from 1 on"),
        (
            "/books/cases/0/claim/lines/0/line",
            json!("pot"),
            "a case claims a line that is not there, or twice",
        ),
        (
            "/books/cases/0/claim/deductions",
            json!([{"name": {"inline": "fee"}, "reason": {"inline": "opened"}, "amount": -1}]),
            "a case claims a line that is not there, or twice",
        ),
        ("/books/cases/0/history", json!([]), "the history of a case does not end at its status"),
        (
            "/books/cases/0/history/3/status",
            json!("COMPLETED"),
            "the history of a case does not end at its status",
        ),
        (
            "/books/cases/0/history/3/status_phase",
            json!("refunded"),
            "the history of a case does not end at its status",
        ),
        (
            "/books/cases/0/history/3/version",
            json!(6),
            "the history of a case is out of order, or goes beyond its version",
        ),
        (
            "/books/pending_effects/0/id/version",
            json!(99),
            "its effects are out of order, or go beyond its version",
        ),
        ("/books/pending_effects", json!([pending, pending]), "two effects have the same id"),
        (
            "/books/pending_effects/0/effect",
            json!({"issue_refund": {"key": "k", "case": 9, "amount": {"amount": 5, "currency": ["CNY", 2]}}}),
            "a pending effect issues a refund, which only the refund itself can do",
        ),
        ("/books/opening/remembered", json!(3), "it remembers more commands than the order does"),
        (
            "/remembered/0/version",
            json!(6),
            "its commands are out of order, or go beyond its version",
        ),
        ("/remembered", json!([known, known]), "two commands have the same id"),
        ("/table_spans", json!([span(3, 6)]), NO_TABLE),
        ("/table_spans", json!([span(0, 1)]), NO_TABLE),
        ("/table_spans", json!([span(3, 2)]), NO_TABLE),
        ("/table_spans", json!([span(1, 2), span(2, 3)]), NO_TABLE),
    ];
    for (position, value, what) in whys {
        let mut broken = snapshot.clone();
        *broken.pointer_mut(position).unwrap() = value;
        let broken = serde_json::from_value(broken).unwrap();
        let fault = Order::resume(shopxo(), broken).unwrap_err();
        assert_eq!(fault.what, what, "{position}");
        let SnapshotFault { order, version, .. } = fault;
        assert_eq!(order.as_str(), "ORDER1");
        assert!(version == Version::new(5) || position == "/books/version");
    }
    let mut whole = snapshot;
    whole["table_spans"] = json!([span(1, 2), span(3, 3), span(5, 5)]);
    assert!(Order::resume(shopxo(), serde_json::from_value(whole).unwrap()).is_ok());
}

#[test]
fn a_snapshot_with_inconsistent_refunds_is_an_error() {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let case = shop.agreed(teas(1), None);
    shop.reported(case, Outcome::Failed);
    shop.reported(case, Outcome::Succeeded(yuan(1_000)));
    let snapshot = serde_json::to_value(shop.order.snapshot()).unwrap();
    let refund = &snapshot["books"]["refunds"][0];
    let [early, late] = &refund["reports"].as_array().unwrap()[..] else { panic!("two reports") };
    for (position, value, what) in [
        (
            "/books/refunds",
            json!([refund, refund]),
            "two refunds have the same key or further name, or one twice",
        ),
        ("/books/refunds/0/case", json!(2), "a refund names a case that is not there"),
        (
            "/books/refunds/0/reports",
            json!([late, early]),
            "the reports of a refund are out of order",
        ),
    ] {
        let mut broken = snapshot.clone();
        *broken.pointer_mut(position).unwrap() = value;
        let broken = serde_json::from_value(broken).unwrap();
        assert_eq!(Order::resume(shopxo(), broken).unwrap_err().what, what);
    }
}

#[test]
fn an_opening_that_cannot_open_an_order_is_an_error() {
    let opened = Form::Json.of_event::<HardenedShop>(&history().events[0]);
    let opened: Value = serde_json::from_slice(&opened).unwrap();
    for (position, value, what) in [
        ("lines", json!([]), "its facts cannot open an order"),
        ("paid", json!(-1), "its facts cannot open an order"),
        ("paid", json!(4_801), "its shares do not add up to what was paid"),
    ] {
        let mut broken = opened.clone();
        broken["event"]["kind"]["opened"]["facts"][position] = value;
        let broken: StoredEvent<HardenedShop> =
            Form::Json.read(broken.to_string().as_bytes()).unwrap();
        let fault = fault(vec![broken]);
        assert_eq!(fault.to_string(), format!("event 1 of order ORDER1 does not fit: {what}"));
    }
}

#[test]
fn an_order_with_as_many_events_as_can_be_counted_refuses_more() {
    let mut snapshot = serde_json::to_value(history().order.snapshot()).unwrap();
    snapshot["books"]["version"] = json!(u64::MAX - 1);
    let mut order = Order::resume(shopxo(), serde_json::from_value(snapshot).unwrap()).unwrap();
    let when = crate::shop::at(crate::shop::START + 9_000);
    let request = |id: &str| {
        // A report on money, which no maximum stops.
        let request = elsewhere(id, 10, &[], when);
        Command::new(id, "ORDER1", Merchant, when.plus_seconds(9).unwrap(), request)
    };
    assert!(order.accept(&request("one")).is_ok());
    let last = Version::new(u64::MAX);
    assert_eq!(order.version(), last);
    let refusal = order.accept(&request("another")).unwrap_err();
    assert!(refusal.reasons.contains(&Reason::NoMoreEvents { last }), "{refusal}");
}

/// The stored form of an event, if it had come about by this table.
fn by_table(event: &Event<AfterSaleStatus>, table: Fingerprint) -> Value {
    let bytes = Form::Json.of_event::<HardenedShop>(event);
    let mut event: Value = serde_json::from_slice(&bytes).unwrap();
    event["about"]["table"] = json!(table.to_string());
    event
}

/// Returns how the event opens a case.
fn opened(event: &mut Value) -> &mut Value {
    let changes = event["event"]["kind"]["accepted"]["changes"].as_array_mut().unwrap();
    changes.iter_mut().find_map(|change| change.get_mut("case_opened")).unwrap()
}

fn read(event: &Value) -> StoredEvent<HardenedShop> {
    Form::Json.read(event.to_string().as_bytes()).unwrap()
}

const OLD: Fingerprint = Fingerprint(0xdead_beef);
const OLDER: Fingerprint = Fingerprint(0xbeef);

#[test]
fn another_table_is_reported_with_the_transitions_that_todays_lacks_and_nothing_is_lost() {
    let shop = history();
    let mut events: Vec<Value> = shop.events.iter().map(|event| by_table(event, OLD)).collect();
    // In that table, a shop could refuse while the goods were away.
    let refused = &mut events[4]["event"]["kind"]["accepted"];
    assert_eq!(refused["request"].as_object().unwrap().keys().next().unwrap(), "refuse");
    events.remove(3);
    events[3]["event"]["version"] = json!(4);
    // And what waited to be confirmed held nothing.
    let opened = &mut opened(&mut events[1])["position"];
    assert_eq!(opened["status_phase"], "under_review");
    opened["status_phase"] = json!("closed");
    let restored = restore(shopxo(), None, events.iter().map(read)).unwrap();
    let status = AfterSaleStatus::Rejected;
    assert_eq!(restored.order.case(CaseId::FIRST).unwrap().status, status);
    let told = |restored: &Restored<HardenedShop>| {
        let [other] = &restored.other_tables[..] else { panic!("one other table") };
        assert_eq!((other.table, other.first, other.last), (OLD, Version::FIRST, Version::new(4)));
        let [step] = other.transitions[..] else { panic!("one other move") };
        let flow = Flow::ReturnRefund;
        assert_eq!(step.from, Some((flow, AfterSaleStatus::ToBeReturned)));
        assert_eq!((step.version, step.action), (Version::new(4), Action::Refuse));
        assert_eq!((step.case, step.to), (CaseId::FIRST, (flow, status)));
        let [position] = other.standings[..] else { panic!("one other standing") };
        assert_eq!((position.version, position.case), (Version::new(2), CaseId::FIRST));
        assert_eq!(position.at, (flow, AfterSaleStatus::ToBeConfirmed));
        assert_eq!((position.then, position.today), (Phase::Closed, Some(Phase::UnderReview)));
    };
    told(&restored);
    // Each table is reported with its own.
    events[3]["about"]["table"] = json!(OLDER.to_string());
    let two = restore(shopxo(), None, events.iter().map(read)).unwrap();
    let each = two.other_tables.iter();
    let each: Vec<_> =
        each.map(|one| (one.table, one.transitions.len(), one.standings.len())).collect();
    assert_eq!(each, [(OLD, 0, 1), (OLDER, 1, 0)]);
    // A snapshot that is made today keeps that.
    for form in FORMS {
        let bytes = form.write(&StoredSnapshot::<HardenedShop>::of(restored.order.snapshot()));
        let resumed = restore(shopxo(), Some(form.read(&bytes).unwrap()), []).unwrap();
        assert_eq!(resumed, restored);
        told(&resumed);
    }
}

#[test]
fn a_case_that_was_opened_as_no_case_can_be_today_is_reported() {
    let shop = history();
    let mut events: Vec<Value> = shop.events.iter().map(|event| by_table(event, OLD)).collect();
    events.truncate(2);
    // In that table, a return began with the merchant's consent.
    let opened = opened(&mut events[1]);
    assert_eq!(opened["action"], "apply");
    opened["action"] = json!("agree_to_return");
    opened["position"]["status"] = json!("TO_BE_RETURNED");
    opened["position"]["status_phase"] = json!("waiting_for_goods");
    let restored = restore(shopxo(), None, events.iter().map(read)).unwrap();
    let [other] = &restored.other_tables[..] else { panic!("one other table") };
    let [step] = other.transitions[..] else { panic!("one other move: {other:?}") };
    assert_eq!((step.from, step.action), (None, Action::AgreeToReturn));
}

#[test]
fn a_snapshot_keeps_which_events_came_about_by_which_table() {
    let shop = history();
    let tables = [OLDER, OLD, OLD, aftersale::shopxo::LIFECYCLE.fingerprint(), OLD];
    let events: Vec<Value> =
        shop.events.iter().zip(tables).map(|(event, table)| by_table(event, table)).collect();
    let spans = |restored: &Restored<HardenedShop>| {
        let tables = restored.other_tables.iter();
        tables.map(|one| (one.table, one.first.number(), one.last.number())).collect::<Vec<_>>()
    };
    let whole = [(OLDER, 1, 1), (OLD, 2, 3), (OLD, 5, 5)];
    assert_eq!(spans(&restore(shopxo(), None, events.iter().map(read)).unwrap()), whole);
    for cut in 1..events.len() {
        let first = restore(shopxo(), None, events[..cut].iter().map(read)).unwrap();
        let snapshot = StoredSnapshot::<HardenedShop>::of(first.order.snapshot());
        let rest = restore(shopxo(), Some(snapshot), events[cut..].iter().map(read)).unwrap();
        assert_eq!(spans(&rest), whole, "cut at {cut}");
    }
    // One that was made in the days of another table names that, and not for the events that it knows to
    // be of others.
    let first = restore(shopxo(), None, events[..3].iter().map(read)).unwrap();
    let snapshot = StoredSnapshot::<HardenedShop>::of(first.order.snapshot());
    let mut then = serde_json::to_value(snapshot).unwrap();
    then["about"]["table"] = json!("0000000000000abc");
    then["snapshot"]["table_spans"].as_array_mut().unwrap().pop();
    let snapshot = Form::Json.read(then.to_string().as_bytes()).unwrap();
    let rest = restore(shopxo(), Some(snapshot), events[3..].iter().map(read)).unwrap();
    assert_eq!(spans(&rest), [(OLDER, 1, 1), (Fingerprint(0xabc), 2, 3), (OLD, 5, 5)]);
}

#[test]
fn a_fingerprint_has_sixteen_small_digits() {
    let event = &history().events[0];
    let error = |table: &str| {
        let mut event = by_table(event, OLD);
        event["about"]["table"] = json!(table);
        serde_json::from_value::<StoredEvent<HardenedShop>>(event)
            .err()
            .map(|error| error.to_string())
    };
    assert_eq!(error("00000000deadbeef"), None);
    for table in
        ["00000000DEADBEEF", "0000000deadbeef", "000000000deadbeef", "+0000000deadbeef", ""]
    {
        assert_eq!(error(table).as_deref(), Some("`table` is not a fingerprint"), "{table}");
    }
}

#[test]
fn the_fingerprint_of_a_table_stays_what_it_was() {
    // Hosts have these numbers in their stores. A table that changes gets another one.
    assert_eq!(aftersale::shopxo::LIFECYCLE.fingerprint().to_string(), SHOPXO);
    assert_eq!(aftersale::wechat::LIFECYCLE.fingerprint().to_string(), WECHAT);
    let trusting =
        aftersale::wechat::LIFECYCLE.trusting(aftersale::lifecycle::Evidence::Documented);
    assert_eq!(trusting.fingerprint().to_string(), WECHAT, "the table is the same");
}

const SHOPXO: &str = "69904bdbdf72bd97";
const WECHAT: &str = "fd0f17e750ebb0fa";

#[test]
fn an_order_without_a_kept_history_begins_with_its_status() {
    // A status column and nothing else: the order is opened, and its case is taken over.
    let mut shop = Shop::open(wechat(), tea_and_cups());
    let status = aftersale::wechat::AfterSaleStatus::PlatformRefundFail;
    let adoption = Adoption::new(Flow::RefundOnly, status);
    shop.does(Merchant, Request::Adopt(Adoption { lines: teas(1), ..adoption }.into()));
    for form in FORMS {
        let events: Vec<_> =
            shop.events.iter().map(|event| form.of_event::<WeChat>(event)).collect();
        let back = crate::forms::restored(form, wechat(), None, &events);
        assert_eq!(back.order.case(CaseId::FIRST).unwrap().status, status);
        assert_eq!(back.order, shop.order);
    }
}

/// A policy of a platform of the same statuses and another name.
#[derive(Clone, Debug, Eq, PartialEq)]
struct SameWords(HardenedShop);

aftersale::declare_lifecycle! {
    /// ShopXO's table under another name.
    const OTHER_NAME: Lifecycle<AfterSaleStatus> = {
        platform: "another shop",
        rules: aftersale::shopxo::rules::RULES,
        standings: aftersale::shopxo::rules::STANDINGS,
        without_rules: &[],
    };
}

impl Policy for SameWords {
    type Status = AfterSaleStatus;

    const LIFECYCLE: Lifecycle<AfterSaleStatus> = OTHER_NAME;

    fn terms(&self) -> &Terms {
        self.0.terms()
    }
}

#[test]
fn the_same_statuses_under_another_name_are_another_platforms() {
    let facts: OrderFacts = tea_and_cups();
    let (_, opened) = Order::open(SameWords(shopxo()), facts, crate::shop::at(0)).unwrap();
    for form in FORMS {
        let bytes = form.of_event::<SameWords>(&opened);
        let stored: StoredEvent<HardenedShop> = form.read(&bytes).unwrap();
        assert!(matches!(stored.content(), Err(ReadError::OtherPlatform { .. })));
    }
}
