//! Strategies for the platforms' documents, as text, to test a service that handles them.
//!
//! Most of them are well-formed: fields are there, missing, `null` or of the odd kinds that the platforms
//! really send; words and fields of later versions stand among the known ones; numbers are larger than any
//! type; texts have escapes. [`wechat::any`] and [`shopxo::any`] are decoded, each as what it is;
//! [`wechat::other_generations`] is refused by name; [`wechat::broken`] and [`shopxo::broken`] (cut off, of
//! wrong types, doubled fields, no JSON, too deep) are refused.
//!
//! A whole test of a service:
//!
//! ```
//! use aftersale_testing::documents;
//! use aftersale::wechat::wire::Document;
//! use proptest::test_runner::TestRunner;
//!
//! /// The service: it answers with an HTTP status.
//! fn handle(body: &str) -> u16 {
//!     match Document::decode(body) {
//!         Ok(Document::GetAnswer(answer)) => {
//!             let order = answer.after_sale_order.value();
//!             match order.map(|order| order.position()) {
//!                 Some(Ok(_)) => 200,
//!                 // A word of a later version: kept for later, and nothing is concluded from it.
//!                 Some(Err(_)) | None => 202,
//!             }
//!         }
//!         Ok(_) | Err(_) => 400,
//!     }
//! }
//!
//! TestRunner::default().run(&documents::wechat::get_answer(), |body| {
//!     assert!(matches!(handle(&body), 200 | 202), "{body}");
//!     Ok(())
//! })?;
//! TestRunner::default().run(&documents::wechat::broken(), |body| {
//!     assert_eq!(handle(&body), 400, "{body}");
//!     Ok(())
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! With the `proptest!` macro, it is `fn my_test(body in documents::wechat::get_answer()) { … }`.

mod node;

pub mod shopxo;
pub mod wechat;
