//! The cases of one platform, kept small: of each sighting some thirty bytes. Their stories are told from these at the end, one
//! case after the other, so that no story has to be kept.

use std::collections::HashMap;
use std::rc::Rc;

use aftersale::lifecycle::{Action, Flow, KnownFacts, Status};
use aftersale::mirror::{SeenStatus, Sighting, Source};
use aftersale::time::Timestamp;

/// How many sightings back a repetition is looked for. A callback is repeated nine times at most.
const LOOKED_BACK: usize = 16;
/// How many sightings are kept in one piece of memory. Lists of their own for so many cases would leave it full of holes.
const A_PIECE: usize = 4_096;

/// The cases of a platform, in the order in which they were first seen.
pub(crate) struct Book<S> {
    places: HashMap<Rc<str>, u32>,
    cases: Vec<Case>,
    shelf: Shelf<S>,
    words: Words,
}

/// A case, by the newest of its sightings.
struct Case {
    number: Rc<str>,
    newest: Option<u32>,
}

/// The sightings of all cases, in the order in which they came.
struct Shelf<S> {
    pieces: Vec<Vec<Kept<S>>>,
}

/// A sighting as it is kept.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) struct Kept<S> {
    at: Timestamp,
    /// [`Timestamp::EARLIEST`] for none.
    deadline: Timestamp,
    /// The place of an unknown status among the words.
    word: u32,
    /// The place of the sighting of the same case that came before; its own place for none.
    before: u32,
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
        Self {
            places: HashMap::new(),
            cases: Vec::new(),
            shelf: Shelf { pieces: Vec::new() },
            words: Words::default(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.cases.len()
    }

    /// Takes down a sighting of a case.
    pub(crate) fn note(&mut self, number: &str, sighting: &Sighting<'_, S>) {
        let Some(case) = self.case(number) else { return };
        let newest = self.cases.get(case).and_then(|case| case.newest);
        let kept = Kept::of(sighting, &mut self.words);
        let mut place = newest;
        for _ in 0..LOOKED_BACK {
            let Some((here, other)) = place.and_then(|at| Some((at, self.shelf.get_mut(at)?)))
            else {
                break;
            };
            if other.is_same_as(&kept) {
                other.times = other.times.saturating_add(1);
                return;
            }
            place = (other.before != here).then_some(other.before);
        }
        let place = self.shelf.put(kept, newest);
        if let Some(case) = self.cases.get_mut(case) {
            case.newest = place.or(newest);
        }
    }

    /// Takes down that there is such a case.
    pub(crate) fn list(&mut self, number: &str) {
        let _ = self.case(number);
    }

    /// Returns the place of a case, which is new when it was not seen before.
    fn case(&mut self, number: &str) -> Option<usize> {
        if let Some(place) = self.places.get(number) {
            return usize::try_from(*place).ok();
        }
        let place = u32::try_from(self.cases.len()).ok()?;
        let number: Rc<str> = number.into();
        self.places.insert(Rc::clone(&number), place);
        self.cases.push(Case { number, newest: None });
        usize::try_from(place).ok()
    }

    /// Hands each case on, with its sightings in the order in which they came.
    ///
    /// # Errors
    ///
    /// The first error of what it is handed on to.
    pub(crate) fn tell<E>(
        &self,
        mut told: impl FnMut(&str, &[Kept<S>], &Words) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut kept = Vec::new();
        for case in &self.cases {
            kept.clear();
            let mut place = case.newest;
            while let Some((here, one)) = place.and_then(|at| Some((at, self.shelf.get(at)?))) {
                kept.push(*one);
                place = (one.before != here).then_some(one.before);
            }
            kept.reverse();
            told(&case.number, &kept, &self.words)?;
        }
        Ok(())
    }
}

impl<S: Status> Shelf<S> {
    fn get(&self, place: u32) -> Option<&Kept<S>> {
        let place = usize::try_from(place).ok()?;
        self.pieces.get(place / A_PIECE)?.get(place % A_PIECE)
    }

    fn get_mut(&mut self, place: u32) -> Option<&mut Kept<S>> {
        let place = usize::try_from(place).ok()?;
        self.pieces.get_mut(place / A_PIECE)?.get_mut(place % A_PIECE)
    }

    /// Puts a sighting behind all others, and returns its place; `None` when there is no place any more.
    fn put(&mut self, kept: Kept<S>, before: Option<u32>) -> Option<u32> {
        if self.pieces.last().is_none_or(|piece| piece.len() == A_PIECE) {
            self.pieces.push(Vec::with_capacity(A_PIECE));
        }
        let full = self.pieces.len().checked_sub(1)?.checked_mul(A_PIECE)?;
        let piece = self.pieces.last_mut()?;
        let place = u32::try_from(full.checked_add(piece.len())?).ok()?;
        piece.push(Kept { before: before.unwrap_or(place), ..kept });
        Some(place)
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
            before: 0,
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
        Self { times: other.times, before: other.before, ..*self } == *other
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
