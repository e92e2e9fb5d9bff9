//! Exhaustive exploration: every state that a small order can come to, breadth first, whatever the actors do.
//!
//! Nothing is sampled. From each state every actor tries every request, and each accepted one leads to the next
//! state. Every invariant is checked on every transition, so the first history that breaks one is also the
//! shortest.
//!
//! ```
//! use aftersale::shopxo::HardenedShop;
//! use aftersale_testing::explore::{Bounds, explore, small_order};
//!
//! let bounds = Bounds {
//!     cases: 1,
//!     refunds: 1,
//!     applications: 1,
//!     reversals: false,
//!     other_amounts: false,
//!     ..Bounds::default()
//! };
//! let found = explore(HardenedShop::default(), small_order(1, 1), &bounds, None)?;
//! assert!(found.violations.is_empty());
//! assert!(found.states > 100);
//! # Ok::<(), aftersale::order::OpeningError>(())
//! ```

mod canonical;
mod waits;

use core::fmt;
use core::num::NonZero;
use std::collections::{HashMap, VecDeque};
use std::panic::resume_unwind;

use super::candidates;
use super::history::History;
use super::invariants::{self, Broken, Findings};
use aftersale::lifecycle::Actor;
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Command, CommandId, Decision, Event, LineFacts, OpeningError, Order, OrderFacts, Outcome,
    PaymentFacts, Policy, Refund, RefundRef, Request, Route,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

use canonical::{Key, key};
pub use waits::Waits;

/// The bounds of an exploration. Beyond them nothing is tried.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Bounds {
    /// The highest number of cases of the order.
    pub cases: usize,
    /// The highest number of refunds of a case.
    pub refunds: usize,
    /// The highest number of applications for a line, changes included.
    pub applications: u32,
    /// The highest number of external refunds.
    pub external_refunds: usize,
    /// Whether money comes back.
    pub reversals: bool,
    /// Whether an amount other than the refund's leaves or comes back.
    pub other_amounts: bool,
    /// The highest number of reports on a refund, which come in any order. If it is 0, there are any number, each
    /// newer than those before.
    pub late_reports: usize,
    /// Whether the gateway reports totals once there is a refund: what the refunds have paid, and one of the smallest amount
    /// more or less.
    pub totals: bool,
    /// Whether the external refunds are those that may be out by another way, of a known amount or of none.
    pub pending_elsewhere: bool,
    /// Whether the gateway tells of the first refund under its own number as well, and the host says which one that is.
    pub names: bool,
    /// Whether the host chooses by which payments a case is refunded, where payments have names.
    pub choices: bool,
    /// Whether applications name deductions.
    pub deductions: bool,
    /// Whether the platform tells of a case that it owns, as it is at any status, in any order of time.
    pub adoptions: bool,
    /// The highest number of states, so that the exploration ends in any case.
    pub states: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            cases: 2,
            refunds: 2,
            applications: 2,
            external_refunds: 0,
            reversals: true,
            other_amounts: true,
            late_reports: 0,
            totals: false,
            pending_elsewhere: false,
            names: false,
            choices: false,
            deductions: false,
            adoptions: false,
            states: 20_000_000,
        }
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            cases, refunds, applications, external_refunds, reversals, other_amounts, ..
        } = self;
        let late_reports = self.late_reports;
        write!(
            f,
            "cases ≤ {cases}, refunds of a case ≤ {refunds}, applications for a line ≤ {applications}, \
             external refunds ≤ {external_refunds}"
        )?;
        if !reversals {
            f.write_str(", no money comes back")?;
        }
        if !other_amounts {
            f.write_str(", no other amounts")?;
        }
        if late_reports > 0 {
            write!(f, ", reports on a refund in any order ≤ {late_reports}")?;
        }
        if self.pending_elsewhere {
            f.write_str(", money that may be out by another way")?;
        }
        if self.names {
            f.write_str(", the gateway's own number")?;
        }
        if self.choices {
            f.write_str(", payments are chosen")?;
        }
        if self.deductions {
            f.write_str(", deductions")?;
        }
        if self.adoptions {
            f.write_str(", a case that its platform owns")?;
        }
        if self.totals {
            f.write_str(", totals of the gateway")?;
        }
        Ok(())
    }
}

