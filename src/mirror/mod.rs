//! The mirror: follows a case that a platform owns, by what is seen of it.
//!
//! A merchant's system learns of a case by callbacks that are repeated within a second, hours late, missing or out of order,
//! and by asking. It hands each of these to a [`Mirror`] as a [`Sighting`], and the mirror says what it is: nothing new, one step (and
//! by which rule), a gap (and what must have happened on the way), old news, an unknown status, or something that the table
//! cannot explain. Such a thing is kept as unexplained and followed all the same: the platform is right.
//!
//! ```
//! use aftersale::mirror::{Finding, Mirror, MoneyState, SeenStatus, Sighting, Source};
//! use aftersale::time::Timestamp;
//! use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
//!
//! let mirror = Mirror::of(LIFECYCLE);
//! let seen = |name, seconds| {
//!     Sighting::new(SeenStatus::named(name), Timestamp::from_seconds(seconds), Source::Callback)
//! };
//! let (mut case, _) = mirror.begin(&seen("MERCHANT_PROCESSING", 1_795_300_000))?;
//!
//! // The money is back, and nothing was told of the way. However it was, the platform has refunded.
//! let Finding::Gap(missed) = mirror.see(&mut case, &seen("MERCHANT_RETURN_SUCCESS", 1_795_390_000))? else { panic!() };
//! assert_eq!(mirror.must_pass(missed), [AfterSaleStatus::PlatformRefunding]);
//!
//! // A callback that was missing comes hours late, and changes nothing.
//! let late = mirror.see(&mut case, &seen("MERCHANT_WAIT_RECEIPT", 1_795_380_000))?;
//! assert_eq!(late.code(), "old_news_fills_in");
//!
//! assert_eq!(case.status(), Some(SeenStatus::Known(AfterSaleStatus::MerchantReturnSuccess)));
//! assert_eq!((mirror.has_ended(&case), mirror.money(&case)), (true, MoneyState::WithBuyer));
//! assert_eq!(mirror.unexplained(&case).count(), 0);
//! # Ok::<(), aftersale::mirror::SightingFault>(())
//! ```
//!
//! What a mirror says follows from the sightings and the table alone. It reads no clock, and a case is kept in a bounded space.

mod case;
mod finding;
mod follow;
mod graph;
mod reconcile;
mod sighting;
#[cfg(feature = "serde")]
mod stored;

use alloc::vec::Vec;

pub use case::{Chapter, MOST_SPANS, MOST_UNEXPLAINED, MirroredCase};
pub use finding::{Finding, GoodsState, Impossibility, MoneyState, OldNews, Passage, Unexplained};
pub use reconcile::{Difference, Listed, NotSorted, differences};
pub use sighting::{SeenStatus, Sighting, SightingFault, Source};

use graph::Graph;

use crate::lifecycle::{
    Actor, Evidence, Fact, Flow, KnownFacts, Lifecycle, Phase, Position, Set, Status, Transition,
};
use crate::order::{Adoption, Clocks, PlatformCaseId};
use crate::time::Timestamp;

/// The table of a platform, ready to follow cases by. It is made once for all cases of a platform: it works out which status
/// can follow which.
#[derive(Clone, Debug)]
pub struct Mirror<S: 'static> {
    graph: Graph<S>,
    clocks: Clocks,
}

/// The time until which the actor whose turn it is can act.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Until {
    /// A document states it.
    Stated(Timestamp),
    /// The clocks of the host's terms give it, counted from the first sighting of the status. The platform's own can differ.
    ByTheTerms(Timestamp),
}

impl Until {
    /// Returns the time.
    #[must_use]
    pub const fn time(self) -> Timestamp {
        match self {
            Self::Stated(time) | Self::ByTheTerms(time) => time,
        }
    }
}

impl<S: Status> Mirror<S> {
    /// Returns a mirror by the rules of this lifecycle: those that it [trusts](Lifecycle::trusting).
    #[must_use]
    pub fn of(lifecycle: Lifecycle<S>) -> Self {
        Self { graph: Graph::of(lifecycle), clocks: Clocks::NONE }
    }

    /// Returns the same mirror, which works out deadlines by these clocks where no document states one.
    #[must_use]
    pub fn with_clocks(self, clocks: Clocks) -> Self {
        Self { clocks, ..self }
    }

    /// Returns the lifecycle.
    #[must_use]
    pub const fn lifecycle(&self) -> Lifecycle<S> {
        self.graph.lifecycle()
    }

