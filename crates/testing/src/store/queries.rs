//! Checks of what is found again: orders, effects, timers and refunds to query; and of everything together.

use super::Store;
use super::display::difference;
use super::generated::{Story, facts, priced, seed_where};
use super::report::Stop;
use super::trial::{CheckResult, RefusalForm, Trial, View};
use crate::chance::Chance;
use aftersale::order::{Effect, Order, Outcome, Payer, Policy, Request};

pub(super) fn orders<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    trial.expect_view(View::Orders, "nothing was stored")?;
    for number in 1..=12 {
        let mut story = trial.begin_number(number, 22)?;
        trial.expect_view(View::Orders, "an order was opened")?;
        let next = trial.any(&mut story)?;
        trial.store_and_advance(&mut story, &next)?;
    }
    trial.expect_view(View::Orders, "12 orders had two events each")?;
    trial.restart()?;
    trial
        .expect_view(View::Orders, "12 orders had two events each, and the store was restarted")?;
    Ok(String::from("12 orders"))
}

/// Returns two orders with the same history up to the wanted state, so that their effects have the same names.
fn two_where<P: Policy, S: Store<P>>(
    trial: &mut Trial<'_, P, S>,
    wanted: impl Fn(&Order<P>) -> bool,
) -> Result<[Story<P>; 2], Stop> {
    let seed = seed_where(trial.policy, &wanted);
    let seed = seed.ok_or(Stop::DoesNotComeUp("no history comes to the wanted state"))?;
    let mut stories =
        [trial.begin(facts("ORDER1"), seed)?, trial.begin(priced("A-2", 1_001), seed)?];
    while !wanted(&stories[0].order) || !wanted(&stories[1].order) {
        for story in &mut stories {
            let next = story.step().ok_or(Stop::DoesNotComeUp("two histories did not agree"))?;
            trial.store_and_advance(story, &next)?;
        }
    }
    Ok(stories)
}

fn offers_outbox<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Result<(), Stop> {
    trial.expect_view(View::Outbox, "nothing was stored")
}

/// Returns the number of effects besides refunds: they are acknowledged.
fn besides_refunds<P: Policy>(order: &Order<P>) -> usize {
    order
        .pending_effects()
        .iter()
        .filter(|pending| !matches!(pending.effect, Effect::IssueRefund { .. }))
        .count()
}

fn has_refund<P: Policy>(order: &Order<P>) -> bool {
    order
        .pending_effects()
        .iter()
        .any(|pending| matches!(pending.effect, Effect::IssueRefund { .. }))
}

fn shop_pays<P: Policy, S>(trial: &Trial<'_, P, S>) -> Result<(), Stop> {
    match trial.policy.terms().payer {
        Payer::Shop => Ok(()),
        Payer::Platform => {
            Err(Stop::DoesNotComeUp("the platform pays, so there are no refunds to issue"))
        }
        other => crate::not_known(&other),
    }
}

pub(super) fn outbox<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    offers_outbox(trial)?;
    let stories = two_where(trial, |order| !order.pending_effects().is_empty())?;
    trial.expect_view(View::Outbox, "two orders had events with the same effects")?;
    let effects: usize = stories.iter().map(|story| story.order.pending_effects().len()).sum();
    Ok(format!("{effects} effects of two orders"))
}

pub(super) fn outbox_after_restart<P: Policy, S: Store<P>>(
    trial: &mut Trial<'_, P, S>,
) -> CheckResult {
    offers_outbox(trial)?;
    let stories = two_where(trial, |order| !order.pending_effects().is_empty())?;
    trial.restart()?;
    trial.expect_view(View::Outbox, "orders had open effects, and the store was restarted")?;
    let effects: usize = stories.iter().map(|story| story.order.pending_effects().len()).sum();
    Ok(format!("{effects} effects of two orders"))
}

