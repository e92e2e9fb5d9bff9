//! WeChat's table in edfsm: a line for each transition by an event, and a handler for each line. The flow is in the states
//! and the actor in the events; the handlers look at both, and answer with the next state or none.

#![allow(dead_code, reason = "the flow of a state that no event leads out of is never asked for")]

use aftersale::lifecycle::{Action, Actor, Flow};
use aftersale::wechat::AfterSaleStatus as Status;
use aftersale_benches::Question;
use edfsm::{Change, Fsm, Input, impl_fsm};

use super::exists;

macro_rules! states {
    ($($name:ident),* $(,)?) => {
        $(struct $name { flow: Flow })*

        enum State {
            NoCase(NoCase),
            $($name($name),)*
        }

        struct NoCase { flow: Flow }

        fn state_of(flow: Flow, status: Option<Status>) -> State {
            match status {
                None => State::NoCase(NoCase { flow }),
                $(Some(Status::$name) if exists(flow, Status::$name) => State::$name($name { flow }),)*
                // Positions that the platform does not have: nothing is possible there, as at an end.
                Some(_) => State::MerchantFail(MerchantFail { flow }),
            }
        }

        fn status_of(state: &State) -> Option<Status> {
            match state {
                State::NoCase(_) => None,
                $(State::$name(_) => Some(Status::$name),)*
            }
        }
    };
}

states! {
    UserCanceld, MerchantProcessing, MerchantRejectRefund, MerchantRejectReturn, UserWaitReturn, ReturnClosed,
    MerchantWaitReceipt, MerchantOverdueRefund, MerchantRefundSuccess, MerchantReturnSuccess, PlatformRefunding,
    PlatformRefundFail, UserWaitConfirm, MerchantRefundRetryFail, MerchantFail,
}

