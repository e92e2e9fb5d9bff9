//! The facts of an order as JSON, for a service that opens orders.

use alloc::format;
use alloc::vec::Vec;

use serde::Deserialize;

use super::JsonError;
use super::values::{AmountBody, IdBody, TimeBody};
use crate::money::{Amount, Currency, NotACurrency};
use crate::order::{LineFacts, OrderFacts, PaymentFacts, Stage};
use crate::quantity::Quantity;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineBody {
    line: IdBody,
    quantity: Quantity,
    unit_price: AmountBody,
    #[serde(default)]
    total: Option<AmountBody>,
    #[serde(default)]
    refunded: Option<AmountBody>,
    #[serde(default)]
    returned: Quantity,
    #[serde(default)]
    tax: Option<AmountBody>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PaymentBody {
    payment: IdBody,
    paid: AmountBody,
    #[serde(default)]
    refunded: Option<AmountBody>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactsBody {
    order: IdBody,
    #[serde(default)]
    opening: Option<IdBody>,
    #[serde(default)]
    buyer: Option<IdBody>,
    currency: alloc::string::String,
    #[serde(default)]
    places: Option<u8>,
    lines: Vec<LineBody>,
    #[serde(default)]
    goods_total: Option<AmountBody>,
    #[serde(default)]
    shipping: Option<AmountBody>,
    #[serde(default)]
    discount: Option<AmountBody>,
    #[serde(default)]
    discount_on_shipping: bool,
    #[serde(default)]
    paid: Option<AmountBody>,
    #[serde(default)]
    shipping_refunded: Option<AmountBody>,
    #[serde(default)]
    shipping_tax: Option<AmountBody>,
    #[serde(default)]
    tax: Option<AmountBody>,
    #[serde(default)]
    payments: Vec<PaymentBody>,
    #[serde(default)]
    stage: Option<Stage>,
    #[serde(default)]
    shipped: Option<TimeBody>,
    #[serde(default)]
    received: Option<TimeBody>,
    #[serde(default)]
    is_virtual: bool,
}

/// Reads the facts of an order. Its currency is a code of ISO 4217; other decimal places are stated in `places`.
///
/// ```
/// use aftersale::json;
/// use aftersale::money::Amount;
///
/// let facts = json::decode_facts(br#"{
///     "order": "ORDER1", "buyer": 7, "currency": "EUR",
///     "lines": [{"line": "tea", "quantity": 3, "unit_price": "10.00 EUR", "tax": "4.79 EUR"}],
///     "shipping": {"minor": 800, "currency": "EUR"},
///     "payments": [{"payment": "points", "paid": "8.00 EUR"}, {"payment": "card", "paid": "30.00 EUR"}]
/// }"#)?;
/// assert_eq!(facts.amount_paid(), Amount::from_minor(3_800));
/// assert_eq!(facts.lines[0].tax, Amount::from_minor(479));
/// assert_eq!(facts.payments[1].paid, Amount::from_minor(3_000));
///
/// let error = json::decode_facts(br#"{"order": "ORDER1", "currency": "EUR", "lines": [{"line": "tea"}]}"#);
/// assert_eq!(error.unwrap_err().path, "lines[0]");
/// # Ok::<(), aftersale::json::JsonError>(())
/// ```
///
/// # Errors
///
/// With the path of the field: the text is not JSON, has a field that is unknown, missing or of another form, or an amount
/// in another currency.
pub fn decode_facts(bytes: &[u8]) -> Result<OrderFacts, JsonError> {
    let body: FactsBody = super::read(bytes)?;
    let currency = match body.places {
        Some(places) => Currency::with_places(&body.currency, places),
        None => body.currency.parse(),
    };
    let currency = currency.map_err(|error| {
        let path = if error == NotACurrency::Places { "places" } else { "currency" };
        JsonError::new(path, &format!("{error}"))
    })?;
    let amount = |path: &str, amount: Option<&AmountBody>| -> Result<Option<Amount>, JsonError> {
        let read = amount.map(|amount| amount.amount(currency)).transpose();
        read.map_err(|problem| JsonError::new(path, &problem))
    };
    let mut lines = Vec::new();
    for (index, line) in body.lines.iter().enumerate() {
        let of_line = |field: &str, body: Option<&AmountBody>| {
            amount(&format!("lines[{index}].{field}"), body)
        };
        let price = of_line("unit_price", Some(&line.unit_price))?.unwrap_or_default();
        let plain = LineFacts::new(line.line.0.as_str(), line.quantity, price);
        lines.push(LineFacts {
            total: of_line("total", line.total.as_ref())?.unwrap_or(plain.total),
            refunded: of_line("refunded", line.refunded.as_ref())?.unwrap_or_default(),
            returned: line.returned,
            tax: of_line("tax", line.tax.as_ref())?.unwrap_or_default(),
            ..plain
        });
    }
    let mut payments = Vec::new();
    for (index, payment) in body.payments.iter().enumerate() {
        let of_payment = |field: &str, body: Option<&AmountBody>| {
            amount(&format!("payments[{index}].{field}"), body)
        };
        let paid = of_payment("paid", Some(&payment.paid))?.unwrap_or_default();
        let refunded = of_payment("refunded", payment.refunded.as_ref())?.unwrap_or_default();
        payments.push(PaymentFacts::new(payment.payment.0.as_str(), paid).refunded(refunded));
    }
    let mut facts = OrderFacts::new(body.order.0, currency, lines)
        .shipping(amount("shipping", body.shipping.as_ref())?.unwrap_or_default())
        .discount(amount("discount", body.discount.as_ref())?.unwrap_or_default())
        .payments(payments)
        .discount_on_shipping(body.discount_on_shipping)
        .stage(body.stage.unwrap_or(Stage::ToBeShipped))
        .shipped(body.shipped.map(|time| time.0))
        .received(body.received.map(|time| time.0))
        .is_virtual(body.is_virtual);
    facts.opening = body.opening.map(|opening| opening.0.into());
    facts.buyer = body.buyer.map(|buyer| buyer.0.into());
    if let Some(goods_total) = amount("goods_total", body.goods_total.as_ref())? {
        facts = facts.goods_total(goods_total);
    }
    if let Some(refunded) = amount("shipping_refunded", body.shipping_refunded.as_ref())? {
        facts = facts.shipping_refunded(refunded);
    }
    if let Some(shipping_tax) = amount("shipping_tax", body.shipping_tax.as_ref())? {
        facts = facts.shipping_tax(shipping_tax);
    }
    if let Some(tax) = amount("tax", body.tax.as_ref())? {
        facts = facts.tax(tax);
    }
    if let Some(paid) = amount("paid", body.paid.as_ref())? {
        facts = facts.paid(paid);
    }
    Ok(facts)
}