    /// Returns the steps by one of which a passage came about, where one step explains it. More than one means that the
    /// status does not tell which it was: a refund can be agreed to by the merchant, or by the passing of a deadline. Where
    /// the sighting is the answer to a call of the merchant's own, only the rules for that action are given.
    pub fn rules(&self, passage: Passage<S>) -> impl Iterator<Item = Transition<S>> {
        let is_by_the_call = move |step: &Transition<S>| {
            passage.action.is_none_or(|action| step.rule.action == action)
        };
        let has_one =
            passage.action.is_some() && self.graph.rules(passage).any(|step| is_by_the_call(&step));
        self.graph.rules(passage).filter(move |step| !has_one || is_by_the_call(step))
    }

    /// Returns the actors who can have brought about a passage of one step.
    #[must_use]
    pub fn actors(&self, passage: Passage<S>) -> Set<Actor> {
        self.rules(passage).flat_map(|step| step.rule.by.iter().copied()).collect()
    }

    /// Returns the strongest evidence for a passage: of one step, that of its best rule; of several, that of the weakest rule
    /// on the best of its shortest ways. `None` where the table does not explain it.
    #[must_use]
    pub fn evidence(&self, passage: Passage<S>) -> Option<Evidence> {
        let one = self.rules(passage).map(|step| step.rule.evidence).min();
        one.or_else(|| {
            let ways = self.ways(passage);
            ways.iter().filter_map(|way| way.iter().map(|step| step.rule.evidence).max()).min()
        })
    }

    /// Returns the shortest ways that explain a passage, regardless of guards: eight at most, always in the same order. None
    /// where the table does not explain it.
    #[must_use]
    pub fn ways(&self, passage: Passage<S>) -> Vec<Vec<Transition<S>>> {
        self.graph.ways(passage)
    }

    /// Returns the statuses that the case must have passed on the way, whichever way it was, in their order.
    #[must_use]
    pub fn must_pass(&self, passage: Passage<S>) -> Vec<S> {
        self.graph.must_pass(passage)
    }

    /// Returns whether a passage takes up a case again that was refused or had lapsed. It is the same case, under its old
    /// number; a case that has ended is never taken up again, and a new application makes a new one.
    #[must_use]
    pub fn reopens(&self, passage: Passage<S>) -> bool {
        let means = |status, flows: Set<Flow>, wanted: &dyn Fn(Phase) -> bool| {
            let mut phases = flows.iter().filter_map(|flow| self.lifecycle().phase(flow, status));
            phases.any(wanted)
        };
        let stopped = |phase| matches!(phase, Phase::Refused | Phase::Lapsed);
        passage.from.is_some_and(|from| means(from, passage.flows_before, &stopped))
            && means(passage.to, passage.flows, &Phase::holds_claim)
    }

    /// Returns the flows in which the case can be. More than one where no document has stated its type and its statuses do not
    /// tell; none where its status is not known.
    #[must_use]
    pub fn flows(&self, case: &MirroredCase<S>) -> Set<Flow> {
        case.spans.last().map_or(Set::EMPTY, |span| span.flows)
    }

    /// Returns the position of the case in the table, with the facts that are known: those that documents told, and those that
    /// follow from the steps that were seen. `None` where its status or its flow is not known.
    #[must_use]
    pub fn position(&self, case: &MirroredCase<S>) -> Option<Position<S>> {
        let span = case.spans.last()?;
        let status = span.status.known()?;
        let mut flows = span.flows.iter();
        let (flow, None) = (flows.next()?, flows.next()) else { return None };
        let facts = self.facts(case);
        Some(Position { flow, status: Some(status), facts })
    }

    /// Returns the facts that are known of the case, whether its flow is known or not: those that documents told, and those
    /// that follow from the steps that were seen.
    #[must_use]
    pub fn facts(&self, case: &MirroredCase<S>) -> KnownFacts {
        self.facts_at(case, case.spans.len().saturating_sub(1))
    }

    /// Returns what the case means now; `None` where its status is not known, or its flow decides and is not known.
    #[must_use]
    pub fn phase(&self, case: &MirroredCase<S>) -> Option<Phase> {
        let span = case.spans.last()?;
        let status = span.status.known()?;
        let facts = self.facts(case);
        let lifecycle = self.lifecycle();
        let mut phases = span.flows.iter().filter_map(|flow| lifecycle.phase(flow, status));
        let first = phases.next()?;
        phases.all(|phase| phase == first).then(|| first.with_facts(facts))
    }

    /// Returns whether the case has ended: by its status, or because a document states it.
    #[must_use]
    pub fn has_ended(&self, case: &MirroredCase<S>) -> bool {
        case.spans.last().is_some_and(|span| self.is_end(span))
    }

    /// Returns the actor whose turn it is; `None` where the case has ended, or where that is not known.
    #[must_use]
    pub fn turn(&self, case: &MirroredCase<S>) -> Option<Actor> {
        if self.has_ended(case) { None } else { self.phase(case)?.turn() }
    }

