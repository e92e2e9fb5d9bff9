//! What format 1 did not know: tax, payments, deductions, further names of refunds, and what a platform tells of the cases that it
//! owns.

use super::older::NewFields;

/// The fields that structs have got since.
pub(super) const NEW_FIELDS: NewFields = &[
    ("Adoption", &["platform_case", "as_of", "deadline", "refunded", "reference"]),
    ("Application", &["deductions"]),
    ("Books", &["refund_taxes", "later_payments", "chosen_payments"]),
    ("Case", &["adopted"]),
    ("Claim", &["deductions"]),
    ("LineFacts", &["tax"]),
    ("OrderFacts", &["discount_on_shipping", "shipping_tax", "tax", "payments"]),
    ("Refund", &["references"]),
];
