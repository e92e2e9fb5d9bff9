//! The list of the effects that are pending: those of events that were not acknowledged, and refunds for as long as they
//! are to be issued.

use super::keep::Outcome;
use super::{Books, OrderFigures, State};
use crate::lifecycle::{Set, Status};
use crate::order::{
    Ceiling, Effect, EffectId, EffectKind, EffectSubject, Event, PendingEffect, Refund, RefundKey,
    RefundState,
};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// So few are taken off the list one by one.
const FEW: usize = 8;

impl<S: Status> State<'_, S> {
    /// Returns whether the changes have moved money on which refunds depend that wait: whether a line, the shipping or
    /// the order has been overdrawn by them, or is so no longer.
    pub(super) fn has_money_moved(&self) -> bool {
        let (opening, kept) = (&self.books.opening, &self.books.kept);
        let (now, before) = (&self.order, OrderFigures::of(self.books));
        let shipping = opening.facts.shipping_paid();
        (now.unknown_amounts == 0) != (before.unknown_amounts == 0)
            || now.is_short() != before.is_short()
            || self.have_payments_moved()
            || now.shipping.is_short(shipping) != before.shipping.is_short(shipping)
            || self.lines.touched.any(|place, sums| {
                let before =
                    kept.lines.get(place).is_some_and(|before| self.is_short(place, before));
                self.is_short(place, sums) != before
            })
    }

    /// Returns whether an effect that says to issue this refund was pending before the changes.
    fn was_pending(&self, refund: &Refund) -> bool {
        self.books.refund(&refund.key).is_some_and(|before| self.books.is_pending(before))
    }

    /// Returns the refunds that were to be issued before the changes, and must not be any more.
    pub(in crate::order) fn refunds_to_withhold(&self) -> Vec<Refund> {
        let mut withheld = Vec::new();
        let mut withhold = |refund: &Refund| {
            let is_withheld = refund.state() == RefundState::Started
                && self.was_pending(refund)
                && !self.is_to_be_issued(refund);
            if is_withheld {
                withheld.push(refund.clone());
            }
        };
        if self.has_money_moved() {
            let in_flight = self.books.kept.in_flight.iter();
            in_flight.filter_map(|place| self.refund_at(*place as usize)).for_each(withhold);
        } else {
            for (case, _) in self.cases.iter() {
                self.each_refund_of(case, &mut withhold);
            }
        }
        withheld
    }
}

impl<S: Status> Books<S> {
    /// Returns whether an effect is pending that says to issue this refund.
    pub(in crate::order) fn is_pending(&self, refund: &Refund) -> bool {
        refund.effect.is_some_and(|id| self.is_pending_effect(id))
    }

    /// Returns whether this effect is pending, or would be if its refund were not to be issued after all.
    pub(in crate::order) fn is_pending_effect(&self, id: EffectId) -> bool {
        self.place_of_effect(id).is_ok()
            || self.kept.overtaken.binary_search_by_key(&id, |pending| pending.id).is_ok()
    }

    /// Returns the place of an effect in the list of those that are pending, or the place where it would be.
    fn place_of_effect(&self, id: EffectId) -> Result<usize, usize> {
        self.pending_effects.binary_search_by_key(&id, |pending| pending.id)
    }

    /// Takes effects that were acknowledged off the list.
    pub(super) fn acknowledge(&mut self, ids: &[EffectId]) {
        if ids.len() <= FEW {
            ids.iter().for_each(|id| self.acknowledge_one(*id));
            return;
        }
        // All at once, since taking each out of the list moves the rest of it.
        let acknowledged = sorted(ids);
        let is_left = |pending: &PendingEffect| acknowledged.binary_search(&pending.id).is_err();
        self.pending_effects.retain(is_left);
        self.kept.overtaken.retain(is_left);
    }

    /// Takes the effects on this subject off the list.
    pub(super) fn forget_effects_on(&mut self, subject: EffectSubject) {
        self.pending_effects.retain(|pending| pending.id.subject != subject);
    }

    fn acknowledge_one(&mut self, id: EffectId) {
        match self.place_of_effect(id) {
            Ok(index) => {
                self.pending_effects.remove(index);
            }
            Err(_) => self.kept.overtaken.retain(|pending| pending.id != id),
        }
    }

    /// Returns the refunds that these effects issue and on which there is no report yet, in the order of the effects.
    pub(in crate::order) fn refunds_without_report(
        &self,
        ids: &[EffectId],
    ) -> Vec<(EffectId, &Refund)> {
        // Most acknowledgements are of a message to somebody, and no refund needs to be looked at.
        if !ids.iter().any(|id| id.subject.issues_refund()) {
            return Vec::new();
        }
        let ids = sorted(ids);
        let is_one = |effect: &EffectId| ids.binary_search(effect).is_ok();
        let in_flight = self.kept.in_flight.iter();
        let refunds = in_flight.filter_map(|place| self.refunds.get(*place as usize));
        let by_effect = refunds.filter_map(|refund| Some((refund.effect?, refund)));
        let mut by_effect: Vec<_> = by_effect
            .filter(|(effect, _)| is_one(effect))
            .filter(|(_, refund)| refund.state() == RefundState::Started)
            .collect();
        by_effect.sort_unstable_by_key(|(effect, _)| *effect);
        by_effect
    }

