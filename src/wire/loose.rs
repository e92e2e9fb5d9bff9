//! Numbers as the platforms write them: plain, in quotes, as decimal text, as seconds or dates.

use alloc::string::{String, ToString};
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::Json;
use crate::money::{Amount, NotAnAmount};
use crate::quantity::Quantity;
use crate::time::{LocalTime, Timestamp, UtcOffset};

/// The number of something on its platform: an order, a case, a product. Up to 64 bits.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Id(pub u64);

/// A number of units that may be below zero, as ShopXO's own arithmetic yields it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SignedQuantity(pub i64);

/// The number with which an interface says whether it worked. 0: it did.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ReturnCode(pub i64);

/// A number to which the platform gives no meaning ("useless" in its documentation).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Opaque(pub u64);

/// Yes or no, written 1 or 0.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Flag(pub bool);

macro_rules! plain_number {
    ($($number:ident),+) => {
        $(
            impl Serialize for $number {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    self.0.serialize(serializer)
                }
            }

            impl<'de> Deserialize<'de> for $number {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    Deserialize::deserialize(deserializer).map(Self)
                }
            }

            impl fmt::Display for $number {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    fmt::Display::fmt(&self.0, f)
                }
            }
        )+
    };
}

plain_number!(Id, ReturnCode, Opaque);

/// What can be written as a whole number, plain or in quotes.
pub trait LooseNumber: Sized {
    /// What an error says was expected.
    const EXPECTED: &'static str;

    /// The value with this number.
    fn from_number(number: i128) -> Option<Self>;

    /// The value for a text that is no whole number.
    fn from_other_text(text: &str) -> Option<Self> {
        let _ = text;
        None
    }

    /// The number, if it has one.
    fn number(&self) -> Option<i128>;

    /// The text, if it has no number.
    fn other_text(&self) -> Option<&str> {
        None
    }
}

impl LooseNumber for Id {
    const EXPECTED: &'static str = "an id of up to 64 bits";

    fn from_number(number: i128) -> Option<Self> {
        u64::try_from(number).ok().map(Self)
    }

    fn number(&self) -> Option<i128> {
        Some(self.0.into())
    }
}

impl LooseNumber for SignedQuantity {
    const EXPECTED: &'static str = "a number of units";

    fn from_number(number: i128) -> Option<Self> {
        i64::try_from(number).ok().map(Self)
    }

    fn number(&self) -> Option<i128> {
        Some(self.0.into())
    }
}

impl LooseNumber for Quantity {
    const EXPECTED: &'static str = "a number of units";

    fn from_number(number: i128) -> Option<Self> {
        u32::try_from(number).ok().map(Self::new)
    }

    fn number(&self) -> Option<i128> {
        Some(self.units().into())
    }
}

impl LooseNumber for ReturnCode {
    const EXPECTED: &'static str = "a return code";

    fn from_number(number: i128) -> Option<Self> {
        i64::try_from(number).ok().map(Self)
    }

    fn number(&self) -> Option<i128> {
        Some(self.0.into())
    }
}

impl LooseNumber for Timestamp {
    const EXPECTED: &'static str = "a time in seconds";

    fn from_number(number: i128) -> Option<Self> {
        i64::try_from(number).ok().map(Self::from_seconds)
    }

    fn number(&self) -> Option<i128> {
        Some(self.seconds().into())
    }
}

impl LooseNumber for Flag {
    const EXPECTED: &'static str = "0 or 1";

    fn from_number(number: i128) -> Option<Self> {
        match number {
            0 => Some(Self(false)),
            1 => Some(Self(true)),
            _ => None,
        }
    }

    fn number(&self) -> Option<i128> {
        Some(self.0.into())
    }
}

/// How a number is written.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Form {
    Plain,
    Quoted,
    /// In quotes, and not as one would write it: `"007"`.
    As(String),
}

/// A number that may come plain or in quotes, and goes out as it came.
///
/// ```
/// use aftersale::wire::{Id, Loose, decode};
/// let mut id: Loose<Id> = decode("\"112\"")?;
/// assert_eq!(id.get(), &Id(112));
/// id.set(Id(113));
/// assert_eq!(serde_json::to_string(&id).unwrap(), "\"113\"");
/// # Ok::<(), aftersale::wire::WireError>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Loose<T> {
    value: T,
    form: Form,
}

impl<T> Loose<T> {
    /// A value that is written as a plain number.
    pub const fn plain(value: T) -> Self {
        Self { value, form: Form::Plain }
    }

    /// A value that is written in quotes.
    pub const fn quoted(value: T) -> Self {
        Self { value, form: Form::Quoted }
    }

    /// The value.
    pub const fn get(&self) -> &T {
        &self.value
    }

    /// Changes the value. It stays in quotes if it was.
    pub fn set(&mut self, value: T) {
        self.value = value;
        if let Form::As(_) = self.form {
            self.form = Form::Quoted;
        }
    }
}

