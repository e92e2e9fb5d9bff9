//! Currencies, and amounts together with their currency.
//!
//! The number of decimal places is part of the currency: yen have none, so 9,899 yen are 9,899 of the
//! smallest unit and not 989,900 (I18).

use core::fmt;
use core::str::FromStr;

use super::{Amount, NotAnAmount, iso4217};

/// A currency: a code of three letters, and the number of decimal places of its amounts.
///
/// The places are part of the currency: forint in which a gateway counts no decimals are not the forint of ISO 4217,
/// which have two, and an amount of one is refused in an order of the other (I18). `docs/currencies.md` lists which
/// libraries and payment providers count otherwise than ISO 4217.
///
/// ```
/// use aftersale::money::{Amount, Currency, Money};
/// let yen: Currency = "JPY".parse()?;
/// assert_eq!(yen, Currency::JPY);
/// assert_eq!(yen.money(Amount::from_minor(9_899)).to_string(), "9899 JPY");
/// assert_eq!(Currency::CNY.money(Amount::from_minor(9_899)).to_string(), "98.99 CNY");
///
/// // A gateway that takes whole forint.
/// let whole_forint = Currency::with_places("HUF", 0)?;
/// assert_ne!(whole_forint, "HUF".parse()?);
/// # Ok::<(), aftersale::money::NotACurrency>(())
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Currency {
    code: [u8; 3],
    places: u8,
}

/// The reason why a text is not a currency.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotACurrency {
    /// The text is not three capital letters.
    #[error("not a currency code: expected three capital letters, such as EUR")]
    Code,
    /// ISO 4217 has no currency with this code and decimal places. [`Currency::with_places`] takes any code.
    #[error("ISO 4217 has no decimal places for this code; state them with Currency::with_places")]
    Unknown,
    /// An amount of one whole would be outside the range of 64 bits.
    #[error("a currency has at most {most} decimal places", most = Currency::MOST_PLACES)]
    Places,
}

impl Currency {
    /// The Australian dollar, in cents.
    pub const AUD: Self = Self { code: *b"AUD", places: 2 };
    /// The Brazilian real, in centavos.
    pub const BRL: Self = Self { code: *b"BRL", places: 2 };
    /// The Canadian dollar, in cents.
    pub const CAD: Self = Self { code: *b"CAD", places: 2 };
    /// The Swiss franc, in centimes.
    pub const CHF: Self = Self { code: *b"CHF", places: 2 };
    /// The yuan, in fen.
    pub const CNY: Self = Self { code: *b"CNY", places: 2 };
    /// The euro, in cents.
    pub const EUR: Self = Self { code: *b"EUR", places: 2 };
    /// The pound sterling, in pence.
    pub const GBP: Self = Self { code: *b"GBP", places: 2 };
    /// The Hong Kong dollar, in cents.
    pub const HKD: Self = Self { code: *b"HKD", places: 2 };
    /// The Indian rupee, in paise.
    pub const INR: Self = Self { code: *b"INR", places: 2 };
    /// The yen, which has no smaller unit.
    pub const JPY: Self = Self { code: *b"JPY", places: 0 };
    /// The won, which has no smaller unit.
    pub const KRW: Self = Self { code: *b"KRW", places: 0 };
    /// The Singapore dollar, in cents.
    pub const SGD: Self = Self { code: *b"SGD", places: 2 };
    /// The New Taiwan dollar, in cents, as ISO 4217 counts it.
    pub const TWD: Self = Self { code: *b"TWD", places: 2 };
    /// The United States dollar, in cents.
    pub const USD: Self = Self { code: *b"USD", places: 2 };

    /// The most decimal places: with more, an amount of one whole would not fit.
    const MOST_PLACES: u8 = 18;

    /// Returns the currency with this code whose amounts have this many decimal places, whatever ISO 4217 says.
    ///
    /// Take the places in which the gateway of the order counts. Where those are the places of ISO 4217, parse the
    /// code instead.
    ///
    /// # Errors
    ///
    /// When the code is not three capital letters, or when there are more than 18 places.
    pub fn with_places(code: &str, places: u8) -> Result<Self, NotACurrency> {
        match <[u8; 3]>::try_from(code.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => {
                if places <= Self::MOST_PLACES {
                    Ok(Self { code, places })
                } else {
                    Err(NotACurrency::Places)
                }
            }
            _ => Err(NotACurrency::Code),
        }
    }

    /// Returns whether its amounts have the decimal places that ISO 4217 has for its code.
    #[must_use]
    pub fn is_iso(self) -> bool {
        iso4217::places(self.code()) == Some(self.places)
    }

    /// Returns the code of three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        core::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Returns the number of decimal places of its amounts.
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
        Self::with_places(&code, places).map_err(serde::de::Error::custom)
    }
}

