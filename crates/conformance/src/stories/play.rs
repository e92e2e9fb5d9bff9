//! Plays a story on a real order: opens it, carries the steps out one after the other, and compares what comes of it.

use std::collections::{BTreeMap, BTreeSet};

use aftersale::lifecycle::{Actor, Flow, Phase};
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Application, Ask, CaseId, Command, Deduction, Effect, LineFacts, Offer, Order, OrderFacts,
    Outcome, PaymentFacts, RefundKey, RefundRef, Request, Text,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

use super::form::{self, Asked, EndOfPart, Expect, Line, Minor, PayOutcome, Step, What};
use super::found::{Differences, Problem, form};
use super::refusal::Refused;
use super::shop::{Status, StoryShop};

/// The name of the order.
const ORDER: &str = "story";
/// The line of an order whose story tells of the shipping alone. It costs nothing, so it is in no figure.
const OWN_LINE: &str = "the harness's own line";
/// The time at which the order is opened.
const OPENED_AT: Timestamp = Timestamp::from_seconds(1_795_300_763);
/// The seconds between two times of a story.
const APART: i64 = 1_000_000;

/// An order and what the story calls its cases.
struct Play<'s> {
    order: Order<StoryShop>,
    steps: &'s [Step],
    cases: BTreeMap<&'s str, Played>,
    /// Cases whose claim was refused where it might be.
    left_out: BTreeSet<&'s str>,
    /// The commands of each step.
    sent: Vec<Vec<Command>>,
    /// The times that the story tells, in their order.
    times: Vec<u64>,
    /// The largest total that the gateway has told, its time, and the number of totals so far.
    total: Option<(Amount, Timestamp)>,
    totals: i64,
}

/// A case of a story.
struct Played {
    id: CaseId,
    /// The refunds, once they have started, one by each payment; and what came back of each.
    refunds: Vec<(RefundKey, Amount)>,
}

/// What a step comes to.
#[derive(Default)]
struct Comes {
    amount: Option<Amount>,
    claim: Option<CaseId>,
}

/// Plays a story to its end.
pub(super) fn play(story: &Line) -> Result<(), Problem> {
    let (Some(order), Some(steps), Some(end)) = (&story.order, &story.steps, &story.end) else {
        return form("a `story` has `order`, `steps` and `end`");
    };
    let currency = match Currency::with_places(&story.currency, story.exponent) {
        Ok(currency) => currency,
        Err(error) => return form(error),
    };
    let mut play = Play::open(order, steps, currency)?;
    let mut differences = Differences::default();
    for number in 1..=steps.len() {
        play.step(number, &mut differences)?;
    }
    play.compare_end(end, &mut differences)?;
    differences.into_result()
}

impl<'s> Play<'s> {
    fn open(
        order: &'s form::Order,
        steps: &'s [Step],
        currency: Currency,
    ) -> Result<Self, Problem> {
        let (facts, told) = (facts(order, currency)?, order);
        let now = OPENED_AT;
        let order_before = order.refunded_before.as_ref().map(|before| before.amount.into());
        let order = match Order::open(StoryShop::default(), facts, now) {
            Ok((order, _)) => order,
            Err(error) => return form(format_args!("the order cannot be opened: {error}")),
        };
        check_tax_before(told, &order)?;
        let mut play = Self {
            order,
            steps,
            cases: BTreeMap::new(),
            left_out: BTreeSet::new(),
            sent: Vec::new(),
            times: times(steps),
            total: None,
            totals: 0,
        };
        if let Some(before) = order_before.filter(|before: &Amount| before.is_positive()) {
            let request = Request::ReportExternalRefund {
                case: None,
                reference: "before the story".into(),
                amount: currency.money(before),
                lines: Vec::new(),
                shipping: Amount::ZERO,
                as_of: now,
            };
            let mut sent = Vec::new();
            if let Err(refused) = play.send(&mut sent, "before", Actor::Platform, request) {
                return form(format_args!("`refunded_before`: {refused}"));
            }
        }
        Ok(play)
    }

