//! The checks of one sighting, and of a whole story beside the model.

use aftersale::lifecycle::Status;
use aftersale::mirror::{
    Chapter, Finding, MOST_SPANS, Mirror, MirroredCase, OldNews, Sighting, Unexplained,
};

use super::model::{MirrorModel, Strange};
use super::{BrokenInvariant, MirrorInvariant, Seen};

/// Checks what one sighting did to a case (M1 to M3).
///
/// # Errors
///
/// The first invariant that does not hold.
pub fn check_sighting<S: Status>(
    mirror: &Mirror<S>,
    before: &MirroredCase<S>,
    sighting: &Sighting<'_, S>,
    finding: &Finding<S>,
    after: &MirroredCase<S>,
) -> Result<(), BrokenInvariant> {
    check_end(mirror, before, sighting, finding, after)?;
    check_time(before, sighting, after)?;
    check_words(before, sighting, after)
}

/// Checks what the same sighting did to the case when it came again (M4).
///
/// # Errors
///
/// M4, where it does not hold.
pub fn check_repeat<S: Status>(
    case: &MirroredCase<S>,
    finding: &Finding<S>,
    after: &MirroredCase<S>,
) -> Result<(), BrokenInvariant> {
    let is_nothing = matches!(
        finding,
        Finding::Same { is_newer: false } | Finding::OldNews(OldNews::Repeated | OldNews::TooOld)
    );
    holds(is_nothing && after == case, MirrorInvariant::M4, || {
        format!("the same again: {finding}; it makes of {case:?} {after:?}")
    })
}

/// Checks that a case is what its sightings tell when they are sorted (M5). Each has its own time, and of each status there
/// are two at most, or three sightings in all: of a status a mirror keeps the first and the last time.
///
/// # Errors
///
/// M5, where it does not hold.
pub fn check_story<S: Status>(
    mirror: &Mirror<S>,
    model: &MirrorModel<S>,
    seen: &[Seen<S>],
    case: &MirroredCase<S>,
) -> Result<(), BrokenInvariant> {
    let told = model.told(seen);
    let story: Vec<Option<S>> = case.story().map(|chapter| chapter.status.known()).collect();
    let unexplained: Vec<Strange<S>> = mirror.unexplained(case).map(strange).collect();
    let flows = mirror.flows(case).iter().collect();
    let is_as_told = (story == told.story, told.flows == flows, unexplained == told.unexplained);
    holds(is_as_told == (true, true, true), MirrorInvariant::M5, || {
        format!(
            "{story:?} in {flows:?}, unexplained {unexplained:?}; sorted by their times the sightings tell {told:?}"
        )
    })?;
    let has_ended = mirror.has_ended(case);
    holds(has_ended == told.has_ended, MirrorInvariant::M5, || {
        format!("has ended: {has_ended}; sorted by their times the sightings tell {told:?}")
    })
}

fn check_end<S: Status>(
    mirror: &Mirror<S>,
    before: &MirroredCase<S>,
    sighting: &Sighting<'_, S>,
    finding: &Finding<S>,
    after: &MirroredCase<S>,
) -> Result<(), BrokenInvariant> {
    let stays = mirror.has_ended(after) && after.status() == before.status();
    if !mirror.has_ended(before) || stays {
        return Ok(());
    }
    let is_newer = before.seen_at().is_some_and(|seen_at| sighting.at > seen_at);
    let is_end = mirror.has_ended(after);
    holds(is_newer || is_end, MirrorInvariant::M1, || {
        format!("{} leads out of an end, and is not newer: {finding}", sighting.status)
    })?;
    let is_told = finding.is_unexplained()
        || matches!(finding, Finding::OldNews(_)) && mirror.unexplained(after).next().is_some();
    let more = count(mirror, after) > count(mirror, before);
    holds(is_told && more, MirrorInvariant::M1, || {
        format!("the case leaves its end, and that is not told: {finding}")
    })
}

fn count<S: Status>(mirror: &Mirror<S>, case: &MirroredCase<S>) -> usize {
    mirror.unexplained(case).count() + case.more_unexplained() as usize
}

fn check_words<S: Status>(
    before: &MirroredCase<S>,
    sighting: &Sighting<'_, S>,
    after: &MirroredCase<S>,
) -> Result<(), BrokenInvariant> {
    let was_seen = |chapter: &Chapter<'_, S>| {
        let is_at = |time| time == sighting.at && chapter.status == sighting.status;
        let was_at = |time| {
            let mut there = before.story().filter(|one| one.first <= time && time <= one.last);
            there.any(|one| one.status == chapter.status)
        };
        [chapter.first, chapter.last].into_iter().all(|time| is_at(time) || was_at(time))
    };
    for chapter in after.story() {
        holds(was_seen(&chapter), MirrorInvariant::M2, || {
            format!("{} at {} was never seen", chapter.status, chapter.first)
        })?;
    }
    let is_newest = before.seen_at().is_none_or(|seen_at| sighting.at > seen_at);
    let is_followed = !is_newest || after.status() == Some(sighting.status);
    holds(is_followed, MirrorInvariant::M2, || {
        format!("{} is the newest, and is not followed", sighting.status)
    })
}

fn check_time<S: Status>(
    before: &MirroredCase<S>,
    sighting: &Sighting<'_, S>,
    after: &MirroredCase<S>,
) -> Result<(), BrokenInvariant> {
    let newest = before.seen_at().max(Some(sighting.at));
    holds(after.seen_at() == newest, MirrorInvariant::M3, || {
        format!("the newest sighting is of {newest:?}, and the case is as of {:?}", after.seen_at())
    })?;
    let is_older = before.seen_at().is_some_and(|seen_at| sighting.at < seen_at);
    holds(!is_older || after.status() == before.status(), MirrorInvariant::M3, || {
        format!("{} is older, and the case has it now", sighting.status)
    })
}

fn strange<S: Status>(unexplained: Unexplained<S>) -> Strange<S> {
    match unexplained {
        Unexplained::Impossible(passage, _) => {
            Strange { from: passage.from, to: Some(passage.to), at: passage.at }
        }
        Unexplained::UnknownAfterEnd { from, at } => Strange { from, to: None, at },
        other => panic!("{other} has no counterpart in the model"),
    }
}

/// Returns whether the model can be asked about these sightings.
pub(super) fn is_comparable<S: Status>(seen: &[Seen<S>]) -> bool {
    let has_own_time = |one: &Seen<S>| seen.iter().filter(|other| other.at == one.at).count() == 1;
    let is_rare =
        |one: &Seen<S>| seen.iter().filter(|other| other.status == one.status).count() <= 2;
    let is_kept = seen.len() <= 3 || seen.iter().all(is_rare);
    seen.len() <= MOST_SPANS && is_kept && seen.iter().all(has_own_time)
}

fn holds(
    is_true: bool,
    invariant: MirrorInvariant,
    why: impl FnOnce() -> String,
) -> Result<(), BrokenInvariant> {
    if is_true { Ok(()) } else { Err(BrokenInvariant { invariant, why: why() }) }
}
