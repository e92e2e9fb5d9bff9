//! Exact money: an amount is a whole number of a currency's smallest unit. There is no float anywhere.

mod currency;
mod fine;
mod iso4217;
mod share;

use core::fmt;

use crate::quantity::Quantity;

pub use currency::{Currency, Money, NotACurrency, NotMoney};
pub use fine::FineAmount;
pub use share::{NotShared, SharedWithCaps, share_by_weights, share_with_caps, worth_of_units};

/// An amount of money in the currency's smallest unit: fen, cents, yen.
///
/// It may be negative: the rest below a bound can be less than zero.
///
/// ```
/// use aftersale::money::Amount;
/// let price = Amount::parse_decimal("28.50", 2)?;
/// assert_eq!(price, Amount::from_minor(2_850));
/// assert_eq!(price.decimal(2).to_string(), "28.50");
/// # Ok::<(), aftersale::money::NotAnAmount>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Amount(i64);

/// The reason why a text is not an amount of money.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotAnAmount {
    /// Not digits with at most one point between them.
    #[error("not a decimal number")]
    Form,
    /// More decimal places than are kept, other than zeros: those of the currency, or of a [`FineAmount`].
    #[error("more than {places} decimal places")]
    TooFine {
        /// The number of decimal places that are kept.
        places: u8,
    },
    /// Outside the range of 64 bits in the smallest unit.
    #[error("too large for an amount")]
    TooLarge,
}

impl Amount {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// Returns the amount of so many of the currency's smallest unit.
    #[must_use]
    pub const fn from_minor(units: i64) -> Self {
        Self(units)
    }

    /// Returns the number of the currency's smallest unit.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// Returns the sum; `None` outside the range of 64 bits.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// Returns the difference; `None` outside the range of 64 bits.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// Returns the sum, or the end of the range that the sum would leave.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns the difference, or the end of the range that the difference would leave.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Returns the sum of all, or the end of the range that the sum would leave.
    #[must_use]
    pub fn saturating_sum(amounts: impl IntoIterator<Item = Self>) -> Self {
        amounts.into_iter().fold(Self::ZERO, Self::saturating_add)
    }

    /// Returns so many times the amount; `None` outside the range of 64 bits.
    #[must_use]
    pub const fn checked_mul(self, quantity: Quantity) -> Option<Self> {
        match self.0.checked_mul(quantity.units() as i64) {
            Some(product) => Some(Self(product)),
            None => None,
        }
    }

    /// Returns the sum of all; `None` outside the range of 64 bits.
    ///
    /// ```
    /// use aftersale::money::Amount;
    /// let fen = Amount::from_minor;
    /// assert_eq!(Amount::sum([fen(500), fen(730)]), Some(fen(1_230)));
    /// assert_eq!(Amount::sum([fen(i64::MAX), fen(1)]), None);
    /// ```
    #[must_use]
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Returns whether the amount is above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Parses a decimal number such as `28.50`, for a currency with so many decimal places.
    ///
    /// # Errors
    ///
    /// When the text is not digits with at most one point inside and at most one minus before, when it
    /// has more decimal places than the currency (zeros at the end do not count), or when the amount is
    /// too large.
    pub fn parse_decimal(text: &str, places: u8) -> Result<Self, NotAnAmount> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(NotAnAmount::Form),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !are_digits(whole) || !are_digits(fraction) {
            return Err(NotAnAmount::Form);
        }
        let places_used = usize::from(places);
        let (kept, dropped) = fraction.split_at(fraction.len().min(places_used));
        if dropped.bytes().any(|byte| byte != b'0') {
            return Err(NotAnAmount::TooFine { places });
        }
        let padding = core::iter::repeat_n(b'0', places_used.saturating_sub(kept.len()));
        let mut units: i64 = 0;
        for byte in whole.bytes().chain(kept.bytes()).chain(padding) {
            let digit = i64::from(byte.wrapping_sub(b'0'));
            let signed = if negative { digit.checked_neg() } else { Some(digit) };
            units = units
                .checked_mul(10)
                .and_then(|units| units.checked_add(signed?))
                .ok_or(NotAnAmount::TooLarge)?;
        }
        Ok(Self(units))
    }

    /// Returns the amount as a decimal number with so many places, such as `28.50`.
    #[must_use]
    pub const fn decimal(self, places: u8) -> Decimal {
        Decimal { amount: self, places }
    }
}

/// An [`Amount`] shown as a decimal number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Decimal {
    amount: Amount,
    places: u8,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.amount.0 < 0 {
            f.write_str("-")?;
        }
        let units = self.amount.0.unsigned_abs();
        let Some(scale) = 10u64.checked_pow(self.places.into()) else {
            return write!(f, "0.{units:0>width$}", width = self.places.into());
        };
        #[allow(clippy::arithmetic_side_effects, reason = "a power of ten is not zero")]
        let (whole, fraction) = (units / scale, units % scale);
        match self.places {
            0 => write!(f, "{whole}"),
            places => write!(f, "{whole}.{fraction:0>width$}", width = places.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn amounts_are_read_and_shown_without_loss() {
        for places in [0, 2, 3, 19, 30] {
            for units in [0, 1, -1, 9, 10, 99, 100, -100, 2_850, i64::MAX, i64::MIN] {
                let amount = Amount::from_minor(units);
                let text = amount.decimal(places).to_string();
                assert_eq!(Amount::parse_decimal(&text, places), Ok(amount), "{text}");
            }
        }
        assert_eq!(Amount::from_minor(-5).decimal(2).to_string(), "-0.05");
        assert_eq!(Amount::parse_decimal("7.500", 2), Ok(Amount::from_minor(750)));
        assert_eq!(Amount::parse_decimal("7", 2), Ok(Amount::from_minor(700)));
    }

    #[test]
    fn what_is_no_amount_is_refused_with_the_reason() {
        for text in
            ["", "-", ".", "1.", ".5", "+1", "1e3", "1,000", " 1", "1 ", "1.1.1", "１", "--1"]
        {
            assert_eq!(Amount::parse_decimal(text, 2), Err(NotAnAmount::Form), "{text}");
        }
        assert_eq!(Amount::parse_decimal("0.005", 2), Err(NotAnAmount::TooFine { places: 2 }));
        let largest = Amount::parse_decimal("92233720368547758.07", 2);
        assert_eq!(largest, Ok(Amount::from_minor(i64::MAX)));
        assert_eq!(Amount::parse_decimal("92233720368547758.08", 2), Err(NotAnAmount::TooLarge));
        let smallest = Amount::parse_decimal("-92233720368547758.08", 2);
        assert_eq!(smallest, Ok(Amount::from_minor(i64::MIN)));
    }
}
