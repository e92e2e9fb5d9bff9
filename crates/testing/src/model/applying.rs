//! Applications: what a buyer may ask for, when, and beside which other cases.

use super::records::{ClaimRecord, ClaimedLine};
use super::step::{Objection, Step, require};
use super::sums::minor;
use super::table::{holds, position_after, rule_for};
use aftersale::lifecycle::{Action, Actor, Flow, Phase};
use aftersale::order::{
    AmountChange, Application, CaseId, Ceiling, Deduction, Effect, LineId, Policy, Returnable,
    Text, Window,
};

impl<P: Policy> Step<'_, P> {
    /// Opens a case for the buyer.
    pub(super) fn apply(&mut self, flow: Flow, application: &Application) -> Result<(), Objection> {
        let (before, limits) = (self.before, *self.limits());
        self.require_not_barred(Action::Apply)?;
        match (limits.window, before.received) {
            (Window::Always, _) | (Window::AfterReceipt(_), None) => {}
            (Window::Never, _) => return Err(Objection("no case can ever be opened")),
            (Window::AfterReceipt(window), Some(received)) => {
                let seconds = i128::from(self.time().seconds());
                let last = i128::from(received.seconds()) + i128::from(window.as_secs());
                require(seconds <= last, "the window is over")?;
            }
        }
        if flow == Flow::ReturnRefund {
            let is_fine = match limits.returnable {
                Returnable::Anything => true,
                Returnable::Goods => !before.facts.is_virtual,
                Returnable::ShippedGoods => !before.facts.is_virtual && before.is_shipped(),
                other => crate::not_known(&other),
            };
            require(is_fine, "there is nothing to send back")?;
        }
        let claim = self.claim(None, flow, application)?;
        self.lines_can_be_claimed(&claim)?;

        let known = before.known_before(self.another_case_bars(&claim, None));
        let rule = rule_for::<P>(flow, None, &known, self.by(), Action::Apply);
        let rule = rule.ok_or(Objection("no rule opens this case"))?;
        let position = position_after(rule, flow, &known);
        self.count_application(&claim);
        let id = self.open_case(Some(Action::Apply), position, claim);
        if self.by() != Actor::Merchant {
            self.effects.push(Effect::TellMerchant { case: id, action: Action::Apply });
        }
        self.record_application_texts(id, application);
        self.set_deadline(id, None, true);
        Ok(())
    }

    /// Changes an open application, or applies again after a refusal.
    pub(super) fn modify(
        &mut self,
        id: CaseId,
        application: &Application,
    ) -> Result<(), Objection> {
        self.require_case(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        let claim = self.claim(Some(id), case.position.flow, application)?;
        self.lines_can_be_claimed(&claim)?;
        let change = match case.position.flow {
            Flow::RefundOnly => self.limits().change.refund_only,
            Flow::ReturnRefund => self.limits().change.return_refund,
            other => crate::not_known(&other),
        };
        let (asked_before, asks) = (case.claim.total(), claim.total());
        let is_allowed = match change {
            AmountChange::Free => true,
            AmountChange::OnlyDown => asks <= asked_before,
            AmountChange::Fixed => asks == asked_before,
            other => crate::not_known(&other),
        };
        require(is_allowed, "the amount cannot be changed so")?;
        require(!self.another_case_bars(&claim, Some(id)), "another case is open on the line")?;
        let rule = self.authorise_by_rule(case, Action::Modify)?;
        self.count_application(&claim);
        self.take_transition(id, rule, Some(claim));
        self.record_application_texts(id, application);
        Ok(())
    }

    fn count_application(&mut self, claim: &ClaimRecord) {
        self.after.applied.extend(claim.lines.iter().map(|claimed| claimed.line.clone()));
    }

    fn record_application_texts(&mut self, id: CaseId, application: &Application) {
        let Application { reason, message, phone, evidence, .. } = application.clone();
        self.update_correspondence(id, |correspondence| {
            correspondence.reason = reason;
            correspondence.message = message;
            correspondence.phone = phone;
            correspondence.evidence = evidence;
        });
    }

    /// Checks that the buyer may have a case about these lines.
    fn lines_can_be_claimed(&self, claim: &ClaimRecord) -> Result<(), Objection> {
        let limits = self.limits();
        let most = limits.lines.unwrap_or(usize::MAX);
        require(claim.lines.len() <= most, "a case is about fewer lines")?;
        let is_about_goods = !claim.lines.is_empty();
        require(is_about_goods || !limits.line_required, "a case is about goods")?;
        let most = limits.applications.map_or(u64::MAX, u64::from);
        let made = u64::try_from(self.applications_for_shipping()).unwrap_or(u64::MAX);
        require(is_about_goods || made < most, "the shipping was applied for too often")?;
        for ClaimedLine { line, .. } in &claim.lines {
            let made = self.before.applied.iter().filter(|other| *other == line).count();
            let most = limits.applications.map_or(u64::MAX, u64::from);
            require(u64::try_from(made).is_ok_and(|made| made < most), "applied too often")?;
            let was_refunded = self.before.cases.iter().any(|case| {
                self.before.status_phase(case) == Phase::Refunded && case.claim.line(line).is_some()
            });
            require(limits.again_after_refund || !was_refunded, "it was refunded before")?;
        }
        Ok(())
    }

    /// Returns how often the cases that are about shipping alone were applied for.
    fn applications_for_shipping(&self) -> usize {
        let mut made = 0;
        for case in &self.before.cases {
            for entry in &case.history {
                let is_one = matches!(entry.action, Some(Action::Apply | Action::Modify));
                made += usize::from(is_one && case.claim.lines.is_empty());
            }
        }
        made
    }

    /// Returns whether another case on one of these lines is open, or was refused and still bars it.
    fn another_case_bars(&self, claim: &ClaimRecord, but: Option<CaseId>) -> bool {
        for case in self.before.cases.iter().filter(|case| Some(case.id) != but) {
            let phase = self.before.phase(case);
            let was_refused = matches!(phase, Phase::Refused | Phase::Lapsed);
            let bars = holds(phase) || (was_refused && self.limits().refused_case_bars);
            if claim.lines.is_empty() && bars && case.claim.shipping > 0 {
                return true;
            }
            for claimed in &claim.lines {
                if bars && case.claim.line(&claimed.line).is_some() {
                    return true;
                }
            }
        }
        false
    }

    /// Returns the claim that these asks make: of a new case, or of `case`, whose current claim is given back
    /// first.
    fn claim(
        &self,
        case: Option<CaseId>,
        flow: Flow,
        application: &Application,
    ) -> Result<ClaimRecord, Objection> {
        let Application { lines: asks, shipping, deductions, .. } = application;
        let balances = self.before.balances(case);
        let nothing = self.limits().nothing;
        let check_claimable_amount = |amount: i128| amount > 0 || (amount == 0 && nothing);
        let asks_something = !asks.is_empty() || (shipping.is_some() && flow == Flow::RefundOnly);
        require(asks_something, "nothing is asked for")?;
        let named: Vec<&LineId> = asks.iter().map(|ask| &ask.line).collect();
        names_each_once(&named)?;

        let can_be_kept_back = self.limits().deductions;
        require(deductions.is_empty() || can_be_kept_back, "nothing is kept back here")?;
        for Deduction { name, reason, amount } in deductions {
            require(minor(*amount) > 0, "that is no amount to keep back")?;
            let is_empty = |text: &Text| matches!(text, Text::Inline(text) if text.is_empty());
            require(!is_empty(name) && !is_empty(reason), "it has no name or no reason")?;
        }
        let all_kept_back: i128 = deductions.iter().map(|deduction| minor(deduction.amount)).sum();
        require(all_kept_back <= i128::from(i64::MAX), "the deductions do not fit")?;
        let mut claim = ClaimRecord { deductions: deductions.clone(), ..ClaimRecord::default() };
        for ask in asks {
            let Some(figures) = balances.line(&ask.line) else {
                return Err(Objection("there is no such line"));
            };
            let left = figures.money.left();
            let (mut units, mut worth, mut amount) = (0, 0, 0);
            match ask.units.map(|units| i128::from(units.units())) {
                None => {
                    require(flow == Flow::RefundOnly, "a return needs units")?;
                    require(ask.amount.is_some(), "neither units nor an amount")?;
                }
                Some(asked) => {
                    require(asked > 0 || nothing, "no units are asked for")?;
                    require(figures.has(asked), "there are not so many units")?;
                    units = asked;
                    worth = figures.worth_of(asked).unwrap_or(0);
                    amount = worth.min(left.max(0));
                }
            }
            if let Some(asked) = ask.amount.map(minor) {
                require(check_claimable_amount(asked), "that is no amount to ask for")?;
                let mut most = left;
                if units > 0 {
                    most = most.min(worth);
                }
                let is_limited = self.limits().ceiling == Ceiling::Line;
                require(asked <= most || !is_limited, "the line has not so much left")?;
                amount = asked;
            }
            claim.lines.push(ClaimedLine { line: ask.line.clone(), units, worth, amount });
        }
        if let Some(asked) = shipping.map(minor) {
            require(check_claimable_amount(asked), "that is no amount to ask for")?;
            require(asked <= balances.shipping.left(), "shipping has not so much left")?;
            claim.shipping = asked;
        }
        let can_be_nothing = nothing || claim.ends_without_refund();
        require(claim.total() > 0 || can_be_nothing, "nothing is left")?;
        require(claim.whole() <= balances.order.left(), "the order has not so much left")?;
        require(claim.whole() <= i128::from(i64::MAX), "the total does not fit")?;
        Ok(claim)
    }
}

/// Checks that no line is named twice (I5).
pub(super) fn names_each_once(lines: &[&LineId]) -> Result<(), Objection> {
    for line in lines {
        let named = lines.iter().filter(|other| *other == line).count();
        require(named == 1, "a line is named twice")?;
    }
    Ok(())
}
