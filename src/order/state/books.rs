//! What an order is made of: what its events have made of it, and the sums and indexes that are kept beside.

use alloc::vec::Vec;

use super::index::Index;
use super::sums::{Deadline, LineSums, MoneySums, Sum, Way};
use super::tax::TaxSums;
use crate::lifecycle::{Action, Status};
use crate::money::{Amount, Currency};
use crate::order::{
    Anomaly, Case, CaseId, Ceiling, LineFacts, LineId, Opening, Parts, PaymentFacts, PaymentNumber,
    PendingEffect, PlatformCaseId, Refund, RefundKey, RefundNumber, Stage, Version,
};
use crate::time::Timestamp;

/// The state of an order after its events.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub(in crate::order) struct Books<S> {
    /// The number of events.
    pub(in crate::order) version: Version,
    /// The time of the last event.
    pub(in crate::order) at: Timestamp,
    /// The opening.
    pub(in crate::order) opening: Opening,
    pub(in crate::order) stage: Stage,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub(in crate::order) shipped: Option<Timestamp>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub(in crate::order) received: Option<Timestamp>,
    /// The cases, in the order of their numbers, which count up from 1.
    pub(in crate::order) cases: Vec<Case<S>>,
    /// The refunds, in the order in which they were recorded. They stay for ever, so that no key is used twice (I8).
    pub(in crate::order) refunds: Vec<Refund>,
    /// The gateway's running total of refunds, and its time.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub(in crate::order) gateway_total: Option<(Timestamp, Amount)>,
    /// The number of applications for each line, in the order of the lines.
    pub(in crate::order) applications: Vec<u32>,
    /// The effects that are pending, in the order of their ids. Refunds to issue are not stored among them: they follow
    /// from the refunds.
    pub(in crate::order) pending_effects: Vec<PendingEffect>,
    /// The time at which the order was closed.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub(in crate::order) closed: Option<Timestamp>,
    /// The anomalies, each with the version of the event that recorded it.
    pub(in crate::order) anomalies: Vec<(Version, Anomaly)>,
    /// The tax in what each refund has paid, where there is any, in the order of the refunds.
    pub(in crate::order) refund_taxes: Vec<(RefundNumber, Parts)>,
    /// The payments that have come since the order was opened.
    pub(in crate::order) later_payments: Vec<PaymentFacts>,
    /// The payments by which the next refunds of cases go back, where the host has chosen them, in the order of the cases.
    pub(in crate::order) chosen_payments: Vec<(CaseId, Vec<(PaymentNumber, Amount)>)>,
    /// What follows from all this.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(in crate::order) kept: Kept,
}

/// Sums and indexes, which follow from the rest and are not stored.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(in crate::order) struct Kept {
    /// The sums of each line, in the order of the lines.
    pub(in crate::order) lines: Vec<LineSums>,
    /// The sums of the refunds by each payment that has a name, in the order of the payments.
    pub(in crate::order) payments: Vec<MoneySums>,
    pub(in crate::order) shipping: MoneySums,
    pub(in crate::order) order: MoneySums,
    pub(in crate::order) tax: TaxSums,
    /// What has been refunded since the gateway's total, and what that total does not know of.
    pub(in crate::order) since_total: Sum,
    /// The number of refunds in flight whose amount is not known.
    pub(in crate::order) unknown_amounts: u32,
    /// The refunds that can differ from what the gateway's total knows of them: of late reports, and paid in another way.
    pub(in crate::order) beside_total: Vec<u32>,
    /// The time of the last refund of a case that shop or platform pay.
    pub(in crate::order) last_refund: Option<Timestamp>,
    /// The refunds of each case, by their places.
    pub(in crate::order) refunds_by_case: Vec<(CaseId, u32)>,
    /// The refunds whose outcome is not known, by their places.
    pub(in crate::order) in_flight: Vec<u32>,
    /// The number of lines that cases and refunds name, in claims, receipts and parts.
    pub(in crate::order) named_lines: usize,
    pub(in crate::order) deadlines: Vec<Deadline>,
    /// The effects that say to withhold a refund which is to be issued after all, for as long as it is.
    pub(in crate::order) overtaken: Vec<PendingEffect>,
    pub(in crate::order) line_index: Index,
    pub(in crate::order) key_index: Index,
    /// The further names of the refunds, in their order, each with the place of its refund.
    pub(in crate::order) references: Vec<(RefundKey, u32)>,
}

