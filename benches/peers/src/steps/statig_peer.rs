//! WeChat's table in statig: a method for each status, the flow in the shared storage, and superstates for what several
//! statuses have in common.
//!
//! A machine of statig does not say whether it took an event, so the outermost superstate writes down that no state did. Nor
//! can one be made at a given state except by reading it with serde, so the initial state also takes an event that resumes
//! a case.

// The macro makes types that are public.
#![allow(unreachable_pub, reason = "made by the macro of the crate")]

use aftersale::lifecycle::Action::{self, *};
use aftersale::lifecycle::Actor::{self, *};
use aftersale::lifecycle::Flow::{self, RefundOnly, ReturnRefund};
use aftersale::wechat::AfterSaleStatus;
use aftersale_benches::Question;
use statig::blocking::StateMachine;
use statig::prelude::*;

use super::exists;

/// The parts of a case that are common to all its states.
pub struct Case {
    flow: Flow,
    refused: bool,
}

/// An event of a case.
pub enum Event {
    /// A case goes on that had this status.
    Resumed(AfterSaleStatus),
    /// An actor does something.
    Does(Actor, Action),
}

type Answer = Outcome<State>;

#[state_machine(initial = "State::start()", state(derive(Clone, Copy)))]
impl Case {
    #[state(superstate = "any")]
    fn start(&mut self, event: &Event) -> Answer {
        match event {
            Event::Resumed(status) if exists(self.flow, *status) => Transition(state_of(*status)),
            Event::Resumed(_) => Transition(State::merchant_fail()),
            Event::Does(Buyer, Apply) => Transition(State::merchant_processing()),
            Event::Does(..) => Super,
        }
    }

    #[state(superstate = "forcible")]
    fn merchant_processing(&mut self, event: &Event) -> Answer {
        let Event::Does(actor, action) = event else { return Super };
        match (self.flow, actor, action) {
            (_, Buyer, Modify) => Transition(State::merchant_processing()),
            (_, Buyer, Cancel) => Transition(State::user_canceld()),
            (RefundOnly, Merchant, AgreeToRefund)
            | (RefundOnly, Clock, TimeRanOut)
            | (RefundOnly, Platform, AgreeForMerchant) => Transition(State::platform_refunding()),
            (ReturnRefund, Merchant, AgreeToReturn) | (ReturnRefund, Clock, TimeRanOut) => {
                Transition(State::user_wait_return())
            }
            (RefundOnly, Merchant, Refuse) => Transition(State::merchant_reject_refund()),
            (ReturnRefund, Merchant, Refuse) => Transition(State::merchant_reject_return()),
            _ => Super,
        }
    }

    #[state(superstate = "forcible")]
    fn user_wait_return(event: &Event) -> Answer {
        match event {
            Event::Does(Buyer, ShipReturn) => Transition(State::merchant_wait_receipt()),
            Event::Does(Clock, TimeRanOut) => Transition(State::return_closed()),
            Event::Does(Merchant, WaiveReturn) => Transition(State::platform_refunding()),
            Event::Does(Buyer, Cancel) => Transition(State::user_canceld()),
            _ => Super,
        }
    }

    #[state(superstate = "forcible")]
    fn merchant_wait_receipt(event: &Event) -> Answer {
        match event {
            Event::Does(Buyer, RecallShipment) => Transition(State::user_wait_return()),
            Event::Does(Buyer, AmendShipment) => Transition(State::merchant_wait_receipt()),
            Event::Does(Merchant, ConfirmReceipt) | Event::Does(Clock, TimeRanOut) => {
                Transition(State::platform_refunding())
            }
            Event::Does(Merchant, Refuse) => Transition(State::merchant_reject_return()),
            _ => Super,
        }
    }

    #[state(superstate = "disputable")]
    fn merchant_reject_refund(&mut self, event: &Event) -> Answer {
        match event {
            Event::Does(Buyer, ShipReturn) if self.flow == ReturnRefund => {
                Transition(State::merchant_wait_receipt())
            }
            Event::Does(Buyer, Cancel) => Transition(State::user_canceld()),
            Event::Does(Buyer, Escalate) => Transition(State::merchant_reject_refund()),
            _ => Super,
        }
    }

    #[state(superstate = "disputable")]
    fn merchant_reject_return(event: &Event) -> Answer {
        match event {
            Event::Does(Buyer, ShipReturn) => Transition(State::merchant_wait_receipt()),
            Event::Does(Buyer, Cancel) => Transition(State::user_canceld()),
            Event::Does(Buyer, Escalate) => Transition(State::merchant_reject_return()),
            Event::Does(Platform, RuleReturnFirst) => Transition(State::user_wait_return()),
            _ => Super,
        }
    }

    #[state(superstate = "disputable")]
    fn return_closed(event: &Event) -> Answer {
        match event {
            Event::Does(Buyer, Escalate) => Transition(State::return_closed()),
            Event::Does(Platform, RuleReturnFirst) => Transition(State::user_wait_return()),
            _ => Super,
        }
    }

    #[state(superstate = "forcible")]
    fn platform_refunding(&mut self, event: &Event) -> Answer {
        match event {
            Event::Does(Platform, RefundSucceeded) => Transition(self.success()),
            Event::Does(Platform, RefundFailed) => Transition(State::platform_refund_fail()),
            _ => Super,
        }
    }