/// Returns the facts of an order of at most two lines of so many units at five of the smallest amount each, of
/// which one was paid for shipping and that much less for the goods: amounts that do not divide.
#[must_use]
pub fn small_order(lines: usize, units: u32) -> OrderFacts {
    let names = ["tea", "cup"];
    let line = |name: &&str| LineFacts::new(*name, Quantity::new(units), Amount::from_minor(5));
    let lines = names.iter().take(lines).map(line);
    let facts = OrderFacts::new("ORDER1", Currency::CNY, lines);
    let goods = facts.goods_total;
    let shipped = Timestamp::from_seconds(super::START - 86_400);
    facts.shipping(Amount::from_minor(1)).paid(goods).shipped(shipped)
}

/// Returns the facts of a small order of which some is tax: two of five that a line costs, and all of the shipping. One less
/// than these is stated for the whole order.
#[must_use]
pub fn small_taxed_order(lines: usize, units: u32) -> OrderFacts {
    let mut facts = small_order(lines, units);
    let two_of_five = Amount::from_minor(2).checked_mul(Quantity::new(units)).unwrap_or_default();
    facts.lines.iter_mut().for_each(|line| line.tax = two_of_five);
    let of_lines = two_of_five.checked_mul(Quantity::new(u32::try_from(lines).unwrap_or(2)));
    facts.shipping_tax(Amount::from_minor(1)).tax(of_lines.unwrap_or_default())
}

/// Returns the facts of a small order that was paid in two ways: one of the smallest amount by card, and the rest by balance.
#[must_use]
pub fn small_order_of_two_payments(lines: usize, units: u32) -> OrderFacts {
    let facts = small_order(lines, units);
    let card = Amount::from_minor(1);
    let rest = facts.amount_paid().saturating_sub(card);
    facts.payments([PaymentFacts::new("card", card), PaymentFacts::new("balance", rest)])
}

/// A fault that makes an order wrong on purpose: it changes an event before it is stored.
pub type EventFault<S> = fn(&mut Event<S>);

/// The result of an exploration.
#[derive(Clone, Debug)]
pub struct Explored<P: Policy> {
    /// The number of states.
    pub states: usize,
    /// The number of transitions between states.
    pub transitions: u64,
    /// The number of commands that were tried.
    pub tried: u64,
    /// The length of the longest of all shortest paths, in commands.
    pub deepest: u32,
    /// Whether all states within the bounds were seen.
    pub is_complete: bool,
    /// The first violation of each invariant, with the shortest history that shows it.
    pub violations: Vec<Violation<P>>,
    /// The first violation of each invariant that the terms of the policy permit ([`Broken::permitted`]).
    pub permitted: Vec<Violation<P>>,
    /// The positions at which cases wait for ever when people do nothing.
    pub waits: Waits<P::Status>,
}

/// An invariant that broke, and the history that shows it.
#[derive(Clone, Debug)]
pub struct Violation<P: Policy> {
    /// The invariant that broke.
    pub broken: Broken,
    /// The shortest history that shows it.
    pub history: History<P>,
}

/// A state that was seen: the state before it, and the request that led to it.
struct SeenState {
    from: u32,
    depth: u32,
    by: Option<(Actor, Request, Timestamp)>,
}

/// Explores every state that an order can come to within bounds.
///
/// # Errors
///
/// When the order cannot be opened.
pub fn explore<P: Policy + PartialEq + fmt::Debug>(
    policy: P,
    facts: OrderFacts,
    bounds: &Bounds,
    fault: Option<EventFault<P::Status>>,
) -> Result<Explored<P>, OpeningError> {
    let mut explorer = Explorer::open(policy, facts, *bounds, fault)?;
    explorer.run();
    Ok(explorer.finish())
}

/// A state from which nothing was tried yet: its number, the order, and the time.
type Waiting<P> = (u32, Order<P>, Timestamp);

/// The states of which a thread tries everything before what it has found out is recorded.
const STATES_OF_A_THREAD: usize = 64;

/// The outcome of trying everything in a state.
struct Tried<P: Policy> {
    /// The number of commands.
    number: u64,
    told: Vec<Told<P>>,
}

/// The part of the outcome of one command that is to be recorded.
struct Told<P: Policy> {
    command: Command,
    found: Findings,
    /// The order after it and the key of that state, where it was accepted and is within the bounds.
    next: Option<(Order<P>, Key)>,
}

