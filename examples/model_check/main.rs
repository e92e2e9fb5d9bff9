//! Explores every state that small orders can come to, on every platform, and looks at every invariant on
//! every way.
//!
//! ```sh
//! cargo run --release --all-features --example model_check
//! cargo run --release --all-features --example model_check -- --small
//! cargo run --release --all-features --example model_check -- --break forgets-what-was-started
//! ```
//!
//! `--small` has narrower bounds, which take seconds. `--break` explores an order that is wrong on purpose,
//! and shows the shortest history that gives it away.

mod canaries;
mod scopes;

use std::fmt::Debug;
use std::process::ExitCode;
use std::time::Instant;

use aftersale::lifecycle::Status;
use aftersale::order::Policy;
use aftersale::testing::explore::{Explored, explore};
use aftersale::testing::invariants::Invariant;

use scopes::Scope;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => check(scopes::LARGE),
        ["--small"] => check(scopes::SMALL),
        ["--break", name] => canaries::find(name),
        _ => {
            eprintln!("usage: model_check [--small | --break NAME]\n{}", canaries::names());
            ExitCode::FAILURE
        }
    }
}

/// Explores all policies within a scope.
fn check(scopes: &[Scope]) -> ExitCode {
    let (mut states, mut violations) = (0, 0);
    for scope in scopes {
        let (more, broken) = scope.run();
        states += more;
        violations += broken;
    }
    println!("model-check: states={states} violations={violations}");
    if violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Explores one policy, and says what was found: how many states, and how many violations.
fn report<P: Policy + PartialEq + Debug>(name: &str, policy: P, scope: &Scope) -> (usize, usize) {
    let since = Instant::now();
    let explored = explore(policy, scope.order(), &scope.bounds, None);
    let Explored { states, transitions, tried, deepest, is_complete, violations, waits, .. } =
        explored.expect("small orders can be opened");
    let seconds = since.elapsed().as_secs_f64();
    println!("{name}: {} of {} units, {}", scope.lines_in_words(), scope.units, scope.bounds);
    println!(
        "  states={states} transitions={transitions} tried={tried} deepest={deepest}{} ({seconds:.0} s)",
        if is_complete { "" } else { " NOT COMPLETE" }
    );
    println!("  invariants checked: {}", Invariant::ALL.len());
    for (flow, status, phase) in &waits.places {
        println!("  waits for ever when people do nothing: {} ({flow}, {phase})", status.name());
    }
    if waits.unexplained > 0 {
        println!("  {} states with several cases cannot end", waits.unexplained);
    }
    for violation in &violations {
        println!("  BROKEN: {}\n{}", violation.broken, violation.history);
    }
    (states, violations.len() + waits.unexplained + usize::from(!is_complete))
}
