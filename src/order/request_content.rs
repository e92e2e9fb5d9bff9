//! The contents of requests: applications, shipments, receipts, rulings, reports.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::{CaseId, EvidenceId, LineId, PlatformCaseId, RefundKey};
use crate::lifecycle::{Flow, KnownFacts, PublishedNumber, Status};
use crate::money::{Amount, Money};
use crate::one_line;
use crate::quantity::Quantity;
use crate::time::Timestamp;
use crate::words::terms;

/// A text that people wrote: the text itself, or the name under which the host keeps it. An event is kept for
/// ever, so a text that may have to be erased some day belongs to the host.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
pub enum Text {
    /// The text itself.
    Inline(String),
    /// The name under which the host keeps it. Its length is the host's business.
    Reference(String),
}

impl Text {
    /// No text.
    pub const NONE: Self = Self::Inline(String::new());
}

impl Default for Text {
    fn default() -> Self {
        Self::NONE
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Inline(text.into())
    }
}

/// What an application asks of one line: units, or an amount, or an amount for units.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Ask {
    /// The line.
    pub line: LineId,
    /// The units. A return needs them.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub units: Option<Quantity>,
    /// The amount. Without it, the worth of the units.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub amount: Option<Amount>,
}

impl Ask {
    /// Returns an ask for units of a line, for what they are worth.
    #[must_use]
    pub fn units(line: impl Into<LineId>, units: u32) -> Self {
        Self { line: line.into(), units: Some(Quantity::new(units)), amount: None }
    }

    /// Returns an ask for an amount of what was paid for a line, whatever becomes of its units.
    #[must_use]
    pub fn amount(line: impl Into<LineId>, amount: Amount) -> Self {
        Self { line: line.into(), units: None, amount: Some(amount) }
    }

    /// Returns the same ask, for this amount.
    #[must_use]
    pub fn at(self, amount: Amount) -> Self {
        Self { amount: Some(amount), ..self }
    }
}

/// An application: what a buyer asks for, and the reasons and evidence given.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Application {
    /// The asks, each line at most once.
    pub lines: Vec<Ask>,
    /// The amount of the shipping that is asked for.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub shipping: Option<Amount>,
    /// The reason, in the platform's words.
    pub reason: Text,
    /// The buyer's own words.
    pub message: Text,
    /// The buyer's telephone number.
    pub phone: Text,
    /// Pictures and other evidence.
    pub evidence: Vec<EvidenceId>,
    /// What is kept back from the refund.
    pub deductions: Vec<Deduction>,
}

/// An amount that is kept back from the refund of a case: a fee for restocking, the costs of the way back, the wear of goods.
///
/// It stays on record with the claim. A refund is never below zero, however much is deducted, and what is kept back stays
/// with the line of which it was paid (`docs/deductions.md`).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Deduction {
    /// The name, such as *restocking fee*. Never empty.
    pub name: Text,
    /// The reason why it is kept back. Never empty.
    pub reason: Text,
    /// The amount, in the order's currency. More than zero.
    pub amount: Amount,
}

impl Deduction {
    /// Returns a deduction of this amount.
    #[must_use]
    pub fn new(name: impl Into<Text>, reason: impl Into<Text>, amount: Amount) -> Self {
        Self { name: name.into(), reason: reason.into(), amount }
    }
}

impl Application {
    /// Returns an application for these lines, without texts and evidence.
    #[must_use]
    pub const fn of(lines: Vec<Ask>) -> Self {
        Self {
            lines,
            shipping: None,
            reason: Text::NONE,
            message: Text::NONE,
            phone: Text::NONE,
            evidence: Vec::new(),
            deductions: Vec::new(),
        }
    }
}

/// The texts, evidence and addresses that the parties gave with a case, the last of each kind.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Correspondence {
    /// The reason of the application, in the platform's words.
    pub reason: Text,
    /// The buyer's own words.
    pub message: Text,
    /// The buyer's telephone number.
    pub phone: Text,
    /// The buyer's pictures and other evidence.
    pub evidence: Vec<EvidenceId>,
    /// The address to which the buyer sends the goods.
    pub address: Text,
    /// The shipment of the goods, once the buyer has sent them.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub shipment: Option<Shipment>,
    /// The merchant's reason for a refusal.
    pub refusal: Text,
}

impl Correspondence {
    pub(super) fn applied(&mut self, application: &Application) {
        let Application { reason, message, phone, evidence, .. } = application;
        self.reason = reason.clone();
        self.message = message.clone();
        self.phone = phone.clone();
        self.evidence = evidence.clone();
    }
}

/// The parcel in which goods come back.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Shipment {
    /// The carrier.
    pub carrier: Text,
    /// The number of the waybill.
    pub waybill: Text,
}

