//! Anomalies: facts about money that are not as they should be. They make nothing invalid; people should know of them.

use super::{Bound, CaseId, RefundKey};
use crate::lifecycle::Phase;
use crate::money::Money;
use crate::time::Timestamp;

/// A fact about money that is not as it should be. It is recorded, because it has happened.
#[derive(Clone, Debug, Eq, Hash, PartialEq, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Anomaly {
    /// A report on a refund that the order does not know.
    #[error("refund {key:#} is unknown to this order")]
    UnknownRefund {
        /// The key of the refund.
        key: RefundKey,
    },
    /// A refund succeeded that was reported as failed.
    #[error("refund {key:#} has succeeded after it was reported as failed")]
    SucceededAfterFailure {
        /// The key of the refund.
        key: RefundKey,
    },
    /// A refund that was declared failed is being processed.
    #[error("refund {key:#} was declared failed and is being processed")]
    ProcessingAfterDeclaredFailed {
        /// The key of the refund.
        key: RefundKey,
    },
    /// A refund failed that was reported as succeeded.
    #[error("refund {key:#} has failed after it was reported as succeeded")]
    FailedAfterSuccess {
        /// The key of the refund.
        key: RefundKey,
    },
    /// A report that is older than what is known, and contradicts it.
    #[error("an older report on refund {key:#} contradicts a newer one and does not count")]
    OutdatedReport {
        /// The key of the refund.
        key: RefundKey,
    },
    /// Another amount has left than should have.
    #[error("refund {key:#} was to pay {expected} and has paid {paid}")]
    AmountMismatch {
        /// The key of the refund.
        key: RefundKey,
        /// The amount that should have left.
        expected: Money,
        /// The amount that has left.
        paid: Money,
    },
    /// The report is in another currency, or has other decimal places, so the amount that should have left is booked.
    #[error(
        "the report on refund {key:#} is not in the order's currency: {reported} with {} decimal places",
        reported.currency.places()
    )]
    CurrencyMismatch {
        /// The key of the refund.
        key: RefundKey,
        /// The reported amount.
        reported: Money,
    },
    /// More has come back than had left, or something that had never left.
    #[error("{reversed} came back of refund {key:#}, of which {paid} was known to have left")]
    ReversedMoreThanPaid {
        /// The key of the refund.
        key: RefundKey,
        /// The amount that was known to have left.
        paid: Money,
        /// The amount that came back.
        reversed: Money,
    },
    /// Money has left for a case whose status could not follow.
    #[error("case {case} was refunded at a status from which its table leads to no refund")]
    RefundedOutOfTurn {
        /// The case.
        case: CaseId,
    },
    /// More has been refunded than was paid.
    #[error("{refunded} was refunded for {of}, of which {paid} was paid")]
    RefundedMoreThanPaid {
        /// The line, the shipping or the order.
        of: Bound,
        /// The amount that the buyer paid.
        paid: Money,
        /// The amount that the buyer got back.
        refunded: Money,
    },
    /// The gateway has refunded more than is booked.
    #[error("{unexplained} was refunded by the gateway and belongs to no known refund")]
    UnexplainedTotal {
        /// The amount that no known refund explains.
        unexplained: Money,
    },
    /// A report says how it was at a time that is later than its command, or that has no date. It counts as of the time of
    /// the event.
    #[error("a report as of {} seconds after 1970 counts as of {counted}, since it is not later", as_of.seconds())]
    ReportDatedAhead {
        /// The time that the report has.
        as_of: Timestamp,
        /// The time that counts.
        counted: Timestamp,
    },
    /// A case that was taken over asks for more than there is.
    #[error("case {case} claims more than is refundable")]
    ClaimExceedsRefundable {
        /// The case.
        case: CaseId,
    },
    /// A case has got more than it asks for, or asks for less since it has got that much (I25).
    #[error("case {case} asks for {claimed} and has got {refunded}")]
    RefundedMoreThanClaimed {
        /// The case.
        case: CaseId,
        /// The amount that the case asks for.
        claimed: Money,
        /// The amount that the buyer has got for the case and that has not come back.
        refunded: Money,
    },
    /// A refund was reported to have paid less than it was reported to have paid before, although nothing has come back
    /// between. The larger amount counts (I25).
    #[error(
        "refund {key:#} was reported to have paid {paid}, and later only {reported}; the larger amount counts"
    )]
    SuccessBecameSmaller {
        /// The key of the refund.
        key: RefundKey,
        /// The amount of the earlier success.
        paid: Money,
        /// The smaller amount of the later success.
        reported: Money,
    },
    /// The gateway's total is below what is booked as of its time: two refunds of the order may be one payment, or one
    /// may not have left (I25). What was refunded before the opening counts as booked, and an offline refund does not.
    #[error("the gateway had refunded {total} by {as_of}, and {booked} is booked by then")]
    TotalBelowBooked {
        /// The time of the total.
        as_of: Timestamp,
        /// The gateway's total of refunds at that time.
        total: Money,
        /// The amount that is booked as refunded by the gateway at that time.
        booked: Money,
    },
    /// A case that had ended is said to have another status, by which it has not, or has ended otherwise (I25).
    #[error(
        "case {case} had ended ({was}, {refunded} refunded), and is said to be otherwise now ({is})"
    )]
    LeftItsEnd {
        /// The case.
        case: CaseId,
        /// The phase in which it had ended.
        was: Phase,
        /// The phase that the new status means.
        is: Phase,
        /// The amount that the buyer has got for the case.
        refunded: Money,
    },
    /// A case was taken over as refunded, and as much as it asks for is among what was refunded before the order was
    /// opened, so it may count twice (I25).
    #[error(
        "case {case} was taken over with {refunded} refunded for {of}, of which {before} was refunded before the order was opened"
    )]
    RefundedBeforeOpening {
        /// The case.
        case: CaseId,
        /// The line or the shipping.
        of: Bound,
        /// The amount that was refunded for it before the opening, by the facts of the order.
        before: Money,
        /// The amount that is booked for it because of the case.
        refunded: Money,
    },
    /// A case that is taken over is said to stand where its figures do not: refunded, and nothing is booked for it; or
    /// ended without a refund, and something is (I25).
    #[error("case {case} is said to stand otherwise ({is}) than its figures: {refunded} refunded")]
    StatusContradictsBooks {
        /// The case.
        case: CaseId,
        /// The phase that its status means.
        is: Phase,
        /// The amount that is booked as refunded for it.
        refunded: Money,
    },
    /// A case has been refunded less, as its platform tells, than is booked for it as of that time (I25).
    #[error("case {case} had been refunded {total} by {as_of}, and {booked} is booked by then")]
    CaseTotalBelowBooked {
        /// The case.
        case: CaseId,
        /// The time of the total.
        as_of: Timestamp,
        /// The total that the platform tells.
        total: Money,
        /// The amount that is booked as refunded for the case at that time.
        booked: Money,
    },
}

impl Anomaly {
    /// Returns the stable code of the anomaly, such as `unknown_refund`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}
