//! Amounts finer than the smallest unit: they are added up exactly and rounded once.

use super::{Amount, NotAnAmount};

/// The decimal places of the smallest unit that a [`FineAmount`] keeps.
const PLACES: u8 = 18;
/// One smallest unit.
const ONE: i128 = 1_000_000_000_000_000_000;
const HALF: i128 = 500_000_000_000_000_000;

/// An amount with up to 18 decimal places of the currency's smallest unit, such as `1000.76` cents: what a percentage of a
/// price or a price before tax comes to. Nothing is paid in it: add such amounts up, and round the sum, once.
///
/// ```
/// use aftersale::money::{Amount, FineAmount, NotAnAmount};
///
/// let parts = ["1000.76", "1000.23"].map(FineAmount::parse_decimal);
/// let parts = parts.into_iter().collect::<Result<Vec<_>, NotAnAmount>>()?;
/// let sum = FineAmount::sum(parts).ok_or(NotAnAmount::TooLarge)?;
/// assert_eq!(sum.rounded_down(), Some(Amount::from_minor(2_000)));
/// assert_eq!(sum.rounded_to_nearest(), Some(Amount::from_minor(2_001)));
/// # Ok::<(), NotAnAmount>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FineAmount(i128);

impl FineAmount {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// Parses a decimal number of the currency's smallest unit, such as `1000.76` cents.
    ///
    /// # Errors
    ///
    /// When the text is not digits with at most one point inside and at most one minus before, when it has more than 18
    /// decimal places (zeros at the end do not count), or when it is outside the range of an [`Amount`].
    pub fn parse_decimal(text: &str) -> Result<Self, NotAnAmount> {
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(NotAnAmount::Form),
            Some(parts) => parts,
            None => (text, "0"),
        };
        let is_negative = whole.starts_with('-');
        let whole = Amount::parse_decimal(whole, 0)?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAnAmount::Form);
        }
        let padded = alloc::format!("0.{fraction}");
        let fraction = i128::from(Amount::parse_decimal(&padded, PLACES)?.minor());
        let whole = i128::from(whole.minor()).saturating_mul(ONE);
        let signed = if is_negative { fraction.saturating_neg() } else { fraction };
        Ok(Self(whole.saturating_add(signed)))
    }

    /// Returns the sum; `None` outside the range of 128 bits, which is about 18 times that of an [`Amount`].
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// Returns the sum of all; `None` outside the range of 128 bits.
    #[must_use]
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Returns the largest amount that is not more than this one; `None` outside the range of 64 bits.
    #[must_use]
    pub fn rounded_down(self) -> Option<Amount> {
        i64::try_from(self.0.div_euclid(ONE)).ok().map(Amount::from_minor)
    }

    /// Returns the nearest amount, of two that are as near the larger one; `None` outside the range of 64 bits.
    #[must_use]
    pub fn rounded_to_nearest(self) -> Option<Amount> {
        Self(self.0.checked_add(HALF)?).rounded_down()
    }
}

impl From<Amount> for FineAmount {
    fn from(amount: Amount) -> Self {
        Self(i128::from(amount.minor()).saturating_mul(ONE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fine_amount_is_read_and_rounded_once_towards_the_stated_side() {
        for (text, down, nearest) in [
            ("0", 0, 0),
            ("0.5", 0, 1),
            ("0.499999999999999999", 0, 0),
            ("-0.5", -1, 0),
            ("-0.500000000000000001", -1, -1),
            ("-1.25", -2, -1),
            ("1000.30", 1_000, 1_000),
            ("9223372036854775807", i64::MAX, i64::MAX),
            ("-9223372036854775808", i64::MIN, i64::MIN),
            ("1.0000000000000000000000", 1, 1),
        ] {
            let fine = FineAmount::parse_decimal(text).unwrap();
            let rounded = (fine.rounded_down(), fine.rounded_to_nearest());
            assert_eq!(rounded.0.map(Amount::minor), Some(down), "{text}");
            assert_eq!(rounded.1.map(Amount::minor), Some(nearest), "{text}");
        }
    }

    #[test]
    fn the_sum_is_exact_however_the_parts_are_split() {
        // A third of a unit with 18 places: three of them are short of one unit by one of the last place.
        let third = FineAmount::parse_decimal("0.333333333333333333").unwrap();
        let rest = FineAmount::parse_decimal("0.000000000000000001").unwrap();
        let sum = FineAmount::sum([third; 3]).unwrap();
        assert_eq!(sum.rounded_down(), Some(Amount::ZERO));
        assert_eq!(sum.checked_add(rest), Some(FineAmount::from(Amount::from_minor(1))));
    }

    #[test]
    fn what_is_no_fine_amount_or_too_large_is_refused() {
        for text in ["", "-", ".", "1.", ".5", "+1", "1.-5", "1.5e3", "1.1.1", " 1", "1,5"] {
            assert_eq!(FineAmount::parse_decimal(text), Err(NotAnAmount::Form), "{text}");
        }
        let too_fine = FineAmount::parse_decimal("0.0000000000000000001");
        assert_eq!(too_fine, Err(NotAnAmount::TooFine { places: 18 }));
        let too_large = FineAmount::parse_decimal("9223372036854775808");
        assert_eq!(too_large, Err(NotAnAmount::TooLarge));
        let largest = FineAmount::parse_decimal("9223372036854775807.5").unwrap();
        assert_eq!(largest.rounded_to_nearest(), None);
        assert_eq!(FineAmount::sum([largest; 19]), None);
    }
}
