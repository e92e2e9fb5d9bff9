//! The words that all platforms share: actors, actions, flows, the meanings of statuses, and evidence.
//! A platform's own words (its statuses) are in the platform's folder.

use super::{Fact, KnownFacts};
use crate::words::terms;

terms! {
    /// The kind of after-sale that the buyer asks for: money back alone, money back for goods sent back,
    /// other goods for them, or goods sent after.
    ///
    /// The platforms call this the *type* of the after-sale: `REFUND`, `RETURN`, `EXCHANGE` and `RESHIP` at
    /// WeChat, 0 and 1 at ShopXO. Tables and mirrors know all four. An [`Order`](crate::order::Order) carries
    /// out the first two alone ([`is_of_orders`](Self::is_of_orders)).
    ///
    /// ```
    /// use aftersale::lifecycle::Flow;
    /// assert_eq!(Flow::ReturnRefund.to_string(), "return and refund");
    /// ```
    pub enum Flow {
        /// Money back, and the goods stay where they are.
        RefundOnly, "refund only", "仅退款";
        /// The goods come back first, then the money.
        ReturnRefund, "return and refund", "退货退款";
        /// The goods come back first, then others are sent for them.
        Exchange, "exchange", "换货";
        /// Goods that were missing are sent after. Nothing comes back, and no money.
        Reship, "reship", "补寄";
    }
}

impl Flow {
    /// The flows whose cases an [`Order`](crate::order::Order) carries out: those in which money goes back.
    pub const OF_ORDERS: &'static [Self] = ANY_FLOW;

    /// Returns whether an [`Order`](crate::order::Order) carries out cases of this flow. The other flows are followed by a
    /// [mirror](crate::mirror).
    ///
    /// ```
    /// use aftersale::lifecycle::Flow;
    /// assert!(Flow::ReturnRefund.is_of_orders());
    /// assert!(!Flow::Exchange.is_of_orders());
    /// ```
    #[must_use]
    pub const fn is_of_orders(self) -> bool {
        match self {
            Self::RefundOnly | Self::ReturnRefund => true,
            Self::Exchange | Self::Reship => false,
        }
    }

    /// Returns whether goods come back in this flow.
    #[must_use]
    pub const fn brings_goods_back(self) -> bool {
        match self {
            Self::ReturnRefund | Self::Exchange => true,
            Self::RefundOnly | Self::Reship => false,
        }
    }
}

/// The two flows in which money goes back, for rules that hold in either.
pub const ANY_FLOW: &[Flow] = &[Flow::RefundOnly, Flow::ReturnRefund];
/// The refund-only flow alone.
pub const REFUND_ONLY: &[Flow] = &[Flow::RefundOnly];
/// The return-and-refund flow alone.
pub const RETURN_REFUND: &[Flow] = &[Flow::ReturnRefund];
/// The exchange flow alone.
pub const EXCHANGE: &[Flow] = &[Flow::Exchange];
/// The reship flow alone.
pub const RESHIP: &[Flow] = &[Flow::Reship];

terms! {
    /// An actor in a case.
    pub enum Actor {
        /// The buyer of the goods.
        Buyer, "buyer", "买家";
        /// The seller of the goods: a clerk, or a program that acts for the shop.
        Merchant, "merchant", "商家";
        /// The platform itself: its refund service, its payment gateway, its customer service.
        Platform, "platform", "平台";
        /// A deadline that has passed. The clock acts only where a rule names it.
        Clock, "clock", "系统计时";
    }
}

