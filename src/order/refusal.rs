//! Refusals: every reason why a command was refused, typed, with its figures, in the order of the platform's checks.

use alloc::vec::Vec;
use core::fmt;

use super::{Capability, CaseId, MaximumOf, Reason};
use crate::lifecycle::{self, Action, Actor, Flow, Guard, Set, Status};
use crate::words::terms;

terms! {
    /// A check of a command. A platform lists these in the order of its own checks, and the
    /// reasons of a refusal come in that order. The word of a check of a text names that
    /// text in messages.
    pub enum Check {
        /// The id: whether it was used for a different command.
        Command, "command id", "命令编号";
        /// The time.
        Time, "time", "时间";
        /// The version that was seen.
        Version, "version", "版本";
        /// The order, case, refund or effect that it names.
        Names, "names", "名称";
        /// The lines that it names.
        Lines, "lines", "商品行";
        /// The actor's right to it.
        Rights, "rights", "权限";
        /// The buyer's reason.
        Reason, "reason", "申请原因";
        /// The buyer's message.
        Message, "message", "留言";
        /// The buyer's telephone number.
        Phone, "telephone number", "联系电话";
        /// The merchant's reason for a refusal.
        Refusal, "reason of the refusal", "拒绝原因";
        /// The address for the goods.
        Address, "address", "退货地址";
        /// The carrier.
        Carrier, "carrier", "物流公司";
        /// The waybill.
        Waybill, "waybill", "运单号";
        /// The reason that an actor gives for the record.
        Note, "note", "备注";
        /// Amounts and quantities of zero or less, and lines that are named twice.
        Values, "values", "数值";
        /// The rules of the platform's table, with their guards.
        Status, "status", "状态";
        /// The window in which a case can be opened.
        Window, "window", "售后期限";
        /// Other cases on the line.
        OtherCase, "other cases", "其他售后";
        /// The number of applications so far.
        Applications, "applications", "申请次数";
        /// Whether there is anything to send back.
        Goods, "goods", "商品";
        /// The offer that was seen.
        Offer, "offer", "协商版本";
        /// Refunds that may be out.
        Refund, "refund", "退款";
        /// Amounts.
        Amount, "amount", "金额";
        /// Units.
        Units, "units", "数量";
        /// Evidence.
        Evidence, "evidence", "凭证";
        /// Whether anything can be kept back.
        Deductions, "deductions", "扣款";
        /// The name of a deduction.
        DeductionName, "name of the deduction", "扣款名称";
        /// The reason of a deduction.
        DeductionReason, "reason of the deduction", "扣款原因";
    }
}

terms! {
    /// The kind of a reason, by which a caller decides what to do next.
    pub enum ReasonKind {
        /// It cannot be done in the present state, by any actor. Some of these pass, such as a deadline that has not been
        /// reached; others do not, such as an ended case. So do not just send the command again.
        NotNow, "not now", "现在不能";
        /// Only another actor may do it.
        NotPermitted, "not permitted", "没有权限";
        /// It can be done with a smaller amount or fewer units.
        ExceedsLimit, "exceeds a limit", "超出限制";
        /// The same was sent before with different content.
        Conflict, "conflict", "与之前的内容冲突";
        /// The caller has not seen the newest state. Read it again, and decide anew.
        Stale, "stale", "数据已过期";
        /// Something that it names is not there.
        NotFound, "not found", "不存在";
        /// A value in it is not valid.
        Invalid, "invalid", "内容无效";
        /// Money may be out: find out the outcome of the refund before anything else.
        MoneyMayBeOut, "money may be out", "款项可能已付出";
    }
}

impl<S: Status> Reason<S> {
    /// Returns the kind of the reason.
    #[must_use]
    pub const fn kind(&self) -> ReasonKind {
        self.class().0
    }

    /// Returns the check that the command failed.
    #[must_use]
    pub const fn check(&self) -> Check {
        self.class().1
    }

