//! Ceilings: of a line, of what was paid for an order, and of its shipping, which has its own.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::{Amount, Currency};
use aftersale::order::{Ask, LineFacts, OrderFacts, Request};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;
use serde_json::Value;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Fields, Problem, Ratio, Read, failed, not_applicable, not_given};
use super::goods::{plain_lines, with_rate};
use super::names::{
    EARLIER, LARGEST, LEFT, OF_A_LINE, OF_A_PAYMENT, PENDING, REFUND, REFUNDED, REFUNDED_TOTAL,
    REQUESTED_ALONE, SHIPPING, SHIPPING_FEE, SUGGESTED,
};
use super::results::is_about_refusing;
use super::shop::{Class, Refused, Shop, line, minor, sum};

const GROSS: &[&str] = &["gross", "items", "subtotal", "gross_total"];
/// Fields that give the amount paid for shipping, where no other field does.
pub(super) const SHIPPED: &[&str] = &[
    "of_which_shipping",
    "shipping_total",
    "shipping",
    "delivery_fee",
    "shipping_paid",
    "fee",
    "shipping_fee",
    "shipping_price",
];

/// Checks a request against what is left of a line or of a payment, or against nothing at all.
pub(super) fn of_amounts(asked: &Asked<'_>) -> Read<Answers> {
    let input = &asked.input;
    let requested = match input.get(REQUESTED_ALONE) {
        Some(Value::Array(_)) => input.amounts(REQUESTED_ALONE)?.map(Some),
        Some(_) => input.amount(REQUESTED_ALONE)?.map(|one| Some(vec![one])),
        None => Some(None),
    };
    let requested = requested.flatten();
    let refunded = one_or_all(input, REFUNDED)?.or(one_or_all(input, EARLIER)?).unwrap_or_default();
    let pending = one_or_all(input, PENDING)?.filter(|pending| *pending != Amount::ZERO);
    let mut shop = if input.has(OF_A_LINE) && !input.has(&["captured", "charged"]) {
        let left = input.amount(OF_A_LINE)?.unwrap_or_default();
        line_of(asked.currency, left, refunded, requested.as_deref())?
    } else {
        // Where no ceiling is given, the vector is not about the ceiling.
        let unlimited = || sum(requested.iter().flatten().map(|amount| size(*amount)));
        let paid = input.amount(OF_A_PAYMENT)?;
        refund_of(asked.currency, paid.map_or_else(unlimited, Ok)?, refunded)?
    };
    let index = pending.map_or(Ok(0), |amount| in_flight(&mut shop, amount, asked))?;
    let mut results = Vec::new();
    let mut refunds = Vec::new();
    let left = shop.left_of(index).0;
    // A vector that cuts a request down to what is left starts from what the crate says is left.
    let cuts = ["clamp", "to"].iter().any(|word| asked.is_about(word))
        && !asked.expect.all().any(|(name, _)| is_about_refusing(name));
    for amount in requested.clone().unwrap_or_else(|| vec![left]) {
        let amount = if cuts { amount.min(shop.left_of(index).0) } else { amount };
        let refund = in_currency(&mut shop, index, amount, input)?;
        refunds.extend(refund.as_ref().ok().copied());
        results.push(refund.err());
    }
    shop.is_sound()?;
    let mut answers = Answers::default();
    // Where only one answer is expected, it is that not all of them were accepted.
    answers.refused = results.iter().flatten().last().cloned();
    if answers.refused.is_none() {
        let last = refunds.last().copied().unwrap_or_default();
        answers.add(REFUND, Figure::Amount(last));
        answers.add(&["gross", "refund_gross"], Figure::Amount(last));
    } else if refunds.is_empty() {
        // Refused: nothing is refunded.
        answers.add(REFUND, Figure::Amount(Amount::ZERO));
    }
    answers.add(&["sum", "total"], Figure::Amount(sum(refunds)?));
    answers.add_results(results);
    answers.add(REFUNDED_TOTAL, Figure::Amount(shop.refunded()));
    answers.add(LEFT, Figure::Amount(shop.left_of(index).0));
    Ok(answers)
}

/// Reads an amount, or several that count as one.
fn one_or_all(input: &Fields<'_>, names: &[&str]) -> Read<Option<Amount>> {
    match input.peek(names) {
        Some(Value::Array(_)) => input.amounts(names)?.map(sum).transpose(),
        // A flag means one refund, whatever its amount.
        Some(Value::Bool(_)) => Ok(input.flag(names)?.filter(|is_one| *is_one).map(|_| minor(1))),
        _ => input.amount(names),
    }
}

fn size(amount: Amount) -> Amount {
    minor(amount.minor().checked_abs().unwrap_or(i64::MAX))
}

/// Opens an order whose first line is limited and whose second is large enough that the order is not.
fn line_of(
    currency: Currency,
    paid: Amount,
    refunded: Amount,
    requested: Option<&[Amount]>,
) -> Read<Shop> {
    let room = requested.unwrap_or_default().iter().map(|amount| size(*amount));
    let room = sum(room.chain([paid, minor(1)]))?;
    let mut lines = plain_lines(&[paid, room]);
    lines[0].refunded = refunded;
    Shop::open(OrderFacts::new("ORDER1", currency, lines))
}

