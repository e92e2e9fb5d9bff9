//! Refund stories of other systems, and the report on stories that are not as they should be.

use super::{assert_clean, counted, files, scratch};
use crate::report::Report;
use crate::stories;
use std::path::Path;

fn given() -> Vec<std::path::PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let mut files = files(&root.join("tests/data/refund_stories"), "");
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files
}

/// Checks stories of this text.
fn check(name: &str, text: impl AsRef<[u8]>) -> Report {
    let path = scratch().join(name);
    std::fs::write(&path, text).unwrap();
    stories::check(&[&path]).unwrap()
}

#[test]
fn every_story_passes() {
    let files = given();
    let report = stories::check(&super::as_paths(&files)).unwrap();
    println!("{report}");
    assert_clean(&report);
    assert_eq!(counted(&report, "missing"), 0, "{report}");
    assert!(counted(&report, "passed") >= 82, "{report}");
}

#[test]
fn a_story_that_needs_what_the_crate_does_not_have_is_missing_and_says_what() {
    let story = story("openmage-4396");
    let needs = r#""needs": ["fees", "teleport"], "kind": "story""#;
    let report = check("needs.jsonl", story.replacen("\"kind\": \"story\"", needs, 1));
    assert!(report.lines[0].ends_with("needs.jsonl:1 openmage-4396: teleport"), "{report}");
    assert!(report.to_string().ends_with("passed=0 failed=0 missing=1"), "{report}");
}

/// Returns the given story with this id.
fn story(id: &str) -> String {
    let id = format!("\"id\": \"{id}\"");
    let texts = given().into_iter().map(|file| std::fs::read_to_string(file).unwrap());
    let all = texts.collect::<Vec<_>>().concat();
    all.lines().find(|story| story.contains(&id)).unwrap().to_string()
}

#[test]
fn a_story_fails_when_another_figure_or_answer_is_expected() {
    for (id, right, wrong, found) in [
        ("alloc-vendure-07", "24, 10, 5, 19", "23, 10, 5, 20", "part 5: expected 23, found 24"),
        (
            "alloc-capped-sylius-03",
            "\"left\": 500",
            "\"left\": 501",
            "left: expected 501, found 500",
        ),
        ("split-sylius-err", "{\"refused\": \"no_weight\"}", "[]", "refused: no_weight"),
        ("sol-round-02", "2000", "2001", "sum: expected 2001, found 2000"),
        (
            "sol-unit-02",
            "[9666, 9667]",
            "[9660, 9665]",
            "step 1: amount: expected 9660 to 9665, found 9666",
        ),
        (
            "mg-ship-01-over",
            "\"left\": 500}",
            "\"left\": 501}",
            "left of the shipping: expected 501, found 500",
        ),
        (
            "mg-ship-01-over",
            "too_much",
            "not_positive",
            "step 1: expected that it is refused: not_positive, found",
        ),
        (
            "mg-ship-01-over",
            "\"of\": \"shipping\"",
            "\"of\": \"line\"",
            "step 1: expected that the line is exceeded",
        ),
        ("niu-01", "1149", "1050", "step 1: expected that it is refused: too_much"),
        ("mall-data-03", "350000}]", "358599}]", "step 1: expected that it is done, found"),
        (
            "med-tot-02",
            "\"units_returned\": 1",
            "\"units_returned\": 2",
            "units_returned: expected 2, found 1",
        ),
        (
            "stripe-cumulative",
            "{\"amount\": 1000}",
            "{\"amount\": 999}",
            "step 1: amount: expected 999, found 1000",
        ),
        ("sal-ledger-06", "\"at\": 2", "\"at\": 0", "end: refunded: expected 0, found 1100"),
        (
            "sal-ledger-09",
            "\"amount\": 1000,",
            "\"amount\": 1001,",
            "end: refunded: expected 1300, found 1299",
        ),
        ("syl-ref-12", "\"tax\": 650", "\"tax\": 649", "step 1: tax: expected 649, found 650"),
        (
            "mg-tax-03-cap",
            "\"tax_refunded\": 1114",
            "\"tax_refunded\": 1115",
            "end: tax_refunded: expected 1115, found 1114",
        ),
        (
            "mg-ship-03-half",
            "\"shipping_before_tax\": 1000",
            "\"shipping_before_tax\": 999",
            "step 1: amount: expected 1200, found 1198",
        ),
        (
            "mg-ship-02-default",
            "{\"amount\": 600, \"tax\": 100}}, ",
            "{\"amount\": 600, \"tax\": 99}}, ",
            "99 of tax came back before of `shipping`, and 100 goes with the money",
        ),
        (
            "syl-ref-12",
            "\"refunded\": 4650",
            "\"refunded\": 4649",
            "end: refunded: expected 4649, found 4650",
        ),
    ] {
        let story = story(id);
        assert!(story.contains(right), "{id}: {right}");
        let report = check("altered.jsonl", story.replacen(right, wrong, 1));
        assert!(report.to_string().ends_with("passed=0 failed=1 missing=0"), "{id}: {report}");
        let place = format!("altered.jsonl:1 {id}: ");
        assert!(report.lines[0].contains(&place), "{report}");
        assert!(report.lines.iter().any(|line| line.contains(found)), "{id}: {found}: {report}");
    }
}

