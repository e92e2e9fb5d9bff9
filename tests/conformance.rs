//! The checks of `examples/conformance` as tests: on the files that the project carries, and on the
//! larger collection of recordings where it stands beside the checkout.

#[path = "../examples/conformance/build/mod.rs"]
mod build;
#[path = "../examples/conformance/json.rs"]
mod json;
#[path = "../examples/conformance/report.rs"]
mod report;
#[path = "../examples/conformance/shopxo.rs"]
mod shopxo;
#[path = "../examples/conformance/vectors/mod.rs"]
mod vectors;
#[path = "../examples/conformance/wechat.rs"]
mod wechat;

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use report::Report;
use serde_json::Value;

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
fn every_recorded_shopxo_answer_about_an_order_is_built_again() {
    for folder in collections("shopxo/http", "shopxo/http") {
        let report = build::check(&as_paths(&files(&folder, ""))).unwrap();
        assert_clean(&report);
        let not_built = report.lines.iter().filter(|line| line.starts_with("not built "));
        let not_built: Vec<&str> = not_built.filter_map(|line| line.split(' ').nth(4)).collect();
        let of_no_order = ["create-bad-detail:", "view-missing:", "no-login:"];
        assert_eq!(not_built, of_no_order.repeat(2), "{report}");
        assert!(report.to_string().contains("answers=55 built=49 not-built=6"), "{report}");
    }
}

#[test]
fn the_documented_shopxo_answer_is_built_again() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/shopxo_seed.json");
    let report = build::check(&[&seed]).unwrap();
    assert!(report.to_string().contains("answers=1 built=1 not-built=0"), "{report}");
    assert_clean(&report);
}

/// Of these steps of a file, alters every field of the last answer that is not listed as handed in, one
/// at a time: each has to be told.
fn assert_every_built_field_is_compared(file: &str, range: RangeInclusive<usize>) {
    let recorded = files(&collections("shopxo/http", "")[0], file);
    let mut steps: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(&recorded[0]).unwrap()).unwrap();
    let name = format!("altered_{}_{file}", range.end());
    let mut steps: Vec<Value> = steps.drain(range).collect();
    let step = steps.len() - 1;
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let check = |steps: &[Value]| {
        std::fs::write(&path, serde_json::to_string(steps).unwrap()).unwrap();
        build::check(&[&path]).unwrap()
    };
    let report = check(&steps);
    assert_clean(&report);
    let handed_in = report.lines.iter().filter_map(|line| line.strip_prefix("handed in: "));
    let handed_in = handed_in.filter(|path| !path.contains("(once, "));
    let handed_in: Vec<&str> = handed_in.filter_map(|path| path.split(' ').next()).collect();

    let mut compared = 0;
    let answer = steps[step]["response"].clone();
    for (pointer, altered) in leaves(&answer) {
        let names = pointer.split('/').skip(1);
        let names = names.map(|name| if name.parse::<u8>().is_ok() { "[]" } else { name });
        let name = names.collect::<Vec<_>>().join(".").replace(".[]", "[]");
        // The status of a payment is handed in only until an audit changes it.
        if handed_in.contains(&name.trim_end_matches("[]")) && !name.ends_with(".pay_status") {
            continue;
        }
        compared += 1;
        *steps[step]["response"].pointer_mut(&pointer).unwrap() = altered;
        let report = check(&steps);
        assert!(!report.is_clean(), "{name} is another, and nothing is said: {report}");
        steps[step]["response"] = answer.clone();
    }
    assert!(compared > 100, "only {compared} fields are built");
}

/// Every value that has none below it, with another in its place.
fn leaves(answer: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let mut to_do = vec![(String::new(), answer)];
    while let Some((pointer, value)) = to_do.pop() {
        let altered = match value {
            Value::Object(fields) if !fields.is_empty() => {
                let fields = fields.iter();
                to_do.extend(fields.map(|(name, value)| (format!("{pointer}/{name}"), value)));
                continue;
            }
            Value::Array(items) if !items.is_empty() => {
                let items = items.iter().enumerate();
                to_do.extend(items.map(|(place, value)| (format!("{pointer}/{place}"), value)));
                continue;
            }
            Value::Number(number) if number.as_i64() == Some(1) => 0.into(),
            Value::Number(_) => 1.into(),
            Value::String(text) => format!("{text}1").into(),
            _ => "1".into(),
        };
        found.push((pointer, altered));
    }
    found
}

#[test]
fn no_field_of_2_2_1_is_built_that_is_not_compared() {
    assert_every_built_field_is_compared("v221_life.json", 0..=15);
}

#[test]
fn no_field_of_6_9_0_is_built_that_is_not_compared() {
    assert_every_built_field_is_compared("head_life.json", 0..=15);
}

#[test]
fn no_field_of_a_refused_and_cancelled_case_is_built_that_is_not_compared() {
    assert_every_built_field_is_compared("v221_life.json", 16..=21);
    assert_every_built_field_is_compared("head_life.json", 16..=21);
}

#[test]
fn what_an_operation_answered_and_what_a_list_shows_is_compared() {
    let answered = [
        (3, "/msg"),
        (3, "/code"),
        (8, "/data"),
        (14, "/msg"),
        (22, "/msg"),
        (23, "/code"),
        (4, "/data/total"),
        (4, "/data/data/0/id"),
        (4, "/data/data/0/status_text"),
        (4, "/data/data/0/order_data/status"),
    ];
    let recorded = files(&collections("shopxo/http", "")[0], "head_life.json");
    let recorded = std::fs::read_to_string(&recorded[0]).unwrap();
    for (step, pointer) in answered {
        let mut steps: Value = serde_json::from_str(&recorded).unwrap();
        let value = steps[step]["response"].pointer_mut(pointer).unwrap();
        *value = if value.is_string() { "other".into() } else { 7.into() };
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("altered_answers.json");
        std::fs::write(&path, steps.to_string()).unwrap();
        let report = build::check(&[&path]).unwrap();
        assert!(!report.is_clean(), "{step} {pointer}: {report}");
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
