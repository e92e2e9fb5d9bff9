//! A tour of the crate: it reads answers of WeChat's and ShopXO's after-sale interfaces, and walks four orders
//! through an after-sale.
//!
//! ```sh
//! cargo run --example tour                 # two published answers, then four orders
//! cargo run --example tour -- FILE         # any answer of either platform
//! ```
//!
//! Of an answer it prints where the case stands, in which step of its flow, and what each actor may do, and may
//! not do and why. Of an order it prints each command, what is then claimed, in flight, refunded and left, until
//! when the clock runs, and what the host has to do.

mod effects;
mod ledger;
mod orders;
mod page;
mod show;
mod walk;

use std::process::ExitCode;

use aftersale::wire::WireError;
use aftersale::{shopxo, wechat};

const WECHAT: &str = include_str!("../data/wechat_seed.json");
const SHOPXO: &str = include_str!("../data/shopxo_seed.json");

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let toured = match (arguments.next(), arguments.next()) {
        (None, _) => whole_tour(),
        (Some(file), None) if !file.starts_with('-') => one_file(&file),
        _ => Err("usage: tour [FILE]".into()),
    };
    match toured {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tour: {error}");
            ExitCode::from(2)
        }
    }
}

fn whole_tour() -> Result<(), Box<dyn std::error::Error>> {
    page::line("Two published answers, read; then four orders, from application to money.");
    show_answer(WECHAT.as_bytes())?;
    show_answer(SHOPXO.as_bytes())?;
    orders::walk_all()
}

fn one_file(file: &str) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    show_answer(&bytes).map_err(|error| format!("{file}: {error}"))?;
    Ok(())
}

/// Shows an answer of either platform.
fn show_answer(bytes: &[u8]) -> Result<(), WireError> {
    match wechat::wire::Document::decode_bytes(bytes) {
        Ok(document) => show::wechat(&document),
        Err(WireError::UnknownShape) => show::shopxo(&shopxo::wire::Document::decode_bytes(bytes)?),
        Err(error) => return Err(error),
    }
    Ok(())
}
