//! Checks of what is written: only the next event of an order gets in, and it comes out again as it was.

use super::Store;
use super::display::order_label;
use super::generated::{Next, facts, priced};
use super::report::Stop;
use super::trial::{CheckResult, RefusalForm, Trial};
use aftersale::money::{Amount, Currency};
use aftersale::order::{LineFacts, OrderFacts, OrderId, Policy};
use aftersale::quantity::Quantity;

use RefusalForm::{NotNext, NotNextOrError};

pub(super) fn opening<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let (a, other) = (OrderId::new("ORDER1"), OrderId::new("A-2"));
    trial.expect_loaded(&a, "nothing was stored yet")?;
    trial.begin_usual(1)?;
    let done = "the first order was opened";
    trial.expect_loaded(&a, done)?;
    trial.expect_loaded(&other, done)?;
    Ok(String::from("1 order"))
}

fn has_effects<P: Policy>(next: &Next<P>) -> bool {
    next.after.pending_effects().iter().any(|pending| pending.id.version == next.event.version)
}

pub(super) fn two_writers<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let (mut lost, mut with_effects) = (0_usize, 0_usize);
    for seed in 50..58 {
        let name = format!("A-{seed}");
        let mut story = trial.begin(facts(name), seed)?;
        for round in 0..8 {
            let with_some = (0..8).find_map(|_| story.step().filter(has_effects));
            let has_some = with_some.is_some();
            let one = with_some.or_else(|| story.step());
            let (Some(one), Some(two)) = (one, story.always_accepted()) else { break };
            // Most of the time the one with the effects loses.
            let one_loses = has_some && round % 2 == 0;
            let (winner, loser) = if one_loses { (two, one) } else { (one, two) };
            trial.store_and_advance(&mut story, &winner)?;
            let why = "another event of this version had been stored";
            trial.expect_refused(&loser, NotNext, why)?;
            lost = lost.saturating_add(1);
            with_effects = with_effects.saturating_add(usize::from(one_loses));
        }
    }
    if lost == 0 {
        return Err(Stop::DoesNotComeUp("no two events are possible at once"));
    }
    Ok(format!("{lost} events that came second, {with_effects} of them with effects"))
}

pub(super) fn two_connections<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let answer = trial.store.connect();
    let Some(mut other) = trial.answer("another connection was opened", answer)? else {
        return Err(Stop::NotOffered("the store does not offer `connect`"));
    };
    let mut story = trial.begin_usual(9)?;
    let order = story.order.id().clone();
    for round in 1..=8 {
        // Both have seen the order as it is. Then one of them stores, and the other one comes late.
        trial.expect_loaded(&order, "the other connection had stored")?;
        core::mem::swap(&mut trial.store, &mut other);
        trial.expect_loaded(&order, "the other connection had stored")?;
        let winner = trial.any(&mut story)?;
        let loser = trial.any(&mut story)?;
        trial.store_and_advance(&mut story, &winner)?;
        core::mem::swap(&mut trial.store, &mut other);
        let why = "the other connection had stored another event of this version";
        trial.expect_refused(&loser, NotNext, why)?;
        if round % 2 == 0 {
            core::mem::swap(&mut trial.store, &mut other);
        }
    }
    Ok(String::from("8 events over two connections"))
}

pub(super) fn gap<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let mut story = trial.begin_usual(2)?;
    let second = trial.any(&mut story)?;
    story.advance(&second);
    let third = trial.any(&mut story)?;
    story.advance(&third);
    let fourth = trial.any(&mut story)?;
    let only_one = "of its order only event 1 was there";
    trial.expect_refused(&third, NotNextOrError, only_one)?;
    trial.expect_refused(&fourth, NotNextOrError, only_one)?;
    for next in [&second, &third, &fourth] {
        trial.store_event(next)?;
        trial.expect_loaded(&next.event.order, "the missing events had come in their order")?;
    }
    let (mut story, _) = trial.plan(facts("A-2"), 3)?;
    let second = trial.any(&mut story)?;
    trial.expect_refused(&second, NotNextOrError, "its order had not been opened")?;
    Ok(String::from("3 events out of their place"))
}

