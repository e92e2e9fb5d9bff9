//! The mirror of each platform: every sequence of sightings within bounds, and mirrors that are wrong on purpose.

use std::process::ExitCode;
use std::time::Instant;

use aftersale::lifecycle::{Lifecycle, Status};
use aftersale::mirror::Mirror;
use aftersale::time::Timestamp;
use aftersale::wechat::AfterSaleStatus::{
    MerchantProcessing, MerchantReturnSuccess, MerchantWaitReceipt, UserCanceld, UserWaitReturn,
};
use aftersale::{channels, shopxo, wechat};
use aftersale_testing::mirror::{
    Bounds, Fault, MirrorInvariant, Seen, explore, explore_with_fault,
};

use crate::Totals;

/// Explores the mirrors within the bounds that take seconds, or within the larger ones.
pub(crate) fn check(is_small: bool) -> Totals {
    let mut totals = [
        report("the mini-shop", wechat::LIFECYCLE, &plain(3, is_small)),
        report("the mini-shop", wechat::LIFECYCLE, &with_flows(if is_small { 2 } else { 3 })),
        report("the mini-shop, a long story before", wechat::LIFECYCLE, &after_a_long_story()),
        report("ShopXO", shopxo::LIFECYCLE, &with_flows(3)),
        report(
            "the Channels shop",
            channels::LIFECYCLE,
            &plain(if is_small { 2 } else { 3 }, is_small),
        ),
    ]
    .to_vec();
    if !is_small {
        totals.push(report("the Channels shop", channels::LIFECYCLE, &with_flows(2)));
    }
    let sum = |count: fn(&Totals) -> usize| totals.iter().map(count).sum();
    Totals { states: sum(|one| one.states), violations: sum(|one| one.violations) }
}

/// Sightings that tell nothing but the status, and within the larger bounds that the case is finished.
fn plain<S>(sightings: usize, is_small: bool) -> Bounds<S> {
    Bounds { sightings, says_finished: !is_small, ..Bounds::default() }
}

/// Documents that state the type of the case, and that it is finished.
fn with_flows<S>(sightings: usize) -> Bounds<S> {
    Bounds { sightings, states_flow: true, ..Bounds::default() }
}

/// As many statuses as a mirror keeps of a case, so that each new one makes it forget the oldest: a buyer who sends the goods
/// and recalls them. What follows is before all of it, within it, and after it.
fn after_a_long_story() -> Bounds<wechat::AfterSaleStatus> {
    let words = [UserWaitReturn, MerchantWaitReceipt].into_iter().cycle();
    let story = (1..=12).zip(words).map(|(turn, status)| Seen {
        at: Timestamp::from_seconds(turn * 10),
        status: Some(status),
        flow: None,
        is_finished: false,
    });
    Bounds {
        story: story.collect(),
        statuses: [MerchantProcessing, UserWaitReturn, MerchantWaitReceipt, UserCanceld].to_vec(),
        times: [5, 10, 15, 110, 120, 125, 130].map(Timestamp::from_seconds).to_vec(),
        ..Bounds::default()
    }
}

fn report<S: Status>(name: &str, lifecycle: Lifecycle<S>, bounds: &Bounds<S>) -> Totals {
    let since = Instant::now();
    let found = explore(&Mirror::of(lifecycle), bounds);
    println!(
        "the mirror of {name}: {} sightings more{}{}",
        bounds.sightings,
        if bounds.states_flow { ", the flow stated or not" } else { "" },
        if bounds.says_finished { ", finished or not" } else { "" },
    );
    println!(
        "  stories={} compared with the model={} ({:.0} s)",
        found.stories,
        found.compared,
        since.elapsed().as_secs_f64()
    );
    println!("  invariants checked: {}", MirrorInvariant::ALL.len());
    if let Some(violation) = &found.violation {
        println!("  BROKEN: {violation}");
    }
    Totals { states: found.stories, violations: usize::from(found.violation.is_some()) }
}

type Canary = (&'static str, &'static str, Fault<wechat::AfterSaleStatus>);

fn canaries() -> [Canary; 5] {
    [
        (
            "follows-out-of-an-end",
            "an end is overwritten in the same second",
            |mirror, case, seen| {
                let is_end = mirror.has_ended(case) && case.seen_at() == Some(seen.at);
                let is_other = case.status().is_some_and(|status| status.known() != seen.status);
                let later = seen.at.plus_seconds(1)?;
                Some(Seen { at: if is_end && is_other { later } else { seen.at }, ..seen })
            },
        ),
        ("guesses-unknown-words", "an unknown word is taken for a known one", |_, _, seen| {
            Some(Seen { status: seen.status.or(Some(MerchantReturnSuccess)), ..seen })
        }),
        ("believes-what-comes-last", "what arrives last counts as the newest", |_, case, seen| {
            Some(Seen { at: seen.at.max(case.seen_at()?.plus_seconds(1)?), ..seen })
        }),
        ("takes-a-repeat-for-an-end", "a status that comes again has ended", |_, case, seen| {
            let is_status = case.status().is_some_and(|status| status.known() == seen.status);
            let is_again = is_status && case.seen_at() == Some(seen.at);
            Some(Seen { is_finished: seen.is_finished || is_again, ..seen })
        }),
        ("drops-what-is-late", "what is older than the newest is dropped", |_, case, seen| {
            case.seen_at().is_none_or(|newest| seen.at >= newest).then_some(seen)
        }),
    ]
}

pub(crate) fn names() -> String {
    let names = canaries().map(|(name, what, _)| format!("  {name}: {what}"));
    names.join("\n")
}

/// Explores a mirror that is wrong on purpose, and prints the shortest story that shows it; `None` where there is none of the
/// name.
pub(crate) fn find(name: &str) -> Option<ExitCode> {
    let (_, what, fault) = canaries().into_iter().find(|(known, ..)| *known == name)?;
    println!("{name} at the mini-shop: {what}");
    let bounds = Bounds::default();
    let found = explore_with_fault(&Mirror::of(wechat::LIFECYCLE), &bounds, Some(fault));
    let Some(violation) = found.violation else {
        println!("not seen in {} stories", found.stories);
        return Some(ExitCode::FAILURE);
    };
    println!("{violation}\nfound after {} stories", found.stories);
    Some(ExitCode::SUCCESS)
}
