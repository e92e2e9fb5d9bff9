//! Prints a platform's table as a diagram. With `rows`, the arrows have the rows of the rules alone. `table` prints the
//! fingerprint of the table.
//!
//! ```sh
//! cargo run --example diagram -- shopxo mermaid
//! cargo run --example diagram -- wechat mermaid rows
//! cargo run --example diagram -- wechat dot
//! cargo run --example diagram -- channels mermaid rows
//! ```

use std::io::Write;
use std::process::ExitCode;

use aftersale::lifecycle::{Labels, Lifecycle, Status};
use aftersale::{channels, shopxo, wechat};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (platform, form, labels) = match arguments.as_slice() {
        [platform, form] => (*platform, *form, Labels::Full),
        [platform, form, "rows"] => (*platform, *form, Labels::Rows),
        _ => ("", "", Labels::Full),
    };
    let diagram = match platform {
        "wechat" => draw(wechat::LIFECYCLE, form, labels),
        "channels" => draw(channels::LIFECYCLE, form, labels),
        "shopxo" => draw(shopxo::LIFECYCLE, form, labels),
        _ => None,
    };
    let Some(diagram) = diagram else {
        eprintln!("usage: diagram wechat|channels|shopxo mermaid|dot|table [rows]");
        return ExitCode::from(2);
    };
    // The reader may have closed the pipe.
    let _ = std::io::stdout().write_all(diagram.as_bytes());
    ExitCode::SUCCESS
}

fn draw<S: Status>(lifecycle: Lifecycle<S>, form: &str, labels: Labels) -> Option<String> {
    match form {
        "mermaid" => Some(lifecycle.mermaid(labels)),
        "dot" => Some(lifecycle.dot(labels)),
        "table" => Some(format!("{:016x}", lifecycle.fingerprint().0)),
        _ => None,
    }
}