    /// Carries out a step, from 1, and compares what is expected of it.
    fn step(&mut self, number: usize, differences: &mut Differences) -> Result<(), Problem> {
        let Some(step) = number.checked_sub(1).and_then(|index| self.steps.get(index)) else {
            return Ok(());
        };
        let expect = &step.expect;
        let place = format!("step {number}");
        let before = self.order.clone();
        let mut sent = Vec::new();
        let result = match &step.what {
            What::Claim(claim) => {
                if self.cases.contains_key(claim.case.as_str()) {
                    return form(format_args!("{place}: case `{}` is there already", claim.case));
                }
                self.claim(number, claim, &mut sent)?
            }
            What::Receive { case, lines } => match self.case_named(case, &place)? {
                None => {
                    self.leave_out(sent);
                    return Ok(());
                }
                Some(case) => self.receive(number, case, lines, &place, &mut sent)?,
            },
            What::Pay { case, outcome, amount, at, .. } => match self.case_named(case, &place)? {
                None => {
                    self.leave_out(sent);
                    return Ok(());
                }
                Some(_) => {
                    let as_of = self.time(at.unwrap_or(step_time(number)));
                    self.pay(number, case, *outcome, *amount, as_of, &mut sent)
                }
            },
            What::Reversed { amount, case, at, .. } => {
                let as_of = at.map_or_else(|| self.after_all_before(number), |at| self.time(at));
                match case {
                    Some(case) => match self.case_named(case, &place)? {
                        None => {
                            self.leave_out(sent);
                            return Ok(());
                        }
                        Some(_) => self.reverse(number, case, (*amount).into(), as_of, &mut sent),
                    },
                    None => self.reverse_any(number, (*amount).into(), as_of, &place, &mut sent)?,
                }
            }
            What::RefundedUnder { reference, amount, at } => {
                let as_of = self.time(at.unwrap_or(step_time(number)));
                self.refunded_under(number, reference, (*amount).into(), as_of, &mut sent)
            }
            What::Identify { case, reference } => match self.case_named(case, &place)? {
                None => {
                    self.leave_out(sent);
                    return Ok(());
                }
                Some(_) => self.identify(number, case, reference, &mut sent),
            },
            What::RefundedInTotal { total, at } => {
                self.refunded_in_total(number, (*total).into(), *at, &mut sent)
            }
            What::Repeat { step } => self.repeat(number, *step, &place, differences)?,
        };
        self.sent.push(sent);
        match result {
            Ok(comes) => self.compare_step(&place, expect, &comes, differences),
            Err(refused) => {
                // Where the first of two commands was accepted, the refusal of the second one is none of the step.
                if self.order != before && self.order.ledger() != before.ledger() {
                    differences.add(&place, "it was refused, and something has changed");
                }
                refused.compare(&place, expect, &before, &step.what, differences);
                let is_allowed = expect.may_refuse.is_some() || expect.refused.is_some();
                match &step.what {
                    What::Claim(claim) if is_allowed => {
                        self.left_out.insert(&claim.case);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Returns the id of a case, or `None` where its claim was refused and might be.
    fn case_named(&self, case: &str, place: &str) -> Result<Option<CaseId>, Problem> {
        match self.cases.get(case) {
            Some(case) => Ok(Some(case.id)),
            None if self.left_out.contains(case) => Ok(None),
            // Its claim was refused, which has been told.
            None if self.is_claimed_before(case) => Ok(None),
            None => form(format_args!("{place}: there is no case `{case}`")),
        }
    }

    /// Leaves a step out, of a case whose claim was refused.
    fn leave_out(&mut self, sent: Vec<Command>) {
        self.sent.push(sent);
    }

    fn is_claimed_before(&self, case: &str) -> bool {
        self.steps
            .iter()
            .take(self.sent.len())
            .any(|step| matches!(&step.what, What::Claim(claim) if claim.case == case))
    }

    fn claim(
        &mut self,
        number: usize,
        claim: &'s form::Claim,
        sent: &mut Vec<Command>,
    ) -> Result<Result<Comes, Refused>, Problem> {
        let (refundable, ledger) = (self.order.refundable(), self.order.ledger());
        // What the parts of the claim before leave of the order.
        let mut left = refundable.order;
        let mut asks = Vec::new();
        let mut has_rest = false;
        for line in &claim.lines {
            let Some(of_line) =
                refundable.lines.iter().find(|left| left.line.as_str() == line.line)
            else {
                return form(format_args!("step {number}: the order has no line `{}`", line.line));
            };
            let amount = match line.amount {
                None => None,
                Some(Asked::Amount(amount)) => Some(Amount::from_minor(amount)),
                Some(Asked::Rest(_)) => {
                    has_rest = true;
                    let rest = of_line.amount.min(left);
                    if !rest.is_positive() && line.units.is_none() {
                        continue;
                    }
                    Some(rest)
                }
            };
            // A return names units. Where the story tells an amount alone, it is about all that are left.
            let units = match (line.units, claim.flow) {
                (Some(units), _) => Some(Quantity::new(units)),
                (None, form::Flow::ReturnRefund) => Some(of_line.units),
                (None, form::Flow::RefundOnly) => None,
            };
            if units.is_none() && amount.is_none() {
                return form(format_args!("step {number}: neither `units` nor `amount` of a line"));
            }
            let worth = || ledger.line(&of_line.line)?.worth_of(units?);
            let asked = amount.or_else(worth).unwrap_or_default().max(Amount::ZERO);
            left = left.saturating_sub(asked).max(Amount::ZERO);
            asks.push(Ask { line: line.line.as_str().into(), units, amount });
        }
        let shipping = match claim.shipping {
            None => None,
            Some(Asked::Amount(amount)) => Some(Amount::from_minor(amount)),
            Some(Asked::Rest(_)) => {
                has_rest = true;
                Some(refundable.shipping.min(left)).filter(|rest| rest.is_positive())
            }
        };
        let shipping = match claim.shipping_before_tax {
            None => shipping,
            Some(_) if shipping.is_some() => {
                return form(format_args!("step {number}: the shipping is asked for twice"));
            }
            Some(before_tax) => {
                match self.order.with_tax_of_shipping(Amount::from_minor(before_tax)) {
                    Some(amount) => Some(amount),
                    None => return form(format_args!("step {number}: the shipping is all tax")),
                }
            }
        };
        if asks.is_empty() && shipping.is_none() {
            return if has_rest {
                Ok(Err(Refused::nothing_left(&self.order, claim)))
            } else {
                form(format_args!("step {number}: nothing is asked for"))
            };
        }
        let flow = match claim.flow {
            form::Flow::ReturnRefund if !asks.is_empty() => Flow::ReturnRefund,
            _ => Flow::RefundOnly,
        };
        let fee = claim.fee.map(Amount::from).filter(|fee| fee.is_positive());
        let deduction = |fee| Deduction::new("fee", "told in the story", fee);
        let deductions = fee.into_iter().map(deduction).collect();
        let application = Application { shipping, deductions, ..Application::of(asks) };
        let last = self.order.cases().last().map_or(0, |case| case.id.number());
        let id = CaseId::new(last.saturating_add(1));
        let request = Request::Apply { flow, application };
        if let Err(refused) = self.send(sent, &format!("{number}"), Actor::Buyer, request) {
            return Ok(Err(refused));
        }
        self.cases.insert(&claim.case, Played { id, refunds: Vec::new() });
        Ok(Ok(Comes { amount: None, claim: Some(id) }))
    }

    /// Receives goods. What comes to nothing is turned down, since there is nothing to refund.
    fn receive(
        &mut self,
        number: usize,
        id: CaseId,
        lines: &[form::ReceivedLine],
        place: &str,
        sent: &mut Vec<Command>,
    ) -> Result<Result<Comes, Refused>, Problem> {
        let Some(case) = self.order.case(id) else { return form("the case is gone") };
        let (offer, claim) = (case.offer, case.claim.clone());
        let unknown = lines.iter().find(|line| claim.line(&line.line.as_str().into()).is_none());
        if let Some(unknown) = unknown {
            return form(format_args!("{place}: the case is not about line `{}`", unknown.line));
        }
        let goods: Vec<_> = claim
            .lines
            .iter()
            .map(|claimed| {
                let told = lines.iter().find(|line| claimed.line.as_str() == line.line);
                let accepted = told.map_or(claimed.units, |told| Quantity::new(told.units));
                aftersale::order::ReceivedLine {
                    missing: claimed.units.saturating_sub(accepted),
                    ..aftersale::order::ReceivedLine::all(claimed.line.clone(), accepted)
                }
            })
            .collect();
        let is_nothing = goods.iter().all(|line| line.accepted == Quantity::ZERO);
        let request = if is_nothing && !claim.shipping.is_positive() {
            let reason = Text::from("nothing was accepted");
            Request::Refuse { case: id, offer, reason, evidence: Vec::new(), waybill_wrong: false }
        } else {
            Request::ConfirmReceipt { case: id, offer, goods }
        };
        let mut received = self.send(sent, &format!("{number}"), Actor::Merchant, request);
        // What comes to nothing has no payment: the merchant agrees, and it has ended.
        let claim = self.order.case(id).map(|case| (case.offer, case.claim.total()));
        if let (Ok(()), false, Some((offer, Amount::ZERO))) = (&received, is_nothing, claim) {
            let agree = Request::AgreeToRefund { case: id, offer };
            received = self.send(sent, &format!("{number}-agree"), Actor::Merchant, agree);
        }
        Ok(received.map(|()| Comes { amount: None, claim: Some(id) }))
    }

    /// Agrees to a case and starts its refund, if that has not happened, and reports what is learned of it.
    fn pay(
        &mut self,
        number: usize,
        name: &str,
        outcome: PayOutcome,
        amount: Option<Minor>,
        as_of: Timestamp,
        sent: &mut Vec<Command>,
    ) -> Result<Comes, Refused> {
        let Some(id) = self.cases.get(name).map(|case| case.id) else {
            return Ok(Comes::default());
        };
        if self.cases.get(name).is_some_and(|case| case.refunds.is_empty()) {
            let (flow, offer, goods) =
                self.order.case(id).map_or((Flow::RefundOnly, Offer::FIRST, false), |case| {
                    (case.flow, case.offer, case.goods.is_some())
                });
            if flow == Flow::ReturnRefund && !goods {
                let waive = Request::WaiveReturn { case: id, offer };
                self.send(sent, &format!("{number}-waive"), Actor::Merchant, waive)?;
            }
            let agree = Request::AgreeToRefund { case: id, offer };
            self.send(sent, &format!("{number}-agree"), Actor::Merchant, agree)?;
            let keys = self.keys_of(id);
            if let Some(case) = self.cases.get_mut(name) {
                case.refunds = keys.into_iter().map(|key| (key, Amount::ZERO)).collect();
            }
        }
        let refunds = self.cases.get(name).map(|case| case.refunds.clone()).unwrap_or_default();
        if refunds.is_empty() {
            return Err(Refused::other("no refund has started"));
        }
        let asked = self.order.case(id).map(|case| case.claim.total()).unwrap_or_default();
        let paid = amount.map_or(asked, Amount::from);
        for (key, _) in &refunds {
            // Of several each has paid what it was to pay.
            let of_refund = self.order.refund(key).map(|refund| refund.parts.total());
            let paid = if refunds.len() == 1 { paid } else { of_refund.unwrap_or_default() };
            let outcome = match outcome {
                PayOutcome::Processing => Outcome::Processing,
                PayOutcome::Unknown => Outcome::Unknown,
                PayOutcome::Succeeded => Outcome::Succeeded(self.money(paid)),
                PayOutcome::Failed => Outcome::Failed,
            };
            self.report(sent, number, key.clone(), outcome, as_of)?;
        }
        // What has left and has failed all the same is owed until the merchant writes it off.
        if self.order.phase(id) == Some(Phase::RefundFailed) {
            let note = Text::from("the refund has failed");
            let close = Request::Close { case: id, note };
            self.send(sent, &format!("{number}-close"), Actor::Merchant, close)?;
        }
        Ok(Comes { amount: None, claim: Some(id) })
    }

    fn keys_of(&self, id: CaseId) -> Vec<RefundKey> {
        let pending = self.order.pending_effects().iter();
        let keys = pending.filter_map(|pending| match &pending.effect {
            Effect::IssueRefund { key, case, .. } if *case == id => Some(key.clone()),
            _ => None,
        });
        keys.collect()
    }

    fn report(
        &mut self,
        sent: &mut Vec<Command>,
        number: usize,
        key: RefundKey,
        outcome: Outcome,
        as_of: Timestamp,
    ) -> Result<(), Refused> {
        let name = format!("{number}-{}", sent.len());
        let request = Request::ReportRefund { refund: RefundRef::Key(key), outcome, as_of };
        self.send(sent, &name, Actor::Platform, request)
    }

    /// Reports that so much has left under a name of the gateway, of which nothing else is said.
    fn refunded_under(
        &mut self,
        number: usize,
        reference: &str,
        amount: Amount,
        as_of: Timestamp,
        sent: &mut Vec<Command>,
    ) -> Result<Comes, Refused> {
        let before = self.refunded();
        let request = Request::ReportExternalRefund {
            case: None,
            reference: reference.into(),
            amount: self.money(amount),
            lines: Vec::new(),
            shipping: Amount::ZERO,
            as_of,
        };
        self.send(sent, &format!("{number}"), Actor::Platform, request)?;
        Ok(Comes { amount: Some(self.refunded().saturating_sub(before)), claim: None })
    }

    /// Says that a name of the gateway is one of the refund of a case, which has one.
    fn identify(
        &mut self,
        number: usize,
        name: &str,
        reference: &str,
        sent: &mut Vec<Command>,
    ) -> Result<Comes, Refused> {
        let refunds = self.cases.get(name).map(|case| case.refunds.clone()).unwrap_or_default();
        let [(key, _)] = refunds.as_slice() else {
            return Err(Refused::other("the case has no refund, or several"));
        };
        let before = self.refunded();
        let request = Request::identify_refund(key, reference);
        self.send(sent, &format!("{number}"), Actor::Platform, request)?;
        Ok(Comes { amount: Some(self.refunded().saturating_sub(before)), claim: None })
    }

    /// Reports that so much of the refunds of a case is back: first of the last, by the last payment.
    fn reverse(
        &mut self,
        number: usize,
        name: &str,
        amount: Amount,
        as_of: Timestamp,
        sent: &mut Vec<Command>,
    ) -> Result<Comes, Refused> {
        let before = self.refunded();
        let order = &self.order;
        let paid = |key: &RefundKey| order.refund(key).map(|refund| refund.paid());
        let refunds = self.cases.get_mut(name).map(|case| case.refunds.as_mut_slice());
        let mut left = amount;
        let mut reversed = Vec::new();
        let number_of_refunds = refunds.as_ref().map_or(0, |refunds| refunds.len());
        for (place, (key, back)) in refunds.unwrap_or_default().iter_mut().enumerate().rev() {
            // What was never refunded came back of the first.
            let most = if place == 0 { left } else { paid(key).unwrap_or_default() };
            let of_refund = most.min(left);
            if of_refund.is_positive() || number_of_refunds == 1 {
                *back = back.saturating_add(of_refund);
                left = left.saturating_sub(of_refund);
                reversed.push((key.clone(), *back));
            }
        }
        if reversed.is_empty() {
            return Err(Refused::other("no refund has started"));
        }
        for (key, back) in reversed {
            let back = Outcome::Reversed(self.money(back));
            self.report(sent, number, key, back, as_of)?;
        }
        Ok(Comes { amount: Some(self.refunded().saturating_sub(before)), claim: None })
    }

    /// Reports that so much is back, of whichever refunds: first of those of cases, then of what was refunded for
    /// nobody knows what, then of the gateway's total.
    fn reverse_any(
        &mut self,
        number: usize,
        amount: Amount,
        as_of: Timestamp,
        place: &str,
        sent: &mut Vec<Command>,
    ) -> Result<Result<Comes, Refused>, Problem> {
        let before = self.refunded();
        let mut left = amount;
        let cases: Vec<&'s str> = self.cases.keys().copied().collect();
        for name in cases {
            let refunds = self.cases.get(name).map(|case| case.refunds.as_slice());
            let paid = |(key, _): &(RefundKey, Amount)| Some(self.order.refund(key)?.paid());
            let of_case: Option<Vec<Amount>> =
                refunds.map(|refunds| refunds.iter().filter_map(paid).collect());
            let of_case = Amount::saturating_sum(of_case.unwrap_or_default());
            let back = of_case.min(left);
            if back.is_positive() {
                if let Err(refused) = self.reverse(number, name, back, as_of, sent) {
                    return Ok(Err(refused));
                }
                left = left.saturating_sub(back);
            }
        }
        let key = RefundKey::from("before the story");
        let unnamed = self.order.refund(&key).map(|refund| refund.paid()).unwrap_or_default();
        let back = unnamed.min(left);
        if back.is_positive() {
            let outcome = Outcome::Reversed(self.money(back));
            if let Err(refused) = self.report(sent, number, key, outcome, as_of) {
                return Ok(Err(refused));
            }
            left = left.saturating_sub(back);
        }
        if let Some((total, _)) = self.total.filter(|_| left.is_positive()) {
            let less = total.saturating_sub(left).max(Amount::ZERO);
            left = left.saturating_sub(total.saturating_sub(less));
            if let Err(refused) = self.tell_total(number, less, as_of, sent) {
                return Ok(Err(refused));
            }
        }
        if left.is_positive() {
            return form(format_args!("{place}: more is back than was refunded by the story"));
        }
        Ok(Ok(Comes { amount: Some(self.refunded().saturating_sub(before)), claim: None }))
    }

    /// Reports the gateway's total. No time is told, and the smaller of two is the older one.
    fn refunded_in_total(
        &mut self,
        number: usize,
        total: Amount,
        at: Option<u64>,
        sent: &mut Vec<Command>,
    ) -> Result<Comes, Refused> {
        let before = self.refunded();
        self.totals = self.totals.saturating_add(1);
        let as_of = match (at, self.total) {
            (Some(at), _) => self.time(at),
            (None, Some((largest, as_of))) if total < largest => {
                as_of.plus_seconds(self.totals.saturating_neg()).unwrap_or(OPENED_AT)
            }
            _ => self.after_all_before(number),
        };
        self.tell_total(number, total, as_of, sent)?;
        Ok(Comes { amount: Some(self.refunded().saturating_sub(before)), claim: None })
    }

    fn tell_total(
        &mut self,
        number: usize,
        total: Amount,
        as_of: Timestamp,
        sent: &mut Vec<Command>,
    ) -> Result<(), Refused> {
        let name = format!("{number}-{}", sent.len());
        let request = Request::ReportRefundTotal { total: self.money(total), as_of };
        self.send(sent, &name, Actor::Platform, request)?;
        if self.total.is_none_or(|(_, newest)| newest <= as_of) {
            self.total = Some((total, as_of));
        }
        Ok(())
    }

    /// Sends what an earlier step has sent once more, word for word; and what the gateway has told also under another
    /// id, as a host does that makes a new one for each message.
    fn repeat(
        &mut self,
        number: usize,
        step: usize,
        place: &str,
        differences: &mut Differences,
    ) -> Result<Result<Comes, Refused>, Problem> {
        let earlier = step.checked_sub(1).filter(|_| step < number);
        let commands = earlier.and_then(|index| self.sent.get(index)).cloned();
        let is_repeat = earlier
            .and_then(|index| self.steps.get(index))
            .is_some_and(|step| matches!(step.what, What::Repeat { .. }));
        let Some(commands) = commands.filter(|_| !is_repeat) else {
            return form(format_args!(
                "{place}: step {step} is no earlier one that can be repeated"
            ));
        };
        let before = self.order.clone();
        for command in &commands {
            let _ = self.order.accept(command);
            if command.by == Actor::Platform {
                let id = format!("{number}-{}", command.id).as_str().into();
                let _ = self.order.accept(&Command { id, ..command.clone() });
            }
        }
        let figures = |order: &Order<StoryShop>| (order.ledger(), order.cases().to_vec());
        if figures(&self.order) != figures(&before) {
            differences.add(place, "what arrives once more has changed something");
        }
        Ok(Ok(Comes::default()))
    }

    fn send(
        &mut self,
        sent: &mut Vec<Command>,
        id: &str,
        by: Actor,
        request: Request,
    ) -> Result<(), Refused> {
        let now = self.now();
        let command = Command::new(id, ORDER, by, now, request);
        sent.push(command.clone());
        match self.order.accept(&command) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(Refused::by(&refusal)),
        }
    }

    /// Returns a time that is after everything that the story tells.
    fn now(&self) -> Timestamp {
        self.time(u64::MAX)
    }

    /// Returns a time with the same place among all times of the story: theirs are by any clock.
    fn time(&self, at: u64) -> Timestamp {
        let before = self.times.partition_point(|time| *time < at);
        let seconds = i64::try_from(before).ok().and_then(|before| before.checked_add(1));
        let seconds = seconds.and_then(|before| before.checked_mul(APART));
        seconds.and_then(|seconds| OPENED_AT.plus_seconds(seconds)).unwrap_or(OPENED_AT)
    }

    /// Returns the time of a step that tells none and is about what came before it: after all times of the earlier
    /// steps.
    fn after_all_before(&self, number: usize) -> Timestamp {
        let earlier = self.steps.iter().take(number.saturating_sub(1)).filter_map(told_time);
        let latest = earlier.max().unwrap_or_default().max(step_time(number));
        let seconds = i64::try_from(number).unwrap_or_default();
        self.time(latest).plus_seconds(seconds).unwrap_or(OPENED_AT)
    }

    fn money(&self, amount: Amount) -> Money {
        self.order.currency().money(amount)
    }

    fn refunded(&self) -> Amount {
        self.order.ledger().order.refunded
    }

    fn compare_step(
        &self,
        place: &str,
        expect: &Expect,
        comes: &Comes,
        differences: &mut Differences,
    ) {
        if let Some(words) = &expect.refused {
            let words: Vec<String> = words.as_slice().iter().map(ToString::to_string).collect();
            differences
                .add(place, format_args!("expected that it is refused: {}", words.join(" or ")));
            return;
        }
        if let Some(amount) = comes.amount {
            differences.compare(&format!("{place}: amount"), expect.amount, amount.minor());
        }
        let Some(case) = comes.claim.and_then(|id| self.order.case(id)) else { return };
        // A case that is turned down comes to nothing.
        let is_dead =
            self.order.phase(case.id) == Some(Phase::Closed) && case.status == Status::TurnedDown;
        let of = |amount: Amount| if is_dead { 0 } else { amount.minor() };
        differences.compare(&format!("{place}: amount"), expect.amount, of(case.claim.total()));
        let tax = self.order.tax_of_case(case.id).map(|tax| tax.total()).unwrap_or_default();
        differences.compare(&format!("{place}: tax"), expect.tax, of(tax));
        for (line, expected) in &expect.lines {
            let claimed = case.claim.line(&line.as_str().into());
            let found = claimed.map_or(0, |claimed| of(claimed.amount));
            differences.compare(&format!("{place}: line {line}"), Some(*expected), found);
        }
        differences.compare(
            &format!("{place}: shipping"),
            expect.shipping,
            of(case.claim.shipping),
        );
    }

    fn compare_end(&self, end: &form::End, differences: &mut Differences) -> Result<(), Problem> {
        let ledger = self.order.ledger();
        let order = ledger.order;
        let left = |balance: aftersale::order::Balance| {
            let gone = balance.refunded.saturating_add(balance.in_flight);
            balance.paid.saturating_sub(gone).minor()
        };
        differences.compare("end: refunded", end.refunded, order.refunded.minor());
        differences.compare("end: in_flight", end.in_flight, order.in_flight.minor());
        differences.compare("end: left", end.left, left(order));
        let tax = self.order.tax().order.refunded;
        differences.compare("end: tax_refunded", end.tax_refunded, tax.minor());
        let payments = self.order.payments();
        for (name, expected) in &end.by_payment {
            let payment = payments.iter().find(|payment| payment.payment.as_str() == name);
            let Some(payment) = payment else {
                return form(format_args!("`end`: the order has no payment `{name}`"));
            };
            let place = format!("end: payment {name}");
            differences.compare(&place, Some(*expected), payment.refunded.minor());
        }
        let mut part = |name: &str, expected: &EndOfPart, balance, units: i64| {
            let aftersale::order::Balance { refunded, .. } = balance;
            differences.compare(
                &format!("end: {name}: refunded"),
                expected.refunded,
                refunded.minor(),
            );
            differences.compare(&format!("end: {name}: left"), expected.left, left(balance));
            differences.compare(
                &format!("end: {name}: units_returned"),
                expected.units_returned,
                units,
            );
        };
        for (name, expected) in &end.lines {
            let Some(line) = ledger.line(&name.as_str().into()) else {
                return form(format_args!("`end`: the order has no line `{name}`"));
            };
            part(&format!("line {name}"), expected, line.money, self.units_accepted(name));
        }
        if let Some(expected) = &end.shipping {
            part("shipping", expected, ledger.shipping, 0);
        }
        let is_touched = |own: &aftersale::order::LineBalance| {
            own.units.left() != own.units.bought || own.money.refunded != Amount::ZERO
        };
        if ledger.line(&OWN_LINE.into()).is_some_and(is_touched) {
            differences.add("end", "the line that the story does not tell of was touched");
        }
        Ok(())
    }

    /// Returns the units of a line that were accepted when goods came back.
    fn units_accepted(&self, line: &str) -> i64 {
        let goods = self.order.cases().iter().flat_map(|case| case.goods.iter().flatten());
        let of_line = goods.filter(|goods| goods.line.as_str() == line);
        of_line.map(|goods| i64::from(goods.accepted.units())).sum()
    }
}

/// Checks that the tax which came back before the story is what goes with the money.
fn check_tax_before(told: &form::Order, order: &Order<StoryShop>) -> Result<(), Problem> {
    let tax = order.tax();
    let of_lines = told.lines.iter().zip(&tax.lines).filter_map(|(line, (_, tax))| {
        Some((line.line.as_str(), line.refunded_before.as_ref()?.tax?, tax.refunded))
    });
    let shipping = told.shipping.as_ref().and_then(|told| told.refunded_before.as_ref()?.tax);
    let shipping = shipping.map(|told| ("shipping", told, tax.shipping.refunded));
    for (name, told, refunded) in of_lines.chain(shipping) {
        if Amount::from(told) != refunded {
            let (told, refunded) = (Amount::from(told).minor(), refunded.minor());
            let told = format!("{told} of tax came back before of `{name}`");
            return form(format_args!("{told}, and {refunded} goes with the money"));
        }
    }
    Ok(())
}

/// Returns the time of a step that tells none.
fn step_time(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// Returns the times that the steps tell, in their order. A step that tells none happened at its number.
fn times(steps: &[Step]) -> Vec<u64> {
    let numbered = (1u64..).zip(steps);
    let mut times: Vec<u64> =
        numbered.flat_map(|(number, step)| [Some(number), told_time(step)]).flatten().collect();
    times.sort_unstable();
    times.dedup();
    times
}

/// Returns the time that a step tells.
fn told_time(step: &Step) -> Option<u64> {
    match &step.what {
        What::Pay { at, .. }
        | What::Reversed { at, .. }
        | What::RefundedUnder { at, .. }
        | What::RefundedInTotal { at, .. } => *at,
        What::Claim(_) | What::Receive { .. } | What::Identify { .. } | What::Repeat { .. } => None,
    }
}

/// Returns the facts with which the order is opened.
fn facts(order: &form::Order, currency: Currency) -> Result<OrderFacts, Problem> {
    let shipping = order.shipping.as_ref();
    let shipping_paid: Amount = shipping.map(|shipping| shipping.paid.into()).unwrap_or_default();
    let told = order.lines.iter().filter(|line| line.paid.is_some()).count();
    if told != 0 && told != order.lines.len() {
        return form("what was paid is told of some lines only");
    }
    let mut lines = Vec::with_capacity(order.lines.len());
    let mut names = BTreeSet::new();
    for line in &order.lines {
        if !names.insert(&line.line) {
            return form(format_args!("two lines are called `{}`", line.line));
        }
        let price = line.unit_price.map(Amount::from);
        let by_price = price.and_then(|price| price.checked_mul(Quantity::new(line.quantity)));
        let total = line.paid.or(line.total).map(Amount::from).or(by_price);
        let Some(total) = total else {
            return form(format_args!("what line `{}` cost is not told, or too large", line.line));
        };
        let before = line.refunded_before.as_ref();
        let price = if line.paid.is_none() { price.unwrap_or(total) } else { total };
        lines.push(LineFacts {
            total,
            refunded: before.map(|before| before.amount.into()).unwrap_or_default(),
            returned: Quantity::new(before.map_or(0, |before| before.units)),
            tax: line.tax.unwrap_or_default().into(),
            ..LineFacts::new(line.line.as_str(), 1, price)
        });
        if let Some(line_facts) = lines.last_mut() {
            line_facts.quantity = Quantity::new(line.quantity);
        }
    }
    let goods = Amount::sum(lines.iter().map(|line| line.total));
    let paid: Amount = order.paid.into();
    let discount = if told == 0 { order.discount.unwrap_or_default().into() } else { Amount::ZERO };
    let expected = goods.and_then(|goods| goods.checked_add(shipping_paid)?.checked_sub(discount));
    if expected != Some(paid) {
        return form("lines, shipping and discount do not make what was paid");
    }
    if lines.is_empty() {
        lines.push(LineFacts::new(OWN_LINE, 1, Amount::ZERO));
    }
    let refunded = shipping.and_then(|shipping| shipping.refunded_before.as_ref());
    let refunded = refunded.map(|before| before.amount.into()).unwrap_or_default();
    let tax = shipping.and_then(|shipping| shipping.tax).unwrap_or_default();
    let facts = OrderFacts::new(ORDER, currency, lines).shipping_tax(tax.into());
    let facts = match order.tax {
        Some(tax) => facts.tax(tax.into()),
        None => facts,
    };
    let payments = order.payments.iter();
    let payments = payments.map(|told| PaymentFacts::new(told.name.as_str(), told.paid.into()));
    Ok(facts
        .payments(payments)
        .shipping(shipping_paid)
        .discount(discount)
        .paid(paid)
        .shipping_refunded(refunded)
        .shipped(OPENED_AT))
}
