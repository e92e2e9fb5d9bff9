//! Every typed field has a value in a document, and altering one by its type changes exactly that in the JSON.

mod cases;
mod disputes;
mod guarantees;

use std::fmt::Debug;

use aftersale::channels::wire::calls::*;
use aftersale::channels::wire::guarantee::*;
use aftersale::channels::{AfterSaleReason, AfterSaleType, MediaType};
use aftersale::money::Amount;
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;
use aftersale::wire::{
    Code, Field, Json, PlatformId, Record, ReturnCode, Word, YesNo, decode, encode,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{document, json as compare, pointers};

/// The place of a field, its new value in the JSON, and the same change by type.
type Change<T> = (&'static str, Value, fn(&mut T));

/// Checks that the document has a value in every typed field, that every field of the document is altered,
/// and that each change changes exactly that.
#[track_caller]
fn each_change_changes_exactly_that<T>(text: &str, changes: &[Change<T>])
where
    T: DeserializeOwned + Serialize + Record + Debug + PartialEq,
{
    let original: T = decode(text).unwrap();
    assert!(original.untyped_fields().is_empty(), "{:?}", original.untyped_fields());
    let shown = format!("{original:?}");
    assert!(!shown.contains("Missing"), "a typed field has no value: {shown}");
    let document: Value = serde_json::from_str(text).unwrap();
    for pointer in pointers(&document) {
        let value = document.pointer(&pointer).unwrap();
        let is_part = match value {
            Value::Object(_) => !pointer.contains("history_list"),
            Value::Array(items) => items.iter().any(Value::is_object),
            _ => pointer.rsplit('/').next().is_some_and(|last| last.parse::<usize>().is_ok()),
        };
        let is_inside = changes.iter().any(|(place, ..)| pointer.starts_with(&format!("{place}/")));
        let is_altered = changes.iter().any(|(place, ..)| *place == pointer);
        assert!(is_part || is_inside || is_altered, "{pointer} is not altered");
    }
    for (pointer, value, change) in changes {
        let mut record: T = decode(text).unwrap();
        change(&mut record);
        assert_ne!(record, original, "{pointer}");
        let mut expected = document.clone();
        let slot = expected.pointer_mut(pointer);
        let slot = slot.unwrap_or_else(|| panic!("no {pointer} in the document"));
        assert_ne!(slot, value, "{pointer} does not change");
        *slot = value.clone();
        if let Some(difference) = compare::first_difference(&expected.to_string(), &encode(&record))
        {
            panic!("{pointer}: {difference}");
        }
        let again: T = decode(&expected.to_string()).unwrap();
        assert_eq!(again, record, "{pointer}");
    }
}

fn part<T>(field: &mut Field<T>) -> &mut T {
    field.value_mut().unwrap()
}

fn first<T>(field: &mut Field<Vec<T>>) -> &mut T {
    part(field).first_mut().unwrap()
}

fn first_of<T>(field: &mut Field<OneOrMany<T>>) -> &mut T {
    part(field).as_mut_slice().first_mut().unwrap()
}

/// An id that differs from each in the documents.
fn id() -> PlatformId {
    "3741926005518269999".into()
}

const ID: &str = "3741926005518269999";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn fen(minor: i64) -> Amount {
    Amount::from_minor(minor)
}
