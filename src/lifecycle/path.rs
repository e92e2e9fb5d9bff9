//! The shortest way from one status to another, for a host that follows a case it does not own and
//! has missed some steps.

use alloc::vec::Vec;

use super::{Action, Flow, Lifecycle, Rule, Status};

/// One step of a way: the rule that is taken, and where it leads.
///
/// `to` is the rule's own outcome, or one of those that were
/// [also seen](Rule::also_seen).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hop<S: 'static> {
    /// The rule.
    pub rule: &'static Rule<S>,
    /// The flow afterwards.
    pub flow: Flow,
    /// The status afterwards.
    pub to: S,
}

impl<S: Status> Lifecycle<S> {
    /// A shortest way from a status (`None`: from before there is a case) to another, whatever the
    /// guards are; `None` when there is none.
    ///
    /// Of several shortest ways it is the one whose actions come first in [`Action`], always the
    /// same. The way from a status to itself is empty.
    ///
    /// ```
    /// use aftersale::lifecycle::Flow;
    /// use aftersale::wechat::{AfterSaleStatus::*, LIFECYCLE};
    ///
    /// let way = LIFECYCLE.path(Flow::ReturnRefund, Some(MerchantProcessing), MerchantReturnSuccess);
    /// let rows: Vec<_> = way.unwrap().iter().map(|hop| hop.rule.row).collect();
    /// assert_eq!(rows, ["W31", "W33"], "the platform can force a refund at any time");
    /// ```
    #[must_use]
    pub fn path(self, flow: Flow, from: Option<S>, to: S) -> Option<Vec<Hop<S>>> {
        if from == Some(to) {
            return Some(Vec::new());
        }
        // Breadth first. `seen` is the order of discovery, and each entry knows its predecessor.
        let mut seen: Vec<(Option<usize>, Hop<S>)> = Vec::new();
        let mut next = None;
        loop {
            let (flow, status) = match next {
                None => (flow, from),
                Some(index) => {
                    let (_, hop): &(_, Hop<S>) = seen.get(index)?;
                    (hop.flow, Some(hop.to))
                }
            };
            for action in Action::ALL {
                let Some(rule) = self.rule(flow, status, *action).filter(|rule| self.trusts(rule))
                else {
                    continue;
                };
                let flow = rule.flow_after(flow);
                for outcome in core::iter::once(&rule.to).chain(rule.also_seen) {
                    if seen.iter().any(|(_, hop)| hop.flow == flow && hop.to == *outcome) {
                        continue;
                    }
                    seen.push((next, Hop { rule, flow, to: *outcome }));
                    if *outcome == to {
                        return Some(unwind(&seen));
                    }
                }
            }
            next = Some(next.map_or(0, |index: usize| index.saturating_add(1)));
        }
    }
}

/// The way to the last entry, from the start.
fn unwind<S: Status>(seen: &[(Option<usize>, Hop<S>)]) -> Vec<Hop<S>> {
    let mut way = Vec::new();
    let mut at = seen.len().checked_sub(1);
    while let Some((before, hop)) = at.and_then(|index| seen.get(index)) {
        way.push(*hop);
        at = *before;
    }
    way.reverse();
    way
}
