//! `gateway-words`: documents of payment gateways, and what each of them means.
//!
//! A file says in its name what it has, with the id of the gateway and the kind of document in it, such as
//! `stripe.webhook.late_failure.json`. `.json` and `.txt` (pairs such as `respCode=00&orderId=1`) are one document, and in
//! `.jsonl` there is one in each line. `--as stripe.webhook` says it for files of other names.

use std::fs;
use std::io;
use std::path::Path;

use aftersale::gateway::wire::{DocumentKind, GatewayReport, read_bytes};
use aftersale::gateway::{ALL, AmountKind, Gateway};

use crate::files::in_file;
use crate::report::Report;

/// Reads every document and says what it means. What cannot be read is named.
pub(crate) fn words(files: &[&Path], given: Option<&str>) -> io::Result<Report> {
    let mut report = Report::new(
        "gateway-words",
        &["documents", "refunds", "unknown_words", "absent_words", "unreadable"],
    );
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (gateway, kind) = source(given.unwrap_or(&name)).map_err(|what| in_file(path, what))?;
        let bytes = fs::read(path).map_err(|error| in_file(path, error))?;
        if path.extension().is_some_and(|extension| extension == "jsonl") {
            for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
                if !line.trim_ascii().is_empty() {
                    let name = format!("{}:{}", path.display(), index + 1);
                    document(&mut report, &name, gateway, kind, line);
                }
            }
        } else {
            document(&mut report, &path.display().to_string(), gateway, kind, &bytes);
        }
    }
    Ok(report)
}

/// Returns the gateway and the kind of document that the name of a file has in it.
fn source(name: &str) -> Result<(&'static Gateway, DocumentKind), String> {
    let mut parts = name.split('.');
    let (gateway, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let gateway = ALL.into_iter().find(|one| one.id == gateway).ok_or_else(|| {
        let ids: Vec<&str> = ALL.iter().map(|gateway| gateway.id).collect();
        format!("the name begins with no gateway; they are: {}", ids.join(", "))
    })?;
    let kind =
        kind.parse().map_err(|_| "the second part of the name is not answer, query or webhook")?;
    Ok((gateway, kind))
}

fn document(report: &mut Report, name: &str, gateway: &Gateway, kind: DocumentKind, bytes: &[u8]) {
    report.count("documents");
    match read_bytes(gateway, kind, bytes) {
        Err(error) => report.differs("unreadable", format!("bad {name}: {error}")),
        Ok(refunds) => {
            for refund in refunds {
                report.count("refunds");
                match (&refund.text, refund.word.row) {
                    (_, Some(_)) => {}
                    (Some(_), None) => report.count("unknown_words"),
                    (None, None) => report.count("absent_words"),
                }
                report.note(format!("{name}: {}", line(&refund)));
            }
        }
    }
}

/// What a report says, in a line.
fn line(refund: &GatewayReport) -> String {
    let word = refund.text.as_deref().map_or_else(|| "no word".into(), |text| format!("{text:?}"));
    let mut line = format!("{word} means {}", refund.word.meaning);
    if refund.word.row.is_some_and(|row| row.takes_back.is_some()) {
        line += " (after a success reversed)";
    }
    let code = refund.amount.as_ref().and_then(|amount| amount.code.as_deref());
    let amount = refund.amount.as_ref().map(|amount| amount.text.as_str());
    match (refund.word.amount, amount) {
        (AmountKind::Absent, _) => {}
        (kind, Some(text)) => line += &format!(", amount {kind} ({})", join(text, code)),
        (kind, None) => line += &format!(", amount {kind}"),
    }
    line += &format!(", next try: {}", refund.word.next);
    if refund.word.provisional.is_some() {
        line += ", for now";
    }
    if refund.word.needs_person {
        line += ", needs a person";
    }
    for (name, value) in
        [("key", &refund.key), ("id", &refund.id), ("reference", &refund.reference)]
    {
        if let Some(value) = value {
            line += &format!(", {name} {value:?}");
        }
    }
    if let Some(row) = refund.word.row {
        line += &format!(" ({})", row.because);
    }
    line
}

/// An amount with its currency, where the document has one.
fn join(text: &str, code: Option<&str>) -> String {
    code.map_or_else(|| text.to_owned(), |code| format!("{text} {code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded() -> Vec<std::path::PathBuf> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/gateways");
        let entries = fs::read_dir(folder).expect("the folder of documents");
        let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        files
    }

    #[test]
    fn every_document_of_the_project_is_read() {
        let files = recorded();
        let files: Vec<&Path> = files.iter().map(AsRef::as_ref).collect();
        let report = words(&files, None).expect("a report");
        assert!(report.is_clean(), "{report}");
        let text = report.to_string();
        for gateway in ALL {
            assert!(text.contains(&format!("{}.", gateway.id)), "none of {}", gateway.name);
        }
        let says = |part: &str| text.lines().any(|line| line.contains(part));
        assert!(says("\"ABNORMAL\" means processing"), "{text}");
        assert!(says("\"PAUSED\" means unknown"), "{text}");
    }

    #[test]
    fn a_bad_document_is_named_and_a_bad_name_is_an_error() {
        let mut report = Report::new("x", &["documents", "unreadable"]);
        let (gateway, kind) = source("stripe.query.json").expect("a name");
        document(&mut report, "bad.json", gateway, kind, b"{\"amount\": true}");
        assert!(!report.is_clean());
        assert!(report.to_string().starts_with("bad bad.json: field `amount`"), "{report}");
        assert!(source("strip.query.json").is_err());
        assert!(source("stripe.later.json").is_err());
    }
}
