//! WeChat's table in smlang: one line for each transition. The flow is in the context and the actor is the data of the
//! event; guards ask for both.
//!
//! Only states that transitions name exist, so a position that the platform does not have is asked about at an end.

use aftersale::lifecycle::{Action, Actor, Flow};
use aftersale::wechat::AfterSaleStatus as Status;
use aftersale_benches::Question;
use smlang::statemachine;

use super::exists;

statemachine! {
    derive_states: [Clone, Copy, Debug],
    transitions: {
        // Opening, and the merchant's answer.
        *NoCase + Apply(Actor) [buyer] = MerchantProcessing,
        MerchantProcessing + Modify(Actor) [buyer] = MerchantProcessing,
        MerchantProcessing + Cancel(Actor) [buyer] = UserCanceld,
        MerchantProcessing + AgreeToRefund(Actor) [merchant && refund_only] = PlatformRefunding,
        MerchantProcessing + AgreeToReturn(Actor) [merchant && !refund_only] = UserWaitReturn,
        MerchantProcessing + Refuse(Actor) [merchant && refund_only] = MerchantRejectRefund,
        MerchantProcessing + Refuse(Actor) [merchant && !refund_only] = MerchantRejectReturn,
        MerchantProcessing + TimeRanOut(Actor) [clock && refund_only] = PlatformRefunding,
        MerchantProcessing + TimeRanOut(Actor) [clock && !refund_only] = UserWaitReturn,
        MerchantProcessing + AgreeForMerchant(Actor) [platform && refund_only] = PlatformRefunding,

        // The goods come back.
        UserWaitReturn + ShipReturn(Actor) [buyer] = MerchantWaitReceipt,
        UserWaitReturn + TimeRanOut(Actor) [clock] = ReturnClosed,
        UserWaitReturn + WaiveReturn(Actor) [merchant] = PlatformRefunding,
        UserWaitReturn + Cancel(Actor) [buyer] = UserCanceld,
        MerchantWaitReceipt + RecallShipment(Actor) [buyer] = UserWaitReturn,
        MerchantWaitReceipt + AmendShipment(Actor) [buyer] = MerchantWaitReceipt,
        MerchantWaitReceipt + ConfirmReceipt(Actor) [merchant] = PlatformRefunding,
        MerchantWaitReceipt + Refuse(Actor) [merchant] = MerchantRejectReturn,
        MerchantWaitReceipt + TimeRanOut(Actor) [clock] = PlatformRefunding,

        // After a refusal or a lapse.
        MerchantRejectRefund | MerchantRejectReturn | ReturnClosed + Modify(Actor) [buyer] = MerchantProcessing,
        MerchantRejectRefund + ShipReturn(Actor) [buyer && !refund_only] = MerchantWaitReceipt,
        MerchantRejectReturn + ShipReturn(Actor) [buyer] = MerchantWaitReceipt,
        MerchantRejectRefund | MerchantRejectReturn + Cancel(Actor) [buyer] = UserCanceld,
        MerchantRejectRefund | MerchantRejectReturn | ReturnClosed + TimeRanOut(Actor) [clock] = UserCanceld,
        MerchantRejectRefund + Escalate(Actor) [buyer] = MerchantRejectRefund,
        MerchantRejectReturn + Escalate(Actor) [buyer] = MerchantRejectReturn,
        ReturnClosed + Escalate(Actor) [buyer] = ReturnClosed,
        MerchantRejectRefund | MerchantRejectReturn | ReturnClosed + RuleForBuyer(Actor) [platform] = PlatformRefunding,
        MerchantRejectReturn | ReturnClosed + RuleReturnFirst(Actor) [platform] = UserWaitReturn,
        MerchantRejectRefund | MerchantRejectReturn | ReturnClosed + RuleForMerchant(Actor) [platform] = MerchantFail,
        MerchantProcessing | MerchantRejectRefund | MerchantRejectReturn | UserWaitReturn | ReturnClosed
            | MerchantWaitReceipt | MerchantOverdueRefund | PlatformRefunding | PlatformRefundFail | UserWaitConfirm
            + ForceRefund(Actor) [platform] = PlatformRefunding,

        // The money goes back.
        PlatformRefunding + RefundSucceeded(Actor) [platform && refund_only] = MerchantRefundSuccess,
        PlatformRefunding + RefundSucceeded(Actor) [platform && !refund_only] = MerchantReturnSuccess,
        PlatformRefunding + RefundFailed(Actor) [platform] = PlatformRefundFail,
        PlatformRefundFail | MerchantOverdueRefund + ProveOfflineRefund(Actor) [merchant] = UserWaitConfirm,
        PlatformRefundFail + TimeRanOut(Actor) [clock] = MerchantOverdueRefund,
        UserWaitConfirm + ConfirmOfflineRefund(Actor) [buyer && refund_only] = MerchantRefundSuccess,
        UserWaitConfirm + ConfirmOfflineRefund(Actor) [buyer && !refund_only] = MerchantReturnSuccess,
        PlatformRefundFail | MerchantOverdueRefund + Close(Actor) [platform] = MerchantRefundRetryFail,
        PlatformRefundFail + RetryRefund(Actor) [platform] = PlatformRefunding,
    }
}

