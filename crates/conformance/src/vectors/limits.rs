//! Ceilings: of a line, of what was paid for an order, and of its shipping, which has its own.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::{Amount, Currency};
use aftersale::order::{Ask, LineFacts, OrderFacts, Request};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;
use serde_json::Value;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Fields, Problem, Ratio, Read, failed, not_applicable, not_told};
use super::goods::{plain_lines, with_rate};
use super::names::{
    EARLIER, LARGEST, LEFT, OF_A_LINE, OF_A_PAYMENT, PENDING, REFUND, REFUNDED, REFUNDED_TOTAL,
    REQUESTED_ALONE, SHIPPING, SHIPPING_FEE, SUGGESTED,
};
use super::results::is_about_refusing;
use super::shop::{Class, Refused, Shop, line, minor, sum};

const GROSS: &[&str] = &["gross", "items", "subtotal", "gross_total"];
/// Fields that tell what was paid for shipping, where nothing else is told.
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

/// A request against what is left of a line or of a refund, or against nothing at all.
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
        // Where no ceiling is said, it is not the ceiling that is asked about.
        let unlimited = || sum(requested.iter().flatten().map(|amount| size(*amount)));
        let paid = input.amount(OF_A_PAYMENT)?;
        refund_of(asked.currency, paid.map_or_else(unlimited, Ok)?, refunded)?
    };
    let place = pending.map_or(Ok(0), |amount| in_flight(&mut shop, amount, asked))?;
    let mut results = Vec::new();
    let mut refunds = Vec::new();
    let left = shop.left_of(place).0;
    // Whoever cuts a request down to what is left looks first at what the crate says is left.
    let cuts = ["clamp", "to"].iter().any(|word| asked.is_about(word))
        && !asked.expect.all().any(|(name, _)| is_about_refusing(name));
    for amount in requested.clone().unwrap_or_else(|| vec![left]) {
        let amount = if cuts { amount.min(shop.left_of(place).0) } else { amount };
        let refund = in_currency(&mut shop, place, amount, input)?;
        refunds.extend(refund.as_ref().ok().copied());
        results.push(refund.err());
    }
    shop.is_sound()?;
    let mut answers = Answers::default();
    // Where only one answer is expected, it is that not all of them were accepted.
    answers.refused = results.iter().flatten().last().cloned();
    if answers.refused.is_none() {
        let last = refunds.last().copied().unwrap_or_default();
        answers.say(REFUND, Figure::Amount(last));
        answers.say(&["gross", "refund_gross"], Figure::Amount(last));
    } else if refunds.is_empty() {
        // Refused: nothing is refunded.
        answers.say(REFUND, Figure::Amount(Amount::ZERO));
    }
    answers.say(&["sum", "total"], Figure::Amount(sum(refunds)?));
    answers.say_results(results);
    answers.say(REFUNDED_TOTAL, Figure::Amount(shop.refunded()));
    answers.say(LEFT, Figure::Amount(shop.left_of(place).0));
    Ok(answers)
}

/// An amount, or several that are one together.
fn one_or_all(input: &Fields<'_>, names: &[&str]) -> Read<Option<Amount>> {
    match input.peek(names) {
        Some(Value::Array(_)) => input.amounts(names)?.map(sum).transpose(),
        // There is one, whatever its amount.
        Some(Value::Bool(_)) => Ok(input.flag(names)?.filter(|is_one| *is_one).map(|_| minor(1))),
        _ => input.amount(names),
    }
}

fn size(amount: Amount) -> Amount {
    minor(amount.minor().checked_abs().unwrap_or(i64::MAX))
}

/// An order whose first line is limited and whose second is large enough that the order is not.
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
    Shop::open(OrderFacts::new("A-1", currency, lines))
}

/// An order with this refund, of which so much was refunded that nobody knows for what: so the line
/// would have more, and the refund is the limit.
fn refund_of(currency: Currency, paid: Amount, refunded: Amount) -> Read<Shop> {
    let mut shop = Shop::open(OrderFacts::new("A-1", currency, plain_lines(&[paid])))?;
    if refunded.is_positive() {
        let amount = currency.money(refunded);
        elsewhere(&mut shop, amount).map_err(|refused| Problem::Failed(refused.text))?;
    }
    Ok(shop)
}

fn elsewhere(shop: &mut Shop, amount: aftersale::money::Money) -> Result<(), Refused> {
    let request = Request::ReportExternalRefund {
        case: None,
        reference: "elsewhere".into(),
        amount,
        lines: Vec::new(),
        shipping: Amount::ZERO,
        as_of: Timestamp::from_seconds(1),
    };
    shop.send("elsewhere", Actor::Merchant, request).map(|_| ())
}

/// Starts a refund of which nobody has heard yet, and gives the line on which the next is asked for.
///
/// Two rules can be asked about: that nothing else is refunded for the same line while money may be
/// out, and that what may be out counts against the ceiling. The error that is expected says which.
fn in_flight(shop: &mut Shop, amount: Amount, asked: &Asked<'_>) -> Read<usize> {
    let error = asked.expect.get(&["error"]).and_then(Value::as_str).unwrap_or_default();
    let other_line = ["progress", "flight", "pending", "refunding", "concurrent"]
        .iter()
        .all(|word| !error.contains(word));
    let facts = shop.order.facts();
    if other_line && facts.lines.len() == 1 {
        let Some(rest) = facts.paid.checked_sub(amount) else {
            return failed("more is in flight than was paid");
        };
        let before = shop.refunded();
        let lines = plain_lines(&[rest, amount]);
        *shop = Shop::open(OrderFacts::new("A-1", asked.currency, lines))?;
        if before.is_positive() {
            let before = asked.currency.money(before);
            elsewhere(shop, before).map_err(|refused| Problem::Failed(refused.text))?;
        }
    }
    let place = shop.order.facts().lines.len() - 1;
    let ask = Ask::amount(line(place).as_str(), amount);
    let started = shop
        .apply("pending", Flow::RefundOnly, vec![ask], None)
        .and_then(|case| shop.agree("pending-agreed", case));
    match started {
        Ok(_) => Ok(0),
        Err(refused) => failed(format!("what is in flight could not start: {}", refused.text)),
    }
}

