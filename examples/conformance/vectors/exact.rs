//! Amounts that are written out: decimal numbers, and fractions of the smallest unit.

use aftersale::money::Amount;
use aftersale::order::{Ask, LineFacts, OrderFacts};
use aftersale::quantity::Quantity;
use serde_json::Value;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Ratio, Read, failed, ratio};
use super::shop::{Class, Refused, Shop, line};

pub(super) const DECIMAL: &[&str] = &["decimal", "text", "major", "amount_text"];
pub(super) const MINOR: &[&str] = &["minor", "amount_minor"];

/// Reads a decimal number in the currency's places, or writes one.
pub(super) fn decimals(asked: &Asked<'_>) -> Read<Answers> {
    let places = asked.currency.places();
    let mut answers = Answers::default();
    let amount = match asked.input.get(DECIMAL) {
        Some(Value::String(text)) => match Amount::parse_decimal(text, places) {
            Ok(amount) => amount,
            Err(error) => {
                answers.refused = Some(Refused::new(Class::BadNumber, error));
                return Ok(answers);
            }
        },
        Some(other) => return failed(format!("{other} is no text")),
        None => match asked.input.amount(MINOR)? {
            Some(amount) => amount,
            None => return failed("there is no amount"),
        },
    };
    answers.say(&["minor", "amount", "amount_minor", "total"], Figure::Amount(amount));
    let text = amount.decimal(places).to_string();
    answers.say(&["decimal", "text", "display", "major", "amount_text"], Figure::Text(text));
    let money = asked.currency.money(amount).to_string();
    answers.say(&["money", "shown"], Figure::Text(money));
    Ok(answers)
}

/// Exact worths that are refunded together and then rounded down.
///
/// In the crate only units of a line are worth a fraction: so together they are one unit of a line
/// that has as many units as make it whole.
pub(super) fn rounded_down(asked: &Asked<'_>) -> Read<Answers> {
    let Some(items) = asked.input.list(&["items_exact", "exact"])? else {
        return failed("there are no exact worths");
    };
    let items = items.iter().map(ratio).collect::<Read<Vec<_>>>()?;
    let all = items.into_iter().fold(Ratio(0, 1), Ratio::plus);
    let (total, units) = (i64::try_from(all.0), u32::try_from(all.1));
    let (Ok(total), Ok(units)) = (total, units) else {
        return failed("the worths have too many decimal places");
    };
    let one = LineFacts::new(line(0).as_str(), Quantity::new(units), Amount::ZERO);
    let one = LineFacts { total: Amount::from_minor(total), ..one };
    let mut shop = Shop::open(OrderFacts::new("A-1", asked.currency, vec![one]))?;
    let mut answers = Answers::default();
    match shop.refund(vec![Ask::units(line(0).as_str(), 1)], None) {
        Ok(refund) => {
            answers.say(&["total", "refund", "sum", "rounded"], Figure::Amount(refund));
            answers.say(&["exact"], Figure::Exact(all));
        }
        Err(refused) => answers.refused = Some(refused),
    }
    shop.is_sound()?;
    Ok(answers)
}
