//! Mirrored cases are stored and read back, as JSON and in a compact form; broken ones are errors.

use aftersale::lifecycle::{Action, Fact, Flow, KnownFacts};
use aftersale::mirror::{MirroredCase, SeenStatus, Sighting, Source};
use aftersale::wechat::AfterSaleStatus::{self, *};
use serde_json::{Value, json};

use crate::stories::{at, mirror};

type Case = MirroredCase<AfterSaleStatus>;

/// A case with everything that is kept: facts, flows, deadlines, unknown words, an end that was left, forgotten statuses with
/// unexplained passages among them.
fn full_case() -> Case {
    let mirror = mirror();
    let known =
        |status, seconds| Sighting::new(SeenStatus::Known(status), at(seconds), Source::Poll);
    let (mut case, _) =
        mirror.begin(&known(MerchantProcessing, 10).of_flow(Flow::ReturnRefund)).unwrap();
    let unknown = SeenStatus::named("SOMETHING_NEW");
    let mut sightings = vec![
        Sighting::after(Action::AgreeToReturn, SeenStatus::Known(UserWaitReturn), at(20))
            .until(at(90)),
        known(MerchantWaitReceipt, 30).telling(KnownFacts::UNKNOWN.with(Fact::DisputeOpen, true)),
        known(MerchantReturnSuccess, 40),
        Sighting::new(unknown, at(50), Source::Callback).finished(),
    ];
    for turn in 0..12 {
        let status = if turn % 2 == 0 { UserCanceld } else { UserWaitReturn };
        sightings.push(known(status, 60 + turn));
    }
    sightings.push(Sighting::new(unknown, at(100), Source::Callback));
    for sighting in sightings {
        mirror.see(&mut case, &sighting).unwrap();
    }
    case
}

#[test]
fn a_case_comes_back_as_it_was() {
    let case = full_case();
    let json = serde_json::to_string(&case).unwrap();
    assert_eq!(serde_json::from_str::<Case>(&json).unwrap(), case);
    let bytes = postcard::to_allocvec(&case).unwrap();
    assert_eq!(postcard::from_bytes::<Case>(&bytes).unwrap(), case);
    assert!(json.contains(r#"{"unknown":"SOMETHING_NEW"}"#), "{json}");
}

#[test]
fn a_broken_case_is_an_error() {
    let good = serde_json::to_value(full_case()).unwrap();
    let read =
        |value: Value| serde_json::from_value::<Case>(value).map_err(|error| error.to_string());
    assert!(read(good.clone()).is_ok());
    for (place, value, said) in [
        ("/spans", json!([]), "a mirrored case has no status"),
        ("/spans/0/first", json!(1_000), "not in the order of their times"),
        ("/spans/0/last", json!(1_795_300_763_000_i64), "not in the order of their times"),
        ("/spans/0/status", json!({"known": "NEVER_HEARD"}), "not one of this platform's"),
        ("/spans/0/status", json!({"unknown": ""}), "an unknown status is empty or too long"),
        (
            "/spans/0/status",
            json!({"unknown": "X".repeat(257)}),
            "an unknown status is empty or too long",
        ),
        ("/spans/0/told", json!([["no_such_fact", true]]), "unknown variant"),
        (
            "/unexplained",
            Value::Array(vec![good["unexplained"][0].clone(); 9]),
            "more statuses or unexplained passages",
        ),
        (
            "/spans",
            Value::Array(vec![good["spans"][0].clone(); 13]),
            "more statuses or unexplained passages",
        ),
    ] {
        let mut broken = good.clone();
        *broken.pointer_mut(place).unwrap() = value;
        let error = read(broken).unwrap_err();
        assert!(error.contains(said), "{place}: {error}");
    }
}
