//! The HTTP statuses that no gateway's table names: none of them says that a refund has succeeded or failed.

use super::{GatewayRow, Meaning, WordPlace, word};

const HTTP: &[WordPlace] = &[WordPlace::HttpStatus];

const fn status(class: &'static str, because: &'static str) -> GatewayRow {
    word(HTTP, "status", class, Meaning::Unknown).inferred("RFC 9110, section 15").because(because)
}

/// What an HTTP status means where the body says nothing and the table of the gateway does not name the status: always
/// unknown. What the next try may do is the gateway's [`after_silence`](super::Gateway::after_silence).
pub const HTTP_STATUSES: &[GatewayRow] = &[
    status("2xx", "the request came through; only the body says what became of it"),
    status("3xx", "the request went elsewhere"),
    status("408", "the gateway gave up waiting; it may have acted all the same"),
    status("409", "another request about it is under way, which may be the first of one's own"),
    status("425", "the gateway does not want to act yet; an earlier request may have been taken"),
    status("429", "too many requests; an earlier one may have been taken"),
    status("4xx", "refused, but only a code that the table names says that no money has left"),
    status("5xx", "the gateway failed before or after it acted"),
];
