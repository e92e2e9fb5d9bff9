//! Checks of what is found again: orders, effects, timers, refunds to ask about; and of everything
//! together.

use super::Store;
use super::made::{Chance, Story, facts, priced, seed_where};
use super::report::Stop;
use super::shown::difference;
use super::trial::{Refusing, Trial, Tried, View};
use aftersale::order::{Effect, Order, Outcome, Payer, Policy, Request};

pub(super) fn orders<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
    trial.shows(View::Orders, "nothing was stored")?;
    for number in 1..=12 {
        let mut story = trial.begin_number(number, 22)?;
        trial.shows(View::Orders, "an order was opened")?;
        let next = trial.any(&mut story)?;
        trial.stores_and_goes(&mut story, &next)?;
    }
    trial.shows(View::Orders, "12 orders had two events each")?;
    trial.restarts()?;
    trial.shows(View::Orders, "12 orders had two events each, and the store was restarted")?;
    Ok(String::from("12 orders"))
}

/// Two orders to which the same happens until this has come about, so that their effects have the same
/// names.
fn two_where<P: Policy, S: Store<P>>(
    trial: &mut Trial<'_, P, S>,
    wanted: impl Fn(&Order<P>) -> bool,
) -> Result<[Story<P>; 2], Stop> {
    let seed = seed_where(trial.policy, &wanted);
    let seed = seed.ok_or(Stop::DoesNotComeUp("no history was found that comes to it"))?;
    let mut stories = [trial.begin(facts("A-1"), seed)?, trial.begin(priced("A-2", 1_001), seed)?];
    while !wanted(&stories[0].order) || !wanted(&stories[1].order) {
        for story in &mut stories {
            let next = story.step().ok_or(Stop::DoesNotComeUp("two histories did not agree"))?;
            trial.stores_and_goes(story, &next)?;
        }
    }
    Ok(stories)
}

fn offers_outbox<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Result<(), Stop> {
    trial.shows(View::Outbox, "nothing was stored")
}

/// Effects besides refunds: they are acknowledged.
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
        Payer::Platform => Err(Stop::DoesNotComeUp("the platform pays, and nobody tells it to")),
        other => crate::not_known(&other),
    }
}

pub(super) fn outbox<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
    offers_outbox(trial)?;
    let stories = two_where(trial, |order| !order.pending_effects().is_empty())?;
    trial.shows(View::Outbox, "two orders had events with the same effects")?;
    let effects: usize = stories.iter().map(|story| story.order.pending_effects().len()).sum();
    Ok(format!("{effects} effects of two orders"))
}

pub(super) fn outbox_after_restart<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
    offers_outbox(trial)?;
    let stories = two_where(trial, |order| !order.pending_effects().is_empty())?;
    trial.restarts()?;
    trial.shows(View::Outbox, "orders had open effects, and the store was restarted")?;
    let effects: usize = stories.iter().map(|story| story.order.pending_effects().len()).sum();
    Ok(format!("{effects} effects of two orders"))
}

pub(super) fn acknowledged<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
    offers_outbox(trial)?;
    let [mut one, mut other] = two_where(trial, |order| besides_refunds(order) > 1)?;
    let mut count = 0_usize;
    while let Some(request) = one.acknowledge_one() {
        let next = one.done(&request).ok_or(Stop::DoesNotComeUp("nobody may acknowledge"))?;
        trial.stores_and_goes(&mut one, &next)?;
        trial.shows(View::Outbox, "an effect of one of two orders was acknowledged")?;
        count = count.saturating_add(1);
    }
    for story in [&mut one, &mut other] {
        let next = trial.any(story)?;
        trial.stores_and_goes(story, &next)?;
        trial.shows(View::Outbox, "effects were acknowledged, and another event was stored")?;
    }
    trial.restarts()?;
    trial.shows(View::Outbox, "effects were acknowledged, and the store was restarted")?;
    Ok(format!("{count} effects, one by one"))
}

pub(super) fn reported<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
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
            let Some(next) = story.report(report).and_then(|request| story.done(&request)) else {
                continue;
            };
            trial.stores_and_goes(story, &next)?;
            trial.shows(View::Outbox, "something was heard of a refund that was to be made")?;
            count = count.saturating_add(1);
        }
    }
    trial.restarts()?;
    trial.shows(View::Outbox, "refunds were reported, and the store was restarted")?;
    Ok(format!("{count} reports on refunds of two orders"))
}

