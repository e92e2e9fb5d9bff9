//! Which effects an event has. They follow from its changes alone; the terms say only which of them a host wants.

use alloc::vec::Vec;

use super::Books;
use crate::lifecycle::{Actor, Set};
use crate::order::{
    Change, Effect, EffectId, EffectKind, EffectSubject, Event, EventKind, LineId, LineNumber,
    PendingEffect, Refund, Route, Version,
};

impl<S> Books<S> {
    /// Returns the effects of an event that the host wants, in the order of their ids.
    pub(in crate::order) fn effects_of(
        &self,
        event: &Event<S>,
        wanted: Set<EffectKind>,
    ) -> Vec<PendingEffect> {
        let mut effects = Vec::new();
        let Some(accepted) = event.accepted() else { return effects };
        for change in &accepted.changes {
            let (first, second) = self.effects_of_change(change, accepted.by);
            for effect in first.into_iter().chain(second) {
                let is_wanted = effect.kind().is_none_or(|kind| wanted.contains(kind));
                if let Some(subject) = self.subject_of(&effect).filter(|_| is_wanted) {
                    let id = EffectId { version: event.version, subject };
                    effects.push(PendingEffect { id, effect });
                }
            }
        }
        effects.sort_unstable_by_key(|pending| pending.id);
        effects
    }

    fn effects_of_change(&self, change: &Change<S>, by: Actor) -> (Option<Effect>, Option<Effect>) {
        let effect = match change {
            Change::RefundStarted(Refund {
                key,
                case: Some(case),
                route: Route::Shop,
                parts,
                ..
            }) => {
                let amount = self.currency().money(parts.total());
                Effect::IssueRefund { key: key.clone(), case: *case, amount }
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
            Change::Transitioned { case, action: Some(action), .. }
            | Change::CaseOpened { case, action: Some(action), .. } => {
                let (case, action) = (*case, *action);
                let is_told = matches!(change, Change::Transitioned { .. }) && by != Actor::Buyer;
                let buyer = is_told.then_some(Effect::TellBuyer { case, action });
                let merchant = Effect::TellMerchant { case, action };
                return (buyer, (by != Actor::Merchant).then_some(merchant));
            }
            Change::OrderClosed => Effect::CloseOrder,
            _ => return (None, None),
        };
        (Some(effect), None)
    }

    /// Returns what an effect is about. `None` for a line that is not there.
    fn subject_of(&self, effect: &Effect) -> Option<EffectSubject> {
        Some(match effect {
            Effect::IssueRefund { .. } => EffectSubject::IssueRefund,
            Effect::WithholdRefund { case, .. } => EffectSubject::WithholdRefund { case: *case },
            Effect::TakeIntoStock { line, condition, .. } => {
                let (line, condition) = (self.number_of_line(line)?, *condition);
                EffectSubject::TakeIntoStock { line, condition }
            }
            Effect::TellBuyer { action, .. } => EffectSubject::TellBuyer { action: *action },
            Effect::TellMerchant { action, .. } => EffectSubject::TellMerchant { action: *action },
            Effect::CloseOrder => EffectSubject::CloseOrder,
        })
    }

    fn number_of_line(&self, line: &LineId) -> Option<LineNumber> {
        let number = self.place_of_line(line)?.checked_add(1)?;
        u32::try_from(number).ok().map(LineNumber::new)
    }

    /// Returns whether two effects of these changes would have the same id.
    pub(in crate::order) fn has_doubled_effects(&self, changes: &[Change<S>], by: Actor) -> bool {
        let is_one = |change: &&Change<S>| {
            matches!(
                change,
                Change::RefundStarted(Refund { case: Some(_), route: Route::Shop, .. })
                    | Change::RefundWithheld { .. }
                    | Change::GoodsTakenBack { .. }
                    | Change::CaseOpened { action: Some(_), .. }
                    | Change::Transitioned { action: Some(_), .. }
                    | Change::OrderClosed
            )
        };
        // One change has no two of the same id.
        if changes.iter().filter(is_one).nth(1).is_none() {
            return false;
        }
        let mut subjects = Vec::new();
        for change in changes {
            let (first, second) = self.effects_of_change(change, by);
            let effects = first.into_iter().chain(second);
            subjects.extend(effects.filter_map(|effect| self.subject_of(&effect)));
        }
        subjects.sort_unstable();
        subjects.iter().zip(subjects.iter().skip(1)).any(|(one, next)| one == next)
    }
}

/// Writes into the refunds that an event starts that it is its effect which says to issue them.
pub(in crate::order) fn name_refund<S>(event: &mut Event<S>, version: Version) {
    let EventKind::Accepted(accepted) = &mut event.kind else { return };
    for change in &mut accepted.changes {
        if let Change::RefundStarted(refund) = change {
            if refund.case.is_some() && refund.route == Route::Shop {
                refund.effect = Some(EffectId { version, subject: EffectSubject::IssueRefund });
            }
        }
    }
}
