//! The bare look-up: for each status, action, flow and actor the status that follows, found with one index. It knows no
//! guards, no evidence and no reasons; the rules do.

use super::{Action, Actor, Flow, Lifecycle, Rule, Status};

const FLOWS: usize = Flow::ALL.len();
const ACTORS: usize = Actor::ALL.len();

/// The length of a row. A power of two, so that a row is found by a shift; the rest of it stays empty.
const LENGTH: usize = (Action::ALL.len() * FLOWS * ACTORS).next_power_of_two();

/// The answers at one status: for each action, flow and actor the status that follows.
#[doc(hidden)]
pub type Row<S> = [Option<S>; LENGTH];

/// Returns the place of an answer in its row. Every flow, actor and action has one, so the compiler leaves the check of
/// the bounds out.
#[allow(
    clippy::arithmetic_side_effects,
    reason = "the numbers of a flow, an actor and an action are below 64, so nothing overflows"
)]
const fn column(flow: usize, actor: usize, action: usize) -> usize {
    (action * FLOWS + flow) * ACTORS + actor
}

/// Returns a row for each number of a status, and behind them ([`Status::AFTER_LAST`]) the one for "no case yet".
///
/// The look-up is that of [`Declaration`](super::proof::Declaration): for each flow, position (0: no case yet, else the
/// number of the status plus 1) and action the number of the rule plus 1.
#[doc(hidden)]
#[must_use]
#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "const evaluation: a fault is a compile error"
)]
pub const fn rows<S: Status, const ROWS: usize>(
    rules: &[Rule<S>],
    places: usize,
    look_up: &[u8],
) -> [Row<S>; ROWS] {
    let mut rows = [[None; LENGTH]; ROWS];
    let mut cell = 0;
    while cell < look_up.len() {
        if look_up[cell] != 0 {
            let rule = &rules[look_up[cell] as usize - 1];
            let action = cell % Action::ALL.len();
            let place = cell / Action::ALL.len() % places;
            let flow = cell / Action::ALL.len() / places;
            let row = if place == 0 { S::AFTER_LAST } else { place - 1 };
            let mut i = 0;
            while i < rule.by.len() {
                rows[row][column(flow, rule.by[i] as usize, action)] = Some(rule.to);
                i += 1;
            }
        }
        cell += 1;
    }
    rows
}

impl<S: Status> Lifecycle<S> {
    /// Returns the status that follows when this actor takes this action at a status of a flow (`None`: before there is a
    /// case), regardless of the guards and the evidence; `None` when no rule lets this actor.
    ///
    /// This is the quickest answer, for a host that sorts through many cases. It permits nothing: [`next`](Self::next) does.
    ///
    /// ```
    /// use aftersale::lifecycle::{Action, Actor, Flow};
    /// use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
    ///
    /// let from = Some(AfterSaleStatus::MerchantProcessing);
    /// let leads_to = |actor| LIFECYCLE.leads_to(Flow::RefundOnly, from, actor, Action::AgreeToRefund);
    /// assert_eq!(leads_to(Actor::Merchant), Some(AfterSaleStatus::PlatformRefunding));
    /// assert_eq!(leads_to(Actor::Buyer), None);
    /// ```
    #[must_use]
    #[inline]
    pub fn leads_to(self, flow: Flow, from: Option<S>, actor: Actor, action: Action) -> Option<S> {
        // "No case yet" is often stored as the number after the last, and then costs nothing here.
        let row = from.map_or(S::AFTER_LAST, |status| usize::from(status.stored_number()));
        match self.rows().get(row) {
            Some(row) => {
                row.get(column(flow as usize, actor as usize, action as usize)).copied()?
            }
            None => self.leads_to_by_rule(flow, from, actor, action),
        }
    }

    /// Answers for a table that was made without rows.
    #[cold]
    fn leads_to_by_rule(
        self,
        flow: Flow,
        from: Option<S>,
        actor: Actor,
        action: Action,
    ) -> Option<S> {
        let rule = self.rule(flow, from, action)?;
        rule.by.contains(&actor).then_some(rule.to)
    }
}
