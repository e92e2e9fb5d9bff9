//! Whether an answer is a success: its `errcode` is there and 0, and what was asked for is there. `{}` is none.

use super::{
    ApplyVirtualTelNumAnswer, GeneratedAnswer, GetComplaintOrderAnswer,
    GetExchangeableSkuListAnswer, GetGuaranteeOrderAnswer, ReasonGetAnswer, RejectReasonGetAnswer,
    SearchGuaranteeOrderAnswer,
};
use crate::channels::wire::messages::is_zero;

impl ApplyVirtualTelNumAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the number is there.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode)
            && self.virtual_tel_number.value().is_some_and(|number| !number.is_empty())
    }
}

impl GeneratedAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the number of the case is there, under
    /// either name.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode) && matches!(self.case(), Ok(Some(_)))
    }
}

impl GetComplaintOrderAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the history or the status is there.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode) && (self.history.value().is_some() || self.status.value().is_some())
    }
}

impl GetExchangeableSkuListAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the list is there.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode) && self.sku_id_list.value().is_some()
    }
}

impl GetGuaranteeOrderAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the guarantee order is there.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode) && self.guarantee_order.value().is_some()
    }
}

impl ReasonGetAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the list is there.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode) && self.reason_list.value().is_some()
    }
}

impl RejectReasonGetAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the list is there, under either name.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode)
            && [&self.reason_list, &self.reject_reason_list]
                .iter()
                .any(|list| list.value().is_some())
    }
}

impl SearchGuaranteeOrderAnswer {
    /// Returns whether the interface reports success: `errcode` is 0 and the list is there.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_zero(&self.errcode) && self.guarantee_order_list.value().is_some()
    }
}
