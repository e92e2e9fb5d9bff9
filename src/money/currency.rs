//! Currencies, and amounts together with their currency.
//!
//! The number of decimal places is part of the currency: yen have none, so 9,899 yen are 9,899 of the
//! smallest unit and not 989,900 (I18).

use core::fmt;

use super::Amount;

/// A currency: a code of three letters, and the number of decimal places of its amounts.
///
/// ```
/// use aftersale::money::{Amount, Currency};
/// let yen = Currency::new("JPY", 0)?;
/// assert_eq!(yen.money(Amount::from_minor(9_899)).to_string(), "9899 JPY");
/// assert_eq!(Currency::CNY.money(Amount::from_minor(9_899)).to_string(), "98.99 CNY");
/// # Ok::<(), aftersale::money::NotACurrency>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Currency {
    code: [u8; 3],
    places: u8,
}

/// The text is not a code of a currency, or the currency would have too many decimal places.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a currency: expected three capital letters and at most {most} decimal places", most = Currency::MOST_PLACES)]
pub struct NotACurrency;

impl Currency {
    /// The yuan, in fen.
    pub const CNY: Self = Self { code: *b"CNY", places: 2 };

    /// The most decimal places: with more, an amount of one whole would not fit.
    const MOST_PLACES: u8 = 18;

    /// Returns the currency with this code, such as `JPY`, whose amounts have so many decimal places.
    ///
    /// # Errors
    ///
    /// When the code is not three capital letters, or when there are more than 18 places.
    pub fn new(code: &str, places: u8) -> Result<Self, NotACurrency> {
        match <[u8; 3]>::try_from(code.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) && places <= Self::MOST_PLACES => {
                Ok(Self { code, places })
            }
            _ => Err(NotACurrency),
        }
    }

    /// Returns the code of three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Returns the number of decimal places of its amounts (the exponent of ISO 4217).
    #[must_use]
    pub const fn places(self) -> u8 {
        self.places
    }

    /// Returns this amount in this currency.
    #[must_use]
    pub const fn money(self, amount: Amount) -> Money {
        Money { amount, currency: self }
    }
}

/// Stored as its code and its decimal places: `["CNY", 2]`.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize, serde::Serialize)]
#[serde(rename = "Currency")]
struct CodeAndPlaces(alloc::string::String, u8);

#[cfg(feature = "serde")]
impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        CodeAndPlaces(self.code().into(), self.places).serialize(serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let CodeAndPlaces(code, places) = CodeAndPlaces::deserialize(deserializer)?;
        Self::new(&code, places).map_err(serde::de::Error::custom)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.code(), self.places)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount together with its currency.
///
/// Amounts of different currencies are never compared or added: no method does so.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Money {
    /// The amount.
    pub amount: Amount,
    /// The currency.
    pub currency: Currency,
}

impl fmt::Display for Money {
    /// Writes a decimal number followed by the currency: `28.50 CNY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount.decimal(self.currency.places), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_has_three_capital_letters_and_places_that_fit_i18() {
        for (code, places, is_one) in [
            ("CNY", 2, true),
            ("JPY", 0, true),
            ("KWD", 3, true),
            ("XXX", 18, true),
            ("XXX", 19, false),
            ("cny", 2, false),
            ("CN", 2, false),
            ("CNYX", 2, false),
            ("元", 2, false),
            ("", 2, false),
        ] {
            assert_eq!(Currency::new(code, places).is_ok(), is_one, "{code} {places}");
        }
        assert_eq!(Currency::new("CNY", 2), Ok(Currency::CNY));
        assert_ne!(Currency::new("CNY", 0), Ok(Currency::CNY), "another scale, another unit");
    }

    #[test]
    fn a_currency_is_shown_by_its_code_and_debugged_with_its_scale() {
        let cny = Currency::CNY;
        let shown = [alloc::format!("{cny}"), alloc::format!("{cny:?}")];
        assert_eq!(shown, ["CNY", "CNY/2"]);
    }
}
