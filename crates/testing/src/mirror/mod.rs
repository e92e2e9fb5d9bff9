//! The invariants M1 to M5 of mirrored cases (`docs/invariants.md`), as checks of one sighting; every sequence of sightings
//! within bounds ([`explore`]); and a plain model that a mirror is compared with ([`model`]).
//!
//! A host that follows cases of a platform of its own tries its table in a few lines:
//!
//! ```
//! use aftersale::mirror::Mirror;
//! use aftersale::wechat::LIFECYCLE;
//! use aftersale_testing::mirror::{Bounds, explore};
//!
//! let explored = explore(&Mirror::of(LIFECYCLE), &Bounds { sightings: 2, ..Bounds::default() });
//! assert_eq!(explored.violation.map(|violation| violation.to_string()), None);
//! ```

mod check;
mod explore;
pub mod model;

use core::fmt;

use aftersale::lifecycle::{Flow, Status};
use aftersale::mirror::{SeenStatus, Sighting, Source};
use aftersale::time::Timestamp;

pub use check::{check_repeat, check_sighting, check_story};
pub use explore::{Bounds, Explored, Fault, Violation, explore, explore_with_fault};

/// The word that stands for all that a table does not have.
pub const UNKNOWN_WORD: &str = "WORD_OF_A_LATER_YEAR";

/// An invariant of mirrored cases, of `docs/invariants.md`.
#[derive(
    Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, strum::Display, strum::VariantArray,
)]
#[non_exhaustive]
pub enum MirrorInvariant {
    /// An end that was seen is not lost: only something that is newer leads out of it, and that is told as unexplained.
    #[strum(to_string = "M1 Ends")]
    M1,
    /// An unknown word is never turned into a known one, nor a known one into another: each status of the story was seen.
    #[strum(to_string = "M2 Words")]
    M2,
    /// A case never goes back in the platform's time: what is older than the newest sighting changes no status.
    #[strum(to_string = "M3 Time")]
    M3,
    /// The same sighting again changes nothing, and asking what a sighting would be gives what it is.
    #[strum(to_string = "M4 Repeats")]
    M4,
    /// The order of arrival does not matter: the story, the flows, the end and what is unexplained are those of the sightings
    /// as the platform's time sorts them.
    #[strum(to_string = "M5 Arrival")]
    M5,
}

impl MirrorInvariant {
    /// All of them, in the order in which they are declared.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
}

/// An invariant that does not hold, and why.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{invariant}: {why}")]
pub struct BrokenInvariant {
    /// The invariant.
    pub invariant: MirrorInvariant,
    /// The figures.
    pub why: String,
}

/// A sighting in a few words.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Seen<S> {
    /// The platform's time.
    pub at: Timestamp,
    /// The status; `None` is [`UNKNOWN_WORD`].
    pub status: Option<S>,
    /// The flow, where the document states it.
    pub flow: Option<Flow>,
    /// Whether the document says that the case is finished.
    pub is_finished: bool,
}

impl<S: Status> Seen<S> {
    /// Returns the sighting, as a mirror takes it.
    #[must_use]
    pub fn sighting(self) -> Sighting<'static, S> {
        let status = self.status.map_or(SeenStatus::Unknown(UNKNOWN_WORD), SeenStatus::Known);
        let mut sighting = Sighting::new(status, self.at, Source::Poll);
        sighting.flow = self.flow;
        sighting.is_finished = self.is_finished;
        sighting
    }
}

impl<S: Status> fmt::Display for Seen<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.status.map_or(UNKNOWN_WORD, Status::name);
        write!(f, "{name} at {}", self.at.seconds())?;
        if let Some(flow) = self.flow {
            write!(f, ", {flow}")?;
        }
        if self.is_finished { f.write_str(", finished") } else { Ok(()) }
    }
}
