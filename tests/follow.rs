//! The example `follow`: the stories that it tells of its sample, and what it does with lines that it does not understand.

#[path = "../examples/follow/following/mod.rs"]
mod following;
#[path = "../examples/follow/generate.rs"]
mod generate;

use std::fs;
use std::path::{Path, PathBuf};

use aftersale::Language;
use following::Totals;
use unicode_width::UnicodeWidthStr;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample() -> Vec<u8> {
    fs::read(root().join("examples/follow/sample.jsonl")).unwrap()
}

/// What the program writes, and what it says beside it.
fn followed(input: &[u8], language: Language) -> (String, String, Totals) {
    let (mut out, mut notes) = (Vec::new(), Vec::new());
    let totals = following::follow(&mut &*input, &mut out, &mut notes, language).unwrap();
    (String::from_utf8(out).unwrap(), String::from_utf8(notes).unwrap(), totals)
}

fn golden(language: Language) -> PathBuf {
    let name = if language == Language::Chinese { "sample.zh.txt" } else { "sample.en.txt" };
    root().join("tests/data/follow").join(name)
}

/// Written anew with `WRITE_GOLDEN=1 cargo test --all-features --test follow`, and read by a person before it is kept.
#[test]
fn the_sample_tells_the_same_stories_in_both_languages() {
    for language in [Language::English, Language::Chinese] {
        let (out, notes, totals) = followed(&sample(), language);
        assert_eq!(notes, "");
        assert_eq!(totals.bad, 0);
        if std::env::var_os("WRITE_GOLDEN").is_some() {
            fs::write(golden(language), &out).unwrap();
        }
        let kept = fs::read_to_string(golden(language)).unwrap();
        for (number, (line, expected)) in (1..).zip(out.lines().zip(kept.lines())) {
            assert_eq!(line, expected, "line {number}");
        }
        assert_eq!(out.len(), kept.len());
    }
}

#[test]
fn the_sample_has_every_kind_of_finding_and_says_that_it_is_made_up() {
    let text = String::from_utf8(sample()).unwrap();
    assert!(text.starts_with("# A made-up sample: no case in it is real."));
    let (out, _, totals) = followed(&sample(), Language::English);
    assert!(totals.cases >= 40, "{totals:?}");
    for kind in [
        "first seen",
        "first seen; before, it must have passed",
        "one step: ",
        "it is taken up again",
        "a gap, ",
        "seen once more",
        "seen 12 times more",
        "late: it was missing",
        "late, and not explained by the table: ",
        "impossible: the case had ended",
        "impossible: no rules lead there",
        "impossible: the status does not belong to the flow",
        "a status that the table does not have; kept and followed",
        "a status that the table does not have, after the case had ended",
        "follows a status that the table does not have",
        "a dispute is open",
        "a list names it, and nothing else was seen",
        "accept the proposal (buyer)",
        "ship the exchange (merchant",
        "(as its document",
        "(by usual terms",
        "without it error 10021060",
        "error 10021051",
        "mini-shop, ",
    ] {
        let joined = out.replace("\n            ", " ").replace("\n      ", " ");
        assert!(joined.contains(kind), "{kind}");
    }
}

#[test]
fn no_line_is_wider_than_eighty_columns() {
    for language in [Language::English, Language::Chinese] {
        let (out, _, _) = followed(&sample(), language);
        for line in out.lines() {
            assert!(line.width() <= 80, "{line}");
            assert_eq!(line, line.trim_end(), "spaces at the end");
        }
    }
}

#[test]
fn the_same_event_in_every_form_is_one_sighting() {
    let event = r#"{"CreateTime":1795300000,"Event":"channels_ec_aftersale_update","finder_shop_aftersale_status_update":{"status":"MERCHANT_PROCESSING","after_sale_order_id":"77"}}"#;
    let xml = "<xml><CreateTime>1795300000</CreateTime><Event>channels_ec_aftersale_update</Event><finder_shop_aftersale_status_update><status>MERCHANT_PROCESSING</status><after_sale_order_id>77</after_sale_order_id></finder_shop_aftersale_status_update></xml>";
    let own = r#"{"platform":"channels","case":"77","status":"MERCHANT_PROCESSING","at":"2026-11-21T22:26:40Z","source":"callback"}"#;
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let lines = [event, xml, own, &quoted(event), &quoted(xml)].join("\r\n");
    let (out, notes, totals) = followed(lines.as_bytes(), Language::English);
    assert_eq!((notes.as_str(), totals.lines, totals.cases), ("", 5, 1));
    assert!(out.contains("2026-11-21 22:26:40  callback  MERCHANT_PROCESSING"), "{out}");
    assert!(out.contains("seen 4 times more\n"), "{out}");
}