terms! {
    /// An action on a case: one vocabulary for all platforms.
    ///
    /// A platform's table says which of these it has, at which status and by which actor.
    pub enum Action {
        /// The buyer's application, which opens a case.
        Apply, "apply", "申请售后";
        /// The buyer's change of the application, or a new application in the same case.
        Modify, "modify the application", "修改申请";
        /// The withdrawal of the case.
        Cancel, "cancel", "撤销售后";
        /// The agreement that the money goes back.
        AgreeToRefund, "agree to the refund", "同意退款";
        /// The agreement that the goods come back; the money follows when they have.
        AgreeToReturn, "agree to the return", "同意退货";
        /// The platform's agreement in the merchant's name, without waiting for the merchant.
        AgreeForMerchant, "agree in the merchant's name", "代商家同意";
        /// The merchant's refusal: of the application, or of the goods that came back.
        Refuse, "refuse", "拒绝";
        /// The buyer's report that the goods are with a carrier, with the waybill.
        ShipReturn, "ship the return", "寄回商品";
        /// The buyer's correction of the waybill.
        AmendShipment, "amend the shipment", "修改退货物流";
        /// The buyer's recall of the parcel, or of its pick-up.
        RecallShipment, "recall the shipment", "召回退货包裹";
        /// The merchant's acceptance of the goods that came back.
        ConfirmReceipt, "confirm receipt", "确认收货";
        /// The merchant's agreement to refund without the goods.
        WaiveReturn, "waive the return", "免退货退款";
        /// The buyer's request that the platform decide.
        Escalate, "escalate to the platform", "申请平台介入";
        /// The platform's ruling that the buyer gets the money.
        RuleForBuyer, "rule for the buyer", "判定支持买家";
        /// The platform's ruling that the goods go back first, and then the buyer gets the money.
        RuleReturnFirst, "rule that the goods go back first", "判定先退货";
        /// The platform's ruling that no money goes back.
        RuleForMerchant, "rule for the merchant", "判定支持商家";
        /// The platform's refund without the agreement of the merchant.
        ForceRefund, "force the refund", "强制退款";
        /// The report that the money has left.
        RefundSucceeded, "report the refund as succeeded", "上报退款成功";
        /// The report that the money has certainly not left.
        RefundFailed, "report the refund as failed", "上报退款失败";
        /// A retry of a failed refund.
        RetryRefund, "retry the refund", "重试退款";
        /// The merchant's proof that the buyer was refunded outside the platform.
        ProveOfflineRefund, "prove an offline refund", "提交线下退款凭证";
        /// The buyer's confirmation that this money has arrived.
        ConfirmOfflineRefund, "confirm the offline refund", "确认线下退款";
        /// The end of the case without a refund.
        Close, "close the case", "关闭售后";
        /// The passing of a deadline.
        TimeRanOut, "expire", "超时处理";
        /// The merchant's proposal of other terms: another amount, another type, or no case at all. What was asked
        /// for counts until the buyer has agreed.
        ProposeTerms, "propose other terms", "发起协商";
        /// The buyer's acceptance of what the merchant proposes: of other terms, or of an application that was made on
        /// the buyer's behalf.
        AcceptProposal, "accept the proposal", "同意商家提议";
        /// The buyer's refusal of what the merchant proposes.
        DeclineProposal, "decline the proposal", "拒绝商家提议";
        /// The merchant's application on the buyer's behalf, which opens a case that waits for the buyer's answer.
        ApplyForBuyer, "apply on the buyer's behalf", "代买家发起售后";
        /// The merchant's order to the carrier to stop the parcel on its way to the buyer.
        InterceptParcel, "have the parcel intercepted", "发起物流拦截";
        /// The report that the parcel was stopped and does not reach the buyer.
        ParcelIntercepted, "report the parcel as intercepted", "上报拦截成功";
        /// The merchant's report that the goods of an exchange are with a carrier, with the waybill.
        ShipExchange, "ship the exchange", "发出换货商品";
        /// The buyer's confirmation that the goods of an exchange have arrived.
        ConfirmExchange, "confirm the goods of the exchange", "确认收到换货商品";
    }
}

terms! {
    /// The meaning of a status in its flow: the same few meanings for all platforms.
    ///
    /// All code that is not a platform's own (the step view, the ledger, a host's reports) asks for the
    /// phase and never for a status.
    pub enum Phase {
        /// The merchant has to answer the application.
        UnderReview, "under review", "待商家审核";
        /// The buyer has to send the goods.
        WaitingForGoods, "waiting for the goods", "待买家退货";
        /// The goods are on their way; the merchant has to receive and judge them.
        WaitingForReceipt, "waiting for receipt", "待商家收货";
        /// The refund is under way.
        Refunding, "refunding", "退款中";
        /// The refund failed or was reversed, and the money is still owed.
        RefundFailed, "refund failed", "退款失败";
        /// The merchant has shown an offline refund; the buyer has to confirm it.
        WaitingForConfirmation, "waiting for confirmation", "待买家确认";
        /// The merchant refused. Not final: there is at least one way on.
        Refused, "refused", "商家已拒绝";
        /// The buyer missed a deadline. Not final either: the case can be taken up again.
        Lapsed, "lapsed", "已超时";
        /// Final: the money is with the buyer.
        Refunded, "refunded", "已退款";
        /// Final: the case was cancelled, or given up.
        Withdrawn, "withdrawn", "已撤销";
        /// Final: no money goes back, or a reversed refund was written off.
        Closed, "closed", "已关闭";
        /// The platform has to rule on a dispute between buyer and merchant. A status can mean this, and so does
        /// the fact that a dispute is open beside a status that waits for a party, was refused or has lapsed.
        InDispute, "in dispute", "平台介入中";
        /// The merchant has proposed something; the buyer has to accept or decline.
        WaitingForAnswer, "waiting for the buyer's answer", "待买家答复";
        /// The parcel on its way to the buyer is being stopped; the carrier has to tell whether it was.
        WaitingForInterception, "waiting for the interception", "物流拦截中";
        /// The merchant has sent the goods of an exchange; the buyer has to receive them.
        WaitingForNewGoods, "waiting for the new goods", "待买家收货";
        /// Final: the buyer has got the goods that were asked for, and no money goes back.
        Fulfilled, "fulfilled", "已完成";
    }
}

