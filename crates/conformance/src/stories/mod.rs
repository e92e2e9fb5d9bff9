//! `refund-stories`: what other systems' tests, documents and bug reports say about refunding, a story a line: an
//! order, what is done to it step by step, and the figures that must come out.
//!
//! A story *passes*, *fails*, or is *missing*: then it needs a capability that the crate does not have, which is
//! named. A line that is no story fails.

mod form;
mod found;
mod play;
mod refusal;
mod shop;
mod sums;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use form::{CAPABILITIES, Kind, Line};
use found::Problem;

use crate::report::Report;

/// The most bytes of one line.
const LINE_BYTES: usize = 1 << 20;
/// The most stories of one file.
const STORIES: usize = 100_000;

/// Checks files of stories.
pub(crate) fn check(files: &[&Path]) -> io::Result<Report> {
    let mut report = Report::new("refund-stories", &["passed", "failed", "missing"]);
    let mut ids = BTreeSet::new();
    for path in files {
        let before = ids.len();
        let mut lines = match File::open(path) {
            Ok(file) => BufReader::new(file),
            Err(error) => {
                report.differs("failed", format!("failed {}: {error}", path.display()));
                continue;
            }
        };
        for number in 1.. {
            let place = format!("{}:{number}", path.display());
            let line = match next_line(&mut lines) {
                Ok(None) => break,
                Ok(Some(line)) if line.trim().is_empty() => continue,
                Ok(Some(line)) => line,
                Err(error) => {
                    report.differs("failed", format!("failed {place}: {error}"));
                    break;
                }
            };
            if ids.len() - before >= STORIES {
                let error = format!("more than {STORIES} stories in one file");
                report.differs("failed", format!("failed {place}: {error}"));
                break;
            }
            check_line(&mut report, &place, &line, &mut ids);
        }
    }
    if report.is_empty() {
        report.differs("failed", "failed: there are no stories".into());
    }
    Ok(report)
}

/// Returns the next line, without reading more of one that is too long.
fn next_line(lines: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let most = u64::try_from(LINE_BYTES).unwrap_or(u64::MAX);
    if lines.take(most).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() == LINE_BYTES && line.last() != Some(&b'\n') {
        return Err(io::Error::other(format!("a line of more than {LINE_BYTES} bytes")));
    }
    String::from_utf8(line).map(Some).map_err(|_| io::Error::other("the line is not UTF-8"))
}

fn check_line(report: &mut Report, place: &str, line: &str, ids: &mut BTreeSet<String>) {
    let story: Line = match serde_json::from_str(line) {
        Ok(story) => story,
        Err(error) => return report.differs("failed", format!("failed {place}: {error}")),
    };
    let id = story.id.clone();
    if !ids.insert(id.clone()) {
        return report.differs("failed", format!("failed {place}: there are two stories {id:?}"));
    }
    if let Some(field) = story.field_of_another_kind() {
        let what = format!("`{field}` is no field of this kind of story");
        return report.differs("failed", format!("failed {place} {id}: {what}"));
    }
    let missing: Vec<&str> = story
        .needs
        .iter()
        .map(String::as_str)
        .filter(|need| !CAPABILITIES.contains(need))
        .collect();
    if !missing.is_empty() {
        report.count("missing");
        return report.note(format!("missing {place} {id}: {}", missing.join(", ")));
    }
    match play(&story) {
        Ok(()) => report.count("passed"),
        Err(Problem::Form(what)) => {
            report.differs("failed", format!("failed {place} {id}: {what}"));
        }
        Err(Problem::Differs(what)) => {
            report.count("failed");
            for what in what {
                report.differs("", format!("failed {place} {id}: {what}"));
            }
        }
    }
}

fn play(story: &Line) -> Result<(), Problem> {
    match story.kind {
        Kind::Story => play::play(story),
        Kind::Share => sums::share(story),
        Kind::Amount => sums::amount(story),
        Kind::Round => sums::round(story),
    }
}
