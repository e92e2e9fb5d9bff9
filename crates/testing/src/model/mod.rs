//! The reference model: what an order does, said once more, as naively as possible.
//!
//! An [`Order`](aftersale::order::Order) is made to be used: it decides first and changes afterwards, it
//! keeps what it needs and has an index for what it looks up. The model is made to be read and believed:
//! it keeps lists of cases, payments and commands, and each time that somebody asks it goes through them
//! from the beginning. It shares no code with the order but the plain types that commands and terms are
//! made of: it looks through the platform's table rule by rule, and does its sums anew, in 128 bits.
//!
//! So whoever links it can hold another engine, another store or a host of his own against it, command
//! by command, as `tests/model` does with the order itself:
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
//! let facts = OrderFacts::new("A-1", Currency::CNY, vec![tea]);
//! let mut model = Model::open(WeChat::default(), &facts, now);
//! let (mut order, _opened) = Order::open(WeChat::default(), facts, now)?;
//!
//! let application = Application::of(vec![Ask::units("tea", 2)]);
//! let apply = Request::Apply { flow: Flow::RefundOnly, application };
//! let command = Command::new("c-1", "A-1", Actor::Buyer, now, apply);
//! assert_eq!(model.answer(&command), Answer::Accepted);
//! model.take(&command);
//! order.accept(&command)?;
//! assert!(model.differences(&order).is_empty());
//! assert_eq!(model.answer(&command), Answer::Duplicate);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What the model does not tell: the reasons of a refusal (only the first that it
//! [came upon](Model::objection)), the order in which they come, what is strange about news of money
//! ([`Anomaly`](aftersale::order::Anomaly)), and the times of a case's steps. Both ask the
//! [policy](aftersale::order::Policy) what a case is settled as and whether an order is closed.
#![allow(
    clippy::arithmetic_side_effects,
    reason = "a few thousand amounts of 64 bits at the most, added up in 128; and no divisor is zero"
)]

mod applying;
mod authorise;
mod case_actions;
mod differences;
mod figures;
mod goods;
mod host_reports;
mod money;
mod policy_view;
mod records;
mod step;
mod sums;
mod table;
mod texts;

use records::{CaseRecord, RefundRecord};
use step::{Objection, require, try_command};

use aftersale::order::{Command, Effect, EffectId, LineId, OrderFacts, Policy, Stage, Version};
use aftersale::time::Timestamp;

/// An order as a naive list of what was done to it.
#[derive(Clone, Debug)]
pub struct Model<P: Policy> {
    policy: P,
    facts: OrderFacts,
    opened: Timestamp,
    /// When the last command was accepted.
    at: Timestamp,
    /// Every command that was accepted, from the first on.
    taken: Vec<Command<P::Status>>,
    stage: Stage,
    shipped: Option<Timestamp>,
    received: Option<Timestamp>,
    closed: Option<Timestamp>,
    cases: Vec<CaseRecord<P::Status>>,
    refunds: Vec<RefundRecord>,
    /// What the gateway has said to have refunded in total: as of when, and how much.
    totals: Vec<(Timestamp, i128)>,
    /// Each line of each application.
    applied: Vec<LineId>,
    /// All that the host ever had to do.
    effects: Vec<(EffectId, Effect)>,
    acknowledged: Vec<EffectId>,
}

/// What becomes of a command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// It is accepted, and something happens.
    Accepted,
    /// It is refused, and nothing happens.
    Refused,
    /// It was accepted before, and nothing happens again.
    Duplicate,
    /// It is not refused, and there is nothing to do.
    Nothing,
}

impl<P: Policy> Model<P> {
    /// An order that has just been opened. The facts are such as
    /// [`Order::open`](aftersale::order::Order::open) accepts.
    #[must_use]
    pub fn open(policy: P, facts: &OrderFacts, at: Timestamp) -> Self {
        // One that is to be shipped has come as far as its times say.
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
        }
    }

    /// What becomes of a command, if it comes now. Nothing happens to the model.
    #[must_use]
    pub fn answer(&self, command: &Command<P::Status>) -> Answer {
        match self.evaluate(command) {
            Ok((answer, _)) => answer,
            Err(_) => Answer::Refused,
        }
    }

    /// Puts a command that is [accepted](Answer::Accepted) into effect. Any other changes nothing.
    pub fn take(&mut self, command: &Command<P::Status>) {
        if let Ok((_, Some(after))) = self.evaluate(command) {
            *self = after;
        }
    }

    /// The first thing that the model finds against a command; `None` where it is not refused. For
    /// people who look for the cause of a difference.
    #[must_use]
    pub fn objection(&self, command: &Command<P::Status>) -> Option<&'static str> {
        self.evaluate(command).err().map(|Objection(why_not)| why_not)
    }

    /// How many events the order has had.
    fn version(&self) -> Version {
        let taken = u64::try_from(self.taken.len()).unwrap_or(u64::MAX);
        Version::new(taken.saturating_add(1))
    }

    /// The answer to a command, and the model after it where something happens.
    fn evaluate(&self, command: &Command<P::Status>) -> Result<(Answer, Option<Self>), Objection> {
        if command.order != self.facts.order {
            return Err(Objection("it is for another order"));
        }
        // Only the last ones are remembered.
        let mut remembered = self.taken.iter().rev().take(self.policy.terms().remembered);
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
