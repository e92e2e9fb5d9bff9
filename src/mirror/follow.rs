//! Follows one case: puts a sighting where it belongs in the platform's time, and judges the passages to it and away from it.

use super::case::{KeptStatus, MOST_SPANS, MOST_UNEXPLAINED, Span, StatedFlow};
use super::{
    Finding, Impossibility, Mirror, MirroredCase, OldNews, Passage, Sighting, SightingFault,
    Unexplained,
};
use crate::lifecycle::{Flow, KnownFacts, Set, Status};
use crate::time::Timestamp;

/// The last known status before a span.
struct KnownBefore<S> {
    status: S,
    /// Whether no unknown one came between.
    is_direct: bool,
    last: Timestamp,
    flows: Set<Flow>,
}

impl<S: Status> Mirror<S> {
    /// Begins to follow a case, and says of its first sighting what must have happened before.
    ///
    /// # Errors
    ///
    /// A [`SightingFault`] when the sighting itself is broken.
    pub fn begin(
        &self,
        sighting: &Sighting<'_, S>,
    ) -> Result<(MirroredCase<S>, Finding<S>), SightingFault> {
        if let Some(fault) = sighting.fault() {
            return Err(fault);
        }
        let mut case = MirroredCase {
            spans: alloc::vec![Span::of(sighting)],
            has_forgotten: false,
            unexplained: alloc::vec::Vec::new(),
            more_unexplained: 0,
        };
        self.find_flows(&mut case, 0);
        let finding = match self.judge(&case, 0) {
            Some(
                Finding::Step(passage) | Finding::Gap(passage) | Finding::AfterUnknown(passage),
            ) => Finding::First(passage),
            finding => finding.unwrap_or(Finding::UnknownStatus),
        };
        Ok((case, finding))
    }

    /// Takes over one more sighting of a case, whatever it is, and says what it is.
    ///
    /// # Errors
    ///
    /// A [`SightingFault`] when the sighting itself is broken. Then nothing has changed.
    pub fn see(
        &self,
        case: &mut MirroredCase<S>,
        sighting: &Sighting<'_, S>,
    ) -> Result<Finding<S>, SightingFault> {
        if let Some(fault) = sighting.fault() {
            return Err(fault);
        }
        let Some(end) = case.spans.len().checked_sub(1) else { return Ok(Finding::UnknownStatus) };
        let Some(last) = case.spans.get_mut(end) else { return Ok(Finding::UnknownStatus) };
        if sighting.at >= last.first && last.can_take(sighting) {
            let is_newer = sighting.at > last.last;
            if last.add(sighting) {
                self.find_flows(case, end);
            }
            return Ok(Finding::Same { is_newer });
        }
        if sighting.at > last.last {
            Self::make_room(case);
            case.spans.push(Span::of(sighting));
            return Ok(self.arrived(case, end.saturating_add(1)));
        }
        Ok(self.see_old(case, sighting))
    }

    /// Says what a sighting would be, and changes nothing.
    ///
    /// # Errors
    ///
    /// A [`SightingFault`] when the sighting itself is broken.
    pub fn compare(
        &self,
        case: &MirroredCase<S>,
        sighting: &Sighting<'_, S>,
    ) -> Result<Finding<S>, SightingFault> {
        if let Some(fault) = sighting.fault() {
            return Err(fault);
        }
        match case.spans.last() {
            Some(last) if sighting.at >= last.first && last.can_take(sighting) => {
                Ok(Finding::Same { is_newer: sighting.at > last.last })
            }
            _ => self.see(&mut case.clone(), sighting),
        }
    }

    /// Judges the span at the end, which is new.
    fn arrived(&self, case: &mut MirroredCase<S>, end: usize) -> Finding<S> {
        Self::find_ends(case);
        self.find_flows(case, end);
        let finding = self.judge(case, end).unwrap_or(Finding::UnknownStatus);
        self.forget(case);
        finding
    }

