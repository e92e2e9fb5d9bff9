//! Yes or no in the forms in which platforms write it.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

/// Yes or no: `true` and `false`, 1 and 0, and each of them in quotes. It is written in the form in
/// which it was read.
///
/// ```
/// use aftersale::wire::{YesNo, decode};
/// let mut fast: YesNo = decode("1")?;
/// assert!(fast.get());
/// fast.set(false);
/// assert_eq!(serde_json::to_string(&fast).unwrap(), "0");
/// assert_eq!(serde_json::to_string(&YesNo::from(true)).unwrap(), "true");
/// # Ok::<(), aftersale::wire::WireError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct YesNo {
    value: bool,
    form: Form,
}

/// The form in which a value is written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Form {
    Word,
    Number,
    QuotedWord,
    QuotedNumber,
}

impl YesNo {
    /// Returns a value that is written 1 or 0.
    #[must_use]
    pub const fn number(value: bool) -> Self {
        Self { value, form: Form::Number }
    }

    /// Returns whether it is yes.
    #[must_use]
    pub const fn get(self) -> bool {
        self.value
    }

    /// Changes the value. Its form stays.
    pub const fn set(&mut self, value: bool) {
        self.value = value;
    }
}

impl From<bool> for YesNo {
    /// Returns a value that is written `true` or `false`.
    fn from(value: bool) -> Self {
        Self { value, form: Form::Word }
    }
}

impl Serialize for YesNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.form, self.value) {
            (Form::Word, value) => serializer.serialize_bool(value),
            (Form::Number, value) => serializer.serialize_u64(value.into()),
            (Form::QuotedWord, true) => serializer.serialize_str("true"),
            (Form::QuotedWord, false) => serializer.serialize_str("false"),
            (Form::QuotedNumber, true) => serializer.serialize_str("1"),
            (Form::QuotedNumber, false) => serializer.serialize_str("0"),
        }
    }
}

impl<'de> Deserialize<'de> for YesNo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyForm;

        impl Visitor<'_> for AnyForm {
            type Value = YesNo;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false, 1 or 0, plain or in quotes")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<YesNo, E> {
                Ok(YesNo::from(value))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<YesNo, E> {
                match number {
                    0 => Ok(YesNo::number(false)),
                    1 => Ok(YesNo::number(true)),
                    _ => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
                }
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<YesNo, E> {
                let (value, form) = match text {
                    "true" => (true, Form::QuotedWord),
                    "false" => (false, Form::QuotedWord),
                    "1" => (true, Form::QuotedNumber),
                    "0" => (false, Form::QuotedNumber),
                    _ => return Err(E::invalid_value(Unexpected::Str(text), &self)),
                };
                Ok(YesNo { value, form })
            }
        }

        deserializer.deserialize_any(AnyForm)
    }
}