pub(super) fn opened_twice<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let mut story = trial.begin_usual(4)?;
    let (_, other) = trial.plan(priced("ORDER1", 2_000), 4)?;
    for version in 1..=3 {
        trial.expect_refused(&other, NotNext, &format!("its order was at version {version}"))?;
        let next = trial.any(&mut story)?;
        trial.store_and_advance(&mut story, &next)?;
    }
    Ok(String::from("3 openings of an order that was there"))
}

pub(super) fn many_events<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    const MANY: usize = 120;
    let mut story = trial.begin_usual(10)?;
    let order = story.order.id().clone();
    while trial.stored < MANY {
        let next = trial.any(&mut story)?;
        trial.store_and_advance(&mut story, &next)?;
        // Around 10 and 100, and now and then.
        if matches!(trial.stored, 9..=12 | 99..=102) || trial.stored.is_multiple_of(20) {
            trial.expect_loaded(&order, &format!("{} events were stored", trial.stored))?;
        }
    }
    Ok(format!("{MANY} events of one order"))
}

pub(super) fn restart<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let mut story = trial.begin_usual(11)?;
    let order = story.order.id().clone();
    let mut restarts = 0_usize;
    loop {
        trial.restart()?;
        restarts = restarts.saturating_add(1);
        let done = format!("event {} was stored, and the store was restarted", trial.stored);
        trial.expect_loaded(&order, &done)?;
        let Some(next) = story.step().filter(|_| trial.stored < 9) else { break };
        trial.store_and_advance(&mut story, &next)?;
    }
    Ok(format!("{restarts} restarts, one after each event"))
}

pub(super) fn same_event<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let (mut story, opened) = trial.plan(facts("ORDER1"), 5)?;
    trial.store_event(&opened)?;
    trial.expect_refused(&opened, NotNext, "it was there")?;
    let mut all = [opened].to_vec();
    while let Some(next) = story.step().filter(|_| all.len() < 8) {
        trial.store_and_advance(&mut story, &next)?;
        trial.expect_refused(&next, NotNext, "it was there")?;
        all.push(next);
    }
    trial.restart()?;
    for next in &all {
        trial.expect_refused(next, NotNext, "it was there before a restart")?;
    }
    Ok(format!("{} events, each twice again", all.len()))
}

pub(super) fn apart<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    let mut stories = Vec::new();
    for number in 1..=12 {
        // Some of them have the same events, under the same versions.
        stories.push(trial.begin_number(number, u64::from(number % 3 == 0))?);
    }
    for _ in 0..6 {
        for story in &mut stories {
            let Some(next) = story.step() else { continue };
            trial.store_and_advance(story, &next)?;
        }
        trial.expect_all_loaded("12 orders had events in turn")?;
    }
    Ok(format!("12 orders, {} events in turn", trial.stored))
}

/// Names that differ from another one by little, or have something in them that means something elsewhere.
const ODD: &[&str] = &[
    "ORDER1",
    "a-1",
    "ORDER1 ",
    " ORDER1",
    "A-01",
    "ORDER10",
    "ORDER1-1",
    "A",
    "1",
    "01",
    "1.0",
    "1e0",
    "0x1",
    "true",
    "null",
    "A'1",
    "A''1",
    "A\"1",
    "A'; DROP TABLE events; --",
    "A%",
    "A_1",
    "A*",
    "A?1",
    "A\\1",
    "A/1",
    "A/1/",
    "../ORDER1",
    "A:1",
    "A|1",
    "A,1",
    "A;1",
    "A#1",
    "A&1",
    "{A}",
    "$A",
    "A\t1",
    "A\n1",
    "A\r\n1",
    "\u{e9}",
    "e\u{301}",
    "\u{c9}",
    "ß",
    "ss",
    "İ",
    "i",
    "ı",
    "Ａ-1",
    "订单一",
    "訂單一",
    "A\u{200b}-1",
    "A\u{a0}1",
    "\u{1F9F8}",
    "\u{1F9F8}\u{200d}\u{1F9F8}",
    "-",
    "0",
    "-1",
    "9223372036854775808",
];

