//! Goods: what the merchant received, what the case then asks for, and what the shop takes into stock.

use super::applying::names_each_once;
use super::authorise::Authorised;
use super::records::{CaseRecord, ClaimRecord, ClaimedLine, quantity};
use super::step::{Objection, Step, require};
use aftersale::lifecycle::{Action, Flow};
use aftersale::order::{CaseId, Condition, Effect, LineId, Policy, ReceivedLine, Stage};

impl<P: Policy> Step<'_, P> {
    /// Takes the goods of a refunded case into stock: what came and was accepted, or what had never left. This
    /// happens once (I14).
    pub(super) fn take_goods_into_stock(&mut self, id: CaseId) {
        let Some(case) = self.after.case(id).cloned() else { return };
        if case.stocked {
            return;
        }
        let is_over = matches!(self.after.stage, Stage::Cancelled | Stage::Closed);
        let never_left = case.position.flow == Flow::RefundOnly
            && !self.after.facts.is_virtual
            && !self.after.is_shipped()
            && !is_over;
        // A shop that does not ask for a receipt takes it for granted.
        let unseen = case.position.flow == Flow::ReturnRefund && !self.limits().receipt;
        let balances = self.after.balances(Some(id));
        for claimed in &case.claim.lines {
            let came = case.goods.iter().flatten().find(|goods| goods.line == claimed.line);
            let (sound, broken) = if let Some(goods) = came {
                let accepted = i128::from(goods.accepted.units());
                let sound = accepted.min(goods.resaleable.units().into());
                (sound, (accepted - sound).min(goods.damaged.units().into()))
            } else if never_left || unseen {
                let there =
                    balances.line(&claimed.line).map_or(0, |line| line.bought - line.returned);
                (claimed.units.min(there), 0)
            } else {
                (0, 0)
            };
            for (units, condition) in [(sound, Condition::Resaleable), (broken, Condition::Damaged)]
            {
                if units > 0 {
                    let (line, units) = (claimed.line.clone(), quantity(units));
                    self.effects.push(Effect::TakeIntoStock { case: id, line, units, condition });
                    self.change(id, |case| case.stocked = true);
                }
            }
        }
    }

    /// Records the merchant's receipt, which accounts for every unit.
    pub(super) fn confirm_receipt(
        &mut self,
        id: CaseId,
        goods: &[ReceivedLine],
    ) -> Result<(), Objection> {
        self.require_case(id)?;
        let before = self.before;
        let Some(case) = before.case(id) else { return Err(Objection("there is no such case")) };
        let accepted = CaseRecord { claim: self.accepted_claim(case, goods)?, ..case.clone() };
        let claim = &accepted.claim;
        let can_be_nothing = self.limits().nothing || claim.ends_without_refund();
        require(claim.total() > 0 || can_be_nothing, "nothing is left of it")?;
        let authorised = self.authorise(&accepted, Action::ConfirmReceipt)?;
        self.change(id, |case| case.goods = Some(goods.to_vec()));
        let claim = Some(accepted.claim).filter(|claim| *claim != case.claim);
        match (authorised, claim) {
            (Authorised::Rule(rule), claim) => self.take_transition(id, rule, claim),
            (_, Some(claim)) => self.set_claim(id, claim),
            (_, None) => {}
        }
        Ok(())
    }

    /// Returns what the case asks for when the merchant accepts these goods and no others (I3). Every unit of
    /// the case must be accounted for, once, and what is accepted must have come.
    fn accepted_claim(
        &self,
        case: &CaseRecord<P::Status>,
        goods: &[ReceivedLine],
    ) -> Result<ClaimRecord, Objection> {
        let named: Vec<&LineId> = goods.iter().map(|goods| &goods.line).collect();
        names_each_once(&named)?;
        let is_claimed = |line: &LineId| case.claim.line(line).is_some();
        require(named.iter().all(|line| is_claimed(line)), "the case is not about this line")?;
        let all_accepted: i128 = goods.iter().map(|goods| i128::from(goods.accepted.units())).sum();
        require(all_accepted > 0, "nothing was accepted")?;

        let balances = self.before.balances(Some(case.id));
        let mut claim = ClaimRecord { lines: Vec::new(), ..case.claim.clone() };
        for claimed in &case.claim.lines {
            let of_line = goods.iter().find(|goods| goods.line == claimed.line);
            let Some(goods) = of_line else { return Err(Objection("a line is missing")) };
            let [accepted, sound, broken, missing, wrong] =
                [goods.accepted, goods.resaleable, goods.damaged, goods.missing, goods.wrong]
                    .map(|units| i128::from(units.units()));
            let adds_up = sound + broken + missing + wrong == claimed.units;
            require(adds_up, "the units do not add up")?;
            require(accepted <= sound + broken, "more is accepted than came")?;
            let is_all = accepted == claimed.units;
            require(is_all || self.limits().part_of_the_goods, "it is all or nothing here")?;
            if is_all {
                claim.lines.push(claimed.clone());
            } else if accepted > 0 {
                let worth = balances.line(&claimed.line).and_then(|line| line.worth_of(accepted));
                let worth = worth.unwrap_or(claimed.worth);
                let amount = claimed.amount.min(worth);
                let line = claimed.line.clone();
                claim.lines.push(ClaimedLine { line, units: accepted, worth, amount });
            }
        }
        // The shipping goes with the worth of what is accepted, rounded to the nearest.
        let worth_of =
            |claim: &ClaimRecord| claim.lines.iter().map(|line| line.worth).sum::<i128>();
        let (all, kept) = (worth_of(&case.claim), worth_of(&claim));
        if kept < all {
            claim.shipping = (2 * case.claim.shipping * kept + all) / (2 * all);
        }
        Ok(claim)
    }
}
