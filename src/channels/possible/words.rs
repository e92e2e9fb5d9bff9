//! The words of the answer to the question which calls are possible.

use alloc::string::String;
use core::fmt;

use crate::Language;
use crate::lifecycle::{Flow, Guard, Set};
use crate::wire::ReturnCode;
use crate::words::terms;

terms! {
    /// Whether a call is possible.
    pub enum Prospect {
        /// It is possible now, by what the table tells.
        Possible, "possible", "可以调用";
        /// It is possible if something holds that is not known.
        PossibleIf, "possible under a condition", "满足条件时可以调用";
        /// It is not possible now.
        NotPossible, "not possible", "不可调用";
        /// No source tells.
        NotKnown, "not known", "未知";
    }
}

terms! {
    /// What stands against a call.
    pub enum Obstacle {
        /// The status does not permit it.
        Status, "the status does not permit it", "当前状态不支持";
        /// The case has ended. It is never changed again; another can be opened.
        Ended, "the case has ended", "售后已结束";
        /// The call belongs to cases of another type.
        OtherType, "it is for cases of another type", "不适用于该售后类型";
        /// A dispute is open.
        DisputeOpen, "a dispute is open", "平台介入处理中";
        /// Another case is open on the goods.
        OtherCaseOpen, "a case is open on the goods", "该商品有售后正在处理";
        /// Another guard of the rule is not met.
        OtherGuard, "a condition of the rule is not met", "不满足规则条件";
        /// The platform does not ask the merchant for an offline refund.
        NoOfflineRefund, "the platform does not ask for an offline refund", "平台未要求线下退款";
        /// The exchange is not a fast one.
        NotFastExchange, "it is no fast exchange", "不是极速换货";
        /// The merchant has answered already.
        AnsweredAlready, "it was answered already", "商家已处理";
    }
}

impl Obstacle {
    /// Returns what stands against a call when this guard is not met.
    pub(super) const fn of(guard: Guard) -> Self {
        match guard {
            Guard::NoDisputeOpen => Self::DisputeOpen,
            Guard::NoOtherCaseOpen => Self::OtherCaseOpen,
            _ => Self::OtherGuard,
        }
    }
}

terms! {
    /// A field of a request that the merchant has to fill in.
    pub enum Missing {
        /// The number of the case.
        CaseNumber, "the number of the case", "售后单号";
        /// The address to which the buyer sends the goods.
        Address, "the address for the return", "退货地址";
        /// The reason of the refusal, by its number.
        RejectReason, "a reason of rejectreason/get", "拒绝原因";
        /// The pictures that prove the refund.
        Certificates, "the proofs", "凭证图片";
        /// The description of the proof.
        Description, "a description", "说明";
        /// The type that is proposed.
        ProposedType, "the type that is proposed", "协商后的售后类型";
        /// The amount that is proposed; left out for an exchange or a reship.
        ProposedAmount, "the amount that is proposed", "协商后的金额";
        /// The explanation for the buyer.
        ProposalText, "an explanation for the buyer", "协商说明";
        /// The reason of the proposal.
        ProposalReason, "the reason of the proposal", "协商原因";
        /// The purpose of the proposal.
        ProposalPurpose, "the purpose of the proposal", "协商类型";
        /// The pictures for the buyer, by their media ids.
        ProposalPictures, "the pictures, where the reason needs one", "协商凭证（原因要求时）";
        /// The waybill.
        Waybill, "the waybill", "运单号";
        /// The carrier.
        Carrier, "the carrier", "快递公司编码";
        /// Agreement or refusal; a refusal needs a reason and proofs besides.
        Decision, "agreement or refusal", "同意或拒绝";
        /// The merchant's own name of the request.
        RequestId, "a name of the request, used once", "请求标识（仅用一次）";
        /// The order.
        Order, "the order", "订单号";
        /// The product.
        Product, "the product", "商品编号";
        /// The SKU.
        Sku, "the SKU", "SKU 编号";
        /// The number of units.
        Units, "the number of units", "数量";
        /// The amount; left out for an exchange.
        Amount, "the amount", "金额";
        /// The reason.
        Reason, "the reason", "售后原因";
        /// The type.
        Kind, "the type", "售后类型";
    }
}

impl Missing {
    /// Returns the name of the field.
    ///
    /// ```
    /// use aftersale::channels::possible::Missing;
    /// assert_eq!(Missing::Address.field(), "address_id");
    /// ```
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::CaseNumber => "after_sale_order_id",
            Self::Address => "address_id",
            Self::RejectReason => "reject_reason_type",
            Self::Certificates => "refund_certificates",
            Self::Description => "desc",
            Self::ProposedType | Self::Kind => "type",
            Self::ProposedAmount | Self::Amount => "amount",
            Self::ProposalText => "merchant_update_desc",
            Self::ProposalReason => "update_reason_type",
            Self::ProposalPurpose => "merchant_update_type",
            Self::ProposalPictures => "media_ids",
            Self::Waybill => "waybill_id",
            Self::Carrier => "delivery_id",
            Self::Decision => "act",
            Self::RequestId => "request_id",
            Self::Order => "order_id",
            Self::Product => "product_id",
            Self::Sku => "sku_id",
            Self::Units => "count",
            Self::Reason => "reason",
        }
    }

    /// Returns the code with which the platform answers when the field is left out; `None` where that is not known.
    #[must_use]
    pub const fn error(self) -> Option<ReturnCode> {
        match self {
            Self::Address => Some(ReturnCode(10_021_060)),
            _ => None,
        }
    }
}

/// Something that must hold for a call, and of which it is not known whether it does.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CallCondition {
    /// The guard of a rule.
    Guard(Guard),
    /// The case is of one of these types.
    Type(Set<Flow>),
    /// The platform asks the merchant for an offline refund: `need_offline_refund` of the record.
    OfflineRefund,
    /// The exchange is a fast one: `fast_exchange` of the record.
    FastExchange,
}

impl CallCondition {
    /// Returns the condition as a text in this language.
    ///
    /// ```
    /// use aftersale::Language;
    /// use aftersale::channels::possible::CallCondition;
    /// assert_eq!(CallCondition::FastExchange.text_in(Language::English), "if it is a fast exchange");
    /// assert_eq!(CallCondition::FastExchange.text_in(Language::Chinese), "若为极速换货");
    /// ```
    #[must_use]
    pub fn text_in(self, language: Language) -> String {
        let (before, between) = match language {
            Language::Chinese => ("若", "或"),
            Language::English => ("if ", " or "),
        };
        let mut text = String::from(before);
        match (self, language) {
            (Self::Guard(guard), _) => text.push_str(guard.text_in(language)),
            (Self::Type(flows), _) => {
                text.push_str(if language == Language::Chinese {
                    "类型为"
                } else {
                    "the type is "
                });
                for (index, flow) in flows.iter().enumerate() {
                    text.push_str(if index == 0 { "" } else { between });
                    text.push_str(flow.text_in(language));
                }
            }
            (Self::OfflineRefund, Language::Chinese) => text.push_str("平台要求线下退款"),
            (Self::OfflineRefund, _) => text.push_str("the platform asks for an offline refund"),
            (Self::FastExchange, Language::Chinese) => text.push_str("为极速换货"),
            (Self::FastExchange, _) => text.push_str("it is a fast exchange"),
        }
        text
    }
}

impl fmt::Display for CallCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text_in(Language::English))
    }
}
