//! The replay of one sequence.

use std::collections::BTreeMap;

use aftersale::lifecycle::{Actor, Phase};
use aftersale::money::Currency;
use aftersale::order::{
    Adoption, Ask, CaseId, Command, Correspondence, Decision, Effect, LineFacts, Order, OrderFacts,
    Outcome, Reason, RefundRef, Request,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::answer::Code;
use aftersale::shopxo::{
    AfterSaleStatus, AfterSaleType, Answer, Language, Operation, OrderModel, OrderStatus,
    PayStatus, Shop, Wording,
};
use aftersale::time::Timestamp;
use serde_json::Value;

use super::fields::{self, StateFields, pairs};
use super::php::{self, Asked, FOREIGN, OURS, OWNER};
use super::recorded::{RecordedOrder, Row, Sequence, Step};
use super::refund;
use crate::report::Report;

/// The time at which the sequence begins. Each step is a second later.
pub(super) const START: Timestamp = Timestamp::from_seconds(1_795_300_763);

/// The answer to a step.
pub(super) struct StepAnswer {
    pub(super) code: i64,
    pub(super) message: String,
    /// The origin of the answer.
    by: AnsweredBy,
    /// All reasons of a refusal.
    pub(super) reasons: Vec<Reason<AfterSaleStatus>>,
}

/// The origin of an answer.
enum AnsweredBy {
    /// ShopXO's own checks.
    Check,
    /// The pay log, the gateway or the wallet.
    PaymentEnvironment(&'static str),
    /// No check of ShopXO, so that it runs into an exception.
    Exception,
}

/// A sequence that is being replayed.
pub(super) struct Replay<'a, P: Shop> {
    sequence: &'a Sequence,
    pub(super) order: Order<P>,
    /// Another order of the same buyer, which was not paid for.
    foreign: Order<P>,
    wording: Wording,
    /// The shop's status of the order's payment.
    pub(super) paid: PayStatus,
    pub(super) now: Timestamp,
    /// The recorded cases so far.
    cases: BTreeMap<u32, Row>,
}

impl<'a, P: Shop> Replay<'a, P> {
    /// Opens the order as it was at the start.
    pub(super) fn open(sequence: &'a Sequence, policy: P) -> Result<Self, String> {
        Self::open_at(sequence, policy, facts(&sequence.order, START)?, START)
    }

    /// Opens the order with these facts, at this time.
    pub(super) fn open_at(
        sequence: &'a Sequence,
        policy: P,
        ours: OrderFacts,
        now: Timestamp,
    ) -> Result<Self, String> {
        let wording = Wording { release: policy.release(), language: Language::Chinese };
        let recorded = &sequence.order;
        let nothing = LineFacts::new(FOREIGN, Quantity::new(1), aftersale::money::Amount::ZERO);
        let foreign = OrderFacts::new(FOREIGN, Currency::CNY, vec![nothing]).buyer(OWNER);
        let open = |facts| {
            Order::open(policy.clone(), facts, now)
                .map(|(order, _)| order)
                .map_err(|error| error.to_string())
        };
        let stage = ours.stage;
        let mut shop = Self {
            sequence,
            order: open(ours)?,
            foreign: open(foreign)?,
            wording,
            paid: PayStatus::from_code(recorded.pay_status)
                .ok_or_else(|| format!("pay_status {}", recorded.pay_status))?,
            now,
            cases: BTreeMap::new(),
        };
        // In the database the status of an order and its times are columns of their own.
        if shop.order.stage() != stage {
            let (shipped, received) = (shop.order.shipped(), shop.order.received());
            shop.send(Actor::Merchant, Request::OrderCorrected { stage, shipped, received })?;
        }
        Ok(shop)
    }

    /// Compares the state at the start.
    pub(super) fn compare_start(&self, report: &mut Report) {
        let mut expected = fields::recorded(&self.sequence.init, &self.cases);
        let mut got = fields::ours(&self.order, self.paid);
        for (line, view) in self.sequence.init_d.iter().enumerate() {
            expected.extend(fields::recorded_view(view));
            got.extend(fields::view(&self.order, line, self.now));
        }
        self.compare(report, "at the start", &expected, &got);
    }

    /// Applies a step and compares.
    pub(super) fn step(
        &mut self,
        index: usize,
        report: &mut Report,
        counted: &mut BTreeMap<String, usize>,
    ) {
        let Some(step) = self.sequence.steps.get(index) else { return };
        report.count("steps");
        self.now = self.now.checked_add(core::time::Duration::from_secs(1)).unwrap_or(self.now);
        let answer = match self.apply(step) {
            Ok(answer) => answer,
            Err(why) => {
                let line =
                    format!("sequence {} step {index} ({}): {why}", self.sequence.seq, step.op);
                report.differs("skipped", line);
                return;
            }
        };
        for (alias, row) in &step.s.a {
            match row {
                Some(row) => self.cases.insert(*alias, row.clone()),
                None => self.cases.remove(alias),
            };
        }
        let mut expected = fields::recorded(&step.s, &self.cases);
        let mut got = fields::ours(&self.order, self.paid);
        if let Some(view) = &step.d {
            expected.extend(fields::recorded_view(view));
            got.extend(fields::view(&self.order, step.li, self.now));
        }
        answers(step, &answer, &mut expected, &mut got, counted);
        report.count("compared");
        self.compare(report, &format!("step {index} ({})", step.op), &expected, &got);
    }

    fn compare(&self, report: &mut Report, label: &str, expected: &StateFields, got: &StateFields) {
        let ours: BTreeMap<&str, &str> = pairs(got).collect();
        let theirs: BTreeMap<&str, &str> = pairs(expected).collect();
        let names = theirs.keys().chain(ours.keys().filter(|name| !theirs.contains_key(*name)));
        for name in names {
            let value = |side: &BTreeMap<&str, &str>| {
                side.get(name).map_or_else(|| "nothing".to_string(), |value| format!("{value:?}"))
            };
            let (expected, got) = (value(&theirs), value(&ours));
            if expected != got {
                let seq = self.sequence.seq;
                let line =
                    format!("sequence {seq} {label}: {name}: expected {expected}, got {got}");
                report.differs("mismatches", line);
            }
        }
    }

    /// Performs the operation of a step.
    pub(super) fn apply(&mut self, step: &Step) -> Result<StepAnswer, String> {
        if let Some(asked) = php::asked(step) {
            return self.operate(&asked);
        }
        match step.op.as_str() {
            "env_ship" => self.ship(),
            "order_collect" => self.collect(),
            "env_age" => self.age(step.input.get("collect_age").and_then(Value::as_i64)),
            "env_force" => self.force(step),
            "env_dup" => self.duplicate(step),
            other => Err(format!("the operation {other} is not known")),
        }
    }

    /// Performs one of ShopXO's operations: its input, then the order's decision, then the payment.
    fn operate(&mut self, asked: &Asked) -> Result<StepAnswer, String> {
        let operation = &asked.operation;
        let order = match operation {
            Operation::Create(create)
                if create.order.as_ref().is_some_and(|order| order.as_str() == FOREIGN) =>
            {
                &mut self.foreign
            }
            _ => &mut self.order,
        };
        let name = format!("{}", order.version());
        let command = match operation.command(order, name, self.now) {
            Ok(command) => command,
            Err(faults) => {
                let first = faults.first().ok_or("a refusal has a reason")?;
                return Ok(StepAnswer::of(self.wording.faulty(*first)));
            }
        };
        let decision = match order.decide(&command) {
            Ok(decision) => decision,
            Err(refusal) => {
                let answer = StepAnswer::of(self.wording.refused(order, &refusal));
                let answer = StepAnswer { reasons: refusal.reasons.clone(), ..answer };
                let runs_on = runs_into_exception(&refusal.reasons, asked);
                return Ok(if runs_on {
                    StepAnswer { by: AnsweredBy::Exception, ..answer }
                } else {
                    answer
                });
            }
        };
        if asked.below_zero > 0 {
            let answer = StepAnswer::refused(-1, "a number of units below zero cannot be stored");
            return Ok(StepAnswer { by: AnsweredBy::Exception, ..answer });
        }
        if let Some(event) = decision.event() {
            order.apply(event).map_err(|error| error.to_string())?;
        }
        if let Operation::Audit { id, refundment: Some(refundment) } = operation
            && !id.is_some_and(|case| self.has_ended_without_a_refund(case))
        {
            let paid = refund::pay(self.sequence, self.wording, *refundment, asked.by_hand);
            self.report_refund(&decision, paid.is_ok())?;
            if let Err(refund::Failure { name, code, message }) = paid {
                return Ok(StepAnswer {
                    by: AnsweredBy::PaymentEnvironment(name),
                    ..StepAnswer::refused(code, message)
                });
            }
        }
        Ok(StepAnswer::of(self.wording.done(operation)))
    }

    /// Returns whether an audited case has ended at once, since its goods are worth nothing.
    fn has_ended_without_a_refund(&self, case: CaseId) -> bool {
        self.order.case(case).is_some_and(|view| {
            view.claim.ends_without_refund() && self.order.phase(case) == Some(Phase::Refunded)
        })
    }

    /// Reports the outcome of the refund that an audit has started.
    fn report_refund(
        &mut self,
        decision: &Decision<AfterSaleStatus>,
        has_paid: bool,
    ) -> Result<(), String> {
        let pay = decision.effects().iter().find_map(|pending| match &pending.effect {
            Effect::IssueRefund { key, amount, .. } => Some((key.clone(), *amount)),
            _ => None,
        });
        let (key, amount) = pay.ok_or("an audit pays")?;
        let outcome = if has_paid { Outcome::Succeeded(amount) } else { Outcome::Failed };
        let report =
            Request::ReportRefund { refund: RefundRef::Key(key), outcome, as_of: self.now };
        self.send(Actor::Platform, report)
    }

    /// Sends a command of the host's own.
    pub(super) fn send(&mut self, by: Actor, request: Request) -> Result<(), String> {
        let name = format!("{} by the host", self.order.version());
        let command = Command::new(name, OURS, by, self.now, request);
        self.order.accept(&command).map(|_| ()).map_err(|refusal| refusal.to_string())
    }

    /// Ships the order by a change in the database, if it is to be shipped.
    fn ship(&mut self) -> Result<StepAnswer, String> {
        if OrderStatus::of(self.order.stage()) == OrderStatus::ToBeShipped {
            let shipped = Some(self.now);
            let (stage, received) = (OrderStatus::ToBeReceived.stage(), self.order.received());
            self.send(Actor::Merchant, Request::OrderCorrected { stage, shipped, received })?;
        }
        Ok(StepAnswer::environment())
    }

    /// Confirms for the buyer that the order has come. That is an operation of the order, not of its after-sales.
    fn collect(&mut self) -> Result<StepAnswer, String> {
        let status = OrderStatus::of(self.order.stage());
        if status != OrderStatus::ToBeReceived {
            return Ok(StepAnswer::refused(-1, format!("状态不可操作[{}]", status.chinese())));
        }
        let (stage, received) = (OrderStatus::Completed.stage(), Some(self.now));
        let shipped = self.order.shipped();
        self.send(Actor::Merchant, Request::OrderCorrected { stage, shipped, received })?;
        Ok(StepAnswer::done("收货成功"))
    }

    /// Sets the time of receipt by a change in the database.
    fn age(&mut self, age: Option<i64>) -> Result<StepAnswer, String> {
        let received = age.map(|age| ago(self.now, age));
        let (stage, shipped) = (self.order.stage(), self.order.shipped());
        self.send(Actor::Merchant, Request::OrderCorrected { stage, shipped, received })?;
        Ok(StepAnswer::environment())
    }

    /// Sets the status of a case by a change in the database.
    fn force(&mut self, step: &Step) -> Result<StepAnswer, String> {
        let id = php::case_id(step.input.get("id")).ok_or("no case is named")?;
        let flow = self.order.case(id).ok_or("there is no such case")?.flow;
        let adoption = Adoption::new(flow, status(&step.input)?);
        self.adopt(Adoption { case: Some(id), ..adoption })?;
        Ok(StepAnswer::environment())
    }

    /// Adds a second case on a line, as two applications at the same time leave it.
    fn duplicate(&mut self, step: &Step) -> Result<StepAnswer, String> {
        let input = &step.input;
        let number = |key: &str| input.get(key).and_then(Value::as_u64);
        let kind = number("type").and_then(|code| u8::try_from(code).ok());
        let kind = kind.and_then(AfterSaleType::from_code).ok_or("no type")?;
        let line = number("line").ok_or("no line")?.to_string();
        let units = number("number").and_then(|units| u32::try_from(units).ok());
        let price = input.get("price").and_then(Value::as_str).unwrap_or_default();
        let amount = aftersale::money::Amount::parse_decimal(price, 2);
        let ask = Ask {
            line: line.into(),
            units: units.map(Quantity::new),
            amount: Some(amount.map_err(|error| error.to_string())?),
        };
        self.adopt(Adoption {
            lines: vec![ask],
            correspondence: Correspondence { reason: "r".into(), ..Correspondence::default() },
            ..Adoption::new(kind.flow(), status(input)?)
        })?;
        Ok(StepAnswer::environment())
    }

    pub(super) fn adopt(&mut self, adoption: Adoption) -> Result<(), String> {
        self.send(Actor::Merchant, Request::Adopt(adoption.into()))
    }
}

impl StepAnswer {
    fn of(answer: Answer) -> Self {
        let Answer { code, message } = answer;
        Self::refused(Code::number(code), message)
    }

    fn refused(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), by: AnsweredBy::Check, reasons: Vec::new() }
    }

    fn done(message: &str) -> Self {
        Self::refused(0, message)
    }

    fn environment() -> Self {
        Self::done("env")
    }
}

