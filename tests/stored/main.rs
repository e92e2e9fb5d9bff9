//! Stored forms: they come back as they were, at any point of any history; they are read for ever; and
//! broken, foreign, newer or disordered forms are errors that restore nothing.
//!
//! The histories are made by the driver and the random walks of `tests/order`.

#[allow(dead_code, reason = "not every helper is used here")]
#[path = "../order/everywhere.rs"]
mod everywhere;
#[allow(dead_code, reason = "not every helper is used here")]
#[path = "../order/shop.rs"]
mod shop;
#[allow(dead_code, reason = "not every helper is used here")]
#[path = "../order/wander.rs"]
mod wander;

mod broken;
mod crash;
mod envelopes;
mod former_names;
mod forms;
mod golden;
mod out_of_place;
mod poller;
mod renamed_effects;
mod second_format;
mod shape;
mod there_and_back;
mod translation;
mod untrusted;