/// Opens an order with this payment, of which so much was refunded for nothing in particular: so the line would
/// have more, and the payment is the limit.
fn refund_of(currency: Currency, paid: Amount, refunded: Amount) -> Read<Shop> {
    let mut shop = Shop::open(OrderFacts::new("ORDER1", currency, plain_lines(&[paid])))?;
    if refunded.is_positive() {
        let amount = currency.money(refunded);
        external_refund(&mut shop, amount).map_err(|refused| Problem::Failed(refused.text))?;
    }
    Ok(shop)
}

fn external_refund(shop: &mut Shop, amount: aftersale::money::Money) -> Result<(), Refused> {
    let request = Request::ReportExternalRefund {
        case: None,
        reference: "external".into(),
        amount,
        lines: Vec::new(),
        shipping: Amount::ZERO,
        as_of: Timestamp::from_seconds(1),
    };
    shop.send("external", Actor::Merchant, request).map(|_| ())
}

/// Starts a refund without a report on it, and returns the line on which the next one is asked for.
///
/// Two rules can be asked about: that nothing else is refunded for the same line while money may be
/// in flight, and that what may be in flight counts against the ceiling. The expected error shows which.
fn in_flight(shop: &mut Shop, amount: Amount, asked: &Asked<'_>) -> Read<usize> {
    let error = asked.expect.get(&["error"]).and_then(Value::as_str).unwrap_or_default();
    let other_line = ["progress", "flight", "pending", "refunding", "concurrent"]
        .iter()
        .all(|word| !error.contains(word));
    let facts = shop.order.facts();
    if other_line && facts.lines.len() == 1 {
        let Some(rest) = facts.amount_paid().checked_sub(amount) else {
            return failed("more is in flight than was paid");
        };
        let before = shop.refunded();
        let lines = plain_lines(&[rest, amount]);
        *shop = Shop::open(OrderFacts::new("ORDER1", asked.currency, lines))?;
        if before.is_positive() {
            let before = asked.currency.money(before);
            external_refund(shop, before).map_err(|refused| Problem::Failed(refused.text))?;
        }
    }
    let index = shop.order.facts().lines.len() - 1;
    let ask = Ask::amount(line(index).as_str(), amount);
    let started = shop
        .apply("pending", Flow::RefundOnly, vec![ask], None)
        .and_then(|case| shop.agree("pending-agreed", case));
    match started {
        Ok(_) => Ok(0),
        Err(refused) => failed(format!("what is in flight could not start: {}", refused.text)),
    }
}

/// Asks for an amount, in the order's currency unless another one is given.
fn in_currency(
    shop: &mut Shop,
    index: usize,
    amount: Amount,
    input: &Fields<'_>,
) -> Read<Result<Amount, Refused>> {
    let here = shop.currency();
    let other = input.get(&["requested_currency", "refund_currency"]).and_then(Value::as_str);
    let places = input.units(&["requested_exponent", "refund_exponent"])?;
    let Some(code) = other.filter(|code| *code != here.code()) else {
        return Ok(shop.refund(vec![Ask::amount(line(index).as_str(), amount)], None));
    };
    let places = places.map_or_else(|| Some(here.places()), |places| u8::try_from(places).ok());
    match places.map(|places| Currency::with_places(code, places)) {
        Some(Ok(other)) => Ok(external_refund(shop, other.money(amount)).map(|()| amount)),
        _ => failed(format!("{code} is no currency")),
    }
}

/// Returns a shop's suggestion to refund: what was paid for the goods, and no more than the payment can still
/// give back.
pub(super) fn suggestion(asked: &Asked<'_>) -> Read<Answers> {
    let input = &asked.input;
    let (Some(gross), Some(most)) =
        (input.amount(GROSS)?.or(input.amount(REQUESTED_ALONE)?), input.amount(LARGEST)?)
    else {
        return not_given("what was paid and what the payment can give back");
    };
    // What the refund cannot give back has been refunded already; where it can give more than the
    // goods were, the rest was paid for something else.
    let other = most.checked_sub(gross).unwrap_or_default().max(Amount::ZERO);
    let gone = gross.checked_sub(most).unwrap_or_default().max(Amount::ZERO);
    let mut facts = OrderFacts::new("ORDER1", asked.currency, plain_lines(&[gross]));
    facts.shipping = other;
    facts = facts.paid(sum([gross, other])?);
    let mut shop = Shop::open(facts)?;
    if gone.is_positive() {
        let gone = asked.currency.money(gone);
        external_refund(&mut shop, gone).map_err(|refused| Problem::Failed(refused.text))?;
    }
    let suggested = shop.left_of(0).0;
    let mut answers = Answers::default();
    answers.add(SUGGESTED, Figure::Amount(suggested));
    answers.add(REFUND, Figure::Amount(suggested));
    // The suggestion is one that is accepted.
    if suggested.is_positive() {
        answers.refused = shop.refund(vec![Ask::amount(line(0).as_str(), suggested)], None).err();
        shop.is_sound()?;
    }
    answers.add(LEFT, Figure::Amount(shop.left_of(0).0));
    Ok(answers)
}

