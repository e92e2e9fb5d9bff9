//! The figures as lines, as a table for people, and beside figures that were written down before.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// What a row and an operation of it cost.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Cost {
    pub(crate) allocations: Option<u64>,
    pub(crate) instructions: Option<u64>,
    /// Bytes, where a row is about memory.
    pub(crate) bytes: Option<u64>,
}

/// The figures of one run, and the compiler of the program.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Figures {
    pub(crate) compiler: String,
    pub(crate) costs: Vec<((String, String), Cost)>,
}

impl Figures {
    pub(crate) fn add(&mut self, row: &str, operation: &str, cost: Cost) {
        self.costs.push(((row.to_owned(), operation.to_owned()), cost));
    }

    /// Returns the figures, a line each: row, operation, allocations, instructions, bytes.
    pub(crate) fn lines(&self) -> String {
        let mut lines = format!("# {}\n", self.compiler);
        let text = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |n| n.to_string());
        for ((row, operation), cost) in &self.costs {
            let numbers = [cost.allocations, cost.instructions, cost.bytes].map(text);
            let _ = writeln!(lines, "{row}\t{operation}\t{}", numbers.join("\t"));
        }
        lines
    }

    /// Reads such lines.
    pub(crate) fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file)
            .unwrap_or_else(|error| panic!("{} cannot be read: {error}", file.display()));
        let mut figures = Self::default();
        for line in text.lines() {
            if let Some(compiler) = line.strip_prefix("# ") {
                figures.compiler = compiler.to_owned();
                continue;
            }
            let mut fields = line.split('\t');
            let mut text = || fields.next().unwrap_or_default().to_owned();
            let (row, operation) = (text(), text());
            let mut number = || text().parse().ok();
            let cost = Cost { allocations: number(), instructions: number(), bytes: number() };
            figures.costs.push(((row, operation), cost));
        }
        figures
    }

    /// Returns a table in Markdown, with the figures of an earlier run beside these.
    pub(crate) fn beside(&self, before: &Self) -> String {
        let known: BTreeMap<_, _> = before.costs.iter().cloned().collect();
        let mut table = String::from(
            "| order | what | allocations before | now | instructions before | now |\n|---|---|--:|--:|--:|--:|\n",
        );
        let number = |number: Option<u64>| number.map_or_else(String::new, thousands);
        for (name, now) in &self.costs {
            let before = known.get(name).copied().unwrap_or_default();
            let (row, operation) = name;
            let (first, second) = match now.bytes {
                Some(bytes) => (
                    [before.bytes, Some(bytes)].map(|bytes| number(bytes) + " bytes"),
                    [String::new(), String::new()],
                ),
                None => (
                    [before.allocations, now.allocations].map(number),
                    [before.instructions, now.instructions].map(number),
                ),
            };
            let _ = writeln!(
                table,
                "| {row} | {operation} | {} | {} |",
                first.join(" | "),
                second.join(" | ")
            );
        }
        table
    }

    /// Returns what costs more than it did: one more allocation, or more than a twentieth more of instructions or bytes.
    pub(crate) fn worse_than(&self, before: &Self) -> Vec<String> {
        let known: BTreeMap<_, _> = before.costs.iter().cloned().collect();
        let mut worse = Vec::new();
        for ((row, operation), now) in &self.costs {
            let Some(before) = known.get(&(row.clone(), operation.clone())) else { continue };
            let mut compare = |what: &str, now: Option<u64>, before: Option<u64>, most: u64| {
                if let (Some(now), Some(before)) = (now, before)
                    && now > most
                {
                    worse.push(format!("{row}, {operation}: {now} {what}, {before} before"));
                }
            };
            let twentieth = |number: Option<u64>| number.unwrap_or_default() * 21 / 20;
            let most = before.allocations.unwrap_or_default();
            compare("allocations", now.allocations, before.allocations, most);
            let most = twentieth(before.instructions);
            compare("instructions", now.instructions, before.instructions, most);
            compare("bytes", now.bytes, before.bytes, twentieth(before.bytes));
        }
        worse
    }
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