impl<T: LooseNumber> Loose<T> {
    /// The value that stands between quotes here.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let value =
            whole_number(text).and_then(T::from_number).or_else(|| T::from_other_text(text))?;
        let is_usual = value.number().is_some_and(|number| number.to_string() == text);
        let form = if is_usual { Form::Quoted } else { Form::As(text.to_string()) };
        Some(Self { value, form })
    }
}

impl<T: LooseNumber> Serialize for Loose<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (&self.form, self.value.number()) {
            (Form::As(text), _) => serializer.serialize_str(text),
            (Form::Quoted, Some(number)) => serializer.collect_str(&number),
            (Form::Plain, Some(number)) => match (u64::try_from(number), i64::try_from(number)) {
                (Ok(number), _) => serializer.serialize_u64(number),
                (_, Ok(number)) => serializer.serialize_i64(number),
                _ => serializer.serialize_i128(number),
            },
            (Form::Plain | Form::Quoted, None) => {
                serializer.serialize_str(self.value.other_text().unwrap_or_default())
            }
        }
    }
}

impl<'de, T: LooseNumber> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number<T>(PhantomData<T>);

        impl<T: LooseNumber> Number<T> {
            fn number<E: Error>(self, number: i128, came: Unexpected<'_>) -> Result<Loose<T>, E> {
                let value = T::from_number(number).ok_or_else(|| E::invalid_value(came, &self))?;
                Ok(Loose::plain(value))
            }
        }

        impl<T: LooseNumber> Visitor<'_> for Number<T> {
            type Value = Loose<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}, plain or in quotes", T::EXPECTED)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Loose<T>, E> {
                self.number(number.into(), Unexpected::Unsigned(number))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Loose<T>, E> {
                self.number(number.into(), Unexpected::Signed(number))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Loose<T>, E> {
                Loose::from_text(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(Number(PhantomData))
    }
}

/// Digits, with at most one minus before them.
fn whole_number(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

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
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DecimalText {
    text: String,
    in_quotes: bool,
}

impl DecimalText {
    /// The amount written with so many decimal places, in quotes.
    #[must_use]
    pub fn from_amount(amount: Amount, places: u8) -> Self {
        Self { text: amount.decimal(places).to_string(), in_quotes: true }
    }

    /// The decimal number as it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The amount in a currency with so many decimal places.
    ///
    /// # Errors
    ///
    /// When the number is finer than the currency or too large for an amount.
    pub fn amount(&self, places: u8) -> Result<Amount, NotAnAmount> {
        Amount::parse_decimal(&self.text, places)
    }
}

impl fmt::Display for DecimalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for DecimalText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.in_quotes {
            return serializer.serialize_str(&self.text);
        }
        let digits: Json = self.text.parse().map_err(serde::ser::Error::custom)?;
        digits.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DecimalText {
    /// Through the letters of the number, so that no float comes near it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        let quoted: Option<String> = serde_json::from_str(json.text()).ok();
        let in_quotes = quoted.is_some();
        let text = quoted.unwrap_or_else(|| json.text().to_string());
        if Amount::parse_decimal(&text, u8::MAX) == Err(NotAnAmount::Form) {
            return Err(D::Error::custom(format_args!(
                "invalid value: {}, expected a decimal number in quotes, such as \"28.50\"",
                json.text()
            )));
        }
        Ok(Self { text, in_quotes })
    }
}

/// A time as ShopXO writes it: seconds (0 for "not yet"), a date and time without a zone, or
/// nothing (`""`).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Written {
    /// Seconds since 1970, plain or in quotes.
    Seconds(Loose<Timestamp>),
    /// A date and time in the shop's zone, such as `2021-10-10 10:53:58`.
    Local(LocalTime),
    /// `""`: not yet.
    Empty,
}

impl Written {
    /// The point in time, for a shop whose clock is so far ahead of UTC; `None` for "not yet".
    #[must_use]
    pub fn time(&self, shop: UtcOffset) -> Option<Timestamp> {
        match self {
            Self::Seconds(seconds) => seconds.get().or_unset(),
            Self::Local(local) => Some(local.in_zone(shop)),
            Self::Empty => None,
        }
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Seconds(seconds) => seconds.serialize(serializer),
            Self::Local(local) => serializer.collect_str(local),
            Self::Empty => serializer.serialize_str(""),
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SecondsOrDate;

        impl Visitor<'_> for SecondsOrDate {
            type Value = Written;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time: seconds, \"2021-10-10 10:53:58\" or \"\"")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Written, E> {
                let seconds = Timestamp::from_number(number.into())
                    .ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))?;
                Ok(Written::Seconds(Loose::plain(seconds)))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Written, E> {
                Ok(Written::Seconds(Loose::plain(Timestamp::from_seconds(number))))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Written, E> {
                if text.is_empty() {
                    return Ok(Written::Empty);
                }
                if let Ok(local) = text.parse() {
                    return Ok(Written::Local(local));
                }
                Loose::from_text(text)
                    .map(Written::Seconds)
                    .ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_any(SecondsOrDate)
    }
}
