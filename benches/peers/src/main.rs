//! Measures a step on WeChat's table and a whole refund, by aftersale and by others, and prints both as tables in Markdown.
//!
//! Each row is measured by a process of its own, whose output is thrown away, since a peer prints. Instructions are those of
//! one pass, counted by valgrind after a first pass that is not counted; times are the least of many passes.

#[expect(dead_code, reason = "shared with the other benches, which also ask for bytes held")]
#[path = "../../src/cost/counting.rs"]
mod counting;

#[path = "../../src/cost/callgrind.rs"]
mod callgrind;

mod measure;
mod refunds;
mod report;
mod steps;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => report::print(),
        ["--marked", table, row, _] => measure::marked(table, row),
        ["--timed", table, row] => measure::timed(table, row),
        _ => {
            eprintln!("usage: aftersale_peers");
            std::process::exit(2);
        }
    }
}
