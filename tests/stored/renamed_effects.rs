//! A step of the translation of the old golden files: an effect was named after its place among the effects of its
//! event, and is named after what it is about since. With the names the digests of acknowledgements have changed, and
//! acknowledgements are not remembered any more.

use std::collections::BTreeMap;

use aftersale::order::stored::{Stored, StoredEvent};
use aftersale::order::{Command, Decision, Event, Order, PendingEffect, Request};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::shop::Platform;

/// The new names of the effects of a history, by their old ones.
type Names = BTreeMap<String, String>;

/// Translates the lines of all histories, each of which has a snapshot.
pub(crate) fn with_subjects<P: Platform>(
    policy: &P,
    events: &[String],
    snapshots: &[String],
) -> [Vec<String>; 2] {
    let mut histories: Vec<Vec<&String>> = Vec::new();
    for line in events {
        if line.contains("\"kind\":{\"opened\":") {
            histories.push(Vec::new());
        }
        histories.last_mut().expect("an opening comes first").push(line);
    }
    assert_eq!(histories.len(), snapshots.len());
    let [mut all_events, mut all_snapshots] = [Vec::new(), Vec::new()];
    for (history, snapshot) in histories.iter().zip(snapshots) {
        let mut names = Names::new();
        let number = line_numbers(history[0]);
        history.iter().for_each(|line| names_of_event(line, &number, &mut names));
        let mut lines: Vec<String> = history.iter().map(|line| renamed(line, &names)).collect();
        let mut snapshot = in_order(&renamed(snapshot, &names));
        let mut decided: Vec<Event<P::Status>> = Vec::new();
        for line in &mut lines {
            let mut event = content::<P>(line);
            if let Some(digest) = digest_of_acknowledgement(policy, &decided, &event) {
                let command = event.accepted().expect("a command").command.as_str();
                *line = with_digest(line, &format!("\"command\":{command:?},\"digest\":"), &digest);
                snapshot = without_memory_of(&snapshot, command);
                event = content::<P>(line);
            }
            decided.push(event);
        }
        all_events.extend(lines);
        all_snapshots.push(snapshot);
    }
    [all_events, all_snapshots]
}

fn content<P: Platform>(line: &str) -> Event<P::Status> {
    let stored: StoredEvent<P> = serde_json::from_str(line).expect("a stored event");
    stored.content().expect("an event").clone()
}

/// Returns the number of each line, as its text in JSON.
fn line_numbers(opening: &str) -> BTreeMap<String, usize> {
    let opening: Value = serde_json::from_str(opening).expect("a line is JSON");
    let lines = &opening["event"]["kind"]["opened"]["facts"]["lines"];
    let lines = lines.as_array().expect("lines").iter();
    lines.zip(1..).map(|(line, number)| (line["line"].to_string(), number)).collect()
}

/// Names the effects of an event in the order in which they were counted: that of its changes.
fn names_of_event(line: &str, numbers: &BTreeMap<String, usize>, names: &mut Names) {
    let event: Value = serde_json::from_str(line).expect("a line is JSON");
    let event = &event["event"];
    let Some(accepted) = event["kind"].get("accepted") else { return };
    let mut index = 0;
    for change in accepted["changes"].as_array().expect("changes") {
        let subject = if let Some(refund) = change.get("refund_started") {
            let is_ours = refund["route"] == "shop" && !refund["case"].is_null();
            is_ours.then(|| "\"issue_refund\"".to_owned())
        } else if let Some(withheld) = change.get("refund_withheld") {
            Some(format!("{{\"withhold_refund\":{{\"case\":{}}}}}", withheld["case"]))
        } else if let Some(goods) = change.get("goods_taken_back") {
            let number = numbers[&goods["line"].to_string()];
            let condition = &goods["condition"];
            Some(format!("{{\"take_into_stock\":{{\"line\":{number},\"condition\":{condition}}}}}"))
        } else if let Some(moved) = change.get("transitioned") {
            let is_told = accepted["by"] != "buyer" && !moved["action"].is_null();
            is_told.then(|| format!("{{\"tell_buyer\":{{\"action\":{}}}}}", moved["action"]))
        } else {
            (change == "order_closed").then(|| "\"close_order\"".to_owned())
        };
        if let Some(subject) = subject {
            let version = &event["version"];
            // The table of names has the new name of the field by now.
            let (old, new) = (format!("\"subject\":{index}}}"), format!("\"subject\":{subject}}}"));
            let named = |name: &str| format!("{{\"version\":{version},{name}");
            names.insert(named(&old), named(&new));
            index += 1;
        }
    }
}

fn renamed(line: &str, names: &Names) -> String {
    names.iter().fold(line.to_owned(), |line, (old, new)| line.replace(old, new))
}

/// Puts the pending effects of a snapshot into the order of their ids.
fn in_order(snapshot: &str) -> String {
    const BEGIN: &str = "\"pending_effects\":[";
    let (before, rest) = snapshot.split_once(BEGIN).expect("a snapshot has pending effects");
    let (effects, after) = rest.split_once("],\"closed\":").expect("their end");
    let list = format!("[{effects}]");
    let mut effects: Vec<&RawValue> = serde_json::from_str(&list).expect("a list");
    effects.sort_by_key(|effect| {
        let pending: PendingEffect = serde_json::from_str(effect.get()).expect("an effect");
        pending.id
    });
    let effects: Vec<&str> = effects.iter().map(|effect| effect.get()).collect();
    format!("{before}{BEGIN}{}],\"closed\":{after}", effects.join(","))
}

/// Returns the digest of an event that acknowledges effects: that of its command when it is decided on again.
fn digest_of_acknowledgement<P: Platform>(
    policy: &P,
    before: &[Event<P::Status>],
    event: &Event<P::Status>,
) -> Option<String> {
    let accepted = event.accepted()?;
    let Request::Acknowledge { .. } = &accepted.request else { return None };
    let order = Order::replay(policy.clone(), before).expect("the events before it");
    let mut command = Command::new(
        accepted.command.clone(),
        event.order.clone(),
        accepted.by,
        event.at,
        accepted.request.clone(),
    );
    command.buyer = accepted.buyer.clone();
    let Ok(Decision::Accepted { event, .. }) = order.decide(&command) else {
        panic!("it was accepted once: {command:?}");
    };
    let stored: StoredEvent<P> = Stored::of(event);
    let text = serde_json::to_string(&stored).expect("an event as JSON");
    let (_, digest) = text.split_once("\"digest\":\"").expect("its digest");
    digest.get(..16).map(str::to_owned)
}

/// Returns a snapshot that does not remember this command.
fn without_memory_of(snapshot: &str, command: &str) -> String {
    let begin = format!("{{\"id\":{command:?},\"digest\":");
    let Some((before, rest)) = snapshot.split_once(&begin) else { return snapshot.to_owned() };
    let (_, after) = rest.split_once('}').expect("the end of the entry");
    let is_last = !after.starts_with(',');
    let before = if is_last { before.strip_suffix(',').unwrap_or(before) } else { before };
    format!("{before}{}", after.strip_prefix(',').unwrap_or(after))
}

fn with_digest(line: &str, before: &str, digest: &str) -> String {
    let Some((first, rest)) = line.split_once(before) else { return line.to_owned() };
    let rest = rest.get("\"0123456789abcdef\"".len()..).expect("a digest of 16 digits");
    format!("{first}{before}\"{digest}\"{rest}")
}