/// Returns whether ShopXO comes past all its checks and then throws. It does when the line is not there: in a
/// return when it looks for how many were bought, else after the pictures. And it does when the number of
/// units, being below zero, fits where our none does not.
fn runs_into_exception(reasons: &[Reason<AfterSaleStatus>], asked: &Asked) -> bool {
    let below_zero = asked.below_zero;
    let returns = match &asked.operation {
        Operation::Create(create) => create.kind == Some(AfterSaleType::RefundAndReturn),
        _ => false,
    };
    let is_no_line = |reason: &Reason<AfterSaleStatus>| matches!(reason, Reason::NoSuchLine { .. });
    let of_units = |reason: &Reason<AfterSaleStatus>| match reason {
        Reason::TooManyUnits { bought, claimed, returned, .. } => {
            let gone = u64::from(claimed.units()) + u64::from(returned.units());
            gone <= u64::from(bought.units()) + below_zero
        }
        _ => false,
    };
    match reasons.first() {
        Some(reason) if is_no_line(reason) => true,
        Some(Reason::TooMuchEvidence { .. }) => returns && reasons.iter().any(is_no_line),
        Some(reason) => below_zero > 0 && of_units(reason),
        None => false,
    }
}

/// Adds the answer to the fields that are compared: whether it was done, the code, and the text, which shows
/// the check that refused. At an exception of the real system there is no check. Those, and the refusals of the
/// payment environment, are counted by name.
fn answers(
    step: &Step,
    answer: &StepAnswer,
    expected: &mut StateFields,
    got: &mut StateFields,
    counted: &mut BTreeMap<String, usize>,
) {
    let name = match (step.exception(), &answer.by) {
        (Some(exception), _) => {
            let name: String = exception.chars().take(48).collect();
            Some(format!("an exception, so only that it was refused: {name}"))
        }
        (None, AnsweredBy::PaymentEnvironment(name)) => {
            Some(format!("the payment environment refused: {name}"))
        }
        _ => None,
    };
    if let Some(name) = name {
        *counted.entry(name).or_insert(0) += 1;
    }
    let verdict = |done: bool| if done { "done" } else { "refused" }.to_string();
    let mut both = |name: &str, theirs: String, ours: String| {
        expected.push((name.into(), theirs));
        got.push((name.into(), ours));
    };
    both("verdict", verdict(step.code == 0), verdict(answer.code == 0));
    if step.exception().is_some() {
        let is_one = matches!(answer.by, AnsweredBy::Exception);
        both("exception", "true".into(), is_one.to_string());
    } else {
        both("code", step.code.to_string(), answer.code.to_string());
        both("msg", step.msg.clone(), answer.message.clone());
    }
}

