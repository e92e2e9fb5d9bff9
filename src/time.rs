//! Points in time, as the platforms count them: seconds since 1970. The crate never reads a clock;
//! every time comes from the host or from a platform's document.

use core::fmt;
use core::time::Duration;

/// A point in time: seconds since 1970-01-01 00:00:00 UTC.
///
/// Displayed in UTC. The platforms write 0 for "not yet"; [`or_unset`](Self::or_unset) turns it into
/// `None`.
///
/// ```
/// use aftersale::time::Timestamp;
/// let time = Timestamp::from_seconds(1_591_319_454);
/// assert_eq!(time.to_string(), "2020-06-05T01:10:54Z");
/// assert_eq!(Timestamp::from_seconds(0).or_unset(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Timestamp(i64);

impl Timestamp {
    /// The first time that has a date: the beginning of the year 0.
    pub const EARLIEST: Self = Self(-62_167_219_200);
    /// The last time that has a date: the end of the year 9999.
    pub const LATEST: Self = Self(253_402_300_799);

    /// Returns whether this is a time that has a date, between [`EARLIEST`](Self::EARLIEST) and
    /// [`LATEST`](Self::LATEST). A number of milliseconds taken for seconds has none.
    ///
    /// ```
    /// use aftersale::time::Timestamp;
    /// assert!(Timestamp::from_seconds(1_795_300_763).has_date());
    /// assert!(!Timestamp::from_seconds(1_795_300_763_000).has_date());
    /// ```
    #[must_use]
    pub const fn has_date(self) -> bool {
        Self::EARLIEST.0 <= self.0 && self.0 <= Self::LATEST.0
    }

    /// Returns the time so many seconds after 1970 began (UTC).
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns the seconds since 1970 began (UTC).
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Returns the time so many seconds later; `None` outside the range of 64 bits.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Option<Self> {
        match self.0.checked_add(seconds) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// Returns the time so much later; `None` outside the range of 64 bits. Parts of a second do not
    /// count.
    ///
    /// ```
    /// use aftersale::time::Timestamp;
    /// use core::time::Duration;
    /// let noon = Timestamp::from_seconds(1_591_358_400);
    /// assert_eq!(noon.checked_add(Duration::from_secs(90)), Some(Timestamp::from_seconds(1_591_358_490)));
    /// ```
    #[must_use]
    pub fn checked_add(self, duration: Duration) -> Option<Self> {
        self.plus_seconds(i64::try_from(duration.as_secs()).ok()?)
    }

    /// Returns the time, or `None` where it is 0, which the platforms write for "not yet".
    #[must_use]
    pub const fn or_unset(self) -> Option<Self> {
        if self.0 == 0 { None } else { Some(self) }
    }
}

pub(crate) const SECONDS_A_DAY: i64 = 86_400;

/// Returns a duration of so many days, of 24 hours each.
#[must_use]
pub const fn days_long(days: u32) -> Duration {
    hours_long(days.saturating_mul(24))
}

/// Returns a duration of so many hours.
#[must_use]
pub const fn hours_long(hours: u32) -> Duration {
    Duration::from_secs((hours as u64).saturating_mul(3_600))
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_clock(*self, f, 'T')?;
        f.write_str("Z")
    }
}

/// The text is not a time of the form `2026-11-21T22:39:23Z`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a time of the form 2026-11-21T22:39:23Z")]
pub struct NotATimestamp;

/// Reads a time of RFC 3339 in the years 0 to 9999: in UTC (`Z`), or with an offset (`+08:00`). Parts of a second do not
/// count.
///
/// ```
/// use aftersale::time::Timestamp;
/// let time: Timestamp = "2020-06-05T01:10:54Z".parse()?;
/// assert_eq!(time, Timestamp::from_seconds(1_591_319_454));
/// assert_eq!("2020-06-05T09:10:54.250+08:00".parse(), Ok(time));
/// # Ok::<(), aftersale::time::NotATimestamp>(())
/// ```
impl core::str::FromStr for Timestamp {
    type Err = NotATimestamp;

    fn from_str(text: &str) -> Result<Self, NotATimestamp> {
        const LENGTH: usize = "2026-11-21T22:39:23".len();
        let (clock, rest) = text.split_at_checked(LENGTH).ok_or(NotATimestamp)?;
        let (date, time) = clock.split_once('T').ok_or(NotATimestamp)?;
        let local: LocalTime =
            alloc::format!("{date} {time}").parse().map_err(|NotALocalTime| NotATimestamp)?;
        let zone = match rest.strip_prefix('.') {
            None => rest,
            Some(fraction) => {
                let zone = fraction.trim_start_matches(|letter: char| letter.is_ascii_digit());
                if zone.len() == fraction.len() {
                    return Err(NotATimestamp);
                }
                zone
            }
        };
        Ok(local.in_zone(offset(zone).ok_or(NotATimestamp)?))
    }
}

