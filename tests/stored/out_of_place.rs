//! What is not as it should be is told with its place, and nothing is restored of it.

use aftersale::lifecycle::Actor::{Buyer, Merchant};
use aftersale::lifecycle::{Action, Fingerprint, Flow, Lifecycle};
use aftersale::order::stored::{
    FORMAT, Format, Kind, NotRead, RestoreError, SnapshotFault, StoredEvent, StoredSnapshot,
    restore,
};
use aftersale::order::{
    Act, Adoption, CaseId, Event, Order, OrderFacts, Policy, ReplayError, Terms, Version,
};
use aftersale::shopxo::{AfterSaleStatus, Hardened};
use aftersale::wechat::WeChat;
use serde_json::{Value, json};

use crate::forms::{FORMS, Form};
use crate::shop::{Shop, parcel, refuse, shopxo, tea_and_cups, teas, wechat};

/// A history of five events: opened, applied, agreed, sent, refused.
fn history() -> Shop<Hardened> {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let case = shop.applies(Flow::ReturnRefund, teas(2), None);
    let offer = shop.offer(case);
    shop.does(Merchant, Act::AgreeToReturn { case, offer, address: "上海".into() });
    shop.does(Buyer, Act::ShipReturn { case, shipment: parcel() });
    shop.does(Merchant, refuse(case, offer));
    shop
}

fn stored(events: &[Event<AfterSaleStatus>]) -> Vec<StoredEvent<Hardened>> {
    events.iter().cloned().map(StoredEvent::of).collect()
}

fn fault(events: Vec<StoredEvent<Hardened>>) -> RestoreError {
    restore(shopxo(), None, events).unwrap_err()
}

#[test]
fn missing_doubled_and_swapped_events_are_told_by_their_versions() {
    let events = history().events;
    let out_of_place = |places: &[usize]| {
        let events: Vec<_> = places.iter().map(|place| events[*place].clone()).collect();
        fault(stored(&events)).to_string()
    };
    assert_eq!(out_of_place(&[]), "there is no event");
    assert_eq!(out_of_place(&[1, 2]), "event 2 of order A-1 does not open it");
    assert_eq!(out_of_place(&[0, 0]), "event 1 opens order A-1 again");
    assert_eq!(out_of_place(&[0, 2]), "event 3 of order A-1 where event 2 should be");
    assert_eq!(out_of_place(&[0, 1, 1]), "event 2 of order A-1 where event 3 should be");
    assert_eq!(out_of_place(&[0, 1, 3, 2]), "event 4 of order A-1 where event 3 should be");
    let mut foreign = events.clone();
    foreign[2].order = "A-2".into();
    let mixed = fault(stored(&foreign));
    assert_eq!(mixed.to_string(), "an event of order A-2 among those of order A-1");
    assert!(matches!(mixed, RestoreError::Replay(ReplayError::OtherOrder { .. })));
}

#[test]
fn a_snapshot_goes_on_with_the_event_after_it_and_no_other() {
    let shop = history();
    let middle = Order::replay(shopxo(), &shop.events[..3]).unwrap();
    let snapshot = || Some(StoredSnapshot::<Hardened>::of(middle.snapshot()));
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
fn another_platforms_kinds_and_formats_are_told_and_not_read() {
    let shop = history();
    for form in FORMS {
        let event = form.of_event::<Hardened>(&shop.events[1]);
        let platform =
            form.read::<WeChat, Event<aftersale::wechat::AfterSaleStatus>>(&event).unwrap();
        let not_read = NotRead::OtherPlatform { found: "ShopXO".into(), here: "WeChat" };
        assert_eq!(platform.content(), Err(not_read));

        let stored: StoredSnapshot<Hardened> = form.read(&event).unwrap();
        let not_read = NotRead::OtherKind { found: Kind::Event, wanted: Kind::Snapshot };
        assert_eq!(stored.content(), Err(not_read));

        let newer = form_two(form, &event);
        let stored: StoredEvent<Hardened> = form.read(&newer).unwrap();
        assert_eq!(stored.about().format, Format(2));
        let fault = restore(shopxo(), None, [stored]).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "event 1: it is of format 2, and this version reads formats 1 to 1"
        );
    }
    assert_eq!(FORMAT, Format(1));
}

