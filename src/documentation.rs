//! The manual: the pages of `docs/`, for readers who have only the crate's documentation.
//!
//! The pages link to each other by labels. `links.md` says where those lead here; the ends of the pages say where they
//! lead among the files.

/// How the project is laid out: the layers, the way of a command, and where a new request, reason or fact goes.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/architecture.md")]
pub mod architecture {}

/// A service over the engine: commands, storing, paying, timers, and the start after a crash.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/service.md")]
pub mod service {}

/// Tax: what of a refund is tax, and why rounding down over the running sum.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/tax.md")]
pub mod tax {}

/// Payments: an order that was paid in several ways, and by which of them a refund goes back.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/payments.md")]
pub mod payments {}

/// Fees and deductions: what is kept back from a refund.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/deductions.md")]
pub mod deductions {}

/// Your own platform: statuses, rules, standings, a policy.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/own_platform.md")]
pub mod own_platform {}

/// Taking orders over from a status column.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/taking_over.md")]
pub mod taking_over {}

/// Following a platform that owns the case.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/following.md")]
pub mod following {}

/// The mirror: a case that a platform owns, by what is seen of it.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/mirror.md")]
pub mod mirror {}

/// Moving a shop from ShopXO.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/moving_from_shopxo.md")]
pub mod moving_from_shopxo {}

/// JSON for services: shapes, and the codes of reasons and anomalies.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/json.md")]
pub mod json {}

/// The stored forms: what is kept, how it is read back, and what lasts for ever.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/stored.md")]
pub mod stored_forms {}

/// Currencies and their decimal places, and who counts otherwise.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/currencies.md")]
pub mod currencies {}

/// Gateways: what their refund words mean, and what may be tried next.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/gateways.md")]
pub mod gateways {}

/// Testing a service that links this.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/testing.md")]
pub mod testing {}

/// Security: authentication, limits, personal data, and what never to log.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/security.md")]
pub mod security {}

/// Performance: what a command costs.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/performance.md")]
pub mod performance {}

/// Questions and answers, such as which policy to take.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/faq.md")]
pub mod faq {}

/// The invariants I1 to I32: what each says, which bugs of real systems broke it, and where it is upheld.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/invariants.md")]
pub mod invariants {}

/// The glossary: each word of the crate, with the word that others use for the same thing.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/glossary.md")]
pub mod glossary {}

/// WeChat: every rule of its table with its source, its phases and steps, and what is not known.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/wechat.md")]
pub mod wechat {}

/// The Channels shop: its record field by field, its words, and what its pages contradict.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/channels.md")]
pub mod channels {}

/// The Channels shop: every rule that it has besides the mini-shop's, with its source, and what no source tells.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/channels_rules.md")]
pub mod channels_rules {}

/// WeChat's events in JSON and XML, and the errors of its calls: what each means and what to do.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/channels_events.md")]
pub mod channels_events {}

/// The merchant's calls at the Channels shop: requests, answers, sources, and what is doubtful.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/channels_calls.md")]
pub mod channels_calls {}

/// ShopXO: every rule of its table with its source, its defects, and the two shops.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/shopxo.md")]
pub mod shopxo {}