pub(super) fn withheld<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
    offers_outbox(trial)?;
    shop_pays(trial)?;
    let mut count = 0_usize;
    for mut story in two_where(trial, has_refund)? {
        let Some(next) = story.paid_by_hand().and_then(|request| story.done(&request)) else {
            continue;
        };
        trial.stores_and_goes(&mut story, &next)?;
        trial.shows(View::Outbox, "a case was paid by hand whose refund was still to be made")?;
        count = count.saturating_add(1);
        let Some(next) = story.certain() else { continue };
        trial.stores_and_goes(&mut story, &next)?;
        trial.shows(View::Outbox, "a refund was withheld, and another event was stored")?;
    }
    trial.restarts()?;
    trial.shows(View::Outbox, "refunds were withheld, and the store was restarted")?;
    match count {
        0 => Err(Stop::DoesNotComeUp("nobody may say that money was refunded elsewhere")),
        count => Ok(format!("{count} refunds of two orders")),
    }
}

pub(super) fn timers<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
    trial.shows(View::Timers(aftersale::time::Timestamp::from_seconds(0)), "nothing was stored")?;
    let mut stories = two_where(trial, |order| order.next_deadline().is_some())?;
    timers_are_right(trial, "two orders had deadlines")?;
    let mut moved = 0_usize;
    for story in &mut stories {
        let Some((deadline, case)) = story.order.next_deadline() else { continue };
        let Some(deadline) = deadline.plus_seconds(77) else { continue };
        let request = Request::MoveDeadline { case, deadline, note: "more time".into() };
        let Some(next) = story.done(&request) else { continue };
        trial.stores_and_goes(story, &next)?;
        timers_are_right(trial, "a deadline was moved by 77 seconds")?;
        moved = moved.saturating_add(1);
    }
    trial.restarts()?;
    timers_are_right(trial, "two orders had deadlines, and the store was restarted")?;
    let mut gone_off = 0_usize;
    for story in &mut stories {
        let Some((deadline, case)) = story.order.next_deadline() else { continue };
        story.wait_until(deadline);
        let Some(next) = story.done(&Request::TimeRanOut { case, deadline }) else { continue };
        trial.stores_and_goes(story, &next)?;
        timers_are_right(trial, "a timer had gone off, and the case had moved on")?;
        gone_off = gone_off.saturating_add(1);
    }
    Ok(format!("2 deadlines, {moved} moved, {gone_off} gone off"))
}

/// At each deadline, a second before and a second after it.
fn timers_are_right<P: Policy, S: Store<P>>(
    trial: &mut Trial<'_, P, S>,
    done: &str,
) -> Result<(), Stop> {
    for deadline in trial.deadlines() {
        for (later, when) in [(-1, "a second before"), (0, "the time of"), (1, "a second after")] {
            let Some(now) = deadline.plus_seconds(later) else { continue };
            trial.shows(View::Timers(now), &format!("{done}, and it is {when} one of them"))?;
        }
    }
    trial.shows(View::Timers(aftersale::time::Timestamp::from_seconds(0)), done)
}

pub(super) fn refunds_to_query<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
    trial.shows(View::ToQuery, "nothing was stored")?;
    let mut stories = two_where(trial, |order| order.refunds_to_query().next().is_some())?;
    trial.shows(View::ToQuery, "two orders had refunds of which nobody knows what became")?;
    trial.restarts()?;
    trial.shows(View::ToQuery, "refunds were to be asked about, and the store was restarted")?;
    for story in &mut stories {
        let report = story.report(|_, _| Outcome::Failed);
        let Some(next) = report.and_then(|request| story.done(&request)) else { continue };
        trial.stores_and_goes(story, &next)?;
        trial.shows(View::ToQuery, "a refund was asked about and has failed")?;
    }
    Ok(String::from("2 orders"))
}

pub(super) fn snapshots<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
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
            trial.loads(&order, &done)?;
            events = events.saturating_add(1);
            let Some(next) = story.step() else { break };
            trial.stores_and_goes(&mut story, &next)?;
        }
    }
    Ok(format!("{events} times, 3 orders"))
}

/// What is done to several orders in turn, among it events that come late, and restarts.
pub(super) fn histories<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> Tried {
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
            trial.stores_and_goes(story, &next)?;
            if let Some(second) = second.filter(|_| chance.below(3) == 0) {
                trial.refuses(&second, Refusing::BySayingSo, "somebody else was quicker")?;
                late = late.saturating_add(1);
            }
            if chance.below(8) == 0 {
                trial.restarts()?;
                restarts = restarts.saturating_add(1);
            }
            let at = format!("history {seed} had come to step {step}");
            let order = next.event.order;
            trial.loads(&order, &at)?;
            match trial.shows(View::Outbox, &at) {
                Ok(()) | Err(Stop::NotOffered(_)) => {}
                Err(stop) => return Err(stop),
            }
        }
        trial.shows_all(&format!("history {seed} was over"))?;
    }
    trial.restarts()?;
    trial.shows_all("all histories were over, and the store was restarted")?;
    let events = trial.stored;
    Ok(format!("{SEEDS} histories, {events} events, {late} that came late, {restarts} restarts"))
}
