//! What is strange about money. It does not make anything invalid; people should know of it.

use super::{Bound, CaseId, RefundKey};
use crate::money::Money;

/// Something about money that is as it should not be. It is recorded, because it has happened.
#[derive(Clone, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Anomaly {
    /// A payment that the order knew nothing of.
    #[error("nobody here knows of payment {key}")]
    UnknownRefund {
        /// Its key.
        key: RefundKey,
    },
    /// A payment succeeded that was said to have failed.
    #[error("payment {key} has succeeded after all")]
    SucceededAfterFailure {
        /// Its key.
        key: RefundKey,
    },
    /// A payment that was declared failed is being made after all.
    #[error("payment {key} was declared failed and is being processed")]
    ProcessingAfterDeclaredFailed {
        /// Its key.
        key: RefundKey,
    },
    /// A payment failed that was said to have succeeded.
    #[error("payment {key} was said to have succeeded and has failed")]
    FailedAfterSuccess {
        /// Its key.
        key: RefundKey,
    },
    /// News that was older than what is known, and says otherwise.
    #[error("an older report on payment {key} says otherwise and is not believed")]
    OutdatedReport {
        /// Its key.
        key: RefundKey,
    },
    /// Another amount has left than should have.
    #[error("payment {key} was to pay {expected} and has paid {paid}")]
    AmountMismatch {
        /// Its key.
        key: RefundKey,
        /// What was to be paid.
        expected: Money,
        /// What has left.
        paid: Money,
    },
    /// The report is in another currency, so what should have left is booked.
    #[error("the report on payment {key} is in another currency: {reported}")]
    CurrencyMismatch {
        /// Its key.
        key: RefundKey,
        /// What was reported.
        reported: Money,
    },
    /// More has come back than had left, or something that had never left.
    #[error("{reversed} came back of payment {key}, and {paid} had left as far as was known")]
    ReversedMoreThanPaid {
        /// Its key.
        key: RefundKey,
        /// What was known to have left.
        paid: Money,
        /// What came back.
        reversed: Money,
    },
    /// Money has left for a case whose status could not follow.
    #[error("case {case} was paid although it could not be at its status")]
    RefundedOutOfTurn {
        /// The case.
        case: CaseId,
    },
    /// More has been refunded than was paid.
    #[error("{refunded} was refunded for {of}, and {paid} was paid")]
    RefundedMoreThanPaid {
        /// For what: a line, the shipping, or the order.
        of: Bound,
        /// What the buyer paid.
        paid: Money,
        /// What he got back.
        refunded: Money,
    },
    /// The gateway has refunded more than is booked.
    #[error("{unexplained} was refunded by nobody knows which payment")]
    UnexplainedTotal {
        /// How much more.
        unexplained: Money,
    },
    /// A case that was taken over asks for more than there is.
    #[error("case {case} asks for more than is left")]
    ClaimExceedsRefundable {
        /// The case.
        case: CaseId,
    },
}
