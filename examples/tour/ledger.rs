//! The ledger of an order as a small table: a row a line, then shipping, then the order.

use aftersale::money::Amount;
use aftersale::order::{Balance, Ledger, Order, Policy, Units};

use crate::page::line;

/// Returns what has become of an amount, in four figures.
pub(crate) fn figures(balance: &Balance) -> [(&'static str, Amount); 4] {
    [
        ("claimed", balance.claimed),
        ("in flight", balance.in_flight),
        ("refunded", balance.refunded),
        ("left", balance.left()),
    ]
}

/// Prints the ledger.
pub(crate) fn print<P: Policy>(order: &Order<P>) {
    let Ledger { lines, shipping, order: whole, .. } = order.ledger();
    let places = order.currency().places();
    let row = |name: &str, balance: &Balance, units: Option<Units>| {
        let mut out = format!("  {name:<8}{:>10}", balance.paid.decimal(places).to_string());
        for (_, amount) in figures(balance) {
            out.push_str(&format!("{:>11}", amount.decimal(places).to_string()));
        }
        if let Some(units) = units {
            out.push_str(&format!("{:>10} of {}", units.returned, units.bought));
        }
        line(&out);
    };
    let mut head = format!("  {:<8}{:>10}", format!("in {}", order.currency()), "paid");
    for (name, _) in figures(&whole) {
        head.push_str(&format!("{name:>11}"));
    }
    line(&format!("{head}  units refunded"));
    for balance in &lines {
        row(balance.line.as_str(), &balance.money, Some(balance.units));
    }
    row("shipping", &shipping, None);
    row("order", &whole, None);
}
