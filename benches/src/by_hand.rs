//! WeChat's rules written without a table: one `match`. It knows no guards and no evidence, and gives no
//! reasons; it is the least that a step can cost.

use aftersale::lifecycle::Action::{self, *};
use aftersale::lifecycle::Actor::{self, *};
use aftersale::lifecycle::Flow::{self, RefundOnly, ReturnRefund};
use aftersale::wechat::AfterSaleStatus::{self, *};

/// Returns the next status when this actor does this here, whatever the guards say.
#[must_use]
pub fn by_hand(
    flow: Flow,
    status: Option<AfterSaleStatus>,
    actor: Actor,
    action: Action,
) -> Option<AfterSaleStatus> {
    let Some(status) = status else {
        return matches!((actor, action), (Buyer, Apply)).then_some(MerchantProcessing);
    };
    let next = match (flow, status, actor, action) {
        // Opening, and the merchant's answer.
        (_, MerchantProcessing, Buyer, Modify) => MerchantProcessing,
        (_, MerchantProcessing, Buyer, Cancel) => UserCanceld,
        (RefundOnly, MerchantProcessing, Merchant, AgreeToRefund) => PlatformRefunding,
        (ReturnRefund, MerchantProcessing, Merchant, AgreeToReturn) => UserWaitReturn,
        (RefundOnly, MerchantProcessing, Merchant, Refuse) => MerchantRejectRefund,
        (ReturnRefund, MerchantProcessing, Merchant, Refuse) => MerchantRejectReturn,
        (RefundOnly, MerchantProcessing, Clock, TimeRanOut) => PlatformRefunding,
        (ReturnRefund, MerchantProcessing, Clock, TimeRanOut) => UserWaitReturn,
        (RefundOnly, MerchantProcessing, Platform, AgreeForMerchant) => PlatformRefunding,

        // The goods come back.
        (ReturnRefund, UserWaitReturn, Buyer, ShipReturn) => MerchantWaitReceipt,
        (ReturnRefund, UserWaitReturn, Clock, TimeRanOut) => ReturnClosed,
        (ReturnRefund, UserWaitReturn, Merchant, WaiveReturn) => PlatformRefunding,
        (ReturnRefund, UserWaitReturn, Buyer, Cancel) => UserCanceld,
        (ReturnRefund, MerchantWaitReceipt, Buyer, RecallShipment) => UserWaitReturn,
        (ReturnRefund, MerchantWaitReceipt, Buyer, AmendShipment) => MerchantWaitReceipt,
        (ReturnRefund, MerchantWaitReceipt, Merchant, ConfirmReceipt) => PlatformRefunding,
        (ReturnRefund, MerchantWaitReceipt, Merchant, Refuse) => MerchantRejectReturn,
        (ReturnRefund, MerchantWaitReceipt, Clock, TimeRanOut) => PlatformRefunding,

        // After a refusal or a lapse.
        (_, MerchantRejectRefund, Buyer, Modify)
        | (ReturnRefund, MerchantRejectReturn | ReturnClosed, Buyer, Modify) => MerchantProcessing,
        (ReturnRefund, MerchantRejectRefund | MerchantRejectReturn, Buyer, ShipReturn) => {
            MerchantWaitReceipt
        }
        (_, MerchantRejectRefund, Buyer, Cancel)
        | (ReturnRefund, MerchantRejectReturn, Buyer, Cancel)
        | (_, MerchantRejectRefund, Clock, TimeRanOut)
        | (ReturnRefund, MerchantRejectReturn | ReturnClosed, Clock, TimeRanOut) => UserCanceld,
        (_, MerchantRejectRefund, Buyer, Escalate)
        | (ReturnRefund, MerchantRejectReturn | ReturnClosed, Buyer, Escalate) => status,
        (_, MerchantRejectRefund, Platform, RuleForBuyer)
        | (ReturnRefund, MerchantRejectReturn | ReturnClosed, Platform, RuleForBuyer) => {
            PlatformRefunding
        }
        (ReturnRefund, MerchantRejectReturn | ReturnClosed, Platform, RuleReturnFirst) => {
            UserWaitReturn
        }
        (_, MerchantRejectRefund, Platform, RuleForMerchant)
        | (ReturnRefund, MerchantRejectReturn | ReturnClosed, Platform, RuleForMerchant) => {
            MerchantFail
        }
        (
            _,
            MerchantProcessing
            | MerchantRejectRefund
            | MerchantOverdueRefund
            | PlatformRefunding
            | PlatformRefundFail
            | UserWaitConfirm,
            Platform,
            ForceRefund,
        )
        | (
            ReturnRefund,
            MerchantRejectReturn | UserWaitReturn | ReturnClosed | MerchantWaitReceipt,
            Platform,
            ForceRefund,
        ) => PlatformRefunding,

        // The money goes back.
        (RefundOnly, PlatformRefunding, Platform, RefundSucceeded) => MerchantRefundSuccess,
        (ReturnRefund, PlatformRefunding, Platform, RefundSucceeded) => MerchantReturnSuccess,
        (_, PlatformRefunding, Platform, RefundFailed) => PlatformRefundFail,
        (_, PlatformRefundFail | MerchantOverdueRefund, Merchant, ProveOfflineRefund) => {
            UserWaitConfirm
        }
        (_, PlatformRefundFail, Clock, TimeRanOut) => MerchantOverdueRefund,
        (RefundOnly, UserWaitConfirm, Buyer, ConfirmOfflineRefund) => MerchantRefundSuccess,
        (ReturnRefund, UserWaitConfirm, Buyer, ConfirmOfflineRefund) => MerchantReturnSuccess,
        (_, PlatformRefundFail | MerchantOverdueRefund, Platform, Close) => MerchantRefundRetryFail,
        (_, PlatformRefundFail, Platform, RetryRefund) => PlatformRefunding,
        _ => return None,
    };
    Some(next)
}