    /// Adds the effects of an event that the host wants, refunds to issue aside.
    pub(super) fn add_effects(&mut self, event: &Event<S>, wanted: Set<EffectKind>) {
        let mut pending = core::mem::take(&mut self.pending_effects);
        // The refund is added as long as it is to be issued.
        let is_wanted = |subject: EffectSubject| {
            !subject.issues_refund() && subject.kind().is_none_or(|kind| wanted.contains(kind))
        };
        self.add_effects_of(event, is_wanted, &mut pending);
        self.pending_effects = pending;
    }

    /// Leaves the effects as they are stored: refunds to issue are found anew, and with them what they overtake.
    pub(in crate::order) fn forget_refunds_to_issue(&mut self) {
        self.pending_effects.retain(|pending| !pending.issues_refund());
        self.pending_effects.append(&mut self.kept.overtaken);
        self.pending_effects.sort_unstable_by_key(|pending| pending.id);
    }

    /// Drops the effects that the host does not want.
    #[cfg(feature = "serde")]
    pub(in crate::order) fn drop_unwanted_effects(&mut self, wanted: Set<EffectKind>) {
        let is_wanted = |pending: &PendingEffect| {
            pending.effect.kind().is_none_or(|kind| wanted.contains(kind))
        };
        self.pending_effects.retain(is_wanted);
    }

    /// Finds out which refunds are to be issued, as far as the changes can have moved that.
    pub(super) fn find_refunds_to_issue(&mut self, outcome: &Outcome<S>, ceiling: Ceiling) {
        if outcome.has_money_moved() {
            self.find_all_refunds_to_issue(ceiling);
            return;
        }
        for case in outcome.touched_cases() {
            let first = self.kept.refunds_by_case.partition_point(|(other, _)| *other < case);
            for index in first.. {
                match self.kept.refunds_by_case.get(index) {
                    Some((of, place)) if *of == case => {
                        self.find_refund_to_issue(*place as usize, ceiling);
                    }
                    _ => break,
                }
            }
        }
    }

    pub(in crate::order) fn find_all_refunds_to_issue(&mut self, ceiling: Ceiling) {
        (0..self.refunds.len()).for_each(|place| self.find_refund_to_issue(place, ceiling));
    }

    /// Lets the effect that issues the refund at this place be pending exactly as long as it is to be issued.
    fn find_refund_to_issue(&mut self, place: usize, ceiling: Ceiling) {
        let Some(refund) = self.refunds.get(place) else { return };
        let (Some(id), Some(case)) = (refund.effect, refund.case) else { return };
        let found = self.place_of_effect(id);
        if found.is_err() && refund.state() != RefundState::Started {
            return;
        }
        let is_to_be_issued = refund.state() == RefundState::Started
            && State::of(self, ceiling, self.at).is_to_be_issued(refund);
        match found {
            Ok(index) if !is_to_be_issued => {
                let key = refund.key.clone();
                self.pending_effects.remove(index);
                self.withhold_again(&key);
            }
            Err(index) if is_to_be_issued => {
                let key = refund.key.clone();
                let amount = self.currency().money(refund.parts.total());
                let payment = self.payment_id_of(refund);
                let effect = Effect::IssueRefund { key: key.clone(), case, amount, payment };
                self.pending_effects.insert(index, PendingEffect { id, effect });
                // Nothing says to withhold a refund that was started just now.
                if id.version != self.version {
                    self.overtake(&key);
                }
            }
            _ => {}
        }
    }

    /// Takes the effects off the list that say to withhold a refund which is to be issued after all.
    fn overtake(&mut self, refund: &RefundKey) {
        if !self.pending_effects.iter().any(|pending| withholds(pending, refund)) {
            return;
        }
        let pending = core::mem::take(&mut self.pending_effects).into_iter();
        let (overtaken, pending): (Vec<_>, Vec<_>) =
            pending.partition(|pending| withholds(pending, refund));
        self.pending_effects = pending;
        self.kept.overtaken.extend(overtaken);
        self.kept.overtaken.sort_unstable_by_key(|pending| pending.id);
    }

    /// Puts them back.
    fn withhold_again(&mut self, refund: &RefundKey) {
        if self.kept.overtaken.is_empty() {
            return;
        }
        let overtaken = core::mem::take(&mut self.kept.overtaken).into_iter();
        let (back, overtaken): (Vec<_>, Vec<_>) =
            overtaken.partition(|pending| withholds(pending, refund));
        self.kept.overtaken = overtaken;
        for pending in back {
            if let Err(index) = self.place_of_effect(pending.id) {
                self.pending_effects.insert(index, pending);
            }
        }
    }
}

/// Returns these ids in their order.
fn sorted(ids: &[EffectId]) -> Cow<'_, [EffectId]> {
    let mut ids = Cow::Borrowed(ids);
    if !ids.is_sorted() {
        ids.to_mut().sort_unstable();
    }
    ids
}

fn withholds(pending: &PendingEffect, refund: &RefundKey) -> bool {
    matches!(&pending.effect, Effect::WithholdRefund { key, .. } if key == refund)
}