    /// Takes over a sighting that is not the newest.
    fn see_old(&self, case: &mut MirroredCase<S>, sighting: &Sighting<'_, S>) -> Finding<S> {
        let at = sighting.at;
        let is_within = |span: &Span<S>| span.first <= at && at <= span.last;
        let known = case.spans.iter().position(|span| is_within(span) && span.can_take(sighting));
        if let Some(place) = known {
            let is_more = case.spans.get_mut(place).is_some_and(|span| span.add(sighting));
            if sighting.is_finished {
                Self::find_ends(case);
            }
            if is_more {
                self.find_flows(case, place);
            }
            return Finding::OldNews(OldNews::Repeated);
        }
        if case.has_forgotten && case.spans.first().is_some_and(|oldest| at < oldest.first) {
            return Finding::OldNews(OldNews::TooOld);
        }
        // Behind all spans that begin before it, and behind those of the same second that it follows.
        let mut place = case.spans.partition_point(|span| span.first <= at);
        while let Some(before) = place.checked_sub(1) {
            let Some(span) = case.spans.get(before) else { break };
            if span.first != at || self.follows_in_the_same_second(sighting, span) {
                break;
            }
            place = before;
        }
        self.split(case, place, sighting);
        let takes =
            |place: &usize| case.spans.get(*place).is_some_and(|span| span.can_take(sighting));
        let there = place.checked_sub(1).filter(takes).or_else(|| Some(place).filter(takes));
        if let Some(there) = there {
            place = there;
            if let Some(span) = case.spans.get_mut(there) {
                span.add(sighting);
            }
        } else if place == 0 && case.spans.len() >= MOST_SPANS {
            return Finding::OldNews(OldNews::TooOld);
        } else {
            Self::make_room(case);
            case.spans.insert(place, Span::of(sighting));
            Self::give_back(case, place);
        }
        let end = case.spans.len().saturating_sub(1);
        // What shows the present status at an earlier time is no news of it.
        if place == end && there.is_none() {
            return self.arrived(case, end);
        }
        Self::find_ends(case);
        // A span before it that was split may have lost what it stated.
        self.find_flows(case, place.saturating_sub(1));
        let contradiction =
            [place, place.saturating_add(1)].into_iter().find_map(|place| {
                match self.judge(case, place) {
                    Some(Finding::Impossible(passage, why)) => Some((passage, why)),
                    _ => None,
                }
            });
        self.forget(case);
        Finding::OldNews(match contradiction {
            Some((passage, why)) => OldNews::Contradicts(passage, why),
            None => OldNews::FillsIn,
        })
    }

    /// Makes room for one span more. A list that doubles would be half empty, and there are many cases.
    fn make_room(case: &mut MirroredCase<S>) {
        if case.spans.len() == case.spans.capacity() {
            case.spans.reserve_exact(2);
        }
    }

    /// Gives the sightings that begin the next span to this one, where both have the same status and state different flows: those
    /// that state none belong to the flow before them.
    fn give_back(case: &mut MirroredCase<S>, place: usize) {
        let Some([span, next, ..]) = case.spans.get_mut(place..) else { return };
        let Some(stated) = next.stated.filter(|stated| stated.first > next.first) else { return };
        if span.status == next.status && span.stated.is_some_and(|here| here.flow != stated.flow) {
            span.last = next.first;
            let finished = next.finished.filter(|finished| *finished < stated.first);
            span.finished = [span.finished, finished].into_iter().flatten().min();
            next.first = stated.first;
        }
    }

    /// Splits the span before a place in two, where a sighting lies within it. An end of the same second comes after the
    /// sighting.
    fn split(&self, case: &mut MirroredCase<S>, place: usize, sighting: &Sighting<'_, S>) {
        let Some(before) = place.checked_sub(1) else { return };
        let Some(span) = case.spans.get(before) else { return };
        let ends_then =
            span.last == sighting.at && self.is_end(span) && !self.tells_an_end(sighting);
        if !(span.last > sighting.at || ends_then) || span.can_take(sighting) {
            return;
        }
        let mut later = span.clone();
        let Some(span) = case.spans.get_mut(before) else { return };
        span.last = span.first;
        // What was stated in the second of the sighting was stated before it, unless the end comes after it.
        span.stated = span.stated.filter(|stated| {
            stated.first < sighting.at || stated.first == sighting.at && !ends_then
        });
        span.stated = span.stated.map(|stated| StatedFlow { last: stated.first, ..stated });
        span.finished = span.finished.filter(|finished| *finished < sighting.at);
        later.first = later.last;
        later.stated = later.stated.filter(|stated| stated.last > sighting.at || ends_then);
        later.stated = later.stated.map(|stated| StatedFlow { first: stated.last, ..stated });
        later.action = None;
        Self::make_room(case);
        case.spans.insert(place, later);
    }

