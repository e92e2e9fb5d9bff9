//! WeChat's table in rust-fsm: a list of transitions. It has no guards, so the flow is a part of the state, and every flow
//! has its own list; and the actor is a part of the input: an action by an actor who never may take it is one input of its
//! own, which no state accepts.

// The macro makes types that are public.
#![allow(unreachable_pub, reason = "made by the macro of the crate")]

use aftersale::lifecycle::{Action, Actor, Flow};
use aftersale::wechat::AfterSaleStatus as Status;
use aftersale_benches::Question;
use rust_fsm::state_machine;

state_machine! {
    #[state_machine(
        input(crate::steps::rust_fsm_peer::Input),
        state(crate::steps::rust_fsm_peer::State)
    )]
    case(NoRefundCase)

    NoRefundCase(Apply) => RefundMerchantProcessing,
    NoReturnCase(Apply) => ReturnMerchantProcessing,
    RefundMerchantProcessing => {
        Modify => RefundMerchantProcessing,
        Cancel => RefundUserCanceld,
        ForceRefund => RefundPlatformRefunding,
        AgreeToRefund => RefundPlatformRefunding,
        Refuse => RefundMerchantRejectRefund,
        TimeRanOut => RefundPlatformRefunding,
        AgreeForMerchant => RefundPlatformRefunding,
    },
    RefundMerchantRejectRefund => {
        Modify => RefundMerchantProcessing,
        Cancel => RefundUserCanceld,
        TimeRanOut => RefundUserCanceld,
        Escalate => RefundMerchantRejectRefund,
        RuleForBuyer => RefundPlatformRefunding,
        RuleForMerchant => RefundMerchantFail,
        ForceRefund => RefundPlatformRefunding,
    },
    RefundPlatformRefunding => {
        RefundFailed => RefundPlatformRefundFail,
        ForceRefund => RefundPlatformRefunding,
        RefundSucceeded => RefundMerchantRefundSuccess,
    },
    RefundPlatformRefundFail => {
        ProveOfflineRefund => RefundUserWaitConfirm,
        TimeRanOut => RefundMerchantOverdueRefund,
        Close => RefundMerchantRefundRetryFail,
        RetryRefund => RefundPlatformRefunding,
        ForceRefund => RefundPlatformRefunding,
    },
    RefundMerchantOverdueRefund => {
        ProveOfflineRefund => RefundUserWaitConfirm,
        Close => RefundMerchantRefundRetryFail,
        ForceRefund => RefundPlatformRefunding,
    },
    RefundUserWaitConfirm => {
        ForceRefund => RefundPlatformRefunding,
        ConfirmOfflineRefund => RefundMerchantRefundSuccess,
    },
    ReturnMerchantProcessing => {
        Modify => ReturnMerchantProcessing,
        Cancel => ReturnUserCanceld,
        ForceRefund => ReturnPlatformRefunding,
        AgreeToReturn => ReturnUserWaitReturn,
        Refuse => ReturnMerchantRejectReturn,
        TimeRanOut => ReturnUserWaitReturn,
    },
    ReturnUserWaitReturn => {
        ShipReturn => ReturnMerchantWaitReceipt,
        TimeRanOut => ReturnReturnClosed,
        WaiveReturn => ReturnPlatformRefunding,
        Cancel => ReturnUserCanceld,
        ForceRefund => ReturnPlatformRefunding,
    },
    ReturnMerchantWaitReceipt => {
        RecallShipment => ReturnUserWaitReturn,
        AmendShipment => ReturnMerchantWaitReceipt,
        ConfirmReceipt => ReturnPlatformRefunding,
        Refuse => ReturnMerchantRejectReturn,
        TimeRanOut => ReturnPlatformRefunding,
        ForceRefund => ReturnPlatformRefunding,
    },
    ReturnMerchantRejectRefund => {
        Modify => ReturnMerchantProcessing,
        Cancel => ReturnUserCanceld,
        TimeRanOut => ReturnUserCanceld,
        Escalate => ReturnMerchantRejectRefund,
        RuleForBuyer => ReturnPlatformRefunding,
        RuleForMerchant => ReturnMerchantFail,
        ForceRefund => ReturnPlatformRefunding,
        ShipReturn => ReturnMerchantWaitReceipt,
    },
    ReturnMerchantRejectReturn => {
        Modify => ReturnMerchantProcessing,
        TimeRanOut => ReturnUserCanceld,
        RuleForBuyer => ReturnPlatformRefunding,
        RuleReturnFirst => ReturnUserWaitReturn,
        RuleForMerchant => ReturnMerchantFail,
        ForceRefund => ReturnPlatformRefunding,
        ShipReturn => ReturnMerchantWaitReceipt,
        Cancel => ReturnUserCanceld,
        Escalate => ReturnMerchantRejectReturn,
    },
    ReturnReturnClosed => {
        Modify => ReturnMerchantProcessing,
        TimeRanOut => ReturnUserCanceld,
        RuleForBuyer => ReturnPlatformRefunding,
        RuleReturnFirst => ReturnUserWaitReturn,
        RuleForMerchant => ReturnMerchantFail,
        ForceRefund => ReturnPlatformRefunding,
        Escalate => ReturnReturnClosed,
    },
    ReturnPlatformRefunding => {
        RefundFailed => ReturnPlatformRefundFail,
        ForceRefund => ReturnPlatformRefunding,
        RefundSucceeded => ReturnMerchantReturnSuccess,
    },
    ReturnPlatformRefundFail => {
        ProveOfflineRefund => ReturnUserWaitConfirm,
        TimeRanOut => ReturnMerchantOverdueRefund,
        Close => ReturnMerchantRefundRetryFail,
        RetryRefund => ReturnPlatformRefunding,
        ForceRefund => ReturnPlatformRefunding,
    },
    ReturnMerchantOverdueRefund => {
        ProveOfflineRefund => ReturnUserWaitConfirm,
        Close => ReturnMerchantRefundRetryFail,
        ForceRefund => ReturnPlatformRefunding,
    },
    ReturnUserWaitConfirm => {
        ForceRefund => ReturnPlatformRefunding,
        ConfirmOfflineRefund => ReturnMerchantReturnSuccess,
    }
}

