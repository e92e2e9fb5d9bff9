//! The reference model: what an order does, implemented a second time, as naively as possible.
//!
//! An [`Order`](aftersale::order::Order) is made to be used: it decides first and changes afterwards, it
//! keeps what it needs and has an index for what it looks up. The model is made to be read and believed:
//! it keeps lists of cases, refunds and commands, and goes through them from the beginning for each answer.
//! It shares no code with the order but the plain types that commands and terms are made of: it looks
//! through the platform's table rule by rule, and does its sums anew, in 128 bits.
//!
//! So another engine, another store or a host can be held against it, command by command, as
//! `tests/model` does with the order itself:
//!
//! ```
//! use aftersale::lifecycle::{Actor, Flow};
//! use aftersale::money::{Amount, Currency};
//! use aftersale::order::{Request, Application, Ask, Command, LineFacts, Order, OrderFacts};
//! use aftersale::quantity::Quantity;
//! use aftersale_testing::model::{Answer, Model};
//! use aftersale::time::Timestamp;
//! use aftersale::wechat::WeChat;
//!
//! let now = Timestamp::from_seconds(1_795_300_763);
//! let tea = LineFacts::new("tea", Quantity::new(3), Amount::from_minor(1_000));
//! let facts = OrderFacts::new("ORDER1", Currency::CNY, vec![tea]);
//! let mut model = Model::open(WeChat::default(), &facts, now);
//! let (mut order, _opened) = Order::open(WeChat::default(), facts, now)?;
//!
//! let application = Application::of(vec![Ask::units("tea", 2)]);
//! let apply = Request::Apply { flow: Flow::RefundOnly, application };
//! let command = Command::new("c-1", "ORDER1", Actor::Buyer, now, apply);
//! assert_eq!(model.answer(&command), Answer::Accepted);
//! model.take(&command);
//! order.accept(&command)?;
//! assert!(model.differences(&order).is_empty());
//! assert_eq!(model.answer(&command), Answer::Duplicate);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The model leaves out: the reasons of a refusal (only the [first objection](Model::objection)), the order
//! in which they come, the anomalies of a report ([`Anomaly`]) but those of I25, and the
//! times of a case's steps. Both ask the [policy](aftersale::order::Policy) what a case is settled as and whether an
//! order is closed.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "a few thousand amounts of 64 bits at the most, added up in 128; and no divisor is zero"
)]

mod applying;
mod authorise;
mod case_actions;
mod differences;
mod doubles;
mod figures;
mod goods;
mod host_reports;
mod maxima;
mod money;
mod names;
mod payments;
mod policy_view;
mod records;
mod step;
mod sums;
mod table;
mod tax;
mod texts;

use payments::{PaymentRecord, payments_of};
use records::{CaseRecord, RefundRecord, Split};
use step::{Objection, require, try_command};

use aftersale::lifecycle::Flow;
use aftersale::order::maximum;
use aftersale::order::{
    Anomaly, CaseId, Command, Effect, EffectId, LineId, OrderFacts, PaymentId, Policy, RefundKey,
    Request, Stage, Version,
};
use aftersale::time::Timestamp;

/// An order as a naive list of the commands that were accepted.
#[derive(Clone, Debug)]
pub struct Model<P: Policy> {
    policy: P,
    facts: OrderFacts,
    opened: Timestamp,
    /// The time of the last accepted command.
    at: Timestamp,
    /// Every command that was accepted, from the first on.
    taken: Vec<Command>,
    /// The number of accepted commands, acknowledgements included.
    events: u64,
    stage: Stage,
    shipped: Option<Timestamp>,
    received: Option<Timestamp>,
    closed: Option<Timestamp>,
    cases: Vec<CaseRecord<P::Status>>,
    refunds: Vec<RefundRecord>,
    /// The gateway's totals of refunds: each with the time as of which it holds.
    totals: Vec<(Timestamp, i128)>,
    /// Each line of each application.
    applied: Vec<LineId>,
    /// All effects that the host ever had to carry out.
    effects: Vec<(EffectId, Effect)>,
    acknowledged: Vec<EffectId>,
    /// Reports that were dated ahead of their commands, and as of when they count.
    dated_ahead: Vec<(Timestamp, Timestamp)>,
    /// What may have been paid or counted twice, each with the version of its event (I25).
    doubles: Vec<(Version, Anomaly)>,
    /// The payments that have names.
    payments: Vec<PaymentRecord>,
    /// By which payments the next refunds of cases go back, where the host has chosen them.
    chosen: Vec<(CaseId, Vec<(PaymentId, i128)>)>,
    /// The tax in what refunds have paid, as it was when their money moved (I27).
    taxes: Vec<(RefundKey, Split)>,
}