/// The receipt of one line. Every unit of the case is in exactly one of the four: resaleable, damaged, missing or
/// wrong.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ReceivedLine {
    /// The line.
    pub line: LineId,
    /// The units that the merchant accepts and will refund. Only units that came can be accepted.
    pub accepted: Quantity,
    /// The units that came and can be sold again.
    pub resaleable: Quantity,
    /// The units that came and cannot be sold again.
    pub damaged: Quantity,
    /// The units that did not come.
    pub missing: Quantity,
    /// The units in whose place something else came.
    pub wrong: Quantity,
}

impl ReceivedLine {
    /// Returns the receipt of a line of which all these units came, can be sold again, and are accepted.
    #[must_use]
    pub fn all(line: impl Into<LineId>, units: Quantity) -> Self {
        Self {
            line: line.into(),
            accepted: units,
            resaleable: units,
            damaged: Quantity::ZERO,
            missing: Quantity::ZERO,
            wrong: Quantity::ZERO,
        }
    }
}

terms! {
    /// The condition of goods that came back.
    pub enum Condition {
        /// They can be sold again.
        Resaleable, "resaleable", "可再销售";
        /// They cannot.
        Damaged, "damaged", "已损坏";
    }
}

terms! {
    /// The platform's decision of a dispute.
    pub enum Ruling {
        /// The buyer gets the money.
        ForBuyer, "for the buyer", "支持买家";
        /// The goods go back first, then the buyer gets the money.
        ReturnFirst, "the goods go back first", "先退货";
        /// No money goes back.
        ForMerchant, "for the merchant", "支持商家";
    }
}

terms! {
    /// The party at fault, as a ruling says.
    pub enum Blame {
        /// The buyer's.
        Buyer, "buyer", "买家责任";
        /// The merchant's.
        Merchant, "merchant", "商家责任";
        /// The carrier's.
        Carrier, "carrier", "物流责任";
        /// No party's, or it does not matter.
        Nobody, "nobody", "无责任方";
    }
}

/// The refund that a report is about.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
pub enum RefundRef {
    /// The refund with this key. When the order does not know it, it is an external refund.
    Key(RefundKey),
    /// The refund of this case that was in flight at the time of the report, for a host that does not learn keys.
    /// When the case has none, the report makes one. A time in the future would turn an old report into one on a
    /// later refund, so give the gateway's time.
    OfCase(CaseId),
}

/// The outcome of a refund, as it is reported.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Outcome {
    /// The gateway is processing it.
    Processing,
    /// The outcome is not known: no answer came, or one that does not say. The refund may have succeeded.
    Unknown,
    /// The money has left: this amount in total under this key.
    Succeeded(Money),
    /// The money has certainly not left and will not.
    Failed,
    /// The money had left and came back: this amount in total under this key.
    Reversed(Money),
}

/// A status as a request names it: by a word or a number that the platform publishes. Whether the platform has such a
/// status, [`decide`](super::Order::decide) checks.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
pub enum StatusRef {
    /// The status with exactly this published name.
    Name(String),
    /// The status with this published number.
    Number(PublishedNumber),
}

impl StatusRef {
    /// Returns the reference to this status, by its name.
    #[must_use]
    pub fn to<S: Status>(status: S) -> Self {
        Self::Name(status.name().into())
    }

    /// Returns the status of the platform that this names; `None` where the platform has none.
    #[must_use]
    pub fn resolve<S: Status>(&self) -> Option<S> {
        match self {
            Self::Name(name) => S::from_name(name),
            Self::Number(number) => S::from_published_number(*number),
        }
    }
}

impl fmt::Display for StatusRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => one_line::write(name, f),
            Self::Number(number) => write!(f, "number {number}"),
        }
    }
}

