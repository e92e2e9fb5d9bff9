//! Whole histories: an order, and what people did to it one after the other, with every answer.

use core::fmt;

use super::seed::{OrderSeed, START, Step, What, When};
use super::tries;
use aftersale::lifecycle::{Actor, Flow, Status};
use aftersale::money::Amount;
use aftersale::order::{
    Act, Application, Ask, AttemptKey, CaseId, Command, Decision, Event, Offer, OpeningRefused,
    Order, OrderFacts, Outcome, Payment, Policy, Refusal, Stage, Version,
};
use aftersale::time::Timestamp;

/// A history before it is played: small numbers, of any platform.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub struct Plan {
    /// The order.
    pub order: OrderSeed,
    /// What is done to it.
    pub steps: Vec<Step>,
}

/// The answer to a command.
pub type Answer<S> = Result<Decision<S>, Refusal<S>>;

/// A command, and what was answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told<S: Status> {
    /// What was asked.
    pub command: Command<S>,
    /// What was answered.
    pub answer: Answer<S>,
}

/// A history: an order, all that was asked, and what was answered.
///
/// As text (`{:?}` too) it is a line for each command, so a failed test says what it is about:
///
/// ```
/// use aftersale::shopxo::Hardened;
/// use aftersale_testing::{History, OrderSeed, Step};
///
/// let facts = OrderSeed::default().facts();
/// let mut history = History::open(Hardened::default(), facts)?;
/// history.play(&Step::default());
/// assert_eq!(history.order().cases().len(), 1);
/// println!("{history}");
/// # Ok::<(), aftersale::order::OpeningRefused>(())
/// ```
#[derive(Clone)]
pub struct History<P: Policy> {
    order: Order<P>,
    events: Vec<Event<P::Status>>,
    told: Vec<Told<P::Status>>,
    now: Timestamp,
}

impl Plan {
    /// The history of this plan on a platform.
    ///
    /// # Errors
    ///
    /// When the order cannot be opened, which no seed gives.
    pub fn play<P: Policy>(&self, policy: P) -> Result<History<P>, OpeningRefused> {
        let mut history = History::open(policy, self.order.facts())?;
        for step in &self.steps {
            history.play(step);
        }
        Ok(history)
    }
}

impl<P: Policy> History<P> {
    /// A history that begins with this order.
    ///
    /// # Errors
    ///
    /// When the order cannot be opened.
    pub fn open(policy: P, facts: OrderFacts) -> Result<Self, OpeningRefused> {
        let now = Timestamp::from_seconds(START);
        let (order, opened) = Order::open(policy, facts, now)?;
        Ok(Self { order, events: vec![opened], told: Vec::new(), now })
    }

    /// The order as it is now.
    #[must_use]
    pub const fn order(&self) -> &Order<P> {
        &self.order
    }

    /// Its events.
    #[must_use]
    pub fn events(&self) -> &[Event<P::Status>] {
        &self.events
    }

    /// Everything that was asked, with the answers.
    #[must_use]
    pub fn told(&self) -> &[Told<P::Status>] {
        &self.told
    }

    /// The time of the last command that was not of the past.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Does one more step.
    pub fn play(&mut self, step: &Step) -> &Answer<P::Status> {
        let command = self.command(step);
        self.send(command)
    }

    /// Sends a command, and puts its event into effect.
    pub fn send(&mut self, command: Command<P::Status>) -> &Answer<P::Status> {
        let answer = self.order.decide(&command);
        if let Ok(Decision::Accepted { event, .. }) = &answer {
            let fits = self.order.apply(event);
            assert_eq!(fits, Ok(()), "what was just decided fits");
            self.events.push(event.clone());
            self.now = self.now.max(event.at);
        }
        self.told.push(Told { command, answer });
        &self.told[self.told.len() - 1].answer
    }

