//! `wechat-payloads`: every document is decoded, encoded again and compared.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use aftersale::channels::WeChatDocument;
use aftersale::channels::notification::Notification;
use aftersale::wire::WireError;

use crate::json::first_difference;
use crate::report::Report;

/// The counts, the last four of them by interface.
const COUNTS: &[&str] = &[
    "files",
    "decoded",
    "untyped",
    "refused",
    "changed",
    "mini_shop",
    "channels",
    "events",
    "other_generations",
];

/// Checks every file of JSON or XML below a folder.
pub(crate) fn payloads(folder: &Path) -> io::Result<Report> {
    let mut report = Report::new("wechat-payloads", COUNTS);
    for path in document_files(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        report.count("files");
        payload(&mut report, &name, &fs::read(&path)?);
    }
    if report.is_empty() {
        let problem = format!("there is no .json and no .xml file in {}", folder.display());
        return Err(io::Error::other(problem));
    }
    Ok(report)
}

fn payload(report: &mut Report, name: &str, bytes: &[u8]) {
    let document = match WeChatDocument::decode_bytes(bytes) {
        Ok(document) => document,
        Err(error) => {
            report.count("refused");
            if matches!(error, WireError::Unsupported { .. }) {
                report.count("other_generations");
            }
            report.note(format!("refused {name}: {error}"));
            return;
        }
    };
    report.count("decoded");
    report.count(match document {
        WeChatDocument::MiniShop(_) => "mini_shop",
        WeChatDocument::Notification(_) => "events",
        _ => "channels",
    });
    report.note(format!("decoded {name}: {}", document.interface()));
    for field in document.untyped_fields() {
        report.count("untyped");
        report.note(format!("untyped {name}: {}", field.path));
    }
    let text = String::from_utf8_lossy(bytes);
    let encoded = document.encode();
    let difference = match document {
        WeChatDocument::Notification(Notification::Xml(_)) => {
            (text != encoded).then(|| "the XML is not the same, letter by letter".to_owned())
        }
        _ => first_difference(text.trim_start_matches('\u{feff}'), &encoded),
    };
    if let Some(difference) = difference {
        report.differs("changed", format!("changed {name}: {difference}"));
    }
}

/// Returns all files of JSON and XML below a folder, in order.
fn document_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let is_document =
                |extension: &std::ffi::OsStr| extension == "json" || extension == "xml";
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(is_document) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
