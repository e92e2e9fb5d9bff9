//! The host dies while it stores an event, after each step that the store takes for that.

use super::display::difference;
use super::generated::{Next, facts, seed_where};
use super::report::Stop;
use super::trial::{CheckResult, RefusalForm, Trial};
use super::{Reached, Store};
use aftersale::order::Policy;

/// The highest number of steps for one event. No store takes so many.
const MOST_STEPS: u32 = 1_000;

/// How often a death left nothing, and how often all.
#[derive(Default)]
struct Deaths {
    nothing: usize,
    all: usize,
}

pub(super) fn death<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let mut deaths = Deaths::default();
    // A history with effects, if there is one.
    let seed = seed_where(trial.policy, |order| order.pending_effects().len() > 1).unwrap_or(0);
    let (mut story, opened) = trial.plan(facts("ORDER1"), seed)?;
    crash_while_storing(trial, &opened, &mut deaths)?;
    for _ in 0..16 {
        let Some(next) = story.step() else { break };
        crash_while_storing(trial, &next, &mut deaths)?;
        story.advance(&next);
    }
    let Deaths { nothing, all } = deaths;
    if nothing == 0 && all == 0 {
        return Err(Stop::NotOffered("`append_and_die` never died"));
    }
    let events = trial.stored;
    Ok(format!("{events} events: {nothing} deaths left nothing, {all} left event and effects"))
}

/// Stores an event with a death after the first step, then after the second, and so on until it is stored.
fn crash_while_storing<P: Policy, S: Store<P>>(
    trial: &mut Trial<'_, P, S>,
    next: &Next<P>,
    deaths: &mut Deaths,
) -> Result<(), Stop> {
    let Next { event, after } = next;
    let order = &event.order;
    for steps in 1..=MOST_STEPS {
        let done = format!("the host died after step {steps} of storing event {}", event.version);
        let reached = match trial.store.append_and_die(event, after, steps) {
            Ok(Some(reached)) => reached,
            Ok(None) => return Err(Stop::NotOffered("the store does not offer `append_and_die`")),
            Err(error) => {
                return trial.violation(done, "a death or an end", format!("the error {error:?}"));
            }
        };
        trial.restart()?;
        let before = trial.orders.get(order).cloned();
        let found = trial.load(order, &done)?;
        let is_there = difference(Some(after), found.as_ref()).is_none();
        if is_there {
            trial.record_stored(next);
        } else if let Some((before, now)) = difference(before.as_ref(), found.as_ref()) {
            let expected =
                format!("the order as before, {before}, or as after event {}", event.version);
            return trial.violation(done, expected, now);
        }
        trial.expect_all_views(&done)?;
        match (is_there, reached) {
            (true, Reached::Death) => deaths.all = deaths.all.saturating_add(1),
            (false, Reached::Death) => deaths.nothing = deaths.nothing.saturating_add(1),
            (true, Reached::End) => {}
            (false, Reached::End) => {
                let done = format!("event {} was stored, and then the host died", event.version);
                return trial.violation(done, "the event is there", "it is not");
            }
        }
        if is_there {
            let why = "it had been stored before the host died";
            return trial.expect_refused(next, RefusalForm::NotNext, why);
        }
    }
    let done = format!("event {} was stored with a death after {MOST_STEPS} steps", event.version);
    trial.violation(done, "it is stored before that", "another death")
}
