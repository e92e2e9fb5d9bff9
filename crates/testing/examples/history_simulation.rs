//! Plays whole orders against a gateway that keeps books of its own, by a careful host and by others, and prints what they
//! came to, a line each: `cargo run --release -p aftersale-testing --example history_simulation`. A number of histories can
//! follow.
//!
//! It fails where the careful host has booked anything else than the buyer has got, and names the first such history.

use std::process::ExitCode;

use aftersale_testing::simulation::{Habit, play};

fn main() -> ExitCode {
    let histories: u64 = match std::env::args().nth(1).map(|text| text.parse()) {
        None => 100_000,
        Some(Ok(histories)) => histories,
        Some(Err(_)) => {
            eprintln!("usage: history_simulation [HISTORIES]");
            return ExitCode::from(2);
        }
    };
    let mut is_right = true;
    for habit in Habit::ALL {
        // The others are there to show that the simulation finds them.
        let count = if habit == Habit::Careful { histories } else { histories / 100 };
        let wrong = wrong_histories(habit, count);
        println!("{}: histories={count} wrong={}", habit.name(), wrong.len());
        if let (Habit::Careful, Some(first)) = (habit, wrong.first()) {
            println!("history {first}: {:?}", play(*first, habit));
            is_right = false;
        }
    }
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns the histories up to this one that came out wrong, in their order.
fn wrong_histories(habit: Habit, count: u64) -> Vec<u64> {
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    let play_every_so_many = |first: usize| {
        let seeds = (0..count).skip(first).step_by(threads);
        seeds.filter(|seed| !play(*seed, habit).is_right()).collect::<Vec<u64>>()
    };
    let mut wrong: Vec<u64> = std::thread::scope(|scope| {
        let start = |first| scope.spawn(move || play_every_so_many(first));
        let running: Vec<_> = (0..threads).map(start).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("no history panics")).collect()
    });
    wrong.sort_unstable();
    wrong
}