#[test]
fn a_line_that_is_no_story_fails_and_is_named_by_file_and_line_and_the_rest_is_played() {
    let good = story("openmage-4396");
    let order =
        r#""order": {"lines": [{"line": "l1", "quantity": 1, "paid": 31800}], "paid": 31800}"#;
    assert!(good.contains(order));
    let other = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    for (line, why) in [
        ("{".to_string(), "EOF while parsing"),
        ("[]".into(), "invalid"),
        (r#"{"id": "a"}"#.into(), "missing field"),
        (other("\"do\": \"claim\"", "\"do\": \"teleport\""), "unknown variant `teleport`"),
        (other("\"flow\": \"refund_only\", ", ""), "missing field `flow`"),
        (other("\"units\": 1", "\"units\": -1"), "-1"),
        (other("\"units\": 1", "\"pieces\": 1"), "unknown field `pieces`"),
        (other("\"kind\": \"story\"", "\"kind\": \"share\""), "`order` is no field of this kind"),
        (other("\"currency\": \"", "\"currency\": \"old "), "currency"),
        (other("\"quantity\": 1", "\"quantity\": 0"), "at least one unit"),
        (
            other("\"paid\": 31800}], \"paid\": 31800", "\"paid\": 31800}], \"paid\": 31801"),
            "do not make what was paid",
        ),
        (other("\"line\": \"l1\", \"units\"", "\"line\": \"l9\", \"units\""), "no line `l9`"),
        (
            other("\"do\": \"pay\", \"case\": \"a\"", "\"do\": \"pay\", \"case\": \"b\""),
            "no case `b`",
        ),
        (
            other(
                "{\"do\": \"pay\", \"case\": \"a\", \"outcome\": \"succeeded\"}",
                "{\"do\": \"repeat\", \"step\": 2}",
            ),
            "step 2",
        ),
        (other("\"quantity\": 1", "\"quantity\": 4294967296"), "4294967296"),
        (good.replace("31800", "9223372036854775808"), "9223372036854775808"),
        ("[".repeat(100_000), "expected a string"),
    ] {
        let line = line.replace("openmage-4396", "bad");
        let text = format!("{good}\n\n{line}\n{}", good.replace("openmage-4396", "after"));
        let report = check("bad.jsonl", text);
        assert!(report.to_string().ends_with("passed=2 failed=1 missing=0"), "{report}");
        let told = &report.lines[0];
        assert!(told.contains("bad.jsonl:3") && told.contains(why), "{why}: {told}");
    }
    let twice = check("twice.jsonl", format!("{good}\n{good}"));
    assert!(twice.lines[0].contains("twice.jsonl:2: there are two stories"), "{twice}");
    let latin = check("latin.jsonl", [good.as_bytes(), b"\n\xff\n"].concat());
    assert!(latin.lines[0].contains("latin.jsonl:2: the line is not UTF-8"), "{latin}");
    let huge = check("huge.jsonl", format!("{good}\n{}", " ".repeat(2 << 20)));
    assert!(huge.lines[0].contains("huge.jsonl:2: a line of more than"), "{huge}");
    for report in [check("empty.jsonl", ""), stories::check(&[Path::new("no such file")]).unwrap()]
    {
        assert!(report.to_string().ends_with("passed=0 failed=1 missing=0"), "{report}");
    }
}
