//! The values of JSON at the edge: amounts with their currency, times, ids and texts, each in the forms that services
//! send.

use alloc::string::{String, ToString};
use core::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::money::{Amount, Currency, Money};
use crate::order::{OtherCurrency, Text};
use crate::time::Timestamp;

/// An amount with its currency: `{"minor": 880, "currency": "CNY"}`, or `"8.80 CNY"`.
///
/// Decimal places other than those of ISO 4217 are stated: `{"minor": 880, "currency": "HUF", "places": 0}`. An amount in
/// the code of the order, without places, has those of the order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum AmountBody {
    Minor { minor: i64, code: String, places: Option<u8> },
    Decimal { decimal: String, code: String },
}

impl AmountBody {
    /// Returns the amount as it is written beside no order: with its places where they are not those of ISO 4217.
    pub(super) fn of(money: Money) -> Self {
        Self::with_places(money, !money.currency.is_iso())
    }

    /// Returns the amount as it is written for an order in this currency. Without places the reader takes those of the
    /// order, so they are stated wherever they differ.
    pub(super) fn for_order(money: Money, order: Currency) -> Self {
        let has_code_of_order = money.currency.code() == order.code();
        let differs = has_code_of_order && money.currency != order;
        Self::with_places(money, differs || !money.currency.is_iso())
    }

    /// Returns the amount with its places, whatever they are.
    pub(super) fn exact(money: Money) -> Self {
        Self::with_places(money, true)
    }

    fn with_places(money: Money, are_stated: bool) -> Self {
        let Money { amount, currency } = money;
        let places = are_stated.then_some(currency.places());
        Self::Minor { minor: amount.minor(), code: currency.code().into(), places }
    }

    /// Returns the amount for an order in this currency. It can be in another one.
    pub(super) fn money(&self, order: Currency) -> Result<Money, String> {
        let currency = |code: &str, places: Option<u8>| match places {
            Some(places) => Currency::with_places(code, places).map_err(|error| error.to_string()),
            None if code == order.code() => Ok(order),
            None => code.parse().map_err(|error: crate::money::NotACurrency| error.to_string()),
        };
        match self {
            Self::Minor { minor, code, places } => {
                Ok(currency(code, *places)?.money(Amount::from_minor(*minor)))
            }
            Self::Decimal { decimal, code } => {
                let currency = currency(code, None)?;
                let amount = Amount::parse_decimal(decimal, currency.places());
                Ok(currency.money(amount.map_err(|error| error.to_string())?))
            }
        }
    }

    /// Returns the amount, which has to be in the currency of the order.
    pub(super) fn amount(&self, order: Currency) -> Result<Amount, String> {
        let money = self.money(order)?;
        if money.currency == order {
            Ok(money.amount)
        } else {
            Err(OtherCurrency(&money, &order).to_string())
        }
    }
}

