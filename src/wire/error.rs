//! What can be wrong with a document.

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

/// Why a document was not decoded. Nothing of it is then there: no half-filled value is returned.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum WireError {
    /// The text is not JSON. Ask for the document again; it was cut off or damaged on its way.
    #[error("not JSON, at {place}: {problem}")]
    NotJson {
        /// Where the text stops being JSON.
        place: Place,
        /// What is wrong there.
        problem: String,
    },
    /// The bytes are not UTF-8 text.
    #[error("not UTF-8 text, from byte {after} on")]
    NotUtf8 {
        /// So many bytes are text.
        after: usize,
    },
    /// The text is JSON, but a field is not what the interface documents.
    #[error("{}, at {place}: {problem}", Path(path))]
    Field {
        /// The path of the field, such as `after_sale_order.details.num`; `.` for the whole document.
        path: String,
        /// Where reading stopped, which is in or behind the field's value.
        place: Place,
        /// What is wrong with it.
        problem: String,
    },
    /// The document is from an interface that this crate does not decode.
    #[error("not supported: {interface}")]
    Unsupported {
        /// The interface, or the family of them.
        interface: &'static str,
    },
    /// The document could be from more than one interface. If you know from which it is, decode it
    /// as that interface's type.
    #[error("ambiguous: {between}")]
    Ambiguous {
        /// What it could be.
        between: &'static str,
    },
    /// Nothing in the document's shape tells the interface.
    #[error("no interface known here has documents of this shape")]
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

/// A text in one line of a moderate length, whatever the document has in it. Its beginning and its
/// end stay.
pub(super) fn in_one_line(text: &str) -> String {
    const HALF: usize = 80;
    let letter = |letter: char| if letter.is_control() { ' ' } else { letter };
    let length = text.chars().count();
    if length <= 2 * HALF {
        return text.chars().map(letter).collect();
    }
    let end = text.chars().skip(length.saturating_sub(HALF)).map(letter);
    text.chars().take(HALF).map(letter).chain(['…']).chain(end).collect()
}

impl WireError {
    /// What is wrong, as serde_json says it. `is_json` when the text as a whole is JSON: then it is a
    /// field that cannot be read, such as a number larger than any type.
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
