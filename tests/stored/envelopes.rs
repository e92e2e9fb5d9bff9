//! A host puts events and snapshots into envelopes of its own. Whatever golden document is put into whatever envelope, in
//! whatever form that describes itself, it comes back, and is written again byte for byte as it was.

use aftersale::order::Event;
use aftersale::order::stored::{Snapshot, Storable, Stored, StoredEvent, StoredSnapshot};
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::forms::Form;
use crate::golden::histories;
use crate::shop::Platform;

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Field<T> {
    row: u64,
    stored: T,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Flattened<T> {
    row: u64,
    #[serde(flatten)]
    stored: T,
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
enum Tagged<E, S> {
    Event(E),
    Snapshot(S),
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
#[serde(tag = "what", content = "stored", rename_all = "snake_case")]
enum TaggedBeside<E, S> {
    Event(E),
    Snapshot(S),
}

#[derive(Debug, Deserialize, PartialEq, Serialize)]
enum Externally<E, S> {
    Event(E),
    Snapshot(S),
}

/// Writes, reads and writes again: the same value and the same bytes.
fn comes_back<T>(value: &T, form: &str)
where
    T: DeserializeOwned + PartialEq + Serialize + std::fmt::Debug,
{
    let (written, again): (Vec<u8>, Vec<u8>) = match form {
        "JSON" => {
            let written = serde_json::to_vec(value).unwrap();
            let read: T = serde_json::from_slice(&written).unwrap();
            assert_eq!(read, *value, "{form}");
            (written, serde_json::to_vec(&read).unwrap())
        }
        "CBOR" => {
            let mut written = Vec::new();
            ciborium::into_writer(value, &mut written).unwrap();
            let read: T = ciborium::from_reader(&written[..]).unwrap();
            assert_eq!(read, *value, "{form}");
            let mut again = Vec::new();
            ciborium::into_writer(&read, &mut again).unwrap();
            (written, again)
        }
        _ => {
            let written = rmp_serde::to_vec_named(value).unwrap();
            let read: T = rmp_serde::from_slice(&written).unwrap();
            assert_eq!(read, *value, "{form}");
            (written, rmp_serde::to_vec_named(&read).unwrap())
        }
    };
    assert_eq!(written, again, "{form}");
}

fn in_postcard<T>(value: &T)
where
    T: DeserializeOwned + PartialEq + Serialize + std::fmt::Debug,
{
    let written = postcard::to_allocvec(value).unwrap();
    assert_eq!(postcard::from_bytes::<T>(&written).unwrap(), *value);
}

/// Every envelope that holds a document of this kind, in every form.
fn every_envelope<P, T>(stored: &Stored<P, T>)
where
    P: Platform,
    T: Storable + Clone + DeserializeOwned + PartialEq + Serialize + std::fmt::Debug,
{
    for form in ["JSON", "CBOR", "MessagePack"] {
        comes_back(&Field { row: 7, stored: stored.clone() }, form);
        comes_back(&Flattened { row: 7, stored: stored.clone() }, form);
        comes_back(&Tagged::<_, ()>::Event(stored.clone()), form);
        comes_back(&TaggedBeside::<_, ()>::Event(stored.clone()), form);
        comes_back(&Externally::<_, ()>::Event(stored.clone()), form);
    }
    in_postcard(&Field { row: 7, stored: stored.clone() });
    in_postcard(&Externally::<_, ()>::Event(stored.clone()));
}

fn every_golden_document<P: Platform>(platform: &str) {
    for history in histories::<P>(platform, Form::Json) {
        for bytes in &history.events {
            let event: StoredEvent<P> = Form::Json.read(bytes).unwrap();
            every_envelope::<P, Event<P::Status>>(&event);
        }
        let snapshot: StoredSnapshot<P> = Form::Json.read(&history.snapshot).unwrap();
        every_envelope::<P, Snapshot<P::Status>>(&snapshot);
    }
}

#[test]
fn every_golden_document_of_shopxo_comes_back_from_every_envelope() {
    every_golden_document::<HardenedShop>("shopxo");
}

#[test]
fn every_golden_document_of_wechat_comes_back_from_every_envelope() {
    every_golden_document::<WeChat>("wechat");
}

#[test]
fn a_number_in_a_form_for_people_is_checked_as_a_name_is() {
    let text = |status: &str| {
        format!(r#"{{"flow":"refund_only","status":{status},"#)
            + r#""status_phase":"refused","facts":{"holds":[],"fails":[]}}"#
    };
    type Position = aftersale::order::CasePosition<aftersale::shopxo::AfterSaleStatus>;
    let read = |status| serde_json::from_str::<Position>(&text(status));
    assert_eq!(read("\"REJECTED\"").unwrap(), read("4").unwrap());
    for (status, error) in [
        ("9", "this platform has no status 9"),
        ("256", "this platform has no status 256"),
        ("18446744073709551615", "this platform has no status 18446744073709551615"),
        ("\"rejected\"", "this platform has no status rejected"),
        ("-1", "invalid type: integer `-1`, expected a text or a number"),
        ("null", "invalid type: null, expected a text or a number"),
    ] {
        let found = read(status).unwrap_err().to_string();
        assert!(found.starts_with(error), "{found}");
    }
}