impl Phase {
    /// Returns whether a case in this phase has ended, so that no action is possible any more.
    ///
    /// ```
    /// use aftersale::lifecycle::Phase;
    /// assert!(Phase::Refunded.is_final());
    /// assert!(!Phase::Refused.is_final());
    /// ```
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refunded | Self::Withdrawn | Self::Closed | Self::Fulfilled)
    }

    /// Returns whether a case in this phase holds what it asks for: units, amounts and shipping are reserved for it,
    /// so that no other case can claim them. A case that was refused, has lapsed or was ended holds nothing; a dispute
    /// holds everything, since its ruling may pay it.
    ///
    /// ```
    /// use aftersale::lifecycle::Phase;
    /// assert!(Phase::UnderReview.holds_claim() && Phase::InDispute.holds_claim());
    /// assert!(!Phase::Refused.holds_claim() && !Phase::Closed.holds_claim());
    /// ```
    #[must_use]
    pub const fn holds_claim(self) -> bool {
        match self {
            Self::UnderReview
            | Self::WaitingForGoods
            | Self::WaitingForReceipt
            | Self::Refunding
            | Self::RefundFailed
            | Self::WaitingForConfirmation
            | Self::InDispute
            | Self::WaitingForAnswer
            | Self::WaitingForInterception
            | Self::WaitingForNewGoods => true,
            Self::Refused
            | Self::Lapsed
            | Self::Refunded
            | Self::Withdrawn
            | Self::Closed
            | Self::Fulfilled => false,
        }
    }

    /// Returns the actor whose turn it is in this phase; `None` for an end.
    #[must_use]
    pub const fn turn(self) -> Option<Actor> {
        match self {
            Self::UnderReview | Self::WaitingForReceipt | Self::RefundFailed => {
                Some(Actor::Merchant)
            }
            Self::WaitingForGoods
            | Self::WaitingForConfirmation
            | Self::WaitingForAnswer
            | Self::WaitingForNewGoods
            | Self::Refused
            | Self::Lapsed => Some(Actor::Buyer),
            Self::Refunding | Self::InDispute | Self::WaitingForInterception => {
                Some(Actor::Platform)
            }
            Self::Refunded | Self::Withdrawn | Self::Closed | Self::Fulfilled => None,
        }
    }

    /// Returns what a case means whose status means this and of which these facts are known.
    ///
    /// An open dispute ([`Fact::DisputeOpen`]) makes a case that waits for a party, was refused or has lapsed one
    /// *in dispute*: the platform's ruling comes first. Where money is being paid, or was, a dispute changes nothing.
    ///
    /// ```
    /// use aftersale::lifecycle::{Fact, KnownFacts, Phase};
    /// let disputed = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, true);
    /// assert_eq!(Phase::Refused.with_facts(disputed), Phase::InDispute);
    /// assert_eq!(Phase::Refunding.with_facts(disputed), Phase::Refunding);
    /// assert_eq!(Phase::Refused.with_facts(KnownFacts::UNKNOWN), Phase::Refused);
    /// ```
    #[must_use]
    pub const fn with_facts(self, facts: KnownFacts) -> Self {
        match self {
            Self::UnderReview
            | Self::WaitingForGoods
            | Self::WaitingForReceipt
            | Self::WaitingForAnswer
            | Self::WaitingForInterception
            | Self::WaitingForNewGoods
            | Self::Refused
            | Self::Lapsed
                if matches!(facts.get(Fact::DisputeOpen), Some(true)) =>
            {
                Self::InDispute
            }
            other => other,
        }
    }
}

terms! {
    /// The evidence for a rule: that of its weakest part. An operation that is documented but leads to
    /// a status that was only concluded makes an [`Inferred`](Self::Inferred) rule.
    ///
    /// The order is that of trust: `Documented < Reported < Inferred`.
    pub enum Evidence {
        /// Stated by the platform itself: its documentation, its staff, its source.
        Documented, "documented", "有文档依据";
        /// Seen or relied on by a user of the platform.
        Reported, "reported", "有用户反馈";
        /// Concluded from other facts; the page about the platform says from which.
        Inferred, "inferred", "推断得出";
    }
}
