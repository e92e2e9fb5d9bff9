//! Diagrams of a table, as Mermaid and as DOT text. They are drawn from the rules, so they cannot
//! disagree with them.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::{Evidence, Flow, Lifecycle, Rule, Status};

/// The start of an arrow.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Start<S> {
    /// Before there is a case.
    New,
    /// At any status that is not final. Such a rule is drawn once; otherwise its arrows would cover the
    /// whole picture.
    AnyOpen,
    At(S),
}

/// The evidence of an arrow, or the mark of an outcome that was only also seen.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Line {
    Documented,
    Undocumented,
    AlsoSeen,
}

/// One arrow: all rules with the same start, the same outcome and the same evidence.
struct Arrow<S: 'static> {
    from: Start<S>,
    to: S,
    line: Line,
    rules: Vec<&'static Rule<S>>,
}

/// The labels on the arrows of a diagram.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Labels {
    /// The rows of the rules alone: for large tables, beside a list of the rows.
    Rows,
    /// Row, actor, action, flow and guards of each rule.
    Full,
}

impl<S: Status> Lifecycle<S> {
    /// Returns the table as a [Mermaid](https://mermaid.js.org) flow chart.
    ///
    /// A status with round sides is final. An arrow is solid when its rules are documented, and dashed
    /// when they are not, or when it leads to an outcome that was also seen. A rule that holds at every
    /// open status is drawn once. Rules that are not [trusted](Self::trusting) are left out.
    #[must_use]
    pub fn mermaid(self, labels: Labels) -> String {
        written(|text| {
            if labels == Labels::Rows {
                let spacing = "{\"flowchart\": {\"nodeSpacing\": 20, \"rankSpacing\": 30}}";
                writeln!(text, "%%{{init: {spacing}}}%%")?;
            }
            writeln!(text, "flowchart TD")?;
            writeln!(text, "    new((new))")?;
            let arrows = self.arrows();
            if arrows.iter().any(|arrow| arrow.from == Start::AnyOpen) {
                writeln!(text, "    open[/any open status/]")?;
            }
            for status in self.drawn() {
                let (left, right) = if self.is_final(status) { ("([", "])") } else { ("[", "]") };
                let name = in_two_lines(status.name());
                writeln!(text, "    s{}{left}{}{right}", status.stored_number(), Quoted(&name))?;
            }
            for arrow in arrows {
                let line = if arrow.line == Line::Documented { "-->" } else { "-.->" };
                let label = arrow.label(self, labels, "<br>")?;
                let from = arrow.start()?;
                writeln!(
                    text,
                    "    {from} {line}|{}| s{}",
                    Quoted(&label),
                    arrow.to.stored_number()
                )?;
            }
            Ok(())
        })
    }

    /// Returns the table as a [DOT](https://graphviz.org) graph, with the same signs as
    /// [`mermaid`](Self::mermaid).
    #[must_use]
    pub fn dot(self, labels: Labels) -> String {
        written(|text| {
            writeln!(text, "digraph {} {{", Quoted(self.platform()))?;
            writeln!(text, "    node [shape=box];")?;
            writeln!(text, "    new [shape=circle];")?;
            let arrows = self.arrows();
            if arrows.iter().any(|arrow| arrow.from == Start::AnyOpen) {
                writeln!(text, "    open [shape=parallelogram, label=\"any open status\"];")?;
            }
            for status in self.drawn() {
                let style = if self.is_final(status) { ", style=rounded" } else { "" };
                let name = Quoted(status.name());
                writeln!(text, "    s{} [label={name}{style}];", status.stored_number())?;
            }
            for arrow in arrows {
                let style = if arrow.line == Line::Documented { "solid" } else { "dashed" };
                let label = arrow.label(self, labels, "\\n")?;
                let label = Quoted(&label);
                let from = arrow.start()?;
                let to = arrow.to.stored_number();
                writeln!(text, "    {from} -> s{to} [style={style}, label={label}];")?;
            }
            writeln!(text, "}}")
        })
    }

    /// Returns the statuses that have rules.
    fn drawn(self) -> impl Iterator<Item = S> {
        S::ALL.iter().copied().filter(move |status| !self.flows_of(*status).is_empty())
    }