    /// Returns until when the actor can act whose turn it is. What a document states counts before what the host's clocks
    /// give.
    #[must_use]
    pub fn until(&self, case: &MirroredCase<S>) -> Option<Until> {
        let span = case.spans.last()?;
        if self.is_end(span) {
            return None;
        }
        if let Some((_, stated)) = span.deadline {
            return Some(Until::Stated(stated));
        }
        let status = span.status.known()?;
        let time = |flow| self.clocks.of(flow, self.lifecycle().phase(flow, status)?);
        let mut times = span.flows.iter().map(time);
        let first = times.next()??;
        let is_one = times.all(|time| time == Some(first));
        is_one.then(|| span.first.checked_add(first)).flatten().map(Until::ByTheTerms)
    }

    /// Returns what is known of the money.
    #[must_use]
    pub fn money(&self, case: &MirroredCase<S>) -> MoneyState {
        MoneyState::at(self.phase(case))
    }

    /// Returns what is known of the goods.
    #[must_use]
    pub fn goods(&self, case: &MirroredCase<S>) -> GoodsState {
        let Some(position) = self.position(case) else { return GoodsState::NotKnown };
        let phase =
            position.status.and_then(|status| self.lifecycle().phase(position.flow, status));
        match (position.flow, phase, position.facts.get(Fact::GoodsSent)) {
            (Flow::RefundOnly | Flow::Reship, _, None | Some(false)) => GoodsState::NotToComeBack,
            (_, Some(Phase::WaitingForReceipt), _) => GoodsState::OnTheirWay,
            (_, Some(Phase::WaitingForGoods), _) | (_, _, Some(false)) => GoodsState::NotSent,
            (_, _, Some(true)) => GoodsState::Sent,
            (_, _, None) => GoodsState::NotKnown,
        }
    }

    /// Returns the adoption by which the case, under the platform's own id of it, is booked into its order as it is now: its
    /// status, its flow, its facts, the newest time at which it was seen, and the deadline that a document states. Booked
    /// again and again, whatever is seen and in whatever order, the case is one case of the order. `None` where its status or
    /// its flow is not known, or where no order has cases of its flow.
    ///
    /// What the case asks for, and how much was refunded, no mirror knows: give the
    /// [claim](Adoption::lines) and the [total](Adoption::refunded) that the document tells.
    ///
    /// ```
    /// use aftersale::lifecycle::Flow;
    /// use aftersale::mirror::{Mirror, SeenStatus, Sighting, Source};
    /// use aftersale::order::StatusRef;
    /// use aftersale::time::Timestamp;
    /// use aftersale::wechat::LIFECYCLE;
    ///
    /// let mirror = Mirror::of(LIFECYCLE);
    /// let at = Timestamp::from_seconds(1_795_300_000);
    /// let status = SeenStatus::named("MERCHANT_PROCESSING");
    /// let seen = Sighting::new(status, at, Source::Poll).of_flow(Flow::RefundOnly);
    /// let (case, _) = mirror.begin(&seen)?;
    /// let adoption = mirror.adoption(&case, "2000004419300370").ok_or("it is known")?;
    /// assert_eq!(adoption.status, StatusRef::Name("MERCHANT_PROCESSING".into()));
    /// assert_eq!((adoption.flow, adoption.as_of), (Flow::RefundOnly, Some(at)));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn adoption(
        &self,
        case: &MirroredCase<S>,
        id: impl Into<PlatformCaseId>,
    ) -> Option<Adoption> {
        let Position { flow, status, facts } = self.position(case)?;
        if !flow.is_of_orders() {
            return None;
        }
        // An order knows these itself.
        let of_order = [Fact::OrderShipped, Fact::OtherCaseOpen, Fact::RefundUnderWay];
        let facts = of_order.into_iter().fold(facts, KnownFacts::without);
        let stated = case.spans.last().and_then(|span| span.deadline);
        Some(Adoption {
            facts,
            platform_case: Some(id.into()),
            as_of: case.seen_at(),
            deadline: stated.map(|(_, deadline)| deadline),
            ..Adoption::new(flow, status?)
        })
    }

    /// Returns everything about the case that the table could not explain, the oldest first. Those of what is not kept any more
    /// come first; beyond [`MOST_UNEXPLAINED`] of them are only [counted](MirroredCase::more_unexplained).
    pub fn unexplained<'m>(
        &'m self,
        case: &'m MirroredCase<S>,
    ) -> impl Iterator<Item = Unexplained<S>> + 'm {
        case.unexplained.iter().copied().chain(self.kept_unexplained(case))
    }
}