/// Reads an offset from UTC: `Z`, `+08:00`, `-03:30`.
fn offset(zone: &str) -> Option<UtcOffset> {
    if zone == "Z" {
        return Some(UtcOffset::UTC);
    }
    let (sign, clock) = match zone.split_at_checked(1)? {
        ("+", clock) => (1, clock),
        ("-", clock) => (-1, clock),
        _ => return None,
    };
    let (hours, minutes) = clock.split_once(':')?;
    let number = |digits: &str, most: i32| {
        let is_two_digits = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number: i32 = is_two_digits.then_some(digits)?.parse().ok()?;
        (number <= most).then_some(number)
    };
    let seconds = number(hours, 23)?
        .saturating_mul(3_600)
        .saturating_add(number(minutes, 59)?.saturating_mul(60));
    Some(UtcOffset::from_seconds(seconds.saturating_mul(sign)))
}

/// The time of the system's clock, in whole seconds. A time before 1970 is below zero.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use aftersale::time::Timestamp;
/// let now = Timestamp::from(SystemTime::now());
/// assert!(now > Timestamp::from_seconds(1_600_000_000));
/// let before = SystemTime::UNIX_EPOCH - Duration::from_millis(1_500);
/// assert_eq!(Timestamp::from(before), Timestamp::from_seconds(-2));
/// ```
#[cfg(feature = "std")]
impl From<std::time::SystemTime> for Timestamp {
    fn from(time: std::time::SystemTime) -> Self {
        let seconds = |length: Duration| i64::try_from(length.as_secs()).unwrap_or(i64::MAX);
        match time.duration_since(std::time::SystemTime::UNIX_EPOCH) {
            Ok(since) => Self(seconds(since)),
            // A second that has begun counts as the one before it.
            Err(error) => {
                let before = error.duration();
                let begun = i64::from(before.subsec_nanos() > 0);
                Self(seconds(before).saturating_neg().saturating_sub(begun))
            }
        }
    }
}

fn write_clock(time: Timestamp, f: &mut fmt::Formatter<'_>, between: char) -> fmt::Result {
    let second = time.0.rem_euclid(SECONDS_A_DAY);
    let (year, month, day) = civil(time.0.div_euclid(SECONDS_A_DAY));
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    write!(f, "{year:04}-{month:02}-{day:02}{between}{hour:02}:{minute:02}:{second:02}")
}

