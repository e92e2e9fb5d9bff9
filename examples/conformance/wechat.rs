//! `wechat-payloads`: every document is decoded, encoded again and compared.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use aftersale::wechat::wire::Document;

use crate::json::first_difference;
use crate::report::Report;

/// Checks every `.json` file below a folder.
pub(crate) fn payloads(folder: &Path) -> io::Result<Report> {
    let mut report =
        Report::new("wechat-payloads", &["files", "decoded", "untyped", "refused", "changed"]);
    for path in json_files(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        report.count("files");
        match String::from_utf8(fs::read(&path)?) {
            Ok(text) => payload(&mut report, &name, &text),
            Err(error) => {
                report.count("refused");
                report.note(format!("refused {name}: {error}"));
            }
        }
    }
    Ok(report)
}

fn payload(report: &mut Report, name: &str, text: &str) {
    let document = match Document::decode(text) {
        Ok(document) => document,
        Err(error) => {
            report.count("refused");
            report.note(format!("refused {name}: {error}"));
            return;
        }
    };
    report.count("decoded");
    for field in document.untyped_fields() {
        report.count("untyped");
        report.note(format!("untyped {name}: {}", field.path));
    }
    if let Some(difference) =
        first_difference(text.trim_start_matches('\u{feff}'), &document.encode())
    {
        report.differs("changed", format!("changed {name}: {difference}"));
    }
}

/// All `.json` files below a folder, in order.
fn json_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