macro_rules! states {
    ($($name:ident: $flow:ident, $status:ident;)*) => {
        /// A status in a flow.
        #[derive(Clone, Copy, Debug)]
        pub enum State {
            NoRefundCase,
            NoReturnCase,
            $($name,)*
        }

        fn state_of(flow: Flow, status: Option<Status>) -> State {
            match (flow, status) {
                (Flow::RefundOnly, None) => State::NoRefundCase,
                (_, None) => State::NoReturnCase,
                $((Flow::$flow, Some(Status::$status)) => State::$name,)*
                // Positions that the platform does not have: nothing is possible there, as at an end.
                (_, Some(_)) => State::RefundMerchantFail,
            }
        }

        fn status_of(state: State) -> Option<Status> {
            match state {
                State::NoRefundCase | State::NoReturnCase => None,
                $(State::$name => Some(Status::$status),)*
            }
        }
    };
}

states! {
    RefundUserCanceld: RefundOnly, UserCanceld;
    RefundMerchantProcessing: RefundOnly, MerchantProcessing;
    RefundMerchantRejectRefund: RefundOnly, MerchantRejectRefund;
    RefundMerchantOverdueRefund: RefundOnly, MerchantOverdueRefund;
    RefundMerchantRefundSuccess: RefundOnly, MerchantRefundSuccess;
    RefundPlatformRefunding: RefundOnly, PlatformRefunding;
    RefundPlatformRefundFail: RefundOnly, PlatformRefundFail;
    RefundUserWaitConfirm: RefundOnly, UserWaitConfirm;
    RefundMerchantRefundRetryFail: RefundOnly, MerchantRefundRetryFail;
    RefundMerchantFail: RefundOnly, MerchantFail;
    ReturnUserCanceld: ReturnRefund, UserCanceld;
    ReturnMerchantProcessing: ReturnRefund, MerchantProcessing;
    ReturnMerchantRejectRefund: ReturnRefund, MerchantRejectRefund;
    ReturnMerchantRejectReturn: ReturnRefund, MerchantRejectReturn;
    ReturnUserWaitReturn: ReturnRefund, UserWaitReturn;
    ReturnReturnClosed: ReturnRefund, ReturnClosed;
    ReturnMerchantWaitReceipt: ReturnRefund, MerchantWaitReceipt;
    ReturnMerchantOverdueRefund: ReturnRefund, MerchantOverdueRefund;
    ReturnMerchantReturnSuccess: ReturnRefund, MerchantReturnSuccess;
    ReturnPlatformRefunding: ReturnRefund, PlatformRefunding;
    ReturnPlatformRefundFail: ReturnRefund, PlatformRefundFail;
    ReturnUserWaitConfirm: ReturnRefund, UserWaitConfirm;
    ReturnMerchantRefundRetryFail: ReturnRefund, MerchantRefundRetryFail;
    ReturnMerchantFail: ReturnRefund, MerchantFail;
}

macro_rules! inputs {
    ($($actor:ident: $($action:ident),*;)*) => {
        /// An action by the actor who may take it somewhere, or by one who may not anywhere.
        #[derive(Clone, Copy, Debug)]
        pub enum Input {
            $($($action,)*)*
            ByWrongActor,
        }

        fn input_of(actor: Actor, action: Action) -> Input {
            match (actor, action) {
                $($((Actor::$actor, Action::$action) => Input::$action,)*)*
                _ => Input::ByWrongActor,
            }
        }
    };
}

inputs! {
    Buyer: Apply, Modify, Cancel, ShipReturn, AmendShipment, RecallShipment, Escalate, ConfirmOfflineRefund;
    Merchant: AgreeToRefund, AgreeToReturn, Refuse, ConfirmReceipt, WaiveReturn, ProveOfflineRefund;
    Platform: AgreeForMerchant, RuleForBuyer, RuleReturnFirst, RuleForMerchant, ForceRefund, RefundSucceeded, RefundFailed, RetryRefund, Close;
    Clock: TimeRanOut;
}

/// A machine in the position of a question, and the input that the question asks about.
pub(crate) struct Step {
    machine: case::StateMachine,
    input: Input,
}

impl super::Step for Step {
    fn of(question: &Question) -> Self {
        let state = state_of(question.position.flow, question.position.status);
        let machine = case::StateMachine::from_state(state);
        Self { machine, input: input_of(question.actor, question.action) }
    }

    #[inline]
    fn take(&mut self) -> bool {
        self.machine.consume(&self.input).is_ok()
    }

    fn status(&self) -> Option<Status> {
        status_of(*self.machine.state())
    }
}
