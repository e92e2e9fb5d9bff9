//! Whole numbers as the platforms write them: plain, or in quotes.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;
use core::time::Duration;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{AsWritten, Json, Unknown};
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
pub struct UnlistedCode(pub i64);

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

plain_number!(Id, ReturnCode, UnlistedCode);

/// A value that can be written as a whole number, plain or in quotes.
pub trait LooseNumber: Sized {
    /// The description of the expected value in an error.
    const EXPECTED: &'static str;

    /// Whether a value that is neither a whole number nor a text is kept as it came.
    const KEEPS_OTHERS: bool = false;

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

impl LooseNumber for UnlistedCode {
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
pub struct Loose<T>(Form<T>);

/// A number in the form in which it is written.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Form<T> {
    Plain(T),
    Quoted(T),
    /// An unusual form, such as `"007"` or `true`; and `""`, which is not a number at all. It is rare,
    /// and kept apart so that the others are small.
    As(Box<(Option<T>, Json)>),
}

impl<T> Loose<T> {
    /// Returns a value that is written as a plain number.
    pub const fn plain(value: T) -> Self {
        Self(Form::Plain(value))
    }

    /// Returns a value that is written in quotes.
    pub const fn quoted(value: T) -> Self {
        Self(Form::Quoted(value))
    }

    /// Returns a value that is written in an unusual form.
    fn written(value: Option<T>, json: Json) -> Self {
        Self(Form::As(Box::new((value, json))))
    }

    /// Returns the value; `None` where `""` is written.
    pub const fn get(&self) -> Option<&T> {
        match &self.0 {
            Form::Plain(value) | Form::Quoted(value) => Some(value),
            Form::As(unusual) => unusual.0.as_ref(),
        }
    }

    /// Changes the value. It stays in quotes if it was.
    pub fn set(&mut self, value: impl Into<T>) {
        let in_quotes = match &self.0 {
            Form::Plain(_) => false,
            Form::Quoted(_) => true,
            Form::As(unusual) => unusual.1.as_text().is_some(),
        };
        let value = value.into();
        self.0 = if in_quotes { Form::Quoted(value) } else { Form::Plain(value) };
    }
}

impl<T> From<T> for Loose<T> {
    /// Returns a value that is written as a plain number.
    fn from(value: T) -> Self {
        Self::plain(value)
    }
}

impl<T: LooseNumber> Loose<T> {
    /// Returns the value of this JSON.
    ///
    /// # Errors
    ///
    /// The JSON, when it has no value of this type.
    pub(crate) fn of(json: AsWritten<'_>) -> Result<Self, Json> {
        let (is_text, found) = match json.as_text() {
            Some(text) => (true, Self::of_text(&text)),
            None => (false, whole_number(json.text()).and_then(T::from_number).map(Self::plain)),
        };
        if let Some(loose) = found {
            return Ok(loose);
        }
        let json = json.keep();
        match T::from_other(&json).filter(|_| !is_text) {
            Some(value) => Ok(Self::written(Some(value), json)),
            None => Err(json),
        }
    }

    /// Returns the value of this text between quotes.
    fn of_text(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::written(None, Json::of_text(text)));
        }
        let value = T::from_text(text)?;
        if value.number().is_some() && is_usual(text) {
            return Some(Self::quoted(value));
        }
        Some(Self::written(Some(value), Json::of_text(text)))
    }
}

impl<T: LooseNumber> Serialize for Loose<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (value, in_quotes) = match &self.0 {
            Form::Plain(value) => (value, false),
            Form::Quoted(value) => (value, true),
            Form::As(unusual) => return unusual.1.serialize(serializer),
        };
        let Some(number) = value.number() else {
            let other = value.other().unwrap_or_else(|| Unknown::Text(String::new()));
            return other.serialize(serializer);
        };
        if in_quotes {
            return serializer.collect_str(&number);
        }
        match (u64::try_from(number), i64::try_from(number)) {
            (Ok(number), _) => serializer.serialize_u64(number),
            (_, Ok(number)) => serializer.serialize_i64(number),
            _ => serializer.serialize_i128(number),
        }
    }
}

impl<'de, T: LooseNumber> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !T::KEEPS_OTHERS {
            return deserializer.deserialize_any(NumberOrText(PhantomData));
        }
        Self::of(AsWritten::deserialize(deserializer)?)
            .map_err(|json| not_a_number::<T, _>(json.text()))
    }
}

fn not_a_number<T: LooseNumber, E: Error>(found: impl fmt::Display) -> E {
    E::custom(format_args!("invalid value: {found}, expected {}, plain or in quotes", T::EXPECTED))
}

/// Reads a value of which nothing but whole numbers and texts can be kept.
struct NumberOrText<T>(PhantomData<T>);

impl<T: LooseNumber> NumberOrText<T> {
    fn number<E: Error>(number: i128) -> Result<Loose<T>, E> {
        T::from_number(number).map(Loose::plain).ok_or_else(|| not_a_number::<T, E>(number))
    }
}

impl<T: LooseNumber> Visitor<'_> for NumberOrText<T> {
    type Value = Loose<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, plain or in quotes", T::EXPECTED)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Loose<T>, E> {
        Self::number(number.into())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Loose<T>, E> {
        Self::number(number.into())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Loose<T>, E> {
        let json = Json::from(value);
        let found = T::from_other(&json);
        let found = found.map(|value| Loose::written(Some(value), json));
        found.ok_or_else(|| not_a_number::<T, E>(value))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Loose<T>, E> {
        Loose::of_text(text).ok_or_else(|| not_a_number::<T, E>(Json::of_text(text).text()))
    }
}

/// Returns whether digits that are a whole number have no zeros before them.
fn is_usual(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.len() == 1 || !digits.starts_with('0')
}

/// Parses digits, with at most one minus before them. `-0` is refused: no number is written so.
pub(super) fn whole_number(text: &str) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) || text == "-0" {
        return None;
    }
    text.parse().ok()
}
