//! A recorded file: its steps, and lookups in the steps to come.

use std::io;
use std::path::Path;

use aftersale::shopxo::Release;
use aftersale::shopxo::wire::Document;
use aftersale::time::{LocalTime, Timestamp, UtcOffset};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::files::{in_file, read};

/// One step: a request and its answer.
pub(super) struct Step {
    pub(super) name: String,
    pub(super) request: Value,
    /// The answer, letter by letter.
    pub(super) response: String,
    pub(super) answer: Value,
}

/// A file of steps, or of one answer.
pub(super) struct Recording {
    pub(super) file: String,
    pub(super) steps: Vec<Step>,
}

impl Recording {
    pub(super) fn read(path: &Path) -> io::Result<Self> {
        #[derive(serde::Deserialize)]
        struct Recorded {
            step: String,
            #[serde(default)]
            request: Value,
            response: Box<RawValue>,
        }
        let text = read(path)?;
        let steps: serde_json::Result<Vec<Recorded>> = if text.trim_start().starts_with('[') {
            serde_json::from_str(&text)
        } else {
            serde_json::from_str(&text).map(|response| {
                vec![Recorded { step: "view".into(), request: Value::Null, response }]
            })
        };
        let steps = steps.map_err(|error| in_file(path, error))?;
        let steps = steps.into_iter().map(|Recorded { step, request, response }| {
            let response = response.get().to_string();
            // Fields that are handed in go through the same records, so all of them have to be typed.
            Document::decode(&response).map_err(|error| in_file(path, error))?;
            let answer = serde_json::from_str(&response)?;
            Ok(Step { name: step, request, response, answer })
        });
        Ok(Self {
            file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            steps: steps.collect::<io::Result<_>>()?,
        })
    }

    /// Returns the release, by the shape of a view.
    pub(super) fn release(&self) -> Option<Release> {
        self.pages().find_map(|page| {
            if page.get("new_aftersale_data").is_some() {
                Some(Release::V2_2_1)
            } else if page.get("is_create_aftersale").is_some() {
                Some(Release::V6_9_0)
            } else {
                None
            }
        })
    }

    /// Returns the pages of all views.
    pub(super) fn pages(&self) -> impl Iterator<Item = &Value> {
        let pages = self.steps.iter().map(|step| &step.answer["data"]);
        pages.filter(|page| page["order_data"].is_object())
    }

    /// Returns the next matching row after a step, of a view or of a list.
    pub(super) fn next_row(&self, index: usize, is_it: impl Fn(&Value) -> bool) -> Option<&Value> {
        let later = self.steps.iter().skip(index + 1).map(|step| &step.answer["data"]);
        let mut rows = later.flat_map(|page| {
            let listed = page["data"].as_array().into_iter().flatten();
            [&page["new_aftersale_data"], &page["aftersale_data"]].into_iter().chain(listed)
        });
        rows.find(|row| is_it(row))
    }
}

/// Reads a whole number, plain or in quotes.
pub(super) fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// Reads an id of the shop's database.
pub(super) fn id(value: &Value) -> Option<u64> {
    number(value).and_then(|number| u64::try_from(number).ok())
}

/// Reads a time, in seconds or as the shop's clock shows it.
pub(super) fn time(value: &Value) -> Option<Timestamp> {
    let local = value.as_str().and_then(|text| text.parse::<LocalTime>().ok());
    match local {
        Some(local) => Some(local.in_zone(UtcOffset::CHINA)),
        None => number(value).map(Timestamp::from_seconds).and_then(Timestamp::or_unset),
    }
}
