//! Requests that name lines: several of them in one application, and returns of which less came than
//! was announced.

use aftersale::money::Amount;
use aftersale::order::Ask;
use serde_json::Value;

use super::fields::{Fields, Read, not_given, not_understood, units};
use super::names::{ANNOUNCED, LINE_NAME, LINES, QUANTITY, RECEIVED, REQUEST_LINES, UNITS_ASKED};
use super::shop::{Returned, line};

/// The rule under which the crate refuses what others add up.
pub(super) const LINE_TWICE: &str =
    "one request names the same line twice, which others add up and the crate refuses";

/// Returns the lines of one request, if it is a list that names lines.
pub(super) fn request(input: &Fields<'_>) -> Read<Option<Vec<Ask>>> {
    let Some(Value::Array(list)) = input.peek(REQUEST_LINES) else { return Ok(None) };
    if list.is_empty() || !list.iter().all(Value::is_object) {
        return Ok(None);
    }
    input.get(REQUEST_LINES);
    list.iter().map(|value| ask(input, value)).collect::<Read<_>>().map(Some)
}

fn ask(input: &Fields<'_>, value: &Value) -> Read<Ask> {
    let fields = Fields::of(value)?;
    let index = match fields.get(LINE_NAME) {
        Some(name) => index_of_line(input, name)?,
        None => 0,
    };
    let id = line(index);
    let wanted = match fields.units(QUANTITY)? {
        Some(units) => Some(units),
        None => fields.units(UNITS_ASKED)?,
    };
    let amount = fields.amount(&["amount", "refund", "price", "requested", "approved"])?;
    fields.all_read()?;
    match (wanted, amount) {
        (Some(units), None) => Ok(Ask::units(id.as_str(), units)),
        (Some(units), Some(amount)) => Ok(Ask::units(id.as_str(), units).at(amount)),
        (None, Some(amount)) => Ok(Ask::amount(id.as_str(), amount)),
        (None, None) => not_given("how much of a line is asked for"),
    }
}

/// Returns the line of this name: its index, or the name of a line of the list. Where no line has a name,
/// there is only one.
fn index_of_line(input: &Fields<'_>, name: &Value) -> Read<usize> {
    if name.is_number() {
        return units(name).map(|index| index as usize);
    }
    let lines = input.peek(LINES).and_then(Value::as_array);
    let lines = lines.map(Vec::as_slice).unwrap_or_default();
    let is_named = |value: &Value| LINE_NAME.iter().any(|of| value.get(of) == Some(name));
    match lines.iter().position(is_named) {
        Some(index) => Ok(index),
        None if lines.len() <= 1 => Ok(0),
        None => not_understood(format!("the line {name}")),
    }
}

/// Returns the goods that were announced to come back, and those that came, of the only line or of each.
pub(super) fn returned(input: &Fields<'_>) -> Read<Option<Vec<Returned>>> {
    if let Some(only) = returned_of(0, input)? {
        return Ok(Some(vec![only]));
    }
    let Some(Value::Array(lines)) = input.peek(LINES) else { return Ok(None) };
    let mut all = Vec::new();
    for (index, value) in lines.iter().enumerate().filter(|(_, value)| value.is_object()) {
        all.extend(returned_of(index, &Fields::of(value)?)?);
    }
    Ok(Some(all).filter(|all| !all.is_empty()))
}

fn returned_of(index: usize, fields: &Fields<'_>) -> Read<Option<Returned>> {
    let Some(came) = fields.units(RECEIVED)? else { return Ok(None) };
    let announced = match fields.units(ANNOUNCED)? {
        Some(announced) => announced,
        // Without another figure all units that were bought are sent back.
        None => fields.units(QUANTITY)?.unwrap_or(came),
    };
    Ok(Some(Returned { index, announced, came }))
}

/// Nothing came, so nothing is refunded: there is no refund to agree to.
pub(super) fn came_to_nothing(returned: &[Returned]) -> Option<Amount> {
    returned.iter().all(|one| one.came == 0).then_some(Amount::ZERO)
}
