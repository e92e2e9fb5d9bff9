//! When to ask a gateway about a refund that is not certain, and when a person has to look.

use core::time::Duration;

use crate::time::{Timestamp, hours_long};

/// When to ask about a refund whose outcome is not certain. The host keeps asking: no time makes a failure of it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct QuerySchedule {
    /// The waits before the first queries: the first after the request, each other after the query before it.
    pub waits: &'static [Duration],
    /// The wait before each query after those.
    pub then: Duration,
    /// How long after the request a person has to look, while the queries go on.
    pub person_after: Duration,
    /// Where the times are from.
    pub source: &'static str,
}

const fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes.saturating_mul(60))
}

impl QuerySchedule {
    /// One minute after the request, then after 5, 10, 20 and 30 minutes, then every hour; a person after a day. The times
    /// are this crate's, for gateways that publish none.
    pub const DEFAULT: Self = Self::new(
        &[minutes(1), minutes(5), minutes(10), minutes(20), minutes(30)],
        hours_long(1),
        hours_long(24),
        "chosen by this crate",
    );

    /// Returns the schedule with these waits.
    #[must_use]
    pub const fn new(
        waits: &'static [Duration],
        then: Duration,
        person_after: Duration,
        source: &'static str,
    ) -> Self {
        Self { waits, then, person_after, source }
    }

    /// Returns when to ask next, after so many queries; `None` outside the range of times.
    ///
    /// The queries are counted from the request on. A host that asked late does not ask more often for that: it takes the
    /// later of this time and now.
    ///
    /// ```
    /// use aftersale::gateway::QuerySchedule;
    /// use aftersale::time::Timestamp;
    /// let sent = Timestamp::from_seconds(1_795_300_763);
    /// let at = |asked| QuerySchedule::DEFAULT.query_at(sent, asked).unwrap().seconds() - sent.seconds();
    /// assert_eq!([at(0), at(1), at(5), at(6)], [60, 360, 7_560, 11_160]);
    /// ```
    #[must_use]
    pub fn query_at(&self, sent: Timestamp, asked: u32) -> Option<Timestamp> {
        let listed = self.waits.iter().take(usize::try_from(asked).ok()?.checked_add(1)?);
        let mut wait = Duration::ZERO;
        for one in listed {
            wait = wait.checked_add(*one)?;
        }
        let listed = u32::try_from(self.waits.len()).ok()?;
        let others = asked.checked_add(1)?.saturating_sub(listed);
        wait = wait.checked_add(self.then.checked_mul(others)?)?;
        sent.checked_add(wait)
    }

    /// Returns when a person has to look, if the outcome is not certain by then; `None` outside the range of times.
    #[must_use]
    pub fn person_at(&self, sent: Timestamp) -> Option<Timestamp> {
        sent.checked_add(self.person_after)
    }
}
