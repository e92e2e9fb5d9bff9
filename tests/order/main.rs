//! The order, asked as its hosts ask it.

mod opening;