    const fn class(&self) -> (ReasonKind, Check) {
        use lifecycle::TableReason as Table;
        match self {
            Self::CommandReused { .. } => (ReasonKind::Conflict, Check::Command),
            Self::RefundReferenceReused { .. }
            | Self::RefundOfOtherCase { .. }
            | Self::OwnRefund { .. }
            | Self::MadeOffline { .. }
            | Self::PaymentKnown { .. } => (ReasonKind::Conflict, Check::Refund),
            Self::AlreadyReported { .. } | Self::AlreadyReceived => {
                (ReasonKind::Conflict, Check::Status)
            }
            Self::Stale { .. } => (ReasonKind::Stale, Check::Version),
            Self::NoMoreEvents { .. } => (ReasonKind::NotNow, Check::Version),
            Self::OfferChanged { .. } => (ReasonKind::Stale, Check::Offer),
            Self::BeforeLastEvent { .. } | Self::TooFarAhead { .. } => {
                (ReasonKind::Stale, Check::Time)
            }
            Self::OtherOrder { .. }
            | Self::NoSuchCase { .. }
            | Self::NoSuchRefund { .. }
            | Self::NoSuchEffect { .. }
            | Self::NoSuchPayment { .. }
            | Self::UnknownStatus { .. } => (ReasonKind::NotFound, Check::Names),
            Self::PlatformCaseKnown { .. } | Self::OtherPlatformCase { .. } => {
                (ReasonKind::Conflict, Check::Names)
            }
            Self::NoSuchLine { .. } | Self::LineNotClaimed { .. } => {
                (ReasonKind::NotFound, Check::Lines)
            }
            Self::OtherActor { .. } | Self::RightNotGranted | Self::Barred { .. } => {
                (ReasonKind::NotPermitted, Check::Rights)
            }
            Self::OtherBuyer | Self::BuyerNotNamed => (ReasonKind::NotPermitted, Check::Names),
            Self::Table(Table::OtherActor { .. } | Table::NeverByThisActor { .. }) => {
                (ReasonKind::NotPermitted, Check::Status)
            }
            Self::Table(Table::GuardNotMet { guard: Guard::NoRefundUnderWay }) => {
                (ReasonKind::MoneyMayBeOut, Check::Status)
            }
            Self::Table(Table::GuardNotMet { guard: Guard::NoOtherCaseOpen })
            | Self::AlreadyRefundedOnce { .. } => (ReasonKind::NotNow, Check::OtherCase),
            Self::Table(_)
            | Self::DeadlineNotReached { .. }
            | Self::NoDeadline
            | Self::NotWaitingForReceipt { .. }
            | Self::CaseStillOpen
            | Self::CannotHide { .. } => (ReasonKind::NotNow, Check::Status),
            Self::WindowClosed { .. } | Self::CasesNotAccepted => {
                (ReasonKind::NotNow, Check::Window)
            }
            Self::TooManyApplications { .. } | Self::TooManyShippingApplications { .. } => {
                (ReasonKind::NotNow, Check::Applications)
            }
            Self::LineRequired => (ReasonKind::Invalid, Check::Lines),
            Self::NothingToReturn | Self::NotShipped | Self::ReceiptNotConfirmed => {
                (ReasonKind::NotNow, Check::Goods)
            }
            Self::RefundTooSoon { .. } | Self::NotInFlight { .. } => {
                (ReasonKind::NotNow, Check::Refund)
            }
            Self::MoneyMayBeOut { .. }
            | Self::QueryGatewayFirst { .. }
            | Self::ReportRefundInstead { .. } => (ReasonKind::MoneyMayBeOut, Check::Refund),
            Self::TooMuch { .. }
            | Self::PaymentsExceedOrder { .. }
            | Self::NothingRefundable { .. }
            | Self::AlreadyRefunded { .. }
            | Self::AmountChangeNotAllowed { .. } => (ReasonKind::ExceedsLimit, Check::Amount),
            Self::TooManyUnits { .. } | Self::NothingAccepted | Self::AllOrNothing { .. } => {
                (ReasonKind::ExceedsLimit, Check::Units)
            }
            Self::UnitsDoNotAddUp { .. } | Self::AcceptedMoreThanReceived { .. } => {
                (ReasonKind::Invalid, Check::Units)
            }
            Self::DeductionsNotAllowed { .. } => (ReasonKind::Invalid, Check::Deductions),
            Self::TextLength { text, .. } => (ReasonKind::Invalid, *text),
            Self::TooLong { what, .. }
            | Self::TooMany { what, .. }
            | Self::ContainsNul { what } => (ReasonKind::Invalid, check_of(*what)),
            Self::OrderIsFull { what, .. } => (ReasonKind::NotNow, check_of(*what)),
            Self::TooMuchEvidence { .. } | Self::CertificateRequired => {
                (ReasonKind::Invalid, Check::Evidence)
            }
            Self::InTheFuture { .. } | Self::InThePast { .. } | Self::TimeWithoutDate { .. } => {
                (ReasonKind::Invalid, Check::Time)
            }
            Self::EmptyName | Self::ReservedId { .. } => (ReasonKind::Invalid, Check::Command),
            Self::FlowNotOfOrders { .. }
            | Self::NotPositive { .. }
            | Self::NoUnits { .. }
            | Self::NeitherUnitsNorAmount { .. }
            | Self::UnitsRequired { .. }
            | Self::NothingRequested
            | Self::DuplicateLine { .. }
            | Self::DuplicatePayment { .. }
            | Self::TooManyLines { .. }
            | Self::MissingLine { .. }
            | Self::PartsExceedWhole { .. }
            | Self::CurrencyMismatch { .. }
            | Self::TooLarge => (ReasonKind::Invalid, Check::Values),
        }
    }
}