impl Serialize for AmountBody {
    fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        match self {
            Self::Decimal { decimal, code } => {
                writer.collect_str(&format_args!("{decimal} {code}"))
            }
            Self::Minor { minor, code, places } => {
                let count = 2_usize.saturating_add(usize::from(places.is_some()));
                let mut object = writer.serialize_struct("Money", count)?;
                object.serialize_field("minor", minor)?;
                object.serialize_field("currency", code)?;
                if let Some(places) = places {
                    object.serialize_field("places", places)?;
                }
                object.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for AmountBody {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        reader.deserialize_any(AmountVisitor)
    }
}

struct AmountVisitor;

impl<'de> Visitor<'de> for AmountVisitor {
    type Value = AmountBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"an amount, such as {"minor": 880, "currency": "CNY"} or "8.80 CNY""#)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<AmountBody, E> {
        match text.split_once(' ') {
            Some((decimal, code)) => {
                Ok(AmountBody::Decimal { decimal: decimal.into(), code: code.into() })
            }
            None => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<AmountBody, M::Error> {
        let (mut minor, mut code, mut places) = (None, None, None);
        while let Some(field) = map.next_key::<String>()? {
            match field.as_str() {
                "minor" if minor.is_none() => minor = Some(map.next_value::<i64>()?),
                "currency" if code.is_none() => code = Some(map.next_value::<String>()?),
                "places" if places.is_none() => places = Some(map.next_value::<u8>()?),
                "minor" | "currency" | "places" => {
                    return Err(de::Error::custom(format_args!("duplicate field `{field}`")));
                }
                other => {
                    return Err(de::Error::unknown_field(other, &["minor", "currency", "places"]));
                }
            }
        }
        Ok(AmountBody::Minor {
            minor: minor.ok_or_else(|| de::Error::missing_field("minor"))?,
            code: code.ok_or_else(|| de::Error::missing_field("currency"))?,
            places,
        })
    }
}

/// A point in time: `"2026-11-21T22:39:23Z"`, with any offset, or seconds since 1970.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct TimeBody(pub(super) Timestamp);

impl Serialize for TimeBody {
    fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        let text = self.0.to_string();
        // A year beyond 9999 has no text that is read back.
        if text.parse() == Ok(self.0) {
            writer.serialize_str(&text)
        } else {
            writer.serialize_i64(self.0.seconds())
        }
    }
}

impl<'de> Deserialize<'de> for TimeBody {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        reader.deserialize_any(TimeVisitor)
    }
}

struct TimeVisitor;

impl Visitor<'_> for TimeVisitor {
    type Value = TimeBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time, such as 2026-11-21T22:39:23Z, or seconds since 1970")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<TimeBody, E> {
        let time = text.parse().map(TimeBody);
        time.map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<TimeBody, E> {
        Ok(TimeBody(Timestamp::from_seconds(seconds)))
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<TimeBody, E> {
        let time = i64::try_from(seconds).map(Timestamp::from_seconds).map(TimeBody);
        time.map_err(|_| E::invalid_value(de::Unexpected::Unsigned(seconds), &self))
    }
}

/// An id: a text, or a whole number, which is the text of its digits.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct IdBody(pub(super) String);

impl IdBody {
    pub(super) fn of(id: &impl ToString) -> Self {
        Self(id.to_string())
    }
}

impl Serialize for IdBody {
    fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        writer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for IdBody {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        reader.deserialize_any(IdVisitor)
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = IdBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id: a text or a whole number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<IdBody, E> {
        Ok(IdBody(text.into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<IdBody, E> {
        Ok(IdBody(number.to_string()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<IdBody, E> {
        Ok(IdBody(number.to_string()))
    }
}

/// The most bytes of the name of a text that the host keeps.
const MOST_REFERENCE: usize = 256;

/// A text: itself, or `{"reference": "…"}` for one that the host keeps.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct TextBody(pub(super) Text);

impl TextBody {
    pub(super) fn is_empty(&self) -> bool {
        self.0 == Text::NONE
    }
}

impl Serialize for TextBody {
    fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        match &self.0 {
            Text::Inline(text) => writer.serialize_str(text),
            Text::Reference(name) => {
                let mut object = writer.serialize_struct("Reference", 1)?;
                object.serialize_field("reference", name)?;
                object.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for TextBody {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        reader.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = TextBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"a text, or {"reference": "…"}"#)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<TextBody, E> {
        Ok(TextBody(Text::Inline(text.into())))
    }

    fn visit_unit<E: de::Error>(self) -> Result<TextBody, E> {
        Ok(TextBody::default())
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<TextBody, M::Error> {
        let mut reference = None;
        while let Some(field) = map.next_key::<String>()? {
            if field != "reference" || reference.is_some() {
                return Err(de::Error::unknown_field(&field, &["reference"]));
            }
            let name = map.next_value::<String>()?;
            if name.is_empty() || name.len() > MOST_REFERENCE {
                return Err(de::Error::custom(format_args!(
                    "a reference has 1 to {MOST_REFERENCE} bytes"
                )));
            }
            reference = Some(name);
        }
        let reference = reference.ok_or_else(|| de::Error::missing_field("reference"))?;
        Ok(TextBody(Text::Reference(reference)))
    }
}
