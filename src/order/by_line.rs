//! Finds things by the lines that they are for: a list that is sorted once, so that no list of lines is looked through for
//! each of them.

use alloc::vec::Vec;

use super::LineId;

/// The places of things in a list, by the ids of their lines.
pub(super) struct ByLine<'a> {
    /// In the order of the ids, and of the places where an id is there more than once.
    places: Vec<(&'a LineId, usize)>,
}

impl<'a> ByLine<'a> {
    /// Returns the places of things that are for these lines, in the order of the list.
    pub(super) fn of(lines: impl Iterator<Item = &'a LineId>) -> Self {
        let mut places: Vec<_> = lines.zip(0..).collect();
        places.sort_unstable();
        Self { places }
    }

    /// Returns the place of the first thing for a line.
    pub(super) fn first(&self, line: &LineId) -> Option<usize> {
        let index = self.places.partition_point(|(other, _)| *other < line);
        let (found, place) = self.places.get(index)?;
        (*found == line).then_some(*place)
    }

    /// Returns whether there is a thing for a line before this place.
    pub(super) fn is_before(&self, line: &LineId, place: usize) -> bool {
        self.first(line).is_some_and(|first| first < place)
    }
}