/// Each is named by its number with the reason, counted, and changes nothing.
#[test]
fn bad_lines_are_named_counted_and_passed_over() {
    let good = r#"{"platform":"channels","case":"77","status":"MERCHANT_PROCESSING","at":1795300000,"source":"poll"}"#;
    let with = |from: &str, to: &str| good.replace(from, to);
    let long = "x".repeat(2_000_000);
    let half = format!(
        r#"{{"errcode":0,"after_sale_order_list":[{},{}]}}"#,
        r#"{"order_id":7,"status":"MERCHANT_PROCESSING","type":"REFUND","update_time":1795300000,"original_order_id":1}"#,
        r#"{"order_id":8,"status":"MERCHANT_PROCESSING","type":"REFUND","original_order_id":1}"#,
    );
    let bad: Vec<(Vec<u8>, &str)> = vec![
        (b"{".to_vec(), "line 1: "),
        (b"\xff\xfe".to_vec(), "line 2: not UTF-8"),
        (b"[1]".to_vec(), "line 3: "),
        (b"\"<xml>\"".to_vec(), "line 4: "),
        (with("channels", "elsewhere").into(), "line 5: unknown variant `elsewhere`"),
        (with("\"77\"", "\"\"").into(), "line 6: the case has no number"),
        (
            with("\"77\"", &format!("\"{}\"", "7".repeat(257))).into(),
            "line 7: the number of the case has 257 bytes, and at most 256 are kept",
        ),
        (with("MERCHANT_PROCESSING", "").into(), "line 8: the sighting has no status"),
        (
            with("1795300000", "1795300000000").into(),
            "line 9: the sighting is of 1795300000000, which is no time in seconds",
        ),
        (with("1795300000", "\"yesterday\"").into(), "line 10: "),
        (with("}", ",\"colour\":1}").into(), "line 11: unknown field `colour`"),
        (long.into(), "line 12: longer than 1048576 bytes"),
        (half.into(), "line 13: "),
        (
            br#"{"after_sale_order_id":"7","status":"USER_CANCELD","order_id":"1"}"#.to_vec(),
            "line 14: ",
        ),
    ];
    let mut input: Vec<u8> = Vec::new();
    for (line, _) in &bad {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    input.extend_from_slice(good.as_bytes());
    let (out, notes, totals) = followed(&input, Language::English);
    let named: Vec<&str> = notes.lines().collect();
    assert_eq!(named.len(), bad.len(), "{notes}");
    for (line, (_, start)) in named.iter().zip(&bad) {
        assert!(line.starts_with(start), "{line}, and not {start}");
        assert!(line.len() > "line 00: ".len(), "{line} has no reason");
    }
    assert_eq!((totals.lines, totals.bad, totals.cases), (15, 14, 1));
    assert!(out.ends_with("  lines     read 15, not understood 14\n"), "{out}");
    let (alone, _, _) = followed(good.as_bytes(), Language::English);
    let stories = |out: &str| out.split("  lines ").next().unwrap().to_owned();
    assert_eq!(stories(&out), stories(&alone), "a bad line changes nothing");
}

#[test]
fn of_very_many_bad_lines_a_thousand_are_named() {
    let (_, notes, totals) = followed("{\n".repeat(1_500).as_bytes(), Language::English);
    assert_eq!(totals.bad, 1_500);
    assert_eq!(notes.lines().count(), 1_001);
    assert_eq!(notes.lines().last(), Some("and 500 more lines"));
}

#[test]
fn remarks_and_empty_lines_tell_nothing() {
    let (out, notes, totals) = followed(b"# a remark\n\n  \n{\"errcode\":0}", Language::English);
    assert_eq!((notes.as_str(), totals.lines, totals.bad, totals.cases), ("", 4, 0, 0));
    assert!(out.contains("followed 0"), "{out}");
}

/// The input for measuring walks the table, so that nothing in it is impossible; what is lost makes gaps.
#[test]
fn the_input_for_measuring_is_understood_and_allowed() {
    let mut input = Vec::new();
    generate::write(5_000, 500, &mut input).unwrap();
    let mut again = Vec::new();
    generate::write(5_000, 500, &mut again).unwrap();
    assert_eq!(input, again);
    let (out, notes, totals) = followed(&input, Language::English);
    assert_eq!((totals.lines, totals.bad, totals.cases), (5_000, 0, 500));
    assert!(notes.lines().all(|line| line.ends_with(" cases …")), "only progress: {notes}");
    assert!(out.contains("with something strange 0"), "{}", out.len());
    assert!(out.contains("  missed    "));
    let decoded = following::decode_only(&mut &*input, &mut Vec::new()).unwrap();
    assert_eq!((decoded.lines, decoded.bad), (5_000, 0));
}