pub(super) fn acknowledged<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    offers_outbox(trial)?;
    let [mut one, mut other] = two_where(trial, |order| besides_refunds(order) > 1)?;
    let mut count = 0_usize;
    while let Some(request) = one.acknowledge_one() {
        let next = one.decide(&request).ok_or(Stop::DoesNotComeUp("no actor may acknowledge"))?;
        trial.store_and_advance(&mut one, &next)?;
        trial.expect_view(View::Outbox, "an effect of one of two orders was acknowledged")?;
        count = count.saturating_add(1);
    }
    for story in [&mut one, &mut other] {
        let next = trial.any(story)?;
        trial.store_and_advance(story, &next)?;
        trial
            .expect_view(View::Outbox, "effects were acknowledged, and another event was stored")?;
    }
    trial.restart()?;
    trial.expect_view(View::Outbox, "effects were acknowledged, and the store was restarted")?;
    Ok(format!("{count} effects, one by one"))
}

pub(super) fn reported<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    offers_outbox(trial)?;
    shop_pays(trial)?;
    let reports: [fn(_, _) -> Outcome; 4] = [
        |_, _| Outcome::Processing,
        |_, _| Outcome::Unknown,
        |_, _| Outcome::Failed,
        |amount, currency: aftersale::money::Currency| Outcome::Succeeded(currency.money(amount)),
    ];
    let [mut one, mut other] = two_where(trial, has_refund)?;
    let mut count = 0_usize;
    for report in reports {
        for story in [&mut one, &mut other] {
            let Some(next) = story.report(report).and_then(|request| story.decide(&request)) else {
                continue;
            };
            trial.store_and_advance(story, &next)?;
            trial.expect_view(View::Outbox, "a refund that was to be issued was reported on")?;
            count = count.saturating_add(1);
        }
    }
    trial.restart()?;
    trial.expect_view(View::Outbox, "refunds were reported, and the store was restarted")?;
    Ok(format!("{count} reports on refunds of two orders"))
}

pub(super) fn withheld<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    offers_outbox(trial)?;
    shop_pays(trial)?;
    let mut count = 0_usize;
    for mut story in two_where(trial, has_refund)? {
        let Some(next) = story.paid_by_hand().and_then(|request| story.decide(&request)) else {
            continue;
        };
        trial.store_and_advance(&mut story, &next)?;
        trial.expect_view(
            View::Outbox,
            "a case was refunded by hand whose refund was still to be issued",
        )?;
        count = count.saturating_add(1);
        let Some(next) = story.always_accepted() else { continue };
        trial.store_and_advance(&mut story, &next)?;
        trial.expect_view(View::Outbox, "a refund was withheld, and another event was stored")?;
    }
    trial.restart()?;
    trial.expect_view(View::Outbox, "refunds were withheld, and the store was restarted")?;
    match count {
        0 => Err(Stop::DoesNotComeUp("no actor may report an external refund")),
        count => Ok(format!("{count} refunds of two orders")),
    }
}

pub(super) fn timers<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    trial.expect_view(
        View::Timers(aftersale::time::Timestamp::from_seconds(0)),
        "nothing was stored",
    )?;
    let mut stories = two_where(trial, |order| order.next_deadline().is_some())?;
    timers_are_right(trial, "two orders had deadlines")?;
    let mut moved = 0_usize;
    for story in &mut stories {
        let Some((deadline, case)) = story.order.next_deadline() else { continue };
        let Some(deadline) = deadline.plus_seconds(77) else { continue };
        let request = Request::MoveDeadline { case, deadline, note: "more time".into() };
        let Some(next) = story.decide(&request) else { continue };
        trial.store_and_advance(story, &next)?;
        timers_are_right(trial, "a deadline was moved by 77 seconds")?;
        moved = moved.saturating_add(1);
    }
    trial.restart()?;
    timers_are_right(trial, "two orders had deadlines, and the store was restarted")?;
    let mut gone_off = 0_usize;
    for story in &mut stories {
        let Some((deadline, case)) = story.order.next_deadline() else { continue };
        story.wait_until(deadline);
        let Some(next) = story.decide(&Request::TimeRanOut { case, deadline }) else { continue };
        trial.store_and_advance(story, &next)?;
        timers_are_right(trial, "a timer had gone off, and the case had moved on")?;
        gone_off = gone_off.saturating_add(1);
    }
    Ok(format!("2 deadlines, {moved} moved, {gone_off} gone off"))
}

