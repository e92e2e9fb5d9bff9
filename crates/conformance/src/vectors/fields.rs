//! The fields of a vector. Every field must be understood: one that was not read is found at the end, and then
//! it is not known what the vector asks.

use std::cell::RefCell;
use std::collections::BTreeSet;

use aftersale::money::Amount;
use serde_json::{Map, Value};

/// The reason why a vector has no answer to compare.
pub(super) enum Problem {
    /// A value is a bad one, or the crate gives a wrong answer: the vector has failed.
    Failed(String),
    /// It is about something that the crate does not do, or it is not understood; the sentence says which.
    NotApplicable(String),
}

pub(super) type Read<T> = Result<T, Problem>;

pub(super) fn failed<T>(why: impl Into<String>) -> Read<T> {
    Err(Problem::Failed(why.into()))
}

pub(super) fn not_applicable<T>(why: impl Into<String>) -> Read<T> {
    Err(Problem::NotApplicable(why.into()))
}

/// Returns that a value is not understood.
pub(super) fn not_understood<T>(what: impl std::fmt::Display) -> Read<T> {
    not_applicable(format!("{what} is not understood, so what is asked is not known"))
}

/// Returns that something is not given, at least not under any name that is known here.
pub(super) fn not_given<T>(what: &str) -> Read<T> {
    not_applicable(format!(
        "no field that is understood gives {what}, so what is asked is not known"
    ))
}

/// An object of a vector, and the fields of it that were read.
pub(super) struct Fields<'a> {
    map: &'a Map<String, Value>,
    read: RefCell<BTreeSet<&'a str>>,
}

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value) -> Read<Self> {
        match value {
            Value::Object(map) => Ok(Self { map, read: RefCell::default() }),
            other => not_understood(format!("{other}, where an object belongs,")),
        }
    }

    /// Returns whether one of these fields is there, be it null. This is not reading.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.map.contains_key(*name))
    }

    /// Returns the first of these fields that is there, without reading it.
    pub(super) fn peek(&self, names: &[&str]) -> Option<&'a Value> {
        names.iter().find_map(|name| self.map.get(*name))
    }

    /// Reads the first of these fields that is there and not null. One thing has many names.
    pub(super) fn get(&self, names: &[&str]) -> Option<&'a Value> {
        let mut found = None;
        for name in names {
            if let Some((name, value)) = self.map.get_key_value(*name) {
                if found.is_some() {
                    break;
                }
                self.read.borrow_mut().insert(name);
                found = Some(value).filter(|value| !value.is_null());
            }
        }
        found
    }

    /// Returns all fields that are there, in order. This is not reading either.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        self.map.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the fields that were not read.
    pub(super) fn unread(&self) -> Vec<&'a str> {
        let read = self.read.borrow();
        self.map.keys().map(String::as_str).filter(|name| !read.contains(name)).collect()
    }

    /// Checks that all fields were read; else the vector is not applicable. A tax may be given beside the amount
    /// paid: only the amount counts.
    pub(super) fn all_read(&self) -> Read<()> {
        match self.unread().into_iter().find(|name| !is_of_tax(name)) {
            Some(name) => not_understood(format!("the field `{name}`")),
            None => Ok(()),
        }
    }

    pub(super) fn amount(&self, names: &[&str]) -> Read<Option<Amount>> {
        self.get(names).map(amount).transpose()
    }

    pub(super) fn units(&self, names: &[&str]) -> Read<Option<u32>> {
        self.get(names).map(units).transpose()
    }

    pub(super) fn flag(&self, names: &[&str]) -> Read<Option<bool>> {
        let flag = |value: &Value| match value {
            Value::Bool(flag) => Ok(*flag),
            other => not_understood(format!("{other}, neither true nor false,")),
        };
        self.get(names).map(flag).transpose()
    }

    pub(super) fn ratio(&self, names: &[&str]) -> Read<Option<Ratio>> {
        self.get(names).map(ratio).transpose()
    }

    pub(super) fn list(&self, names: &[&str]) -> Read<Option<&'a [Value]>> {
        let list = |value: &'a Value| match value {
            Value::Array(list) => Ok(list.as_slice()),
            other => not_understood(format!("{other}, where a list belongs,")),
        };
        self.get(names).map(list).transpose()
    }

    pub(super) fn amounts(&self, names: &[&str]) -> Read<Option<Vec<Amount>>> {
        let list = self.list(names)?;
        list.map(|list| list.iter().map(amount).collect()).transpose()
    }
}

