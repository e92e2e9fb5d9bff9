//! How pages write values: numbers plain or in quotes, times as seconds or dates, and labels in the
//! shop's language.

use alloc::string::{String, ToString};

use super::Host;
use crate::shopxo::{Language, Release};
use crate::time::{LocalTime, Timestamp};
use crate::wire::{Field, Loose, Written};

/// A label in the shop's language.
pub(super) fn label(language: Language, chinese: &str, english: &str) -> Field<String> {
    match language {
        Language::Chinese => chinese.into(),
        Language::English => english.into(),
    }
}

impl Host {
    /// A whole number out of the database.
    pub(super) fn column<T>(&self, value: impl Into<T>) -> Field<Loose<T>> {
        let value = value.into();
        if self.quotes_columns { Loose::quoted(value) } else { Loose::plain(value) }.into()
    }

    /// A date and time; where none is known, what was handed in, or "not yet".
    pub(super) fn date_time(
        &self,
        column: &mut Field<Written>,
        time: Option<Timestamp>,
        release: Release,
    ) {
        match time {
            Some(time) => *column = Written::Local(LocalTime::at(time, self.clock)).into(),
            None if column.is_missing() => *column = not_yet(release),
            None => {}
        }
    }

    /// A time in seconds, again as date and time, and as a date; where none is known, what was handed
    /// in, or "not yet".
    pub(super) fn seconds(
        &self,
        column: &mut Field<Written>,
        date_time: &mut Field<Written>,
        date: &mut Field<String>,
        time: Option<Timestamp>,
    ) {
        if time.is_none() && !column.is_missing() {
            return;
        }
        let seconds = time.unwrap_or_default();
        let seconds =
            if self.quotes_columns { Loose::quoted(seconds) } else { Loose::plain(seconds) };
        *column = Written::Seconds(seconds).into();
        let local = time.map(|time| LocalTime::at(time, self.clock));
        *date_time = local.map_or(Field::Null, |local| Written::Local(local).into());
        *date = local.map_or(Field::Null, |local| {
            let text = local.to_string();
            text.split(' ').next().unwrap_or_default().into()
        });
    }
}

/// How a date and time that is not there is written.
const fn not_yet(release: Release) -> Field<Written> {
    match release {
        Release::V2_2_1 => Field::Null,
        Release::V6_9_0 => Field::Value(Written::Empty),
    }
}
