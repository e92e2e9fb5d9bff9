//! A tour of the crate: it reads answers of WeChat's and ShopXO's after-sale interfaces, and walks four orders
//! through an after-sale.
//!
//! ```sh
//! cargo run --example tour                 # two published answers, then four orders
//! cargo run --example tour -- FILE         # any answer of either platform, any event of WeChat
//! cargo run --example tour -- FILE --chinese   # a document of the Channels shop, in Chinese
//! ```
//!
//! Of an answer it prints where the case stands, in which step of its flow, and what each actor may do, and may
//! not do and why. Of an order it prints each command, what is then claimed, in flight, refunded and left, until
//! when the clock runs, and what the host has to do.

mod channels;
mod effects;
mod fields;
mod ledger;
mod orders;
mod page;
mod show;
mod walk;

use std::process::ExitCode;

use aftersale::Language;
use aftersale::channels::WeChatDocument;
use aftersale::shopxo;
use aftersale::wire::WireError;

const WECHAT: &str = include_str!("../data/wechat_seed.json");
const SHOPXO: &str = include_str!("../data/shopxo_seed.json");

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let toured = match arguments.as_slice() {
        [] => whole_tour(),
        [file] if !file.starts_with('-') => one_file(file, Language::English),
        [file, "--chinese"] | ["--chinese", file] if !file.starts_with('-') => {
            one_file(file, Language::Chinese)
        }
        _ => Err("usage: tour [FILE [--chinese]]".into()),
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
    show_answer(WECHAT.as_bytes(), Language::English)?;
    show_answer(SHOPXO.as_bytes(), Language::English)?;
    orders::walk_all()
}

fn one_file(file: &str, language: Language) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    show_answer(&bytes, language).map_err(|error| format!("{file}: {error}"))?;
    Ok(())
}

/// Shows an answer of either platform, or an event. Only the Channels shop's have all their words in Chinese.
fn show_answer(bytes: &[u8], language: Language) -> Result<(), WireError> {
    match WeChatDocument::decode_bytes(bytes) {
        Ok(WeChatDocument::MiniShop(document)) => show::wechat(&document),
        Ok(document) => channels::show(&document, language),
        Err(WireError::UnknownShape) => show::shopxo(&shopxo::wire::Document::decode_bytes(bytes)?),
        Err(error) => return Err(error),
    }
    Ok(())
}
