//! The questions about what can be done: what is still refundable, what an application would claim, and which actions
//! are permitted. The answers come from the same checks as decisions do, so that an action which is said to be
//! permitted is.

use alloc::vec::Vec;

use super::decide::{Checks, is_recorded, is_taken_beside_the_table};
use super::state::CaseView;
use super::{Ask, Bound, Capability, CaseId, Claim, LineId, Order, Parts, Policy, Reason, Right};
use crate::lifecycle::{Action, Actor, Flow, Set, Status};
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// The amounts and units of an order that are still refundable.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refundable {
    /// The amounts and units by line, in the order of the lines.
    pub lines: Vec<LineRefundable>,
    /// The amount for shipping and whatever else was added for the order as a whole.
    pub shipping: Amount,
    /// The bound of that amount: shipping, or the order as a whole.
    pub shipping_bound: Bound,
    /// The amount for everything together.
    pub order: Amount,
}

/// The amount and units of a line that are still refundable.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct LineRefundable {
    /// The line.
    pub line: LineId,
    /// The units.
    pub units: Quantity,
    /// The amount.
    pub amount: Amount,
    /// The bound of the amount: the line, or the order as a whole.
    pub bound: Bound,
}

/// The claim that an application would make.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Quote {
    /// The claim.
    pub claim: Claim,
    /// The amount of the claim altogether.
    pub total: Amount,
    /// The tax in it, by what it is for, if it is paid next ([`CarriedTax::expected`](super::CarriedTax::expected)).
    pub tax: Parts,
}

/// An action that an actor cannot take on a case, with the reasons.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ActionRefusal<S: Status> {
    /// The action.
    pub action: Action,
    /// Every reason, guards and money included. At least one.
    pub reasons: Vec<Reason<S>>,
}

/// Whether a case can be opened about one line in one flow.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct MayApply<S: Status> {
    /// The flow.
    pub flow: Flow,
    /// The line.
    pub line: LineId,
    /// Every reason why not. Where there is none, a case can be opened.
    pub reasons: Vec<Reason<S>>,
}

impl<P: Policy> Checks<'_, P> {
    /// Checks whether this actor can take this action on a case.
    fn check_action(
        &self,
        case: &CaseView<'_, P::Status>,
        by: Actor,
        action: Action,
        at: Timestamp,
    ) {
        self.check_room_for_an_action(Capability::Action(action));
        self.authorise(case, by, action, at);
        if action == Action::Modify {
            self.check_number_of_applications(case.claim);
        }
    }
}