/// Returns the year, month and day of a day counted from 1970-01-01.
///
/// Years are counted from March here, so that the leap day is a year's last day, and in eras of 400
/// years, after which the calendar repeats.
#[allow(
    clippy::arithmetic_side_effects,
    reason = "a day of an i64 second is below 2^47, so nothing here comes near the range"
)]
const fn civil(days: i64) -> (i64, i64, i64) {
    const DAYS_AN_ERA: i64 = 146_097;
    let from_march_0000 = days + 719_468;
    let era = from_march_0000.div_euclid(DAYS_AN_ERA);
    let day_of_era = from_march_0000.rem_euclid(DAYS_AN_ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

/// Returns the days from 1970-01-01 to a date; the inverse of [`civil`].
#[allow(clippy::arithmetic_side_effects, reason = "callers pass years of four digits")]
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The difference of a local clock from UTC, in seconds ahead.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UtcOffset(i32);

impl UtcOffset {
    /// No difference.
    pub const UTC: Self = Self(0);
    /// China, all year: eight hours ahead.
    pub const CHINA: Self = Self(8 * 3_600);

    /// Returns the offset of so many seconds ahead of UTC (behind it where negative).
    #[must_use]
    pub const fn from_seconds(seconds: i32) -> Self {
        Self(seconds)
    }
}

/// A date and time without a zone, as `2021-10-10 10:53:58`.
///
/// It becomes a point in time only together with the zone of its writer.
///
/// ```
/// use aftersale::time::{LocalTime, Timestamp, UtcOffset};
/// let local: LocalTime = "2021-10-10 10:53:58".parse()?;
/// assert_eq!(local.in_zone(UtcOffset::CHINA), Timestamp::from_seconds(1_633_834_438));
/// # Ok::<(), aftersale::time::NotALocalTime>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LocalTime {
    /// The point in time if the writer's clock showed UTC.
    as_if_utc: Timestamp,
}

/// The text is not a date and time of the form `2021-10-10 10:53:58`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a date and time of the form 2021-10-10 10:53:58")]
pub struct NotALocalTime;

impl LocalTime {
    /// Returns the local time of a clock that is so far ahead of UTC, at that time. It saturates at the
    /// ends of the range of 64 bits.
    #[must_use]
    pub const fn at(time: Timestamp, offset: UtcOffset) -> Self {
        Self { as_if_utc: Timestamp(time.0.saturating_add(offset.0 as i64)) }
    }

    /// Returns the point in time, if the writer's clock was so far ahead of UTC.
    #[must_use]
    pub const fn in_zone(self, offset: UtcOffset) -> Timestamp {
        Timestamp(self.as_if_utc.0.saturating_sub(offset.0 as i64))
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_clock(self.as_if_utc, f, ' ')
    }
}

impl core::str::FromStr for LocalTime {
    type Err = NotALocalTime;

    fn from_str(text: &str) -> Result<Self, NotALocalTime> {
        const FORM: &[u8] = b"0000-00-00 00:00:00";
        let bytes = text.as_bytes();
        let fits = bytes.len() == FORM.len()
            && bytes.iter().zip(FORM).all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                other => byte == other,
            });
        if !fits {
            return Err(NotALocalTime);
        }
        let number = |from: usize, to: usize| -> Result<i64, NotALocalTime> {
            text.get(from..to).and_then(|digits| digits.parse().ok()).ok_or(NotALocalTime)
        };
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if !(1..=12).contains(&month) || hour > 23 || minute > 59 || second > 59 {
            return Err(NotALocalTime);
        }
        let day_number = days(year, month, day);
        if civil(day_number) != (year, month, day) {
            return Err(NotALocalTime);
        }
        let seconds = day_number
            .saturating_mul(SECONDS_A_DAY)
            .saturating_add(hour.saturating_mul(3_600))
            .saturating_add(minute.saturating_mul(60))
            .saturating_add(second);
        Ok(Self { as_if_utc: Timestamp(seconds) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn every_day_of_four_digit_years_goes_there_and_back() {
        for day in days(0, 1, 1)..=days(9999, 12, 31) {
            let (year, month, date) = civil(day);
            assert_eq!(days(year, month, date), day);
            let text = std::format!("{year:04}-{month:02}-{date:02} 23:59:59");
            let seconds = day * SECONDS_A_DAY + SECONDS_A_DAY - 1;
            let local: LocalTime = text.parse().unwrap();
            assert_eq!(local.in_zone(UtcOffset::UTC), Timestamp::from_seconds(seconds));
            assert_eq!(local.to_string(), text);
            assert_eq!(LocalTime::at(local.in_zone(UtcOffset::CHINA), UtcOffset::CHINA), local);
        }
    }

    #[test]
    fn a_time_is_read_as_it_is_displayed_and_with_an_offset() {
        for seconds in [0, 1_591_319_454, -62_167_219_200, 253_402_300_799, -1] {
            let time = Timestamp::from_seconds(seconds);
            assert_eq!(time.to_string().parse(), Ok(time));
        }
        let noon = Timestamp::from_seconds(1_591_358_400);
        for text in [
            "2020-06-05T12:00:00Z",
            "2020-06-05T12:00:00.999Z",
            "2020-06-05T20:00:00+08:00",
            "2020-06-05T08:30:00.5-03:30",
        ] {
            assert_eq!(text.parse(), Ok(noon), "{text}");
        }
        for text in [
            "",
            "2020-06-05",
            "2020-06-05T12:00:00",
            "2020-06-05 12:00:00Z",
            "2020-06-05T12:00:00z",
            "2020-06-05T12:00:00.Z",
            "2020-06-05T12:00:00+8:00",
            "2020-06-05T12:00:00+24:00",
            "2020-06-05T12:00:00+08:60",
            "2020-06-05T12:00:00+０8:00",
            "2020-13-05T12:00:00Z",
            "2020-06-05T12:00:0é",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(NotATimestamp), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2021-10-10",
            "2021-10-10 10:53:5",
            "2021-10-10T10:53:58",
            "2021-02-29 00:00:00",
            "2021-13-01 00:00:00",
            "2021-00-01 00:00:00",
            "2021-01-00 00:00:00",
            "2021-01-01 24:00:00",
            "2021-01-01 00:60:00",
            "2021-01-01 00:00:60",
            "0000-00-00 00:00:00",
            "２021-10-10 10:53",
        ] {
            assert_eq!(text.parse::<LocalTime>(), Err(NotALocalTime), "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_range_are_shown_and_not_left() {
        assert_eq!(Timestamp(i64::MAX).to_string(), "292277026596-12-04T15:30:07Z");
        assert_eq!(Timestamp(i64::MIN).to_string(), "-292277022657-01-27T08:29:52Z");
        assert_eq!(Timestamp(i64::MAX).plus_seconds(1), None);
        assert_eq!(Timestamp(-1).to_string(), "1969-12-31T23:59:59Z");
    }
}
