//! The shape of everything that is stored, written down: names, fields and variants with their positions.
//!
//! When this test fails, a stored type has changed. `CONTRIBUTING.md` says what to do then; writing the new
//! shape into the old file is not it.

use std::fmt::Write;

use aftersale::lifecycle::{Action, Actor, Fact, Flow, KnownFacts, Phase};
use aftersale::money::Currency;
use aftersale::order::stored::{FORMAT, Snapshot, StoredEvent, StoredKind};
use aftersale::order::{
    Anomaly, Blame, Bound, CasePosition, Change, Condition, Discrepancy, Effect, EffectSubject,
    Event, EventKind, KnownOutcome, Order, OrderFacts, Outcome, RefundRef, Request, Route, Ruling,
    Stage, StatusRef, Text, UncertainState,
};
use aftersale::shopxo::{AfterSaleStatus as Status, HardenedShop};
use aftersale::steps::StepName;
use serde::de::DeserializeOwned;
use serde_reflection::{Samples, Tracer, TracerConfig};

use crate::golden::folder;
use crate::shop::{at, line, shopxo};

/// Looks at one type, and at all that it is made of.
fn look<T: DeserializeOwned>(tracer: &mut Tracer, samples: &Samples) {
    tracer.trace_type::<T>(samples).unwrap();
}

/// The shapes of all stored types, a line each. A status is a number, whatever the platform.
fn shapes() -> String {
    let config = TracerConfig::default()
        .is_human_readable(false)
        .record_samples_for_structs(true)
        .record_samples_for_tuple_structs(true);
    let mut tracer = Tracer::new(config);
    let mut samples = Samples::new();
    // Two types take not every value, so they need one that they take.
    tracer.trace_value(&mut samples, &Currency::CNY).unwrap();
    let facts = KnownFacts::UNKNOWN.with(Fact::GoodsSent, true).with(Fact::DisputeOpen, false);
    let (flow, status, status_phase) = (Flow::RefundOnly, Status::Rejected, Phase::Refused);
    tracer.trace_value(&mut samples, &CasePosition { flow, status, status_phase, facts }).unwrap();

    let looks: [fn(&mut Tracer, &Samples); 28] = [
        look::<Action>,
        look::<Actor>,
        look::<Fact>,
        look::<Flow>,
        look::<Phase>,
        look::<StepName>,
        look::<Stage>,
        look::<Route>,
        look::<UncertainState>,
        look::<Condition>,
        look::<Ruling>,
        look::<Blame>,
        look::<StoredKind>,
        look::<Text>,
        look::<Bound>,
        look::<KnownOutcome>,
        look::<RefundRef>,
        look::<StatusRef>,
        look::<Outcome>,
        look::<EffectSubject>,
        look::<Effect>,
        look::<Discrepancy>,
        look::<Anomaly>,
        look::<Request>,
        look::<Change<Status>>,
        look::<EventKind<Status>>,
        look::<Event<Status>>,
        look::<Snapshot<Status>>,
    ];
    for one in looks {
        one(&mut tracer, &samples);
    }
    // The header of a stored form is read by hand, so its shape is that of what is written.
    let facts = OrderFacts::new("ORDER1", Currency::CNY, vec![line("tea", 1, 1)]);
    let (_, opened) = Order::open(shopxo(), facts, at(0)).unwrap();
    let stored = StoredEvent::<HardenedShop>::of(opened);
    tracer.trace_value(&mut samples, stored.about().unwrap()).unwrap();
    let mut shapes = String::new();
    for (name, shape) in tracer.registry().unwrap() {
        writeln!(shapes, "{name}: {shape:?}").unwrap();
    }
    shapes
}

#[test]
fn the_shape_of_what_is_stored_is_that_of_its_format() {
    let file = folder(FORMAT).join("shape.txt");
    let shapes = shapes();
    // For as long as format 1 is not released.
    if std::env::var_os("WRITE_GOLDEN").is_some() {
        std::fs::write(&file, &shapes).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    for (ours, kept) in shapes.lines().zip(written.lines()) {
        assert_eq!(ours, kept, "a stored type has changed: see CONTRIBUTING.md");
    }
    assert_eq!(shapes.lines().count(), written.lines().count(), "{shapes}");
}
