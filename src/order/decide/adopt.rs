//! Takes cases over as they are.

use super::case::Before;
use super::{Change, Draft};
use crate::lifecycle::TableReason;
use crate::money::Amount;
use crate::order::by_line::ByLine;
use crate::order::state::CaseView;
use crate::order::{
    Adopted, Adoption, Anomaly, Ask, Case, CaseId, CasePosition, Ceiling, Claim, ClaimLine, Policy,
    Reason, ReceivedLine,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;

impl<P: Policy> Draft<'_, P> {
    /// Takes a case over as it is: a new one, or one that is known, by its number here or by its id on the platform.
    pub(super) fn adopt(&mut self, adoption: &Adoption) {
        let Adoption { flow, facts, .. } = *adoption;
        let Some(status) = adoption.status.resolve::<P::Status>() else {
            self.checks.refuse(Reason::UnknownStatus { status: adoption.status.clone() });
            return;
        };
        let Some(status_phase) = P::LIFECYCLE.phase(flow, status) else {
            let flows = P::LIFECYCLE.flows_of(status);
            self.checks.refuse(Reason::Table(if flows.is_empty() {
                TableReason::NoRules { status }
            } else {
                TableReason::NotOfThisFlow { status, flows }
            }));
            return;
        };
        let position = CasePosition { flow, status, status_phase, facts };
        self.check_platform_case(adoption);
        let id = adoption.platform_case.as_ref();
        let of_platform = id.and_then(|id| self.checks.books().case_of_platform(id));
        let known = adoption.case.or_else(|| of_platform.map(|case| case.id));
        self.check_told_refund(adoption, known);
        match known {
            Some(case) => self.adopt_again(case, adoption, position),
            None => self.adopt_new(adoption, position),
        }
    }

    /// Checks that the id of a case on its platform is not that of another case, and that the case has no other.
    fn check_platform_case(&self, adoption: &Adoption) {
        let Some(id) = &adoption.platform_case else { return };
        if id.as_str().is_empty() {
            self.checks.refuse(Reason::EmptyName);
        }
        let Some(given) = adoption.case else { return };
        let books = self.checks.books();
        if let Some(owner) = books.case_of_platform(id).filter(|owner| owner.id != given) {
            let (platform_case, known) = (id.clone(), owner.id);
            self.checks.refuse(Reason::PlatformCaseKnown { platform_case, known, given });
        }
        let known = books.case(given).and_then(Case::platform_case);
        if let Some(known) = known.filter(|known| *known != id) {
            let (known, given_id) = (known.clone(), id.clone());
            self.checks.refuse(Reason::OtherPlatformCase { case: given, known, given: given_id });
        }
    }

    /// Takes a case over that the order does not know.
    fn adopt_new(&mut self, adoption: &Adoption, position: CasePosition<P::Status>) {
        let case = self.checks.books().next_case();
        let claim = self.adopted_claim(None, &adoption.lines, adoption.shipping);
        self.push(Change::CaseOpened { case, action: None, claim, position });
        if let Some(adopted) = self.adopted(adoption, None, true) {
            self.push(Change::CaseAdopted { case, adopted });
            self.record_if_adoption_is_dated_ahead(adoption);
        }
        self.adopt_refund(case, adoption, true);
        self.set_clock(case, None, true);
        self.check_adopted(case);
        self.record_if_less_is_told(case, adoption);
        self.record_if_refunded_before_opening(case);
        self.record_if_contradicted(case, None);
    }

    /// Takes a case over that the order knows: its status and what else the platform tells, unless that is old.
    fn adopt_again(
        &mut self,
        case: CaseId,
        adoption: &Adoption,
        position: CasePosition<P::Status>,
    ) {
        let Some(view) = self.case(case) else { return };
        let (was, before) = (self.state().phase_of(&view), Before::of(&view));
        let is_as_before = position == view.position();
        let has_ended = view.status_phase.is_final();
        let Some(known) = self.checks.books().case(case) else { return };
        // Of two statuses of one second an end is the later.
        let as_of = (self.adopted_as_of(adoption), !has_ended || position.status_phase.is_final());
        if adoption.as_of.is_some() && as_of < (known.known_as_of(), true) {
            self.adopt_platform_case(known, adoption);
            return;
        }
        let adopted = self.adopted(adoption, Some(known), position.status == known.status);
        let is_plain = adopted.is_none();
        let told = if is_plain { None } else { self.other_claim(&view, adoption) };
        let is_beyond_receipt =
            told.as_ref().is_some_and(|claim| exceeds_receipt(claim, view.goods));
        let claim = told.filter(|_| !is_beyond_receipt);
        let has_moved = is_plain || !is_as_before;
        let is_told_before = adopted.as_ref() == known.adopted.as_deref();
        let booked = || self.booked_for(case, self.adopted_as_of(adoption));
        let books_more = adoption.refunded.is_some_and(|total| total.amount > booked());
        if !has_moved && is_told_before && claim.is_none() && !books_more {
            return;
        }
        // A clock goes on where nothing but the time is new.
        let states_deadline = adoption.deadline.is_some() && !is_told_before;
        let starts_anew = is_plain || claim.is_some() || states_deadline;
        let has_other_claim = claim.is_some();
        self.claim_changes(case, claim);
        if has_moved {
            self.push(Change::Transitioned { case, action: None, position });
        }
        if let Some(adopted) = adopted.filter(|_| !is_told_before) {
            self.push(Change::CaseAdopted { case, adopted });
            self.record_if_adoption_is_dated_ahead(adoption);
            if is_beyond_receipt {
                self.record_anomaly(Anomaly::ClaimExceedsRefundable { case });
            }
        }
        self.adopt_refund(case, adoption, has_moved);
        self.set_clock(case, Some(before), starts_anew);
        if has_moved || has_other_claim {
            self.check_adopted(case);
        }
        self.record_if_less_is_told(case, adoption);
        if has_moved {
            self.record_if_it_left_its_end(case, was);
            self.record_if_contradicted(case, Some(was));
        }
    }

    /// Returns the claim that a case has on its platform now, where that is said and is another one than it has here.
    fn other_claim(&self, case: &CaseView<'_, P::Status>, adoption: &Adoption) -> Option<Claim> {
        let Adoption { lines, shipping, .. } = adoption;
        if lines.is_empty() && shipping.is_none() {
            return None;
        }
        let Claim { lines: claimed, shipping: before, .. } = case.claim;
        let is_claimed = |(ask, claimed): (&Ask, &ClaimLine)| {
            let units = ask.units.unwrap_or(Quantity::ZERO);
            (&ask.line, units) == (&claimed.line, claimed.units)
                && ask.amount.is_none_or(|amount| amount == claimed.amount)
        };
        let is_the_same = lines.len() == claimed.len()
            && shipping.unwrap_or_default() == *before
            && lines.iter().zip(claimed).all(is_claimed);
        let claim = || Claim {
            deductions: case.claim.deductions.clone(),
            ..self.adopted_claim(Some(case.id), lines, *shipping)
        };
        (!is_the_same).then(claim)
    }

    /// Gives a case its id on the platform, and takes nothing else over.
    fn adopt_platform_case(&mut self, known: &Case<P::Status>, adoption: &Adoption) {
        if known.platform_case().is_none() && adoption.platform_case.is_some() {
            let deadline = known.adopted.as_ref().and_then(|adopted| adopted.deadline);
            let platform_case = adoption.platform_case.clone();
            let adopted = Adopted { platform_case, as_of: known.known_as_of(), deadline };
            self.push(Change::CaseAdopted { case: known.id, adopted });
        }
    }

    /// Returns what is known of a case after an adoption that is not old. `None` where neither this one nor one before it
    /// has told anything of the platform's.
    fn adopted(
        &self,
        adoption: &Adoption,
        known: Option<&Case<P::Status>>,
        is_at_its_status: bool,
    ) -> Option<Adopted> {
        let before = known.and_then(|case| case.adopted.as_deref());
        if before.is_none() && adoption.tells_nothing_of_the_platform() {
            return None;
        }
        let stated = before.and_then(|before| before.deadline).filter(|_| is_at_its_status);
        let id = || before.and_then(|before| before.platform_case.clone());
        Some(Adopted {
            platform_case: adoption.platform_case.clone().or_else(id),
            as_of: self.adopted_as_of(adoption),
            deadline: adoption.deadline.or(stated),
        })
    }

    /// Returns the time as of which an adoption counts.
    pub(super) fn adopted_as_of(&self, adoption: &Adoption) -> Timestamp {
        adoption.as_of.map_or_else(|| self.time(), |told| self.counted_as_of(told))
    }

    fn record_if_adoption_is_dated_ahead(&mut self, adoption: &Adoption) {
        if let Some(told) = adoption.as_of {
            self.record_if_dated_ahead(told, self.counted_as_of(told));
        }
    }

    fn check_adopted(&mut self, case: CaseId) {
        self.checks.state.book_in();
        let ledger = self.state().ledger();
        let short = |left: Amount| left < Amount::ZERO;
        let of_lines = || ledger.lines.iter().any(|line| short(line.money.left()));
        let overdrawn = short(ledger.order.left())
            || (self.checks.limits().ceiling == Ceiling::Line
                && (short(ledger.shipping.left()) || of_lines()));
        if overdrawn {
            self.push(Change::AnomalyFound(Anomaly::ClaimExceedsRefundable { case }));
        }
    }

    /// Returns the claim that these asks make, for a new case or for one that is known, whose present claim is then released.
    fn adopted_claim(&self, case: Option<CaseId>, asks: &[Ask], shipping: Option<Amount>) -> Claim {
        let held = case.and_then(|case| self.state().held_by(case));
        let mut claim = Claim::default();
        let by_line = ByLine::of(asks.iter().map(|ask| &ask.line));
        for (place, ask) in asks.iter().enumerate() {
            let line = || ask.line.clone();
            let of_order = self.state().place_of_line(&ask.line);
            let balance =
                of_order.and_then(|place| self.state().line_balance(place, held.as_ref()));
            let Some(balance) = balance else {
                self.checks.refuse(Reason::NoSuchLine { line: line() });
                continue;
            };
            if by_line.is_before(&ask.line, place) {
                self.checks.refuse(Reason::DuplicateLine { line: line() });
                continue;
            }
            let units = ask.units.unwrap_or(Quantity::ZERO);
            // Where other cases claim the same units, these are worth as much as without those: when the others
            // end, the rest must not be worth more for that (I7).
            let worth = balance.worth_of(units).unwrap_or_else(|| balance.worth_alone(units));
            let amount = self.not_negative(ask.amount.unwrap_or(worth));
            claim.lines.push(ClaimLine { line: line(), units, worth, amount });
        }
        claim.shipping = self.not_negative(shipping.unwrap_or_default());
        if Amount::sum(claim.amounts()).is_none() {
            self.checks.refuse(Reason::TooLarge);
        }
        claim
    }

    fn not_negative(&self, amount: Amount) -> Amount {
        if amount < Amount::ZERO {
            let amount = self.checks.money(amount);
            self.checks.refuse(Reason::NotPositive { what: "ask for", amount });
        }
        amount.max(Amount::ZERO)
    }
}

/// Returns whether a claim asks for units that were not accepted when the goods came (I3).
fn exceeds_receipt(claim: &Claim, goods: Option<&[ReceivedLine]>) -> bool {
    let Some(goods) = goods else { return false };
    let accepted = |line: &ClaimLine| {
        let received = goods.iter().find(|received| received.line == line.line);
        received.map_or(Quantity::ZERO, |received| received.accepted)
    };
    claim.lines.iter().any(|line| line.units > accepted(line))
}
