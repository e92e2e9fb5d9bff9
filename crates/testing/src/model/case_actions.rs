//! Actions on a case by its parties, the platform and the clock, and what follows from them.

use super::authorise::Authorised;
use super::records::{CaseRecord, ClaimRecord, HistoryRecord, RefundRecord, Split};
use super::step::{Objection, Step};
use super::sums::amount;
use super::table::{Position, learn, meaning, meaning_with, position_after, rule_for};
use aftersale::lifecycle::{Action, Actor, Fact, Flow, Phase, Rule};
use aftersale::order::{
    CaseId, Correspondence, Effect, OrderFacts, Payer, PaymentId, Policy, RefundKey, Request,
    Route, Version,
};
use aftersale::time::Timestamp;

impl<P: Policy> Step<'_, P> {
    /// Changes a case, and records that something has happened.
    pub(super) fn change(&mut self, id: CaseId, change: impl FnOnce(&mut CaseRecord<P::Status>)) {
        self.has_changed = true;
        if let Some(case) = self.after.cases.iter_mut().find(|case| case.id == id) {
            change(case);
        }
    }

    /// Changes the correspondence of a case, after an action on it.
    pub(super) fn update_correspondence(
        &mut self,
        id: CaseId,
        say: impl FnOnce(&mut Correspondence),
    ) {
        self.change(id, |case| say(&mut case.correspondence));
    }

    /// Performs an action that needs nothing but to be permitted.
    pub(super) fn act_on(&mut self, id: CaseId, action: Action) -> Result<(), Objection> {
        self.require_case(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        match self.authorise(case, action)? {
            Authorised::Rule(rule) => self.take_transition(id, rule, None),
            Authorised::PayAgain => {
                self.start_refund(id, before.still_asked(case), self.who_pays())
            }
            Authorised::WriteOff => self.change(id, |case| case.written_off = true),
            Authorised::Recorded => {}
        }
        Ok(())
    }

    /// Waives the return: the merchant refunds without the goods.
    pub(super) fn waive_return(&mut self, id: CaseId) -> Result<(), Objection> {
        self.require_case(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        let authorised = self.authorise(case, Action::WaiveReturn)?;
        self.change(id, |case| case.waived = true);
        if let Authorised::Rule(rule) = authorised {
            self.take_transition(id, rule, None);
        }
        Ok(())
    }

    /// Handles a timer of the host that has gone off. Where the case has another deadline by now, or none,
    /// there is nothing to do (I22).
    pub(super) fn time_ran_out(
        &mut self,
        id: CaseId,
        deadline: Timestamp,
    ) -> Result<(), Objection> {
        self.require_case(id)?;
        if self.before.case(id).is_some_and(|case| case.deadline == Some(deadline)) {
            self.act_on(id, Action::TimeRanOut)?;
        }
        Ok(())
    }

    /// Opens a new case.
    pub(super) fn open_case(
        &mut self,
        action: Option<Action>,
        position: Position<P::Status>,
        claim: ClaimRecord,
    ) -> CaseId {
        let id = match self.before.cases.last() {
            None => CaseId::FIRST,
            Some(last) => CaseId::new(last.id.number().saturating_add(1)),
        };
        let version = self.version();
        let first = HistoryRecord {
            action,
            flow: position.flow,
            status: position.status,
            version,
            at: self.time(),
        };
        self.has_changed = true;
        self.after.cases.push(CaseRecord {
            id,
            position,
            claim,
            offer: 1,
            deadline: None,
            goods: None,
            waived: false,
            stocked: false,
            written_off: false,
            hidden: false,
            correspondence: Correspondence::default(),
            history: Vec::from([first]),
            platform_case: None,
            known_as_of: self.time(),
            is_told: false,
            stated: None,
        });
        id
    }

    /// Takes a transition by a rule of the table, with all that follows. A new claim makes a new offer.
    pub(super) fn take_transition(
        &mut self,
        id: CaseId,
        rule: &'static Rule<P::Status>,
        claim: Option<ClaimRecord>,
    ) {
        let Some(was) = self.before.case(id) else { return };
        let asks_anew = claim.is_some();
        if let Some(claim) = claim {
            self.set_claim(id, claim);
        }
        self.apply_rule(id, rule);
        if let (true, Some(case)) = (rule.starts_refund, self.after.case(id)) {
            let is_free = case.claim.ends_without_refund() && !self.limits().nothing;
            if self.after.is_paid(case) || is_free {
                // It was refunded before its turn, or there is nothing to refund.
                self.complete(id);
                self.close_if_nothing_is_left();
            } else {
                let owed = self.after.still_asked(case);
                self.start_refund(id, owed, self.who_pays());
            }
        }
        self.set_deadline(id, Some((was.position.status, was.deadline)), asks_anew);
    }

    pub(super) fn set_claim(&mut self, id: CaseId, claim: ClaimRecord) {
        self.change(id, |case| {
            case.claim = claim;
            case.offer = case.offer.saturating_add(1);
        });
    }

    /// Applies a rule: only the transition itself, and what it means for the goods.
    pub(super) fn apply_rule(&mut self, id: CaseId, rule: &'static Rule<P::Status>) {
        let Some(case) = self.after.case(id) else { return };
        let mut position = position_after(rule, case.position.flow, &case.position.known);
        if let Request::Refuse { waybill_wrong, .. } = &self.command.request {
            learn(&mut position.known, Fact::WaybillWrong, *waybill_wrong);
        }
        let is_refunded = meaning::<P>(position.flow, position.status) == Some(Phase::Refunded);
        self.set_position(id, Some(rule.action), position);
        if self.by() != Actor::Buyer {
            self.effects.push(Effect::TellBuyer { case: id, action: rule.action });
        }
        if self.by() != Actor::Merchant {
            self.effects.push(Effect::TellMerchant { case: id, action: rule.action });
        }
        if is_refunded {
            self.take_goods_into_stock(id);
        }
    }

    /// Sets the position of a case.
    pub(super) fn set_position(
        &mut self,
        id: CaseId,
        action: Option<Action>,
        position: Position<P::Status>,
    ) {
        let (version, at) = (self.version(), self.time());
        let Some(was) = self.after.case(id).map(|case| self.after.status_phase(case)) else {
            return;
        };
        let is = meaning::<P>(position.flow, position.status);
        let is_reviewed_again = is == Some(Phase::UnderReview) && was != Phase::UnderReview;
        self.change(id, |case| {
            if is_reviewed_again {
                // A receipt or waiver of the first round does not count.
                case.goods = None;
                case.waived = false;
            }
            let (flow, status) = (position.flow, position.status);
            // What was done here is news, and so is a status that is told without a time.
            let is_later = at > case.known_as_of;
            if !case.is_told || (action.is_some() && is_later) {
                case.known_as_of = at;
            }
            case.stated = case.stated.filter(|(of, _)| *of == status);
            case.history.push(HistoryRecord { action, flow, status, version, at });
            case.position = position;
            case.hidden = false;
        });
    }

    pub(super) fn who_pays(&self) -> Route {
        match self.terms().payer {
            Payer::Shop => Route::Shop,
            Payer::Platform => Route::Platform,
            other => crate::not_known(&other),
        }
    }

    /// Starts a refund of a case: by each payment that has a name, where the shop pays.
    pub(super) fn start_refund(&mut self, id: CaseId, split: Split, route: Route) {
        if route == Route::Shop && !self.before.payments.is_empty() {
            self.start_by_payments(id, &split);
        } else {
            self.start_one(id, split, route, None);
        }
    }

    /// Starts one refund of a case.
    pub(super) fn start_one(
        &mut self,
        id: CaseId,
        split: Split,
        route: Route,
        by: Option<(PaymentId, Version)>,
    ) {
        let key = self.new_key(id);
        if route == Route::Shop {
            let amount = self.before.facts.currency.money(amount(split.total()));
            let payment = by.as_ref().map(|(name, _)| name.clone());
            let key = key.clone();
            self.effects.push(Effect::IssueRefund { key, case: id, amount, payment });
        }
        let started = self.time();
        self.after.refunds.push(RefundRecord {
            key,
            names: Vec::new(),
            case: Some(id),
            route,
            payment: by,
            split,
            started,
            reports: Vec::new(),
        });
        self.change(id, |case| case.hidden = false);
    }

    /// Returns the next key of a case that was never used for anything (I8).
    pub(super) fn new_key(&self, id: CaseId) -> RefundKey {
        let OrderFacts { order, opening, .. } = &self.before.facts;
        let shape = self.terms().keys;
        let mut number = self.after.refunds_of(id).len();
        loop {
            number = number.saturating_add(1);
            let key = shape.key(order, opening.as_ref(), id, number);
            if self.after.refund_called(&key).is_none() {
                return key;
            }
        }
    }

    /// Moves a case that was refunded in full to where it counts as refunded, where the table has a way: the
    /// platform retries what had failed, and forces the refund where there was no agreement.
    pub(super) fn complete(&mut self, id: CaseId) {
        let Some(case) = self.after.case(id).cloned() else { return };
        let by_retry = [Action::RetryRefund, Action::RefundSucceeded];
        let by_force = [Action::ForceRefund, Action::RefundSucceeded];
        let ways: [&[Action]; 3] = [&[Action::RefundSucceeded], &by_retry, &by_force];
        let Some(rules) = ways.iter().find_map(|actions| self.walk(&case, actions)) else {
            return;
        };
        if let Some(settled) = self.after.settled(self.before, id)
            && settled != case.claim
        {
            self.set_claim(id, settled);
        }
        for rule in rules {
            self.apply_rule(id, rule);
        }
        self.set_deadline(id, Some((case.position.status, case.deadline)), false);
    }

    /// Returns the rules by which the platform takes these actions, one after the other.
    fn walk(
        &self,
        case: &CaseRecord<P::Status>,
        actions: &[Action],
    ) -> Option<Vec<&'static Rule<P::Status>>> {
        let mut position = case.position.clone();
        let mut rules = Vec::new();
        for action in actions {
            let mut known = position.known.clone();
            learn(&mut known, Fact::OrderShipped, self.after.is_shipped());
            learn(&mut known, Fact::RefundUnderWay, true);
            let (flow, status) = (position.flow, Some(position.status));
            let rule = rule_for::<P>(flow, status, &known, Actor::Platform, *action)?;
            position = position_after(rule, flow, &position.known);
            rules.push(rule);
        }
        Some(rules)
    }

    /// Closes the order where the policy says that nothing of it is left.
    pub(super) fn close_if_nothing_is_left(&mut self) {
        if self.after.closed.is_none() && self.after.is_closed_by_its_policy() {
            self.after.closed = Some(self.time());
            self.has_changed = true;
            self.effects.push(Effect::CloseOrder);
            self.after.effects.retain(|(_, effect)| *effect != Effect::ReopenOrder);
        }
    }

    /// Opens the order again: the host is not asked to close it any more, and is asked to undo it (I28).
    pub(super) fn reopen(&mut self) {
        self.after.closed = None;
        self.has_changed = true;
        self.effects.push(Effect::ReopenOrder);
        self.after.effects.retain(|(_, effect)| *effect != Effect::CloseOrder);
    }

    /// Starts the clock of a case, stops it, or lets it run on: it starts anew when the case has moved or
    /// asks for something else, and runs only where the table says what happens when it has run out.
    pub(super) fn set_deadline(
        &mut self,
        id: CaseId,
        before: Option<(P::Status, Option<Timestamp>)>,
        anew: bool,
    ) {
        let Some(case) = self.after.case(id) else { return };
        let clocks = &self.terms().clocks;
        let phase = meaning_with(self.after.status_phase(case), &case.position.known);
        let (flow, status) = (case.position.flow, case.position.status);
        let of_status = self.before.policy.time_at_status(flow, status);
        let clock = match (phase, flow) {
            _ if of_status.is_some() => of_status,
            (Phase::UnderReview, Flow::RefundOnly) => clocks.merchant_answers_refund,
            (Phase::UnderReview, Flow::ReturnRefund) => clocks.merchant_answers_return,
            (Phase::WaitingForGoods, _) => clocks.buyer_ships,
            (Phase::WaitingForReceipt, _) => clocks.merchant_receives,
            (Phase::Refused | Phase::Lapsed, _) => clocks.buyer_answers_refusal,
            (Phase::RefundFailed, _) => clocks.merchant_pays_offline,
            _ => None,
        };
        let runs_on = match before {
            Some((status, deadline)) if !anew && status == case.position.status => deadline,
            _ => None,
        };
        let deadline = if !self.after.clock_can_run(case) {
            None
        } else if runs_on.is_some() {
            runs_on
        } else if let Some((_, stated)) = case.stated {
            Some(stated)
        } else {
            clock.and_then(|clock| self.time().checked_add(clock))
        };
        self.change(id, |case| case.deadline = deadline);
    }
}
