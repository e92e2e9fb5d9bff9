//! Tries every sequence of sightings of a few words at a few times, in every order of arrival, and checks every invariant on
//! each step.

use core::fmt;

use aftersale::lifecycle::{Flow, Status};
use aftersale::mirror::{Finding, Mirror, MirroredCase, OldNews};
use aftersale::time::Timestamp;

use super::check::is_comparable;
use super::model::MirrorModel;
use super::{BrokenInvariant, MirrorInvariant, Seen, check_repeat, check_sighting, check_story};

/// Bounds of an exploration.
#[derive(Clone, Debug)]
pub struct Bounds<S> {
    /// The sightings by which each story begins. None: a case begins with the first one tried.
    pub story: Vec<Seen<S>>,
    /// The statuses that are tried. None: all of the table. An unknown word is tried in each case.
    pub statuses: Vec<S>,
    /// The number of sightings that follow.
    pub sightings: usize,
    /// The times of the sightings.
    pub times: Vec<Timestamp>,
    /// Whether sightings also state a flow: each that the table has.
    pub states_flow: bool,
    /// Whether sightings also say that the case is finished.
    pub says_finished: bool,
}

impl<S> Default for Bounds<S> {
    fn default() -> Self {
        Self {
            story: Vec::new(),
            statuses: Vec::new(),
            sightings: 3,
            times: (1..=3).map(Timestamp::from_seconds).collect(),
            states_flow: false,
            says_finished: true,
        }
    }
}

/// The result of an exploration.
#[derive(Clone, Debug)]
pub struct Explored<S> {
    /// The number of stories that were tried, each with every shorter one before it.
    pub stories: usize,
    /// How many of them were compared with the model.
    pub compared: usize,
    /// The first of the shortest stories that break an invariant.
    pub violation: Option<Violation<S>>,
}

/// A story that breaks an invariant, in the order of arrival.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation<S> {
    /// The sightings.
    pub seen: Vec<Seen<S>>,
    /// The invariant.
    pub broken: BrokenInvariant,
}

impl<S: Status> fmt::Display for Violation<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for seen in &self.seen {
            writeln!(f, "{seen}")?;
        }
        write!(f, "{}", self.broken)
    }
}

/// A fault that a mirror could have: what it makes of a sighting, given the case; `None` where it drops the sighting.
pub type Fault<S> = fn(&Mirror<S>, &MirroredCase<S>, Seen<S>) -> Option<Seen<S>>;

/// Tries every sequence of sightings within bounds.
#[must_use]
pub fn explore<S: Status>(mirror: &Mirror<S>, bounds: &Bounds<S>) -> Explored<S> {
    explore_with_fault(mirror, bounds, None)
}

/// Tries the same with a mirror that is wrong on purpose.
///
/// # Panics
///
/// Panics if a time of the bounds has no date.
#[must_use]
pub fn explore_with_fault<S: Status>(
    mirror: &Mirror<S>,
    bounds: &Bounds<S>,
    fault: Option<Fault<S>>,
) -> Explored<S> {
    let mut exploration = Exploration {
        mirror,
        model: MirrorModel::of(mirror.lifecycle()),
        alphabet: alphabet(mirror, bounds),
        fault,
        seen: bounds.story.clone(),
        found: Explored { stories: 0, compared: 0, violation: None },
    };
    let mut begun: Option<MirroredCase<S>> = None;
    for seen in &bounds.story {
        match &mut begun {
            None => begun = mirror.begin(&seen.sighting()).ok().map(|(case, _)| case),
            Some(case) => {
                mirror.see(case, &seen.sighting()).expect("the times of a story have dates");
            }
        }
    }
    exploration.try_all(begun.as_ref(), bounds.sightings);
    exploration.found
}

struct Exploration<'m, S: 'static> {
    mirror: &'m Mirror<S>,
    model: MirrorModel<S>,
    alphabet: Vec<Seen<S>>,
    fault: Option<Fault<S>>,
    seen: Vec<Seen<S>>,
    found: Explored<S>,
}

