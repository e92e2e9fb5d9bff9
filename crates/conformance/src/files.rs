//! Reads files, with errors that name them.

use std::fmt::Display;
use std::fs;
use std::io;
use std::path::Path;

/// Returns the text of a file.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(|error| in_file(path, error))
}

/// Returns an error about a file.
pub(crate) fn in_file(path: &Path, error: impl Display) -> io::Error {
    io::Error::other(format!("{}: {error}", path.display()))
}
