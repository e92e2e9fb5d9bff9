//! Counts what commands, questions, replay and restoring cost: allocations, and instructions where valgrind is there.
//!
//! ```sh
//! cargo run --release -p aftersale_benches --bin cost                                    # as a table
//! cargo run --release -p aftersale_benches --bin cost -- --lines                         # as lines, to be kept
//! cargo run --release -p aftersale_benches --bin cost -- --beside FILE                   # beside lines that were kept
//! cargo run --release -p aftersale_benches --bin cost -- --check FILE                    # fails where it costs more
//! ```

mod callgrind;
mod counting;
mod mirror;
mod orders;
mod table;
mod work;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use callgrind::Call;
use orders::{Desk, KINDS, Kind};
use table::{Cost, Figures};
use work::{Counter, Operation, ShopEvent};

const REPLAY: &str = "replay";
const RESTORE: &str = "restore";
const MIRROR: &str = "mirror";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["--marked", row, operation, file] => marked(row, operation, Path::new(file)),
        [] => {
            print_time_of_replay();
            mirror::print_times();
            println!("{}", measured().beside(&Figures::default()));
        }
        ["--lines"] => print!("{}", measured().lines()),
        ["--beside", file] => println!("{}", measured().beside(&Figures::read(Path::new(file)))),
        ["--check", file] => check(&Figures::read(Path::new(file))),
        _ => {
            eprintln!("usage: cost [--lines | --beside FILE | --check FILE]");
            std::process::exit(2);
        }
    }
}

fn check(before: &Figures) {
    let now = measured();
    if now.compiler != before.compiler {
        eprintln!("the figures are of {}, and this is {}", before.compiler, now.compiler);
        std::process::exit(3);
    }
    let worse = now.worse_than(before);
    println!("{}", now.beside(before));
    if !worse.is_empty() {
        eprintln!("costs more than it did:\n{}", worse.join("\n"));
        std::process::exit(1);
    }
}

/// Measures everything.
fn measured() -> Figures {
    let has_valgrind = callgrind::is_there();
    if !has_valgrind {
        eprintln!("LEFT OUT: instructions are not counted, since valgrind is not here");
    }
    let folder = Folder::new();
    let mut figures = Figures { compiler: compiler(), costs: Vec::new() };
    let count = |row: &str, operation: &str, file: &Path| {
        has_valgrind.then(|| callgrind::instructions(row, operation, file))
    };
    for kind in KINDS {
        let mut desk = Desk::of(*kind);
        let file = folder.write(kind.name, &work::snapshot(&desk.order));
        let mut counter = Allocations(Vec::new());
        work::one_more_case(&mut desk, work::next_line(*kind), &mut counter);
        for (operation, allocations) in counter.0 {
            let instructions = count(kind.name, operation.name(), &file);
            let cost = Cost { allocations: Some(allocations), instructions, bytes: None };
            figures.add(kind.name, operation.name(), cost);
        }
    }
    let events = work::events(750);
    for number in [31, 3_001] {
        let events = &events[..number];
        let file = folder.write("events", &stored(events));
        let (allocations, _) = counting::allocations(|| work::replay(events));
        let instructions = count(REPLAY, "", &file);
        let per_event = |total: u64| total / (number as u64);
        let cost = Cost {
            allocations: Some(per_event(allocations)),
            instructions: instructions.map(per_event),
            bytes: None,
        };
        figures.add(&format!("replay of {number} events"), "an event", cost);
    }
    for kind in [KINDS[3], KINDS[0]] {
        let bytes = work::snapshot(&Desk::of(kind).order);
        let file = folder.write("restore", &bytes);
        let (allocations, _) = counting::allocations(|| work::read(&bytes));
        let instructions = count(RESTORE, "read", &file);
        let cost = Cost { allocations: Some(allocations), instructions, bytes: None };
        figures.add(kind.name, "read a snapshot alone", cost);
        let (allocations, _) = counting::allocations(|| work::restored(&bytes));
        let instructions = count(RESTORE, "restore", &file);
        let cost = Cost { allocations: Some(allocations), instructions, bytes: None };
        figures.add(kind.name, "restore", cost);
    }
    for (name, before, sighting) in mirror::SIGHTINGS {
        let (mirror, mut case) = mirror::followed(before);
        let (allocations, _) = counting::allocations(|| mirror.see(&mut case, sighting));
        let instructions = count(MIRROR, name, &folder.write(MIRROR, &[]));
        let cost = Cost { allocations: Some(allocations), instructions, bytes: None };
        figures.add(MIRROR, name, cost);
    }
    for cases in [1, 100] {
        let bytes = u64::try_from(memory(cases)).expect("an order holds memory");
        let cost = Cost { bytes: Some(bytes), ..Cost::default() };
        figures.add("3 lines in memory", &format!("{cases} refunded cases"), cost);
    }
    figures
}

