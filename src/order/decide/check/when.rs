//! Checks times: of the command, of the version that was seen, of windows and deadlines.

use super::Checks;
use crate::lifecycle::{Action, Actor};
use crate::order::state::CaseView;
use crate::order::{Command, Order, Policy, Reason, Request, Window};
use crate::time::Timestamp;

impl<P: Policy> Checks<'_, P> {
    /// Checks the command's own time: that it has a date, and comes neither before the last event, as far as clocks can
    /// differ, nor so long after it that the clock must be wrong. News of money is accepted whatever its time (I12), and so
    /// are acknowledgements.
    pub(in crate::order::decide) fn check_time(&self, command: &Command) {
        let (at, last) = (command.at, self.books().at);
        if command.request.is_of_any_time() {
            return;
        }
        if !at.has_date() {
            self.refuse(Reason::TimeWithoutDate { at });
        } else if self.order.is_too_far_ahead(at) {
            self.refuse(Reason::TooFarAhead { at, last });
        } else if !matches!(command.request, Request::RepairClock { .. })
            && at.checked_add(self.terms().clock_tolerance).is_some_and(|latest| latest < last)
        {
            self.refuse(Reason::BeforeLastEvent { at, last });
        }
    }

    /// Checks that the actor has seen the order and the offer as they are now (I21).
    pub(in crate::order::decide) fn check_seen(&self, command: &Command) {
        let now = self.books().version;
        let seen = command.seen.filter(|_| !command.request.is_news_of_money());
        if let Some(seen) = seen.filter(|seen| *seen != now) {
            self.refuse(Reason::Stale { seen, now });
        }
    }

    pub(in crate::order::decide) fn check_offer(&self, command: &Command) {
        let case = command.request.case().and_then(|case| self.books().case(case));
        if let (Some(seen), Some(case)) = (command.request.offer(), case) {
            if seen != case.offer {
                self.refuse(Reason::OfferChanged { seen, now: case.offer });
            }
        }
    }

    /// Checks that there is a version for one more event.
    pub(in crate::order::decide) fn check_room_for_an_event(&self) {
        let last = self.books().version;
        if last.next() == last {
            self.refuse(Reason::NoMoreEvents { last });
        }
    }

    /// Checks that a case can still be opened.
    pub(in crate::order::decide) fn check_window(&self, at: Timestamp) {
        let window = self.limits().window;
        if window == Window::Never {
            self.refuse(Reason::CasesNotAccepted);
        } else if let Some(last) = window.last(self.books().received) {
            if at > last {
                self.refuse(Reason::WindowClosed { last });
            }
        }
    }

    /// Checks that the clock does not act before its time (I22).
    pub(super) fn check_deadline(
        &self,
        case: &CaseView<'_, P::Status>,
        action: Action,
        at: Timestamp,
    ) {
        if action != Action::TimeRanOut {
            return;
        }
        match case.deadline {
            Some(deadline) if at < deadline => self.refuse(Reason::DeadlineNotReached { deadline }),
            Some(_) => {}
            None => self.refuse(Reason::NoDeadline),
        }
    }

    /// Checks the time since the order's last refund, where the platform limits it.
    pub(super) fn check_refund_interval(&self, by: Actor, at: Timestamp) {
        let Some(between) = self.limits().between_refunds else { return };
        let from = self.books().kept.last_refund.and_then(|last| last.checked_add(between));
        if let Some(from) = from.filter(|from| by == Actor::Merchant && at < *from) {
            self.refuse(Reason::RefundTooSoon { from });
        }
    }

    pub(in crate::order::decide) fn check_not_in_future(&self, when: Timestamp, at: Timestamp) {
        if when > at {
            self.refuse(Reason::InTheFuture { when });
        }
    }
}

impl<P: Policy> Order<P> {
    /// Returns whether a command of this time comes so long after the last event that its clock must be wrong.
    fn is_too_far_ahead(&self, at: Timestamp) -> bool {
        let latest = self.books.at.checked_add(self.policy.terms().longest_silence);
        latest.is_some_and(|latest| at > latest)
    }

    /// Returns the time of the event that a command makes. It is not before the last one, unless the command repairs the
    /// clock of the order. A report on money whose time cannot be right is dated at the last event.
    pub(in crate::order::decide) fn time_of(&self, command: &Command) -> Timestamp {
        let (at, last) = (command.at, self.books.at);
        let is_wrong = !at.has_date() || self.is_too_far_ahead(at);
        match command.request {
            Request::RepairClock { .. } if at.has_date() => at,
            _ if is_wrong => last,
            _ => at.max(last),
        }
    }
}