/// Returns the check that a maximum belongs to.
const fn check_of(what: MaximumOf) -> Check {
    match what {
        MaximumOf::CommandId => Check::Command,
        MaximumOf::OrderId
        | MaximumOf::OpeningId
        | MaximumOf::BuyerId
        | MaximumOf::RefundKey
        | MaximumOf::PaymentId
        | MaximumOf::PlatformCaseId
        | MaximumOf::Payments
        | MaximumOf::StatusName
        | MaximumOf::Effects => Check::Names,
        MaximumOf::LineId | MaximumOf::Lines | MaximumOf::NamedLines => Check::Lines,
        MaximumOf::EvidenceId | MaximumOf::Evidence => Check::Evidence,
        MaximumOf::Reason => Check::Reason,
        MaximumOf::Message => Check::Message,
        MaximumOf::Phone => Check::Phone,
        MaximumOf::Refusal => Check::Refusal,
        MaximumOf::Address => Check::Address,
        MaximumOf::Carrier => Check::Carrier,
        MaximumOf::Waybill => Check::Waybill,
        MaximumOf::Note => Check::Note,
        MaximumOf::Deductions => Check::Deductions,
        MaximumOf::DeductionName => Check::DeductionName,
        MaximumOf::DeductionReason => Check::DeductionReason,
        MaximumOf::Cases => Check::Applications,
        MaximumOf::Refunds | MaximumOf::References => Check::Refund,
        MaximumOf::Events => Check::Version,
    }
}

/// A command that was refused. It has changed nothing. Its text says why, with every reason.
///
/// ```
#[doc = include_str!("example.md")]
/// let cancel = Request::Cancel { case };
/// let refusal = order.decide(&Command::new("c-3", "ORDER1", Actor::Buyer, now, cancel)).unwrap_err();
/// assert_eq!(
///     refusal.to_string(),
///     "the buyer cannot cancel (case 1 at TO_BE_REVIEWED, refund only): refund ORDER1c1r1 is under way; \
///      find out its outcome first",
/// );
/// // A program goes by the kind of each reason.
/// assert_eq!(refusal.reasons[0].kind(), ReasonKind::MoneyMayBeOut);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refusal<S: Status> {
    /// The actor.
    pub by: Actor,
    /// The action or right that the request exercises.
    pub capability: Capability,
    /// The case that it was about, with its flow and status.
    pub case: Option<(CaseId, Flow, S)>,
    /// Every reason, in the order of the platform's checks. At least one.
    pub reasons: Vec<Reason<S>>,
    /// The actions that this actor can take on the case instead, where its status does not permit this one.
    pub instead: Set<Action>,
}

impl<S: Status> fmt::Display for Refusal<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} cannot {}", self.by, self.capability)?;
        if let Some((case, flow, status)) = &self.case {
            write!(f, " (case {case} at {}, {flow})", status.name())?;
        }
        let mut separator = ": ";
        for reason in &self.reasons {
            write!(f, "{separator}{reason}")?;
            separator = "; ";
        }
        if !self.instead.is_empty() {
            write!(f, "; possible instead: {}", self.instead)?;
        }
        Ok(())
    }
}

impl<S: Status> core::error::Error for Refusal<S> {}
