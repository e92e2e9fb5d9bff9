//! `aftersale` is an embedded engine for after-sale and refund cases of online orders: a buyer asks for
//! money back, with or without sending goods back, and the merchant, the platform and the clock move
//! the case on.
//!
//! Its first goal is that money leaves exactly once. The engine does no I/O, reads no clock, keeps no
//! global state and is deterministic: commands, facts and times come in as arguments, and events,
//! effects and answers go out as values. It is `no_std` (with `alloc`), forbids unsafe code, and does
//! not panic on any input.
//!
//! # Five minutes
//!
//! A *platform* is described by one visible table of rules, which is proved sound while the crate is
//! compiled. Two platforms are included: [`wechat`] (the after-sale order of the mini-shop) and
//! [`shopxo`]. A table answers which status follows an action, or gives every reason why the action is
//! not permitted:
//!
//! ```
//! use aftersale::lifecycle::{Action, Actor, Flow, Position};
//! use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
//!
//! let case = Position::at(Flow::RefundOnly, AfterSaleStatus::MerchantProcessing);
//! let agreed = LIFECYCLE.next(&case, Actor::Merchant, Action::AgreeToRefund)?;
//! assert_eq!(agreed.to, AfterSaleStatus::PlatformRefunding);
//!
//! let refused = LIFECYCLE.next(&case, Actor::Merchant, Action::ConfirmReceipt).unwrap_err();
//! assert_eq!(
//!     refused.to_string(),
//!     "the merchant cannot confirm receipt at MERCHANT_PROCESSING (refund only): \
//!      no rule permits this here; possible instead: agree to the refund or refuse",
//! );
//! # Ok::<(), aftersale::lifecycle::TableRefusal<AfterSaleStatus>>(())
//! ```
//!
//! Conditions besides the status are [`Fact`](lifecycle::Fact)s. A fact holds, does not hold, or is not
//! known. The engine never guesses: when a fact is not known, the action is *permitted if*:
//!
//! ```
//! use aftersale::lifecycle::{Actor, Fact, Flow, Position};
//! use aftersale::shopxo::{AfterSaleStatus, LIFECYCLE};
//!
//! let review = Position::at(Flow::RefundOnly, AfterSaleStatus::ToBeReviewed);
//! let may: Vec<String> =
//!     LIFECYCLE.permitted(&review, Actor::Merchant).map(|may| may.to_string()).collect();
//! assert_eq!(may, [
//!     "cancel → CANCELLED, if no refund is under way",
//!     "agree to the refund → TO_BE_REVIEWED, if no refund is under way",
//!     "refuse → REJECTED, if no refund is under way",
//! ]);
//! let paying = review.knowing(Fact::RefundUnderWay, true);
//! assert_eq!(LIFECYCLE.permitted(&paying, Actor::Merchant).count(), 0, "no second click");
//! ```
//!
//! The JSON of a platform is decoded into typed records. A record gives the position of its case, and
//! is encoded again without losing a field:
#![cfg_attr(feature = "wire", doc = "```")]
#![cfg_attr(not(feature = "wire"), doc = "```ignore")]
//! use aftersale::lifecycle::Flow;
//! use aftersale::wechat::{AfterSaleStatus, wire::Document};
//!
//! let text = r#"{"errcode": 0, "after_sale_order": {
//!     "order_id": 7012, "status": "USER_WAIT_RETURN", "type": "RETURN", "new_field": true
//! }}"#;
//! let document = Document::decode(text)?;
//! let Document::GetAnswer(answer) = &document else { panic!() };
//! let position = answer.after_sale_order.value().unwrap().position()?;
//! assert_eq!(position.flow, Flow::ReturnRefund);
//! assert_eq!(position.status, Some(AfterSaleStatus::UserWaitReturn));
//! assert!(document.encode().contains("new_field"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The [`order`] module builds on the tables. An order has its lines, its cases and all their refunds.
//! Commands go in; an accepted command gives one event, and the effects that the host has to carry out.
//! A refused command changes nothing:
//!
//! ```
//! use aftersale::lifecycle::{Actor, Flow};
//! use aftersale::money::{Amount, Currency};
//! use aftersale::order::{Request, Application, Ask, Command, LineFacts, Order, OrderFacts};
//! use aftersale::quantity::Quantity;
//! use aftersale::time::Timestamp;
//! use aftersale::wechat::WeChat;
//!
//! let now = Timestamp::from_seconds(1_795_300_763);
//! let tea = LineFacts::new("tea", Quantity::new(3), Amount::from_minor(1_000));
//! let facts = OrderFacts::new("ORDER1", Currency::CNY, vec![tea]);
//! let (order, _opened) = Order::open(WeChat::default(), facts, now)?;
//!
//! let too_much = Application::of(vec![Ask::units("tea", 4)]);
//! let apply = Request::Apply { flow: Flow::ReturnRefund, application: too_much };
//! let refused = order.decide(&Command::new("c-1", "ORDER1", Actor::Buyer, now, apply)).unwrap_err();
//! assert_eq!(
//!     refused.to_string(),
//!     "the buyer cannot apply: the order has not been shipped; \
//!      asked 4 of line tea: bought 3, claimed 0, returned 0",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The modules
//!
//! The modules form layers; each imports only from its own layer or from those below.
//!
//! | layer | module | contents |
//! |---|---|---|
//! | 3 | [`wechat`], [`shopxo`] | the platforms: words, tables, terms, JSON; ShopXO's step lists and texts |
//! | 2 | [`order`] | one order with its lines, cases, refunds and deadlines; commands in, events and effects out |
//! | 2 | [`mirror`] | a case that a platform owns, by what is seen of it |
//! | 2 | [`gateway`] | the refund words of payment gateways, as tables; their keys, limits and amounts |
//! | 2 | [`steps`] | a case as the steps of its flow, the same for all platforms |
#![cfg_attr(
    feature = "wire",
    doc = "| 1 | [`wire`] | the building blocks with which the platforms' JSON is read and written |"
)]
//! | 1 | [`money`], [`quantity`], [`time`] | exact values with their units |
//! | 1 | [`lifecycle`](mod@lifecycle) | the engine: a status machine as constant data |
//! | | [`documentation`] | the pages on the invariants, the words, the stored forms and the two platforms |
//!
//! # Guarantees, and how they are checked
//!
//! - **The tables are sound.** Two rules for the same action, a status that cannot be reached, a way
//!   out of a final status, a dead end (guards included), a success of the wrong flow: each is a
//!   compile error that names the rule or the status, and `tests/compile_fail.rs` shows each of them.
//! - **The tables are the platforms'.** Every combination of flow, status, action and actor is compared
//!   with tables written by hand from the platforms' pages (`tests/hand_tables.rs`). Each rule names
//!   its row in `docs/` and its evidence; [`Lifecycle::trusting`](lifecycle::Lifecycle::trusting)
//!   leaves out rules on weaker evidence than the host requires.
//! - **Answers of a table do not allocate** (`tests/lifecycle.rs` counts), and a refusal changes
//!   nothing.
//! - **Money leaves once.** No sequence of commands refunds twice or more than was paid, and none
//!   leaves a case without a way on: these are the invariants I1 to I32 of `docs/invariants.md`.
//!   `tests/order` tries to break each of them, and `tests/races.rs` runs recorded races in every
//!   interleaving.
//! - **Documents lose nothing.** A document that is decoded and encoded again is the same JSON value,
//!   to the last digit; an unknown word stays as it came and is never taken for a known one; a broken
//!   document is refused with the field's path and the place in the text (`tests/wire`).
//!
//! # Features
//!
//! - `std` (on by default): the error types of the dependencies implement `std` traits.
//! - `serde`: words, names and exact values can be serialized, and events and snapshots stored.
//! - `wire` (on by default, with `serde`): the platforms' JSON.
//! - `xml` (with `wire`): WeChat's events in XML.
//!
//! The proof kit, for the test suites and fuzzers of programs that use this crate, is a crate of its
//! own, `aftersale-testing`.
//!
//! # Out of scope
//!
//! Exchange and repair, and accounting documents are out of scope; the words of exchange and repair are kept and
//! shown.
#![no_std]
#![forbid(unsafe_code)]
// No panic on any input, and nothing of `std`. Const evaluation and tests are exempt: there, a panic is
// a compile error or a failed test.
#![cfg_attr(
    not(test),
    warn(
        clippy::alloc_instead_of_core,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::std_instead_of_alloc,
        clippy::std_instead_of_core,
        clippy::unwrap_used,
    )
)]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

#[cfg(feature = "json")]
pub mod any;
pub mod channels;
// The pages use every feature, so their code is tried only with all of them.
#[cfg(any(not(doctest), all(feature = "json", feature = "wire")))]
pub mod documentation;
pub mod gateway;
mod hash;
#[cfg(feature = "json")]
pub mod json;
mod language;
pub mod lifecycle;
pub mod mirror;
pub mod money;
mod one_line;
pub mod order;
pub mod prelude;
pub mod quantity;
#[cfg(feature = "serde")]
mod required;
pub mod shopxo;
pub mod steps;
pub mod time;
pub mod wechat;
#[cfg(feature = "wire")]
pub mod wire;
mod words;

pub use language::Language;
pub use money::{Amount, Currency, Money};
pub use order::{Command, Decision, Order, OrderFacts, Policy, Refusal, Request};
pub use time::Timestamp;
pub use words::UnknownWord;

#[cfg(all(doctest, feature = "wire"))]
#[doc = include_str!("../README.md")]
struct Readme;
