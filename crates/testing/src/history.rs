//! Whole histories: an order, and the commands that were sent to it one after the other, with every answer.

use core::fmt;

use super::seed::{OrderSeed, START, Step, StepKind, StepTime};
use super::{by_the_buyer, candidates};
use aftersale::lifecycle::{Actor, Flow, Status};
use aftersale::money::Amount;
use aftersale::order::{
    Application, Ask, CaseId, Command, Decision, Event, Offer, OpeningError, Order, OrderFacts,
    Outcome, Policy, RefundKey, RefundRef, Refusal, Request, Stage, Version,
};
use aftersale::time::Timestamp;

/// A history before it is played: small numbers, of any platform.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub struct Plan {
    /// The order.
    pub order: OrderSeed,
    /// The steps.
    pub steps: Vec<Step>,
}

/// The answer to a command.
pub type Answer<S> = Result<Decision<S>, Refusal<S>>;

/// A command and its answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlayedStep<S: Status> {
    /// The command.
    pub command: Command,
    /// The answer.
    pub answer: Answer<S>,
}

/// A history: an order, all commands that were sent to it, and the answers.
///
/// As text (`{:?}` too) it is a line for each command, so a failed test shows what happened:
///
/// ```
/// use aftersale::shopxo::HardenedShop;
/// use aftersale_testing::{History, OrderSeed, Step};
///
/// let facts = OrderSeed::default().facts();
/// let mut history = History::open(HardenedShop::default(), facts)?;
/// history.play(&Step::default());
/// assert_eq!(history.order().cases().len(), 1);
/// println!("{history}");
/// # Ok::<(), aftersale::order::OpeningError>(())
/// ```
#[derive(Clone)]
pub struct History<P: Policy> {
    order: Order<P>,
    events: Vec<Event<P::Status>>,
    steps: Vec<PlayedStep<P::Status>>,
    now: Timestamp,
}

impl Plan {
    /// Plays this plan on a platform, and returns its history.
    ///
    /// # Errors
    ///
    /// When the order cannot be opened, which no seed gives.
    pub fn play<P: Policy>(&self, policy: P) -> Result<History<P>, OpeningError> {
        let mut history = History::open(policy, self.order.facts())?;
        for step in &self.steps {
            history.play(step);
        }
        Ok(history)
    }
}

impl<P: Policy> History<P> {
    /// Opens an order, and returns the history that begins with it.
    ///
    /// # Errors
    ///
    /// When the order cannot be opened.
    pub fn open(policy: P, facts: OrderFacts) -> Result<Self, OpeningError> {
        let now = Timestamp::from_seconds(START);
        let (order, opened) = Order::open(policy, facts, now)?;
        Ok(Self { order, events: vec![opened], steps: Vec::new(), now })
    }

    /// Returns the order as it is now.
    #[must_use]
    pub const fn order(&self) -> &Order<P> {
        &self.order
    }

    /// Returns the order's events.
    #[must_use]
    pub fn events(&self) -> &[Event<P::Status>] {
        &self.events
    }

    /// Returns all commands that were sent, with the answers.
    #[must_use]
    pub fn steps(&self) -> &[PlayedStep<P::Status>] {
        &self.steps
    }

    /// Returns the time of the last command that was not of the past.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Plays one more step.
    pub fn play(&mut self, step: &Step) -> &Answer<P::Status> {
        let command = self.command(step);
        self.send(command)
    }

    /// Sends a command, and applies its event.
    pub fn send(&mut self, command: Command) -> &Answer<P::Status> {
        let answer = self.order.decide(&command);
        if let Ok(Decision::Accepted { event, .. }) = &answer {
            let fits = self.order.apply(event);
            assert_eq!(fits, Ok(()), "what was just decided fits");
            self.events.push(event.clone());
            self.now = self.now.max(event.at);
        }
        self.steps.push(PlayedStep { command, answer });
        &self.steps[self.steps.len() - 1].answer
    }

    /// Sends a command to an order that is wrong on purpose: its events are changed before they are stored.
    pub(super) fn send_broken(
        &mut self,
        command: Command,
        fault: Option<fn(&mut Event<P::Status>)>,
    ) {
        let answer = self.order.decide(&command);
        if let Ok(Decision::Accepted { event, .. }) = &answer {
            let mut stored = event.clone();
            if let Some(fault) = fault {
                fault(&mut stored);
            }
            if self.order.apply(&stored).is_ok() {
                self.events.push(stored);
            }
        }
        self.steps.push(PlayedStep { command, answer });
    }

