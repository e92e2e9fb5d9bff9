//! Checks the crate against recorded behaviour of the real platforms, file by file.
//!
//! ```sh
//! cargo run --release --example conformance -- wechat-payloads DIR
//! cargo run --release --example conformance -- shopxo-tables FILE...
//! cargo run --release --example conformance -- shopxo-http [--build] FILE...
//! cargo run --release --example conformance -- refund-vectors FILE...
//! ```
//!
//! With `--build` the answers are not only read and written: the crate makes them again. The last line
//! counts. It exits 1 when something differs, and 2 on bad arguments. The same checks
//! run as tests on the files of `tests/data`.

mod build;
mod json;
mod report;
mod shopxo;
mod vectors;
mod wechat;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: conformance wechat-payloads DIR
       conformance shopxo-tables FILE...
       conformance shopxo-http [--build] FILE...
       conformance refund-vectors FILE...";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let checked = match arguments.as_slice() {
        ["wechat-payloads", folder] => wechat::payloads(Path::new(folder)),
        ["shopxo-tables", files @ ..] if !files.is_empty() => shopxo::tables(&paths(files)),
        ["shopxo-http", rest @ ..] => {
            let files: Vec<&str> = rest.iter().copied().filter(|rest| *rest != "--build").collect();
            match (files.is_empty(), files.len() < rest.len()) {
                (true, _) => return usage(),
                (_, true) => build::check(&paths(&files)),
                (_, false) => shopxo::http(&paths(&files)),
            }
        }
        ["refund-vectors", files @ ..] if !files.is_empty() => vectors::check(&paths(files)),
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

fn paths<'a>(files: &[&'a str]) -> Vec<&'a Path> {
    files.iter().map(|file| Path::new(*file)).collect()
}