    /// Sends a command to an order that is wrong on purpose: its events are changed before they are stored.
    pub(super) fn send_broken(
        &mut self,
        command: Command<P::Status>,
        breaks: Option<fn(&mut Event<P::Status>)>,
    ) {
        let answer = self.order.decide(&command);
        if let Ok(Decision::Accepted { event, .. }) = &answer {
            let mut stored = event.clone();
            if let Some(breaks) = breaks {
                breaks(&mut stored);
            }
            if self.order.apply(&stored).is_ok() {
                self.events.push(stored);
            }
        }
        self.told.push(Told { command, answer });
    }

    /// The command of a step, as the order stands.
    #[must_use]
    pub fn command(&self, step: &Step) -> Command<P::Status> {
        let at = self.time(step.when);
        let pick = usize::from(step.pick);
        let acts = tries::everything(&self.order, at);
        let anything = || self.by_usual(acts[pick % acts.len()].clone(), at);
        match step.what {
            What::Sensible => {
                let start = pick % acts.len();
                let all = acts[start..].iter().chain(&acts[..start]);
                let mut commands = all.map(|act| self.by_usual(act.clone(), at));
                let accepted = |command: &Command<P::Status>| {
                    matches!(self.order.decide(command), Ok(Decision::Accepted { .. }))
                };
                commands.find(accepted).unwrap_or_else(anything)
            }
            What::Anything => anything(),
            What::ByAnother => {
                let command = anything();
                let others = Actor::ALL.iter().filter(|actor| **actor != command.by);
                let by = others.copied().nth(pick % 3).unwrap_or(command.by);
                Command { by, ..command }
            }
            What::Stale => {
                let before = self.order.version().number().saturating_sub(1 + step.pick as u64 % 3);
                anything().having_seen(Version::new(before))
            }
            What::OldOffer => self.on_an_old_offer(pick, at).unwrap_or_else(anything),
            What::Again => self.again(pick).unwrap_or_else(anything),
            What::NameReused => {
                let earlier = self.again(pick).map(|command| command.id);
                let command = anything();
                Command { id: earlier.unwrap_or(command.id), ..command }
            }
            What::OtherBuyer => anything().of_buyer("b-2"),
            What::OtherOrder => Command { order: "A-2".into(), ..anything() },
            What::Absurd => {
                let absurd = self.absurd(at);
                self.by_usual(absurd[pick % absurd.len()].clone(), at)
            }
        }
    }

    fn by_usual(&self, act: Act<P::Status>, at: Timestamp) -> Command<P::Status> {
        let id = format!("c-{}", self.told.len() + 1);
        let by = tries::usual_actor(&act);
        Command::new(id, self.order.id(), by, at, act)
    }

    fn time(&self, when: When) -> Timestamp {
        let deadline = self.order.next_deadline().map(|(due, _)| due.max(self.now));
        let after = |seconds| self.now.plus_seconds(seconds).unwrap_or(self.now);
        match when {
            When::Soon => after(100),
            When::AtOnce => self.now,
            When::AtTheDeadline => deadline.unwrap_or_else(|| after(100)),
            When::JustBefore => {
                let before = deadline.and_then(|due| due.plus_seconds(-1));
                before.map_or_else(|| after(100), |before| before.max(self.now))
            }
            When::MuchLater => after(864_000),
            When::InThePast => after(-3_600),
            When::AtTheEndOfTime => Timestamp::from_seconds(i64::MAX),
        }
    }

    fn again(&self, pick: usize) -> Option<Command<P::Status>> {
        let place = pick.checked_rem(self.told.len())?;
        self.told.iter().rev().nth(place).map(|told| told.command.clone())
    }

