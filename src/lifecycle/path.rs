//! The shortest way from one status to another, for a host that follows a case that it does not own and
//! has missed some steps.

use alloc::vec::Vec;

use super::{Action, Flow, KnownFacts, Lifecycle, Rule, Status, Transition};

impl<S: Status> Lifecycle<S> {
    /// Returns a shortest way from a status (`None`: from before there is a case) to another,
    /// regardless of guards; `None` when there is none, or when the case cannot be at that status in
    /// this flow.
    ///
    /// An outcome that was [also seen](Rule::also_seen) counts as an outcome. Among several shortest
    /// ways the choice is always the same. The way from a status to itself is empty.
    ///
    /// ```
    /// use aftersale::lifecycle::Flow;
    /// use aftersale::wechat::{AfterSaleStatus::*, LIFECYCLE};
    ///
    /// let missed = LIFECYCLE.path(Flow::ReturnRefund, Some(UserWaitReturn), ReturnClosed);
    /// let rows: Vec<_> = missed.unwrap().iter().map(|step| step.rule.row).collect();
    /// assert_eq!(rows, ["W12"]);
    /// ```
    #[must_use]
    pub fn path(self, flow: Flow, from: Option<S>, to: S) -> Option<Vec<Transition<S>>> {
        self.path_by(flow, from, to, |_| true)
    }

    /// Returns a shortest way that uses only the rules that `allowed` accepts.
    ///
    /// The shortest way is not always the likely one. At WeChat a forced refund is the shortest way to
    /// the money from any status:
    ///
    /// ```
    /// use aftersale::lifecycle::{Action::*, Flow, Rule};
    /// use aftersale::wechat::{AfterSaleStatus::{self, *}, LIFECYCLE};
    ///
    /// let rows = |allowed: fn(&Rule<AfterSaleStatus>) -> bool| -> Vec<&str> {
    ///     let from = Some(MerchantProcessing);
    ///     let way = LIFECYCLE.path_by(Flow::ReturnRefund, from, MerchantReturnSuccess, allowed);
    ///     way.unwrap().iter().map(|step| step.rule.row).collect()
    /// };
    /// assert_eq!(rows(|_| true), ["W31", "W33"]);
    ///
    /// assert_eq!(rows(|rule| {
    ///     matches!(rule.action, AgreeToReturn | ShipReturn | ConfirmReceipt | RefundSucceeded)
    /// }), ["W5", "W11", "W17", "W33"]);
    /// ```
    #[must_use]
    pub fn path_by(
        self,
        flow: Flow,
        from: Option<S>,
        to: S,
        allowed: impl Fn(&Rule<S>) -> bool,
    ) -> Option<Vec<Transition<S>>> {
        if let Some(status) = from {
            self.phase(flow, status)?;
        }
        if from == Some(to) {
            return Some(Vec::new());
        }
        // Breadth first: `found` is in order of discovery, and each entry has the index of the one
        // before it.
        let mut found: Vec<(Option<usize>, Transition<S>)> = Vec::new();
        let mut looked_from = None;
        loop {
            let (flow, status, facts) = match looked_from {
                None => (flow, from, KnownFacts::UNKNOWN),
                Some(index) => {
                    let (_, step): &(_, Transition<S>) = found.get(index)?;
                    (step.flow, Some(step.to), step.facts)
                }
            };
            let rules = Action::ALL.iter().filter_map(|action| self.rule(flow, status, *action));
            for rule in rules.filter(|rule| self.trusts(rule) && allowed(rule)) {
                let flow = rule.flow_after(flow);
                for outcome in core::iter::once(&rule.to).chain(rule.also_seen) {
                    if found.iter().any(|(_, step)| step.flow == flow && step.to == *outcome) {
                        continue;
                    }
                    let facts = rule.facts_after(facts);
                    let step = Transition { rule, flow, to: *outcome, facts };
                    found.push((looked_from, step));
                    if *outcome == to {
                        return Some(way_to_the_last(&found));
                    }
                }
            }
            looked_from = Some(looked_from.map_or(0, |index: usize| index.saturating_add(1)));
        }
    }
}

fn way_to_the_last<S: Status>(found: &[(Option<usize>, Transition<S>)]) -> Vec<Transition<S>> {
    let mut way = Vec::new();
    let mut at = found.len().checked_sub(1);
    while let Some((before, step)) = at.and_then(|index| found.get(index)) {
        way.push(*step);
        at = *before;
    }
    way.reverse();
    way
}
