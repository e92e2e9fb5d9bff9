//! Anomalies: facts about money that are not as they should be. They make nothing invalid; people should know of them.

use super::{Bound, CaseId, RefundKey};
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
    #[error("refund {key} is unknown to this order")]
    UnknownRefund {
        /// The key of the refund.
        key: RefundKey,
    },
    /// A refund succeeded that was reported as failed.
    #[error("refund {key} has succeeded after it was reported as failed")]
    SucceededAfterFailure {
        /// The key of the refund.
        key: RefundKey,
    },
    /// A refund that was declared failed is being processed.
    #[error("refund {key} was declared failed and is being processed")]
    ProcessingAfterDeclaredFailed {
        /// The key of the refund.
        key: RefundKey,
    },
    /// A refund failed that was reported as succeeded.
    #[error("refund {key} has failed after it was reported as succeeded")]
    FailedAfterSuccess {
        /// The key of the refund.
        key: RefundKey,
    },
    /// A report that is older than what is known, and contradicts it.
    #[error("an older report on refund {key} contradicts a newer one and does not count")]
    OutdatedReport {
        /// The key of the refund.
        key: RefundKey,
    },
    /// Another amount has left than should have.
    #[error("refund {key} was to pay {expected} and has paid {paid}")]
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
        "the report on refund {key} is not in the order's currency: {reported} with {} decimal places",
        reported.currency.places()
    )]
    CurrencyMismatch {
        /// The key of the refund.
        key: RefundKey,
        /// The reported amount.
        reported: Money,
    },
    /// More has come back than had left, or something that had never left.
    #[error("{reversed} came back of refund {key}, of which {paid} was known to have left")]
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
}

impl Anomaly {
    /// Returns the stable code of the anomaly, such as `unknown_refund`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }
}
