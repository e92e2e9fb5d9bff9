//! The questions of the benches, and the rules that the table is compared with: WeChat's, written by hand.

mod by_hand;
mod questions;

pub use by_hand::by_hand;
pub use questions::{Question, all_questions, some_questions};