/// The facts that guards know besides the event.
pub(crate) struct Context {
    flow: Flow,
}

impl StateMachineContext for Context {
    fn buyer(&self, actor: &Actor) -> Result<bool, ()> {
        Ok(*actor == Actor::Buyer)
    }

    fn merchant(&self, actor: &Actor) -> Result<bool, ()> {
        Ok(*actor == Actor::Merchant)
    }

    fn platform(&self, actor: &Actor) -> Result<bool, ()> {
        Ok(*actor == Actor::Platform)
    }

    fn clock(&self, actor: &Actor) -> Result<bool, ()> {
        Ok(*actor == Actor::Clock)
    }

    fn refund_only(&self, _: &Actor) -> Result<bool, ()> {
        Ok(self.flow == Flow::RefundOnly)
    }
}

macro_rules! pairs {
    ($($name:ident),* $(,)?) => {
        fn state_of(status: Status) -> States {
            match status {
                $(Status::$name => States::$name,)*
                _ => States::MerchantFail,
            }
        }

        fn status_of(state: &States) -> Option<Status> {
            match state {
                $(States::$name => Some(Status::$name),)*
                States::NoCase => None,
            }
        }
    };
}

pairs! {
    UserCanceld, MerchantProcessing, MerchantRejectRefund, MerchantRejectReturn, UserWaitReturn, ReturnClosed,
    MerchantWaitReceipt, MerchantOverdueRefund, MerchantRefundSuccess, MerchantReturnSuccess, PlatformRefunding,
    PlatformRefundFail, UserWaitConfirm, MerchantRefundRetryFail, MerchantFail,
}

macro_rules! events {
    ($($name:ident),* $(,)?) => {
        fn event_of(actor: Actor, action: Action) -> Option<Events> {
            match action {
                $(Action::$name => Some(Events::$name(actor)),)*
                _ => None,
            }
        }
    };
}

events! {
    Apply, Modify, Cancel, AgreeToRefund, AgreeToReturn, AgreeForMerchant, Refuse, ShipReturn, AmendShipment,
    RecallShipment, ConfirmReceipt, WaiveReturn, Escalate, RuleForBuyer, RuleReturnFirst, RuleForMerchant, ForceRefund,
    RefundSucceeded, RefundFailed, RetryRefund, ProveOfflineRefund, ConfirmOfflineRefund, Close, TimeRanOut,
}

/// A machine in the position of a question, and the event that the question asks about.
pub(crate) struct Step {
    machine: StateMachine<Context>,
    event: Option<Events>,
}

impl super::Step for Step {
    fn of(question: &Question) -> Self {
        let flow = question.position.flow;
        let state = match question.position.status {
            None => States::NoCase,
            Some(status) if exists(flow, status) => state_of(status),
            Some(_) => States::MerchantFail,
        };
        let machine = StateMachine::new_with_state(Context { flow }, state);
        Self { machine, event: event_of(question.actor, question.action) }
    }

    #[inline]
    fn take(&mut self) -> bool {
        let event = self.event.take();
        event.is_some_and(|event| self.machine.process_event(event).is_ok())
    }

    fn status(&self) -> Option<Status> {
        status_of(self.machine.state())
    }
}
