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
        payload(&mut report, &name, &fs::read(&path)?);
    }
    if report.is_empty() {
        return Err(io::Error::other(format!("there is no .json file in {}", folder.display())));
    }
    Ok(report)
}

fn payload(report: &mut Report, name: &str, bytes: &[u8]) {
    let document = match Document::decode_bytes(bytes) {
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
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    if let Some(difference) = first_difference(text, &document.encode()) {
        report.differs("changed", format!("changed {name}: {difference}"));
    }
}

/// Returns all `.json` files below a folder, in order.
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
