//! The tables in Markdown, and what belongs to them.

use crate::measure::{self, Cost, REFUNDS, STEPS};
use crate::{callgrind, refunds, steps};

/// Measures everything, and prints it.
pub(crate) fn print() {
    let has_valgrind = callgrind::is_there();
    if !has_valgrind {
        eprintln!("LEFT OUT: instructions are not counted, since valgrind is not here");
    }
    println!("{}\n", env!("COMPILER"));
    println!("## One step on WeChat's table, of {} questions\n", steps::QUESTIONS);
    println!("| | instructions | ratio | ns | ratio |\n|---|--:|--:|--:|--:|");
    let costs = steps::SUBJECTS.iter().map(|subject| {
        let cost = measure::cost(STEPS, subject.name, has_valgrind);
        (subject.name, cost)
    });
    let costs: Vec<_> = costs.collect();
    // The loop is the same for all and is taken away.
    let loop_alone = of(&costs, steps::NOTHING);
    let costs: Vec<_> = costs.iter().map(|(name, cost)| (*name, less(*cost, loop_alone))).collect();
    let base = of(&costs, steps::BY_HAND);
    for (name, cost) in costs.iter().filter(|(name, _)| *name != steps::NOTHING) {
        let (instructions, ratio) = beside(cost.instructions, base.instructions);
        let (nanoseconds, slower) = beside(Some(cost.nanoseconds), Some(base.nanoseconds));
        println!("| {name} | {instructions} | {ratio} | {nanoseconds} | {slower} |");
    }
    println!("\nWithout what the loop costs; ratios to the `match`.\n");

    println!("## A whole refund of one unit\n");
    println!("| | instructions | ratio | allocations | ratio | ns | ratio |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    let costs = refunds::SUBJECTS.iter().map(|subject| {
        let cost = measure::cost(REFUNDS, subject.name, has_valgrind);
        (subject.name, cost)
    });
    let costs: Vec<_> = costs.collect();
    let base = of(&costs, refunds::PLAIN);
    for (name, cost) in &costs {
        let (instructions, ratio) = beside(cost.instructions, base.instructions);
        let allocations = cost.allocations;
        let more = allocations as f64 / base.allocations as f64;
        let (nanoseconds, slower) = beside(Some(cost.nanoseconds), Some(base.nanoseconds));
        println!(
            "| {name} | {instructions} | {ratio} | {allocations} | {more:.2} | {nanoseconds} | {slower} |"
        );
    }
    println!(
        "\nRatios to the plain service. What aftersale checks and the plain service does not:\n"
    );
    for check in refunds::LACKS {
        println!("- {check}");
    }
}

fn of(costs: &[(&str, Cost)], name: &str) -> Cost {
    costs.iter().find(|(other, _)| *other == name).expect("a row of the table").1
}

fn less(cost: Cost, other: Cost) -> Cost {
    Cost {
        instructions: cost.instructions.zip(other.instructions).map(|(all, some)| all - some),
        nanoseconds: cost.nanoseconds - other.nanoseconds,
        ..cost
    }
}

/// Returns a figure, and its ratio to another.
fn beside(figure: Option<f64>, base: Option<f64>) -> (String, String) {
    let Some((figure, base)) = figure.zip(base) else { return Default::default() };
    let text = if figure < 1_000.0 { format!("{figure:.1}") } else { format!("{figure:.0}") };
    (text, format!("{:.2}", figure / base))
}
