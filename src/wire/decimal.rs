//! Money as the platforms write it in text: an exact decimal number, never a float.

use alloc::borrow::Cow;
use alloc::string::ToString;
use core::fmt;
use core::hash::{Hash, Hasher};

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::Json;
use crate::money::{Amount, NotAnAmount};

/// An amount of money, or another decimal number, written as text such as `"28.50"`.
///
/// It keeps its own spelling (`"28.5"` stays so) until it is changed.
///
/// ```
/// use aftersale::money::Amount;
/// use aftersale::wire::DecimalText;
/// let price = DecimalText::from_amount(Amount::from_minor(2_850), 2);
/// assert_eq!(price.text(), "28.50");
/// assert_eq!(price.amount(2), Ok(Amount::from_minor(2_850)));
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DecimalText(
    /// A text or a number, without escapes.
    Json,
);

impl DecimalText {
    /// Returns the amount written with so many decimal places, in quotes.
    #[must_use]
    pub fn from_amount(amount: Amount, places: u8) -> Self {
        Self(Json::of_text(&amount.decimal(places).to_string()))
    }

    /// Changes the amount. It stays in quotes if it was.
    pub fn set(&mut self, amount: Amount, places: u8) {
        let text = amount.decimal(places).to_string();
        self.0 = if self.is_in_quotes() { Json::of_text(&text) } else { Json::of_number(&text) };
    }

    /// Returns the decimal number as it is written; empty where there is none.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.text().trim_matches('"')
    }

    fn is_in_quotes(&self) -> bool {
        self.0.text().starts_with('"')
    }

    /// Returns the amount in a currency with so many decimal places.
    ///
    /// # Errors
    ///
    /// When the number has more decimal places than the currency, is too large for an amount, is
    /// written with an exponent, or is missing (`""`).
    pub fn amount(&self, places: u8) -> Result<Amount, NotAnAmount> {
        Amount::parse_decimal(self.text(), places)
    }
}

/// Two are the same when they are written alike.
impl Hash for DecimalText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.text().hash(state);
    }
}

impl fmt::Display for DecimalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl Serialize for DecimalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DecimalText {
    /// Reads the characters of the number, so that no float is involved.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        if json.text().starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return Ok(Self(json));
        }
        let is_decimal = |text: &str| {
            text.is_empty() || Amount::parse_decimal(text, u8::MAX) != Err(NotAnAmount::Form)
        };
        match json.as_text() {
            Some(Cow::Borrowed(text)) if is_decimal(text) => Ok(Self(json)),
            Some(Cow::Owned(text)) if is_decimal(&text) => Ok(Self(Json::of_text(&text))),
            _ => Err(D::Error::custom(format_args!(
                "invalid value: {}, expected a decimal number in quotes, such as \"28.50\"",
                json.text()
            ))),
        }
    }
}