    #[state(superstate = "unpaid")]
    fn platform_refund_fail(event: &Event) -> Answer {
        match event {
            Event::Does(Clock, TimeRanOut) => Transition(State::merchant_overdue_refund()),
            Event::Does(Platform, RetryRefund) => Transition(State::platform_refunding()),
            _ => Super,
        }
    }

    #[state(superstate = "unpaid")]
    fn merchant_overdue_refund() -> Answer {
        Super
    }

    #[state(superstate = "forcible")]
    fn user_wait_confirm(&mut self, event: &Event) -> Answer {
        match event {
            Event::Does(Buyer, ConfirmOfflineRefund) => Transition(self.success()),
            _ => Super,
        }
    }

    #[state(superstate = "any")]
    fn user_canceld() -> Answer {
        Super
    }

    #[state(superstate = "any")]
    fn merchant_refund_success() -> Answer {
        Super
    }

    #[state(superstate = "any")]
    fn merchant_return_success() -> Answer {
        Super
    }

    #[state(superstate = "any")]
    fn merchant_refund_retry_fail() -> Answer {
        Super
    }

    #[state(superstate = "any")]
    fn merchant_fail() -> Answer {
        Super
    }

    #[superstate(superstate = "forcible")]
    fn disputable(event: &Event) -> Answer {
        match event {
            Event::Does(Buyer, Modify) => Transition(State::merchant_processing()),
            Event::Does(Clock, TimeRanOut) => Transition(State::user_canceld()),
            Event::Does(Platform, RuleForBuyer) => Transition(State::platform_refunding()),
            Event::Does(Platform, RuleForMerchant) => Transition(State::merchant_fail()),
            _ => Super,
        }
    }

    #[superstate(superstate = "forcible")]
    fn unpaid(event: &Event) -> Answer {
        match event {
            Event::Does(Merchant, ProveOfflineRefund) => Transition(State::user_wait_confirm()),
            Event::Does(Platform, Close) => Transition(State::merchant_refund_retry_fail()),
            _ => Super,
        }
    }

    #[superstate(superstate = "any")]
    fn forcible(event: &Event) -> Answer {
        match event {
            Event::Does(Platform, ForceRefund) => Transition(State::platform_refunding()),
            _ => Super,
        }
    }

    #[superstate]
    fn any(&mut self) -> Answer {
        self.refused = true;
        Handled
    }
}

impl Case {
    fn success(&self) -> State {
        if self.flow == RefundOnly {
            State::merchant_refund_success()
        } else {
            State::merchant_return_success()
        }
    }
}

/// Pairs every status with its state. The status without rules has the state of an end.
const STATES: &[(AfterSaleStatus, State)] = &[
    (AfterSaleStatus::UserCanceld, State::UserCanceld {}),
    (AfterSaleStatus::MerchantProcessing, State::MerchantProcessing {}),
    (AfterSaleStatus::MerchantRejectRefund, State::MerchantRejectRefund {}),
    (AfterSaleStatus::MerchantRejectReturn, State::MerchantRejectReturn {}),
    (AfterSaleStatus::UserWaitReturn, State::UserWaitReturn {}),
    (AfterSaleStatus::ReturnClosed, State::ReturnClosed {}),
    (AfterSaleStatus::MerchantWaitReceipt, State::MerchantWaitReceipt {}),
    (AfterSaleStatus::MerchantOverdueRefund, State::MerchantOverdueRefund {}),
    (AfterSaleStatus::MerchantRefundSuccess, State::MerchantRefundSuccess {}),
    (AfterSaleStatus::MerchantReturnSuccess, State::MerchantReturnSuccess {}),
    (AfterSaleStatus::PlatformRefunding, State::PlatformRefunding {}),
    (AfterSaleStatus::PlatformRefundFail, State::PlatformRefundFail {}),
    (AfterSaleStatus::UserWaitConfirm, State::UserWaitConfirm {}),
    (AfterSaleStatus::MerchantRefundRetryFail, State::MerchantRefundRetryFail {}),
    (AfterSaleStatus::MerchantFail, State::MerchantFail {}),
];

fn state_of(status: AfterSaleStatus) -> State {
    let known = STATES.iter().find(|(known, _)| *known == status);
    known.map_or(State::MerchantFail {}, |(_, state)| *state)
}

/// A machine in the position of a question, and the event that the question asks about.
pub(crate) struct Step {
    machine: StateMachine<Case>,
    event: Event,
}

impl super::Step for Step {
    fn of(question: &Question) -> Self {
        let case = Case { flow: question.position.flow, refused: false };
        let mut machine = case.state_machine();
        machine.init();
        if let Some(status) = question.position.status {
            machine.handle(&Event::Resumed(status));
        }
        Self { machine, event: Event::Does(question.actor, question.action) }
    }

    #[inline]
    fn take(&mut self) -> bool {
        self.machine.handle(&self.event);
        !self.machine.inner().refused
    }

    fn status(&self) -> Option<AfterSaleStatus> {
        let name = core::mem::discriminant(self.machine.state());
        let known = STATES.iter().find(|(_, state)| core::mem::discriminant(state) == name);
        known.map(|(status, _)| *status)
    }
}
