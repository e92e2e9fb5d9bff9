//! The names of the same thing in vectors. All readers of fields and expectations take their names from here, so
//! that a new name is added in one place.

/// Names of one thing, the more particular ones first.
pub(super) type Names = &'static [&'static str];

// What was bought and paid.
pub(super) const LINES: Names =
    &["lines", "lines_incl_tax", "list_parts", "line_totals", "items", "units", "order_lines"];
pub(super) const LINE_NAME: Names =
    &["id", "name", "sku", "line", "item", "line_id", "item_id", "line_item_id"];
pub(super) const UNIT_PRICE: Names =
    &["unit_price_incl_tax", "unit_gross", "unit_price", "price", "unit_paid", "unit_amount"];
pub(super) const LINE_TOTAL: Names = &[
    "line_paid",
    "line_total",
    "unit_total",
    "component_total",
    "total",
    "gross",
    "amount",
    "subtotal",
    "items",
    "goods",
    "refundable",
    "line_refundable",
];
pub(super) const QUANTITY: Names =
    &["qty", "quantity", "bought", "ordered", "qty_ordered", "ordered_qty", "sold", "qty_bought"];
pub(super) const SHIPPING: Names =
    &["of_which_shipping", "shipping_total", "shipping", "delivery_fee", "shipping_paid"];
pub(super) const SHIPPING_FEE: Names = &["fee", "shipping_fee", "shipping_price"];
pub(super) const PAID: Names = &["paid", "order_paid", "paid_total", "captured", "amount_paid"];
/// Discounts of the whole order. The order takes them all.
pub(super) const OFF_THE_ORDER: Names = &["order_discount", "coupon", "points", "order_coupon"];
pub(super) const OFF_THE_LINE: Names = &["discount", "line_discount"];
pub(super) const FEES_KEPT: Names =
    &["return_fee", "restocking_fee", "return_shipping_fee", "handling_fee"];
/// Fields that give the goods, and not only a ceiling.
pub(super) const GOODS: Names = &[
    "lines",
    "lines_incl_tax",
    "list_parts",
    "items",
    "unit_price",
    "unit_price_incl_tax",
    "unit_gross",
    "qty",
    "quantity",
    "ordered",
    "ordered_qty",
    "qty_ordered",
];

// The request.
/// The requested amount. Null is all that is left.
pub(super) const REQUESTED: Names =
    &["requested", "request", "requested_amount", "refund_amount", "refund", "claimed"];
/// The requested amount where no goods are given of which it could be the total.
pub(super) const REQUESTED_ALONE: Names = &[
    "requested",
    "request",
    "requested_amount",
    "refund_amount",
    "refund",
    "claimed",
    "amount",
    "return_amount",
    "applied",
];
/// Several refunds, one after the other.
pub(super) const CLAIMS: Names = &[
    "claims",
    "refunds",
    "requests",
    "sequence",
    "requested",
    "refund_requests",
    "attempts",
    "concurrent",
];
/// The lines of one request.
pub(super) const REQUEST_LINES: Names = &[
    "request",
    "request_lines",
    "request_items",
    "requested_lines",
    "requested_items",
    "return_items",
    "refund_items",
    "return_lines",
    "refund_lines",
];
pub(super) const UNITS_ASKED: Names =
    &["qty_now", "qty_to_refund", "requested_qty", "units", "refund_qty", "return_qty"];
pub(super) const UNIT_SEQUENCE: Names =
    &["unit_sequence", "units_sequence", "qty_sequence", "steps", "splits"];
pub(super) const ANNOUNCED: Names =
    &["announced_qty", "announced", "authorized_qty", "authorized", "return_qty", "requested_qty"];
pub(super) const RECEIVED: Names =
    &["received_qty", "received", "qty_received", "accepted_qty", "accepted_units"];
pub(super) const RETURNED: Names =
    &["returned", "returned_before", "returned_qty", "qty_refunded", "refunded_qty"];

