//! The crash test: the host runs as a process of its own and is killed again and again, between any two
//! steps; each time it is started on the same files. In the end it may finish, and the books are checked.
//!
//! Data that a process has written stays written when it is killed. Whether it also outlives a power cut is up to
//! the database, and is not tested here.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use crate::audit::Audit;
use crate::error::HostError;
use crate::fuse::{Fuse, Steps};
use crate::gateway::Gateway;
use crate::new_folder;
use crate::people::Memory;
use crate::random::Random;
use crate::shop::{GATEWAY_FILE, PEOPLE_FILE, Shop};

/// Every other run ends after so many steps at most, whatever they are.
const MOST_STEPS: u64 = 240;
/// The runs between them end after so many steps at the gateway.
const MOST_STEPS_AT_THE_GATEWAY: u64 = 24;

/// Kills the host so many times, and returns whether its books were right in the end.
pub(crate) fn test(kills: u64, seed: u64) -> Result<bool, HostError> {
    let folder = new_folder()?;
    println!("crash test: {kills} kills, seed {seed}");
    let mut places: BTreeMap<String, u64> = BTreeMap::new();
    for run in 0..kills {
        let output = start(&folder, seed, Some(steps(seed, run)))?;
        *places.entry(killed(&output)?).or_default() += 1;
    }
    let output = start(&folder, seed, None)?;
    if !output.status.success() {
        return Err(child_error(&output));
    }
    let audit = Audit::of(&folder, seed)?;
    for (place, times) in places {
        println!("{times:>5} × killed {place}");
    }
    print_life(&folder, seed, &audit)?;
    print_books(kills, &audit);
    if audit.is_right() {
        std::fs::remove_dir_all(&folder).map_err(HostError::files("removing the files"))?;
    } else {
        println!("the files are in {}", folder.display());
    }
    Ok(audit.is_right())
}

/// Returns the number and kind of the steps after which a run is killed.
fn steps(seed: u64, run: u64) -> (u64, Steps) {
    let mut random = Random::of(seed, "kill", run);
    if run.is_multiple_of(2) {
        (1 + random.below(MOST_STEPS), Steps::All)
    } else {
        (1 + random.below(MOST_STEPS_AT_THE_GATEWAY), Steps::AtTheGateway)
    }
}

/// Runs the host, in a process of its own, until the fuse burns down.
pub(crate) fn work(folder: &Path, seed: u64, steps: u64, counts: Steps) -> Result<(), HostError> {
    Shop::open(folder, seed, &Fuse::of(steps, counts))?.work_until(u64::MAX)
}

/// Runs the host without a fuse, until everything is over.
pub(crate) fn finish(folder: &Path, seed: u64) -> Result<(), HostError> {
    Shop::open(folder, seed, &Fuse::none())?.finish()
}

fn start(folder: &Path, seed: u64, steps: Option<(u64, Steps)>) -> Result<Output, HostError> {
    let program = std::env::current_exe().map_err(HostError::files("looking for the program"))?;
    let mut command = Command::new(program);
    match steps {
        None => command.arg("--finish"),
        Some((steps, Steps::All)) => command.arg("--work").arg(steps.to_string()),
        Some((steps, Steps::AtTheGateway)) => {
            command.arg("--work-with-gateway").arg(steps.to_string())
        }
    };
    command.arg(folder).arg(seed.to_string());
    command.output().map_err(HostError::files("starting the host"))
}

/// Returns the step at which the host was killed.
fn killed(output: &Output) -> Result<String, HostError> {
    let stderr = String::from_utf8_lossy(&output.stdout);
    match stderr.lines().last() {
        Some(place) if !output.status.success() && output.stderr.is_empty() => Ok(place.into()),
        _ => Err(child_error(output)),
    }
}

fn child_error(output: &Output) -> HostError {
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    HostError::Child { status: output.status, stderr }
}

fn print_life(folder: &Path, seed: u64, audit: &Audit) -> Result<(), HostError> {
    let memory = Memory::open(&folder.join(PEOPLE_FILE))?;
    let clicks = memory.next_click()?;
    let answers = memory.answers()?;
    let answers: Vec<String> =
        answers.iter().map(|(what, times)| format!("{what} {times}")).collect();
    println!("{clicks} clicks: {}", answers.join(", "));
    let (refused, lost) = Gateway::open(&folder.join(GATEWAY_FILE), seed)?.failures()?;
    println!("gateway: {refused} instructions refused, {lost} requests and answers lost");
    let Audit { events, applications, .. } = audit;
    println!("{events} events replayed, {applications} accepted applications looked for");
    Ok(())
}

fn print_books(kills: u64, audit: &Audit) {
    for fault in &audit.faults {
        println!("WRONG: {fault}");
    }
    let Audit { orders, cases, refunds, .. } = audit;
    let (paid, booked) = (audit.paid.decimal(2), audit.booked.decimal(2));
    let sign = if audit.paid == audit.booked { "=" } else { "≠" };
    println!(
        "kills={kills} orders={orders} cases={cases} refunds={refunds} \
         paid {paid} {sign} booked {booked}; keys paid twice={}; cases paid twice={}; cases lost={}",
        audit.keys_paid_twice, audit.cases_paid_twice, audit.cases_lost
    );
}