pub(super) fn odd_names<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    // As long as some columns are, the longest that an order can have, and the last letter is what differs.
    let long = [62, 63, 127, 128, 254, 255]
        .into_iter()
        .flat_map(|length| ["x", "y"].map(|last| format!("{}{last}", "L".repeat(length))));
    let all: Vec<OrderId> =
        ODD.iter().map(|odd| OrderId::new(*odd)).chain(long.map(OrderId::new)).collect();
    let names: Vec<&OrderId> = all.iter().filter(|order| trial.store.accepts_id(order)).collect();
    let mut stories = Vec::new();
    for (name, price) in names.iter().zip(1_000..) {
        stories.push(trial.begin(priced(*name, price), 12)?);
        trial.expect_all_loaded(&format!("order {} was opened", order_label(name)))?;
    }
    for story in &mut stories {
        let next = trial.any(story)?;
        trial.store_and_advance(story, &next)?;
    }
    let done = "each order with an odd name had a second event";
    trial.expect_all_loaded(done)?;
    trial.restart()?;
    trial.expect_all_loaded(&format!("{done}, and the store was restarted"))?;
    let left_out = all.len().saturating_sub(names.len());
    let tried = format!("{} names", names.len());
    Ok(if left_out == 0 { tried } else { format!("{tried}; {left_out} are not taken here") })
}

/// Returns orders whose figures are where other number types than these end.
fn extreme() -> Vec<OrderFacts> {
    let order = |name: &str, units: u32, price: i64| {
        let line = LineFacts::new("tea", Quantity::new(units), Amount::from_minor(price));
        let cup = LineFacts::new("cup", Quantity::new(1), Amount::from_minor(1));
        OrderFacts::new(name, Currency::CNY, [line, cup])
    };
    // 2^53 + 1 is the first that a floating-point number cannot be.
    [
        order("ORDER1", 1, 9_007_199_254_740_993),
        order("A-2", 1, i64::MAX.saturating_sub(1)),
        order("A-3", 3, 3_074_457_345_618_258_602),
        order("A-4", u32::MAX, 2_147_483_647),
        order("A-5", 1, 2_147_483_648),
        order("A-6", 1, 4_294_967_297),
        order("A-7", 7, 29),
        order("A-8", 1, 0),
    ]
    .into()
}

pub(super) fn figures<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    for (facts, seed) in extreme().into_iter().zip(13..) {
        let mut story = trial.begin(facts, seed)?;
        let order = story.order.id().clone();
        trial.expect_loaded(&order, "an order with figures at their ends was opened")?;
        for _ in 0..6 {
            let Some(next) = story.step() else { break };
            trial.store_and_advance(&mut story, &next)?;
        }
    }
    trial.restart()?;
    trial.expect_all_loaded(
        "orders with figures at their ends had events, and the store was restarted",
    )?;
    Ok(format!("{} orders, {} events", trial.orders.len(), trial.stored))
}

pub(super) fn large_events<P: Policy, S: Store<P>>(trial: &mut Trial<'_, P, S>) -> CheckResult {
    // Almost as many as an order can have, with ids almost as long.
    const LINES: usize = 990;
    let line = |number: usize| {
        let name = format!("{number}: {}", "茶\"'\\\u{1F375} ".repeat(20));
        LineFacts::new(name, Quantity::new(2), Amount::from_minor(105))
    };
    let usual = facts("ORDER1");
    let lines: Vec<LineFacts> = usual.lines.iter().cloned().chain((0..LINES).map(line)).collect();
    let large = OrderFacts::new("ORDER1", Currency::CNY, lines).shipped(usual.shipped);
    let (mut story, opened) = trial.plan(large, 21)?;
    let bytes = serde_json::to_string(&opened.event).map_or(0, |text| text.len());
    trial.store_event(&opened)?;
    let order = story.order.id().clone();
    let done = format!("an event of {bytes} bytes was stored");
    trial.expect_loaded(&order, &done)?;
    let next = trial.any(&mut story)?;
    trial.store_and_advance(&mut story, &next)?;
    trial.restart()?;
    trial.expect_loaded(&order, &format!("{done}, and the store was restarted"))?;
    Ok(format!("an event of {bytes} bytes"))
}
