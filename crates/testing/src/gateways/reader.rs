//! Who reads what a gateway says: the tables of `aftersale`, or one of four other open-source programs as of November 2026.
//!
//! How the four read was taken from their sources: hyperswitch release 2026.06.25.0, hyperswitch-prism at commit `76c9327a`,
//! jeepay 3.2.9 and dax-pay at commit `5b4b0671`. Where a source leaves something open, the reading here is the one that loses
//! less.

use std::time::Duration;

use aftersale::gateway::WordPlace::{self, Answer, Query, RequestError, Webhook};

use super::Said;

/// A reader of the words of gateways.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Reader {
    /// The tables of `aftersale::gateway`.
    Tables,
    /// hyperswitch.
    Hyperswitch,
    /// hyperswitch-prism, by the type of event that it gives a notice.
    Prism,
    /// jeepay.
    Jeepay,
    /// dax-pay.
    DaxPay,
}

/// What another program makes of a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Made {
    /// The refund has succeeded.
    Success,
    /// The refund has failed, and its amount is free for another one under a new key.
    Failure,
    /// The refund has failed, and is tried again under the same key.
    FailureSameKey,
    /// It is waited for.
    Pending,
    /// Nothing: it is not read, or cannot be.
    Nothing,
}

use Made::{Failure, FailureSameKey, Nothing, Pending, Success};

