//! The checks of `examples/conformance` as tests: on the files that the project carries, and on the
//! larger collection of recordings where it stands beside the checkout.

#[path = "../examples/conformance/calc.rs"]
mod calc;
#[path = "../examples/conformance/files.rs"]
mod files;
#[path = "../examples/conformance/json.rs"]
mod json;
#[path = "../examples/conformance/price.rs"]
mod price;
#[path = "../examples/conformance/report.rs"]
mod report;
#[path = "../examples/conformance/shopxo.rs"]
mod shopxo;
#[path = "../examples/conformance/traces/mod.rs"]
mod traces;
#[path = "../examples/conformance/vectors/mod.rs"]
mod vectors;
#[path = "../examples/conformance/wechat.rs"]
mod wechat;

use std::path::{Path, PathBuf};

use report::Report;

/// `tests/data`, and the collection beside the checkout if it is there.
fn collections(ours: &str, beside: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.join("../shared/data").join(beside);
    let mut collections = vec![root.join("tests/data").join(ours)];
    if beside.exists() {
        collections.push(beside);
    } else {
        println!("only the project's own files: there is no collection beside the checkout");
    }
    collections
}

fn files(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(prefix))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "nothing to check in {}", folder.display());
    files
}

fn as_paths(files: &[PathBuf]) -> Vec<&Path> {
    files.iter().map(PathBuf::as_path).collect()
}

#[track_caller]
fn assert_clean(report: &Report) {
    assert!(report.is_clean(), "{report}");
}

#[test]
fn every_wechat_document_comes_out_as_it_went_in() {
    for folder in collections("wechat", "wechat") {
        assert_clean(&wechat::payloads(&folder).unwrap());
    }
}

#[test]
fn of_the_projects_own_wechat_documents_only_those_in_refused_are_refused() {
    let report = wechat::payloads(&collections("wechat", "wechat")[0]).unwrap();
    let refused = |line: &&String| line.starts_with("refused ");
    assert!(report.lines.iter().filter(refused).all(|line| line.starts_with("refused refused/")));
    assert!(
        report.to_string().ends_with("files=22 decoded=16 untyped=7 refused=6 changed=0"),
        "{report}"
    );
}

#[test]
fn the_shopxo_tables_are_the_recorded_ones() {
    for folder in collections("shopxo", "shopxo") {
        assert_clean(&shopxo::tables(&as_paths(&files(&folder, "tables_"))).unwrap());
    }
}

#[test]
fn every_recorded_shopxo_answer_is_typed_and_comes_out_as_it_went_in() {
    for folder in collections("shopxo/http", "shopxo/http") {
        let report = shopxo::http(&as_paths(&files(&folder, ""))).unwrap();
        assert_clean(&report);
        assert!(report.to_string().contains("untyped=0"), "{report}");
    }
}

#[test]
fn every_step_of_every_recorded_sequence_is_what_the_faithful_shop_does() {
    for folder in collections("shopxo", "shopxo") {
        let report = traces::replay(&as_paths(&files(&folder, "traces_"))).unwrap();
        assert_clean(&report);
        assert_eq!(report.counted("compared"), report.counted("steps"), "{report}");
        assert_eq!(report.counted("skipped"), 0, "{report}");
    }
}

#[test]
fn every_difference_of_the_hardened_shop_has_a_reason() {
    for folder in collections("shopxo", "shopxo") {
        let report = traces::judge(&as_paths(&files(&folder, "traces_"))).unwrap();
        assert_clean(&report);
        assert_eq!(report.counted("compared"), report.counted("steps"), "{report}");
        // Each reason is a defect or an invariant, by its number.
        let classes: Vec<&String> =
            report.lines.iter().filter(|line| line.contains(" × ")).collect();
        let has_reason = |line: &&&String| line.contains("(D") || line.contains("(I");
        assert!(classes.len() > 10 && classes.iter().all(|line| has_reason(&line)), "{report}");
    }
}

/// The first of the project's own sequences, when its recording is another one.
fn altered_sequence(alter: impl Fn(&mut serde_json::Value)) -> PathBuf {
    let recorded = std::fs::read_to_string(&files(&collections("shopxo", "")[0], "traces_v690")[0]);
    let mut sequence = serde_json::from_str(recorded.unwrap().lines().next().unwrap()).unwrap();
    alter(&mut sequence);
    let thread = format!("{:?}", std::thread::current().id());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sequence_{thread}.jsonl"));
    std::fs::write(&path, sequence.to_string()).unwrap();
    path
}

