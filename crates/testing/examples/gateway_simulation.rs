//! Plays orders against every gateway, simulated, by each reader of its words, and prints what they came to, a line each:
//! `cargo run --release -p aftersale-testing --example gateway_simulation`. A number of orders can follow.
//!
//! It fails where the tables of `aftersale::gateway` lose anything.

use std::process::ExitCode;

use aftersale::gateway::ALL;
use aftersale_testing::gateways::{Figures, Reader};

fn main() -> ExitCode {
    let orders = match std::env::args().nth(1).map(|text| text.parse()) {
        None => 10_000,
        Some(Ok(orders)) => orders,
        Some(Err(_)) => {
            eprintln!("usage: gateway_simulation [ORDERS]");
            return ExitCode::from(2);
        }
    };
    let mut is_lossless = true;
    println!(
        "gateway\treader\torders\toverpaid\tby\tbooked too much\tby\tbooked too little\tkeys paid twice\tleft open"
    );
    for gateway in ALL {
        for reader in Reader::ALL.into_iter().filter(|reader| reader.knows(gateway.id)) {
            let figures = Figures::of(gateway, reader, 0..orders);
            is_lossless &= reader != Reader::Tables || figures.nothing_is_lost();
            println!(
                "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                gateway.name,
                reader.name(),
                figures.orders,
                figures.overpaid,
                figures.overpaid_by.decimal(2),
                figures.booked_too_much,
                figures.booked_too_much_by.decimal(2),
                figures.booked_too_little,
                figures.keys_paid_twice,
                figures.left_open,
            );
        }
    }
    if is_lossless { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
