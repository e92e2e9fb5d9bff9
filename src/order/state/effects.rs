//! Which effects an event has. They follow from its changes alone; the terms say only which of them a host wants.

use alloc::vec::Vec;

use super::Books;
use crate::lifecycle::{Actor, Set};
use crate::order::replay::all_differ;
use crate::order::{
    Change, Effect, EffectId, EffectKind, EffectSubject, Event, LineId, LineNumber, PendingEffect,
    Refund, Route,
};

impl<S> Books<S> {
    /// Returns the effects of an event that the host wants, in the order of their ids.
    pub(in crate::order) fn effects_of(
        &self,
        event: &Event<S>,
        wanted: Set<EffectKind>,
    ) -> Vec<PendingEffect> {
        let mut effects = Vec::new();
        let is_wanted =
            |subject: EffectSubject| subject.kind().is_none_or(|kind| wanted.contains(kind));
        self.add_effects_of(event, is_wanted, &mut effects);
        effects
    }

    /// Adds the effects of an event whose subjects are wanted to a list, in the order of their ids.
    pub(super) fn add_effects_of(
        &self,
        event: &Event<S>,
        is_wanted: impl Fn(EffectSubject) -> bool,
        list: &mut Vec<PendingEffect>,
    ) {
        let Some(accepted) = event.accepted() else { return };
        let before = list.len();
        let mut add = |change: &Change<S>, subject: Option<EffectSubject>| {
            let Some(subject) = subject.filter(|subject| is_wanted(*subject)) else { return };
            if let Some(effect) = self.effect_of(change, subject) {
                let id = EffectId { version: event.version, subject };
                list.push(PendingEffect { id, effect });
            }
        };
        for change in &accepted.changes {
            let [one, other] = self.subjects_of(change, accepted.by);
            add(change, one);
            add(change, other);
        }
        if let Some(new @ [_, _, ..]) = list.get_mut(before..) {
            new.sort_unstable_by_key(|pending| pending.id);
        }
    }

    /// Returns what the effects of a change are about. None where a line is not there.
    fn subjects_of(&self, change: &Change<S>, by: Actor) -> [Option<EffectSubject>; 2] {
        let one = match change {
            Change::RefundStarted(refund @ Refund { case: Some(_), route: Route::Shop, .. }) => {
                Some(match refund.payment() {
                    None => EffectSubject::IssueRefund,
                    Some(payment) => EffectSubject::IssueRefundBy { payment },
                })
            }
            Change::RefundWithheld { case, key } => {
                let refund = if self.has_payments() { self.refund(key) } else { None };
                Some(match refund.and_then(Refund::payment) {
                    None => EffectSubject::WithholdRefund { case: *case },
                    Some(payment) => EffectSubject::WithholdRefundBy { case: *case, payment },
                })
            }
            Change::GoodsTakenBack { line, condition, .. } => {
                let condition = *condition;
                let line = self.number_of_line(line);
                line.map(|line| EffectSubject::TakeIntoStock { line, condition })
            }
            Change::Transitioned { action: Some(action), .. }
            | Change::CaseOpened { action: Some(action), .. } => {
                let action = *action;
                let is_told = matches!(change, Change::Transitioned { .. }) && by != Actor::Buyer;
                let merchant = by != Actor::Merchant;
                return [
                    is_told.then_some(EffectSubject::TellBuyer { action }),
                    merchant.then_some(EffectSubject::TellMerchant { action }),
                ];
            }
            Change::OrderClosed => Some(EffectSubject::CloseOrder),
            Change::OrderReopened => Some(EffectSubject::ReopenOrder),
            _ => None,
        };
        [one, None]
    }

    /// Returns the effect of a change that is about this.
    fn effect_of(&self, change: &Change<S>, subject: EffectSubject) -> Option<Effect> {
        Some(match change {
            Change::RefundStarted(refund @ Refund { key, case: Some(case), parts, .. }) => {
                let amount = self.currency().money(parts.total());
                let payment = self.payment_id_of(refund);
                Effect::IssueRefund { key: key.clone(), case: *case, amount, payment }
            }
            Change::RefundWithheld { case, key } => {
                Effect::WithholdRefund { key: key.clone(), case: *case }
            }
            Change::GoodsTakenBack { case, line, units, condition } => Effect::TakeIntoStock {
                case: *case,
                line: line.clone(),
                units: *units,
                condition: *condition,
            },
            Change::Transitioned { case, .. } | Change::CaseOpened { case, .. } => match subject {
                EffectSubject::TellBuyer { action } => Effect::TellBuyer { case: *case, action },
                EffectSubject::TellMerchant { action } => {
                    Effect::TellMerchant { case: *case, action }
                }
                _ => return None,
            },
            Change::OrderClosed => Effect::CloseOrder,
            Change::OrderReopened => Effect::ReopenOrder,
            _ => return None,
        })
    }

    fn number_of_line(&self, line: &LineId) -> Option<LineNumber> {
        let number = self.place_of_line(line)?.checked_add(1)?;
        u32::try_from(number).ok().map(LineNumber::new)
    }

    /// Returns whether two effects of these changes would have the same id.
    pub(in crate::order) fn has_doubled_effects(&self, changes: &[Change<S>], by: Actor) -> bool {
        // Most events have one change of each kind at most, and two kinds have no effect in common but those of a case that
        // is opened and moved on.
        let mut seen = 0u8;
        let differ = changes.iter().all(|change| {
            let kind = match change {
                Change::RefundStarted(_) => 1,
                Change::RefundWithheld { .. } => 2,
                Change::GoodsTakenBack { .. } => 4,
                Change::Transitioned { .. } | Change::CaseOpened { .. } => 8,
                Change::OrderClosed => 16,
                Change::OrderReopened => 32,
                _ => 0,
            };
            let is_first = seen & kind == 0;
            seen |= kind;
            is_first
        });
        if differ {
            return false;
        }
        let subjects = changes.iter().flat_map(|change| self.subjects_of(change, by));
        !all_differ(subjects.flatten())
    }
}
