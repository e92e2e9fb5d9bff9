//! Prints for people: wrapped at 80 columns, with Chinese letters counted as wide as they are.

use std::io::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

const WIDTH: usize = 80;

/// Prints a line. The reader may have closed the pipe (`tour | head`); then there is nothing left to do.
pub(crate) fn line(text: &str) {
    if writeln!(std::io::stdout(), "{}", text.trim_end()).is_err() {
        std::process::exit(0);
    }
}

/// Prints a heading.
pub(crate) fn heading(text: &str) {
    line(&format!("\n{text}\n{}", "─".repeat(text.width().min(WIDTH))));
}

/// Prints a text under a label, wrapped beside it. The text of a document may have control characters in
/// it, which are left out.
pub(crate) fn entry(indent: usize, label: &str, label_width: usize, text: &str) {
    let padding = label_width.saturating_sub(label.width());
    let mut out = format!("{}{label}{}", " ".repeat(indent), " ".repeat(padding));
    let hanging = indent + label_width;
    let mut is_fresh = true;
    for word in text.split(|letter: char| letter != '\u{a0}' && letter.is_whitespace()) {
        let space = usize::from(!is_fresh);
        let fits = out.width() + space + word.width() <= WIDTH;
        if !is_fresh && !fits {
            end_line(&mut out, hanging);
        } else if !is_fresh {
            out.push(' ');
        }
        // A word that is longer than a line (Chinese has no spaces) goes on in the next.
        for letter in word.chars().filter(|letter| !letter.is_control()) {
            if out.width() + letter.width().unwrap_or(0) > WIDTH {
                end_line(&mut out, hanging);
            }
            out.push(letter);
        }
        is_fresh = false;
    }
    line(&out);
}

fn end_line(out: &mut String, hanging: usize) {
    line(out);
    *out = " ".repeat(hanging);
}
