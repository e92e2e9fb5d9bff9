//! The order beside its reference model: any order of goods, under any of the platforms' policies, and
//! any commands in any order, sensible or not. After each command both must have given the same answer,
//! and nothing that can be seen of the order may be different from the model.

mod canary;
mod claims;
mod commands;
mod dice;
mod machine;
mod mended;
mod orders;
mod reach;
#[allow(dead_code, reason = "not every helper is used here")]
#[path = "../order/shop.rs"]
mod shop;
