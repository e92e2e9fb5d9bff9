//! Prints for people: wrapped at 80 columns, with Chinese letters counted as wide as they are.

use std::io::Write;

#[path = "wrap.rs"]
mod wrap;

use wrap::{WIDTH, columns, wrapped};

/// Prints a line. The reader may have closed the pipe (`tour | head`); then there is nothing left to do.
pub(crate) fn line(text: &str) {
    if writeln!(std::io::stdout(), "{}", text.trim_end()).is_err() {
        std::process::exit(0);
    }
}

/// Prints a heading.
pub(crate) fn heading(text: &str) {
    line(&format!("\n{text}\n{}", "─".repeat(columns(text).min(WIDTH))));
}

/// Prints a text under a label, wrapped beside it. The text of a document may have control characters in
/// it, which are left out.
pub(crate) fn entry(indent: usize, label: &str, label_width: usize, text: &str) {
    let mut out = String::new();
    wrapped(&mut out, indent, label, label_width, text);
    line(&out);
}