    /// Returns whether a sighting of the same second as the beginning of a span comes after it. An end comes last; what the
    /// table can explain in only one order came in that order; and where nothing decides, what arrives later.
    fn follows_in_the_same_second(&self, sighting: &Sighting<'_, S>, span: &Span<S>) -> bool {
        match (self.is_end(span), self.tells_an_end(sighting)) {
            (true, false) => return false,
            (false, true) => return true,
            (true, true) | (false, false) => {}
        }
        let (Some(one), Some(other)) = (span.status.known(), sighting.status.known()) else {
            return true;
        };
        let leads = |from: S, to: S| {
            let flows = self.lifecycle().flows_of(to);
            let before = self.lifecycle().flows_of(from);
            !self.graph.flows_after(before, Some(from), to, flows).is_empty()
        };
        match (leads(one, other), leads(other, one)) {
            (true, _) => true,
            (false, true) => false,
            (false, false) => one <= other,
        }
    }

    fn tells_an_end(&self, sighting: &Sighting<'_, S>) -> bool {
        self.is_end_of(sighting.status.known(), sighting.is_finished)
    }

    /// Forgets the oldest spans where there are too many, and keeps what the table could not explain of them.
    fn forget(&self, case: &mut MirroredCase<S>) {
        while case.spans.len() > MOST_SPANS {
            match self.unexplained_at(case, 1) {
                Some(unexplained) if case.unexplained.len() < MOST_UNEXPLAINED => {
                    case.unexplained.push(unexplained);
                }
                Some(_) => case.more_unexplained = case.more_unexplained.saturating_add(1),
                None => {}
            }
            let facts = self.facts_at(case, 1);
            case.spans.remove(0);
            case.has_forgotten = true;
            if let Some(oldest) = case.spans.first_mut() {
                oldest.told = facts;
            }
        }
    }

    /// Marks each span as finished from its beginning whose status a document called finished before: what was seen in
    /// between, and cannot be, does not take the end back, whenever it arrives.
    fn find_ends(case: &mut MirroredCase<S>) {
        let Some(first) = case.spans.iter().position(|span| span.finished.is_some()) else {
            return;
        };
        for place in first.saturating_add(1)..case.spans.len() {
            let (before, rest) = case.spans.split_at_mut(place);
            let Some(span) = rest.first_mut() else { break };
            let is_same = |one: &Span<S>| one.finished.is_some() && one.status == span.status;
            if before.iter().any(is_same) {
                span.finished = Some(span.first);
            }
        }
    }

    /// Works out the flows of the spans from this place on.
    fn find_flows(&self, case: &mut MirroredCase<S>, from: usize) {
        for place in from..case.spans.len() {
            // The flows of the oldest span follow from what was forgotten, or from its status alone.
            if place == 0 && case.has_forgotten {
                continue;
            }
            let flows = self.flows_of(case, place);
            if let Some(span) = case.spans.get_mut(place) {
                span.flows = flows;
            }
        }
    }

    fn flows_of(&self, case: &MirroredCase<S>, place: usize) -> Set<Flow> {
        let Some(span) = case.spans.get(place) else { return Set::EMPTY };
        let Some(to) = span.status.known() else { return Set::EMPTY };
        let allowed = self.allowed(span, to);
        let Some(before) = Self::known_before(case, place) else { return allowed };
        if before.status == to {
            // It is the same status again, by way of an unknown one.
            let both: Set<Flow> =
                allowed.iter().filter(|flow| before.flows.contains(*flow)).collect();
            return if both.is_empty() { allowed } else { both };
        }
        let flows = self.graph.flows_after(before.flows, Some(before.status), to, allowed);
        if flows.is_empty() { allowed } else { flows }
    }

    /// Returns the flows that a span allows by itself.
    fn allowed(&self, span: &Span<S>, status: S) -> Set<Flow> {
        let flows = self.lifecycle().flows_of(status);
        match span.stated {
            Some(stated) if flows.contains(stated.flow) => Set::EMPTY.with(stated.flow),
            _ => flows,
        }
    }

    /// Returns the last known status before a place.
    fn known_before(case: &MirroredCase<S>, place: usize) -> Option<KnownBefore<S>> {
        let before = case.spans.get(..place)?.iter().enumerate().rev();
        before
            .filter_map(|(index, span)| {
                let is_direct = index.checked_add(1) == Some(place);
                let status = span.status.known()?;
                Some(KnownBefore { status, is_direct, last: span.last, flows: span.flows })
            })
            .next()
    }