    fn arrows(self) -> Vec<Arrow<S>> {
        let open: Vec<S> = self.drawn().filter(|status| !self.is_final(*status)).collect();
        let mut arrows = Vec::new();
        for rule in self.rules().iter().filter(|rule| self.trusts(rule)) {
            let line = match rule.evidence {
                Evidence::Documented => Line::Documented,
                Evidence::Reported | Evidence::Inferred => Line::Undocumented,
            };
            let everywhere = open.len() > 2 && open.iter().all(|open| rule.from.contains(open));
            let starts: Vec<Start<S>> = match rule.from {
                [] => [Start::New].into(),
                _ if everywhere => [Start::AnyOpen].into(),
                from => from.iter().copied().map(Start::At).collect(),
            };
            for from in starts {
                add(&mut arrows, from, rule.to, line, rule);
                for seen in rule.also_seen {
                    add(&mut arrows, from, *seen, Line::AlsoSeen, rule);
                }
            }
        }
        arrows
    }
}

fn add<S: Status>(
    arrows: &mut Vec<Arrow<S>>,
    from: Start<S>,
    to: S,
    line: Line,
    rule: &'static Rule<S>,
) {
    let same =
        arrows.iter_mut().find(|arrow| arrow.from == from && arrow.to == to && arrow.line == line);
    match same {
        Some(arrow) => arrow.rules.push(rule),
        None => arrows.push(Arrow { from, to, line, rules: [rule].into() }),
    }
}

impl<S: Status> Arrow<S> {
    fn start(&self) -> Result<String, fmt::Error> {
        let mut id = String::new();
        match self.from {
            Start::New => id.push_str("new"),
            Start::AnyOpen => id.push_str("open"),
            Start::At(status) => write!(id, "s{}", status.stored_number())?,
        }
        Ok(id)
    }

    fn label(
        &self,
        lifecycle: Lifecycle<S>,
        labels: Labels,
        line_break: &str,
    ) -> Result<String, fmt::Error> {
        let mut label = String::new();
        let mut last_row = "";
        for rule in &self.rules {
            if labels == Labels::Rows && rule.row == last_row {
                continue;
            }
            last_row = rule.row;
            if !label.is_empty() {
                label.push_str(line_break);
            }
            label.push_str(rule.row);
            if labels == Labels::Full {
                self.describe(&mut label, rule, lifecycle, line_break)?;
            }
        }
        Ok(label)
    }

    /// Describes a rule besides its row: actor, action, flow and guards.
    fn describe(
        &self,
        label: &mut String,
        rule: &Rule<S>,
        lifecycle: Lifecycle<S>,
        line_break: &str,
    ) -> fmt::Result {
        for (index, actor) in rule.by.iter().enumerate() {
            write!(label, "{}{actor}", if index == 0 { " " } else { " or " })?;
        }
        write!(label, ": {}", rule.action)?;
        if self.is_special_to_a_flow(rule, lifecycle) {
            for flow in rule.flows {
                write!(label, " ({flow})")?;
            }
        }
        if self.line == Line::AlsoSeen {
            label.push_str(", also seen");
        }
        for (index, guard) in rule.guards.iter().enumerate() {
            write!(label, "{line_break}{} {guard}", if index == 0 { "if" } else { "and" })?;
        }
        if let Some(flow) = rule.turns_into {
            write!(label, "{line_break}becomes {flow}")?;
        }
        Ok(())
    }

    /// Returns whether the arrow starts in more flows than the rule holds in.
    fn is_special_to_a_flow(&self, rule: &Rule<S>, lifecycle: Lifecycle<S>) -> bool {
        Flow::ALL.iter().filter(|flow| !rule.flows.contains(flow)).any(|flow| match self.from {
            Start::At(status) => lifecycle.phase(*flow, status).is_some(),
            Start::New | Start::AnyOpen => true,
        })
    }
}

/// Breaks a long name after the underscore that is nearest to its middle.
fn in_two_lines(name: &str) -> String {
    let middle = name.len() / 2;
    let break_at = name
        .match_indices('_')
        .map(|(index, _)| index.saturating_add(1))
        .min_by_key(|index| index.abs_diff(middle));
    match break_at.and_then(|index| name.split_at_checked(index)) {
        Some((first, second)) => [first, "<br>", second].concat(),
        None => String::from(name),
    }
}

/// A text between quotation marks, with none inside.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for part in self.0.split('"') {
            f.write_str(part)?;
        }
        f.write_char('"')
    }
}

/// Returns the text that `write` writes. Writing to a `String` does not fail, so this does not fail
/// either.
fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut text = String::new();
    match write(&mut text) {
        Ok(()) | Err(fmt::Error) => text,
    }
}
