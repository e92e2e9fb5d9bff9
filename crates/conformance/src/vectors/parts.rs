//! Parts of what goods are worth: less a fee, with or without shipping, or a component such as the tax.

use aftersale::money::Amount;
use aftersale::order::Ask;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Fields, Problem, Ratio, Read, not_applicable};
use super::goods;
use super::names::FEES_KEPT;
use super::rounding::{Parts, Rounding};
use super::shop::{Class, Refused, Shop, line};

/// A fee that the shop keeps of a refund.
pub(super) fn fee(input: &Fields<'_>) -> Read<Option<Amount>> {
    let fees = FEES_KEPT.iter().filter_map(|name| input.amount(&[name]).transpose());
    let fees = fees.collect::<Read<Vec<_>>>()?;
    if fees.is_empty() { Ok(None) } else { super::shop::sum(fees).map(Some) }
}

/// Refunds the goods, less a fee. Of a fee that is all they are worth, no refund is left to ask for: the crate
/// refuses one of nothing or less, and the buyer gets nothing.
pub(super) fn less_a_fee(shop: &mut Shop, fee: Amount) -> Result<Amount, Refused> {
    let (left, units) = shop.left_of(0);
    let less = left.checked_sub(fee).unwrap_or_default();
    match shop.refund(vec![Ask::units(line(0).as_str(), units).at(less)], None) {
        Err(refused) if refused.classes.contains(&Class::NotPositive) => Ok(Amount::ZERO),
        other => other,
    }
}

/// Refunds an amount for the goods, with or without the shipping in it. Once shipping is refunded it never is
/// again.
pub(super) fn of_total(
    shop: &mut Shop,
    total: Amount,
    with_shipping: bool,
) -> Result<Amount, Refused> {
    let shipping = shop.order.refundable().shipping;
    let shipping = Some(shipping).filter(|shipping| with_shipping && shipping.is_positive());
    let goods = total.checked_sub(shipping.unwrap_or_default()).unwrap_or_default();
    let refunded = shop.refund(vec![Ask::amount(line(0).as_str(), goods)], shipping)?;
    match shipping.map(|shipping| shop.refund(Vec::new(), Some(shipping))) {
        Some(Ok(_)) => Err(Refused::new(Class::Shipping, "shipping was refunded a second time")),
        Some(Err(_)) | None => Ok(refunded),
    }
}

/// Refunds parts of a component of lines (such as their tax): so many units now, after others before.
pub(super) fn of_component(asked: &Asked<'_>) -> Read<Answers> {
    let input = &asked.input;
    let lines = input.list(&["lines"])?.unwrap_or_default();
    // The whole of a component, and other fields besides, change nothing of the lines.
    for beside in ["base_total", "order_component_ceiling", "shipping_now", "shipping_ratio"] {
        input.get(&[beside]);
    }
    let facts = goods::read(input, asked.currency)?.paid;
    let Some(facts) = facts else { return not_applicable("no field says what was paid") };
    let mut shop = Shop::open(facts)?;
    let mut parts = Parts {
        ours: Vec::new(),
        exact: Vec::new(),
        rounding: Rounding::CumulativeFloor,
        is_whole: true,
    };
    for (index, value) in lines.iter().enumerate() {
        let now = Fields::of(value)?.units(&["qty_now"])?.unwrap_or(0);
        let (facts, share) = (&shop.order.facts().lines[index], shop.order.shares()[index].goods);
        let units = facts.quantity.units();
        parts.is_whole &= facts.returned.units() + now == units;
        parts.exact.push(Ratio::share(share, now.into(), units.into()));
        let refund = match now {
            0 => Ok(Amount::ZERO),
            now => shop.refund(vec![Ask::units(line(index).as_str(), now)], None),
        };
        parts.ours.push(refund.map_err(|refused| Problem::Failed(refused.text))?);
    }
    shop.is_sound()?;
    let mut answers = Answers::default();
    answers.add(&["line_amounts", "parts", "amounts"], Figure::Parts(parts));
    answers.tax_parts = &["grand_total", "discount_tax_compensation"];
    Ok(answers)
}