/// A case that is taken over, whose history is elsewhere.
///
/// What a finished case has got counts as refunded from then on. Where the facts of the order have that money already
/// ([`LineFacts::refunded`](super::LineFacts::refunded)), leave the case out, or it counts twice and makes an anomaly
/// ([`RefundedBeforeOpening`](super::Anomaly::RefundedBeforeOpening)).
///
/// A platform tells of its case again and again, under the platform's own id and as of the platform's time. It stays
/// one case, and a callback that comes late changes nothing:
///
/// ```
#[doc = include_str!("example.md")]
/// # use aftersale::order::Adoption;
/// # use aftersale::shopxo::AfterSaleStatus;
/// let told = |status, seconds| {
///     let mut told = Adoption::new(Flow::ReturnRefund, status);
///     told.platform_case = Some("2000004419300370".into());
///     told.as_of = Some(Timestamp::from_seconds(seconds));
///     told.lines = vec![Ask::units("cup", 1)];
///     Request::Adopt(told.into())
/// };
/// let completed = told(AfterSaleStatus::Completed, 1_795_300_700);
/// order.accept(&Command::platform("c-3", "ORDER1", now, completed.clone()))?;
/// let case = order.case_of_platform(&"2000004419300370".into()).ok_or("it was just told")?;
/// assert_eq!((case.id, case.status), (CaseId::new(2), AfterSaleStatus::Completed));
///
/// let late = told(AfterSaleStatus::ToBeReturned, 1_795_300_600);
/// for (id, again) in [("c-4", completed), ("c-5", late)] {
///     let decision = order.accept(&Command::platform(id, "ORDER1", now, again))?;
///     assert!(matches!(decision, Decision::Nothing { .. }));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```
/// use aftersale::lifecycle::{Flow, PublishedNumber};
/// use aftersale::order::{Adoption, StatusRef};
/// use aftersale::wechat::AfterSaleStatus;
///
/// let typed = Adoption::new(Flow::RefundOnly, AfterSaleStatus::PlatformRefundFail);
/// let by_number = StatusRef::Number(PublishedNumber(AfterSaleStatus::PlatformRefundFail.code().into()));
/// assert_eq!(by_number.resolve(), Some(AfterSaleStatus::PlatformRefundFail));
/// assert_eq!(typed.status, StatusRef::Name("PLATFORM_REFUND_FAIL".into()));
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Adoption {
    /// The case, when the order has it and only its status was changed outside the engine. It keeps its correspondence. It
    /// keeps its claim, too, unless the platform tells of it (by its id, a time, a deadline or a refund): then `lines` and
    /// `shipping`, where there are any, are its claim from then on.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub case: Option<CaseId>,
    /// The flow.
    pub flow: Flow,
    /// The status.
    pub status: StatusRef,
    /// The facts that are known besides.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::facts"))]
    pub facts: KnownFacts,
    /// The asks of the case. They are accepted as they are, even where they are more than what is refundable.
    pub lines: Vec<Ask>,
    /// The amount of the shipping that the case asks for.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub shipping: Option<Amount>,
    /// The texts and evidence of the case.
    pub correspondence: Correspondence,
    /// The platform's own id of the case. Where the order has a case of this id, it is that case, and is not opened again;
    /// otherwise the case gets the id, and keeps it.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub platform_case: Option<PlatformCaseId>,
    /// The platform's time of all this: when the event was made, or when the document was last changed, not when it
    /// arrived. What is older than the case is known as of ([`Case::known_as_of`](super::Case::known_as_of)) changes
    /// nothing but to give the case its id; of two statuses of one second an end is the later. Without a time, or with one
    /// that is later than the command, it counts as of the command; the second is an anomaly
    /// ([`ReportDatedAhead`](super::Anomaly::ReportDatedAhead)).
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub as_of: Option<Timestamp>,
    /// The time until which the actor whose turn it is can act, as the platform states it. It counts more than the clocks of
    /// the terms, for as long as the case stays at this status.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub deadline: Option<Timestamp>,
    /// The amount that the case has been refunded in all, as the platform tells. It is a total: what is booked for the case
    /// already, by whatever report, is not booked again, and a refund of it that is in flight has succeeded by it. A smaller
    /// total than is booked is an anomaly ([`CaseTotalBelowBooked`](super::Anomaly::CaseTotalBelowBooked)). Without one, a
    /// status that says *refunded* says that all was refunded that the case asks for.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub refunded: Option<Money>,
    /// The gateway's reference of the refund, where it is known: the key under which it is booked, so that a report under
    /// that key is about the same refund.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub reference: Option<RefundKey>,
}

impl Adoption {
    /// Returns a case in this flow at this status of which nothing else is known and which asks for nothing. Set
    /// the other fields as needed.
    #[must_use]
    pub fn new<S: Status>(flow: Flow, status: S) -> Self {
        Self::named(flow, StatusRef::to(status))
    }

    /// Returns the same for a status that is named as the platform publishes it.
    #[must_use]
    pub fn named(flow: Flow, status: StatusRef) -> Self {
        Self {
            case: None,
            flow,
            status,
            facts: KnownFacts::UNKNOWN,
            lines: Vec::new(),
            shipping: None,
            correspondence: Correspondence::default(),
            platform_case: None,
            as_of: None,
            deadline: None,
            refunded: None,
            reference: None,
        }
    }

    /// Returns whether it tells nothing that only the platform of the case knows: no id, no time, no deadline, no refund.
    pub(super) const fn tells_nothing_of_the_platform(&self) -> bool {
        self.platform_case.is_none()
            && self.as_of.is_none()
            && self.deadline.is_none()
            && self.refunded.is_none()
            && self.reference.is_none()
    }
}
