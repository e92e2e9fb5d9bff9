//! What format 1 did not know: tax and deductions.

use super::older::NewFields;

/// The fields that structs have got since.
pub(super) const NEW_FIELDS: NewFields = &[
    ("Application", &["deductions"]),
    ("Books", &["refund_taxes"]),
    ("Claim", &["deductions"]),
    ("LineFacts", &["tax"]),
    ("OrderFacts", &["discount_on_shipping", "shipping_tax", "tax"]),
];
