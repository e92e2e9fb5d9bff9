//! The cases of one platform, kept small: of each sighting some thirty bytes. Their stories are told from these at the end, one
//! case after the other, so that no story has to be kept.

use std::collections::HashMap;
use std::rc::Rc;

use aftersale::lifecycle::{Action, Flow, KnownFacts, Status};
use aftersale::mirror::{SeenStatus, Sighting, Source};
use aftersale::time::Timestamp;

/// How many sightings back a repetition is looked for. A callback is repeated nine times at most.
const LOOKED_BACK: usize = 16;

/// The cases of a platform, in the order in which they were first seen.
pub(crate) struct Book<S> {
    places: HashMap<Rc<str>, u32>,
    cases: Vec<Case<S>>,
    words: Words,
}

/// A case, with its sightings in the order in which they came.
pub(crate) struct Case<S> {
    pub(crate) number: Rc<str>,
    pub(crate) kept: Vec<Kept<S>>,
}

/// A sighting as it is kept.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) struct Kept<S> {
    at: Timestamp,
    /// [`Timestamp::EARLIEST`] for none.
    deadline: Timestamp,
    /// The place of an unknown status among the words.
    word: u32,
    facts: KnownFacts,
    /// How often it came in exactly the same form.
    times: u16,
    status: Option<S>,
    flow: Option<Flow>,
    source: Source,
    action: Option<Action>,
    is_finished: bool,
}

/// The unknown statuses, each once.
#[derive(Default)]
pub(crate) struct Words {
    places: HashMap<Rc<str>, u32>,
    words: Vec<Rc<str>>,
}

impl<S: Status> Book<S> {
    pub(crate) fn new() -> Self {
        Self { places: HashMap::new(), cases: Vec::new(), words: Words::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.cases.len()
    }

    /// Takes down a sighting of a case.
    pub(crate) fn note(&mut self, number: &str, sighting: &Sighting<'_, S>) {
        let kept = Kept::of(sighting, &mut self.words);
        let Some(case) = self.case(number) else { return };
        let same = case.kept.iter_mut().rev().take(LOOKED_BACK);
        if let Some(same) = same.into_iter().find(|other| other.is_same_as(&kept)) {
            same.times = same.times.saturating_add(1);
            return;
        }
        if case.kept.len() == case.kept.capacity() {
            // A list that doubles would be half empty, and there are many cases.
            case.kept.reserve_exact(3);
        }
        case.kept.push(kept);
    }

    /// Takes down that there is such a case.
    pub(crate) fn list(&mut self, number: &str) {
        let _ = self.case(number);
    }

    fn case(&mut self, number: &str) -> Option<&mut Case<S>> {
        let place = match self.places.get(number) {
            Some(place) => *place,
            None => {
                let place = u32::try_from(self.cases.len()).ok()?;
                let number: Rc<str> = number.into();
                self.places.insert(Rc::clone(&number), place);
                self.cases.push(Case { number, kept: Vec::new() });
                place
            }
        };
        self.cases.get_mut(usize::try_from(place).ok()?)
    }

    /// Returns the cases, in the order in which they were first seen, and the unknown words. The numbers can no longer be looked
    /// up; their space is free for the stories.
    pub(crate) fn into_cases(self) -> (Vec<Case<S>>, Words) {
        (self.cases, self.words)
    }
}

impl<S: Status> Kept<S> {
    fn of(sighting: &Sighting<'_, S>, words: &mut Words) -> Self {
        let (status, word) = match sighting.status {
            SeenStatus::Known(status) => (Some(status), 0),
            SeenStatus::Unknown(name) => (None, words.place(name)),
        };
        Self {
            at: sighting.at,
            deadline: sighting.deadline.unwrap_or(Timestamp::EARLIEST),
            word,
            facts: sighting.facts,
            times: 1,
            status,
            flow: sighting.flow,
            source: sighting.source,
            action: sighting.action,
            is_finished: sighting.is_finished,
        }
    }

    fn is_same_as(&self, other: &Self) -> bool {
        Self { times: other.times, ..*self } == *other
    }

    /// Returns how often it came.
    pub(crate) fn times(&self) -> u64 {
        self.times.into()
    }

    /// Returns whether it is of this status, and of a time between these.
    pub(crate) fn is_within(&self, status: S, after: Option<Timestamp>, until: Timestamp) -> bool {
        let is_after = after.is_none_or(|after| after <= self.at);
        self.status == Some(status) && is_after && self.at <= until
    }

    /// Returns the sighting, as it was.
    pub(crate) fn sighting<'w>(&self, words: &'w Words) -> Sighting<'w, S> {
        let status = match self.status {
            Some(status) => SeenStatus::Known(status),
            None => SeenStatus::Unknown(words.word(self.word)),
        };
        let mut sighting = Sighting::new(status, self.at, self.source);
        sighting.deadline = Some(self.deadline).filter(|time| *time != Timestamp::EARLIEST);
        sighting.facts = self.facts;
        sighting.flow = self.flow;
        sighting.action = self.action;
        sighting.is_finished = self.is_finished;
        sighting
    }
}

impl Words {
    fn place(&mut self, word: &str) -> u32 {
        if let Some(place) = self.places.get(word) {
            return *place;
        }
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let word: Rc<str> = word.into();
        self.places.insert(Rc::clone(&word), place);
        self.words.push(word);
        place
    }

    fn word(&self, place: u32) -> &str {
        usize::try_from(place).ok().and_then(|place| self.words.get(place)).map_or("?", |word| word)
    }
}