// Ceilings.
pub(super) const OF_A_LINE: Names = &[
    "refundable",
    "line_refundable",
    "line_left",
    "line_paid",
    "line_total",
    "unit_total",
    "line_real_price",
    "real_price",
    "product_real_price",
    "max_refundable",
];
pub(super) const OF_A_PAYMENT: Names = &[
    "captured",
    "charged",
    "paid",
    "payment",
    "maximum_refundable",
    "available",
    "authorized",
    "pay_price",
    "order_paid",
    "total",
    "price",
];
pub(super) const REFUNDED: Names = &[
    "refunded",
    "already_refunded",
    "already",
    "previously_refunded",
    "refunded_before",
    "refund_price",
];
/// The refunds before this one, one by one.
pub(super) const EARLIER: Names =
    &["refunds", "earlier_refunds", "previous_refunds", "prior_refunds", "existing_refunds"];
pub(super) const PENDING: Names =
    &["pending", "in_flight", "refunding", "refund_pending", "reserved", "pending_refunds", "open"];
pub(super) const LARGEST: Names = &["maximum_refundable", "max_refundable"];

// Sharing.
pub(super) const WEIGHTS: Names = &["weights", "prices", "ratios"];
pub(super) const CAPS: Names = &["caps", "limits", "maximums", "max_parts"];
pub(super) const TARGETS: Names = &["n", "targets", "count", "parts"];
pub(super) const SHARED: Names = &["total", "amount", "discount", "order_discount", "coupon"];

// Amounts that are written out.
pub(super) const DECIMAL: Names = &["decimal", "text", "major", "amount_text"];
/// Amounts that are written out, where the expectation asks for minor units.
pub(super) const DECIMAL_AMOUNT: Names = &[
    "decimal",
    "text",
    "major",
    "amount_text",
    "amount",
    "amount_major",
    "major_units",
    "value",
    "price",
    "yuan",
    "display",
    "input",
];
pub(super) const MINOR: Names = &["minor", "amount_minor", "minor_units"];
/// Expectations that are a whole number of minor units and nothing else.
pub(super) const IN_MINOR: Names = &[
    "minor",
    "minor_units",
    "amount_minor",
    "minor_amount",
    "units",
    "cents",
    "fen",
    "gateway_amount",
    "provider_amount",
    "sent_amount",
];

// The expectations.
pub(super) const REFUND: Names =
    &["refund", "refund_amount", "refund_total", "amount", "total", "suggested", "refunded_amount"];
pub(super) const REFUND_ALL: Names = &[
    "refund_all",
    "full_refund",
    "refund_of_all",
    "sum_of_all_units",
    "sum_of_all_lines",
    "times_qty",
];
pub(super) const SUGGESTED: Names = &["suggested", "suggested_refund", "clamped", "clamped_to"];
pub(super) const LEFT: Names = &[
    "left",
    "remaining",
    "refundable_left",
    "left_items",
    "left_amount",
    "refundable",
    "remaining_refundable",
    "still_refundable",
];
pub(super) const UNITS_LEFT: Names =
    &["left_items", "left_units", "left_qty", "qty_left", "remaining_qty", "units_left"];
pub(super) const SUM: Names = &["sum", "total", "sum_of_parts", "sum_of_refunds"];
pub(super) const PARTS: Names = &["parts", "amounts", "shares", "discounts", "allocations"];
pub(super) const STEPS: Names =
    &["amounts", "refunds", "parts", "line_amounts", "deltas", "per_step"];
pub(super) const REFUNDED_TOTAL: Names =
    &["refunded", "refunded_total", "total_refunded", "returned_total"];
pub(super) const RETURNED_TOTAL: Names = &["returned_total"];
pub(super) const NET: Names = &["net", "items_net", "refund_net"];
pub(super) const UNITS_NET: Names = &["unit_net", "units_net"];
pub(super) const UNIT_WORTH: Names = &["unit_price", "unit_refund", "per_unit", "unit"];
/// The words of which operations are made. An operation without any of them is not known here.
pub(super) const WORDS: &str = "\
    all allocate allocation amount amounts apportion cap capped caps ceiling ceilings charge claim \
    claims clamp cents component concurrent conversion convert coupon cumulative currency decimal \
    discount discounts distribute double duplicate equal events exact exponent fee fees flight full \
    idempotent ingest item items ledger limit line lines minor money multiply negative \
    notification order paid partial partially pay payment percent points positive price prorate \
    qty quantity ratio received reconcile refund refundable refunded refunds remaining replay request \
    restock return returned returns reversal round rounding sequence share shipping split sum tax \
    tender tenders total totals unit units webhook yen zero";
