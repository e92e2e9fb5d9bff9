//! Every invariant of `docs/invariants.md`, attacked the way the reported bugs broke it.
//!
//! A test is named after what it proves and ends with the number of the invariant; its first sentence
//! names the bug that it repeats. Most run twice: at a shop that pays itself (`shopxo::HardenedShop`)
//! and on a platform that pays (`wechat::WeChat`). Where a platform cannot show a thing, the test
//! shows what it does instead. Beside what each test asks, the driver in `shop.rs` asks after every
//! event that the history gives the same order again and that no ceiling is broken.

mod adopted;
mod anomalies;
mod cases;
mod ceilings;
mod clocks;
mod closing;
mod content;
mod deductions;
mod doubles;
mod effects;
mod everywhere;
mod flows;
mod free_lines;
#[cfg(feature = "serde")]
mod full_orders;
mod history;
mod identified;
mod keys;
mod limits;
mod maxima;
mod mirrored;
mod money;
mod opening;
mod out_of_turn;
mod payments;
mod pending_elsewhere;
mod questions;
mod refunds;
mod refusals;
mod reports;
mod rights;
mod shares;
mod shop;
mod stock;
mod tax;
mod told;
mod units;
mod walks;
mod wander;
mod ways_on;
