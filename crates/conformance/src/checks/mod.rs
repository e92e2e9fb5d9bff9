//! The checks of the tool as tests: on the files that the project carries, and on the larger collection of
//! recordings where it stands beside the checkout.
//!
//! Here are those of tables and documents; the rest have files of their own.

mod built;
mod replays;
mod rules;
mod stories;

use std::path::{Path, PathBuf};

use crate::report::Report;
use crate::{json, shopxo, wechat};

/// Returns `tests/data`, and the collection beside the checkout if it is there.
pub(crate) fn collections(ours: &str, beside: &str) -> Vec<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let beside = root.join("../shared/data").join(beside);
    let mut collections = vec![root.join("tests/data").join(ours)];
    if beside.exists() {
        collections.push(beside);
    } else {
        println!("only the project's own files: there is no collection beside the checkout");
    }
    collections
}

/// Returns a folder for the files that a test writes.
pub(crate) fn scratch() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("aftersale-conformance-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub(crate) fn files(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(prefix))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "nothing to check in {}", folder.display());
    files
}

pub(crate) fn as_paths(files: &[PathBuf]) -> Vec<&Path> {
    files.iter().map(PathBuf::as_path).collect()
}

#[track_caller]
pub(crate) fn assert_clean(report: &Report) {
    assert!(report.is_clean(), "{report}");
}

/// Returns a count of the last line.
pub(crate) fn counted(report: &Report, name: &str) -> usize {
    let report = report.to_string();
    let counts = report.lines().last().unwrap().split(' ');
    let mut counts = counts.filter_map(|count| count.split_once('='));
    counts.find(|(count, _)| *count == name).unwrap().1.parse().unwrap()
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
    for line in &report.lines {
        if let Some(name) = line.strip_prefix("refused ") {
            assert!(name.contains("refused/"), "{line}");
        }
        if let Some(name) = line.strip_prefix("decoded ") {
            // The Channels shop's own reader refuses the mini-shop's documents; this check reads both.
            let is_of_mini_shop = name.starts_with("channels/refused/mini_shop.json");
            assert!(is_of_mini_shop || !name.contains("refused/"), "{line}");
        }
    }
    let at_least = |name, least| assert!(counted(&report, name) >= least, "{report}");
    at_least("refused", 20);
    at_least("mini_shop", 16);
    at_least("channels", 50);
    at_least("events", 40);
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
fn a_check_fails_when_a_recorded_flag_is_another() {
    let folder = scratch();
    let recorded = std::fs::read_to_string(&files(&collections("shopxo", "")[0], "tables_v221")[0]);
    let altered = recorded.unwrap().replacen("\"is_end\": 1", "\"is_end\": 0", 1);
    let path = folder.join("altered_tables.json");
    std::fs::write(&path, altered).unwrap();
    let report = shopxo::tables(&[&path]).unwrap();
    assert!(!report.is_clean() && report.to_string().ends_with("mismatches=1"), "{report}");
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
