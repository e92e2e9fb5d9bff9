//! Every single-byte change and every truncation of the golden files is refused, or is another valid value;
//! nothing panics, and nothing is taken for something that it is not.

use std::fmt::Debug;

use aftersale::order::Event;
use aftersale::order::stored::{Snapshot, Storable, StoredEvent, restore};
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::forms::{FORMS, Form};
use crate::golden::{History, histories};
use crate::shop::{Platform, shopxo, wechat};

/// Returns whether changed bytes are an error, or a value that is written otherwise. A record that was not read
/// any further gives the reason.
fn is_error_or_another_value<P: Platform, T>(form: Form, bytes: &[u8], broken: &[u8]) -> bool
where
    T: Storable + Serialize + DeserializeOwned + PartialEq + Debug,
{
    let Ok(stored) = form.read::<P, T>(broken) else { return true };
    if stored.about().is_err() {
        return true;
    }
    let written = form.write(&stored);
    // White space and escapes may be written in several ways; the same value is then the same.
    let original = form.read::<P, T>(bytes).unwrap();
    let is_same = stored == original;
    is_same == (written == form.write(&original))
        && (!is_same
            || form_says_the_same(form, bytes, broken)
            || is_of_another_format(form, bytes, broken))
}

/// Returns whether two records name different formats. What has not changed between these, such as an accepted command, is
/// the same in both.
fn is_of_another_format(form: Form, bytes: &[u8], broken: &[u8]) -> bool {
    match form {
        Form::Json => {
            let format = |bytes| {
                let value: serde_json::Value = serde_json::from_slice(bytes).unwrap();
                value["about"]["format"].clone()
            };
            format(bytes) != format(broken)
        }
        Form::Postcard => bytes[0] != broken[0],
    }
}

/// Returns whether two texts are the same JSON although their bytes differ. Postcard has no such thing but for
/// numbers that are written longer than they need to be.
fn form_says_the_same(form: Form, bytes: &[u8], broken: &[u8]) -> bool {
    match form {
        Form::Json => {
            let value = |bytes| serde_json::from_slice::<serde_json::Value>(bytes).ok();
            value(bytes) == value(broken)
        }
        Form::Postcard => false,
    }
}

fn every_change_is_found<P: Platform, T>(form: Form, bytes: &[u8], flips: &[u8])
where
    T: Storable + Serialize + DeserializeOwned + PartialEq + Debug,
{
    for length in (0..bytes.len()).step_by(EVERY) {
        let cut = form.read::<P, T>(&bytes[..length]);
        let is_told = cut.as_ref().map_or(true, |stored| stored.about().is_err());
        assert!(is_told, "{form:?} cut at {length}: {cut:?}");
    }
    for position in (0..bytes.len()).step_by(EVERY) {
        for flip in flips {
            let mut broken = bytes.to_vec();
            broken[position] ^= flip;
            assert!(
                is_error_or_another_value::<P, T>(form, bytes, &broken),
                "{form:?} byte {position} ^ {flip}: {}",
                String::from_utf8_lossy(&broken)
            );
        }
    }
}

/// Without debug assertions every byte is changed; with them it takes too long, and every seventh has to
/// do.
const EVERY: usize = if cfg!(debug_assertions) { 7 } else { 1 };

/// Some ways to change a byte: its lowest and its highest bit, and what makes letters of digits.
const FLIPS: [u8; 4] = [1, 0x10, 0x20, 0x80];

fn changed_golden_files_are_found<P: Platform>(platform: &str, policy: &P) {
    let all: Vec<u8> = (1..=255).collect();
    for form in FORMS {
        for (position, history) in histories::<P>(platform, form).into_iter().enumerate() {
            let History { events, snapshot, .. } = history;
            // In the first history every byte becomes every other one.
            let flips = if position == 0 { &all[..] } else { &FLIPS };
            for bytes in &events {
                every_change_is_found::<P, Event<P::Status>>(form, bytes, flips);
            }
            every_change_is_found::<P, Snapshot<P::Status>>(form, &snapshot, &FLIPS[..1]);
            // One that is read may still not hold together; restoring must not panic either.
            for position in (0..snapshot.len()).step_by(EVERY) {
                let mut broken = snapshot.clone();
                broken[position] ^= 1;
                let Ok(stored) = form.read::<P, Snapshot<P::Status>>(&broken) else { continue };
                if let Ok(restored) = restore(policy.clone(), Some(stored), []) {
                    let order = restored.order;
                    let _ = (order.ledger(), order.pending_effects(), order.refundable());
                }
            }
        }
    }
}

#[test]
fn every_changed_byte_of_shopxos_golden_files_is_found() {
    changed_golden_files_are_found::<HardenedShop>("shopxo", &shopxo());
}

#[test]
fn every_changed_byte_of_wechats_golden_files_is_found() {
    changed_golden_files_are_found::<WeChat>("wechat", &wechat());
}

#[test]
fn a_history_with_a_changed_byte_restores_all_of_it_or_nothing() {
    fn story<P: Platform>(platform: &str, policy: &P) {
        for form in FORMS {
            for History { events, .. } in histories::<P>(platform, form) {
                let read = |bytes: &Vec<u8>| form.read::<P, Event<P::Status>>(bytes);
                for (position, bytes) in events.iter().enumerate() {
                    for byte in (0..bytes.len()).step_by(17) {
                        let mut broken = events.clone();
                        broken[position][byte] ^= 1;
                        let Ok(all) = broken.iter().map(read).collect::<Result<Vec<_>, _>>() else {
                            continue;
                        };
                        let all: Vec<StoredEvent<P>> = all;
                        let length = all.len() as u64;
                        if let Ok(restored) = restore(policy.clone(), None, all) {
                            assert_eq!(restored.order.version().number(), length);
                            let _ = (restored.order.ledger(), restored.order.pending_effects());
                        }
                    }
                }
            }
        }
    }
    story::<HardenedShop>("shopxo", &shopxo());
    story::<WeChat>("wechat", &wechat());
}
