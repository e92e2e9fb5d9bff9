//! Amounts that are written out: decimal numbers, and fractions of the smallest unit.

use aftersale::money::Amount;
use aftersale::order::{Ask, LineFacts, OrderFacts};
use aftersale::quantity::Quantity;
use serde_json::Value;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Fields, Ratio, Read, failed, not_given, not_understood, ratio};
use super::names::{DECIMAL, DECIMAL_AMOUNT, IN_MINOR, MINOR};
use super::shop::{Class, Refused, Shop, line};

/// Returns whether the vector is about how an amount is written: a text goes in, or minor units are expected and
/// nothing but an amount goes in.
pub(super) fn is_written_out(asked: &Asked<'_>) -> bool {
    asked.input.has(DECIMAL) || asked.input.has(MINOR) || is_to_minor(asked)
}

fn is_to_minor(asked: &Asked<'_>) -> bool {
    let is_other = |name| !matches!(name, "currency" | "exponent" | "currency_exponent");
    let mut fields = asked.input.all().map(|(name, _)| name).filter(|name| is_other(name));
    fields.next().is_some_and(|name| DECIMAL_AMOUNT.contains(&name))
        && fields.next().is_none()
        && (asked.expect.has(IN_MINOR) || has_places(asked.input.peek(DECIMAL_AMOUNT)))
}

/// Returns whether the value is a text with a decimal point, which no number of minor units has.
fn has_places(value: Option<&Value>) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| text.contains('.'))
}

/// Returns a decimal number, as a text or as a number that is written as one.
fn written(input: &Fields<'_>) -> Read<Option<String>> {
    match input.get(DECIMAL_AMOUNT) {
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(other) => not_understood(format!("{other}, where a decimal number belongs,")),
        None => Ok(None),
    }
}

/// Reads a decimal number in the currency's places, or writes one.
pub(super) fn decimals(asked: &Asked<'_>) -> Read<Answers> {
    let places = asked.currency.places();
    let mut answers = Answers::default();
    let text = if asked.input.has(MINOR) { None } else { written(&asked.input)? };
    let amount = match text.map(|text| Amount::parse_decimal(&text, places)) {
        Some(Ok(amount)) => amount,
        Some(Err(error)) => {
            answers.refused = Some(Refused::new(Class::BadNumber, error));
            return Ok(answers);
        }
        None => match asked.input.amount(MINOR)? {
            Some(amount) => amount,
            None => return not_given("the amount"),
        },
    };
    answers.add(IN_MINOR, Figure::Amount(amount));
    answers.add(&["amount", "total"], Figure::Amount(amount));
    let text = amount.decimal(places).to_string();
    answers.add(&["decimal", "text", "display", "major", "amount_text"], Figure::Text(text));
    let money = asked.currency.money(amount).to_string();
    answers.add(&["money", "shown"], Figure::Text(money));
    Ok(answers)
}

/// Refunds exact worths together, and then rounds down.
///
/// In the crate only units of a line are worth a fraction: so together they are one unit of a line
/// that has as many units as make it whole.
pub(super) fn rounded_down(asked: &Asked<'_>) -> Read<Answers> {
    let Some(items) = asked.input.list(&["items_exact", "exact"])? else {
        return not_given("the exact worths");
    };
    let items = items.iter().map(ratio).collect::<Read<Vec<_>>>()?;
    let all = items.into_iter().fold(Ratio(0, 1), Ratio::plus);
    let (total, units) = (i64::try_from(all.0), u32::try_from(all.1));
    let (Ok(total), Ok(units)) = (total, units) else {
        return failed("the worths have too many decimal places");
    };
    let one = LineFacts::new(line(0).as_str(), Quantity::new(units), Amount::ZERO);
    let one = LineFacts { total: Amount::from_minor(total), ..one };
    let mut shop = Shop::open(OrderFacts::new("ORDER1", asked.currency, vec![one]))?;
    let mut answers = Answers::default();
    match shop.refund(vec![Ask::units(line(0).as_str(), 1)], None) {
        Ok(refund) => {
            answers.add(&["total", "refund", "sum", "rounded"], Figure::Amount(refund));
            answers.add(&["exact"], Figure::Exact(all));
        }
        Err(refused) => answers.refused = Some(refused),
    }
    shop.is_sound()?;
    Ok(answers)
}