/// The same bytes, if they were of format 2.
fn form_two(form: Form, event: &[u8]) -> Vec<u8> {
    match form {
        Form::Json => {
            let text = String::from_utf8(event.to_vec()).unwrap();
            text.replacen(r#""format":1"#, r#""format":2"#, 1).into_bytes()
        }
        Form::Postcard => {
            // The kind is the first byte, the format the second.
            let mut bytes = event.to_vec();
            assert_eq!(bytes[..2], [0, 1]);
            bytes[1] = 2;
            bytes
        }
    }
}

#[test]
fn fields_that_nobody_knows_and_fields_that_are_not_there_are_errors() {
    let event = Form::Json.of_event::<Hardened>(&history().events[1]);
    let event: Value = serde_json::from_slice(&event).unwrap();
    let read = |event: &Value| {
        Form::Json.read::<Hardened, Event<AfterSaleStatus>>(event.to_string().as_bytes())
    };
    assert!(read(&event).is_ok());
    // The fields may come in any order, as a database that sorts them gives them.
    let turned = format!(r#"{{"event":{},"about":{}}}"#, event["event"], event["about"]);
    assert!(Form::Json.read::<Hardened, Event<AfterSaleStatus>>(turned.as_bytes()).is_ok());

    let mut places = vec![String::new()];
    let mut objects = Vec::new();
    while let Some(place) = places.pop() {
        match event.pointer(&place).unwrap() {
            Value::Object(fields) => {
                places.extend(fields.keys().map(|field| format!("{place}/{field}")));
                objects.push(place);
            }
            Value::Array(items) => {
                places.extend((0..items.len()).map(|item| format!("{place}/{item}")));
            }
            _ => {}
        }
    }
    assert!(objects.len() > 8, "{objects:?}");
    for place in objects {
        let mut more = event.clone();
        more.pointer_mut(&place).unwrap()["surprise"] = json!(1);
        assert!(read(&more).is_err(), "{place}");
        for field in event.pointer(&place).unwrap().as_object().unwrap().keys() {
            let mut less = event.clone();
            less.pointer_mut(&place).unwrap().as_object_mut().unwrap().remove(field);
            assert!(read(&less).is_err(), "{place} without {field}");
        }
    }
}

#[test]
fn a_snapshot_that_does_not_hold_together_is_told() {
    let shop = history();
    let snapshot = serde_json::to_value(shop.order.snapshot()).unwrap();
    let whys = [
        ("/books/version", json!(0), "its version is none"),
        ("/books/version", json!(u64::MAX), "no event can follow it"),
        ("/books/due/0/id/version", json!(99), "an effect is of an event that has not been"),
        (
            "/books/due/0/effect",
            json!({"pay": {"key": "k", "case": 9, "amount": {"amount": 5, "currency": ["CNY", 2]}}}),
            "it says to pay, which only a payment does",
        ),
        ("/books/opening/shares", json!([]), "its shares are not one for each line"),
        ("/books/applications", json!([1]), "its applications are not counted for each line"),
        ("/books/cases/0/id", json!(2), "its cases do not count up from 1"),
        (
            "/books/cases/0/claim/lines/0/line",
            json!("pot"),
            "a case asks for a line that is not there",
        ),
        ("/books/cases/0/moves", json!([]), "nobody knows how a case came to its status"),
    ];
    for (place, value, what) in whys {
        let mut broken = snapshot.clone();
        *broken.pointer_mut(place).unwrap() = value;
        let broken = serde_json::from_value(broken).unwrap();
        let fault = Order::resume(shopxo(), broken).unwrap_err();
        assert_eq!(fault.what, what, "{place}");
        let SnapshotFault { order, version, .. } = fault;
        assert_eq!(order.as_str(), "A-1");
        assert!(version == Version::new(5) || place == "/books/version");
    }
}

#[test]
fn another_table_is_told_with_the_moves_that_todays_does_not_have_and_nothing_is_lost() {
    let shop = history();
    let about = Fingerprint(0xdead_beef);
    let of_another_table = |event: &Event<AfterSaleStatus>| {
        let bytes = Form::Json.of_event::<Hardened>(event);
        let mut event: Value = serde_json::from_slice(&bytes).unwrap();
        event["about"]["table"] = json!(about.to_string());
        event
    };
    let mut events: Vec<Value> = shop.events.iter().map(of_another_table).collect();
    // In that table, a shop could refuse while the goods were away.
    let refused = &mut events[4]["event"]["happened"]["done"];
    assert_eq!(refused["act"].as_object().unwrap().keys().next().unwrap(), "refuse");
    events.remove(3);
    events[3]["event"]["version"] = json!(4);
    let read = |event: &Value| Form::Json.read(event.to_string().as_bytes()).unwrap();
    let events: Vec<StoredEvent<Hardened>> = events.iter().map(read).collect();
    let restored = restore(shopxo(), None, events).unwrap();
    assert_eq!(restored.order.case(CaseId::FIRST).unwrap().status, AfterSaleStatus::Rejected);
    let [other] = &restored.other_tables[..] else { panic!("one other table") };
    assert_eq!((other.table, other.since), (about, Version::FIRST));
    let moves: Vec<_> =
        other.moves.iter().map(|step| (step.version, step.from, step.action, step.to)).collect();
    let (from, to) = (AfterSaleStatus::ToBeReturned, AfterSaleStatus::Rejected);
    assert_eq!(moves, [(Version::new(4), from, Action::Refuse, to)]);
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

const SHOPXO: &str = "dded1695f79a8926";
const WECHAT: &str = "59a0f93ef20857f7";

#[test]
fn an_order_whose_history_nobody_kept_begins_with_its_status() {
    // A status column and nothing else: the order is opened, and its case is taken over.
    let mut shop = Shop::open(wechat(), tea_and_cups());
    let status = aftersale::wechat::AfterSaleStatus::PlatformRefundFail;
    let adoption = Adoption::new(Flow::RefundOnly, status);
    shop.does(Merchant, Act::Adopt(Adoption { lines: teas(1), ..adoption }));
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
struct SameWords(Hardened);

aftersale::lifecycle! {
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
        let stored: StoredEvent<Hardened> = form.read(&bytes).unwrap();
        assert!(matches!(stored.content(), Err(NotRead::OtherPlatform { .. })));
    }
}