macro_rules! events {
    ($($name:ident),* $(,)?) => {
        $(struct $name { by: Actor })*

        enum Event {
            $($name($name),)*
        }

        fn event_of(by: Actor, action: Action) -> Option<Event> {
            match action {
                $(Action::$name => Some(Event::$name($name { by })),)*
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

/// No commands: what happens to a case comes as an event.
enum Command {}

/// No effects.
struct NoEffects;

struct Case;

#[impl_fsm]
impl Fsm for Case {
    type S = State;
    type C = Command;
    type E = Event;
    type SE = NoEffects;

    event!(NoCase => Apply => MerchantProcessing);
    event!(MerchantProcessing => Modify => MerchantProcessing);
    event!(MerchantProcessing => Cancel => UserCanceld);
    event!(MerchantProcessing => ForceRefund => PlatformRefunding);
    event!(MerchantProcessing => AgreeToRefund => PlatformRefunding);
    event!(MerchantProcessing => Refuse => MerchantRejectRefund | MerchantRejectReturn);
    event!(MerchantProcessing => TimeRanOut => PlatformRefunding | UserWaitReturn);
    event!(MerchantProcessing => AgreeForMerchant => PlatformRefunding);
    event!(MerchantProcessing => AgreeToReturn => UserWaitReturn);
    event!(UserWaitReturn => ShipReturn => MerchantWaitReceipt);
    event!(UserWaitReturn => TimeRanOut => ReturnClosed);
    event!(UserWaitReturn => WaiveReturn => PlatformRefunding);
    event!(UserWaitReturn => Cancel => UserCanceld);
    event!(UserWaitReturn => ForceRefund => PlatformRefunding);
    event!(MerchantWaitReceipt => RecallShipment => UserWaitReturn);
    event!(MerchantWaitReceipt => AmendShipment => MerchantWaitReceipt);
    event!(MerchantWaitReceipt => ConfirmReceipt => PlatformRefunding);
    event!(MerchantWaitReceipt => Refuse => MerchantRejectReturn);
    event!(MerchantWaitReceipt => TimeRanOut => PlatformRefunding);
    event!(MerchantWaitReceipt => ForceRefund => PlatformRefunding);
    event!(MerchantRejectRefund => Modify => MerchantProcessing);
    event!(MerchantRejectRefund => Cancel => UserCanceld);
    event!(MerchantRejectRefund => TimeRanOut => UserCanceld);
    event!(MerchantRejectRefund => Escalate => MerchantRejectRefund);
    event!(MerchantRejectRefund => RuleForBuyer => PlatformRefunding);
    event!(MerchantRejectRefund => RuleForMerchant => MerchantFail);
    event!(MerchantRejectRefund => ForceRefund => PlatformRefunding);
    event!(MerchantRejectRefund => ShipReturn => MerchantWaitReceipt);
    event!(MerchantRejectReturn => Modify => MerchantProcessing);
    event!(MerchantRejectReturn => TimeRanOut => UserCanceld);
    event!(MerchantRejectReturn => RuleForBuyer => PlatformRefunding);
    event!(MerchantRejectReturn => RuleReturnFirst => UserWaitReturn);
    event!(MerchantRejectReturn => RuleForMerchant => MerchantFail);
    event!(MerchantRejectReturn => ForceRefund => PlatformRefunding);
    event!(MerchantRejectReturn => ShipReturn => MerchantWaitReceipt);
    event!(MerchantRejectReturn => Cancel => UserCanceld);
    event!(MerchantRejectReturn => Escalate => MerchantRejectReturn);
    event!(ReturnClosed => Modify => MerchantProcessing);
    event!(ReturnClosed => TimeRanOut => UserCanceld);
    event!(ReturnClosed => RuleForBuyer => PlatformRefunding);
    event!(ReturnClosed => RuleReturnFirst => UserWaitReturn);
    event!(ReturnClosed => RuleForMerchant => MerchantFail);
    event!(ReturnClosed => ForceRefund => PlatformRefunding);
    event!(ReturnClosed => Escalate => ReturnClosed);
    event!(PlatformRefunding => RefundFailed => PlatformRefundFail);
    event!(PlatformRefunding => ForceRefund => PlatformRefunding);
    event!(PlatformRefunding => RefundSucceeded => MerchantRefundSuccess | MerchantReturnSuccess);
    event!(PlatformRefundFail => ProveOfflineRefund => UserWaitConfirm);
    event!(PlatformRefundFail => TimeRanOut => MerchantOverdueRefund);
    event!(PlatformRefundFail => Close => MerchantRefundRetryFail);
    event!(PlatformRefundFail => RetryRefund => PlatformRefunding);
    event!(PlatformRefundFail => ForceRefund => PlatformRefunding);
    event!(MerchantOverdueRefund => ProveOfflineRefund => UserWaitConfirm);
    event!(MerchantOverdueRefund => Close => MerchantRefundRetryFail);
    event!(MerchantOverdueRefund => ForceRefund => PlatformRefunding);
    event!(UserWaitConfirm => ForceRefund => PlatformRefunding);
    event!(UserWaitConfirm => ConfirmOfflineRefund => MerchantRefundSuccess | MerchantReturnSuccess);
}

macro_rules! handlers {
    (@flow $state:ident, any flow) => { true };
    (@flow $state:ident, $flow:ident) => { $state.flow == Flow::$flow };
    ($($handler:ident($state:ident, $event:ident by $actor:ident) in $flow:ident $($any:ident)? => $to:ident;)*) => {
        impl Case {
            $(fn $handler(state: &$state, event: &$event) -> Option<$to> {
                let may = event.by == Actor::$actor && handlers!(@flow state, $flow $($any)?);
                may.then_some($to { flow: state.flow })
            })*
        }
    };
}

handlers! {
    on_nocase_apply(NoCase, Apply by Buyer) in any flow => MerchantProcessing;
    on_merchantprocessing_modify(MerchantProcessing, Modify by Buyer) in any flow => MerchantProcessing;
    on_merchantprocessing_cancel(MerchantProcessing, Cancel by Buyer) in any flow => UserCanceld;
    on_merchantprocessing_forcerefund(MerchantProcessing, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_merchantprocessing_agreetorefund(MerchantProcessing, AgreeToRefund by Merchant) in RefundOnly => PlatformRefunding;
    on_merchantprocessing_agreeformerchant(MerchantProcessing, AgreeForMerchant by Platform) in RefundOnly => PlatformRefunding;
    on_merchantprocessing_agreetoreturn(MerchantProcessing, AgreeToReturn by Merchant) in ReturnRefund => UserWaitReturn;
    on_userwaitreturn_shipreturn(UserWaitReturn, ShipReturn by Buyer) in any flow => MerchantWaitReceipt;
    on_userwaitreturn_timeranout(UserWaitReturn, TimeRanOut by Clock) in any flow => ReturnClosed;
    on_userwaitreturn_waivereturn(UserWaitReturn, WaiveReturn by Merchant) in any flow => PlatformRefunding;
    on_userwaitreturn_cancel(UserWaitReturn, Cancel by Buyer) in any flow => UserCanceld;
    on_userwaitreturn_forcerefund(UserWaitReturn, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_merchantwaitreceipt_recallshipment(MerchantWaitReceipt, RecallShipment by Buyer) in any flow => UserWaitReturn;
    on_merchantwaitreceipt_amendshipment(MerchantWaitReceipt, AmendShipment by Buyer) in any flow => MerchantWaitReceipt;
    on_merchantwaitreceipt_confirmreceipt(MerchantWaitReceipt, ConfirmReceipt by Merchant) in any flow => PlatformRefunding;
    on_merchantwaitreceipt_refuse(MerchantWaitReceipt, Refuse by Merchant) in any flow => MerchantRejectReturn;
    on_merchantwaitreceipt_timeranout(MerchantWaitReceipt, TimeRanOut by Clock) in any flow => PlatformRefunding;
    on_merchantwaitreceipt_forcerefund(MerchantWaitReceipt, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_merchantrejectrefund_modify(MerchantRejectRefund, Modify by Buyer) in any flow => MerchantProcessing;
    on_merchantrejectrefund_cancel(MerchantRejectRefund, Cancel by Buyer) in any flow => UserCanceld;
    on_merchantrejectrefund_timeranout(MerchantRejectRefund, TimeRanOut by Clock) in any flow => UserCanceld;
    on_merchantrejectrefund_escalate(MerchantRejectRefund, Escalate by Buyer) in any flow => MerchantRejectRefund;
    on_merchantrejectrefund_ruleforbuyer(MerchantRejectRefund, RuleForBuyer by Platform) in any flow => PlatformRefunding;
    on_merchantrejectrefund_ruleformerchant(MerchantRejectRefund, RuleForMerchant by Platform) in any flow => MerchantFail;
    on_merchantrejectrefund_forcerefund(MerchantRejectRefund, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_merchantrejectrefund_shipreturn(MerchantRejectRefund, ShipReturn by Buyer) in ReturnRefund => MerchantWaitReceipt;
    on_merchantrejectreturn_modify(MerchantRejectReturn, Modify by Buyer) in any flow => MerchantProcessing;
    on_merchantrejectreturn_timeranout(MerchantRejectReturn, TimeRanOut by Clock) in any flow => UserCanceld;
    on_merchantrejectreturn_ruleforbuyer(MerchantRejectReturn, RuleForBuyer by Platform) in any flow => PlatformRefunding;
    on_merchantrejectreturn_rulereturnfirst(MerchantRejectReturn, RuleReturnFirst by Platform) in any flow => UserWaitReturn;
    on_merchantrejectreturn_ruleformerchant(MerchantRejectReturn, RuleForMerchant by Platform) in any flow => MerchantFail;
    on_merchantrejectreturn_forcerefund(MerchantRejectReturn, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_merchantrejectreturn_shipreturn(MerchantRejectReturn, ShipReturn by Buyer) in any flow => MerchantWaitReceipt;
    on_merchantrejectreturn_cancel(MerchantRejectReturn, Cancel by Buyer) in any flow => UserCanceld;
    on_merchantrejectreturn_escalate(MerchantRejectReturn, Escalate by Buyer) in any flow => MerchantRejectReturn;
    on_returnclosed_modify(ReturnClosed, Modify by Buyer) in any flow => MerchantProcessing;
    on_returnclosed_timeranout(ReturnClosed, TimeRanOut by Clock) in any flow => UserCanceld;
    on_returnclosed_ruleforbuyer(ReturnClosed, RuleForBuyer by Platform) in any flow => PlatformRefunding;
    on_returnclosed_rulereturnfirst(ReturnClosed, RuleReturnFirst by Platform) in any flow => UserWaitReturn;
    on_returnclosed_ruleformerchant(ReturnClosed, RuleForMerchant by Platform) in any flow => MerchantFail;
    on_returnclosed_forcerefund(ReturnClosed, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_returnclosed_escalate(ReturnClosed, Escalate by Buyer) in any flow => ReturnClosed;
    on_platformrefunding_refundfailed(PlatformRefunding, RefundFailed by Platform) in any flow => PlatformRefundFail;
    on_platformrefunding_forcerefund(PlatformRefunding, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_platformrefundfail_proveofflinerefund(PlatformRefundFail, ProveOfflineRefund by Merchant) in any flow => UserWaitConfirm;
    on_platformrefundfail_timeranout(PlatformRefundFail, TimeRanOut by Clock) in any flow => MerchantOverdueRefund;
    on_platformrefundfail_close(PlatformRefundFail, Close by Platform) in any flow => MerchantRefundRetryFail;
    on_platformrefundfail_retryrefund(PlatformRefundFail, RetryRefund by Platform) in any flow => PlatformRefunding;
    on_platformrefundfail_forcerefund(PlatformRefundFail, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_merchantoverduerefund_proveofflinerefund(MerchantOverdueRefund, ProveOfflineRefund by Merchant) in any flow => UserWaitConfirm;
    on_merchantoverduerefund_close(MerchantOverdueRefund, Close by Platform) in any flow => MerchantRefundRetryFail;
    on_merchantoverduerefund_forcerefund(MerchantOverdueRefund, ForceRefund by Platform) in any flow => PlatformRefunding;
    on_userwaitconfirm_forcerefund(UserWaitConfirm, ForceRefund by Platform) in any flow => PlatformRefunding;
}

macro_rules! handlers_by_flow {
    ($($handler:ident($state:ident, $event:ident by $actor:ident) => $refund:ident or $return:ident;)*) => {
        impl Case {
            $(fn $handler(state: &$state, event: &$event) -> Option<(Change, Option<State>)> {
                let flow = state.flow;
                let to = if flow == Flow::RefundOnly {
                    State::$refund($refund { flow })
                } else {
                    State::$return($return { flow })
                };
                (event.by == Actor::$actor).then_some((Change::Transitioned, Some(to)))
            })*
        }
    };
}

handlers_by_flow! {
    on_merchantprocessing_refuse(MerchantProcessing, Refuse by Merchant) => MerchantRejectRefund or MerchantRejectReturn;
    on_merchantprocessing_timeranout(MerchantProcessing, TimeRanOut by Clock) => PlatformRefunding or UserWaitReturn;
    on_platformrefunding_refundsucceeded(PlatformRefunding, RefundSucceeded by Platform) => MerchantRefundSuccess or MerchantReturnSuccess;
    on_userwaitconfirm_confirmofflinerefund(UserWaitConfirm, ConfirmOfflineRefund by Buyer) => MerchantRefundSuccess or MerchantReturnSuccess;
}

/// A state, and the event that a question asks about.
pub(crate) struct Step {
    state: State,
    event: Option<Event>,
}

impl super::Step for Step {
    fn of(question: &Question) -> Self {
        let state = state_of(question.position.flow, question.position.status);
        Self { state, event: event_of(question.actor, question.action) }
    }

    #[inline]
    fn take(&mut self) -> bool {
        let event = self.event.take().map(Input::Event);
        event.is_some_and(|event| Case::step(&mut self.state, event, &mut NoEffects).is_some())
    }

    fn status(&self) -> Option<Status> {
        status_of(&self.state)
    }
}
