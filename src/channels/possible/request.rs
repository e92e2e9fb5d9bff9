//! The requests of the calls, as far as a case gives them, and what the merchant has to add.

use alloc::boxed::Box;

use super::{CaseInView, Missing};
use crate::channels::wire::calls::{
    AcceptApplyRequest, AcceptType, Call, CallDocument, GenAftersaleOrderRequest,
    HandleFastExchangeReceiptRequest, MerchantUpdateAftersaleRequest, RefundPriceDiffRequest,
    RejectRequest, UploadRefundCertificateRequest, WaybillRequest,
};
use crate::lifecycle::{Action, Set};
use crate::wire::{Field, Loose, PlatformId, Word};

impl CaseInView<'_> {
    /// Returns the request of a call that carries out this action, and what is missing in it.
    pub(super) fn request(
        &self,
        call: Call,
        action: Option<Action>,
    ) -> (CallDocument, Set<Missing>) {
        match call {
            Call::AcceptApply => self.agreement(action),
            Call::UploadRefundCertificate => {
                let mut request = UploadRefundCertificateRequest::default();
                let missing = &[Missing::Certificates, Missing::Description];
                let missing = self.number_into(&mut request.after_sale_order_id, missing);
                (CallDocument::UploadRefundCertificate(Box::new(request)), missing)
            }
            Call::MerchantUpdateAftersale => {
                let mut request = MerchantUpdateAftersaleRequest::default();
                let missing = self.number_into(&mut request.after_sale_order_id, PROPOSAL);
                (CallDocument::MerchantUpdateAftersale(Box::new(request)), missing)
            }
            Call::AcceptExchangeReship
            | Call::MerchantReship
            | Call::MerchantUpdateReshipExpress => {
                let mut request = WaybillRequest::default();
                let missing = &[Missing::Waybill, Missing::Carrier];
                let missing = self.number_into(&mut request.after_sale_order_id, missing);
                (CallDocument::Waybill(Box::new(request)), missing)
            }
            Call::HandleFastExchangeReceipt => {
                let mut request = HandleFastExchangeReceiptRequest::default();
                let missing =
                    self.number_into(&mut request.after_sale_order_id, &[Missing::Decision]);
                (CallDocument::HandleFastExchangeReceipt(Box::new(request)), missing)
            }
            Call::GenAftersaleOrder => self.opening(),
            Call::RefundPriceDiff => self.price_difference(),
            // Both refusals have the same request, and the table has no other call.
            _ => {
                let mut request = RejectRequest::default();
                let missing = match call {
                    Call::RejectApply => &[Missing::RejectReason][..],
                    _ => &[],
                };
                let missing = self.number_into(&mut request.after_sale_order_id, missing);
                (CallDocument::Reject(Box::new(request)), missing)
            }
        }
    }

    fn agreement(&self, action: Option<Action>) -> (CallDocument, Set<Missing>) {
        let mut request = AcceptApplyRequest::default();
        let (kind, missing) = match action {
            Some(Action::AgreeToReturn) => (AcceptType::ToReturn, &[Missing::Address][..]),
            _ => (AcceptType::ToRefund, &[][..]),
        };
        request.accept_type = Loose::plain(Word::Known(kind)).into();
        let missing = self.number_into(&mut request.after_sale_order_id, missing);
        (CallDocument::AcceptApply(Box::new(request)), missing)
    }

    fn opening(&self) -> (CallDocument, Set<Missing>) {
        let mut request = GenAftersaleOrderRequest::default();
        let goods = [&mut request.order_id, &mut request.product_id, &mut request.sku_id];
        let missing =
            [Missing::RequestId, Missing::Units, Missing::Amount, Missing::Reason, Missing::Kind];
        let missing = self.goods_into(goods, &missing);
        (CallDocument::GenAftersaleOrder(Box::new(request)), missing)
    }

    fn price_difference(&self) -> (CallDocument, Set<Missing>) {
        let mut request = RefundPriceDiffRequest::default();
        let goods = [&mut request.order_id, &mut request.product_id, &mut request.sku_id];
        let missing =
            self.goods_into(goods, &[Missing::RequestId, Missing::Amount, Missing::Reason]);
        (CallDocument::RefundPriceDiff(Box::new(request)), missing)
    }

    /// Writes the number of the case, and returns what is missing besides.
    fn number_into(&self, field: &mut Field<PlatformId>, missing: &[Missing]) -> Set<Missing> {
        let missing = missing.iter().copied().collect();
        fill(field, self.number.as_ref(), Missing::CaseNumber, missing)
    }

    /// Writes the order, the product and the SKU, and returns what is missing besides.
    fn goods_into(
        &self,
        [order, product, sku]: [&mut Field<PlatformId>; 3],
        missing: &[Missing],
    ) -> Set<Missing> {
        let goods = self.record.and_then(|record| record.product_info.value());
        let missing = missing.iter().copied().collect();
        let of_order = self.record.and_then(|record| record.order_id.value());
        let missing = fill(order, of_order, Missing::Order, missing);
        let of_product = goods.and_then(|goods| goods.product_id.value());
        let missing = fill(product, of_product, Missing::Product, missing);
        fill(sku, goods.and_then(|goods| goods.sku_id.value()), Missing::Sku, missing)
    }
}

/// What a proposal needs besides the case. The new SKU of an exchange is documented by an SDK alone.
const PROPOSAL: &[Missing] = &[
    Missing::ProposedType,
    Missing::ProposedAmount,
    Missing::ProposalText,
    Missing::ProposalReason,
    Missing::ProposalPurpose,
    Missing::ProposalPictures,
];

fn fill(
    field: &mut Field<PlatformId>,
    id: Option<&PlatformId>,
    otherwise: Missing,
    missing: Set<Missing>,
) -> Set<Missing> {
    match id.filter(|id| !id.is_empty()) {
        Some(id) => {
            *field = id.clone().into();
            missing
        }
        None => missing.with(otherwise),
    }
}
