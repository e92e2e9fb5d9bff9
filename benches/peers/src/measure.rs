//! Measures one row: in this process, with a call that is marked for valgrind or timed, or by starting such a process.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::callgrind::{self, Call};
use crate::refunds::{self, Ids};
use crate::{counting, steps};

/// The table of steps.
pub(crate) const STEPS: &str = "steps";
/// The table of whole refunds.
pub(crate) const REFUNDS: &str = "refunds";

/// The number of passes over the questions of which the quickest counts.
const PASSES: u32 = 400;
/// The longest that refunds are timed.
const LONGEST: Duration = Duration::from_secs(3);
/// The most refunds that are timed.
const MOST_REFUNDS: u64 = 20_000;

/// The cost of a row. A step costs a 4,096th of what is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) instructions: Option<f64>,
    pub(crate) nanoseconds: f64,
    pub(crate) allocations: u64,
}

/// Measures a row, in two processes of its own.
pub(crate) fn cost(table: &str, row: &str, has_valgrind: bool) -> Cost {
    let parts = if table == STEPS { steps::QUESTIONS as f64 } else { 1.0 };
    let count = || callgrind::instructions(table, row, Path::new("-")) as f64 / parts;
    let program = std::env::current_exe().expect("the program knows where it is");
    let timed = Command::new(program).args(["--timed", table, row]).output();
    let timed = timed.expect("the program starts");
    // Standard output may have what a peer prints.
    let said = String::from_utf8_lossy(&timed.stderr);
    let mut numbers = said.split_whitespace();
    let nanoseconds: Option<u64> = numbers.next().and_then(|number| number.parse().ok());
    let allocations = numbers.next().and_then(|number| number.parse().ok());
    let (Some(nanoseconds), Some(allocations)) = (nanoseconds, allocations) else {
        panic!("{row} was not measured: {said}");
    };
    Cost {
        instructions: has_valgrind.then(count),
        nanoseconds: nanoseconds as f64 / parts,
        allocations,
    }
}

fn step_subject(row: &str) -> &'static steps::Subject {
    steps::SUBJECTS.iter().find(|subject| subject.name == row).expect("a row of the table")
}

fn refund_subject(row: &str) -> &'static refunds::Subject {
    refunds::SUBJECTS.iter().find(|subject| subject.name == row).expect("a row of the table")
}

/// Does the work of a row once without counting, and once more under the mark of valgrind.
pub(crate) fn marked(table: &str, row: &str) {
    if table == STEPS {
        let subject = step_subject(row);
        let questions = steps::stream();
        (subject.pass)(&questions)();
        let mut pass = (subject.pass)(&questions);
        callgrind::counted_by_callgrind(&mut Call(&mut *pass));
    } else {
        let mut refund = (refund_subject(row).host)();
        (1..=8).for_each(|number| refund(&Ids::of(number)));
        let ids = Ids::of(9);
        callgrind::counted_by_callgrind(&mut Call(&mut || refund(&ids)));
    }
}

/// Does the work of a row many times, and tells the least time in nanoseconds and the allocations of one.
pub(crate) fn timed(table: &str, row: &str) {
    let mut least = Duration::MAX;
    let mut allocations = u64::MAX;
    let mut time = |call: &mut dyn FnMut()| {
        let since = Instant::now();
        let (count, ()) = counting::allocations(call);
        least = least.min(since.elapsed());
        allocations = allocations.min(count);
    };
    if table == STEPS {
        let subject = step_subject(row);
        let questions = steps::stream();
        for _ in 0..PASSES {
            // Made anew, since a machine that took its step is in another state.
            let mut pass = (subject.pass)(black_box(&questions));
            time(&mut *pass);
        }
    } else {
        let mut refund = (refund_subject(row).host)();
        let begun = Instant::now();
        for number in 1..=MOST_REFUNDS {
            let ids = Ids::of(number);
            time(&mut || refund(&ids));
            if begun.elapsed() > LONGEST {
                break;
            }
        }
    }
    eprintln!("{} {allocations}", least.as_nanos());
}