pub(super) fn ago(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_seconds(now.seconds().saturating_sub(seconds))
}

fn status(input: &serde_json::Map<String, Value>) -> Result<AfterSaleStatus, String> {
    let code = input.get("status").and_then(Value::as_u64);
    let code = code.and_then(|code| u8::try_from(code).ok());
    code.and_then(AfterSaleStatus::from_code).ok_or_else(|| "no status".into())
}

/// Returns the shop's facts of the order at the start.
pub(super) fn facts(recorded: &RecordedOrder, now: Timestamp) -> Result<OrderFacts, String> {
    let lines = recorded.lines.iter().enumerate().map(|(index, line)| LineFacts {
        total: line.total_price.0,
        ..LineFacts::new(index.to_string(), Quantity::new(line.buy_number), line.price.0)
    });
    let status = OrderStatus::from_code(recorded.status)
        .ok_or_else(|| format!("order status {}", recorded.status))?;
    Ok(OrderFacts::new(OURS, Currency::CNY, lines)
        .buyer(OWNER)
        .goods_total(recorded.price.0)
        .shipping(recorded.increase_price.0)
        .discount(recorded.preferential_price.0)
        .paid(recorded.pay_price.0)
        .stage(status.stage())
        .received(recorded.collect_age_s.map(|age| ago(now, age)))
        .is_virtual(recorded.model == OrderModel::Virtual.code()))
}
