//! A complete small host of `aftersale` on SQLite: it stores events, carries out effects, and finds its
//! work again after a crash.
//!
//! ```sh
//! cargo run --release -p sqlite_host                                # a short story
//! cargo run --release -p sqlite_host -- --crash-test 200 [--seed 7] # kills itself, checks the books
//! cargo run --release -p sqlite_host -- --fill 1000 FOLDER          # makes a database of so many orders
//! ```
//!
//! `store` is the database, `host` handles one command, `worker` carries out the effects; these three are what
//! a real host has. `gateway`, `clicks` and `people` are the world around it, and `crash` and `audit` the
//! test.

mod audit;
mod clicks;
#[cfg(test)]
mod conforms;
mod crash;
mod error;
mod fuse;
mod gateway;
mod host;
mod kept;
mod people;
mod platform;
mod random;
mod shop;
mod store;
mod story;
mod worker;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use error::HostError;
use fuse::Steps;

const USAGE: HostError =
    HostError::Usage("usage: sqlite_host [--crash-test KILLS [--seed N] | --fill ORDERS FOLDER]");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<bool, HostError> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        [] => story::run().map(|()| true),
        ["--crash-test", kills] => crash::test(number(kills)?, 1),
        ["--crash-test", kills, "--seed", seed] => crash::test(number(kills)?, number(seed)?),
        ["--fill", orders, folder] => kept::fill(Path::new(folder), number(orders)?).map(|()| true),
        ["--work", steps, folder, seed] => {
            let folder = Path::new(folder);
            crash::work(folder, number(seed)?, number(steps)?, Steps::All).map(|()| true)
        }
        ["--work-with-gateway", steps, folder, seed] => {
            let folder = Path::new(folder);
            crash::work(folder, number(seed)?, number(steps)?, Steps::AtTheGateway).map(|()| true)
        }
        ["--finish", folder, seed] => {
            crash::finish(Path::new(folder), number(seed)?).map(|()| true)
        }
        _ => Err(USAGE),
    }
}

fn number(text: &str) -> Result<u64, HostError> {
    text.parse().map_err(|_| USAGE)
}

/// Makes a new and empty folder for this process.
fn new_folder() -> Result<PathBuf, HostError> {
    let folder = std::env::temp_dir().join(format!("sqlite_host-{}", std::process::id()));
    // Files that an older process of this number has left are of no use.
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(HostError::files("removing old files"))?;
    }
    std::fs::create_dir_all(&folder).map_err(HostError::files("making a folder"))?;
    Ok(folder)
}
