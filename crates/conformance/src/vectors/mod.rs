//! `refund-vectors`: cases of refunding and sharing, a line each, with the figures that other systems'
//! tests, documents and bug reports give for them.
//!
//! A vector is *passed*, *failed* or *not applicable*, the last with a sentence why. Its check follows from what
//! its fields mean. A vector about an order goes through a real one: it is opened, applied for, agreed to and
//! refunded. Nothing is skipped: a field, an expectation or an `op` that is not understood makes the vector not
//! applicable, and the report names it. Failed means that the crate's answer is wrong, or that a value is no
//! value.

mod answers;
mod exact;
mod fields;
mod goods;
mod ledger;
mod limits;
mod names;
mod parts;
mod received;
mod refunds;
mod repeated;
mod results;
mod rounding;
mod sequence;
mod sharing;
mod shop;

use std::fs;
use std::io;
use std::path::Path;

use aftersale::money::{Amount, Currency};
use serde_json::Value;

use crate::report::Report;
use answers::{Answers, Figure};
use fields::{Fields, Problem, Ratio, Read, failed, not_applicable};
use rounding::{Parts, Rounding, Sum};

/// The rule under which the crate refuses what others answer in two ways: some drop the amount, some
/// share it equally.
const NO_WEIGHT: &str =
    "all weights are zero, which others answer in several ways and the crate refuses";

/// The request of a vector.
struct Asked<'a> {
    op: &'a str,
    currency: Currency,
    input: Fields<'a>,
    expect: Fields<'a>,
}

impl Asked<'_> {
    /// Returns whether this is one of the words of the operation.
    fn is_about(&self, word: &str) -> bool {
        self.op.split('_').any(|other| other == word)
    }
}

/// Checks files of vectors.
pub(crate) fn check(files: &[&Path]) -> io::Result<Report> {
    let mut report = Report::new("refund-vectors", &["passed", "failed", "not-applicable"]);
    for path in files {
        let in_file = |line: usize, error: &dyn std::fmt::Display| {
            io::Error::other(format!("{}:{line}: {error}", path.display()))
        };
        let text = fs::read_to_string(path).map_err(|error| in_file(1, &error))?;
        for (line, vector) in (1..).zip(text.lines()) {
            if vector.trim().is_empty() {
                continue;
            }
            let vector: Value =
                serde_json::from_str(vector).map_err(|error| in_file(line, &error))?;
            let Some(id) = vector["id"].as_str() else {
                return Err(in_file(line, &"there is no `id`"));
            };
            one(&mut report, id, &vector);
        }
    }
    if report.is_empty() {
        return Err(io::Error::other("there are no vectors"));
    }
    Ok(report)
}

fn one(report: &mut Report, id: &str, vector: &Value) {
    match checked(vector) {
        Ok(notes) => {
            report.count("passed");
            for note in notes {
                report.note(format!("passed {id}: {note}"));
            }
        }
        Err(Problem::NotApplicable(why)) => {
            report.count("not-applicable");
            report.note(format!("not applicable {id}: {why}"));
        }
        Err(Problem::Failed(why)) => report.differs("failed", format!("failed {id}: {why}")),
    }
}

/// Asks the crate, and compares. Returns the remarks on a vector that has passed.
fn checked(vector: &Value) -> Read<Vec<String>> {
    let vector = Fields::of(vector)?;
    let text = |names: &[&str]| vector.get(names).and_then(Value::as_str);
    // The origin of a vector is for people.
    for about in ["id", "class", "source", "note"] {
        vector.get(&[about]);
    }
    let Some(op) = text(&["op"]) else { return failed("there is no `op`") };
    let code = text(&["currency"]).unwrap_or("CNY");
    let (Some(input), Some(expect)) = (vector.get(&["input"]), vector.get(&["expect"])) else {
        return failed("there is no `input` or no `expect`");
    };
    let (input, expect) = (Fields::of(input)?, Fields::of(expect)?);
    // The currency may be given for the whole vector, or with the input.
    let code = input.get(&["currency"]).and_then(Value::as_str).unwrap_or(code);
    let places = match input.units(&["exponent", "currency_exponent", "decimals"])? {
        Some(places) => Some(places),
        None => vector.units(&["exponent"])?,
    };
    vector.get(&["exponent"]);
    let currency =
        places.map_or(Ok(2), u8::try_from).map(|places| Currency::with_places(code, places));
    let Ok(Ok(currency)) = currency else { return failed(format!("{code} is no currency")) };
    let policy = text(&["policy"]);
    let wrong = vector.get(&["wrong_answer_seen"]);
    vector.all_read()?;
    if expect.all().next().is_none() {
        return failed("nothing is expected");
    }
    let asked = Asked { op, currency, input, expect };
    let answers = answer(&asked)?;
    asked.input.all_read()?;
    answers::compare(&asked.expect, wrong, policy, &answers)
}

/// Returns the answers of the check of a vector, which follows from what its fields mean, not from their names.
fn answer(asked: &Asked<'_>) -> Read<Answers> {
    let (input, expect) = (&asked.input, &asked.expect);
    if !names::WORDS.split_whitespace().any(|word| asked.is_about(word)) {
        return not_applicable(format!("the crate has no operation `{}`", asked.op));
    }
    if input.has(&["tenders", "payments"]) {
        return not_applicable(
            "it spreads a refund over several tenders, and an order of the crate has one payment",
        );
    }
    if input.has(names::WEIGHTS) {
        return if input.has(names::CAPS) {
            sharing::with_caps(asked)
        } else {
            sharing::by_weights(asked)
        };
    }
    if input.peek(names::TARGETS).is_some_and(|targets| !targets.is_array()) {
        return sharing::equally(asked);
    }
    if input.has(ledger::EVENTS) {
        return ledger::by_reference(asked);
    }
    if input.has(&["commands"]) {
        return repeated::commands(asked);
    }
    if input.has(repeated::TOTALS) {
        return repeated::gateway_total(asked);
    }
    if input.has(&["items_exact"]) {
        return exact::rounded_down(asked);
    }
    if exact::is_written_out(asked) {
        return exact::decimals(asked);
    }
    if asked.is_about("component") && !input.has(names::UNIT_SEQUENCE) {
        return parts::of_component(asked);
    }
    if asked.is_about("shipping") && input.has(limits::SHIPPED) && !input.has(names::GOODS) {
        return limits::of_shipping(asked);
    }
    if input.has(names::LARGEST)
        && (expect.has(names::SUGGESTED) || !input.has(names::REQUESTED_ALONE))
    {
        return limits::suggestion(asked);
    }
    // A request against a bare ceiling; where goods are given, it is one of several ways to refund them.
    if input.has(names::REQUESTED_ALONE) && !input.has(names::GOODS) {
        return limits::of_amounts(asked);
    }
    refunds::of_goods(asked)
}

/// Returns a list in which nothing was rounded.
fn exactly(ours: Vec<Amount>) -> Figure {
    let exact = ours.iter().map(|amount| Ratio::whole(*amount)).collect();
    Figure::Parts(Parts { ours, exact, rounding: Rounding::CumulativeFloor, is_whole: false })
}

/// Returns a sum of so many parts that must come to this.
fn sum_of(ours: Amount, exact: Amount, parts: usize) -> Figure {
    Figure::Sum(Sum { ours, exact, parts, only_by_policy: false })
}
