//! Events of WeChat in JSON and XML, and the errors of its calls: nothing is lost, nothing is guessed, and nothing that is
//! broken gets through.

mod broken;
mod call_errors;
mod changes;
#[path = "../../crates/conformance/src/json.rs"]
mod json;
mod subjects;
mod xml;

use std::fs;
use std::path::Path;

/// The made-up events whose names end so, with their names.
fn documents(extension: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wechat/notifications");
    let mut documents: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == extension))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    documents.sort();
    assert!(documents.len() > 20, "only {} documents", documents.len());
    documents
}

fn document(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/wechat/notifications");
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn assert_same(left: &str, right: &str) {
    if let Some(difference) = json::first_difference(left, right) {
        panic!("{difference}");
    }
}
