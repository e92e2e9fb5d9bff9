//! The findings of a check: lines for people, one line for machines, and whether anything differed.

use std::fmt;

/// The outcome of one check.
pub(crate) struct Report {
    name: &'static str,
    /// The findings, a line each.
    pub(crate) lines: Vec<String>,
    counts: Vec<(&'static str, usize)>,
    differences: usize,
}

impl Report {
    /// Returns an empty report of the check of this name, with these counts at 0.
    pub(crate) fn new(name: &'static str, counts: &[&'static str]) -> Self {
        let counts = counts.iter().map(|count| (*count, 0)).collect();
        Self { name, lines: Vec::new(), counts, differences: 0 }
    }

    /// Adds one to a count.
    pub(crate) fn count(&mut self, name: &str) {
        for (count, number) in &mut self.counts {
            if *count == name {
                *number += 1;
            }
        }
    }

    /// Notes a finding that is as it should be.
    pub(crate) fn note(&mut self, line: String) {
        self.lines.push(line);
    }

    /// Notes a difference and counts it.
    pub(crate) fn differs(&mut self, count: &str, line: String) {
        self.count(count);
        self.differences += 1;
        self.lines.push(line);
    }

    /// Returns whether nothing was counted.
    pub(crate) fn is_empty(&self) -> bool {
        self.counts.iter().all(|(_, number)| *number == 0)
    }

    /// Returns whether nothing differed.
    pub(crate) fn is_clean(&self) -> bool {
        self.differences == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        write!(f, "{}:", self.name)?;
        for (count, number) in &self.counts {
            write!(f, " {count}={number}")?;
        }
        Ok(())
    }
}
