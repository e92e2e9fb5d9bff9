//! The golden files of format 1: histories of both platforms with all events there are, small and large,
//! as version 1 has written them. They are kept for ever, and read here.
//!
//! Each platform has its events and its snapshots, as JSON, a line each, and as postcard, each with its
//! length before it. A history ends with its snapshot; the next one begins with event 1.

use std::path::{Path, PathBuf};

use aftersale::order::stored::{StoredEvent, StoredSnapshot, restore};
use aftersale::order::{Command, Decision, Deed, Event, Order};
use aftersale::shopxo::Hardened;
use aftersale::wechat::WeChat;
use serde_json::Value;

use crate::forms::{FORMS, Form};
use crate::shop::{Platform, shopxo, wechat};

/// One history: its events, and the snapshot after the last one.
pub(crate) struct History {
    pub(crate) events: Vec<Vec<u8>>,
    pub(crate) snapshot: Vec<u8>,
}

pub(crate) fn path(platform: &str, what: &str, form: Form) -> PathBuf {
    let end = match form {
        Form::Json => "jsonl",
        Form::Postcard => "postcard",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stored/v1");
    folder.join(format!("{platform}_{what}.{end}"))
}

/// The records of a file.
fn records(path: &Path, form: Form) -> Vec<Vec<u8>> {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    match form {
        Form::Json => {
            let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            lines.map(<[u8]>::to_vec).collect()
        }
        Form::Postcard => {
            let (mut records, mut rest) = (Vec::new(), bytes.as_slice());
            while let [a, b, c, d, more @ ..] = rest {
                let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
                records.push(more[..length].to_vec());
                rest = &more[length..];
            }
            records
        }
    }
}

/// The golden histories of a platform in a form.
pub(crate) fn histories<P: Platform>(platform: &str, form: Form) -> Vec<History> {
    let mut snapshots = records(&path(platform, "snapshots", form), form).into_iter();
    let mut histories: Vec<History> = Vec::new();
    for record in records(&path(platform, "events", form), form) {
        let event: StoredEvent<P> = form.read(&record).unwrap();
        let event = event.content().unwrap();
        if event.deed().is_none() {
            let snapshot = snapshots.next().expect("each history has a snapshot");
            histories.push(History { events: Vec::new(), snapshot });
        }
        histories.last_mut().unwrap().events.push(record);
    }
    assert_eq!(snapshots.next(), None);
    histories
}

fn is_read_as_it_was_written<P: Platform>(platform: &str, policy: &P) {
    for form in FORMS {
        let histories = histories::<P>(platform, form);
        assert!(histories.len() > 3, "{platform}");
        for History { events, snapshot } in histories {
            let read = |bytes: &Vec<u8>| form.read::<P, Event<P::Status>>(bytes).unwrap();
            for bytes in &events {
                assert_eq!(form.write(&read(bytes)), *bytes);
            }
            let restored = restore(policy.clone(), None, events.iter().map(read)).unwrap();
            assert!(restored.other_tables.is_empty());
            let kept: StoredSnapshot<P> = form.read(&snapshot).unwrap();
            assert_eq!(form.write(&kept), snapshot);
            let resumed = restore(policy.clone(), Some(kept), []).unwrap();
            assert_eq!(resumed.order, restored.order);
        }
    }
}

/// Hosts keep, with each event, what its command said in short. It must not change with the compiler, the
/// machine or the version of the crate, or a command that comes again is not known.
fn commands_that_come_again_are_known<P: Platform>(platform: &str, policy: &P) {
    for form in FORMS {
        for History { events, .. } in histories::<P>(platform, form) {
            let read = |bytes: &Vec<u8>| {
                form.read::<P, Event<P::Status>>(bytes).unwrap().content().unwrap()
            };
            let events: Vec<Event<P::Status>> = events.iter().map(read).collect();
            let order = Order::replay(policy.clone(), &events).unwrap();
            for event in &events[1..] {
                let Deed { command, by, buyer, act, .. } = event.deed().unwrap();
                let again = Command::new(command, &event.order, *by, event.at, act.clone());
                let again = Command { buyer: buyer.clone(), ..again };
                let decision = order.decide(&again).unwrap();
                let Decision::Duplicate { version, .. } = decision else { panic!("{again:?}") };
                assert_eq!(version, event.version);
            }
        }
    }
}

#[test]
fn every_command_of_format_1_is_known_when_it_comes_again_i10() {
    commands_that_come_again_are_known::<Hardened>("shopxo", &shopxo());
    commands_that_come_again_are_known::<WeChat>("wechat", &wechat());
}

/// If the golden events had come about by another table, all their moves would be in today's.
fn all_moves_are_in_the_table<P: Platform>(platform: &str, policy: &P) {
    for History { events, .. } in histories::<P>(platform, Form::Json) {
        let length = events.len() as u64;
        let of_another = |bytes: &Vec<u8>| -> StoredEvent<P> {
            let mut event: Value = serde_json::from_slice(bytes).unwrap();
            event["about"]["table"] = "00000000deadbeef".into();
            Form::Json.read(event.to_string().as_bytes()).unwrap()
        };
        let restored = restore(policy.clone(), None, events.iter().map(of_another)).unwrap();
        let [other] = &restored.other_tables[..] else { panic!("one other table") };
        assert_eq!((other.first.number(), other.last.number()), (1, length));
        assert_eq!(other.moves, []);
    }
}

#[test]
fn every_move_of_a_case_is_a_row_of_its_table_i20() {
    all_moves_are_in_the_table::<Hardened>("shopxo", &shopxo());
    all_moves_are_in_the_table::<WeChat>("wechat", &wechat());
}

#[test]
fn format_1_of_shopxo_is_read_as_it_was_written_i23() {
    is_read_as_it_was_written::<Hardened>("shopxo", &shopxo());
}

#[test]
fn format_1_of_wechat_is_read_as_it_was_written_i23() {
    is_read_as_it_was_written::<WeChat>("wechat", &wechat());
}

/// Every name that stands in a JSON text as a field or alone, with the enum's own above it.
fn names<P: Platform>(platform: &str) -> std::collections::BTreeSet<String> {
    let mut names = std::collections::BTreeSet::new();
    for History { events, .. } in histories::<P>(platform, Form::Json) {
        for event in events {
            let event: Value = serde_json::from_slice(&event).unwrap();
            let done = &event["event"]["happened"]["done"];
            let act = done["act"].as_object().and_then(|act| act.keys().next());
            names.extend(act.map(|name| format!("Act {name}")));
            for change in done["changes"].as_array().into_iter().flatten() {
                let name = match change {
                    Value::String(name) => name,
                    change => change.as_object().unwrap().keys().next().unwrap(),
                };
                names.insert(format!("Change {name}"));
                if let Some(anomaly) = change["strange"].as_object() {
                    let name = anomaly.keys().next().unwrap();
                    names.insert(format!("Anomaly {name}"));
                }
            }
        }
    }
    names
}

#[test]
fn all_events_that_there_are_stand_in_the_golden_files() {
    // The shape lists every variant; each has to be there on one of the two platforms.
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stored/v1/shape.txt");
    let shape = std::fs::read_to_string(file);
    let mut there = names::<Hardened>("shopxo");
    there.extend(names::<WeChat>("wechat"));
    let mut missing = Vec::new();
    for line in shape.unwrap().lines() {
        let Some((name, variants)) = line.split_once(": Enum(") else { continue };
        if !["Act", "Change", "Anomaly"].contains(&name) {
            continue;
        }
        // A variant is named behind its number, and a field is not.
        let mut before = "";
        for part in variants.split(": Named { name: \"") {
            let is_numbered = before.ends_with(|last: char| last.is_ascii_digit());
            let variant = part.split('"').next().unwrap_or_default();
            if is_numbered && !there.contains(&format!("{name} {variant}")) {
                missing.push(format!("{name} {variant}"));
            }
            before = part;
        }
    }
    assert!(there.len() > 40, "{there:?}");
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_sizes_in_the_docs_are_those_of_the_golden_files() {
    for (platform, sizes) in [("shopxo", SHOPXO), ("wechat", WECHAT)] {
        let mut found = Vec::new();
        for what in ["events", "snapshots"] {
            for form in FORMS {
                let mut sizes: Vec<usize> =
                    records(&path(platform, what, form), form).iter().map(Vec::len).collect();
                sizes.sort_unstable();
                found.push(sizes[sizes.len() / 2]);
            }
        }
        assert_eq!(found, sizes, "{platform}");
    }
}

/// The median sizes in bytes: of an event as JSON and as postcard, of a snapshot as both.
const SHOPXO: [usize; 4] = [697, 102, 2428, 390];
const WECHAT: [usize; 4] = [707, 103, 3260, 435];