/// Returns whether a field or an expectation of this name is a tax part, or an amount without its tax.
pub(super) fn is_of_tax(name: &str) -> bool {
    name.split('_').any(|word| matches!(word, "tax" | "taxes" | "vat" | "net"))
}

/// Reads a whole number of the smallest unit, as a number or as a text.
pub(super) fn amount(value: &Value) -> Read<Amount> {
    let minor = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        other => return not_understood(format!("{other}, where an amount belongs,")),
    };
    match minor {
        Some(minor) => Ok(Amount::from_minor(minor)),
        None => failed(format!("{value} is no whole number of minor units")),
    }
}

pub(super) fn units(value: &Value) -> Read<u32> {
    match u32::try_from(amount(value)?.minor()) {
        Ok(units) => Ok(units),
        Err(_) if amount(value)? < Amount::ZERO => {
            not_applicable(format!("the crate has no way to write {value} units"))
        }
        Err(_) => failed(format!("{value} is no number of units")),
    }
}

/// Returns a name, which may be written as a number.
pub(super) fn name_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_string)
}

/// An exact number: so many of so many parts. The second is above zero. A number that is too large stays
/// at the end of its range, and is then no amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio(pub(super) i128, pub(super) i128);

impl Ratio {
    pub(super) fn whole(amount: Amount) -> Self {
        Self(amount.minor().into(), 1)
    }

    /// Returns the share of an amount that so many parts of so many are.
    pub(super) fn share(amount: Amount, parts: i64, of: i64) -> Self {
        Self(i128::from(amount.minor()).saturating_mul(parts.into()), i128::from(of).max(1))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        if self.1 == other.1 {
            return Self(self.0.saturating_add(other.0), self.1);
        }
        let parts = self.0.saturating_mul(other.1);
        Self(parts.saturating_add(other.0.saturating_mul(self.1)), self.1.saturating_mul(other.1))
    }

    pub(super) fn times(self, other: Self) -> Self {
        Self(self.0.saturating_mul(other.0), self.1.saturating_mul(other.1))
    }

    /// Returns the amount, if it is a whole one.
    pub(super) fn as_whole(self) -> Option<Amount> {
        let whole = (self.0 % self.1 == 0).then_some(self.0 / self.1)?;
        i64::try_from(whole).ok().map(Amount::from_minor)
    }

    /// Returns the smallest whole amount that is not less.
    pub(super) fn rounded_up(self) -> Option<Amount> {
        let up = self.0.div_euclid(self.1) + i128::from(self.0.rem_euclid(self.1) != 0);
        i64::try_from(up).ok().map(Amount::from_minor)
    }

    /// Returns whether the amount is less than one smallest unit away.
    pub(super) fn is_within_one_of(self, amount: i64) -> bool {
        i128::from(amount).saturating_mul(self.1).abs_diff(self.0) < self.1.unsigned_abs()
    }

    /// Returns whether the other is the same number, as far as the other was written out.
    pub(super) fn is_written_as(self, written: Self) -> bool {
        let ours = self.0.saturating_mul(written.1);
        ours.abs_diff(written.0.saturating_mul(self.1)) < self.1.unsigned_abs()
    }
}

/// Reads a decimal number, exactly.
pub(super) fn ratio(value: &Value) -> Read<Ratio> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => return not_understood(format!("{other}, where a number belongs,")),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // More digits than this, and products of two would not fit.
    let parts = if fraction.len() <= 18 {
        format!("{whole}{fraction}").parse().ok().filter(|parts: &i128| parts.abs() < 1 << 80)
    } else {
        None
    };
    match (parts, 10i128.checked_pow(fraction.len() as u32)) {
        (Some(parts), Some(of)) => Ok(Ratio(parts, of)),
        _ => failed(format!("{text:?} is no decimal number")),
    }
}
