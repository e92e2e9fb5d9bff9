//! Explores every state that small orders can come to, on every platform, and every sequence of a few
//! sightings of a case that a platform owns, and checks every invariant on every transition.
//!
//! ```sh
//! cargo run --release -p aftersale-testing --example model_check
//! cargo run --release -p aftersale-testing --example model_check -- --small
//! cargo run --release -p aftersale-testing --example model_check -- --break forgets-what-was-started
//! ```
//!
//! `--small` has narrower bounds, which take seconds. `--mirrors` tries the mirrors alone. `--break` explores an order that is wrong on purpose,
//! and prints the shortest history that shows it.

mod canaries;
mod mirrors;
mod scopes;

use std::fmt::Debug;
use std::process::ExitCode;
use std::time::Instant;

use aftersale::lifecycle::Status;
use aftersale::order::Policy;
use aftersale_testing::explore::{Explored, explore};
use aftersale_testing::invariants::Invariant;

use scopes::Scope;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => check(scopes::LARGE, false),
        ["--mirrors"] if check_mirrors(false) == 0 => ExitCode::SUCCESS,
        ["--mirrors"] => ExitCode::FAILURE,
        ["--small"] => check(scopes::SMALL, true),
        ["--break", name] => mirrors::find(name).unwrap_or_else(|| canaries::find(name)),
        _ => {
            eprintln!(
                "usage: model_check [--small | --mirrors | --break NAME]\n{}\n{}",
                canaries::names(),
                mirrors::names()
            );
            ExitCode::FAILURE
        }
    }
}

/// The totals of an exploration: the states or stories, and the violations.
#[derive(Clone, Copy)]
pub(crate) struct Totals {
    states: usize,
    violations: usize,
}

/// Explores all policies within a scope.
fn check(scopes: &[Scope], is_small: bool) -> ExitCode {
    let (mut states, mut violations) = (0, 0);
    for scope in scopes {
        let found = scope.run();
        states += found.states;
        violations += found.violations;
    }
    println!("model-check: states={states} violations={violations}");
    let mirrors = check_mirrors(is_small);
    if violations + mirrors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Explores all mirrors within a scope, and returns the number of violations.
fn check_mirrors(is_small: bool) -> usize {
    let found = mirrors::check(is_small);
    println!("mirrors: stories={} violations={}", found.states, found.violations);
    found.violations
}

/// Explores one policy, and prints the result. The policy must fail these invariants and no others.
fn report<P: Policy + PartialEq + Debug>(
    name: &str,
    policy: P,
    not_upheld: &[Invariant],
    scope: &Scope,
) -> Totals {
    println!("{name}: {}", scope.in_words());
    let since = Instant::now();
    let explored = explore(policy, scope.order(), &scope.bounds, None);
    let explored = explored.expect("small orders can be opened");
    let Explored { states, transitions, tried, deepest, is_complete, waits, .. } = &explored;
    let seconds = since.elapsed().as_secs_f64();
    println!(
        "  states={states} transitions={transitions} tried={tried} deepest={deepest}{} ({seconds:.0} s)",
        if *is_complete { "" } else { " NOT COMPLETE" }
    );
    println!("  invariants checked: {}", Invariant::ALL.len());
    for (flow, status, phase) in &waits.positions {
        println!("  waits for ever when people do nothing: {} ({flow}, {phase})", status.name());
    }
    if waits.unexplained > 0 {
        println!("  BROKEN: {} states with several cases cannot end", waits.unexplained);
    }
    for violation in &explored.violations {
        println!("  BROKEN: {}\n{}", violation.broken, violation.history);
    }
    for witness in &explored.permitted {
        println!("  not upheld, as its terms permit: {}", witness.broken);
        for step in witness.history.steps() {
            println!("    {}: {:?}", step.command.by, step.command.request);
        }
    }
    let witnessed: Vec<Invariant> =
        explored.permitted.iter().map(|one| one.broken.invariant).collect();
    let is_as_known = witnessed == not_upheld;
    if !is_as_known {
        println!("  BROKEN: it is known to do without {not_upheld:?}");
    }
    let is_bad = [waits.unexplained > 0, !is_complete, !is_as_known];
    let bad = is_bad.into_iter().filter(|is_bad| *is_bad).count();
    Totals { states: *states, violations: explored.violations.len() + bad }
}
