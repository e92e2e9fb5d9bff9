//! An order under a platform's policy, step by step: the command, where the case stands, what has become of
//! the money, until when the clock runs, and what the host has to do.

use std::error::Error;

use aftersale::lifecycle::{Action, Actor};
use aftersale::money::Amount;
use aftersale::order::{Change, Command, Event, EventKind, Order, OrderFacts, Policy, Request};
use aftersale::time::{Timestamp, hours_long};

use crate::effects;
use crate::ledger;
use crate::page::{entry, line};
use crate::show::{Labelled, named};

const INDENT: usize = 2;
const LABEL: usize = 5;

/// A step of a walk.
pub(crate) struct Step {
    /// The hours since the last step.
    hours: u32,
    by: Actor,
    /// The request; `None`: nothing is done until the clock of the case has run out.
    request: Option<Request>,
    /// An addition to the request, for readers.
    note: &'static str,
    is_refused: bool,
}

impl Step {
    /// Returns a step of this actor, so many hours after the last one.
    pub(crate) const fn new(hours: u32, by: Actor, request: Request, note: &'static str) -> Self {
        Self { hours, by, request: Some(request), note, is_refused: false }
    }

    /// Returns a step of the clock, which runs out since nothing is done before.
    pub(crate) const fn until_deadline(note: &'static str) -> Self {
        Self { hours: 0, by: Actor::Clock, request: None, note, is_refused: false }
    }

    /// Returns the step as one that is tried, and refused.
    pub(crate) fn refused(self) -> Self {
        Self { is_refused: true, ..self }
    }
}

/// Walks an order through these steps.
///
/// # Errors
///
/// When a step is refused that should not be, or the other way round, or something is open at the end.
pub(crate) fn walk<P: Policy>(
    policy: P,
    facts: OrderFacts,
    from: Timestamp,
    steps: Vec<Step>,
) -> Result<(), Box<dyn Error>>
where
    P::Status: Labelled,
{
    let (mut order, _) = Order::open(policy, facts, from)?;
    show_order(&order);
    let mut now = from;
    for (number, step) in (1..).zip(steps) {
        now = now.checked_add(hours_long(step.hours)).unwrap_or(now);
        let request = match step.request {
            Some(request) => request,
            None => {
                let (deadline, case) = order.next_deadline().ok_or("no clock is running")?;
                now = deadline;
                Request::TimeRanOut { case, deadline }
            }
        };
        let done =
            format!("{}  the {}: {}{}", clock(now), step.by, request.capability(), step.note);
        let id = format!("c-{number}");
        let before = order.clone();
        let command = Command::new(id, order.id(), step.by, now, request);
        match order.accept(&command) {
            Ok(decision) if !step.is_refused => {
                let row = decision.event().and_then(|event| row(&before, event)).unwrap_or("");
                entry(INDENT, row, LABEL, &done);
                show_case(&order);
                if !decision.effects().is_empty() {
                    let to_do = format!("to do: {}", effects::in_words(decision.effects()));
                    entry(INDENT, "", LABEL, &to_do);
                }
            }
            Err(refusal) if step.is_refused => {
                entry(INDENT, "", LABEL, &done);
                entry(INDENT, "", LABEL, &format!("✗ {refusal}"));
            }
            Ok(_) => return Err(format!("{done}: accepted").into()),
            Err(refusal) => return Err(refusal.into()),
        }
    }
    settle(&mut order, now)?;
    line("");
    ledger::print(&order);
    Ok(())
}

/// Acknowledges all effects; then nothing of the order is open any more.
fn settle<P: Policy>(order: &mut Order<P>, now: Timestamp) -> Result<(), Box<dyn Error>>
where
    P::Status: Labelled,
{
    let carried_out = order.pending_effects().iter().map(|pending| pending.id).collect();
    let request = Request::Acknowledge { effects: carried_out };
    order.accept(&Command::new("done", order.id(), Actor::Merchant, now, request))?;
    if order.is_settled() { Ok(()) } else { Err("something is still open".into()) }
}

fn show_order<P: Policy>(order: &Order<P>) {
    let places = order.currency().places();
    let decimal = |amount: Amount| amount.decimal(places);
    let facts = order.facts();
    let lines: Vec<String> = facts
        .lines
        .iter()
        .map(|line| format!("{} {} × {}", line.line, line.quantity, decimal(line.unit_price)))
        .collect();
    let whole = format!(
        "{}, shipping {}, discount {}; paid {}",
        lines.join(", "),
        decimal(facts.shipping),
        decimal(facts.discount),
        order.currency().money(facts.amount_paid()),
    );
    entry(INDENT, "", 0, &whole);
    for discrepancy in order.discrepancies() {
        entry(INDENT, "", 0, &format!("! {discrepancy}"));
    }
    line("");
}

/// Prints where the case stands, what has become of the money, and until when the clock runs.
fn show_case<P: Policy>(order: &Order<P>)
where
    P::Status: Labelled,
{
    let balance = order.ledger().order;
    let figures = ledger::figures(&balance).into_iter();
    let figures = figures.filter(|(name, amount)| *amount != Amount::ZERO || *name == "left");
    let places = order.currency().places();
    let figures: Vec<String> =
        figures.map(|(name, amount)| format!("{name} {}", amount.decimal(places))).collect();
    let mut money = figures.join(", ");
    if let Some(case) = order.cases().last() {
        let phase = order.phase(case.id).map_or("", |phase| phase.text());
        entry(INDENT, "", LABEL, &format!("→ {}, {phase}", named(case.status)));
        if let Some(deadline) = case.deadline {
            money.push_str(&format!("; the clock runs until {}", clock(deadline)));
        }
    }
    entry(INDENT, "", LABEL, &money);
}

/// Returns the row of the platform's table by which a case has moved.
fn row<P: Policy>(before: &Order<P>, event: &Event<P::Status>) -> Option<&'static str> {
    let EventKind::Accepted(accepted) = &event.kind else { return None };
    let moved = accepted.changes.iter().find_map(|change| match change {
        Change::CaseOpened { position, .. } => Some((None, position.flow, Action::Apply)),
        Change::Transitioned { case, action, .. } => {
            let case = before.case(*case)?;
            Some((Some(case.status), case.flow, (*action)?))
        }
        _ => None,
    });
    let (from, flow, action) = moved?;
    let is_it = |rule: &&aftersale::lifecycle::Rule<P::Status>| {
        let is_from = from.map_or_else(|| rule.opens(), |status| rule.from.contains(&status));
        rule.action == action && rule.flows.contains(&flow) && is_from
    };
    P::LIFECYCLE.rules().iter().find(is_it).map(|rule| rule.row)
}

/// Returns day and hour; the year and the seconds add nothing here.
fn clock(time: Timestamp) -> String {
    let text = time.to_string().replace('T', "\u{a0}");
    text.get(5..).and_then(|text| text.get(..12)).unwrap_or(&text).to_string()
}
