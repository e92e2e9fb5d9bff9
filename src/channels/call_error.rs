//! Errors of calls to WeChat's interfaces: the code, the text, the platform's name for the call, and what a merchant's
//! system does about it.
//!
//! Every answer of the platform has an `errcode`; 0 is success. [`check_answer`] reads nothing else, so it works for
//! the answer of any call of any generation of the interface:
//!
//! ```
//! use aftersale::channels::call_error::{Advice, CallFailure, check_answer};
//!
//! assert_eq!(check_answer(r#"{"errcode": 0, "errmsg": "ok"}"#), Ok(()));
//!
//! let text = r#"{"errcode": 10021065, "errmsg": "处理中 rid: 68477c5e-63843bfd-3c91ef19"}"#;
//! let Err(CallFailure::Refused(error)) = check_answer(text) else { panic!() };
//! assert_eq!(error.message(), "处理中");
//! assert_eq!(error.advice(), Some(Advice::ReadAndRetry));
//! let rid = error.rid().unwrap();
//! assert_eq!(rid.time().unwrap().to_string(), "2025-06-10T00:29:18Z");
//!
//! // No success, and no refusal either: the call may have been carried out.
//! let failure = check_answer("{}").unwrap_err();
//! assert_eq!(failure.advice(), Some(Advice::ReadAndRetry));
//! ```
//!
//! What each code means and where that is published is in [`KNOWN`], and on the page `docs/channels_events.md`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::channels::wire::BareAnswer;
use crate::one_line;
use crate::time::Timestamp;
use crate::wire::{ReturnCode, WireError, decode};
use crate::words::terms;

mod known;

pub use known::{KNOWN, KnownCallError};

terms! {
    /// What to do about an error of a call.
    pub enum Advice {
        /// The platform is at work on the case, or the case has changed meanwhile. Read the case. If the action is still
        /// wanted there, send the same call again.
        ReadAndRetry, "read the case again, then retry", "重新获取售后单后重试";
        /// Calls come too often, or too many at a time. Wait for a minute, then send the same call again.
        WaitAndRetry, "wait for a minute, then retry", "一分钟后重试";
        /// The case does not permit the action at its status. Sending the call again is in vain; read the case and go on
        /// from there.
        GiveUp, "do not retry: the case does not permit it", "不要重试：售后单当前状态不支持";
        /// The decision is one for a person: money is short, a dispute is under way, or a negotiation has to come first.
        AskPerson, "ask a person", "转人工处理";
        /// The call itself is wrong: an id, an account, an address or another value in it. The status of the case has
        /// nothing to do with it, and the same call fails again at every status.
        CorrectCall, "correct the call: it is not a matter of the case's status", "修正请求：与售后单状态无关";
    }
}

/// An error that the platform answered a call with. The call was not carried out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CallError {
    code: ReturnCode,
    text: String,
}

impl CallError {
    /// Returns the error with this code and text, as they stand in an answer's `errcode` and `errmsg`; `None` for 0,
    /// which is success.
    #[must_use]
    pub fn of(code: ReturnCode, text: &str) -> Option<Self> {
        (code != ReturnCode(0)).then(|| Self { code, text: text.into() })
    }

    /// Returns the code, known or not.
    #[must_use]
    pub const fn code(&self) -> ReturnCode {
        self.code
    }

    /// Returns the text as it came, the `rid` included; empty when there was none.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text without the `rid` at its end.
    #[must_use]
    pub fn message(&self) -> &str {
        self.split().0
    }