impl<S: Status> Exploration<'_, S> {
    fn try_all(&mut self, case: Option<&MirroredCase<S>>, left: usize) {
        if left == 0 {
            return;
        }
        for place in 0..self.alphabet.len() {
            // What is no longer than a story that was found to break something cannot be shorter.
            let is_longer = |violation: &Violation<S>| self.seen.len() + 1 >= violation.seen.len();
            if self.found.violation.as_ref().is_some_and(is_longer) {
                return;
            }
            let seen = self.alphabet[place];
            self.seen.push(seen);
            self.found.stories += 1;
            match self.tried(case, seen) {
                Ok(after) => self.try_all(Some(&after), left - 1),
                Err(broken) => {
                    self.found.violation = Some(Violation { seen: self.seen.clone(), broken });
                }
            }
            self.seen.pop();
        }
    }

    fn tried(
        &mut self,
        case: Option<&MirroredCase<S>>,
        seen: Seen<S>,
    ) -> Result<MirroredCase<S>, BrokenInvariant> {
        let sighting = seen.sighting();
        let after = match case {
            None => self.mirror.begin(&sighting).expect(HAS_DATE).0,
            Some(before) => {
                let (after, finding) = self.seen(before, seen);
                check_sighting(self.mirror, before, &sighting, &finding, &after)?;
                let asked = self.mirror.compare(before, &sighting).expect(HAS_DATE);
                if self.fault.is_none() && asked != finding {
                    let why = format!("asked what it would be: {asked}; it is: {finding}");
                    return Err(BrokenInvariant { invariant: MirrorInvariant::M4, why });
                }
                after
            }
        };
        // A mirror that is wrong on purpose begins each case rightly.
        if case.is_some() || self.fault.is_none() {
            let (again, finding) = self.seen(&after, seen);
            check_repeat(&after, &finding, &again)?;
        }
        if is_comparable(&self.seen) {
            self.found.compared += 1;
            check_story(self.mirror, &self.model, &self.seen, &after)?;
        }
        Ok(after)
    }

    /// Shows one sighting to the mirror, or to the one that is wrong on purpose.
    fn seen(&self, case: &MirroredCase<S>, seen: Seen<S>) -> (MirroredCase<S>, Finding<S>) {
        let mut after = case.clone();
        let taken = match self.fault {
            Some(fault) => fault(self.mirror, case, seen),
            None => Some(seen),
        };
        let Some(taken) = taken else { return (after, Finding::OldNews(OldNews::TooOld)) };
        let finding = self.mirror.see(&mut after, &taken.sighting()).expect(HAS_DATE);
        (after, finding)
    }
}

const HAS_DATE: &str = "the times that are tried have dates";

fn alphabet<S: Status>(mirror: &Mirror<S>, bounds: &Bounds<S>) -> Vec<Seen<S>> {
    let standings = mirror.lifecycle().standings();
    let is_of_table = |status: &S| standings.iter().any(|standing| standing.status == *status);
    let statuses: Vec<S> = if bounds.statuses.is_empty() {
        S::ALL.iter().copied().filter(is_of_table).collect()
    } else {
        bounds.statuses.clone()
    };
    let is_used =
        |flow: &Flow| bounds.states_flow && standings.iter().any(|one| one.flows.contains(flow));
    let stated = Flow::ALL.iter().copied().filter(is_used).map(Some);
    let flows: Vec<Option<Flow>> = core::iter::once(None).chain(stated).collect();
    let ends: &[bool] = if bounds.says_finished { &[false, true] } else { &[false] };
    let mut alphabet = Vec::new();
    for at in &bounds.times {
        for status in statuses.iter().copied().map(Some).chain([None]) {
            for flow in &flows {
                for is_finished in ends {
                    alphabet.push(Seen { at: *at, status, flow: *flow, is_finished: *is_finished });
                }
            }
        }
    }
    alphabet
}
