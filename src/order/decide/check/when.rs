//! Checks times: of the command, of the version that was seen, of windows and deadlines.

use super::Checks;
use crate::lifecycle::{Action, Actor};
use crate::order::state::CaseView;
use crate::order::{Command, Policy, Reason, Window};
use crate::time::Timestamp;

impl<P: Policy> Checks<'_, P> {
    /// Checks that the command does not come before the last event. News of money is accepted whenever it comes (I12).
    pub(in crate::order::decide) fn check_time(&self, command: &Command) {
        let last = self.books().at;
        if !command.request.is_news_of_money() && command.at < last {
            self.refuse(Reason::BeforeLastEvent { at: command.at, last });
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