/// Reads a code of ISO 4217, such as `EUR`, with the places that the standard has for it.
impl FromStr for Currency {
    type Err = NotACurrency;

    fn from_str(code: &str) -> Result<Self, NotACurrency> {
        // The form of the code is looked at first.
        let currency = Self::with_places(code, 0)?;
        match iso4217::places(code) {
            Some(places) => Ok(Self { places, ..currency }),
            None => Err(NotACurrency::Unknown),
        }
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

/// The reason why a text is not an amount with its currency.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotMoney {
    /// The text is not an amount and a code with one blank between them.
    #[error(
        "not an amount of money: expected a decimal number and a currency code, such as 8.80 CNY"
    )]
    Form,
    /// The second part is not a currency.
    #[error(transparent)]
    Currency(NotACurrency),
    /// The first part is not an amount of this currency.
    #[error(transparent)]
    Amount(NotAnAmount),
}

/// Reads an amount of a currency of ISO 4217, as it is displayed: `8.80 CNY`.
///
/// ```
/// use aftersale::money::{Amount, Currency, Money};
/// assert_eq!("8.80 CNY".parse(), Ok(Currency::CNY.money(Amount::from_minor(880))));
/// assert_eq!("8.805 CNY".parse::<Money>().unwrap_err().to_string(), "more than 2 decimal places");
/// ```
impl FromStr for Money {
    type Err = NotMoney;

    fn from_str(text: &str) -> Result<Self, NotMoney> {
        let (amount, code) = text.split_once(' ').ok_or(NotMoney::Form)?;
        let currency: Currency = code.parse().map_err(NotMoney::Currency)?;
        let amount = Amount::parse_decimal(amount, currency.places()).map_err(NotMoney::Amount)?;
        Ok(currency.money(amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn a_currency_has_three_capital_letters_and_places_that_fit_i18() {
        for (code, places, expected) in [
            ("CNY", 2, None),
            ("HUF", 0, None),
            ("XBT", 8, None),
            ("XXX", 18, None),
            ("XXX", 19, Some(NotACurrency::Places)),
            ("cny", 2, Some(NotACurrency::Code)),
            ("CN", 2, Some(NotACurrency::Code)),
            ("CNYX", 2, Some(NotACurrency::Code)),
            ("元", 2, Some(NotACurrency::Code)),
            ("", 2, Some(NotACurrency::Code)),
        ] {
            assert_eq!(Currency::with_places(code, places).err(), expected, "{code} {places}");
        }
        assert_eq!(Currency::with_places("CNY", 2), Ok(Currency::CNY));
        assert_ne!(
            Currency::with_places("CNY", 0),
            Ok(Currency::CNY),
            "another scale, another unit"
        );
    }

    #[test]
    fn a_code_alone_has_the_places_of_iso_4217() {
        for named in [
            Currency::AUD,
            Currency::BRL,
            Currency::CAD,
            Currency::CHF,
            Currency::CNY,
            Currency::EUR,
            Currency::GBP,
            Currency::HKD,
            Currency::INR,
            Currency::JPY,
            Currency::KRW,
            Currency::SGD,
            Currency::TWD,
            Currency::USD,
        ] {
            assert_eq!(named.code().parse(), Ok(named));
            assert!(named.is_iso());
        }
        let places = |code: &str| code.parse::<Currency>().map(Currency::places);
        assert_eq!(places("KWD"), Ok(3));
        assert_eq!(places("CLF"), Ok(4));
        assert_eq!(places("XAU"), Err(NotACurrency::Unknown), "gold has no decimal places");
        assert_eq!(places("XBT"), Err(NotACurrency::Unknown));
        assert_eq!(places("eur"), Err(NotACurrency::Code));
        assert!(!Currency::with_places("HUF", 0).unwrap().is_iso());
    }

    #[test]
    fn money_is_read_as_it_is_displayed() {
        for text in ["8.80 CNY", "-0.05 EUR", "9899 JPY", "1.234 KWD", "0.00 USD"] {
            assert_eq!(text.parse::<Money>().unwrap().to_string(), text);
        }
        for (text, error) in [
            ("8.80", NotMoney::Form),
            ("8.80 cny", NotMoney::Currency(NotACurrency::Code)),
            ("8.80 XBT", NotMoney::Currency(NotACurrency::Unknown)),
            ("8.805 CNY", NotMoney::Amount(NotAnAmount::TooFine { places: 2 })),
            ("8.8O CNY", NotMoney::Amount(NotAnAmount::Form)),
        ] {
            assert_eq!(text.parse::<Money>(), Err(error), "{text}");
        }
    }

    #[test]
    fn a_currency_is_shown_by_its_code_and_debugged_with_its_scale() {
        let cny = Currency::CNY;
        let shown = [alloc::format!("{cny}"), alloc::format!("{cny:?}")];
        assert_eq!(shown, ["CNY", "CNY/2"]);
    }
}