/// Returns the bytes of an order in memory that has had so many cases: its own, and those that it holds.
fn memory(cases: u32) -> i64 {
    let events = work::events(cases);
    let stored = stored(&events);
    drop(events);
    let policy = orders::policy();
    let (held, order) = counting::held(|| {
        let events = stored_events(&stored);
        let order = aftersale::order::Order::replay(policy.clone(), &events);
        order.expect("the events are in order")
    });
    held + i64::try_from(size_of_val(&order)).expect("a few hundred bytes")
}

fn stored(events: &[ShopEvent]) -> Vec<u8> {
    postcard::to_allocvec(events).expect("it can be written")
}

fn stored_events(bytes: &[u8]) -> Vec<ShopEvent> {
    postcard::from_bytes(bytes).expect("it was just written")
}

/// Prints how long replay takes, which depends on the machine and on what else it does.
fn print_time_of_replay() {
    let events = work::events(750);
    let least = (0..50).map(|_| {
        let since = Instant::now();
        black_box(work::replay(&events));
        since.elapsed()
    });
    let least = least.min().expect("some runs");
    let a_second = events.len() as f64 / least.as_secs_f64() / 1e6;
    println!("replay of {} events: {a_second:.1} million a second\n", events.len());
}

/// The allocations of each operation.
struct Allocations(Vec<(Operation, u64)>);

impl Counter for Allocations {
    fn count(&mut self, operation: Operation, call: &mut dyn FnMut()) {
        let (allocations, ()) = counting::allocations(call);
        self.0.push((operation, allocations));
    }
}

/// Marks the call of one operation for valgrind, and calls the others.
struct Marked(Option<Operation>);

impl Counter for Marked {
    fn count(&mut self, operation: Operation, call: &mut dyn FnMut()) {
        if self.0 == Some(operation) {
            callgrind::counted_by_callgrind(&mut Call(call));
        } else {
            call();
        }
    }
}

/// Does the work of a row, with the call that is counted marked. Something else of the kind goes before it, so that what
/// is done once in the life of a program is not counted.
fn marked(row: &str, operation: &str, file: &Path) {
    let bytes = fs::read(file).expect("the file was just written");
    match row {
        REPLAY => {
            let events = stored_events(&bytes);
            drop(work::replay(&events));
            let mut order = None;
            mark(&mut || order = Some(work::replay(&events)));
            assert!(order.is_some());
        }
        RESTORE if operation == "read" => {
            drop(work::read(&bytes));
            let mut snapshot = None;
            mark(&mut || snapshot = Some(work::read(&bytes)));
            assert!(snapshot.is_some());
        }
        RESTORE => {
            drop(work::restored(&bytes));
            let mut order = None;
            mark(&mut || order = Some(work::restored(&bytes)));
            assert!(order.is_some());
        }
        MIRROR => {
            let known = mirror::SIGHTINGS.iter().find(|(name, ..)| *name == operation);
            let (_, before, sighting) = known.expect("it is one of these");
            let (mirror, mut case) = mirror::followed(before);
            let _ = mirror.see(&mut case.clone(), sighting);
            let mut finding = None;
            mark(&mut || finding = Some(mirror.see(&mut case, sighting)));
            assert!(finding.is_some());
        }
        _ => {
            let kind: Kind = work::kind(row);
            let line = work::next_line(kind);
            let mut desk = match kind.finished + kind.waiting {
                0 => {
                    work::one_more_case(&mut Desk::opened(kind.lines).0, line, &mut Marked(None));
                    Desk::opened(kind.lines).0
                }
                _ => {
                    let mut desk = Desk::resumed(work::restored(&bytes));
                    work::one_more_case(&mut desk, line, &mut Marked(None));
                    desk
                }
            };
            let operation = Operation::ALL.iter().find(|known| known.name() == operation);
            work::one_more_case(&mut desk, line, &mut Marked(operation.copied()));
        }
    }
}

fn mark(call: &mut dyn FnMut()) {
    callgrind::counted_by_callgrind(&mut Call(call));
}

/// Returns the compiler of this program, as its build script wrote it down.
fn compiler() -> String {
    env!("COMPILER").to_owned()
}

/// A folder for files, which goes when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("aftersale-cost-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).expect("a folder for temporary files");
        Self(folder)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.0.join(name);
        fs::write(&file, bytes).expect("a temporary file");
        file
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
