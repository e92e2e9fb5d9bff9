//! Wraps text for people at 80 columns, with Chinese letters counted as wide as they are.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The number of columns of a line.
pub(crate) const WIDTH: usize = 80;

/// Adds a text under a label, wrapped beside it, and ends the line. The text of a document may have control characters in
/// it, which are left out. A space that does not break holds two words together, and is written as a plain one.
pub(crate) fn wrapped(
    out: &mut String,
    indent: usize,
    label: &str,
    label_width: usize,
    text: &str,
) {
    let hanging = indent + label_width;
    pad(out, indent);
    out.extend(label.chars().map(plain_space));
    let label_columns = columns(label);
    pad(out, label_width.saturating_sub(label_columns));
    let mut column = indent + label_width.max(label_columns);
    let mut is_fresh = true;
    for word in text.split(|letter: char| letter != '\u{a0}' && letter.is_whitespace()) {
        let space = usize::from(!is_fresh);
        let word_columns = columns(word);
        if !is_fresh && column + space + word_columns > WIDTH {
            column = next_line(out, hanging);
        } else if !is_fresh {
            out.push(' ');
            column += 1;
        }
        is_fresh = false;
        let is_plain = word.bytes().all(|byte| byte.is_ascii_graphic());
        if is_plain && column + word_columns <= WIDTH {
            out.push_str(word);
            column += word_columns;
            continue;
        }
        // A word that is longer than a line (Chinese has no spaces) goes on in the next.
        for letter in word.chars().filter(|letter| !letter.is_control()) {
            let letter_columns = letter.width().unwrap_or(0);
            if column + letter_columns > WIDTH {
                column = next_line(out, hanging);
            }
            out.push(plain_space(letter));
            column += letter_columns;
        }
    }
    end_line(out);
}

/// Returns the number of columns that a text takes.
pub(crate) fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

fn next_line(out: &mut String, hanging: usize) -> usize {
    end_line(out);
    pad(out, hanging);
    hanging
}

fn end_line(out: &mut String) {
    let written = out.trim_end_matches(' ').len();
    out.truncate(written);
    out.push('\n');
}

const fn plain_space(letter: char) -> char {
    if letter == '\u{a0}' { ' ' } else { letter }
}

fn pad(out: &mut String, columns: usize) {
    out.extend(std::iter::repeat_n(' ', columns));
}
