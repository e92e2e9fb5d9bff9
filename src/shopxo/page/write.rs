//! The forms in which pages write values: numbers plain or in quotes, times as seconds or dates, and
//! labels in the shop's language.

use alloc::string::{String, ToString};

use super::Host;
use crate::shopxo::{Language, Release};
use crate::time::{LocalTime, Timestamp};
use crate::wire::{Field, Loose, Written};

/// Returns a label in the shop's language.
pub(super) fn label(language: Language, chinese: &str, english: &str) -> Field<String> {
    match language {
        Language::Chinese => chinese.into(),
        Language::English => english.into(),
    }
}

impl Host {
    /// Returns a whole number from the database.
    pub(super) fn column<T>(&self, value: impl Into<T>) -> Field<Loose<T>> {
        let value = value.into();
        if self.quotes_columns { Loose::quoted(value) } else { Loose::plain(value) }.into()
    }

    /// Returns a date and time; where none is known, the host's value, or "not yet".
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

    /// Returns a time in seconds, also as date and time, and as a date; where none is known, the host's
    /// values, or "not yet".
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

/// Returns the form of a date and time that is not known.
const fn not_yet(release: Release) -> Field<Written> {
    match release {
        Release::V2_2_1 => Field::Null,
        Release::V6_9_0 => Field::Value(Written::Empty),
    }
}
