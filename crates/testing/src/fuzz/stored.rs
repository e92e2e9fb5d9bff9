//! Stored events and snapshots.

use core::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use aftersale::lifecycle::{Action, Actor, Flow};
use aftersale::order::stored::{Storable, Stored, StoredEvent, StoredSnapshot, restore};
use aftersale::order::{Ask, Event, Order, Policy};
use aftersale::shopxo::page::{Host, View};
use aftersale::shopxo::{HardenedShop, Language};
use aftersale::time::Timestamp;
use aftersale::wechat::WeChat;
use aftersale::wire::{Record, decode, encode};

/// A form in which a host stores: a format that serde reads and writes.
pub trait Form {
    /// Reads a value from bytes; `None` when the form cannot read them.
    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Option<T>;

    /// Writes a value; `None` when it cannot be written.
    fn write<T: Serialize>(&self, value: &T) -> Option<Vec<u8>>;
}

/// The form of JSON.
#[derive(Clone, Copy, Debug)]
pub struct Json;

impl Form for Json {
    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Option<T> {
        serde_json::from_slice(bytes).ok()
    }

    fn write<T: Serialize>(&self, value: &T) -> Option<Vec<u8>> {
        serde_json::to_vec(value).ok()
    }
}

/// Reads a stored history: the first byte chooses the platform, and whether it is JSON, an event a line, or in
/// the compact form, each event with its length before it in two bytes, the lower one first.
///
/// What is read is written and read again as the same. An event that cannot be the next one changes nothing;
/// the order that the others leave answers every query, and its snapshot leaves the same.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn stored_events(compact: &impl Form, data: &[u8]) {
    let Some((choice, records)) = data.split_first() else { return };
    let lines = || records.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).collect();
    match choice % 4 {
        0 => check_history(&HardenedShop::default(), &Json, lines()),
        1 => check_history(&WeChat::default(), &Json, lines()),
        2 => check_history(&HardenedShop::default(), compact, with_lengths(records)),
        _ => check_history(&WeChat::default(), compact, with_lengths(records)),
    }
}

/// Reads a stored snapshot: the first byte chooses the platform, and whether it is JSON or in the compact form.
///
/// What is read is written and read again as the same. A restored order answers every query, and its snapshot
/// leaves the same.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn stored_snapshot(compact: &impl Form, data: &[u8]) {
    let Some((choice, snapshot)) = data.split_first() else { return };
    match choice % 4 {
        0 => check_stored_snapshot(&HardenedShop::default(), &Json, snapshot),
        1 => check_stored_snapshot(&WeChat::default(), &Json, snapshot),
        2 => check_stored_snapshot(&HardenedShop::default(), compact, snapshot),
        _ => check_stored_snapshot(&WeChat::default(), compact, snapshot),
    }
}

/// Returns the records with their lengths before them. The last one may be shorter than its length.
fn with_lengths(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut records = Vec::new();
    while let [low, high, rest @ ..] = bytes {
        let length = usize::from(u16::from_le_bytes([*low, *high])).min(rest.len());
        let (record, more) = rest.split_at(length);
        records.push(record);
        bytes = more;
    }
    records
}

/// A policy whose orders can be queried and compared.
trait Platform: Policy + Debug + PartialEq {
    /// Makes the queries that only this platform has.
    fn query_more(order: &Order<Self>) {
        let _ = order;
    }
}

impl Platform for WeChat {}

impl Platform for HardenedShop {
    /// Checks that a page of any order can be read.
    fn query_more(order: &Order<Self>) {
        let host = Host::default();
        for line in order.facts().lines.iter().map(|line| &line.line) {
            let now = Timestamp::from_seconds(1_795_300_763);
            let view = View { order, line, now, host: &host };
            check_page_round_trip(&view.aftersale());
            check_page_round_trip(&view.detail(Language::English));
        }
    }
}

/// Checks that a page is read as it was written. Some times of events cannot be read from a page, but all are kept.
fn check_page_round_trip<T: Record + Serialize + DeserializeOwned>(page: &T) {
    let text = encode(page);
    let again = decode(&text).map(|page: T| encode(&page));
    assert_eq!(again.as_ref(), Ok(&text), "the page was read otherwise");
}

