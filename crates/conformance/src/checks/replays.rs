//! Recorded sequences of ShopXO, replayed: nothing differs, and whatever is altered is found out.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{as_paths, assert_clean, collections, counted, files, scratch};
use crate::report::Report;
use crate::{calc, traces};

#[test]
fn every_step_of_every_recorded_sequence_is_what_the_faithful_shop_does() {
    for folder in collections("shopxo", "shopxo") {
        let report = traces::replay(&as_paths(&files(&folder, "traces_"))).unwrap();
        assert_clean(&report);
        assert_eq!(counted(&report, "compared"), counted(&report, "steps"), "{report}");
        assert_eq!(counted(&report, "skipped"), 0, "{report}");
    }
}

#[test]
fn every_difference_of_the_hardened_shop_has_a_reason() {
    for folder in collections("shopxo", "shopxo") {
        let report = traces::judge(&as_paths(&files(&folder, "traces_"))).unwrap();
        assert_clean(&report);
        assert_eq!(counted(&report, "compared"), counted(&report, "steps"), "{report}");
        // Each reason is a defect or an invariant, by its number.
        let classes: Vec<&String> =
            report.lines.iter().filter(|line| line.contains(" × ")).collect();
        let has_reason = |line: &&&String| line.contains("(D") || line.contains("(I");
        assert!(classes.len() > 10 && classes.iter().all(|line| has_reason(&line)), "{report}");
    }
}

/// Returns the first of the project's own sequences, with another recording.
fn altered_sequence(alter: impl Fn(&mut Value)) -> PathBuf {
    let recorded = std::fs::read_to_string(&files(&collections("shopxo", "")[0], "traces_v690")[0]);
    let mut sequence = serde_json::from_str(recorded.unwrap().lines().next().unwrap()).unwrap();
    alter(&mut sequence);
    let thread = format!("{:?}", std::thread::current().id());
    let path = scratch().join(format!("sequence_{thread}.jsonl"));
    std::fs::write(&path, sequence.to_string()).unwrap();
    path
}

/// Replays it under the faithful policy.
fn replayed(alter: impl Fn(&mut Value)) -> Report {
    traces::replay(&[&altered_sequence(alter)]).unwrap()
}

/// Replays it with the hardened shop.
fn judged(alter: impl Fn(&mut Value)) -> Report {
    traces::judge(&[&altered_sequence(alter)]).unwrap()
}

#[test]
fn a_sequence_fails_when_another_answer_or_state_is_recorded() {
    assert_clean(&replayed(|_| {}));
    assert_clean(&judged(|_| {}));
    let altered = [
        ("/steps/0/code", json!(-2)),
        ("/steps/0/msg", json!("成功")),
        ("/steps/0/s/o/0", json!(9)),
        ("/steps/0/s/o/1", json!(9)),
        ("/steps/0/s/o/2", json!("0.01")),
        ("/steps/0/s/o/3", json!(9)),
        ("/steps/0/s/o/4", json!(1)),
        ("/steps/0/s/l/0/0", json!(9)),
        ("/steps/0/s/l/0/1", json!("0.01")),
        ("/steps/0/s/ret/0/0", json!(-9)),
        ("/steps/0/s/ret/0/1", json!("99.99")),
        ("/steps/0/d/n", json!(7)),
        ("/steps/0/d/can", json!(2)),
        ("/steps/0/d/s0", json!("0000,0000,0000")),
        ("/steps/0/d/s1", json!("0000,0000,0000,0000,0000")),
        ("/init/o/0", json!(9)),
        ("/init/ret/0/1", json!("99.99")),
        ("/init_d/0/s0", json!("0000,0000,0000")),
    ];
    for (pointer, value) in altered {
        let faithful = replayed(|sequence| {
            let field = sequence.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}"));
            assert_ne!(*field, value, "{pointer}");
            *field = value.clone();
        });
        assert!(!faithful.is_clean(), "{pointer}: {faithful}");
    }
}

#[test]
fn a_row_of_a_recorded_case_is_compared_field_by_field() {
    let field = |name: &str, value: Value| {
        let faithful = replayed(|sequence| {
            let steps = sequence["steps"].as_array_mut().unwrap();
            let rows = steps.iter_mut().filter_map(|step| step["s"].get_mut("a"));
            let mut rows = rows.flat_map(|rows| rows.as_object_mut().unwrap().values_mut());
            let row = rows.find(|row| row.is_object()).unwrap();
            assert_ne!(row.get(name), Some(&value), "{name}");
            row[name] = value.clone();
        });
        assert!(!faithful.is_clean(), "{name}: {faithful}");
    };
    field("l", json!(8));
    field("type", json!(9));
    field("status", json!(9));
    field("number", json!(77));
    field("price", json!("77.77"));
    field("ts", json!("111111"));
    field("reason", json!("别的"));
}

#[test]
fn a_difference_of_the_hardened_shop_that_has_no_reason_is_a_mismatch() {
    // A step that both shops have done is recorded as refused, and the other way round.
    let turned = judged(|sequence| {
        for step in sequence["steps"].as_array_mut().unwrap() {
            let other = if step["code"] == 0 { -1 } else { 0 };
            step["code"] = other.into();
        }
    });
    assert!(!turned.is_clean(), "{turned}");
    // No reason explains another offer of an order that adds up.
    let hardened = judged(|sequence| {
        for (field, value) in [("increase_price", "0.00"), ("preferential_price", "0.00")] {
            sequence["order"][field] = value.into();
        }
        sequence["steps"][0]["s"]["l"][0][1] = "77.77".into();
    });
    assert!(!hardened.is_clean(), "{hardened}");
}

#[test]
fn an_unknown_operation_is_not_skipped_silently() {
    let faithful = replayed(|sequence| sequence["steps"][0]["op"] = "confirn".into());
    assert!(!faithful.is_clean() && counted(&faithful, "skipped") == 1, "{faithful}");
}

#[test]
fn what_shopxo_offers_is_what_was_recorded() {
    for folder in collections("shopxo", "shopxo") {
        assert_clean(&calc::check(&as_paths(&files(&folder, "calc_"))).unwrap());
    }
}
