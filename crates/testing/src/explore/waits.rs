//! The positions at which cases wait for ever when people do nothing (I13): the clock and the platform alone
//! reach no end from there.

use std::collections::{BTreeSet, VecDeque};

use aftersale::lifecycle::{Actor, Flow, Phase, Status};
use aftersale::order::{Order, Outcome, Policy, Refund, RefundRef, Request, Route};

/// The positions at which cases wait for ever when people do nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waits<S> {
    /// The flow, status and phase of each position, of orders with a single case.
    pub positions: Vec<(Flow, S, Phase)>,
    /// The number of states with several cases from which no end can be reached, although none of their cases
    /// stands at such a position.
    pub unexplained: usize,
}

/// The positions of an order's open cases, and the number of all its cases.
type Open<S> = (Vec<(Flow, S, Phase)>, usize);

/// The states, and the transitions of clock and platform between them.
pub(super) struct Graph<S> {
    states: Vec<Open<S>>,
    /// The states before and after.
    transitions: Vec<(u32, u32)>,
}

impl<S> Default for Graph<S> {
    fn default() -> Self {
        Self { states: Vec::new(), transitions: Vec::new() }
    }
}

impl<S: Status> Graph<S> {
    pub(super) fn add_state<P: Policy<Status = S>>(&mut self, order: &Order<P>) {
        let open = order.cases().iter().filter_map(|case| {
            let phase = order.phase(case.id)?;
            let in_flight = order.refunds_of(case.id).any(Refund::is_in_flight);
            let is_open = !phase.is_final() || in_flight;
            is_open.then_some((case.flow, case.status, phase))
        });
        self.states.push((open.collect(), order.cases().len()));
    }

    /// Adds a transition from one state to another, if the clock or the platform makes it in the ordinary course
    /// of things. Reversals do not belong to it, nor do declarations; and offline refunds are out of the platform's
    /// sight.
    pub(super) fn add_transition<P: Policy<Status = S>>(
        &mut self,
        (from, before): (u32, &Order<P>),
        to: u32,
        by: Actor,
        request: &Request,
    ) {
        let is_offline = |refund: &Refund| refund.route == Route::Offline;
        let is_ordinary = match request {
            Request::ReportRefund { outcome: Outcome::Reversed(_), .. }
            | Request::ReportExternalRefund { .. }
            | Request::ReportPendingExternalRefund { .. }
            | Request::IdentifyRefund { .. }
            | Request::DeclareFailed { .. }
            | Request::Hide { .. }
            | Request::Close { .. } => false,
            Request::ReportRefund { refund: RefundRef::Key(key), .. } => {
                !before.refund(key).is_some_and(is_offline)
            }
            Request::ReportRefund { refund: RefundRef::OfCase(case), .. } => {
                !before.refunds_of(*case).any(|one| one.is_in_flight() && is_offline(one))
            }
            _ => true,
        };
        if is_ordinary && matches!(by, Actor::Clock | Actor::Platform) {
            self.transitions.push((from, to));
        }
    }

    pub(super) fn waits(mut self) -> Waits<S> {
        // Backwards from the ends: the transitions by where they lead.
        self.transitions.sort_unstable_by_key(|(_, to)| *to);
        let mut ends = vec![false; self.states.len()];
        let mut queue: VecDeque<usize> = VecDeque::new();
        for (id, (open, _)) in self.states.iter().enumerate() {
            if open.is_empty() {
                ends[id] = true;
                queue.push_back(id);
            }
        }
        while let Some(id) = queue.pop_front() {
            let first = self.transitions.partition_point(|(_, to)| (*to as usize) < id);
            for (from, _) in
                self.transitions[first..].iter().take_while(|(_, to)| *to as usize == id)
            {
                let from = *from as usize;
                if !ends[from] {
                    ends[from] = true;
                    queue.push_back(from);
                }
            }
        }
        let mut positions: Vec<(Flow, S, Phase)> = Vec::new();
        let mut names = BTreeSet::new();
        let waiting = || self.states.iter().zip(&ends).filter(|(_, ends)| !**ends);
        for ((open, cases), _) in waiting() {
            for (flow, status, phase) in open.iter().filter(|_| *cases == 1) {
                if names.insert((*flow, status.name(), *phase)) {
                    positions.push((*flow, *status, *phase));
                }
            }
        }
        positions
            .sort_unstable_by_key(|(flow, status, phase)| (*flow, status.stored_number(), *phase));
        let is_explained =
            |open: &[(Flow, S, Phase)]| open.iter().any(|one| positions.contains(one));
        let unexplained = waiting().filter(|((open, _), _)| !is_explained(open)).count();
        Waits { positions, unexplained }
    }
}
