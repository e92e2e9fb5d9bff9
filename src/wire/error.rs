//! The errors of reading a document, with the field's path and the place in the text.

use alloc::string::{String, ToString};
use core::fmt;

/// A place in a document's text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1; 0 where the line has just begun.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} column {}", self.line, self.column)
    }
}

/// The reason why a document was not decoded. Decoding never returns a part of a document.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The text is not JSON. Ask for the document again; it was cut off or damaged in transit.
    #[error("not JSON, at {place}: {problem}")]
    NotJson {
        /// The place at which the text stops being JSON.
        place: Place,
        /// The problem at this place.
        problem: String,
    },
    /// The text is not XML, or has more in it than this crate reads: a document type, or too much. Ask for the document
    /// again.
    #[error("not XML, at {place}: {problem}")]
    NotXml {
        /// The place of the problem.
        place: Place,
        /// The problem at this place.
        problem: String,
    },
    /// The bytes are not UTF-8 text.
    #[error("not UTF-8 text, from byte {after} on")]
    NotUtf8 {
        /// The number of bytes before it that are text.
        after: usize,
    },
    /// The text is JSON, but a field does not have the form that the interface documents.
    #[error("{}, at {place}: {problem}", Path(path))]
    Field {
        /// The path of the field, such as `after_sale_order.details.num`; `.` for the whole document.
        path: String,
        /// The place at which reading stopped, which is in or behind the field's value.
        place: Place,
        /// The problem with it.
        problem: String,
    },
    /// The document is from an interface that this crate does not decode.
    #[error("not supported: {interface}")]
    Unsupported {
        /// The interface, or the family of them.
        interface: &'static str,
    },
    /// The document could be from more than one interface. Decode it as the type of the interface that
    /// it is from.
    #[error("ambiguous document ({between}): decode it as the expected type")]
    Ambiguous {
        /// The interfaces that it could be from.
        between: &'static str,
    },
    /// The document's shape does not show its interface. Decode it as the type of that interface, if it
    /// is one of this crate's.
    #[error("no known interface has documents of this shape")]
    UnknownShape,
}

/// A path, as the beginning of a sentence.
struct Path<'a>(&'a str);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            "." => f.write_str("the document"),
            path => write!(f, "field `{path}`"),
        }
    }
}

/// Returns a text in one line of moderate length, whatever the document contains. Its beginning and its
/// end stay.
pub(crate) fn in_one_line(text: &str) -> String {
    const HALF: usize = 80;
    // Unicode has two more letters that begin a new line, and does not call them control characters.
    let begins_line = |letter: char| matches!(letter, '\u{2028}' | '\u{2029}');
    let letter =
        |letter: char| if letter.is_control() || begins_line(letter) { ' ' } else { letter };
    let length = text.chars().count();
    if length <= 2 * HALF {
        return text.chars().map(letter).collect();
    }
    let end = text.chars().skip(length.saturating_sub(HALF)).map(letter);
    text.chars().take(HALF).map(letter).chain(['…']).chain(end).collect()
}

impl WireError {
    /// Returns the error for what serde_json reports. `is_json` states that the text as a whole is
    /// JSON: then the cause is a field that cannot be read, such as a number larger than any type.
    pub(super) fn new(path: &str, error: &serde_json::Error, is_json: bool) -> Self {
        let text = error.to_string();
        let problem = match text.rsplit_once(" at line ") {
            Some((problem, _)) if error.line() > 0 => in_one_line(problem),
            _ => in_one_line(&text),
        };
        // A value that is the whole document has no place of its own.
        let place = Place { line: error.line().max(1), column: error.column() };
        if (error.is_syntax() || error.is_eof()) && !is_json {
            Self::NotJson { place, problem }
        } else {
            Self::Field { path: in_one_line(path), place, problem }
        }
    }
}