impl<S: Status> Books<S> {
    /// Returns the state of an order that has just been opened.
    pub(in crate::order) fn new(opening: Opening, at: Timestamp) -> Self {
        let mut books = Self {
            version: Version::FIRST,
            at,
            stage: opening.facts.stage_by_times(),
            shipped: opening.facts.shipped,
            received: opening.facts.received,
            cases: Vec::new(),
            refunds: Vec::new(),
            gateway_total: None,
            applications: opening.facts.lines.iter().map(|_| 0).collect(),
            pending_effects: Vec::new(),
            closed: None,
            anomalies: Vec::new(),
            refund_taxes: Vec::new(),
            later_payments: Vec::new(),
            chosen_payments: Vec::new(),
            opening,
            kept: Kept::default(),
        };
        books.kept = Kept::of_facts(&books.opening);
        // The first case needs some, and then opening the order has made room for them.
        books.kept.refunds_by_case.reserve(2);
        books.kept.in_flight.reserve(2);
        books
    }

    /// Returns the same without what follows from the rest, to be stored.
    #[cfg(any(feature = "serde", debug_assertions))]
    pub(in crate::order) fn without_kept(&self) -> Self {
        let plain = |case: &Case<S>| Case { sums: super::CaseSums::default(), ..case.clone() };
        let overtaken = self.kept.overtaken.clone();
        let mut stored = Self {
            opening: self.opening.clone(),
            cases: self.cases.iter().map(plain).collect(),
            refunds: self.refunds.clone(),
            applications: self.applications.clone(),
            pending_effects: self.pending_effects.clone(),
            anomalies: self.anomalies.clone(),
            refund_taxes: self.refund_taxes.clone(),
            later_payments: self.later_payments.clone(),
            chosen_payments: self.chosen_payments.clone(),
            kept: Kept { overtaken, ..Kept::default() },
            ..*self
        };
        stored.forget_refunds_to_issue();
        stored
    }

    /// Adds up all sums and makes all indexes anew, as is done when an order is restored. Which refunds are to be issued
    /// is found out besides.
    pub(in crate::order) fn recount(&mut self, ceiling: Ceiling) {
        self.kept = Kept::of_facts(&self.opening);
        for place in 0..self.refunds.len() {
            self.note_refund(place, None);
        }
        for case in &self.cases {
            let named = self.kept.named_lines;
            self.kept.named_lines = named.saturating_add(case.named_lines());
            if let Some(deadline) = case.deadline {
                self.kept.deadlines.push((deadline, case.id));
            }
        }
        self.kept.deadlines.sort_unstable();
        self.count_everything(ceiling);
    }
}

impl<S> Books<S> {
    pub(in crate::order) const fn currency(&self) -> Currency {
        self.opening.facts.currency
    }

    pub(in crate::order) fn case(&self, id: CaseId) -> Option<&Case<S>> {
        self.cases.get(place_of(id)?)
    }

    pub(in crate::order) fn case_mut(&mut self, id: CaseId) -> Option<&mut Case<S>> {
        self.cases.get_mut(place_of(id)?)
    }

    /// Returns the case that has this id on its platform.
    pub(in crate::order) fn case_of_platform(&self, id: &PlatformCaseId) -> Option<&Case<S>> {
        self.cases.iter().find(|case| case.platform_case() == Some(id))
    }

