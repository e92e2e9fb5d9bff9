//! How the keys of refunds are made: in a shape that gateways take, and so that the same refund has the same key for ever.
//!
//! A key is one of two forms:
//!
//! - `20211010105358916225c1r2`: the order's id, `c` and the number of the case, `r` and the number of the refund. It is
//!   made where the id has only characters of the [alphabet](KeyAlphabet) and all keys of the order have a length that is
//!   allowed.
//! - `6bSzb9FLkxMjJmWLSFEVAA1x2` for the order `A-2021-7`: 22 characters, the number of the case, `x` and the number of the
//!   refund. The 22 characters are the first 128 bits of SHA-256 over the order's id, the byte 255 and the opening's id
//!   (nothing where there is none), as a number of 22 digits to the base 62 (`0` to `9`, `A` to `Z`, `a` to `z`).
//!
//! A key need not be taken apart: a host that finds one on a gateway's list asks the order which refund it is
//! ([`Order::refund`](super::Order::refund)).

use alloc::string::String;
use core::fmt::{self, Write};

use sha2::{Digest as _, Sha256};

use super::{CaseId, OpeningId, OrderId, RefundKey, maximum};
use crate::words::terms;

/// The characters of a digest: 62 to the power of 22 is more than 2 to the power of 128.
const DIGEST: usize = 22;

/// The digits of the highest numbers that an order gives to a case and to a refund.
const CASE_DIGITS: usize = digits(maximum::CASES);
const REFUND_DIGITS: usize = digits(maximum::REFUNDS.saturating_add(maximum::CASES));

const BASE_62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Returns the number of decimal digits of a number.
const fn digits(number: usize) -> usize {
    match number.checked_ilog10() {
        Some(tens) => (tens as usize).saturating_add(1),
        None => 1,
    }
}

terms! {
    /// The characters that the key of a refund can have.
    pub enum KeyAlphabet {
        /// `A` to `Z`, `a` to `z` and `0` to `9`, which every gateway takes.
        LettersAndDigits, "letters and digits", "字母和数字";
        /// The same, `-` and `_`. An order's id with these is recognized in its keys then.
        WithHyphenAndUnderscore, "letters, digits, hyphen and underscore", "字母、数字、连字符和下划线";
    }
}

/// The shape of the keys that a policy gives to refunds: the characters and the lengths that its gateways take.
///
/// The default, 10 to 32 letters and digits, is taken by every gateway whose rule is published: Razorpay asks for ten
/// characters at least, WeChat Pay and Alipay take 64 at most, and older systems of banks 32. An order whose keys would not
/// have the shape is not opened ([`OpeningFault::NoKeyFits`](super::OpeningFault::NoKeyFits)).
///
/// ```
/// use aftersale::order::{CaseId, KeyShape, OpeningId, OrderId};
///
/// let shape = KeyShape::default();
/// let key = |order: &str| shape.key(&OrderId::from(order), None, CaseId::FIRST, 2).to_string();
/// assert_eq!(key("20211010105358916225"), "20211010105358916225c1r2");
/// // A hyphen is not in the alphabet, and an id of 36 characters is too long.
/// assert_eq!(key("A-2021-7"), "6bSzb9FLkxMjJmWLSFEVAA1x2");
/// assert_eq!(key("0f8fad5b-d9cb-469f-a165-70867728950e").len(), 25);
///
/// // A host that opens an order again must not use the keys of the first time again.
/// let again = OpeningId::from("restored on 2026-11-28");
/// let again = shape.key(&"20211010105358916225".into(), Some(&again), CaseId::FIRST, 2);
/// assert_ne!(again.as_str(), "20211010105358916225c1r2");
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct KeyShape {
    /// The characters.
    pub alphabet: KeyAlphabet,
    /// The lowest number of characters.
    pub least: usize,
    /// The highest number of characters.
    pub most: usize,
}

impl KeyShape {
    /// The shape that every gateway takes: 10 to 32 letters and digits.
    pub const DEFAULT: Self = Self { alphabet: KeyAlphabet::LettersAndDigits, least: 10, most: 32 };

    /// Returns the key of a refund of a case, the first of which has the number 1. The same order, opening, case and number
    /// have the same key for ever, and others have another.
    ///
    /// Where neither form has the shape, it is the one with the digest. An order of which that is so is not opened.
    #[must_use]
    pub fn key(
        &self,
        order: &OrderId,
        opening: Option<&OpeningId>,
        case: CaseId,
        refund: usize,
    ) -> RefundKey {
        let write = |key: &mut dyn Write| {
            if self.takes_id(order, opening) {
                write!(key, "{order}c{case}r{refund}")
            } else {
                push_digest(key, order, opening)?;
                write!(key, "{case}x{refund}")
            }
        };
        let mut short = Short::default();
        if write(&mut short).is_ok() {
            return RefundKey::new(short.as_str());
        }
        let mut long = String::new();
        let _ = write(&mut long);
        RefundKey::new(long)
    }

    /// Returns the greatest length of the keys of an order if they have not the shape, whichever form they are of.
    pub(super) fn misfit(&self, order: &OrderId, opening: Option<&OpeningId>) -> Option<usize> {
        let fits = self.takes_id(order, opening) || self.has_room(DIGEST, 0);
        (!fits).then_some(DIGEST + CASE_DIGITS + 1 + REFUND_DIGITS)
    }

    /// Returns whether the keys of an order begin with its id.
    fn takes_id(&self, order: &OrderId, opening: Option<&OpeningId>) -> bool {
        let order = order.as_str();
        opening.is_none()
            && self.has_room(order.len(), 1)
            && order.bytes().all(|byte| self.alphabet.has(byte))
    }

    /// Returns whether every key has an allowed length that begins with so many characters and has so many separators
    /// beside the one between its numbers.
    const fn has_room(&self, begin: usize, separators: usize) -> bool {
        let fixed = begin.saturating_add(separators).saturating_add(1);
        let (shortest, longest) =
            (fixed.saturating_add(2), fixed.saturating_add(CASE_DIGITS + REFUND_DIGITS));
        self.least <= shortest && longest <= self.most
    }
}

impl Default for KeyShape {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl KeyAlphabet {
    /// Returns whether a byte of UTF-8 is a character of the alphabet.
    const fn has(self, byte: u8) -> bool {
        byte.is_ascii_alphanumeric()
            || matches!((self, byte), (Self::WithHyphenAndUnderscore, b'-' | b'_'))
    }
}

/// Writes the digest of an order's id and an opening's id.
fn push_digest(key: &mut dyn Write, order: &OrderId, opening: Option<&OpeningId>) -> fmt::Result {
    let mut hash = Sha256::new();
    hash.update(order.as_str());
    // No text has this byte, so that no two pairs of ids are written alike.
    hash.update([0xff]);
    hash.update(opening.map_or("", OpeningId::as_str));
    let [bytes @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
        <[u8; 32]>::from(hash.finalize());
    let mut rest = u128::from_be_bytes(bytes);
    let mut digits = ['0'; DIGEST];
    for digit in digits.iter_mut().rev() {
        // The remainder is less than 62.
        *digit = BASE_62.get((rest % 62) as usize).copied().map_or('0', char::from);
        rest /= 62;
    }
    digits.iter().try_for_each(|digit| key.write_char(*digit))
}

/// A text of a few bytes that needs no memory of its own: most keys fit.
#[derive(Default)]
struct Short {
    bytes: [u8; 32],
    length: usize,
}

impl Short {
    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length).unwrap_or_default();
        core::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length.saturating_add(text.len());
        let place = self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