/// Asks for a refund of shipping. The goods are there and have nothing to do with it.
///
/// One order has the shipping with its tax, and another one the shipping before tax; each is asked for its own
/// amount. How much tax goes with a part of the shipping is a tax part; with all that is left of it goes all that
/// is left of the tax.
pub(super) fn of_shipping(asked: &Asked<'_>) -> Read<Answers> {
    let input = &asked.input;
    let paid = shipping_paid(input)?;
    let refunded = input.amount(&["shipping_refunded", "refunded", "already"])?.unwrap_or_default();
    let requested = input.amount(&["requested", "requested_shipping", "shipping_now", "refund"])?;
    let with_tax = input.amount(&["requested_incl_tax"])?;
    let left = paid.checked_sub(refunded);
    let mut asks_for_all = with_tax.is_none() && (requested.is_none() || requested == left);
    let mut answers = Answers::default();
    if let Some(tax) = input.amount(&["shipping_tax_total", "shipping_tax"])? {
        let tax_refunded = input.amount(&["shipping_tax_refunded"])?.unwrap_or_default();
        if with_tax.is_some() || asks_for_all {
            let (paid, refunded) = (sum([paid, tax])?, sum([refunded, tax_refunded])?);
            let done = shipping(asked, paid, refunded, with_tax)?;
            asks_for_all |= done.refund.is_ok() && done.left == Amount::ZERO;
            add_shipping(&mut answers, &["shipping_incl_tax"], done.refund);
        }
    }
    if with_tax.is_none() || asks_for_all {
        let Shipped { refund, left } = shipping(asked, paid, refunded, requested)?;
        let names = &["shipping", "refund", "amount", "total", "shipping_amount"];
        add_shipping(&mut answers, names, refund);
        let names = &["left", "remaining", "shipping_left", "remaining_shipping"];
        answers.add(names, Figure::Amount(left));
    } else {
        answers.tax_parts = &["shipping"];
    }
    Ok(answers)
}

fn add_shipping(
    answers: &mut Answers,
    names: &'static [&'static str],
    refund: Result<Amount, Refused>,
) {
    match refund {
        Ok(refund) => answers.add(names, Figure::Amount(refund)),
        Err(refused) => answers.refused = Some(refused),
    }
}

/// Returns what was paid for shipping, after a discount and with a tax by rates, where they leave no fraction.
fn shipping_paid(input: &Fields<'_>) -> Read<Amount> {
    let paid = input.amount(SHIPPING)?.or(input.amount(SHIPPING_FEE)?);
    let Some(mut paid) = paid else { return not_given("the shipping") };
    let off = input.ratio(&["discount_rate"])?.map(|off| Ratio(-off.0, off.1));
    for rate in [off, input.ratio(&["tax_rate"])?].into_iter().flatten() {
        let Some(after) = with_rate(paid, rate) else {
            return not_applicable(
                "a rate leaves fractions of the smallest unit, and the amount paid for shipping is not \
                 given",
            );
        };
        paid = after;
    }
    Ok(paid)
}

struct Shipped {
    refund: Result<Amount, Refused>,
    left: Amount,
}

/// Asks an order for so much of its shipping, and then for one smallest unit more than is left.
fn shipping(
    asked: &Asked<'_>,
    paid: Amount,
    refunded: Amount,
    requested: Option<Amount>,
) -> Read<Shipped> {
    let goods = sum([paid, size(requested.unwrap_or_default()), minor(1)])?;
    let one = LineFacts::new(line(0).as_str(), Quantity::new(1), goods);
    let facts = OrderFacts::new("ORDER1", asked.currency, vec![one]);
    let all = sum([goods, paid])?;
    let facts = facts.shipping(paid).shipping_refunded(refunded).paid(all);
    let mut shop = Shop::open(facts)?;
    let wanted = requested.unwrap_or_else(|| shop.order.refundable().shipping);
    // A request without shipping, where that is no error, is a refund of something else alone.
    let is_error = asked.expect.all().any(|(name, _)| matches!(name, "error" | "rejected"));
    let refund = if wanted == Amount::ZERO && !is_error {
        let before = shop.order.refundable().shipping;
        let other = shop.refund(vec![Ask::amount(line(0).as_str(), minor(1))], None);
        other.map(|_| before.checked_sub(shop.order.refundable().shipping).unwrap_or_default())
    } else {
        shop.refund(Vec::new(), Some(wanted))
    };
    let goods = if wanted == Amount::ZERO && !is_error { shop.left_of(0).0 } else { goods };
    let left = shop.order.refundable().shipping;
    let more = sum([left, minor(1)])?;
    match shop.refund(Vec::new(), Some(more)) {
        Err(refused) if refused.classes.contains(&Class::Shipping) => {}
        _ => return failed(format!("{} of {} left of shipping", more.minor(), left.minor())),
    }
    if shop.left_of(0).0 != goods {
        return failed("shipping was refunded from the goods");
    }
    shop.is_sound()?;
    Ok(Shipped { refund, left })
}