    pub(in crate::order) fn next_case(&self) -> CaseId {
        self.cases.last().map_or(CaseId::FIRST, |case| case.id.next())
    }

    /// Returns the place of a refund among the refunds, by its key or a further name.
    pub(in crate::order) fn place_of_refund(&self, name: &RefundKey) -> Option<usize> {
        self.place_of_key(name).or_else(|| {
            let references = &self.kept.references;
            let index = references.binary_search_by(|(known, _)| known.cmp(name)).ok()?;
            references.get(index).map(|(_, place)| *place as usize)
        })
    }

    /// Returns the place of the refund with this key among the refunds.
    pub(in crate::order) fn place_of_key(&self, key: &RefundKey) -> Option<usize> {
        // Most reports are about the last one.
        if self.refunds.last().is_some_and(|last| last.key == *key) {
            return self.refunds.len().checked_sub(1);
        }
        let name = |place: usize| self.refunds.get(place).map(|refund| by_length(&refund.key));
        let sought = Some(by_length(key));
        let is_it = |refund: &Refund| refund.key == *key;
        self.kept.key_index.find(&self.refunds, is_it, |place| name(place).cmp(&sought))
    }

    /// Returns the number of a refund.
    pub(in crate::order) fn number_of_refund(&self, key: &RefundKey) -> Option<RefundNumber> {
        number_at(self.place_of_refund(key)?)
    }

    /// Returns the refund with this number.
    pub(in crate::order) fn numbered_refund(&self, number: RefundNumber) -> Option<&Refund> {
        self.refunds.get(usize::try_from(number.number()).ok()?.checked_sub(1)?)
    }

    /// Returns the refund with this key or further name.
    pub(in crate::order) fn refund(&self, name: &RefundKey) -> Option<&Refund> {
        self.refunds.get(self.place_of_refund(name)?)
    }

    /// Returns the refund with this key.
    pub(in crate::order) fn refund_with_key(&self, key: &RefundKey) -> Option<&Refund> {
        self.refunds.get(self.place_of_key(key)?)
    }