/// What the replay under the faithful policy says of it.
fn replayed(alter: impl Fn(&mut serde_json::Value)) -> Report {
    traces::replay(&[&altered_sequence(alter)]).unwrap()
}

/// What the hardened shop does with it.
fn judged(alter: impl Fn(&mut serde_json::Value)) -> Report {
    traces::judge(&[&altered_sequence(alter)]).unwrap()
}

#[test]
fn a_sequence_fails_when_another_answer_or_state_is_recorded() {
    assert_clean(&replayed(|_| {}));
    assert_clean(&judged(|_| {}));
    let altered = [
        ("/steps/0/code", serde_json::json!(-2)),
        ("/steps/0/msg", serde_json::json!("成功")),
        ("/steps/0/s/o/0", serde_json::json!(9)),
        ("/steps/0/s/o/1", serde_json::json!(9)),
        ("/steps/0/s/o/2", serde_json::json!("0.01")),
        ("/steps/0/s/o/3", serde_json::json!(9)),
        ("/steps/0/s/o/4", serde_json::json!(1)),
        ("/steps/0/s/l/0/0", serde_json::json!(9)),
        ("/steps/0/s/l/0/1", serde_json::json!("0.01")),
        ("/steps/0/s/ret/0/0", serde_json::json!(-9)),
        ("/steps/0/s/ret/0/1", serde_json::json!("99.99")),
        ("/steps/0/d/n", serde_json::json!(7)),
        ("/steps/0/d/can", serde_json::json!(2)),
        ("/steps/0/d/s0", serde_json::json!("0000,0000,0000")),
        ("/steps/0/d/s1", serde_json::json!("0000,0000,0000,0000,0000")),
        ("/init/o/0", serde_json::json!(9)),
        ("/init/ret/0/1", serde_json::json!("99.99")),
        ("/init_d/0/s0", serde_json::json!("0000,0000,0000")),
    ];
    for (place, value) in altered {
        let faithful = replayed(|sequence| {
            let field = sequence.pointer_mut(place).unwrap_or_else(|| panic!("no {place}"));
            assert_ne!(*field, value, "{place}");
            *field = value.clone();
        });
        assert!(!faithful.is_clean(), "{place}: {faithful}");
    }
}

#[test]
fn a_row_of_a_recorded_case_is_compared_field_by_field() {
    let field = |name: &str, value: serde_json::Value| {
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
    field("l", serde_json::json!(8));
    field("type", serde_json::json!(9));
    field("status", serde_json::json!(9));
    field("number", serde_json::json!(77));
    field("price", serde_json::json!("77.77"));
    field("ts", serde_json::json!("111111"));
    field("reason", serde_json::json!("别的"));
}

#[test]
fn a_difference_of_the_hardened_shop_that_has_no_reason_is_a_mismatch() {
    // What both shops have done is said to have been refused, and the other way round.
    let turned = judged(|sequence| {
        for step in sequence["steps"].as_array_mut().unwrap() {
            let other = if step["code"] == 0 { -1 } else { 0 };
            step["code"] = other.into();
        }
    });
    assert!(!turned.is_clean(), "{turned}");
    // Nobody can say why something else was offered of an order that adds up.
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
    assert!(!faithful.is_clean() && faithful.counted("skipped") == 1, "{faithful}");
}

#[test]
fn what_shopxo_offers_is_what_was_recorded() {
    for folder in collections("shopxo", "shopxo") {
        assert_clean(&calc::check(&as_paths(&files(&folder, "calc_"))).unwrap());
    }
}

#[test]
fn a_check_fails_when_a_recorded_flag_is_another() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let recorded = std::fs::read_to_string(&files(&collections("shopxo", "")[0], "tables_v221")[0]);
    let altered = recorded.unwrap().replacen("\"is_end\": 1", "\"is_end\": 0", 1);
    let path = folder.join("altered_tables.json");
    std::fs::write(&path, altered).unwrap();
    let report = shopxo::tables(&[&path]).unwrap();
    assert!(!report.is_clean() && report.to_string().ends_with("mismatches=1"), "{report}");
}

