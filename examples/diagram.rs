//! Prints a platform's table as a diagram.
//!
//! ```sh
//! cargo run --example diagram -- wechat mermaid
//! cargo run --example diagram -- shopxo dot
//! ```

use std::process::ExitCode;

use aftersale::{shopxo, wechat};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let diagram = match arguments.as_slice() {
        ["wechat", "mermaid"] => wechat::LIFECYCLE.mermaid(),
        ["wechat", "dot"] => wechat::LIFECYCLE.dot(),
        ["shopxo", "mermaid"] => shopxo::LIFECYCLE.mermaid(),
        ["shopxo", "dot"] => shopxo::LIFECYCLE.dot(),
        _ => {
            eprintln!("usage: diagram wechat|shopxo mermaid|dot");
            return ExitCode::from(2);
        }
    };
    print!("{diagram}");
    ExitCode::SUCCESS
}