    /// Returns the places of the refunds of a case.
    pub(in crate::order) fn places_of_refunds(
        &self,
        case: CaseId,
    ) -> impl Iterator<Item = usize> + use<'_, S> {
        let by_case = &self.kept.refunds_by_case;
        let first = by_case.partition_point(|(other, _)| *other < case);
        let of_case = by_case.get(first..).unwrap_or_default().iter();
        of_case.take_while(move |(other, _)| *other == case).map(|(_, place)| *place as usize)
    }

    pub(in crate::order) fn refunds_of(&self, case: CaseId) -> impl Iterator<Item = &Refund> {
        self.places_of_refunds(case).filter_map(|place| self.refunds.get(place))
    }

    /// Returns the place of a line among the lines.
    pub(in crate::order) fn place_of_line(&self, line: &LineId) -> Option<usize> {
        let lines = &self.opening.facts.lines;
        let name = |place: usize| lines.get(place).map(|facts| &facts.line);
        let is_it = |facts: &LineFacts| facts.line == *line;
        self.kept.line_index.find(lines, is_it, |place| name(place).cmp(&Some(line)))
    }

    pub(in crate::order) fn applications_for(&self, line: &LineId) -> u32 {
        let place = self.place_of_line(line).and_then(|place| self.applications.get(place));
        place.copied().unwrap_or(0)
    }

    /// Returns the number of applications, changes included, of the cases that ask for shipping alone.
    pub(in crate::order) fn applications_for_shipping(&self) -> u32 {
        let of_shipping = self.cases.iter().filter(|case| case.claim.lines.is_empty());
        let actions = of_shipping.flat_map(|case| case.history.iter().map(|entry| entry.action));
        let is_application =
            |action: &Option<Action>| matches!(action, Some(Action::Apply | Action::Modify));
        u32::try_from(actions.filter(is_application).count()).unwrap_or(u32::MAX)
    }

    /// Notes where a refund is found: one that was just put in its place, where this was noted of the one before it.
    pub(in crate::order) fn note_refund(&mut self, place: usize, before: Option<Noted>) {
        let Ok(number) = u32::try_from(place) else { return };
        let Some(refund) = self.refunds.get(place) else { return };
        let noted = Noted::of(refund);
        let kept = &mut self.kept;
        let named_before = before.map_or(0, |before| before.named_lines);
        kept.named_lines = kept.named_lines.saturating_sub(named_before);
        kept.named_lines = kept.named_lines.saturating_add(noted.named_lines);
        if before.is_none() {
            let refunds = &self.refunds;
            let name = |place: usize| refunds.get(place).map(|refund| by_length(&refund.key));
            kept.key_index.added(place.saturating_add(1), |one, other| name(one).cmp(&name(other)));
            for reference in refund.references() {
                put_into(&mut kept.references, (reference.clone(), number));
            }
        }
        let case_before = before.and_then(|before| before.case);
        if case_before != refund.case {
            if let Some(case) = case_before {
                drop_from(&mut kept.refunds_by_case, (case, number));
            }
            if let Some(case) = refund.case {
                put_into(&mut kept.refunds_by_case, (case, number));
            }
        }
        if refund.is_in_flight() {
            put_into(&mut kept.in_flight, number);
        } else {
            drop_from(&mut kept.in_flight, number);
        }
        let is_outside_total = refund.route == crate::order::Route::Offline
            || self.gateway_total.is_some_and(|(as_of, _)| refund.has_news_after(as_of));
        if is_outside_total {
            put_into(&mut kept.beside_total, number);
        } else {
            drop_from(&mut kept.beside_total, number);
        }
        let is_gone = before.is_some_and(|before| {
            before.paid_at != noted.paid_at && before.paid_at == kept.last_refund
        });
        kept.last_refund = if is_gone {
            self.refunds.iter().filter_map(|refund| Noted::of(refund).paid_at).max()
        } else {
            kept.last_refund.max(noted.paid_at)
        };
    }
}

impl<S> Books<S> {
    /// Notes that the refund at this place has one more further name.
    pub(super) fn note_reference(&mut self, place: usize, reference: &RefundKey) {
        if let Ok(number) = u32::try_from(place) {
            put_into(&mut self.kept.references, (reference.clone(), number));
        }
    }

    /// Takes an external refund out of the books, so that those after it have one place less.
    pub(super) fn take_out_refund(&mut self, place: usize) -> Option<Refund> {
        let number = u32::try_from(place).ok()?;
        if place >= self.refunds.len() {
            return None;
        }
        let gone = self.refunds.remove(place);
        let kept = &mut self.kept;
        kept.named_lines = kept.named_lines.saturating_sub(gone.parts.lines.len());
        kept.key_index.took_out(number, self.refunds.len());
        take_place_out(&mut kept.in_flight, number, |place| place);
        take_place_out(&mut kept.beside_total, number, |place| place);
        take_place_out(&mut kept.refunds_by_case, number, |(_, place)| place);
        take_place_out(&mut kept.references, number, |(_, place)| place);
        if let Some(taxed) = number_at(place) {
            self.refund_taxes.retain(|(refund, _)| *refund != taxed);
            for (refund, _) in self.refund_taxes.iter_mut().filter(|(refund, _)| *refund > taxed) {
                *refund = RefundNumber::new(refund.number().saturating_sub(1));
            }
        }
        Some(gone)
    }
}

/// Takes the entries with this place out of a list, and lets those with a later place have one less.
fn take_place_out<T>(list: &mut Vec<T>, place: u32, of: impl Fn(&mut T) -> &mut u32) {
    list.retain_mut(|entry| *of(entry) != place);
    for of_entry in list.iter_mut().map(of).filter(|of_entry| **of_entry > place) {
        *of_entry = of_entry.saturating_sub(1);
    }
}

