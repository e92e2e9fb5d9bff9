//! An embedded, no-I/O engine for what happens to an online order after the sale.
#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

pub mod lifecycle;
pub mod shopxo;
pub mod wechat;
mod words;