/// Checks the timers at each deadline, a second before and a second after it.
fn timers_are_right<P: Policy, S: Store<P>>(
    trial: &mut Trial<'_, P, S>,
    done: &str,
) -> Result<(), Stop> {
    for deadline in trial.deadlines() {
        for (later, when) in [(-1, "a second before"), (0, "the time of"), (1, "a second after")] {
            let Some(now) = deadline.plus_seconds(later) else { continue };
            trial
                .expect_view(View::Timers(now), &format!("{done}, and it is {when} one of them"))?;
        }
    }
    trial.expect_view(View::Timers(aftersale::time::Timestamp::from_seconds(0)), done)
}

pub(super) fn refunds_to_query<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    trial.expect_view(View::RefundsToQuery, "nothing was stored")?;
    let mut stories = two_where(trial, |order| order.refunds_to_query().next().is_some())?;
    trial.expect_view(View::RefundsToQuery, "two orders had refunds of unknown outcome")?;
    trial.restart()?;
    trial.expect_view(
        View::RefundsToQuery,
        "refunds were to be queried, and the store was restarted",
    )?;
    for story in &mut stories {
        let report = story.report(|_, _| Outcome::Failed);
        let Some(next) = report.and_then(|request| story.decide(&request)) else { continue };
        trial.store_and_advance(story, &next)?;
        trial.expect_view(View::RefundsToQuery, "a refund was queried and has failed")?;
    }
    Ok(String::from("2 orders"))
}

pub(super) fn snapshots<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let mut events = 0_usize;
    for seed in 30..33 {
        let mut story = trial.begin(facts(format!("A-{seed}")), seed)?;
        let order = story.order.id().clone();
        for _ in 0..23 {
            let done = format!("{} events were stored", story.order.version());
            let answer = trial.store.replay(&order);
            let alone = format!("{done}, and the order was restored from them alone");
            let Some(found) = trial.answer(&alone, answer)? else {
                return Err(Stop::NotOffered("the store does not offer `replay`"));
            };
            if let Some((expected, found)) = difference(Some(&story.order), Some(&found)) {
                return trial.violation(alone, expected, found);
            }
            trial.expect_loaded(&order, &done)?;
            events = events.saturating_add(1);
            let Some(next) = story.step() else { break };
            trial.store_and_advance(&mut story, &next)?;
        }
    }
    Ok(format!("{events} times, 3 orders"))
}

/// Checks several orders in turn, among their events some that come late, and restarts.
pub(super) fn histories<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    const SEEDS: u64 = 6;
    const STEPS: usize = 40;
    let (mut late, mut restarts) = (0_usize, 0_usize);
    for seed in 0..SEEDS {
        let mut chance = Chance::of(seed);
        let mut stories = Vec::new();
        for number in 0..3 {
            stories
                .push(trial.begin(facts(format!("{seed}-{number}")), seed.wrapping_add(number))?);
        }
        for step in 0..STEPS {
            let position = chance.below(stories.len());
            let Some(story) = stories.get_mut(position) else { continue };
            let Some(next) = story.step() else { continue };
            let second = story.step();
            trial.store_and_advance(story, &next)?;
            if let Some(second) = second.filter(|_| chance.below(3) == 0) {
                trial.expect_refused(
                    &second,
                    RefusalForm::NotNext,
                    "another writer was quicker",
                )?;
                late = late.saturating_add(1);
            }
            if chance.below(8) == 0 {
                trial.restart()?;
                restarts = restarts.saturating_add(1);
            }
            let at = format!("history {seed} had come to step {step}");
            let order = next.event.order;
            trial.expect_loaded(&order, &at)?;
            match trial.expect_view(View::Outbox, &at) {
                Ok(()) | Err(Stop::NotOffered(_)) => {}
                Err(stop) => return Err(stop),
            }
        }
        trial.expect_all_views(&format!("history {seed} was over"))?;
    }
    trial.restart()?;
    trial.expect_all_views("all histories were over, and the store was restarted")?;
    let events = trial.stored;
    Ok(format!("{SEEDS} histories, {events} events, {late} that came late, {restarts} restarts"))
}
