//! What is found of a story: that a figure or an answer differs, or that the story itself is not as the form says.

use std::fmt::Display;

use super::form::Figure;

/// Why a story does not pass.
#[derive(Debug)]
pub(super) enum Problem {
    /// The story contradicts its form.
    Form(String),
    /// The crate gives something else than what is expected.
    Differs(Vec<String>),
}

pub(super) fn form<T>(what: impl Display) -> Result<T, Problem> {
    Err(Problem::Form(what.to_string()))
}

/// The differences of a story so far, each with its place.
#[derive(Debug, Default)]
pub(super) struct Differences {
    found: Vec<String>,
}

impl Differences {
    pub(super) fn add(&mut self, place: &str, what: impl Display) {
        self.found.push(format!("{place}: {what}"));
    }

    /// Compares a figure, where one is expected.
    pub(super) fn compare(&mut self, place: &str, expected: Option<Figure>, found: i64) {
        if let Some(expected) = expected.filter(|expected| !expected.admits(found)) {
            self.add(place, format_args!("expected {expected}, found {found}"));
        }
    }

    pub(super) fn into_result(self) -> Result<(), Problem> {
        if self.found.is_empty() { Ok(()) } else { Err(Problem::Differs(self.found)) }
    }
}
