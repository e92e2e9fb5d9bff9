//! The goods of a vector and what was paid for them, from its fields: lines, discounts, shipping, taxes.

use aftersale::money::{Amount, Currency};
use aftersale::order::{LineFacts, OrderFacts};
use aftersale::quantity::Quantity;
use serde_json::Value;

use super::fields::{
    Fields, Problem, Ratio, Read, amount, failed, is_of_tax, not_applicable, not_given,
};
use super::names::{
    ANNOUNCED, LINE_NAME, LINE_TOTAL, LINES, OFF_THE_LINE, OFF_THE_ORDER, PAID, QUANTITY, RECEIVED,
    REQUEST_LINES, RETURNED, SHIPPING, UNIT_PRICE,
};
use super::shop::{line, sum};

/// The goods that were bought.
pub(super) struct Goods {
    /// The order with the known amounts: taxes included, or none.
    pub(super) paid: Option<OrderFacts>,
    /// The same order before a tax, where a tax by a rate comes on top.
    pub(super) before_tax: Option<OrderFacts>,
}

/// Returns lines of one unit each, at these prices.
pub(super) fn plain_lines(prices: &[Amount]) -> Vec<LineFacts> {
    let one = Quantity::new(1);
    let lines = prices.iter().enumerate();
    lines.map(|(index, price)| LineFacts::new(line(index).as_str(), one, *price)).collect()
}

/// Reads the goods.
pub(super) fn read(input: &Fields<'_>, currency: Currency) -> Read<Goods> {
    let lines = lines(input)?;
    let taken_off = discounts(input, &lines)?;
    let shipping = shipping(input)?;
    let stated = input.amount(PAID)?;
    // A total that the vector states is compared with the lines by the order itself.
    let goods_total = input.amount(&["list_total", "goods_total", "items_total"])?;
    let tax = input.ratio(&["tax_rate"])?;
    let refunded = input.amount(&["already", "already_refunded", "refunded", "refunded_before"])?;
    let mut facts = OrderFacts::new("ORDER1", currency, lines);
    if let (Some(refunded), [only]) = (refunded, facts.lines.as_mut_slice()) {
        only.refunded = refunded;
    }
    facts.goods_total = goods_total.unwrap_or(facts.goods_total);
    facts.shipping = shipping;
    let goods = sum(facts.lines.iter().map(|line| line.total))?;
    let Some(discount) = taken_off.rounded_up() else {
        return failed("the discount is too large");
    };
    facts.discount = discount;
    let net = goods.checked_sub(discount).and_then(|net| net.checked_add(shipping));
    let net = net.ok_or_else(|| Problem::Failed("the amounts are too large".into()))?;
    let before_tax = facts.clone().paid(net);
    if let Some(paid) = stated {
        let paid = facts.paid(paid);
        return Ok(Goods { paid: Some(paid), before_tax: None });
    }
    if taken_off.as_whole().is_none() {
        return not_applicable(
            "a discount by a rate leaves fractions of the smallest unit, and the amount paid is not given",
        );
    }
    let is_on_top = !input.has(&["unit_price_incl_tax", "lines_incl_tax", "unit_gross", "gross"]);
    let Some(rate) = tax.filter(|_| is_on_top) else {
        return Ok(Goods { paid: Some(before_tax), before_tax: None });
    };
    // A tax that leaves no fraction gives what was paid; of one that does, the shop knows how it
    // rounded, and the vector does not say.
    let paid = with_rate(net, rate).map(|paid| facts.paid(paid));
    Ok(Goods { paid, before_tax: Some(before_tax) })
}

/// Returns an amount and so much of it besides, if that is whole.
pub(super) fn with_rate(amount: Amount, rate: Ratio) -> Option<Amount> {
    Ratio::whole(amount).times(Ratio(rate.0 + rate.1, rate.1)).as_whole()
}

fn lines(input: &Fields<'_>) -> Read<Vec<LineFacts>> {
    let is_list = |name: &&str| input.get(&[name]).is_some_and(Value::is_array);
    if let Some(name) = LINES.iter().find(|name| input.has(&[name]) && is_list(name)) {
        let lines = input.list(&[name])?.unwrap_or_default();
        return lines.iter().enumerate().map(|(index, value)| a_line(index, value)).collect();
    }
    if let Some(only) = line_of(0, input)? {
        return Ok(vec![only]);
    }
    // No goods are given: what was paid, and not for shipping, was paid for them. Or the parts of their price are
    // given, of which a shop would ask the whole unit above.
    let parts = price_by_parts(input)?;
    let paid = input.amount(PAID)?;
    let shipping = input.amount(SHIPPING)?.unwrap_or_default();
    let price = match (parts, paid) {
        (Some(parts), _) => parts.rounded_up(),
        (None, Some(paid)) => paid.checked_sub(shipping),
        (None, None) if input.all().any(|(name, _)| is_of_tax(name)) => {
            return not_applicable("only tax parts are given, and the crate takes what was paid");
        }
        (None, None) => return unpriced(input),
    };
    match price {
        Some(price) => Ok(plain_lines(&[price])),
        None => failed("the price is too large"),
    }
}

