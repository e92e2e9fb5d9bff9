//! Documents of names and values without any structure: a form such as `respCode=00&orderId=1`, or a JSON object of texts.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::DocumentError;
use crate::one_line;
use crate::wire::{Json, decode};

/// The most pairs of a document.
const MOST_PAIRS: usize = 1_000;

/// The names and their values.
pub(super) struct Pairs(BTreeMap<String, String>);

impl Pairs {
    /// Reads a document. A name that stands twice is an error, since it does not say which counts.
    pub(super) fn read(text: &str) -> Result<Self, DocumentError> {
        let text = text.trim().trim_start_matches('\u{feff}');
        let pairs = if text.starts_with('{') { object(text)? } else { form(text)? };
        if pairs.len() > MOST_PAIRS {
            return Err(fault(&MOST_PAIRS.to_string(), "more pairs than are read"));
        }
        let mut all = BTreeMap::new();
        for (name, value) in pairs {
            if all.contains_key(&name) {
                return Err(fault(&name, "stands twice"));
            }
            all.insert(name, value);
        }
        Ok(Self(all))
    }

    /// Returns the value of a name; `None` where it is absent or empty.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).cloned()
    }
}

fn fault(field: &str, problem: &'static str) -> DocumentError {
    DocumentError::Pair { field: one_line::shortened(field), problem }
}

/// A JSON object; numbers are taken as they are written.
fn object(text: &str) -> Result<Vec<(String, String)>, DocumentError> {
    let fields: BTreeMap<String, Json> = decode(text)?;
    let value = |json: &Json| json.as_text().map_or_else(|| json.text().into(), Into::into);
    let is_there = |json: &Json| json.text() != "null";
    Ok(fields
        .iter()
        .filter(|(_, json)| is_there(json))
        .map(|(name, json)| (name.clone(), value(json)))
        .collect())
}

fn form(text: &str) -> Result<Vec<(String, String)>, DocumentError> {
    let mut pairs = Vec::new();
    for (index, pair) in text.split('&').enumerate() {
        let number = index.saturating_add(1).to_string();
        let (name, value) =
            pair.split_once('=').ok_or_else(|| fault(&number, "no pair of a name and a value"))?;
        let name =
            unescaped(name).ok_or_else(|| fault(&number, "not UTF-8, or a broken escape"))?;
        let value =
            unescaped(value).ok_or_else(|| fault(&name, "not UTF-8, or a broken escape"))?;
        if name.is_empty() {
            return Err(fault(&number, "no name"));
        }
        pairs.push((name, value));
    }
    Ok(pairs)
}

/// Returns a text without its escapes: `%2B` is a plus, and a plus is a blank.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
                u8::try_from(high.checked_mul(16)?.checked_add(low)?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}
