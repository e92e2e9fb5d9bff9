//! Stored forms of events and snapshots: what a host keeps for years.
//!
//! A stored event or snapshot begins with a description: its kind, its format, its platform, and the table under which
//! it came about. It is written with serde: as JSON for people and queries, or in any compact form that reads
//! its fields by position, such as postcard. Nothing in it asks the format to describe itself.
//!
//! ```
//! use aftersale::money::{Amount, Currency};
//! use aftersale::order::stored::{Stored, StoredEvent, restore};
//! use aftersale::order::{LineFacts, Order, OrderFacts};
//! use aftersale::quantity::Quantity;
//! use aftersale::shopxo::HardenedShop;
//! use aftersale::time::Timestamp;
//!
//! let tea = LineFacts::new("tea", Quantity::new(3), Amount::from_minor(1_000));
//! let facts = OrderFacts::new("ORDER1", Currency::CNY, vec![tea]);
//! let now = Timestamp::from_seconds(1_795_300_763);
//! let (order, opened) = Order::open(HardenedShop::default(), facts, now)?;
//!
//! let text = serde_json::to_string(&StoredEvent::<HardenedShop>::of(opened))?;
//! assert!(text.starts_with(
//!     r#"{"about":{"format":2,"kind":"event","platform":"ShopXO","table":""#
//! ));
//! let event: StoredEvent<HardenedShop> = serde_json::from_str(&text)?;
//! let restored = restore(HardenedShop::default(), None, [event])?;
//! assert_eq!(restored.order, order);
//! assert!(restored.other_tables.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Forms that are not trusted
//!
//! Reading a stored form trusts it: no [maximum](super::maximum) is looked at, since what was stored under larger ones is read
//! as well. Where the bytes come from a source that the host does not trust, [`Stored::read_untrusted`] reads them: it looks at
//! their number first.
//!
//! # What outlives a version
//!
//! A format, once released, is read for ever. A stored type is changed only by making a new format; the old
//! one is then read as it was and brought up to the newest, one step at a time. `CONTRIBUTING.md` says how.
//! An event is a fact, so a table that has changed since changes nothing that has happened: the order is restored, and
//! [`OtherTable`] tells that there was another table, and which of its transitions today's does not have.

mod about;
mod format_1;
mod older;
mod reading;
mod restore;
mod snapshot;
mod tables;
mod words;

pub use about::{About, FORMAT, Format, ReadError, Storable, Stored, StoredKind, UntrustedError};
pub use restore::{RestoreError, Restored, restore};
pub use snapshot::{Snapshot, SnapshotFault};
pub(super) use tables::TableSpan;
pub use tables::{ForeignStanding, ForeignTransition, OtherTable};
pub(super) use words::{bits, facts, status};

use super::{Event, Policy};

/// A stored event of a platform.
pub type StoredEvent<P> = Stored<P, Event<<P as Policy>::Status>>;

/// A stored snapshot of a platform.
pub type StoredSnapshot<P> = Stored<P, Snapshot<<P as Policy>::Status>>;
