//! Records what came back: the receipt of the goods, and the waiver of the return.

use super::check::Authorised;
use super::{Change, Draft};
use crate::order::by_line::ByLine;
use crate::order::state::CaseView;
use crate::order::{Bound, CaseId, Policy, Reason, ReceivedLine};
use crate::quantity::Quantity;

impl<P: Policy> Draft<'_, P> {
    /// Confirms the receipt of the goods.
    pub(super) fn confirm_receipt(&mut self, case: CaseId, goods: &[ReceivedLine]) {
        let Some(view) = self.case(case) else { return };
        let claim = if self.check_received(&view, goods) {
            self.checks.accepted_claim(&view, goods)
        } else {
            view.claim.clone()
        };
        let can_be_nothing = self.checks.limits().nothing || claim.ends_without_refund();
        if !claim.total().is_positive() && !can_be_nothing {
            let line = claim.lines.first().map(|claimed| claimed.line.clone());
            let bound = line.map_or(Bound::Order, Bound::Units);
            self.checks.refuse(Reason::NothingRefundable { bound });
        }
        let Some(authorise) = self.authorise(&view.with_claim(&claim)) else { return };
        let claim = Some(claim).filter(|claim| claim != view.claim);
        self.push(Change::GoodsReceived { case, goods: goods.to_vec() });
        match authorise {
            Authorised::Rule(transition) => self.take(case, &transition, claim),
            _ => self.claim_changes(case, claim),
        }
    }

    /// Waives the return: the claim is refunded without the goods.
    pub(super) fn waive_return(&mut self, case: CaseId) {
        let Some(view) = self.case(case) else { return };
        match self.authorise(&view) {
            Some(Authorised::Rule(transition)) => {
                self.push(Change::ReturnWaived { case });
                self.take(case, &transition, None);
            }
            Some(_) => self.push(Change::ReturnWaived { case }),
            None => {}
        }
    }

    /// Checks that every unit of the case is accounted for once, and that accepted units have come (I3, I5).
    fn check_received(&self, case: &CaseView<'_, P::Status>, goods: &[ReceivedLine]) -> bool {
        let before = self.checks.number_of_reasons();
        let claims = ByLine::of(case.claim.lines.iter().map(|claimed| &claimed.line));
        let by_line = ByLine::of(goods.iter().map(|received| &received.line));
        let refuse = |reason| self.checks.refuse(reason);
        for (place, received) in goods.iter().enumerate() {
            let line = || received.line.clone();
            if by_line.is_before(&received.line, place) {
                refuse(Reason::DuplicateLine { line: line() });
            }
            let claimed = claims.first(&received.line);
            let Some(claimed) = claimed.and_then(|place| case.claim.lines.get(place)) else {
                let is_line = self.state().place_of_line(&received.line).is_some();
                refuse(if is_line {
                    Reason::LineNotClaimed { line: line() }
                } else {
                    Reason::NoSuchLine { line: line() }
                });
                continue;
            };
            let ReceivedLine { accepted, resaleable, damaged, missing, wrong, .. } = *received;
            let most = Quantity::new(u32::MAX);
            let sum = Quantity::sum([resaleable, damaged, missing, wrong]);
            let came = Quantity::sum([resaleable, damaged]).unwrap_or(most);
            if sum != Some(claimed.units) {
                let (stated, claimed) = (sum.unwrap_or(most), claimed.units);
                refuse(Reason::UnitsDoNotAddUp { line: line(), stated, claimed });
            }
            if accepted > came {
                refuse(Reason::AcceptedMoreThanReceived { line: line(), accepted, came });
            } else if accepted != claimed.units && !self.checks.limits().part_of_the_goods {
                let claimed = claimed.units;
                refuse(Reason::AllOrNothing { line: line(), accepted, claimed });
            }
        }
        for claimed in &case.claim.lines {
            if by_line.first(&claimed.line).is_none() {
                refuse(Reason::MissingLine { line: claimed.line.clone() });
            }
        }
        if goods.iter().all(|received| received.accepted == Quantity::ZERO) {
            refuse(Reason::NothingAccepted);
        }
        self.checks.number_of_reasons() == before
    }
}
