//! The engine: a platform's whole lifecycle as one visible table of constant data, proved sound at
//! compile time.
//!
//! A table has two parts. Its [`Rule`]s say which actor may take which action at which status, and
//! which status follows; a rule names the row of the platform's documentation that it states, and its
//! evidence. Its [`Standing`]s say what each status means, by a [`Phase`] that is the same for all
//! platforms. The macro [`declare_lifecycle!`](crate::declare_lifecycle!) makes a [`Lifecycle`] of them, which answers:
//!
//! | question | method |
//! |---|---|
//! | what is the next status? | [`next`](Lifecycle::next) |
//! | where would it lead, guards and evidence aside? | [`leads_to`](Lifecycle::leads_to) |
//! | what may this actor do, now or under a condition? | [`permitted`](Lifecycle::permitted) |
//! | why not? (every reason) | [`why_not`](Lifecycle::why_not) |
//! | what does this status mean? | [`phase`](Lifecycle::phase) |
//! | is the case over? | [`is_final`](Lifecycle::is_final) |
//! | what is the way from one status to another? | [`path`](Lifecycle::path) |
//! | what does the table look like? | [`mermaid`](Lifecycle::mermaid), [`dot`](Lifecycle::dot) |
//!
//! The first six never allocate. This module knows no platform, no money, no time and no I/O.
//!
//! # Your own platform
//!
//! The two platforms of this crate are declared with public items only, so a host declares its own in
//! the same way: a status enum, a `const` slice of rules, one of standings, and
//! [`declare_lifecycle!`](crate::declare_lifecycle!). `examples/custom_platform.rs` shows it.

mod declare;
mod diagram;
mod fingerprint;
mod guard;
mod machine;
mod path;
#[doc(hidden)]
pub mod proof;
mod refusal;
mod rule;
mod set;
mod steps;
mod words;

pub use diagram::Labels;
pub use fingerprint::{Fingerprint, KeptFingerprint};
pub use guard::{Fact, Guard, KnownFacts};
pub use machine::{Lifecycle, Permission, Position, Table, Transition, Verdict};
pub use refusal::{TableReason, TableRefusal};
pub use rule::{PublishedNumber, Rule, Standing, Status, rule, standing};
pub use set::{Set, SetMember};
#[doc(hidden)]
pub use steps::{Row, rows};
pub use words::{
    ANY_FLOW, Action, Actor, EXCHANGE, Evidence, Flow, Phase, REFUND_ONLY, RESHIP, RETURN_REFUND,
};
