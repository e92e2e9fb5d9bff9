//! What format 1 did not know: tax, payments, deductions and further names of refunds.

use super::older::NewFields;

/// The fields that structs have got since.
pub(super) const NEW_FIELDS: NewFields = &[
    ("Application", &["deductions"]),
    ("Books", &["refund_taxes", "later_payments", "chosen_payments"]),
    ("Claim", &["deductions"]),
    ("LineFacts", &["tax"]),
    ("OrderFacts", &["discount_on_shipping", "shipping_tax", "tax", "payments"]),
    ("Refund", &["references"]),
];