/// Reads units without their price: then only the units count.
fn unpriced(input: &Fields<'_>) -> Read<Vec<LineFacts>> {
    match input.units(QUANTITY)? {
        Some(units) => {
            let one = Amount::from_minor(100);
            Ok(vec![LineFacts::new(line(0).as_str(), Quantity::new(units), one)])
        }
        None if input.has(REQUEST_LINES) => Ok(plain_lines(&[Amount::from_minor(100)])),
        None => not_given("what was bought"),
    }
}

/// Returns whether any field says what the goods cost.
pub(super) fn has_price(input: &Fields<'_>) -> bool {
    [LINES, UNIT_PRICE, LINE_TOTAL, PAID].iter().any(|names| input.has(names))
}

/// Reads a line of a list: a price, or an object.
fn a_line(index: usize, value: &Value) -> Read<LineFacts> {
    if !value.is_object() {
        return Ok(LineFacts::new(line(index).as_str(), Quantity::new(1), amount(value)?));
    }
    let fields = Fields::of(value)?;
    let mut read = match line_of(index, &fields)? {
        Some(read) => read,
        // Units without a price: only the units count.
        None if fields.has(QUANTITY) => unpriced(&fields)?.remove(0),
        None => return not_given(&format!("what {value} was sold for")),
    };
    read.line = line(index).as_str().into();
    if let Some(refunded) = fields.amount(&["refunded", "already"])? {
        read.refunded = refunded;
    }
    if let Some(returned) = fields.units(RETURNED)? {
        if returned > 0 && read.refunded == Amount::ZERO {
            return not_given("what was refunded for the units that came back");
        }
        read.returned = Quantity::new(returned);
    }
    let discount = fields.amount(OFF_THE_LINE)?.unwrap_or_default();
    read.total = read.total.checked_sub(discount).unwrap_or(read.total);
    fields.get(LINE_NAME);
    // How many of them are wanted now, or came back, is read again elsewhere.
    for later in [&["qty_now"][..], ANNOUNCED, RECEIVED] {
        fields.get(later);
    }
    fields.all_read()?;
    Ok(read)
}

/// Reads a line by its unit price and quantity, or by its total.
fn line_of(index: usize, fields: &Fields<'_>) -> Read<Option<LineFacts>> {
    // As many were bought as are announced to come back, unless a field says how many.
    let mut quantity = fields.units(QUANTITY)?;
    if quantity.is_none() && fields.has(RECEIVED) {
        quantity = fields.units(ANNOUNCED)?;
    }
    let quantity = Quantity::new(quantity.unwrap_or(1));
    let total = |names| fields.amount(names);
    if let Some(price) = fields.amount(UNIT_PRICE)? {
        let mut read = LineFacts::new(line(index).as_str(), quantity, price);
        if let Some(total) = total(&["line_total", "line_paid"])? {
            read.total = total;
        }
        return Ok(Some(read));
    }
    // A price in two parts.
    let parts = (fields.peek(&["net"]), fields.peek(&["tax"]));
    if let (Some(net), Some(tax), false) = (parts.0, parts.1, fields.has(LINE_TOTAL)) {
        let total = sum([amount(net)?, amount(tax)?])?;
        let line = LineFacts::new(line(index).as_str(), quantity, Amount::ZERO);
        return Ok(Some(LineFacts { total, ..line }));
    }
    Ok(total(LINE_TOTAL)?.map(|total| LineFacts {
        total,
        ..LineFacts::new(line(index).as_str(), quantity, Amount::ZERO)
    }))
}

/// Reads a price in parts, such as net and tax: each rounded where a policy is named, else exactly.
fn price_by_parts(input: &Fields<'_>) -> Read<Option<Ratio>> {
    let mut price = None;
    for part in ["net", "tax"] {
        let exact = input.ratio(&[&format!("{part}_exact")])?;
        let rounded = input.ratio(&[&format!("{part}_rounded")])?;
        if let Some(part) = rounded.or(exact) {
            price = Some(price.map_or(part, |price: Ratio| price.plus(part)));
        }
    }
    Ok(price)
}

/// Returns all discounts of the goods. The sum may be no whole amount.
fn discounts(input: &Fields<'_>, lines: &[LineFacts]) -> Read<Ratio> {
    let goods = sum(lines.iter().map(|line| line.total))?;
    let mut all = Ratio(0, 1);
    for names in [OFF_THE_ORDER, OFF_THE_LINE] {
        if let Some(discount) = input.amount(names)? {
            all = all.plus(Ratio::whole(discount));
        }
    }
    if let Some(discount) = input.amount(&["unit_discount"])? {
        let units: u32 = lines.iter().map(|line| line.quantity.units()).sum();
        all = all.plus(Ratio::whole(discount).times(Ratio(units.into(), 1)));
    }
    if let Some(rate) = input.ratio(&["discount_rate"])? {
        all = all.plus(Ratio::whole(goods).times(rate));
    }
    Ok(all)
}

/// Returns shipping and fees. Fees below zero are a discount, and the order takes them for one.
fn shipping(input: &Fields<'_>) -> Read<Amount> {
    let fees = input.amounts(&["fees"])?.unwrap_or_default();
    let shipping = input.amount(SHIPPING)?.unwrap_or_default();
    sum(fees.into_iter().chain([shipping]))
}
