//! The errors of calls: what is a success, what is a refusal, what is neither, and what to do about it.

use std::collections::BTreeSet;

use aftersale::channels::call_error::{Advice, CallError, CallFailure, KNOWN, check_answer};
use aftersale::wire::{ReturnCode, WireError};

fn refusal(text: &str) -> CallError {
    match check_answer(text) {
        Err(CallFailure::Refused(error)) => error,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn only_a_zero_where_the_code_stands_is_a_success() {
    for text in [
        r#"{"errcode": 0}"#,
        r#"{"errcode": 0, "errmsg": "ok"}"#,
        r#"{"errmsg": null, "errcode": "0"}"#,
        r#"{"errcode": 0, "errmsg": "", "after_sale_order": {"errcode": 1}}"#,
        "\u{feff}{\"errcode\": 0}",
    ] {
        assert_eq!(check_answer(text), Ok(()), "{text}");
    }
    for text in [
        "{}",
        r#"{"errmsg": "ok"}"#,
        r#"{"errcode": null, "errmsg": "ok"}"#,
        r#"{"errcode": ""}"#,
        r#"{"Errcode": 0, "after_sale_order": {"errcode": 0}}"#,
    ] {
        assert_eq!(check_answer(text), Err(CallFailure::NoCode), "{text}");
    }
    for text in [
        "",
        "ok",
        "null",
        "[]",
        "0",
        "[0]",
        r#"[0, "ok"]"#,
        r#"[{"errcode": 0}]"#,
        r#"{"errcode": 0, "errmsg": 7}"#,
        r#"{"errcode": 0"#,
        r#"{"errcode": 0} {"errcode": 0}"#,
        r#"{"errcode": false}"#,
        r#"{"errcode": 0.5}"#,
        r#"{"errcode": [0]}"#,
        r#"{"errcode": "zero"}"#,
        r#"{"errcode": 0, "errcode": 10021065}"#,
        r#"{"errcode": 123456789012345678901}"#,
        "<html><body>502 Bad Gateway</body></html>",
    ] {
        let failure = check_answer(text).unwrap_err();
        assert!(matches!(failure, CallFailure::NotAnAnswer(_)), "{text}: {failure:?}");
        assert!(failure.is_outcome_unknown());
        assert_eq!(failure.advice(), Some(Advice::ReadAndRetry), "{text}");
    }
}

#[test]
fn an_answer_that_was_cut_off_names_the_place() {
    let text = r#"{"errcode":2747002,"errmsg":" 参数错误 rid: 6242a8c1-1e711a55-52f889cc""#;
    let Err(CallFailure::NotAnAnswer(WireError::NotJson { place, .. })) = check_answer(text) else {
        panic!()
    };
    assert_eq!((place.line, place.column), (1, text.len()));
}

#[test]
fn each_known_code_stands_once_with_a_meaning_and_a_page() {
    let codes: BTreeSet<i64> = KNOWN.iter().map(|known| known.code.0).collect();
    assert_eq!(codes.len(), KNOWN.len());
    for known in KNOWN {
        assert_ne!(known.code, ReturnCode(0));
        assert!(!known.meaning.is_empty() && !known.meaning.ends_with('.'), "{}", known.code);
        assert!(known.source.starts_with("https://developers.weixin.qq.com/"), "{}", known.code);
        let error = CallError::of(known.code, "").unwrap();
        assert_eq!(error.known(), Some(known));
        assert!(error.to_string().contains(known.meaning) && !error.to_string().contains('\n'));
    }
    let page = include_str!("../../docs/channels_events.md");
    for known in KNOWN {
        let row = format!("| {} | {} | {} |", known.code, known.meaning, known.advice);
        assert!(page.contains(&row), "the page lacks the row {row}");
    }
}

#[test]
fn what_to_do_follows_from_the_code() {
    for (code, advice) in [
        (10_021_065, Some(Advice::ReadAndRetry)),
        (100_004, Some(Advice::ReadAndRetry)),
        (-1, Some(Advice::ReadAndRetry)),
        (10_021_059, Some(Advice::WaitAndRetry)),
        (10_020_001, Some(Advice::GiveUp)),
        (10_021_041, Some(Advice::GiveUp)),
        (2_747_008, Some(Advice::GiveUp)),
        (10_021_051, Some(Advice::AskPerson)),
        (10_021_068, Some(Advice::AskPerson)),
        (10_021_060, Some(Advice::CorrectCall)),
        (9_700_224, Some(Advice::CorrectCall)),
        (10_029_999, None),
        (i64::MIN, None),
    ] {
        let error = refusal(&format!(r#"{{"errcode": {code}, "errmsg": "文本"}}"#));
        assert_eq!(error.code(), ReturnCode(code));
        assert_eq!(error.advice(), advice, "{code}");
        assert!(!CallFailure::Refused(error).is_outcome_unknown());
    }
    assert_eq!(CallError::of(ReturnCode(0), "ok"), None);
}

#[test]
fn the_text_is_kept_and_the_name_of_the_call_taken_from_its_end() {
    for (text, message, rid, time) in [
        (
            "售后单平台处理中，无法操作 rid: 68477c5e-63843bfd-3c91ef19",
            "售后单平台处理中，无法操作",
            Some("68477c5e-63843bfd-3c91ef19"),
            Some("2025-06-10T00:29:18Z"),
        ),
        (
            " 状态流转失败, detail: 当前状态为(A),不允许执行操作(B). rid: 628ee6a5-6dc7f987-6e562966",
            "状态流转失败, detail: 当前状态为(A),不允许执行操作(B).",
            Some("628ee6a5-6dc7f987-6e562966"),
            Some("2022-05-26T02:32:05Z"),
        ),
        ("a rid: b rid:FFFFFFFF", "a rid: b", Some("FFFFFFFF"), Some("2106-02-07T06:28:15Z")),
        ("a rid: xyz-1", "a", Some("xyz-1"), None),
        ("a rid: 0068477c5e-1", "a", Some("0068477c5e-1"), None),
        ("a rid: +8477c5e-1", "a rid: +8477c5e-1", None, None),
        ("no rid: because of that", "no rid: because of that", None, None),
        ("a rid:", "a rid:", None, None),
        ("invalid grid: abc", "invalid grid: abc", None, None),
        ("", "", None, None),
    ] {
        let error = CallError::of(ReturnCode(1), text).unwrap();
        assert_eq!(error.text(), text);
        assert_eq!(error.message(), message);
        assert_eq!(error.rid().map(|rid| rid.text()), rid, "{text}");
        let found = error.rid().and_then(|rid| rid.time()).map(|time| time.to_string());
        assert_eq!(found.as_deref(), time, "{text}");
    }
}

#[test]
fn an_error_reads_in_one_line_whatever_the_platform_writes() {
    let error = refusal("{\"errcode\": 7, \"errmsg\": \"a\\n\\tb  c rid: 1-2\"}");
    assert_eq!(
        error.to_string(),
        "the platform refused the call with 7 (a b c): the code is not known"
    );
    let error = refusal(r#"{"errcode": 7, "errmsg": "a\u001b[31m\u2028b\u0007"}"#);
    assert_eq!(
        error.to_string(),
        "the platform refused the call with 7 (a [31m b ): the code is not known"
    );
    let long = format!(r#"{{"errcode": 7, "errmsg": "{}"}}"#, "错".repeat(1_000));
    assert!(refusal(&long).to_string().chars().count() < 250);
    assert_eq!(refusal(&long).message().chars().count(), 1_000, "only what is shown is shortened");
    let error = refusal(r#"{"errcode": 10021065}"#);
    assert_eq!(
        error.to_string(),
        "the platform refused the call with 10021065: the platform is at work on the case; \
         read the case again, then retry",
    );
}
