//! What is done to a case: by its parties, by the platform and by the clock.

use super::way::{Way, starts_paying};
use super::{Change, Draft};
use crate::lifecycle::{Action, Actor, Fact, Facts, Flow, Phase, Transition};
use crate::order::{
    Act, Attempt, AttemptKey, Books, Case, CaseId, Claim, Condition, Doing, Limit, LineBalance,
    OpenState, Parts, Payer, Place, Policy, Reason, Received, Route, Stage,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// The action of the table that the command is about.
    fn action(&self) -> Option<Action> {
        match self.command.act.doing() {
            Doing::Action(action) => Some(action),
            Doing::Right(_) => None,
        }
    }

    /// Does to a case what needs nothing but to be permitted.
    pub(super) fn act_on(&mut self, case: CaseId) {
        let Some(case) = self.case(case) else { return };
        match self.way(case) {
            Some(Way::Rule(transition)) => self.take(case, &transition, None),
            Some(Way::PayAgain) => {
                let owed = self.books().still_asked(case);
                self.start(case, owed, self.shop_or_platform());
            }
            Some(Way::WriteOff) => self.changes.push(Change::WrittenOff { case: case.id }),
            Some(Way::Recorded) | None => {}
        }
    }

    pub(super) fn way(&mut self, case: &Case<P::Status>) -> Option<Way<P::Status>> {
        let action = self.action()?;
        self.against.way(case, self.command.by, action, self.command.at)
    }

    /// The merchant has the goods.
    pub(super) fn confirm_receipt(&mut self, case: CaseId, goods: &[Received]) {
        let Some(case) = self.case(case) else { return };
        let claim = if self.check_received(case, goods) {
            self.against.accepted_claim(case, goods)
        } else {
            case.claim.clone()
        };
        if !claim.total().is_positive() && !self.terms().limits.nothing {
            let line = claim.lines.first().map(|claimed| claimed.line.clone());
            let limit = line.map_or(Limit::Order, Limit::Units);
            self.refuse(Reason::NothingLeft { limit });
        }
        let accepted = Case { claim, ..case.clone() };
        let Some(way) = self.way(&accepted) else { return };
        let claim = Some(accepted.claim).filter(|claim| *claim != case.claim);
        self.changes.push(Change::GoodsCame { case: case.id, goods: goods.to_vec() });
        match way {
            Way::Rule(transition) => self.take(case, &transition, claim),
            _ => self.claim_changes(case, claim),
        }
    }

    /// The merchant pays without the goods.
    pub(super) fn waive_return(&mut self, case: CaseId) {
        let Some(case) = self.case(case) else { return };
        match self.way(case) {
            Some(Way::Rule(transition)) => {
                self.changes.push(Change::ReturnWaived { case: case.id });
                self.take(case, &transition, None);
            }
            Some(_) => self.changes.push(Change::ReturnWaived { case: case.id }),
            None => {}
        }
    }

    /// A timer of the host has gone off. Where the case has moved on, there is nothing to do (I22).
    pub(super) fn time_ran_out(&mut self, case: CaseId, due: Timestamp) {
        let Some(case) = self.case(case) else { return };
        if case.due != Some(due) {
            return;
        }
        self.act_on(case.id);
    }

    /// Takes a rule of the table, with all that follows.
    pub(super) fn take(
        &mut self,
        case: &Case<P::Status>,
        transition: &Transition<P::Status>,
        claim: Option<Claim>,
    ) {
        let changed = claim.is_some();
        self.claim_changes(case, claim);
        self.move_case(case, transition);
        if starts_paying::<P>(transition) {
            let after = self.after();
            if let Some(case) = after.case(case.id) {
                self.pay(case, &after);
            }
        }
        self.set_clock(case.id, Some(case), changed);
    }

    /// Starts to pay what a case asks for, or, where it has been paid before its turn, completes it.
    fn pay(&mut self, case: &Case<P::Status>, after: &Books<P::Status>) {
        if after.is_paid(case) {
            self.complete(case, after);
            self.close_if_nothing_is_left();
        } else {
            self.start(case, after.still_asked(case), self.shop_or_platform());
        }
    }

    pub(super) fn claim_changes(&mut self, case: &Case<P::Status>, claim: Option<Claim>) {
        if let Some(claim) = claim {
            self.changes.push(Change::Claimed { case: case.id, claim });
        }
    }

    /// Only the move itself.
    pub(super) fn move_case(&mut self, case: &Case<P::Status>, transition: &Transition<P::Status>) {
        let Some(mut place) = place_after::<P>(transition) else { return };
        if let Act::Refuse { waybill_wrong, .. } = &self.command.act {
            place.facts = place.facts.with(Fact::WaybillWrong, *waybill_wrong);
        }
        let action = Some(transition.rule.action);
        self.changes.push(Change::Moved { case: case.id, action, place });
        if place.standing == Phase::Refunded {
            self.settle(case.id);
        }
    }

    pub(super) fn shop_or_platform(&self) -> Route {
        match self.terms().payer {
            Payer::Shop => Route::Shop,
            Payer::Platform => Route::Platform,
        }
    }

    /// A payment of a case starts.
    pub(super) fn start(&mut self, case: &Case<P::Status>, parts: Parts, route: Route) {
        let (key, at) = (self.new_key(case.id), self.time());
        let mut attempt = Attempt::new(key, Some(case.id), route, parts, at);
        if route == Route::Offline {
            // The merchant says that it has been made; whether it came, only the buyer can say.
            attempt.open = Some((at, OpenState::Processing));
        }
        self.changes.push(Change::Started(attempt));
    }

    /// A key that was never used in this order, not even by somebody else (I8).
    pub(super) fn new_key(&self, case: CaseId) -> AttemptKey {
        let books = self.books();
        let attempts = books.attempts_of(case).count();
        let order = &books.opening.facts.order;
        (1usize..)
            .map(|more| AttemptKey::of(order, case, attempts.saturating_add(more)))
            .find(|key| books.attempts.iter().all(|attempt| attempt.key != *key))
            .unwrap_or_else(|| AttemptKey::of(order, case, attempts))
    }

    /// Sets the clock of a case to what it is after the changes. It goes on when nothing but words has
    /// changed, and starts anew when the case has moved or asks for something else.
    pub(super) fn set_clock(
        &mut self,
        case: CaseId,
        before: Option<&Case<P::Status>>,
        starts_anew: bool,
    ) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        let before_due = before.and_then(|case| case.due);
        let goes_on = !starts_anew && before.is_some_and(|before| before.status == case.status);
        let due = if !clock_can_run::<P>(&after, case) {
            None
        } else if goes_on && before_due.is_some() {
            before_due
        } else {
            let clock = self.terms().clocks.of(case.flow, case.standing);
            clock.and_then(|clock| self.time().after(clock))
        };
        if due != before_due {
            self.changes.push(Change::DueAt { case: case.id, due });
        }
    }

    /// A case has been paid: its goods are the shop's again.
    fn settle(&mut self, case: CaseId) {
        let after = self.after();
        let Some(case) = after.case(case) else { return };
        if !case.stocked {
            self.keep_goods(&after, case);
        }
    }

    /// Closes the order when the platform says that nothing is left of it.
    pub(super) fn close_if_nothing_is_left(&mut self) {
        let after = self.after();
        if after.closed.is_none() && self.order.policy.closes(&after.ledger(None)) {
            self.changes.push(Change::OrderClosed);
        }
    }

    /// Units that came back and were accepted; or units that had never left the shop.
    fn keep_goods(&mut self, books: &Books<P::Status>, case: &Case<P::Status>) {
        let facts = &books.opening.facts;
        let never_left = !facts.is_virtual
            && !books.is_shipped()
            && !matches!(books.stage, Stage::Cancelled | Stage::Closed)
            && case.flow == Flow::RefundOnly;
        let unseen = case.flow == Flow::ReturnRefund && !self.terms().limits.receipt;
        let ledger = books.ledger(Some(case.id));
        for claimed in &case.claim.lines {
            let received = case.goods.iter().flatten().find(|goods| goods.line == claimed.line);
            let (resaleable, damaged) = match received {
                Some(goods) => {
                    let resaleable = goods.resaleable.min(goods.accepted);
                    (resaleable, goods.accepted.less(resaleable).min(goods.damaged))
                }
                // Nobody has seen them, so there are no more than there can be.
                None if never_left || unseen => {
                    let back = |line: &LineBalance| line.units.bought.less(line.units.returned);
                    let most = ledger.line(&claimed.line).map_or(Quantity::ZERO, back);
                    (claimed.units.min(most), Quantity::ZERO)
                }
                None => (Quantity::ZERO, Quantity::ZERO),
            };
            for (units, condition) in
                [(resaleable, Condition::Resaleable), (damaged, Condition::Damaged)]
            {
                if units != Quantity::ZERO {
                    let line = claimed.line.clone();
                    let case = case.id;
                    self.changes.push(Change::GoodsKept { case, line, units, condition });
                }
            }
        }
    }

    /// Whether every unit of the case is accounted for once, and what is accepted has come (I3, I5).
    fn check_received(&mut self, case: &Case<P::Status>, goods: &[Received]) -> bool {
        let before = self.against.reasons.len();
        for (place, received) in goods.iter().enumerate() {
            let line = || received.line.clone();
            if goods.iter().take(place).any(|earlier| earlier.line == received.line) {
                self.refuse(Reason::LineTwice { line: line() });
            }
            let Some(claimed) = case.claim.line(&received.line) else {
                let is_line = self.books().place_of(&received.line).is_some();
                self.refuse(if is_line {
                    Reason::LineNotClaimed { line: line() }
                } else {
                    Reason::NoSuchLine { line: line() }
                });
                continue;
            };
            let Received { accepted, resaleable, damaged, missing, wrong, .. } = *received;
            let most = Quantity::new(u32::MAX);
            let sum = Quantity::sum([resaleable, damaged, missing, wrong]);
            let came = Quantity::sum([resaleable, damaged]).unwrap_or(most);
            if sum != Some(claimed.units) {
                let (stated, claimed) = (sum.unwrap_or(most), claimed.units);
                self.refuse(Reason::UnitsDoNotAddUp { line: line(), stated, claimed });
            }
            if accepted > came {
                self.refuse(Reason::AcceptedMoreThanCame { line: line(), accepted, came });
            } else if accepted != claimed.units && !self.terms().limits.part_of_the_goods {
                let claimed = claimed.units;
                self.refuse(Reason::AllOrNothing { line: line(), accepted, claimed });
            }
        }
        for claimed in &case.claim.lines {
            if goods.iter().all(|received| received.line != claimed.line) {
                self.refuse(Reason::LineMissing { line: claimed.line.clone() });
            }
        }
        if goods.iter().all(|received| received.accepted == Quantity::ZERO) {
            self.refuse(Reason::NothingAccepted);
        }
        self.against.reasons.len() == before
    }
}

/// Whether a clock can run for a case: the table says what happens when it has run out, and nothing
/// that is known is against that.
pub(super) fn clock_can_run<P: Policy>(books: &Books<P::Status>, case: &Case<P::Status>) -> bool {
    P::LIFECYCLE.next(&books.position(case), Actor::Clock, Action::TimeRanOut).is_ok()
}

pub(super) fn place_after<P: Policy>(
    transition: &Transition<P::Status>,
) -> Option<Place<P::Status>> {
    let Transition { flow, to: status, facts, .. } = *transition;
    let standing = P::LIFECYCLE.phase(flow, status)?;
    // What is about the order or its payments is looked up there whenever somebody asks.
    let elsewhere = [Fact::OrderShipped, Fact::OtherCaseOpen, Fact::RefundUnderWay];
    let facts = elsewhere.into_iter().fold(facts, Facts::without);
    Some(Place { flow, status, standing, facts })
}