struct Explorer<P: Policy> {
    policy: P,
    facts: OrderFacts,
    bounds: Bounds,
    fault: Option<EventFault<P::Status>>,
    seen: Vec<SeenState>,
    ids: HashMap<Key, u32>,
    queue: VecDeque<Waiting<P>>,
    waits: waits::Graph<P::Status>,
    transitions: u64,
    tried: u64,
    found: Vec<(Broken, u32, Command)>,
    is_complete: bool,
}

impl<P: Policy + PartialEq + fmt::Debug> Explorer<P> {
    fn open(
        policy: P,
        facts: OrderFacts,
        bounds: Bounds,
        fault: Option<EventFault<P::Status>>,
    ) -> Result<Self, OpeningError> {
        let now = Timestamp::from_seconds(super::START);
        let (order, mut opened) = Order::open(policy.clone(), facts.clone(), now)?;
        let order = match fault {
            Some(fault) => {
                fault(&mut opened);
                Order::replay(policy.clone(), [&opened]).unwrap_or(order)
            }
            None => order,
        };
        let mut explorer = Self {
            policy,
            facts,
            bounds,
            fault,
            seen: Vec::new(),
            ids: HashMap::new(),
            queue: VecDeque::new(),
            waits: waits::Graph::default(),
            transitions: 0,
            tried: 0,
            found: Vec::new(),
            is_complete: true,
        };
        let key = key(&order, now, bounds.late_reports > 0);
        explorer.add_state(order, key, now, SeenState { from: 0, depth: 0, by: None });
        Ok(explorer)
    }

