//! Checks the crate against recorded behaviour of the real platforms, file by file.
//!
//! ```sh
//! cargo run --release -p aftersale-conformance -- wechat-payloads DIR
//! cargo run --release -p aftersale-conformance -- shopxo-tables FILE...
//! cargo run --release -p aftersale-conformance -- shopxo-http [--build] FILE...
//! cargo run --release -p aftersale-conformance -- shopxo-traces [--hardened] FILE...
//! cargo run --release -p aftersale-conformance -- shopxo-calc FILE...
//! cargo run --release -p aftersale-conformance -- refund-stories FILE...
//! cargo run --release -p aftersale-conformance -- gateway-words [--as GATEWAY.KIND] FILE...
//! ```
//!
//! `gateway-words` prints what documents of payment gateways mean. A file is named after what it has, as
//! `stripe.webhook.json`, or `--as stripe.webhook` says it; the kinds are `answer`, `query` and `webhook`.
//!
//! With `--build` the crate makes recorded answers again; with `--hardened` each step is judged by the
//! hardened shop. The last line counts. It exits 1 when something differs, and 2 on bad arguments. The same checks
//! run as tests on the files of `tests/data`.

mod build;
mod calc;
#[cfg(test)]
mod checks;
mod files;
mod gateway;
mod json;
mod price;
mod report;
mod shopxo;
mod stories;
mod traces;
mod wechat;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: conformance wechat-payloads DIR
       conformance shopxo-tables FILE...
       conformance shopxo-http [--build] FILE...
       conformance shopxo-traces [--hardened] FILE...
       conformance shopxo-calc FILE...
       conformance refund-stories FILE...
       conformance gateway-words [--as GATEWAY.KIND] FILE...";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let checked = match arguments.as_slice() {
        ["wechat-payloads", folder] => wechat::payloads(Path::new(folder)),
        ["shopxo-tables", files @ ..] if !files.is_empty() => shopxo::tables(&paths(files)),
        ["shopxo-http", rest @ ..] => match option(rest, "--build") {
            (files, _) if files.is_empty() => return usage(),
            (files, true) => build::check(&paths(&files)),
            (files, false) => shopxo::http(&paths(&files)),
        },
        ["shopxo-traces", rest @ ..] => match option(rest, "--hardened") {
            (files, _) if files.is_empty() => return usage(),
            (files, true) => traces::judge(&paths(&files)),
            (files, false) => traces::replay(&paths(&files)),
        },
        ["shopxo-calc", files @ ..] if !files.is_empty() => calc::check(&paths(files)),
        ["refund-stories", files @ ..] if !files.is_empty() => stories::check(&paths(files)),
        ["gateway-words", "--as", source, files @ ..] if !files.is_empty() => {
            gateway::words(&paths(files), Some(source))
        }
        ["gateway-words", files @ ..] if !files.is_empty() => gateway::words(&paths(files), None),
        _ => return usage(),
    };
    match checked {
        Ok(report) => {
            println!("{report}");
            if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("conformance: {error}");
            ExitCode::from(2)
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}

/// Returns the files, and whether the option stands among them.
fn option<'a>(rest: &[&'a str], option: &str) -> (Vec<&'a str>, bool) {
    let files: Vec<&str> = rest.iter().copied().filter(|rest| *rest != option).collect();
    let is_given = files.len() < rest.len();
    (files, is_given)
}

fn paths<'a>(files: &[&'a str]) -> Vec<&'a Path> {
    files.iter().map(|file| Path::new(*file)).collect()
}
