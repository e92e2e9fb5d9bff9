//! Diagrams of a table, as Mermaid and as DOT text. They are drawn from the rules, so they cannot
//! say anything else.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write};

use super::{ANY_FLOW, Evidence, Lifecycle, Rule, Status};

/// All rules that lead from one status to the same other one, on equally good evidence: one arrow.
struct Arrow<S: 'static> {
    from: Option<S>,
    to: S,
    documented: bool,
    rules: Vec<&'static Rule<S>>,
}

impl<S: Status> Lifecycle<S> {
    /// The table as a [Mermaid](https://mermaid.js.org) flow chart.
    ///
    /// An arrow is drawn dashed when its rules are not documented. A status with round sides is
    /// final. Rules that are not [trusted](Self::trusting) are left out.
    #[must_use]
    pub fn mermaid(self) -> String {
        written(|text| {
            writeln!(text, "flowchart TD")?;
            writeln!(text, "    new((new))")?;
            for status in self.drawn() {
                let name = status.name();
                if self.is_final(status) {
                    writeln!(text, "    {name}([{name}])")?;
                } else {
                    writeln!(text, "    {name}[{name}]")?;
                }
            }
            for arrow in self.arrows() {
                let from = arrow.from.map_or("new", Status::name);
                let line = if arrow.documented { "-->" } else { "-.->" };
                let label = arrow.label("<br>")?;
                writeln!(text, "    {from} {line}|\"{label}\"| {}", arrow.to.name())?;
            }
            Ok(())
        })
    }

    /// The table as a [DOT](https://graphviz.org) graph, with the same signs as
    /// [`mermaid`](Self::mermaid).
    #[must_use]
    pub fn dot(self) -> String {
        written(|text| {
            writeln!(text, "digraph \"{}\" {{", self.platform())?;
            writeln!(text, "    node [shape=box];")?;
            writeln!(text, "    new [shape=circle];")?;
            for status in self.drawn() {
                let style = if self.is_final(status) { " [style=rounded]" } else { "" };
                writeln!(text, "    {}{style};", status.name())?;
            }
            for arrow in self.arrows() {
                let from = arrow.from.map_or("new", Status::name);
                let style = if arrow.documented { "solid" } else { "dashed" };
                let label = arrow.label("\\n")?;
                let to = arrow.to.name();
                writeln!(text, "    {from} -> {to} [style={style}, label=\"{label}\"];")?;
            }
            writeln!(text, "}}")
        })
    }

    fn drawn(self) -> impl Iterator<Item = S> {
        S::ALL.iter().copied().filter(move |status| !self.flows_of(*status).is_empty())
    }

    fn arrows(self) -> Vec<Arrow<S>> {
        let mut arrows: Vec<Arrow<S>> = Vec::new();
        for rule in self.rules().iter().filter(|rule| self.trusts(rule)) {
            let openings = rule.opens().then_some(None);
            for from in openings.into_iter().chain(rule.from.iter().copied().map(Some)) {
                let documented = rule.evidence == Evidence::Documented;
                let arrow = arrows.iter_mut().find(|arrow| {
                    arrow.from == from && arrow.to == rule.to && arrow.documented == documented
                });
                match arrow {
                    Some(arrow) => arrow.rules.push(rule),
                    None => {
                        arrows.push(Arrow { from, to: rule.to, documented, rules: [rule].into() });
                    }
                }
            }
        }
        arrows
    }
}

impl<S: Status> Arrow<S> {
    fn label(&self, line_break: &str) -> Result<String, fmt::Error> {
        let mut label = String::new();
        for rule in &self.rules {
            if !label.is_empty() {
                label.push_str(line_break);
            }
            write!(label, "{} ", rule.row)?;
            for (index, actor) in rule.by.iter().enumerate() {
                write!(label, "{}{actor}", if index == 0 { "" } else { " or " })?;
            }
            write!(label, ": {}", rule.action)?;
            if let [only] = rule.flows {
                let both_here = rule
                    .from
                    .iter()
                    .all(|from| S::lifecycle().flows_of(*from).len() == ANY_FLOW.len());
                if both_here {
                    write!(label, " ({only})")?;
                }
            }
        }
        Ok(label)
    }
}

/// The text that `write` writes. Writing to a `String` does not fail, so neither does this.
fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut text = String::new();
    match write(&mut text) {
        Ok(()) | Err(fmt::Error) => text,
    }
}
