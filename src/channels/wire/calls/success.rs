//! Whether an answer is a success: its `errcode` is there and 0. An answer without a code, such as `{}`, is none.

use super::{
    ApplyVirtualTelNumAnswer, GeneratedAnswer, GetComplaintOrderAnswer,
    GetExchangeableSkuListAnswer, GetGuaranteeOrderAnswer, ReasonGetAnswer, RejectReasonGetAnswer,
    SearchGuaranteeOrderAnswer,
};
use crate::wire::{Field, ReturnCode};

fn is_success(errcode: &Field<ReturnCode>) -> bool {
    matches!(errcode, Field::Value(ReturnCode(0)))
}

impl ApplyVirtualTelNumAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl GeneratedAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl GetComplaintOrderAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl GetExchangeableSkuListAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl GetGuaranteeOrderAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl ReasonGetAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl RejectReasonGetAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}

impl SearchGuaranteeOrderAnswer {
    /// Returns whether the interface reports success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.errcode)
    }
}