    /// Adds a state, puts it into the queue if it is new, and returns its number.
    fn add_state(
        &mut self,
        order: Order<P>,
        key: Key,
        now: Timestamp,
        seen: SeenState,
    ) -> (u32, bool) {
        let next = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
        match self.ids.entry(key) {
            std::collections::hash_map::Entry::Occupied(known) => (*known.get(), false),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(next);
                self.waits.add_state(&order);
                self.seen.push(seen);
                self.queue.push_back((next, order, now));
                (next, true)
            }
        }
    }

    /// Takes states off the queue, some at a time, until there are no more. What follows from each is found out by several
    /// threads, and recorded in the order of the states: so it is the same however many threads there are.
    fn run(&mut self) {
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
        while !self.queue.is_empty() {
            let number = self.queue.len().min(threads.saturating_mul(STATES_OF_A_THREAD));
            let states: Vec<_> = self.queue.drain(..number).collect();
            let of_each = self.all_tried(&states, threads);
            for ((id, order, _), tried) in states.iter().zip(of_each) {
                // A fault is found once; the first history is the shortest.
                if self.fault.is_some() && self.found.iter().any(|(broken, ..)| !broken.permitted) {
                    return;
                }
                if self.seen.len() > self.bounds.states {
                    self.is_complete = false;
                    return;
                }
                self.tried += tried.number;
                tried.told.into_iter().for_each(|told| self.record(*id, order, told));
            }
        }
    }

    /// Tries everything in each of these states.
    fn all_tried(&self, states: &[Waiting<P>], threads: usize) -> Vec<Tried<P>> {
        let tried = |states: &[Waiting<P>]| -> Vec<Tried<P>> {
            states.iter().map(|(_, order, now)| self.tried(order, *now)).collect()
        };
        if states.len() < 2 * threads || threads < 2 {
            return tried(states);
        }
        std::thread::scope(|scope| {
            let parts = states.chunks(states.len().div_ceil(threads));
            let running: Vec<_> = parts.map(|part| scope.spawn(move || tried(part))).collect();
            let parts = running.into_iter().map(|part| part.join());
            parts.flat_map(|part| part.unwrap_or_else(|panic| resume_unwind(panic))).collect()
        })
    }

    /// Lets every actor try every request in a state.
    fn tried(&self, order: &Order<P>, now: Timestamp) -> Tried<P> {
        let mut tried = Tried { number: 0, told: Vec::new() };
        let name = CommandId::from(format!("c-{}", order.version()));
        let later = now.plus_seconds(100).unwrap_or(now);
        for request in self.requests(order, now) {
            let at = match request {
                Request::TimeRanOut { deadline, .. } => later.max(deadline),
                _ => later,
            };
            let mut command = Command::new(&name, order.id(), Actor::Buyer, at, request);
            for by in Actor::ALL {
                command.by = *by;
                command.buyer = order.facts().buyer.clone().filter(|_| *by == Actor::Buyer);
                tried.number += 1;
                tried.told.extend(self.told(order, &command));
            }
        }
        tried
    }

    /// Returns all requests that can be tried within the bounds.
    fn requests(&self, order: &Order<P>, now: Timestamp) -> Vec<Request> {
        let later = now.plus_seconds(100).unwrap_or(now);
        let mut requests = Vec::new();
        for case in order.cases() {
            let on_case = candidates::on_case(order, case, later).into_iter();
            requests.extend(on_case.filter(|request| {
                self.bounds.choices || !matches!(request, Request::ChoosePayments { .. })
            }));
        }
        if order.cases().len() < self.bounds.cases {
            requests.extend(candidates::applications(order).into_iter().filter(|request| {
                let is_plain = matches!(request, Request::Apply { application, .. } if application.deductions.is_empty());
                self.bounds.deductions || is_plain
            }));
        }
        if self.bounds.adoptions {
            requests.extend(candidates::tellings(order, later));
        }
        for as_of in self.report_times(order, later) {
            // A declaration has no time of its own, so once is enough.
            let reports = candidates::reports(order, as_of).into_iter().filter(|request| {
                as_of == later || matches!(request, Request::ReportRefund { .. })
            });
            requests.extend(reports.filter(|request| self.is_report_within_bounds(order, request)));
        }
        let of_order =
            candidates::on_order(order, later).into_iter().filter(|request| match request {
                // They are tried below.
                Request::IdentifyRefund { .. } => false,
                Request::ReportExternalRefund { .. } | Request::ReportRefund { .. }
                    if self.bounds.names =>
                {
                    false
                }
                Request::ReportExternalRefund { .. } => {
                    self.bounds.external_refunds > 0 && !self.bounds.pending_elsewhere
                }
                Request::ReportPendingExternalRefund { .. } | Request::ReportRefund { .. } => {
                    self.bounds.pending_elsewhere
                }
                Request::ReportRefundTotal { total, .. } => {
                    // Not further and further from what the refunds have paid.
                    let paid = Amount::saturating_sum(order.refunds().iter().map(Refund::paid));
                    let most = paid.saturating_add(Amount::from_minor(1));
                    self.bounds.totals && total.amount <= most && !order.refunds().is_empty()
                }
                Request::OrderPaid { .. } => true,
                _ => false,
            });
        requests.extend(of_order);
        if self.bounds.names {
            requests.extend(candidates::under_another_name(order, later));
        }
        requests
    }

    /// Returns the times of reports: later than all others; or the same as one of them, or before it.
    fn report_times(&self, order: &Order<P>, later: Timestamp) -> Vec<Timestamp> {
        let mut times = vec![later];
        if self.bounds.late_reports > 0 {
            let refunds = order.refunds().iter();
            let certain =
                refunds.clone().flat_map(|one| one.reports.iter().map(|report| report.as_of));
            let open = refunds.filter_map(|one| one.uncertain.map(|(as_of, _)| as_of));
            let known =
                certain.chain(open).flat_map(|as_of| [Some(as_of), as_of.plus_seconds(-10)]);
            times.extend(known.flatten());
            times.sort_unstable();
            times.dedup();
        }
        times
    }

    /// Returns whether this report is within the bounds.
    fn is_report_within_bounds(&self, order: &Order<P>, request: &Request) -> bool {
        let Request::ReportRefund { refund, outcome, .. } = request else { return true };
        let (money, comes_back) = match outcome {
            Outcome::Succeeded(money) => (money, false),
            Outcome::Reversed(money) => (money, true),
            _ => return true,
        };
        let expected = match refund {
            RefundRef::Key(key) => order.refund(key).map(|refund| refund.parts.total()),
            RefundRef::OfCase(case) => order.case(*case).map(|case| case.claim.total()),
        };
        (self.bounds.reversals || !comes_back)
            && (self.bounds.other_amounts || expected == Some(money.amount))
    }

    /// Returns whether an order is still within the bounds.
    fn is_within(&self, order: &Order<P>) -> bool {
        let Bounds { cases, refunds, applications, external_refunds, late_reports, .. } =
            self.bounds;
        let of = |route| order.refunds().iter().filter(move |one| one.route == route).count();
        order.cases().len() <= cases
            && order.cases().iter().all(|case| order.refunds_of(case.id).count() <= refunds)
            && order
                .facts()
                .lines
                .iter()
                .all(|line| order.applications_for(&line.line) <= applications)
            && of(Route::External) <= external_refunds
            && (late_reports == 0
                || order.refunds().iter().all(|one| one.reports.len() <= late_reports))
    }

    /// Tries one command, and returns what is to be recorded of it.
    fn told(&self, order: &Order<P>, command: &Command) -> Option<Told<P>> {
        let answer = order.decide(command);
        let mut found = Findings::at(order.version());
        invariants::check_answer(order, command, &answer, &mut found);
        let next = answer.ok().and_then(|decision| match decision {
            Decision::Accepted { event, effects } => {
                let mut stored = event.clone();
                if let Some(fault) = self.fault {
                    fault(&mut stored);
                }
                let mut after = order.clone();
                after.apply(&stored).ok()?;
                invariants::check_event(order, &event, &after, &mut found);
                invariants::check_decided_effects(&effects, &after, &mut found);
                self.is_within(&after).then_some(after)
            }
            _ => None,
        });
        let next = next.map(|after| {
            let key = key(&after, command.at, self.bounds.late_reports > 0);
            (after, key)
        });
        let is_nothing = next.is_none() && found.broken().is_empty();
        (!is_nothing).then(|| Told { command: command.clone(), found, next })
    }

    /// Records what a command has led to.
    fn record(&mut self, id: u32, order: &Order<P>, told: Told<P>) {
        let Told { command, found, next } = told;
        self.record_findings(found, id, &command);
        let Some((after, key)) = next else { return };
        self.transitions += 1;
        let depth = self.seen[id as usize].depth + 1;
        let Command { by, at, request, .. } = &command;
        let seen = SeenState { from: id, depth, by: Some((*by, request.clone(), *at)) };
        let (next, is_new) = self.add_state(after, key, *at, seen);
        self.waits.add_transition((id, order), next, *by, request);
        // A new state has just been put at the end of the queue.
        if let (true, Some((_, state, _))) = (is_new, self.queue.back()) {
            let mut found = Findings::at(state.version());
            invariants::check_state(state, &mut found);
            self.record_findings(found, id, &command);
        }
    }

    /// Keeps the first violation of each invariant, permitted or not.
    fn record_findings(&mut self, found: Findings, id: u32, command: &Command) {
        for broken in found.broken() {
            let is_known = |(known, ..): &(Broken, _, _)| {
                (known.invariant, known.permitted) == (broken.invariant, broken.permitted)
            };
            if !self.found.iter().any(is_known) {
                self.found.push((broken.clone(), id, command.clone()));
            }
        }
    }

    /// Returns the history that leads to a state, and one command more.
    fn history(&self, id: u32, last: &Command) -> Option<History<P>> {
        let mut commands = vec![last.clone()];
        let mut at = &self.seen[id as usize];
        while let Some((by, request, time)) = &at.by {
            let order = self.facts.order.clone();
            commands.push(Command::new("", order, *by, *time, request.clone()));
            at = &self.seen[at.from as usize];
        }
        let mut history = History::open(self.policy.clone(), self.facts.clone()).ok()?;
        for command in commands.into_iter().rev() {
            let id = format!("c-{}", history.order().version()).into();
            history.send_broken(Command { id, ..command }, self.fault);
        }
        Some(history)
    }

    fn finish(self) -> Explored<P> {
        let found = self.found.iter().filter_map(|(broken, id, command)| {
            let history = self.history(*id, command)?;
            Some(Violation { broken: broken.clone(), history })
        });
        let (mut permitted, mut violations): (Vec<_>, Vec<_>) =
            found.partition(|violation| violation.broken.permitted);
        permitted.sort_by_key(|one| one.broken.invariant);
        violations.sort_by_key(|one| one.broken.invariant);
        Explored {
            violations,
            permitted,
            states: self.seen.len(),
            transitions: self.transitions,
            tried: self.tried,
            deepest: self.seen.iter().map(|seen| seen.depth).max().unwrap_or_default(),
            is_complete: self.is_complete,
            waits: self.waits.waits(),
        }
    }
}