#[test]
fn every_recorded_refund_is_what_the_crate_gives() {
    let files = collections("refund_vectors.jsonl", "refund_vectors.jsonl");
    for (place, file) in files.iter().enumerate() {
        let report = vectors::check(&[file]).unwrap();
        println!("{report}");
        assert_clean(&report);
        // No vector slips away: of those beside the checkout only one is left out, of tenders.
        let left_out = report.lines.iter().filter(|line| line.starts_with("not applicable "));
        let left_out: Vec<&String> = left_out.collect();
        let is_of_tenders = |line: &&String| line.contains("tenders");
        assert!(
            place == 0 || (left_out.len() <= 1 && left_out.iter().all(is_of_tenders)),
            "{report}"
        );
    }
}

#[test]
fn of_the_projects_own_refund_vectors_only_tenders_and_taxes_are_not_applicable() {
    let report = vectors::check(&[&collections("refund_vectors.jsonl", "")[0]]).unwrap();
    let left_out = report.lines.iter().filter(|line| line.starts_with("not applicable "));
    let left_out: Vec<&str> = left_out.filter_map(|line| line.split([' ', ':']).nth(2)).collect();
    assert_eq!(left_out, ["tax-only", "tenders", "tax-drift"]);
    assert!(report.to_string().ends_with("passed=60 failed=0 not-applicable=3"), "{report}");
    // Whoever expects lossy figures is told so; nobody else is.
    let lossy = report.lines.iter().filter(|line| line.contains("ours are exact"));
    let lossy: Vec<&str> = lossy.map(String::as_str).collect();
    assert_eq!(
        lossy,
        [
            "passed theirs-loses: `sum`: the expected figures lose 5 of 2000; ours are exact",
            "passed theirs-invents: `refund_all`: the expected figures invent 1 of 800; ours are exact",
            "passed theirs-loses-parts: `amounts`: the expected figures lose 2 of 2900; ours are exact",
        ]
    );
}

/// What the check says of vectors that are written as these.
fn said_of_vectors(name: &str, text: &str) -> std::io::Result<Report> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    vectors::check(&[&path])
}

#[test]
fn a_vector_fails_when_another_figure_or_error_is_expected() {
    let recorded = std::fs::read_to_string(&collections("refund_vectors.jsonl", "")[0]).unwrap();
    let altered = [
        ("weights-largest-remainder", "[190, 77, 134]", "[191, 76, 134]"),
        ("weights-other-policy", "[39, 56]", "[39, 57]"),
        ("caps", "\"undistributed\": 0", "\"undistributed\": 1"),
        ("equal-nobody", "zero_targets", "must_be_positive"),
        ("unit-exact", "3333.333333333333333", "3333.333333333333335"),
        ("units-in-turn", "[666, 667, 667]", "[667, 667, 666]"),
        ("line-below", "true", "false"),
        ("line-above", "{\"error\": \"exceeds_line_refundable\"}", "{\"left\": 1250}"),
        ("payment-above", "\"requested\": 601", "\"requested\": 600"),
        ("claims-over-a-line", "\"max_sum\": 6000", "\"max_sum\": -1"),
        ("shipping-above", "\"remaining\": 500", "\"remaining\": 499"),
        ("running-total", "[700, 500, 0]", "[700, 500, 700]"),
        ("ledger", "\"refund_pending\": 900", "\"refund_pending\": 0"),
        ("decimal-three-places", "1.234 KWD", "12.34 KWD"),
        ("decimal-to-fen", "435", "434"),
        ("received-without-quantity", "\"refund\": 21900", "\"refund\": 21899"),
        ("line-twice-in-a-request", "\"duplicate_line\"", "\"must_be_positive\""),
        ("theirs-loses", "\"sum\": 1995", "\"sum\": 1992"),
        ("theirs-loses-parts", "[966, 966, 966]", "[966, 966, 964]"),
        ("claims-counted", "\"accepted\": 1", "\"accepted\": 2"),
        ("shipping-nothing", "\"shipping\": 0", "\"shipping\": 1"),
        ("equal", "[15, 15, 14, 14, 14, 14, 14]", "[14, 14, 14, 14, 14, 14, 14]"),
    ];
    for (id, right, wrong) in altered {
        let id = format!("\"id\": \"{id}\"");
        let vector = recorded.lines().find(|vector| vector.contains(&id)).unwrap();
        assert!(vector.contains(right), "{vector}");
        let report = said_of_vectors("altered.jsonl", &vector.replacen(right, wrong, 1)).unwrap();
        let has_failed = report.to_string().ends_with("passed=0 failed=1 not-applicable=0");
        assert!(!report.is_clean() && has_failed, "{vector}: {report}");
    }
}