/// What is noted of a refund besides its key.
#[derive(Clone, Copy)]
pub(in crate::order) struct Noted {
    case: Option<CaseId>,
    /// The time at which it was started, if shop or platform pay it.
    paid_at: Option<Timestamp>,
    named_lines: usize,
}

impl Noted {
    pub(super) fn of(refund: &Refund) -> Self {
        use crate::order::Route::{Platform, Shop};
        let is_paid_here = matches!(refund.route, Shop | Platform);
        Self {
            case: refund.case,
            paid_at: is_paid_here.then_some(refund.started),
            named_lines: refund.parts.lines.len(),
        }
    }
}

/// Returns what refund keys are put in order by: the shorter first, so that a new key of the crate mostly comes last.
fn by_length(key: &RefundKey) -> (usize, &str) {
    (key.as_str().len(), key.as_str())
}

/// Returns the number of the refund at this place.
pub(in crate::order) fn number_at(place: usize) -> Option<RefundNumber> {
    u32::try_from(place.checked_add(1)?).ok().map(RefundNumber::new)
}

impl Kept {
    fn of_facts(opening: &Opening) -> Self {
        let facts = &opening.facts;
        let mut kept = Self::default();
        kept.forget_sums(opening, &[]);
        let name = |place: usize| facts.lines.get(place).map(|line| &line.line);
        kept.line_index.added(facts.lines.len(), |one, other| name(one).cmp(&name(other)));
        kept
    }

    /// Leaves the sums as they were when the order was opened.
    pub(super) fn forget_sums(&mut self, opening: &Opening, later_payments: &[PaymentFacts]) {
        use crate::money::worth_of_units;

        let Opening { facts, shares, .. } = opening;
        let refunded =
            |amount: Amount| MoneySums { refunded: Sum::of([amount]), ..MoneySums::default() };
        self.lines.clear();
        self.lines.extend(facts.lines.iter().zip(shares).map(|(line, share)| {
            let worth = worth_of_units(share.goods, line.quantity, line.returned);
            LineSums {
                money: refunded(line.refunded),
                returned: line.returned.units().into(),
                worth: Sum::of([worth.unwrap_or(share.goods)]),
                ..LineSums::default()
            }
        }));
        self.payments.clear();
        let payments = facts.payments.iter().chain(later_payments);
        self.payments.extend(payments.map(|payment| refunded(payment.refunded)));
        self.shipping = refunded(facts.shipping_refunded);
        self.order = self.shipping;
        facts.lines.iter().for_each(|line| self.order.refunded.book(line.refunded, Way::Add));
        self.tax = TaxSums::of(opening, &self.lines, &self.shipping);
        (self.since_total, self.unknown_amounts) = (Sum::default(), 0);
    }
}

/// Returns the place of a case among the cases.
pub(super) fn place_of(id: CaseId) -> Option<usize> {
    usize::try_from(id.number()).ok()?.checked_sub(1)
}

/// Adds an entry to a list of what is kept for ever. Most of these lists have one. Where there is no room for more, it is made
/// for half as many: doubling would leave up to half of the list empty.
pub(super) fn add_to<T>(list: &mut Vec<T>, entry: T) {
    if list.len() == list.capacity() {
        let more = if list.is_empty() { 1 } else { (list.len() / 2).max(3) };
        list.reserve_exact(more);
    }
    list.push(entry);
}

/// Puts an entry into a list that is in order, unless it is there.
pub(super) fn put_into<T: Ord>(list: &mut Vec<T>, entry: T) {
    if let Err(index) = list.binary_search(&entry) {
        list.insert(index, entry);
    }
}

/// Takes an entry out of a list that is in order, if it is there.
#[allow(clippy::needless_pass_by_value, reason = "an entry is a number or two")]
pub(super) fn drop_from<T: Ord>(list: &mut Vec<T>, entry: T) {
    if let Ok(index) = list.binary_search(&entry) {
        list.remove(index);
    }
}
