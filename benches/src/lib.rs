//! What the benches ask, and what they compare the table with: WeChat's rules written by hand.

mod by_hand;
mod questions;

pub use by_hand::by_hand;
pub use questions::{Question, all_questions, some_questions};
