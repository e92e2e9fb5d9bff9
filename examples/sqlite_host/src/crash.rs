//! The crash test: the host runs as a process of its own and is killed again and again, between any two
//! steps; each time it is started on the same files. In the end it may finish, and the books are checked.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use crate::audit::Audit;
use crate::error::HostError;
use crate::fuse::Fuse;
use crate::gateway::Gateway;
use crate::new_folder;
use crate::people::Memory;
use crate::random::Random;
use crate::shop::{GATEWAY_FILE, PEOPLE_FILE, Shop};

/// A run ends after so many steps at most.
const MOST_STEPS: u64 = 240;

/// Kills the host so many times, and says whether its books were right in the end.
pub(crate) fn test(kills: u64, seed: u64) -> Result<bool, HostError> {
    let folder = new_folder()?;
    println!("crash test: {kills} kills, seed {seed}");
    let mut places: BTreeMap<String, u64> = BTreeMap::new();
    for run in 0..kills {
        let steps = 1 + Random::of(seed, "kill", run).below(MOST_STEPS);
        *places.entry(killed(&start(&folder, seed, steps)?)?).or_default() += 1;
    }
    let output = start(&folder, seed, 0)?;
    if !output.status.success() {
        return Err(child_error(&output));
    }
    let audit = Audit::of(&folder, seed)?;
    for (place, times) in places {
        println!("  killed {times:>4} times {place}");
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

/// The host itself, in a process of its own: it works until the fuse burns down, or finishes if there is
/// none.
pub(crate) fn child(folder: &Path, seed: u64, steps: u64) -> Result<(), HostError> {
    match steps {
        0 => Shop::open(folder, seed, &Fuse::none())?.finish(),
        _ => Shop::open(folder, seed, &Fuse::of(steps))?.work(),
    }
}

fn start(folder: &Path, seed: u64, steps: u64) -> Result<Output, HostError> {
    let program = std::env::current_exe().map_err(HostError::files("looking for the program"))?;
    let mut command = Command::new(program);
    command.arg("--child").arg(folder).arg(seed.to_string()).arg(steps.to_string());
    command.output().map_err(HostError::files("starting the host"))
}

/// Where the host was when it was killed.
fn killed(output: &Output) -> Result<String, HostError> {
    let said = String::from_utf8_lossy(&output.stdout);
    match said.lines().last() {
        Some(place) if !output.status.success() && output.stderr.is_empty() => Ok(place.into()),
        _ => Err(child_error(output)),
    }
}

fn child_error(output: &Output) -> HostError {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    HostError::Child { status: output.status, said }
}

fn print_life(folder: &Path, seed: u64, audit: &Audit) -> Result<(), HostError> {
    let memory = Memory::open(&folder.join(PEOPLE_FILE))?;
    let clicks = memory.next_click()?;
    let answers = memory.answers()?;
    let answers: Vec<String> =
        answers.iter().map(|(what, times)| format!("{what} {times}")).collect();
    println!("{clicks} clicks: {}", answers.join(", "));
    let (refused, lost) = Gateway::open(&folder.join(GATEWAY_FILE), seed)?.troubles()?;
    println!("gateway: {refused} instructions refused, {lost} requests and answers lost");
    let Audit { events, applications, .. } = audit;
    println!("{events} events replayed, {applications} accepted applications looked for");
    Ok(())
}

fn print_books(kills: u64, audit: &Audit) {
    for fault in &audit.faults {
        println!("WRONG: {fault}");
    }
    let Audit { orders, cases, payments, .. } = audit;
    let (paid, booked) = (audit.paid.decimal(2), audit.booked.decimal(2));
    let sign = if audit.paid == audit.booked { "=" } else { "≠" };
    println!(
        "kills={kills} orders={orders} cases={cases} payments={payments} \
         paid {paid} {sign} booked {booked}; keys paid twice={}; cases paid twice={}; cases lost={}",
        audit.keys_paid_twice, audit.cases_paid_twice, audit.cases_lost
    );
}
