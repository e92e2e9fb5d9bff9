//! The merchant's calls: their requests and answers.
