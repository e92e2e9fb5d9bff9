//! The work that is counted, row by row: what is done before it, and the call itself.

use std::hint::black_box;

use aftersale::money::Money;
use aftersale::order::stored::{Stored, StoredSnapshot, restore};
use aftersale::order::{Command, Event, Order};
use aftersale::prelude::{CaseId, HardenedShop};
use aftersale::shopxo::AfterSaleStatus;

use crate::orders::{Desk, KINDS, Kind, policy};

pub(crate) type ShopEvent = Event<AfterSaleStatus>;

/// What is done to an order or asked of it, in the order in which a case comes to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Operation {
    Apply,
    Agree,
    Refusal,
    Pending,
    Refundable,
    Ledger,
    Report,
    Acknowledge,
}

impl Operation {
    pub(crate) const ALL: &[Self] = &[
        Self::Apply,
        Self::Agree,
        Self::Refusal,
        Self::Pending,
        Self::Refundable,
        Self::Ledger,
        Self::Report,
        Self::Acknowledge,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Apply => "apply",
            Self::Agree => "agree",
            Self::Refusal => "a refusal",
            Self::Pending => "pending effects",
            Self::Refundable => "refundable",
            Self::Ledger => "ledger",
            Self::Report => "report a success",
            Self::Acknowledge => "acknowledge",
        }
    }
}

/// Something that counts one call.
pub(crate) trait Counter {
    /// Calls, and counts.
    fn count(&mut self, operation: Operation, call: &mut dyn FnMut());
}

/// Takes one more case through an order, and lets each operation be counted on its way. A command is made before it is
/// counted, and what comes out of it is dropped afterwards.
pub(crate) fn one_more_case(desk: &mut Desk, line: u32, counter: &mut dyn Counter) {
    let before = desk.order.version();
    let case = desk.next_case();
    let apply = desk.apply(line);
    let _ = carry_out(desk, &apply, Operation::Apply, counter);
    let agree = desk.agree(case);
    let refund = carry_out(desk, &agree, Operation::Agree, counter);
    questions(desk, case, counter);
    let success = desk.success(refund.expect("agreeing starts a refund"));
    let _ = carry_out(desk, &success, Operation::Report, counter);
    let acknowledge = desk.acknowledge(before);
    let _ = carry_out(desk, &acknowledge, Operation::Acknowledge, counter);
}

fn carry_out(
    desk: &mut Desk,
    command: &Command,
    operation: Operation,
    counter: &mut dyn Counter,
) -> Option<(String, Money)> {
    let mut decision = None;
    counter.count(operation, &mut || {
        let decided = desk.order.decide(command).expect("the command is right");
        desk.order.apply(decided.event().expect("it is new")).expect("it was just decided");
        decision = Some(decided);
    });
    let decision = decision.expect("it was called");
    decision.refund_to_issue().map(|(key, amount)| (key.as_str().to_owned(), amount))
}

fn questions(desk: &mut Desk, case: CaseId, counter: &mut dyn Counter) {
    let cancel = desk.cancel(case);
    let order = &desk.order;
    let mut refusal = None;
    counter.count(Operation::Refusal, &mut || refusal = order.decide(&cancel).err());
    assert!(refusal.is_some(), "a case cannot be cancelled while its refund is under way");
    counter.count(Operation::Pending, &mut || {
        let _ = black_box(order.pending_effects());
    });
    counter.count(Operation::Refundable, &mut || {
        let _ = black_box(order.refundable());
    });
    counter.count(Operation::Ledger, &mut || {
        let _ = black_box(order.ledger());
    });
}

/// Returns the line about which the next case of an order of this kind is.
pub(crate) const fn next_line(kind: Kind) -> u32 {
    (kind.finished + kind.waiting) % kind.lines
}

/// Returns the kind of this name.
pub(crate) fn kind(name: &str) -> Kind {
    *KINDS.iter().find(|kind| kind.name == name).expect("a kind of the table")
}

/// Returns the events of so many whole cases about three lines, the opening first.
pub(crate) fn events(cases: u32) -> Vec<ShopEvent> {
    let (mut desk, opened) = Desk::opened(3);
    let whole = (0..cases).flat_map(|number| desk.whole_case(number % 3));
    [opened].into_iter().chain(whole.collect::<Vec<_>>()).collect()
}

pub(crate) fn replay(events: &[ShopEvent]) -> Order<HardenedShop> {
    Order::replay(policy(), events).expect("the events are in order")
}

pub(crate) fn snapshot(order: &Order<HardenedShop>) -> Vec<u8> {
    let stored: StoredSnapshot<HardenedShop> = Stored::of(order.snapshot());
    postcard::to_allocvec(&stored).expect("it can be written")
}

pub(crate) fn read(bytes: &[u8]) -> StoredSnapshot<HardenedShop> {
    postcard::from_bytes(bytes).expect("it was just written")
}

pub(crate) fn restored(bytes: &[u8]) -> Order<HardenedShop> {
    restore(policy(), Some(read(bytes)), []).expect("it was just written").order
}
