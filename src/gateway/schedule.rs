//! When to ask a gateway about a refund that is not certain, and when a person has to look.

use alloc::vec::Vec;
use core::time::Duration;

use crate::order::{Order, Policy, Refund, RefundKey};
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

    /// Returns the first time of the schedule that is later than the last query; `None` outside the range of times.
    ///
    /// ```
    /// use aftersale::gateway::QuerySchedule;
    /// use aftersale::time::Timestamp;
    /// let sent = Timestamp::from_seconds(1_795_300_763);
    /// let after = |seconds| {
    ///     let last = sent.plus_seconds(seconds).unwrap();
    ///     QuerySchedule::DEFAULT.query_after(sent, last).unwrap().seconds() - sent.seconds()
    /// };
    /// assert_eq!([after(0), after(59), after(60), after(7_560), after(11_159)], [60, 60, 360, 11_160, 11_160]);
    /// ```
    #[must_use]
    pub fn query_after(&self, sent: Timestamp, last: Timestamp) -> Option<Timestamp> {
        let mut at = sent;
        for wait in self.waits {
            at = at.checked_add(*wait)?;
            if at > last {
                return Some(at);
            }
        }
        let then = i64::try_from(self.then.as_secs()).ok()?.max(1);
        let since = last.seconds().checked_sub(at.seconds())?;
        let steps = since.checked_div(then)?.checked_add(1)?;
        at.plus_seconds(steps.checked_mul(then)?)
    }

    /// Returns when to ask about each refund of an order whose outcome is not certain, the soonest first. A report that a refund
    /// is processing or unknown counts as the last query.
    ///
    /// A refund that is still to be issued is not among them: no query comes before that. A time that is past is due now.
    ///
    /// ```
    /// use aftersale::gateway::QuerySchedule;
    #[doc = include_str!("../order/example.md")]
    /// assert_eq!(QuerySchedule::DEFAULT.queries(&order), []);
    ///
    /// // The gateway gave no answer: ask after a minute, and let a person look after a day.
    /// let report = Request::refund_unknown("ORDER1c1r1", now);
    /// order.accept(&Command::new("c-3", "ORDER1", Actor::Platform, now, report))?;
    /// let queries = QuerySchedule::DEFAULT.queries(&order);
    /// assert_eq!(queries[0].refund.as_str(), "ORDER1c1r1");
    /// assert_eq!(queries[0].at, now.plus_seconds(60).unwrap());
    /// assert_eq!(queries[0].person_at, now.plus_seconds(86_400));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn queries<P: Policy>(&self, order: &Order<P>) -> Vec<RefundQuery> {
        let query = |refund: &Refund| {
            let last = refund.uncertain.map_or(refund.started, |(at, _)| at);
            Some(RefundQuery {
                refund: refund.key.clone(),
                at: self.query_after(refund.started, last.max(refund.started))?,
                person_at: self.person_at(refund.started),
            })
        };
        let mut queries: Vec<RefundQuery> = order.refunds_to_query().filter_map(query).collect();
        queries.sort_by(|one, other| (one.at, &one.refund).cmp(&(other.at, &other.refund)));
        queries
    }
}

/// A query that is to be made about a refund.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct RefundQuery {
    /// The key of the refund.
    pub refund: RefundKey,
    /// When to ask.
    pub at: Timestamp,
    /// When a person has to look, if the outcome is not certain by then; `None` outside the range of times.
    pub person_at: Option<Timestamp>,
}