/// The answer to a command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// The command is accepted, and something happens.
    Accepted,
    /// The command is refused, and nothing happens.
    Refused,
    /// The command was accepted before, and nothing happens again.
    Duplicate,
    /// The command is not refused, and there is nothing to do.
    Nothing,
}

impl<P: Policy> Model<P> {
    /// Returns an order that has just been opened. The facts are such as
    /// [`Order::open`](aftersale::order::Order::open) accepts.
    #[must_use]
    pub fn open(policy: P, facts: &OrderFacts, at: Timestamp) -> Self {
        // An order that is to be shipped has come as far as its times say.
        let stage = match (facts.stage, facts.shipped, facts.received) {
            (Stage::ToBeShipped, _, Some(_)) => Stage::Completed,
            (Stage::ToBeShipped, Some(_), None) => Stage::ToBeReceived,
            (stage, _, _) => stage,
        };
        Self {
            policy,
            facts: facts.clone(),
            opened: at,
            at,
            taken: Vec::new(),
            events: 0,
            stage,
            shipped: facts.shipped,
            received: facts.received,
            closed: None,
            cases: Vec::new(),
            refunds: Vec::new(),
            totals: Vec::new(),
            applied: Vec::new(),
            effects: Vec::new(),
            acknowledged: Vec::new(),
            dated_ahead: Vec::new(),
            doubles: Vec::new(),
            payments: payments_of(facts),
            chosen: Vec::new(),
            taxes: Vec::new(),
        }
    }

    /// Returns the answer to a command, if it comes now. The model does not change.
    #[must_use]
    pub fn answer(&self, command: &Command) -> Answer {
        match self.evaluate(command) {
            Ok((answer, _)) => answer,
            Err(_) => Answer::Refused,
        }
    }

    /// Puts a command that is [accepted](Answer::Accepted) into effect. Any other changes nothing.
    pub fn take(&mut self, command: &Command) {
        if let Ok((_, Some(after))) = self.evaluate(command) {
            *self = after;
        }
    }

    /// Returns the model's first objection to a command; `None` where it is not refused. It helps to find the
    /// cause of a difference.
    #[must_use]
    pub fn objection(&self, command: &Command) -> Option<&'static str> {
        self.evaluate(command).err().map(|Objection(why_not)| why_not)
    }

    /// Returns the version: the number of the order's events.
    fn version(&self) -> Version {
        Version::new(self.events.saturating_add(1))
    }

    /// Returns the answer to a command, and the model after it where something happens.
    fn evaluate(&self, command: &Command) -> Result<(Answer, Option<Self>), Objection> {
        let flow = match &command.request {
            Request::Apply { flow, .. } => Some(*flow),
            Request::Adopt(adoption) => Some(adoption.flow),
            _ => None,
        };
        if let Some(flow) = flow {
            let moves_money = matches!(flow, Flow::RefundOnly | Flow::ReturnRefund);
            require(moves_money, "an order has no cases of this flow")?;
        }
        maxima::maxima_are_kept(self, command)?;
        if command.order != self.facts.order {
            return Err(Objection("it is for another order"));
        }
        // Only the last ones are remembered.
        let most = self.policy.terms().remembered.min(maximum::REMEMBERED);
        let mut remembered = self.taken.iter().rev().take(most);
        if let Some(known) = remembered.find(|known| known.id == command.id) {
            let says_the_same = known.by == command.by
                && known.buyer == command.buyer
                && known.request == command.request;
            require(says_the_same, "its name was used for another one")?;
            return Ok((Answer::Duplicate, None));
        }
        match try_command(self, command)? {
            Some(after) => Ok((Answer::Accepted, Some(after))),
            None => Ok((Answer::Nothing, None)),
        }
    }
}