/// Reads a stored record, if there is one. It is written and read again as the same; what is not read any
/// further is not written either.
fn read<P, T>(form: &impl Form, bytes: &[u8]) -> Option<Stored<P, T>>
where
    P: Platform,
    T: Storable + Serialize + DeserializeOwned + Debug + PartialEq,
{
    let stored: Stored<P, T> = form.read(bytes)?;
    let written = form.write(&stored);
    assert_eq!(
        written.is_some(),
        stored.about().is_ok(),
        "what is read can be written, and nothing else can: {stored:?}"
    );
    let written = written?;
    let again: Option<Stored<P, T>> = form.read(&written);
    assert_eq!(again.as_ref(), Some(&stored), "it was read otherwise the second time");
    let rewritten = again.and_then(|again| form.write(&again));
    assert_eq!(rewritten, Some(written), "it was written otherwise the second time");
    Some(stored)
}

/// Checks a history: every event fits or changes nothing.
fn check_history<P: Platform>(policy: &P, form: &impl Form, records: Vec<&[u8]>) {
    let mut so_far: Option<Order<P>> = None;
    let mut fitting: Vec<StoredEvent<P>> = Vec::new();
    for record in records {
        let Some(stored) = read::<P, Event<P::Status>>(form, record) else { continue };
        let Ok(event) = stored.clone().content() else { continue };
        let fits = match &mut so_far {
            None => {
                so_far = Order::replay(policy.clone(), [&event]).ok();
                so_far.is_some()
            }
            Some(order) => {
                let before = order.clone();
                let fits = order.apply(&event);
                if let Err(why_not) = &fits {
                    assert_eq!(*order, before, "an event was refused and changed something");
                    assert!(!format!("{why_not}").is_empty(), "no reason is given");
                }
                fits.is_ok()
            }
        };
        if fits {
            fitting.push(stored);
        }
    }
    let Some(order) = so_far else { return };
    let count = u64::try_from(fitting.len()).ok();
    assert_eq!(Some(order.version().number()), count, "the version is not the number of events");
    let restored = restore(policy.clone(), None, fitting);
    assert!(restored.is_ok(), "events that fit one by one do not fit together: {restored:?}");
    if let Ok(restored) = restored {
        query_all(&order);
        check_snapshot(policy, form, &restored.order);
    }
}

/// Checks a snapshot of any content.
fn check_stored_snapshot<P: Platform>(policy: &P, form: &impl Form, bytes: &[u8]) {
    let Some(stored) = read::<P, _>(form, bytes) else { return };
    let stored: StoredSnapshot<P> = stored;
    if let Ok(restored) = restore(policy.clone(), Some(stored), []) {
        query_all(&restored.order);
        check_snapshot(policy, form, &restored.order);
    }
}

/// Checks that the snapshot of an order leaves the same order.
fn check_snapshot<P: Platform>(policy: &P, form: &impl Form, order: &Order<P>) {
    let left = StoredSnapshot::<P>::of(order.snapshot());
    let written = form.write(&left);
    assert!(written.is_some(), "the snapshot of an order cannot be written: {left:?}");
    let read: Option<StoredSnapshot<P>> = form.read(&written.unwrap_or_default());
    assert_eq!(read.as_ref(), Some(&left), "the snapshot of an order is read otherwise");
    let restored = restore(policy.clone(), Some(left), []).map(|restored| restored.order);
    assert_eq!(restored.as_ref(), Ok(order), "the snapshot of an order left another");
}

/// Makes every query. No answer panics, whatever the order is.
fn query_all<P: Platform>(order: &Order<P>) {
    let _ = (
        order.ledger(),
        order.refundable(),
        order.pending_effects(),
        order.refunds_to_query().count(),
    );
    let _ = (order.stage(), order.is_shipped(), order.is_settled(), order.discrepancies());
    let times = [i64::MIN, 0, 1_795_300_763, i64::MAX].map(Timestamp::from_seconds);
    let deadline = order.next_deadline().map(|(deadline, _)| deadline);
    for case in order.cases() {
        let _ = (order.phase(case.id), order.steps(case.id).count());
        let _ = order.refunds_of(case.id).count();
        for actor in Actor::ALL {
            for at in times.into_iter().chain(deadline) {
                let _ = order.permitted(case.id, *actor, at);
            }
            let _ = order.not_permitted(case.id, *actor, times[2]);
            let _ = order.why_not(case.id, *actor, Action::AgreeToRefund, times[2]);
        }
    }
    for line in &order.facts().lines {
        let all = Ask::units(line.line.as_str(), line.quantity.units());
        let one = Ask::units(line.line.as_str(), 1);
        for flow in Flow::ALL {
            let _ = order.quote(*flow, core::slice::from_ref(&all), None);
            let _ = order.quote(*flow, &[one.clone(), all.clone()], Some(line.unit_price));
        }
    }
    P::query_more(order);
}
