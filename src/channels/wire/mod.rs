//! The JSON of the Channels shop's after-sale interface, typed field by field.

pub mod calls;
pub mod guarantee;