#[test]
fn a_vector_fails_when_the_crate_gives_the_wrong_answer_that_was_seen() {
    let vector = r#"{"id": "v", "op": "split_equal", "input": {"total": 10, "n": 3},
        "expect": {"sum": 10}, "wrong_answer_seen": {"parts": [4, 3, 3]}}"#;
    let report = said_of_vectors("seen.jsonl", &vector.replace('\n', " ")).unwrap();
    assert_eq!(
        report.lines,
        ["failed v: `parts` [4,3,3] is the wrong answer that was seen"],
        "{report}"
    );
}

#[test]
fn a_bad_value_fails_and_a_file_of_no_vectors_is_bad_input() {
    for (text, why) in [
        (r#""op": "refund_unit", "input": {"price": 1.5}, "expect": {"refund": 1}"#, "1.5"),
        (r#""op": "refund_unit", "input": {"price": "one"}, "expect": {"refund": 1}"#, "one"),
        (r#""op": "refund_unit", "input": {"price": 1}, "expect": {}"#, "nothing is expected"),
        (r#""op": "refund_unit", "input": {"price": 1}"#, "no `expect`"),
        (r#""op": "refund_unit", "currency": "yuan", "input": {}, "expect": {}"#, "no currency"),
        // What is understood is compared, whatever else is expected.
        (
            r#""op": "refund_unit", "input": {"price": 1}, "expect": {"colour": 1, "refund": 2}"#,
            "expected 2",
        ),
    ] {
        let report = said_of_vectors("bad.jsonl", &format!("{{\"id\": \"v\", {text}}}")).unwrap();
        assert!(!report.is_clean() && report.lines[0].contains(why), "{report}");
    }
    for text in ["", "{", "{}", "[]"] {
        assert!(said_of_vectors("none.jsonl", text).is_err(), "{text}");
    }
}

#[test]
fn a_vector_that_is_not_understood_is_not_applicable_and_it_is_said_why() {
    let not_known = "is not understood, so what is asked is not known";
    for (text, what) in [
        (
            r#""op": "teleport", "input": {}, "expect": {"ok": true}"#,
            "the crate has no operation `teleport`".to_string(),
        ),
        (
            r#""op": "refund_unit", "input": {"price": 1, "colour": 2}, "expect": {"refund": 9}"#,
            format!("the field `colour` {not_known}"),
        ),
        (
            r#""op": "refund_unit", "input": {"price": 1}, "expect": {"weight": 1}"#,
            format!("the expectation `weight` {not_known}"),
        ),
        (
            r#""op": "line_cap", "input": {"refundable": 1, "requested": 2}, "expect": {"error": "?"}"#,
            format!("the error `?` {not_known}"),
        ),
        (
            r#""op": "refund_unit", "input": {"price": 1}, "expect": {"refund": 1}, "when": 2"#,
            format!("the field `when` {not_known}"),
        ),
        (
            r#""op": "refund_unit", "input": {"price": {"CNY": 1}}, "expect": {"refund": 1}"#,
            format!(r#"{{"CNY":1}}, where an amount belongs, {not_known}"#),
        ),
    ] {
        let report = said_of_vectors("odd.jsonl", &format!("{{\"id\": \"v\", {text}}}")).unwrap();
        assert_eq!(report.lines, [format!("not applicable v: {what}")], "{report}");
        assert!(report.to_string().ends_with("passed=0 failed=0 not-applicable=1"), "{report}");
    }
}

#[test]
fn the_comparison_of_documents_sees_any_difference() {
    let same = |left, right| json::first_difference(left, right).is_none();
    assert!(same(r#"{"a": 1, "b": [1.50, "\u4e2d"]}"#, r#"{"b":[1.50,"中"],"a":1}"#));
    for (left, right) in [
        (r#"{"a": 1}"#, r#"{"a": 2}"#),
        (r#"{"a": 1}"#, r#"{"a": "1"}"#),
        (r#"{"a": 1}"#, r#"{"a": 1.0}"#),
        (r#"{"a": 1}"#, r#"{}"#),
        (r#"{}"#, r#"{"a": null}"#),
        (r#"[1, 2]"#, r#"[2, 1]"#),
        (r#"[]"#, r#"{}"#),
        (r#"{"a": {"b": [{"c": true}]}}"#, r#"{"a": {"b": [{"c": false}]}}"#),
        ("18446744073709551617", "18446744073709551616"),
    ] {
        assert!(!same(left, right), "{left} and {right}");
    }
}
