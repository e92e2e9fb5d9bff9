//! The checks: each is named after what it checks, reads the state as it is by then, and collects its reasons. Commands
//! and questions ask the same checks, so an action that is said to be permitted is.

mod maxima;
mod money;
mod position;
mod reasons;
mod texts;
mod when;
mod who;

use alloc::vec::Vec;
use core::cell::RefCell;

use reasons::Reasons;

pub(super) use money::too_many_units;
pub(super) use position::Authorised;
pub(in crate::order) use position::{is_recorded, is_taken_beside_the_table};

use crate::lifecycle::Flow;
use crate::money::{Amount, Money};
use crate::order::state::{Books, CaseView, State};
use crate::order::{CaseId, Limits, Order, Policy, Reason, Terms};
use crate::time::Timestamp;

/// The reasons against something, as they are collected, and the state that they are about.
pub(in crate::order) struct Checks<'a, P: Policy> {
    pub(in crate::order) order: &'a Order<P>,
    pub(super) state: State<'a, P::Status>,
    reasons: RefCell<Reasons<P::Status>>,
}

impl<'a, P: Policy> Checks<'a, P> {
    /// Returns the checks of something that happens at this time.
    pub(in crate::order) fn of(order: &'a Order<P>, at: Timestamp) -> Self {
        Self { order, state: order.state_at(at), reasons: RefCell::new(Reasons::new()) }
    }

    pub(in crate::order) fn refuse(&self, reason: Reason<P::Status>) {
        self.reasons.borrow_mut().add(reason);
    }

    /// Checks that an order has cases of the flow that a command or a question names, if it names one.
    pub(in crate::order) fn check_flow(&self, flow: Option<Flow>) {
        if let Some(flow) = flow.filter(|flow| !flow.is_of_orders()) {
            self.refuse(Reason::FlowNotOfOrders { flow });
        }
    }

    pub(super) fn number_of_reasons(&self) -> usize {
        self.reasons.borrow().count()
    }

    pub(in crate::order) fn has_reasons(&self) -> bool {
        self.number_of_reasons() > 0
    }

    /// Returns the reasons so far, as they came, and forgets them.
    pub(in crate::order) fn take_reasons(&self) -> Vec<Reason<P::Status>> {
        self.reasons.borrow_mut().take()
    }

    /// Returns the reasons so far in the order of the platform's checks, and forgets them.
    pub(super) fn reasons_in_order(&self) -> Vec<Reason<P::Status>> {
        let mut reasons = self.take_reasons();
        if reasons.len() > 1 {
            reasons.sort_by_key(|reason| self.terms().checks.rank(reason.check()));
        }
        reasons
    }

    /// Forgets the reasons that are not to be kept.
    pub(super) fn retain_reasons(&self, keep: impl Fn(&Reason<P::Status>) -> bool) {
        self.reasons.borrow_mut().retain(keep);
    }

    /// Returns the order as it was before the command.
    pub(super) const fn books(&self) -> &'a Books<P::Status> {
        self.state.before()
    }

    pub(super) fn terms(&self) -> &'a Terms {
        self.order.policy.terms()
    }

    pub(super) fn limits(&self) -> &'a Limits {
        &self.terms().limits
    }

    pub(super) const fn money(&self, amount: Amount) -> Money {
        self.books().currency().money(amount)
    }

    /// Returns the case with this number, unless it is gone for this command, or collects the reason that there is
    /// none.
    pub(in crate::order) fn case(
        &self,
        id: CaseId,
        is_news_of_money: bool,
    ) -> Option<CaseView<'_, P::Status>> {
        // Reports on its money are recorded all the same (I12).
        let gone = self.limits().hidden_is_gone && !is_news_of_money;
        let case = self.state.case(id).filter(|case| !(gone && case.hidden));
        if case.is_none() {
            self.refuse(Reason::NoSuchCase { case: id });
        }
        case
    }
}