    /// Returns the command of a step, as the order stands.
    #[must_use]
    pub fn command(&self, step: &Step) -> Command {
        let at = self.time(step.time);
        let pick = usize::from(step.pick);
        let requests = candidates::all(&self.order, at);
        let anything = || self.by_usual(requests[pick % requests.len()].clone(), at);
        match step.kind {
            StepKind::Sensible => {
                let start = pick % requests.len();
                let all = requests[start..].iter().chain(&requests[..start]);
                let mut commands = all.map(|request| self.by_usual(request.clone(), at));
                let accepted = |command: &Command| {
                    matches!(self.order.decide(command), Ok(Decision::Accepted { .. }))
                };
                commands.find(accepted).unwrap_or_else(anything)
            }
            StepKind::Anything => anything(),
            StepKind::ByAnother => {
                let command = anything();
                let others = Actor::ALL.iter().filter(|actor| **actor != command.by);
                let by = others.copied().nth(pick % 3).unwrap_or(command.by);
                Command { by, ..command }
            }
            StepKind::Stale => {
                let before = self.order.version().number().saturating_sub(1 + step.pick as u64 % 3);
                anything().having_seen(Version::new(before))
            }
            StepKind::OldOffer => self.on_an_old_offer(pick, at).unwrap_or_else(anything),
            StepKind::Repeated => self.again(pick).unwrap_or_else(anything),
            StepKind::IdReused => {
                let earlier = self.again(pick).map(|command| command.id);
                let command = anything();
                Command { id: earlier.unwrap_or(command.id), ..command }
            }
            StepKind::OtherBuyer => anything().of_buyer("b-2"),
            StepKind::OtherOrder => Command { order: "A-2".into(), ..anything() },
            StepKind::Absurd => {
                let absurd = self.absurd(at);
                self.by_usual(absurd[pick % absurd.len()].clone(), at)
            }
        }
    }

    fn by_usual(&self, request: Request, at: Timestamp) -> Command {
        let id = format!("c-{}", self.steps.len() + 1);
        let by = candidates::usual_actor(&request);
        by_the_buyer(Command::new(id, self.order.id(), by, at, request), &self.order)
    }

    fn time(&self, when: StepTime) -> Timestamp {
        let deadline = self.order.next_deadline().map(|(deadline, _)| deadline.max(self.now));
        let after = |seconds| self.now.plus_seconds(seconds).unwrap_or(self.now);
        match when {
            StepTime::Soon => after(100),
            StepTime::AtOnce => self.now,
            StepTime::AtDeadline => deadline.unwrap_or_else(|| after(100)),
            StepTime::JustBeforeDeadline => {
                let before = deadline.and_then(|deadline| deadline.plus_seconds(-1));
                before.map_or_else(|| after(100), |before| before.max(self.now))
            }
            StepTime::MuchLater => after(864_000),
            StepTime::InThePast => after(-3_600),
            StepTime::EndOfTime => Timestamp::from_seconds(i64::MAX),
        }
    }

    fn again(&self, pick: usize) -> Option<Command> {
        let position = pick.checked_rem(self.steps.len())?;
        self.steps.iter().rev().nth(position).map(|step| step.command.clone())
    }

    /// Returns a decision on an offer that is not the current one.
    fn on_an_old_offer(&self, pick: usize, at: Timestamp) -> Option<Command> {
        let cases = self.order.cases();
        let case = cases.get(pick.checked_rem(cases.len())?)?;
        let offer = Offer::new(case.offer.number().saturating_sub(1));
        let requests = [
            Request::AgreeToRefund { case: case.id, offer },
            Request::WaiveReturn { case: case.id, offer },
            Request::ConfirmReceipt { case: case.id, offer, goods: vec![] },
        ];
        Some(self.by_usual(requests[pick % requests.len()].clone(), at))
    }

