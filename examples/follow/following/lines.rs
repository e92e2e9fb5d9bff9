//! The lines of the input, one at a time, whatever their length: a line that is too long is passed over and not kept.

use std::io::{self, BufRead};

/// The most bytes of a line. A document of the platform has some kilobytes.
pub(crate) const MOST_BYTES: usize = 1 << 20;

/// What was read.
pub(crate) enum Read {
    /// A line, without its end.
    Line,
    /// A line of more than [`MOST_BYTES`], which was passed over.
    TooLong,
    /// There is nothing more.
    End,
}

/// Reads one line into `line`, whose content before does not matter.
///
/// # Errors
///
/// When the input cannot be read.
pub(crate) fn read_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<Read> {
    line.clear();
    let (mut is_too_long, mut is_empty) = (false, true);
    loop {
        let available = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            available => available?,
        };
        if available.is_empty() {
            break;
        }
        is_empty = false;
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        if line.len() + part.len() > MOST_BYTES {
            is_too_long = true;
            line.clear();
        }
        if !is_too_long {
            line.extend_from_slice(part);
        }
        let used = end.map_or(available.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(match (is_empty, is_too_long) {
        (true, _) => Read::End,
        (false, true) => Read::TooLong,
        (false, false) => Read::Line,
    })
}
