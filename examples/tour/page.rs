//! Printing for people: wrapped at 80 columns, with Chinese letters counted as wide as they are.

use unicode_width::UnicodeWidthStr;

const WIDTH: usize = 80;

/// Prints a heading.
pub(crate) fn heading(text: &str) {
    println!("\n{text}\n{}", "─".repeat(text.width().min(WIDTH)));
}

/// Prints a text under a label, wrapped beside it.
pub(crate) fn entry(indent: usize, label: &str, label_width: usize, text: &str) {
    let padding = label_width.saturating_sub(label.width());
    let mut line = format!("{}{label}{}", " ".repeat(indent), " ".repeat(padding));
    let hanging = indent + label_width;
    let mut is_fresh = true;
    for word in text.split(' ') {
        let space = usize::from(!is_fresh);
        if !is_fresh && line.width() + space + word.width() > WIDTH {
            println!("{}", line.trim_end());
            line = " ".repeat(hanging);
            is_fresh = true;
        }
        if !is_fresh {
            line.push(' ');
        }
        line.push_str(word);
        is_fresh = false;
    }
    println!("{}", line.trim_end());
}
