//! An embedded, no-I/O engine for what happens to an online order after the sale.
#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

pub mod lifecycle;
pub mod money;
pub mod quantity;
pub mod shopxo;
pub mod steps;
pub mod time;
pub mod wechat;
#[cfg(feature = "wire")]
pub mod wire;
mod words;

pub use words::UnknownWord;
