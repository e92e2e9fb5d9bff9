//! Whole numbers as the platforms write them: plain, or in quotes.

use alloc::string::{String, ToString};
use core::fmt;
use core::time::Duration;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};

use super::{Json, Unknown};
use crate::money::Amount;
use crate::quantity::{Quantity, SignedQuantity};
use crate::time::Timestamp;

/// The number of an object on its platform: an order, a case, a product. Up to 64 bits.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Id(pub u64);

/// The number with which an interface reports success (0) or failure.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ReturnCode(pub i64);

/// A number of a list that the interface does not publish, or not wholly. It is kept and shown; what it
/// means is for the reader of the platform's pages.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Code(pub i64);

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

plain_number!(Id, ReturnCode, Code);

/// A value that can be written as a whole number, plain or in quotes.
pub trait LooseNumber: Sized {
    /// The description of the expected value in an error.
    const EXPECTED: &'static str;

    /// Returns the value with this number.
    fn from_number(number: i128) -> Option<Self>;

    /// Returns the value of this text between quotes.
    fn from_text(text: &str) -> Option<Self> {
        whole_number(text).and_then(Self::from_number)
    }

    /// Returns the value of JSON that is neither a whole number nor a text.
    fn from_other(json: &Json) -> Option<Self> {
        let _ = json;
        None
    }

    /// Returns the number, if the value has one.
    fn number(&self) -> Option<i128>;

    /// Returns the value as it came, if it has no number.
    fn other(&self) -> Option<Unknown> {
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

impl LooseNumber for Code {
    const EXPECTED: &'static str = "a number";

    fn from_number(number: i128) -> Option<Self> {
        i64::try_from(number).ok().map(Self)
    }

    fn number(&self) -> Option<i128> {
        Some(self.0.into())
    }
}

impl LooseNumber for Amount {
    const EXPECTED: &'static str = "an amount in the smallest unit of its currency";

    fn from_number(number: i128) -> Option<Self> {
        i64::try_from(number).ok().map(Self::from_minor)
    }

    fn number(&self) -> Option<i128> {
        Some(self.minor().into())
    }
}

/// A length of time in whole seconds.
impl LooseNumber for Duration {
    const EXPECTED: &'static str = "a number of seconds";

    fn from_number(number: i128) -> Option<Self> {
        u64::try_from(number).ok().map(Self::from_secs)
    }

    fn number(&self) -> Option<i128> {
        Some(self.as_secs().into())
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

    fn from_other(json: &Json) -> Option<Self> {
        match json.text() {
            "true" => Some(Self(true)),
            "false" => Some(Self(false)),
            _ => None,
        }
    }

    fn number(&self) -> Option<i128> {
        Some(self.0.into())
    }
}

/// The form in which a number is written.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Form {
    Plain,
    Quoted,
    /// An unusual form, such as `"007"` or `true`; and `""`, which is not a number at all.
    As(Json),
}

/// A number that may come plain or in quotes, or as `""` where there is none. It is written as it was
/// read.
///
/// ```
/// use aftersale::wire::{Id, Loose, decode};
/// let mut id: Loose<Id> = decode("\"112\"")?;
/// assert_eq!(id.get(), Some(&Id(112)));
/// id.set(Id(113));
/// assert_eq!(serde_json::to_string(&id).unwrap(), "\"113\"");
/// # Ok::<(), aftersale::wire::WireError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Loose<T> {
    value: Option<T>,
    form: Form,
}

impl<T> Loose<T> {
    /// Returns a value that is written as a plain number.
    pub const fn plain(value: T) -> Self {
        Self { value: Some(value), form: Form::Plain }
    }

    /// Returns a value that is written in quotes.
    pub const fn quoted(value: T) -> Self {
        Self { value: Some(value), form: Form::Quoted }
    }

    /// Returns the value; `None` where `""` is written.
    pub const fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Changes the value. It stays in quotes if it was.
    pub fn set(&mut self, value: impl Into<T>) {
        self.value = Some(value.into());
        if let Form::As(json) = &self.form {
            let in_quotes = json.as_text().is_some();
            self.form = if in_quotes { Form::Quoted } else { Form::Plain };
        }
    }
}

impl<T> From<T> for Loose<T> {
    /// Returns a value that is written as a plain number.
    fn from(value: T) -> Self {
        Self::plain(value)
    }
}

impl<T: LooseNumber> Loose<T> {
    /// Returns the value of this JSON; `None` when it has no value of this type.
    pub(crate) fn of(json: Json) -> Option<Self> {
        let text = json.as_text();
        let value = match &text {
            Some(text) if text.is_empty() => None,
            Some(text) => Some(T::from_text(text)?),
            None => match whole_number(json.text()).and_then(T::from_number) {
                Some(value) => Some(value),
                None => Some(T::from_other(&json)?),
            },
        };
        let usual = value.as_ref().and_then(T::number).map(|number| number.to_string());
        let form = match text {
            Some(text) if usual.as_ref() == Some(&text) => Form::Quoted,
            None if usual.as_deref() == Some(json.text()) => Form::Plain,
            _ => Form::As(json),
        };
        Some(Self { value, form })
    }
}

impl<T: LooseNumber> Serialize for Loose<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = self.value.as_ref().and_then(T::number);
        match (&self.form, number) {
            (Form::As(json), _) => json.serialize(serializer),
            (Form::Quoted, Some(number)) => serializer.collect_str(&number),
            (Form::Plain, Some(number)) => match (u64::try_from(number), i64::try_from(number)) {
                (Ok(number), _) => serializer.serialize_u64(number),
                (_, Ok(number)) => serializer.serialize_i64(number),
                _ => serializer.serialize_i128(number),
            },
            (Form::Plain | Form::Quoted, None) => {
                let other = self.value.as_ref().and_then(T::other);
                other.unwrap_or_else(|| Unknown::Text(String::new())).serialize(serializer)
            }
        }
    }
}

impl<'de, T: LooseNumber> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        Self::of(json.clone()).ok_or_else(|| {
            D::Error::custom(format_args!(
                "invalid value: {}, expected {}, plain or in quotes",
                json.text(),
                T::EXPECTED
            ))
        })
    }
}

/// Parses digits, with at most one minus before them. `-0` is refused: no number is written so.
pub(super) fn whole_number(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) || text == "-0" {
        return None;
    }
    text.parse().ok()
}
