//! Compares many cases with the platform's list of them.

use core::cmp::Ordering;
use core::iter::Peekable;

use super::{Finding, Mirror, MirroredCase, Sighting, SightingFault};
use crate::lifecycle::Status;

/// A line of the platform's list: the number of a case, and the sighting of it, where the list tells its status.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Listed<'a, S> {
    /// The number of the case.
    pub id: &'a str,
    /// What the list tells of it; `None` where it has only numbers.
    pub sighting: Option<Sighting<'a, S>>,
}

/// A difference between what the host has and what the platform lists.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Difference<'a, S> {
    /// The platform lists a case that the host does not have: its first callback was missed. Ask for its document.
    New {
        /// The number of the case.
        id: &'a str,
    },
    /// The case has moved on, and the host does not know it. Hand the sighting to the mirror.
    Missed {
        /// The number of the case.
        id: &'a str,
        /// What the sighting would be.
        finding: Finding<S>,
    },
    /// The host has seen more than the list tells: the list is older.
    Ahead {
        /// The number of the case.
        id: &'a str,
    },
    /// The list tells what the table cannot explain. Hand the sighting to the mirror, and have a person look.
    Impossible {
        /// The number of the case.
        id: &'a str,
        /// What the sighting would be.
        finding: Finding<S>,
    },
    /// The host has a case that the platform does not list. Ask for its document; its number may be of another shop.
    Vanished {
        /// The number of the case.
        id: &'a str,
    },
    /// The line of the list is broken.
    Broken {
        /// The number of the case.
        id: &'a str,
        /// The fault.
        fault: SightingFault,
    },
    /// The lines are not in the order of their numbers, or one comes twice, so that nothing can be said from here on. Sort
    /// both by their numbers, as texts, and compare again.
    NotSorted(NotSorted<'a>),
}

/// A number that does not come after the one before it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("case {id} comes after case {before}: the numbers are to be in their order, each once")]
pub struct NotSorted<'a> {
    /// The number before.
    pub before: &'a str,
    /// The number that should come later.
    pub id: &'a str,
}

/// Returns the differences between the cases of a host and the platform's list, in the order of their numbers.
///
/// Both come in the order of their numbers as texts, each number once. They are gone through once, side by side, and nothing is
/// kept: a million beside a million costs twice as much as half of that. A list that has only the cases of a time is compared
/// with those of the host's that were changed in it; others would seem to have vanished.
///
/// ```
/// use aftersale::mirror::{Difference, Listed, Mirror, SeenStatus, Sighting, Source, differences};
/// use aftersale::time::Timestamp;
/// use aftersale::wechat::LIFECYCLE;
///
/// let mirror = Mirror::of(LIFECYCLE);
/// let seen = |name, seconds| {
///     Sighting::new(SeenStatus::named(name), Timestamp::from_seconds(seconds), Source::Poll)
/// };
/// let (case, _) = mirror.begin(&seen("MERCHANT_PROCESSING", 1_795_300_000))?;
/// let ours = [("4001", &case), ("4002", &case)];
/// let listed = [
///     Listed { id: "4001", sighting: Some(seen("PLATFORM_REFUNDING", 1_795_300_060)) },
///     Listed { id: "4003", sighting: None },
/// ];
/// let found: Vec<_> = differences(&mirror, ours, listed).collect();
/// assert!(matches!(found[..], [
///     Difference::Missed { id: "4001", .. },
///     Difference::Vanished { id: "4002" },
///     Difference::New { id: "4003" },
/// ]));
/// # Ok::<(), aftersale::mirror::SightingFault>(())
/// ```
pub fn differences<'a, S: Status>(
    mirror: &'a Mirror<S>,
    ours: impl IntoIterator<Item = (&'a str, &'a MirroredCase<S>)>,
    listed: impl IntoIterator<Item = Listed<'a, S>>,
) -> impl Iterator<Item = Difference<'a, S>> {
    let mut ours = Sorted::of(ours.into_iter(), |(id, _)| id);
    let mut listed = Sorted::of(listed.into_iter(), |line| line.id);
    let mut has_failed = false;
    core::iter::from_fn(move || {
        loop {
            if has_failed {
                return None;
            }
            let order = match (ours.id(), listed.id()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(ours), Some(listed)) => ours.cmp(listed),
            };
            let mine = if order.is_le() { ours.next() } else { Ok(None) };
            let line = if order.is_ge() { listed.next() } else { Ok(None) };
            let (mine, line) = match (mine, line) {
                (Ok(mine), Ok(line)) => (mine, line),
                (Err(fault), _) | (_, Err(fault)) => {
                    has_failed = true;
                    return Some(Difference::NotSorted(fault));
                }
            };
            let difference = match (mine, line) {
                (Some((id, _)), None) => Some(Difference::Vanished { id }),
                (None, Some(Listed { id, .. })) => Some(Difference::New { id }),
                (Some((_, case)), Some(line)) => difference(mirror, case, line),
                (None, None) => None,
            };
            if difference.is_some() {
                return difference;
            }
        }
    })
}

fn difference<'a, S: Status>(
    mirror: &Mirror<S>,
    case: &MirroredCase<S>,
    line: Listed<'a, S>,
) -> Option<Difference<'a, S>> {
    let Listed { id, sighting } = line;
    match mirror.compare(case, &sighting?) {
        Err(fault) => Some(Difference::Broken { id, fault }),
        Ok(Finding::Same { .. }) => None,
        Ok(finding) if finding.is_unexplained() => Some(Difference::Impossible { id, finding }),
        Ok(Finding::OldNews(_)) => Some(Difference::Ahead { id }),
        Ok(finding) => Some(Difference::Missed { id, finding }),
    }
}

/// Things that come in the order of their numbers.
struct Sorted<'a, I: Iterator, F> {
    things: Peekable<I>,
    id: F,
    before: Option<&'a str>,
}

impl<'a, I, F> Sorted<'a, I, F>
where
    I: Iterator,
    I::Item: Copy,
    F: Fn(I::Item) -> &'a str,
{
    fn of(things: I, id: F) -> Self {
        Self { things: things.peekable(), id, before: None }
    }

    fn id(&mut self) -> Option<&'a str> {
        self.things.peek().map(|thing| (self.id)(*thing))
    }

    fn next(&mut self) -> Result<Option<I::Item>, NotSorted<'a>> {
        let Some(thing) = self.things.next() else { return Ok(None) };
        let id = (self.id)(thing);
        match self.before.replace(id) {
            Some(before) if before >= id => Err(NotSorted { before, id }),
            _ => Ok(Some(thing)),
        }
    }
}
