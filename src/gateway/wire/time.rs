//! Times as gateways write them.

use alloc::string::String;

use super::DocumentError;
use crate::time::{LocalTime, Timestamp, UtcOffset};

/// Returns the time in a field: a date, `T` or a blank, a time, perhaps with a fraction, and `Z`, an offset, or nothing, which
/// is the zone given here.
pub(super) fn time(
    field: &'static str,
    text: Option<&str>,
    zone: UtcOffset,
) -> Result<Option<Timestamp>, DocumentError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let wrong = || DocumentError::Time { field, text: text.chars().take(40).collect() };
    parsed(text, zone).map(Some).ok_or_else(wrong)
}

fn parsed(text: &str, zone: UtcOffset) -> Option<Timestamp> {
    let (date, rest) = (text.get(..10)?, text.get(11..)?);
    let separator = text.as_bytes().get(10)?;
    if !matches!(separator, b'T' | b' ') {
        return None;
    }
    let (clock, rest) = (rest.get(..8)?, rest.get(8..)?);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => fraction.get(digits(fraction)..)?,
        None => rest,
    };
    let mut local = String::from(date);
    local.push(' ');
    local.push_str(clock);
    let zone = if rest.is_empty() { zone } else { offset(rest)? };
    local.parse::<LocalTime>().ok().map(|local| local.in_zone(zone))
}

/// Returns the offset that a text such as `Z`, `+08:00` or `+0800` says.
fn offset(text: &str) -> Option<UtcOffset> {
    if matches!(text, "Z" | "z") {
        return Some(UtcOffset::UTC);
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = (digits.get(..2)?, digits.get(2..)?);
    let minutes = minutes.strip_prefix(':').unwrap_or(minutes);
    let number = |text: &str| -> Option<i32> {
        let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_number)
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let minutes = hours.saturating_mul(60).saturating_add(minutes);
    Some(UtcOffset::from_seconds(minutes.saturating_mul(60).saturating_mul(sign)))
}