    /// Requests that make no sense, or that are only made by mistake.
    fn absurd(&self, at: Timestamp) -> Vec<Request> {
        let line = self.order.facts().lines.first().map(|line| line.line.clone());
        let line = line.unwrap_or_else(|| "tea".into());
        let (most, least) = (Amount::from_minor(i64::MAX), Amount::from_minor(i64::MIN));
        let money = |amount| self.order.currency().money(amount);
        let apply = |lines: Vec<Ask>, shipping: Option<Amount>| {
            let application = candidates::application_for(&self.order, lines, None);
            let application = Application { shipping, ..application };
            Request::Apply { flow: Flow::RefundOnly, application }
        };
        let report = |key: &str, outcome, as_of| {
            let refund = RefundRef::Key(RefundKey::from(key));
            Request::ReportRefund { refund, outcome, as_of }
        };
        let (start, end) = (Timestamp::from_seconds(i64::MIN), Timestamp::from_seconds(i64::MAX));
        let no_case = CaseId::new(u32::MAX);
        let known = self.order.refunds().first().map(|refund| refund.key.clone());
        let known = known.unwrap_or_else(|| "no-such-refund".into());
        vec![
            apply(vec![Ask::units(&line, u32::MAX)], None),
            apply(vec![Ask::units(&line, 0)], None),
            apply(vec![Ask::amount(&line, most)], Some(most)),
            apply(vec![Ask::amount(&line, Amount::ZERO)], None),
            apply(vec![Ask::amount(&line, least)], None),
            apply(vec![Ask::units(&line, 1), Ask::units(&line, 1)], None),
            apply(vec![Ask::units("no-such-line", 1)], None),
            apply(vec![], None),
            apply(vec![Ask::units("", 1).at(least)], Some(least)),
            Request::Cancel { case: no_case },
            Request::Hide { case: no_case },
            Request::TimeRanOut { case: no_case, deadline: end },
            report("no-such-refund", Outcome::Succeeded(money(most)), at),
            report("no-such-refund", Outcome::Reversed(money(least)), start),
            report(known.as_str(), Outcome::Succeeded(money(most)), end),
            report(known.as_str(), Outcome::Succeeded(money(least)), start),
            report(known.as_str(), Outcome::Reversed(money(most)), at),
            report(known.as_str(), Outcome::Failed, end),
            Request::ReportRefundTotal { total: money(most), as_of: at },
            Request::ReportRefundTotal { total: money(least), as_of: start },
            Request::ReportExternalRefund {
                case: Some(no_case),
                reference: known.clone(),
                amount: money(most),
                lines: vec![(line.clone(), most), (line, most)],
                shipping: most,
                as_of: end,
            },
            Request::OrderCorrected {
                stage: Stage::Closed,
                shipped: Some(end),
                received: Some(start),
            },
            Request::OrderReceived { when: start },
            Request::identify_refund(&known, ""),
            Request::identify_refund("no-such-refund", &known),
            Request::DeclareFailed { refund: known, note: "".into() },
            Request::MoveDeadline { case: CaseId::FIRST, deadline: end, note: "".into() },
            Request::Acknowledge { effects: vec![] },
        ]
    }
}

impl<P: Policy> fmt::Display for History<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = self.order.facts();
        write!(f, "order {} at {}:", facts.order, P::LIFECYCLE.platform())?;
        for line in &facts.lines {
            let price = facts.currency.money(line.unit_price);
            write!(f, " {} × {} at {price};", line.quantity, line.line)?;
        }
        let (shipping, paid) = (facts.shipping, facts.amount_paid());
        let money = |amount| facts.currency.money(amount);
        writeln!(f, " shipping {}, paid {}", money(shipping), money(paid))?;
        for PlayedStep { command, answer } in &self.steps {
            let Command { id, by, at, seen, request, .. } = command;
            write!(f, "  {id}, {at}, {by}")?;
            if let Some(seen) = seen {
                write!(f, ", having seen version {seen}")?;
            }
            write!(f, ": {request:?}: ")?;
            match answer {
                Ok(Decision::Accepted { event, .. }) => writeln!(f, "event {}", event.version)?,
                Ok(Decision::Duplicate { version, .. }) => {
                    writeln!(f, "known since event {version}")?;
                }
                Ok(Decision::Nothing { .. }) => writeln!(f, "nothing to do")?,
                Err(refusal) => writeln!(f, "{refusal}")?,
            }
        }
        Ok(())
    }
}

impl<P: Policy> fmt::Debug for History<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
