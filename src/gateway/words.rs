//! The terms in which the tables speak of a word: where it stands, what it means, and what may be tried next.

use crate::words::terms;

terms! {
    /// The kind of document, or the part of one, in which a word stands. The same word can mean different things in two
    /// of them.
    pub enum WordPlace {
        /// The answer to the request for a refund.
        Answer, "answer", "退款请求的应答";
        /// The answer to a query of the refund.
        Query, "query", "退款查询的应答";
        /// A notification that the gateway sends.
        Webhook, "webhook", "异步通知";
        /// The code of an error with which the request for a refund was answered.
        RequestError, "error of the request", "退款请求的错误码";
        /// The code of an error with which a query was answered.
        QueryError, "error of a query", "退款查询的错误码";
        /// The HTTP status with which the request for a refund was answered. It counts only where the body says nothing.
        HttpStatus, "HTTP status", "HTTP 状态码";
    }
}

terms! {
    /// What a word means for the refund that it is about.
    pub enum Meaning {
        /// The gateway is at work on it, or holds the money on its way.
        Processing, "processing", "处理中";
        /// The money has left.
        Succeeded, "succeeded", "已成功";
        /// The money has not left and will not.
        Failed, "failed for certain", "已确认失败";
        /// The refund may have succeeded, and nothing says that it has.
        Unknown, "unknown", "结果未知";
        /// The money had left and came back, or went to the merchant.
        Reversed, "reversed", "已退回";
        /// The word is not about the outcome: what is known of the refund stays as it is.
        SaysNothing, "says nothing", "不说明结果";
    }
}

terms! {
    /// What the amount that stands beside a word is.
    pub enum AmountKind {
        /// No amount: no money has moved, or the word does not say.
        Absent, "none", "无";
        /// The amount that was asked for. An amount in the document is another one, such as a total, or there is none.
        AsAsked, "as asked", "与请求金额相同";
        /// The amount that the document states for this refund.
        Stated, "stated", "以单据金额为准";
        /// The sum of all refunds of the payment so far. It is never the amount of one refund.
        RunningTotal, "total", "累计金额";
    }
}

terms! {
    /// What the next try to pay the same money may do.
    pub enum NextTry {
        /// It must be under the same key, with the same content.
        SameKey, "same key", "必须用原单号";
        /// It must be under a new key.
        NewKey, "new key", "必须用新单号";
        /// It may be under the same key or a new one.
        EitherKey, "either key", "原单号或新单号均可";
        /// There must be none yet: wait, or ask the gateway first.
        NoneYet, "none yet", "暂不可重试";
        /// There must never be one at this gateway.
        NeverAgain, "never again", "不可再试";
    }
}

terms! {
    /// Who got the money of a refund.
    pub enum Beneficiary {
        /// The buyer.
        Buyer, "buyer", "买家";
        /// The merchant: it came back, and the buyer has nothing.
        Merchant, "merchant", "商户";
        /// Another field of the document says who.
        OtherField, "told by another field", "由其他字段说明";
        /// Nothing says who, or the money has not moved.
        NotStated, "not stated", "未说明";
    }
}

impl NextTry {
    /// Returns whether a try under a new key is permitted.
    #[must_use]
    pub const fn permits_new_key(self) -> bool {
        matches!(self, Self::NewKey | Self::EitherKey)
    }

    /// Returns whether a try under the same key is permitted.
    #[must_use]
    pub const fn permits_same_key(self) -> bool {
        matches!(self, Self::SameKey | Self::EitherKey)
    }
}
