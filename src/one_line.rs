//! Texts from outside in messages: a message stays in one line, so that no text adds a line of its own to a log.

#[cfg(any(feature = "wire", feature = "json"))]
use alloc::string::String;
use core::fmt::{Formatter, Result, Write};

/// Returns the letter that a message has for a letter of a text from outside: a blank for one that begins a line, steers a
/// terminal or turns the direction of writing.
pub(crate) fn letter(letter: char) -> char {
    let breaks = letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if breaks || turns { ' ' } else { letter }
}

/// Writes a text as it is, or with `{:#}` in one line, as messages show it.
pub(crate) fn write(text: &str, f: &mut Formatter<'_>) -> Result {
    if f.alternate() {
        text.chars().map(letter).try_for_each(|letter| f.write_char(letter))
    } else {
        f.write_str(text)
    }
}

/// Returns a text in one line of moderate length, whatever it contains. Its beginning and its end stay.
#[cfg(any(feature = "wire", feature = "json"))]
pub(crate) fn shortened(text: &str) -> String {
    around(text, 80)
}

/// Returns a text in one line, of which so many letters of its beginning and of its end stay.
#[cfg(any(feature = "wire", feature = "json"))]
pub(crate) fn around(text: &str, letters: usize) -> String {
    let length = text.chars().count();
    if length <= letters.saturating_mul(2) {
        return text.chars().map(letter).collect();
    }
    let end = text.chars().skip(length.saturating_sub(letters)).map(letter);
    text.chars().take(letters).map(letter).chain(['…']).chain(end).collect()
}