impl<P: Policy> Order<P> {
    /// Returns for each flow and line whether this actor can open a case about it now, with every reason why not that
    /// does not depend on the texts of the application.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let mut answers = order.may_apply(Actor::Buyer, now).into_iter();
    /// let tea = answers.find(|may| may.flow == Flow::RefundOnly && may.line.as_str() == "tea");
    /// let tea = tea.ok_or("the order has tea")?;
    /// // Case 1 is about tea, and ShopXO has one case a line.
    /// assert_eq!(tea.reasons[0].to_string(), "another case is open on the line");
    /// let cup = answers.next().ok_or("and a cup")?;
    /// assert!(cup.reasons.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn may_apply(&self, by: Actor, at: Timestamp) -> Vec<MayApply<P::Status>> {
        let refundable = self.refundable();
        let pairs = Flow::OF_ORDERS
            .iter()
            .flat_map(|flow| refundable.lines.iter().map(move |line| (*flow, line)));
        let answers = pairs.map(|(flow, left)| {
            let reasons = self.why_not_apply(flow, left, by, at);
            MayApply { flow, line: left.line.clone(), reasons }
        });
        answers.collect()
    }

    /// Returns the rights beside the platform's table that this actor has under the order's policy, such as reporting
    /// on a refund. Actions of the table are in [`permitted`](Self::permitted).
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// use aftersale::order::Right;
    ///
    /// assert!(order.rights(Actor::Platform).contains(Right::ReportRefund));
    /// assert_eq!(order.rights(Actor::Buyer).to_string(), "hide the case");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn rights(&self, by: Actor) -> Set<Right> {
        let terms = self.policy.terms();
        Right::ALL.iter().copied().filter(|right| terms.holders(*right).contains(by)).collect()
    }

    /// Returns the amounts and units that are still refundable, each with its bound. Whether a case can be opened
    /// at all is not looked at.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let refundable = order.refundable();
    /// let tea = &refundable.lines[0];
    /// assert_eq!((tea.units, tea.amount), (Quantity::new(2), fen(2_000)));
    /// assert_eq!((refundable.shipping, refundable.order), (fen(800), fen(4_000)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refundable(&self) -> Refundable {
        let ledger = self.ledger();
        let order = ledger.order.left().max(Amount::ZERO);
        let capped = |left: Amount, bound: Bound| {
            let left = left.max(Amount::ZERO);
            if left <= order { (left, bound) } else { (order, Bound::Order) }
        };
        let lines = ledger.lines.iter().map(|balance| {
            let bound = Bound::Line(balance.line.clone());
            let (amount, bound) = capped(balance.money.left(), bound);
            let (line, units) = (balance.line.clone(), balance.units.left());
            LineRefundable { line, units, amount, bound }
        });
        let lines = lines.collect();
        let (shipping, shipping_bound) = capped(ledger.shipping.left(), Bound::Shipping);
        Refundable { lines, shipping, shipping_bound, order }
    }

    /// Returns the claim that an application for these lines would make.
    ///
    /// # Errors
    ///
    /// Every reason why less is refundable. Whether a case can be opened at all is not looked at.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let quote = order.quote(Flow::RefundOnly, &[Ask::units("tea", 2)], Some(fen(800)));
    /// assert_eq!(quote.map(|quote| quote.total), Ok(fen(2_800)));
    ///
    /// let too_many = order.quote(Flow::RefundOnly, &[Ask::units("tea", 3)], None).unwrap_err();
    /// assert_eq!(too_many[0].to_string(), "asked 3 of line tea: bought 3, claimed 1, returned 0");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn quote(
        &self,
        flow: Flow,
        lines: &[Ask],
        shipping: Option<Amount>,
    ) -> Result<Quote, Vec<Reason<P::Status>>> {
        let checks = Checks::of(self, self.books.at);
        checks.check_flow(Some(flow));
        if checks.has_reasons() {
            return Err(checks.take_reasons());
        }
        checks.check_asks_within_maximum(lines);
        if checks.has_reasons() {
            return Err(checks.take_reasons());
        }
        let claim = checks.claim(None, flow, lines, shipping, &[]);
        let reasons = checks.take_reasons();
        if !reasons.is_empty() {
            return Err(reasons);
        }
        let is_taxed = self.books.kept.tax.is_any();
        let parts = if is_taxed { claim.parts() } else { Parts::default() };
        let tax = self.tax_if_paid_next(&parts, |_| false);
        Ok(Quote { total: claim.total(), claim, tax })
    }

    /// Returns the reasons why this actor cannot take this action on the case now: every one that does not depend
    /// on the content of the request. Where there is none, the action is permitted.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let reasons = order.why_not(case, Actor::Buyer, Action::Cancel, now);
    /// assert_eq!(reasons[0].to_string(), "refund ORDER1c1r1 is under way; find out its outcome first");
    /// assert_eq!(reasons[0].kind(), ReasonKind::MoneyMayBeOut);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn why_not(
        &self,
        case: CaseId,
        by: Actor,
        action: Action,
        at: Timestamp,
    ) -> Vec<Reason<P::Status>> {
        let checks = Checks::of(self, at.max(self.books.at));
        if let Some(case) = checks.case(case, false) {
            checks.check_action(&case, by, action, at);
        }
        checks.take_reasons()
    }

    /// Returns the actions that this actor can take on the case now, guards and money included. (The outcome of a
    /// refund is reported with [`Request::ReportRefund`](super::Request::ReportRefund).)
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // While the refund is under way, no action is.
    /// assert!(order.permitted(case, Actor::Merchant, now).is_empty());
    ///
    /// let application = Application::of(vec![Ask::units("cup", 1)]);
    /// let apply = Request::Apply { flow: Flow::RefundOnly, application };
    /// order.accept(&Command::new("c-3", "ORDER1", Actor::Buyer, now, apply))?;
    /// let second = CaseId::new(2);
    /// assert_eq!(
    ///     order.permitted(second, Actor::Buyer, now).to_string(),
    ///     "cancel",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn permitted(&self, case: CaseId, by: Actor, at: Timestamp) -> Set<Action> {
        let checks = Checks::of(self, at.max(self.books.at));
        let Some(case) = checks.case(case, false) else { return Set::EMPTY };
        // Most actions have no rule at a status, and their reasons are not asked for.
        let has_rule = |action| {
            let to = P::LIFECYCLE.leads_to(case.flow, Some(case.status), by, action);
            to.is_some() || is_taken_beside_the_table(action)
        };
        let can = |action: &Action| {
            has_rule(*action) && {
                checks.check_action(&case, by, *action, at);
                checks.take_reasons().is_empty()
            }
        };
        Action::ALL.iter().copied().filter(can).collect()
    }

    /// Returns the actions that this actor can take on a case at other times, but not now, with the reasons.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let refused = order.not_permitted(case, Actor::Buyer, now);
    /// let actions: Vec<_> = refused.iter().map(|refused| refused.action.to_string()).collect();
    /// assert!(actions.contains(&"cancel".to_owned()));
    /// assert!(refused.iter().all(|refused| !refused.reasons.is_empty()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn not_permitted(
        &self,
        case: CaseId,
        by: Actor,
        at: Timestamp,
    ) -> Vec<ActionRefusal<P::Status>> {
        let ever_by_actor = |action: &Action| {
            let mut rules = P::LIFECYCLE.rules().iter().filter(|rule| rule.action == *action);
            (is_recorded::<P>(*action) && by == Actor::Merchant)
                || rules.any(|rule| !rule.opens() && rule.by.contains(&by))
        };
        let actions = Action::ALL.iter().copied().filter(ever_by_actor);
        let why_not = actions.map(|action| {
            let reasons = self.why_not(case, by, action, at);
            ActionRefusal { action, reasons }
        });
        why_not.filter(|why_not| !why_not.reasons.is_empty()).collect()
    }
}