    /// A decision on an offer that was not, or is not any more.
    fn on_an_old_offer(&self, pick: usize, at: Timestamp) -> Option<Command<P::Status>> {
        let cases = self.order.cases();
        let case = cases.get(pick.checked_rem(cases.len())?)?;
        let offer = Offer::new(case.offer.number().saturating_sub(1));
        let acts = [
            Act::AgreeToRefund { case: case.id, offer },
            Act::WaiveReturn { case: case.id, offer },
            Act::ConfirmReceipt { case: case.id, offer, goods: vec![] },
        ];
        Some(self.by_usual(acts[pick % acts.len()].clone(), at))
    }

    /// What nobody would say, or only by mistake.
    fn absurd(&self, at: Timestamp) -> Vec<Act<P::Status>> {
        let line = self.order.facts().lines.first().map(|line| line.line.clone());
        let line = line.unwrap_or_else(|| "tea".into());
        let (most, least) = (Amount::from_minor(i64::MAX), Amount::from_minor(i64::MIN));
        let money = |amount| self.order.currency().money(amount);
        let apply = |lines: Vec<Ask>, shipping: Option<Amount>| {
            let application = tries::applying(&self.order, lines, None);
            let application = Application { shipping, ..application };
            Act::Apply { flow: Flow::RefundOnly, application }
        };
        let report = |key: &str, outcome, as_of| {
            let payment = Payment::Attempt(AttemptKey::from(key));
            Act::ReportRefund { payment, outcome, as_of }
        };
        let (start, end) = (Timestamp::from_seconds(i64::MIN), Timestamp::from_seconds(i64::MAX));
        let nobody = CaseId::new(u32::MAX);
        let known = self.order.attempts().first().map(|attempt| attempt.key.clone());
        let known = known.unwrap_or_else(|| "nobody".into());
        vec![
            apply(vec![Ask::units(&line, u32::MAX)], None),
            apply(vec![Ask::units(&line, 0)], None),
            apply(vec![Ask::amount(&line, most)], Some(most)),
            apply(vec![Ask::amount(&line, Amount::ZERO)], None),
            apply(vec![Ask::amount(&line, least)], None),
            apply(vec![Ask::units(&line, 1), Ask::units(&line, 1)], None),
            apply(vec![Ask::units("nobody's", 1)], None),
            apply(vec![], None),
            apply(vec![Ask::units("", 1).at(least)], Some(least)),
            Act::Cancel { case: nobody },
            Act::Hide { case: nobody },
            Act::TimeRanOut { case: nobody, due: end },
            report("nobody", Outcome::Succeeded(money(most)), at),
            report("nobody", Outcome::Reversed(money(least)), start),
            report(known.as_str(), Outcome::Succeeded(money(most)), end),
            report(known.as_str(), Outcome::Succeeded(money(least)), start),
            report(known.as_str(), Outcome::Reversed(money(most)), at),
            report(known.as_str(), Outcome::Failed, end),
            Act::RefundedInTotal { total: money(most), as_of: at },
            Act::RefundedInTotal { total: money(least), as_of: start },
            Act::RefundedElsewhere {
                case: Some(nobody),
                reference: known.clone(),
                amount: money(most),
                lines: vec![(line.clone(), most), (line, most)],
                shipping: most,
                as_of: end,
            },
            Act::OrderCorrected { stage: Stage::Closed, shipped: Some(end), received: Some(start) },
            Act::OrderReceived { when: start },
            Act::DeclareFailed { attempt: known, note: "".into() },
            Act::MoveDeadline { case: CaseId::FIRST, due: end, note: "".into() },
            Act::Acknowledge { effects: vec![] },
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
        let (surcharge, paid) = (facts.surcharge, facts.paid);
        let money = |amount| facts.currency.money(amount);
        writeln!(f, " surcharge {}, paid {}", money(surcharge), money(paid))?;
        for Told { command, answer } in &self.told {
            let Command { id, by, at, seen, act, .. } = command;
            write!(f, "  {id}, {at}, {by}")?;
            if let Some(seen) = seen {
                write!(f, ", having seen version {seen}")?;
            }
            write!(f, ": {act:?}: ")?;
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
