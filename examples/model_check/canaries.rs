//! Orders that are wrong on purpose. Each has to be found.

use std::process::ExitCode;

use aftersale::order::{Change, Event, Happened};
use aftersale::shopxo::{AfterSaleStatus, Hardened};
use aftersale::testing::explore::{Bounds, Breaks, explore, small_order};

type Canary = (&'static str, &'static str, Breaks<AfterSaleStatus>);

const CANARIES: &[Canary] = &[
    ("forgets-what-was-started", "a payment that is started is not kept", |event| {
        without(event, |change| matches!(change, Change::Started(_)));
    }),
    ("forgets-what-was-heard", "news of a payment is not kept", |event| {
        without(event, |change| matches!(change, Change::Heard(_)));
    }),
    ("forgets-claims", "what a case asks for is not kept", |event| {
        for change in changes(event) {
            if let Change::Opened { claim, .. } = change {
                claim.lines.clear();
            }
        }
    }),
    ("forgets-commands", "no command is known when it comes again", |event| {
        if let Happened::Opened(opening) = &mut event.happened {
            opening.remembered = 0;
        }
    }),
    ("forgets-stock", "that goods were taken into stock is not kept", |event| {
        without(event, |change| matches!(change, Change::GoodsKept { .. }));
    }),
    ("forgets-deadlines", "a clock that was stopped runs on", |event| {
        without(event, |change| matches!(change, Change::DueAt { due: None, .. }));
    }),
    ("stays-where-it-is", "a case does not move", |event| {
        without(event, |change| matches!(change, Change::Moved { .. }));
    }),
];

fn changes(event: &mut Event<AfterSaleStatus>) -> &mut [Change<AfterSaleStatus>] {
    match &mut event.happened {
        Happened::Done(deed) => &mut deed.changes,
        Happened::Opened(_) => &mut [],
    }
}

fn without(event: &mut Event<AfterSaleStatus>, is_forgotten: fn(&Change<AfterSaleStatus>) -> bool) {
    if let Happened::Done(deed) = &mut event.happened {
        deed.changes.retain(|change| !is_forgotten(change));
    }
}

pub(crate) fn names() -> String {
    let names = CANARIES.iter().map(|(name, what, _)| format!("  {name}: {what}"));
    names.collect::<Vec<_>>().join("\n")
}

/// Explores an order that is wrong on purpose, and shows the first history that gives it away.
pub(crate) fn find(name: &str) -> ExitCode {
    let Some((_, what, breaks)) = CANARIES.iter().find(|(known, ..)| *known == name) else {
        eprintln!("there is no {name}; there are\n{}", names());
        return ExitCode::FAILURE;
    };
    let bounds = Bounds { cases: 1, attempts: 2, applications: 2, ..Bounds::default() };
    let explored = explore(Hardened::default(), small_order(1, 2), &bounds, Some(*breaks));
    let explored = explored.expect("small orders can be opened");
    println!("{name}: {what}");
    match explored.violations.first() {
        Some(violation) => {
            println!("{}\n{}", violation.broken, violation.history);
            println!("found after {} states", explored.states);
            ExitCode::SUCCESS
        }
        None => {
            println!("NOT FOUND in {} states", explored.states);
            ExitCode::FAILURE
        }
    }
}
