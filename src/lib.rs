//! `aftersale` is an embedded engine for what happens to an online order after the sale: a buyer
//! asks for money back, with or without sending goods back, and a merchant, the platform and the
//! clock move the case on.
//!
//! It is made so that money leaves exactly once. It does no I/O, reads no clock, keeps no global state
//! and is deterministic: commands, facts and times come in as arguments, and events, effects and
//! answers go out as values. It is `no_std` (with `alloc`), forbids
//! unsafe code, and does not panic on any input.
//!
//! # Five minutes
//!
//! A platform is one visible table of rules, proved sound while the crate is compiled. Two are here:
//! [`wechat`] (the after-sale order of the mini-shop) and [`shopxo`]. Ask one what the next status
//! is, and it answers, or says every reason why not:
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
//!      nobody can do this here; possible instead: agree to the refund or refuse",
//! );
//! # Ok::<(), aftersale::lifecycle::TableRefusal<AfterSaleStatus>>(())
//! ```
//!
//! What the status does not tell is a [`Fact`](lifecycle::Fact), and a fact has three values: it
//! holds, it does not, or it is not known. What is not known is never guessed; it gives *permitted
//! if*:
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
//! A real answer of a platform becomes such a position, and comes out again as it went in:
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
//! On top of the tables stands the [`order`]: what it was paid for, its cases, and every payment.
//! Commands go in; one event, and what the host has to do because of it, come out:
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
//! let facts = OrderFacts::new("A-1", Currency::CNY, vec![tea]);
//! let (order, _opened) = Order::open(WeChat::default(), facts, now)?;
//!
//! let too_much = Application::of(vec![Ask::units("tea", 4)]);
//! let apply = Request::Apply { flow: Flow::ReturnRefund, application: too_much };
//! let refused = order.decide(&Command::new("c-1", "A-1", Actor::Buyer, now, apply)).unwrap_err();
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
//! They lie in floors; each imports only from its own floor or from below.
//!
//! | floor | module | what it is |
//! |---|---|---|
//! | 3 | [`wechat`], [`shopxo`] | the platforms: words, table, terms, JSON; ShopXO's step lists and texts |
//! | 2 | [`order`] | one order with its lines, cases, payments and deadlines; commands in, events and effects out |
//! | 2 | [`steps`] | a case as the steps of its flow, the same for all platforms |
#![cfg_attr(
    feature = "wire",
    doc = "| 1 | [`wire`] | the kit that the platforms' JSON is read and written with |"
)]
//! | 1 | [`money`], [`quantity`], [`time`] | exact values with their units |
//! | 1 | [`lifecycle`](mod@lifecycle) | the engine: a status machine as constant data |
//!
//! # What is guaranteed, and how it is checked
//!
//! - **The tables are sound.** Two rules for the same thing, a status that cannot be reached, a way
//!   out of an end, a dead end (guards included), a success of the wrong flow: each is a compile
//!   error that names the rule or the status, and `tests/compile_fail.rs` shows each of them.
//! - **The tables are the platforms'.** Every combination of flow, status, action and actor is
//!   compared with tables written by hand from the platforms' pages (`tests/hand_tables.rs`). Each
//!   rule names its row in `docs/` and how sure it is;
//!   [`Lifecycle::trusting`](lifecycle::Lifecycle::trusting) leaves out what is not documented.
//! - **Answers of a table do not allocate** (`tests/lifecycle.rs` counts), and a refusal changes
//!   nothing.
//! - **Money leaves once.** No sequence of commands pays twice or more than was paid, and none leaves a
//!   case without a way on: the invariants I1 to I24 of `docs/invariants.md`, each of which
//!   `tests/order` tries to break, and `tests/races.rs` in every interleaving of recorded races.
//! - **Documents lose nothing.** What is decoded and encoded again is the same JSON value, to the
//!   last digit; an unknown word stays as it came and is never taken for a known one; a broken
//!   document is refused with the field's path and the place (`tests/wire`).
//!
//! # Features
//!
//! - `std` (on by default): the error types of the dependencies speak `std`.
//! - `serde`: words, names and exact values can be written and read with serde, and events and snapshots
//!   stored.
//! - `wire` (on by default, with `serde`): the platforms' JSON.
//!
//! The proof kit for the test suites and fuzzers of those who link this crate is a crate of its own,
//! `aftersale-testing`.
//!
//! # Not here
//!
//! Tax parts, several payments for one order, exchange and repair, and accounting documents are out of
//! scope; the words of exchange and repair are kept and shown.
#![no_std]
#![forbid(unsafe_code)]
// No panic on any input, and nothing of `std`. Const evaluation and tests may: there, a panic is a
// compile error or a failed test.
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

mod hash;
pub mod lifecycle;
pub mod money;
pub mod order;
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

pub use words::UnknownWord;

#[cfg(all(doctest, feature = "wire"))]
#[doc = include_str!("../README.md")]
struct Readme;
