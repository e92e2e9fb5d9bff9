//! The refund of an after-sale order, and the refund service's answer.

use alloc::string::String;

use crate::channels::RefundReason;
use crate::money::Amount;
use crate::wire::{Loose, ReturnCode, Word, YesNo, record};

record! {
    /// The refund.
    pub struct RefundInfo {
        /// The amount, in fen.
        amount: Loose<Amount>,
        /// The reason why the platform refunded.
        refund_reason: Loose<Word<RefundReason>>,
        /// The part of the platform's discount that is returned, in fen.
        platform_discount_return_amount: Loose<Amount>,
        /// Whether it is a refund of a small amount by the freight insurance. Since January 2026.
        is_low_price_insurance_refund: YesNo,
        /// Whether the freight insurance pays the refund in the end. Since January 2026.
        is_final_refund_by_insurance: YesNo,
    }
}

record! {
    /// The answer of the refund service.
    pub struct RefundResp {
        /// The code as a text.
        code: String,
        /// The code as a number; 0 for success.
        ret: Loose<ReturnCode>,
        /// The message.
        message: String,
    }
}