/// Asks for an amount, in the order's currency unless another one is said.
fn in_currency(
    shop: &mut Shop,
    place: usize,
    amount: Amount,
    input: &Fields<'_>,
) -> Read<Result<Amount, Refused>> {
    let here = shop.currency();
    let other = input.get(&["requested_currency", "refund_currency"]).and_then(Value::as_str);
    let places = input.units(&["requested_exponent", "refund_exponent"])?;
    let Some(code) = other.filter(|code| *code != here.code()) else {
        return Ok(shop.refund(vec![Ask::amount(line(place).as_str(), amount)], None));
    };
    let places = places.map_or_else(|| Some(here.places()), |places| u8::try_from(places).ok());
    match places.map(|places| Currency::new(code, places)) {
        Some(Ok(other)) => Ok(elsewhere(shop, other.money(amount)).map(|()| amount)),
        _ => failed(format!("{code} is no currency")),
    }
}

/// What a shop suggests to refund: what was paid for the goods, and no more than the refund can
/// still give back.
pub(super) fn suggestion(asked: &Asked<'_>) -> Read<Answers> {
    let input = &asked.input;
    let (Some(gross), Some(most)) =
        (input.amount(GROSS)?.or(input.amount(REQUESTED_ALONE)?), input.amount(LARGEST)?)
    else {
        return not_told("what was paid and what the payment can give back");
    };
    // What the refund cannot give back has been refunded already; where it can give more than the
    // goods were, the rest was paid for something else.
    let other = most.checked_sub(gross).unwrap_or_default().max(Amount::ZERO);
    let gone = gross.checked_sub(most).unwrap_or_default().max(Amount::ZERO);
    let mut facts = OrderFacts::new("A-1", asked.currency, plain_lines(&[gross]));
    facts.shipping = other;
    facts.paid = sum([gross, other])?;
    let mut shop = Shop::open(facts)?;
    if gone.is_positive() {
        let gone = asked.currency.money(gone);
        elsewhere(&mut shop, gone).map_err(|refused| Problem::Failed(refused.text))?;
    }
    let suggested = shop.left_of(0).0;
    let mut answers = Answers::default();
    answers.say(SUGGESTED, Figure::Amount(suggested));
    answers.say(REFUND, Figure::Amount(suggested));
    // The suggestion is one that is accepted.
    if suggested.is_positive() {
        answers.refused = shop.refund(vec![Ask::amount(line(0).as_str(), suggested)], None).err();
        shop.is_sound()?;
    }
    answers.say(LEFT, Figure::Amount(shop.left_of(0).0));
    Ok(answers)
}

/// A request of shipping. The goods are there and have nothing to do with it.
///
/// Shipping with its tax is what one order's buyer has paid, and shipping before tax is what another's
/// has; each is asked for what is said of it. How much tax goes with a part of the shipping is a tax
/// part; with all that is left of it goes all that is left of the tax.
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
            say_shipping(&mut answers, &["shipping_incl_tax"], done.refund);
        }
    }
    if with_tax.is_none() || asks_for_all {
        let Shipped { refund, left } = shipping(asked, paid, refunded, requested)?;
        let names = &["shipping", "refund", "amount", "total", "shipping_amount"];
        say_shipping(&mut answers, names, refund);
        let names = &["left", "remaining", "shipping_left", "remaining_shipping"];
        answers.say(names, Figure::Amount(left));
    } else {
        answers.tax_parts = &["shipping"];
    }
    Ok(answers)
}

fn say_shipping(
    answers: &mut Answers,
    names: &'static [&'static str],
    refund: Result<Amount, Refused>,
) {
    match refund {
        Ok(refund) => answers.say(names, Figure::Amount(refund)),
        Err(refused) => answers.refused = Some(refused),
    }
}

/// What was paid for shipping, after a discount and with a tax by rates, where they leave no fraction.
fn shipping_paid(input: &Fields<'_>) -> Read<Amount> {
    let paid = input.amount(SHIPPING)?.or(input.amount(SHIPPING_FEE)?);
    let Some(mut paid) = paid else { return not_told("the shipping") };
    let off = input.ratio(&["discount_rate"])?.map(|off| Ratio(-off.0, off.1));
    for rate in [off, input.ratio(&["tax_rate"])?].into_iter().flatten() {
        let Some(after) = with_rate(paid, rate) else {
            return not_applicable(
                "a rate leaves fractions of the smallest unit, and what was paid for shipping is not \
                 said",
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
    let facts = OrderFacts::new("A-1", asked.currency, vec![one]);
    let all = sum([goods, paid])?;
    let facts = OrderFacts { shipping: paid, shipping_refunded: refunded, paid: all, ..facts };
    let mut shop = Shop::open(facts)?;
    let wanted = requested.unwrap_or_else(|| shop.order.refundable().shipping);
    // Nothing of the shipping, where that is no error, is a refund of something else alone.
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