/// A line of another program's reading: these words in these places. No words are all that no line before names.
struct Line(&'static [WordPlace], &'static [&'static str], Made);

const REFUND: &[WordPlace] = &[Answer, Query];
const ALL: &[WordPlace] = &[Answer, Query, Webhook];

const STRIPE: &[Line] = &[
    Line(ALL, &["succeeded"], Success),
    Line(ALL, &["failed"], Failure),
    Line(REFUND, &["pending", "requires_action"], Pending),
];
const PAYPAL: &[Line] = &[
    // The status in the notice is not read.
    Line(&[Webhook], &["PENDING", "COMPLETED", "FAILED", "CANCELLED"], Success),
    Line(REFUND, &["COMPLETED"], Success),
    Line(REFUND, &["FAILED", "CANCELLED"], Failure),
    Line(REFUND, &["PENDING"], Pending),
];
const ADYEN: &[Line] = &[
    Line(&[Answer], &[], Pending),
    Line(&[Webhook], &["REFUND/true", "CANCEL_OR_REFUND/true"], Success),
    Line(&[Webhook], &["REFUND/false", "CANCEL_OR_REFUND/false", "REFUND_FAILED/true"], Failure),
];
const ADYEN_OF_PRISM: &[Line] = &[
    Line(&[Answer], &[], Pending),
    Line(
        &[Webhook],
        &["REFUND/true", "CANCEL_OR_REFUND/true", "REFUND/false", "CANCEL_OR_REFUND/false"],
        Success,
    ),
    Line(&[Webhook], &["REFUND_FAILED/true"], Failure),
];
const SQUARE: &[Line] = &[
    Line(ALL, &["COMPLETED"], Success),
    Line(ALL, &["FAILED", "REJECTED"], Failure),
    Line(REFUND, &["PENDING"], Pending),
];
const MOLLIE: &[Line] = &[
    Line(REFUND, &["refunded"], Success),
    Line(REFUND, &["failed", "canceled"], Failure),
    Line(REFUND, &["queued", "pending", "processing"], Pending),
];
const RAZORPAY: &[Line] = &[
    Line(REFUND, &["processed"], Success),
    Line(REFUND, &["failed"], Failure),
    Line(REFUND, &["pending", "created"], Pending),
];
const BRAINTREE: &[Line] = &[
    Line(
        REFUND,
        &["SETTLED", "SETTLING", "SUBMITTED_FOR_SETTLEMENT", "SETTLEMENT_PENDING"],
        Success,
    ),
    Line(REFUND, &["FAILED"], Failure),
];
const JEEPAY_WECHAT_V3: &[Line] = &[
    Line(ALL, &["SUCCESS", "REFUND.SUCCESS"], Success),
    Line(REFUND, &["PROCESSING"], Pending),
    Line(REFUND, &["CLOSED", "ABNORMAL"], Failure),
    Line(&[Webhook, RequestError], &[], Failure),
];
const JEEPAY_WECHAT_V2: &[Line] = &[
    Line(&[Answer], &["SUCCESS"], Pending),
    Line(&[Answer, RequestError], &[], Failure),
    Line(&[Query, Webhook], &["SUCCESS"], Success),
    Line(&[Query], &["PROCESSING"], Pending),
    Line(&[Query, Webhook], &["REFUNDCLOSE", "CHANGE"], Failure),
];
const JEEPAY_ALIPAY: &[Line] = &[
    // Any answer with code 10000, whatever it says of the money.
    Line(&[Answer], &[], Success),
    Line(&[RequestError], &[], Failure),
    Line(&[Query], &["REFUND_SUCCESS"], Success),
    Line(&[Query], &[], Pending),
];
const JEEPAY_UNIONPAY: &[Line] = &[
    Line(&[Answer], &["00"], Success),
    Line(&[Answer], &[], Failure),
    Line(&[Query], &["00"], Success),
    Line(&[Query], &[], Pending),
];
const JEEPAY_PAYPAL: &[Line] = &[
    Line(&[Answer, Webhook], &["COMPLETED"], Success),
    Line(&[Answer, Webhook], &["PENDING", "FAILED", "CANCELLED"], Pending),
    Line(&[RequestError], &[], Failure),
];
const DAX_WECHAT_V3: &[Line] = &[
    Line(ALL, &["SUCCESS"], Success),
    Line(ALL, &["PROCESSING"], Pending),
    Line(&[Answer], &["ABNORMAL"], FailureSameKey),
    Line(ALL, &["CLOSED", "ABNORMAL"], Failure),
    Line(&[RequestError], &[], FailureSameKey),
];
const DAX_WECHAT_V2: &[Line] = &[
    Line(&[Answer], &["SUCCESS"], Pending),
    Line(&[Answer, RequestError], &[], FailureSameKey),
    Line(&[Query, Webhook], &["SUCCESS"], Success),
    Line(&[Query], &["PROCESSING"], Pending),
    Line(&[Query, Webhook], &["REFUNDCLOSE", "CHANGE"], Failure),
];
const DAX_ALIPAY: &[Line] = &[
    Line(&[Answer], &["Y"], Success),
    Line(&[Answer, RequestError], &[], FailureSameKey),
    Line(&[Query], &["REFUND_SUCCESS"], Success),
    Line(&[Query], &[], FailureSameKey),
];

impl Reader {
    /// Every reader.
    pub const ALL: [Self; 5] =
        [Self::Tables, Self::Hyperswitch, Self::Prism, Self::Jeepay, Self::DaxPay];

    /// Returns the name, with the version that was read.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tables => "the tables of this page",
            Self::Hyperswitch => "hyperswitch 2026.06.25.0",
            Self::Prism => "hyperswitch-prism 76c9327a",
            Self::Jeepay => "jeepay 3.2.9",
            Self::DaxPay => "dax-pay 5b4b0671",
        }
    }

    /// Returns whether it reads the words of this gateway.
    #[must_use]
    pub fn knows(self, gateway: &str) -> bool {
        self == Self::Tables || self.lines(gateway).is_some()
    }

    fn lines(self, gateway: &str) -> Option<&'static [Line]> {
        Some(match (self, gateway) {
            (Self::Hyperswitch | Self::Prism, "stripe") => STRIPE,
            (Self::Hyperswitch, "paypal") => PAYPAL,
            (Self::Hyperswitch, "adyen") => ADYEN,
            (Self::Prism, "adyen") => ADYEN_OF_PRISM,
            (Self::Hyperswitch, "square") => SQUARE,
            (Self::Hyperswitch, "mollie") => MOLLIE,
            (Self::Hyperswitch, "razorpay") => RAZORPAY,
            (Self::Hyperswitch | Self::Prism, "braintree") => BRAINTREE,
            (Self::Jeepay, "wechat_pay_v3") => JEEPAY_WECHAT_V3,
            (Self::Jeepay, "wechat_pay_v2") => JEEPAY_WECHAT_V2,
            (Self::Jeepay, "alipay") => JEEPAY_ALIPAY,
            (Self::Jeepay, "unionpay") => JEEPAY_UNIONPAY,
            (Self::Jeepay, "paypal") => JEEPAY_PAYPAL,
            (Self::DaxPay, "wechat_pay_v3") => DAX_WECHAT_V3,
            (Self::DaxPay, "wechat_pay_v2") => DAX_WECHAT_V2,
            (Self::DaxPay, "alipay") => DAX_ALIPAY,
            _ => return None,
        })
    }

    /// Returns whether it sends a key with a refund to this gateway.
    #[must_use]
    pub fn sends_key(self, gateway: &str) -> bool {
        !(self == Self::Hyperswitch
            && matches!(gateway, "stripe" | "adyen" | "mollie" | "razorpay"))
    }

    /// Returns whether it asks about a refund of which no answer came.
    pub(super) const fn asks_after_silence(self) -> bool {
        !matches!(self, Self::Hyperswitch | Self::Prism)
    }

    /// Returns the highest number of queries; `None` where there is none.
    pub(super) const fn most_queries(self) -> Option<u32> {
        match self {
            Self::Hyperswitch | Self::Prism => Some(6),
            _ => None,
        }
    }

    /// Returns how long after its start it closes a refund that is still waited for.
    pub(super) const fn closes_after(self) -> Option<Duration> {
        match self {
            Self::Jeepay => Some(Duration::from_secs(2 * 3_600)),
            _ => None,
        }
    }

    /// Returns whether a notice changes a refund that has ended.
    pub(super) const fn hears_after_the_end(self) -> bool {
        matches!(self, Self::Tables | Self::Hyperswitch | Self::Prism)
    }

    /// Returns what another program makes of this; `said` is `None` where no answer came to a request or a query.
    pub(super) fn makes(self, gateway: &str, place: WordPlace, said: Option<&Said>) -> Made {
        let of_request = matches!(place, Answer | RequestError | WordPlace::HttpStatus);
        let Some((said, row)) = said.and_then(|said| said.row.map(|row| (said, row))) else {
            return self.makes_of_silence(gateway, of_request, said);
        };
        let lines = self.lines(gateway).unwrap_or_default().iter();
        let is = |word: &&str| word.eq_ignore_ascii_case(row.word);
        let found = lines
            .filter(|Line(places, ..)| places.contains(&said.place))
            .find(|Line(_, words, _)| words.is_empty() || words.iter().any(is));
        match found {
            Some(Line(.., made)) => *made,
            // An answer with an error status, whatever its body says.
            None if said.place == RequestError => match self {
                Self::Hyperswitch | Self::Prism => Failure,
                _ => Nothing,
            },
            None => Nothing,
        }
    }

    fn makes_of_silence(self, gateway: &str, of_request: bool, said: Option<&Said>) -> Made {
        let status = said.and_then(|said| said.http_status);
        match (self, gateway) {
            (Self::Hyperswitch | Self::Prism, _) if of_request => match status {
                None | Some(500..=511) => Pending,
                Some(_) => Failure,
            },
            (Self::Jeepay, "wechat_pay_v3") if of_request => Failure,
            (Self::Jeepay, "paypal") if of_request && status.is_some() => Failure,
            (Self::Jeepay, _) if of_request => Pending,
            (Self::DaxPay, "wechat_pay_v2") if !of_request => Failure,
            (Self::DaxPay, _) => FailureSameKey,
            _ => Nothing,
        }
    }
}