    /// Judges the passage to the span at this place. `None` where it is the oldest, and what was before it is forgotten.
    fn judge(&self, case: &MirroredCase<S>, place: usize) -> Option<Finding<S>> {
        let span = case.spans.get(place)?;
        let before = place.checked_sub(1).and_then(|before| case.spans.get(before));
        let KeptStatus::Known(to) = span.status else {
            let left_its_end = before.is_some_and(|before| self.is_end(before));
            return Some(if left_its_end {
                Finding::UnknownAfterEnd
            } else {
                Finding::UnknownStatus
            });
        };
        if place == 0 && case.has_forgotten {
            return None;
        }
        let allowed = self.allowed(span, to);
        let (from, is_direct, after, flows_before) = match Self::known_before(case, place) {
            Some(known) => (Some(known.status), known.is_direct, Some(known.last), known.flows),
            None => (None, place == 0, None, Flow::ALL.iter().copied().collect()),
        };
        let action = span.action;
        let at = span.first;
        let passage = Passage { from, to, after, at, flows_before, flows: span.flows, action };
        if before.is_some_and(|before| self.is_end(before)) {
            return Some(Finding::Impossible(passage, Impossibility::LeavesItsEnd));
        }
        let is_of_other_flow = span.stated.is_some_and(|stated| !allowed.contains(stated.flow));
        if is_of_other_flow {
            return Some(Finding::Impossible(passage, Impossibility::OtherFlow));
        }
        if !is_direct {
            return Some(Finding::AfterUnknown(passage));
        }
        let next = self.graph.flows_next(flows_before, from, to, allowed);
        if !next.is_empty() {
            return Some(Finding::Step(passage));
        }
        // The document of one of the two stated a flow in which the status does not exist.
        if from == Some(to) && allowed.iter().any(|flow| flows_before.contains(flow)) {
            return Some(Finding::Same { is_newer: true });
        }
        let reached = self.graph.flows_after(flows_before, from, to, allowed);
        Some(if reached.is_empty() {
            Finding::Impossible(passage, Impossibility::NoWay)
        } else {
            Finding::Gap(passage)
        })
    }

    pub(super) fn is_end(&self, span: &Span<S>) -> bool {
        self.is_end_of(span.status.known(), span.finished.is_some())
    }

    fn is_end_of(&self, status: Option<S>, is_finished: bool) -> bool {
        is_finished || status.is_some_and(|status| self.lifecycle().is_final(status))
    }

    /// Returns what the table does not explain among what is kept, the oldest first.
    pub(super) fn kept_unexplained<'m>(
        &'m self,
        case: &'m MirroredCase<S>,
    ) -> impl Iterator<Item = Unexplained<S>> + 'm {
        (0..case.spans.len()).filter_map(move |place| self.unexplained_at(case, place))
    }

    fn unexplained_at(&self, case: &MirroredCase<S>, place: usize) -> Option<Unexplained<S>> {
        match self.judge(case, place)? {
            Finding::Impossible(passage, why) => Some(Unexplained::Impossible(passage, why)),
            Finding::UnknownAfterEnd => {
                let before = place.checked_sub(1).and_then(|before| case.spans.get(before));
                let from = before.and_then(|before| before.status.known());
                Some(Unexplained::UnknownAfterEnd { from, at: case.spans.get(place)?.first })
            }
            _ => None,
        }
    }

    /// Returns the facts that are known at a span: those that the rules make where there is only one way, and those that the
    /// documents told.
    pub(super) fn facts_at(&self, case: &MirroredCase<S>, place: usize) -> KnownFacts {
        let mut facts = KnownFacts::UNKNOWN;
        for place in 0..=place {
            let Some(span) = case.spans.get(place) else { break };
            facts = match self.judge(case, place) {
                Some(Finding::Step(passage)) => self.facts_after(passage, facts),
                Some(Finding::Same { .. }) => facts,
                _ => facts.of_the_order(),
            };
            facts = facts.overlaid_with(span.told);
        }
        facts
    }

    /// Returns the facts after a step: those on which all rules agree by which it can have come about.
    fn facts_after(&self, passage: Passage<S>, before: KnownFacts) -> KnownFacts {
        let mut all = self.rules(passage).map(|step| step.rule.facts_after(before));
        let first = all.next().unwrap_or_else(|| before.of_the_order());
        all.fold(first, |agreed, facts| agreed.agreed_with(facts))
    }
}