    /// Returns the platform's name for the call, if the text has one.
    #[must_use]
    pub fn rid(&self) -> Option<Rid<'_>> {
        self.split().1
    }

    /// Returns what is published about the code; `None` for a code that this crate does not know.
    #[must_use]
    pub fn known(&self) -> Option<&'static KnownCallError> {
        KNOWN.iter().find(|known| known.code == self.code)
    }

    /// Returns what to do; `None` for a code that this crate does not know. Ask a person about such an error, and do not
    /// take it for a success.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        self.known().map(|known| known.advice)
    }

    /// Splits the text into the message and the `rid`, which stands last.
    fn split(&self) -> (&str, Option<Rid<'_>>) {
        let Some((message, rid)) = self.text.rsplit_once("rid:") else {
            return (self.text.trim(), None);
        };
        let rid = rid.trim();
        let is_rid = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
        // The end of another word, such as `grid:`, is none.
        let is_word = !message.ends_with(|letter: char| letter.is_ascii_alphanumeric());
        if !is_word || rid.is_empty() || !rid.chars().all(is_rid) {
            return (self.text.trim(), None);
        }
        (message.trim(), Some(Rid(rid)))
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the platform refused the call with {}", self.code)?;
        // The text is the platform's, and may have line breaks in it.
        let words: Vec<&str> = self.message().split_whitespace().collect();
        if !words.is_empty() {
            write!(f, " ({})", one_line::shortened(&words.join(" ")))?;
        }
        match self.known() {
            Some(known) => write!(f, ": {}; {}", known.meaning, known.advice),
            None => f.write_str(": the code is not known"),
        }
    }
}

impl core::error::Error for CallError {}

/// The platform's name for a call, as in `68477c5e-63843bfd-3c91ef19`. The platform's support asks for it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rid<'a>(&'a str);

impl<'a> Rid<'a> {
    /// Returns the name as it came.
    #[must_use]
    pub const fn text(self) -> &'a str {
        self.0
    }

    /// Returns the time of the call, to the second: the first group of the name is the seconds since 1970, as eight
    /// hexadecimal digits. `None` when it is not. The platform does not document this; it holds for every published
    /// name whose date is known.
    #[must_use]
    pub fn time(self) -> Option<Timestamp> {
        let seconds = self.0.split('-').next().filter(|group| group.len() == 8)?;
        u32::from_str_radix(seconds, 16).ok().map(|seconds| Timestamp::from_seconds(seconds.into()))
    }
}

impl fmt::Display for Rid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The reason why an answer does not report success.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CallFailure {
    /// The platform answered with an error: the call was not carried out.
    #[error(transparent)]
    Refused(CallError),
    /// The answer has no `errcode`, as `{}`. Whether the call was carried out is not known.
    #[error(
        "the answer has no errcode, so it is not known whether the call was carried out; read the case"
    )]
    NoCode,
    /// The text is no answer of the platform, such as the page of a proxy or an answer that was cut off. Whether the
    /// call was carried out is not known.
    #[error(
        "not an answer ({0}), so it is not known whether the call was carried out; read the case"
    )]
    NotAnAnswer(WireError),
}

impl CallFailure {
    /// Returns whether the call may have been carried out nevertheless.
    #[must_use]
    pub const fn is_outcome_unknown(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }

    /// Returns what to do; `None` for a code that this crate does not know. When it is not known whether the call was
    /// carried out, the case is to be read before the call is sent again.
    #[must_use]
    pub fn advice(&self) -> Option<Advice> {
        match self {
            Self::Refused(error) => error.advice(),
            Self::NoCode | Self::NotAnAnswer(_) => Some(Advice::ReadAndRetry),
        }
    }
}

/// Checks that the answer of a call reports success, whatever else is in it: its `errcode` is 0, plain or in quotes.
///
/// # Errors
///
/// When the platform refused the call, and when the text does not say whether it did.
pub fn check_answer(text: &str) -> Result<(), CallFailure> {
    let answer: BareAnswer = decode(text).map_err(CallFailure::NotAnAnswer)?;
    let code = answer.errcode.number().ok_or(CallFailure::NoCode)?;
    let text = answer.errmsg.value().map_or("", String::as_str);
    CallError::of(*code, text).map_or(Ok(()), |error| Err(CallFailure::Refused(error)))
}
