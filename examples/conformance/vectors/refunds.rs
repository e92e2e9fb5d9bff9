//! Refunds of goods: units, lines, whole orders, one after the other.

use aftersale::money::Amount;
use aftersale::order::{Ask, OrderFacts};
use serde_json::Value;

use super::answers::{Answers, Figure, Parts, Rounding};
use super::fields::{Fields, Problem, Ratio, Read, amount, failed, not_applicable, units};
use super::goods::{self, Goods};
use super::sequence::{self, Step};
use super::shop::{Class, Refused, Shop, line};
use super::{Asked, limits};

/// More units of a line than this are not refunded one by one, but some at a time.
const MANY: u32 = 200;

const NET: &[&str] = &["net", "items_net", "refund_net"];
const UNITS_NET: &[&str] = &["unit_net", "units_net"];
const REFUND: &[&str] =
    &["refund", "refund_amount", "refund_total", "amount", "total", "suggested"];
const LEFT: &[&str] =
    &["left", "remaining", "refundable_left", "left_items", "left_amount", "refundable"];
const UNITS_LEFT: &[&str] = &["left_items", "left_units", "left_qty", "qty_left", "remaining_qty"];

/// A refund of what was bought, and what can be known of it by refunding in other ways.
pub(super) fn of_goods(asked: &Asked<'_>) -> Read<Answers> {
    let Goods { paid, before_tax } = goods::read(&asked.input, asked.currency)?;
    let mut answers = Answers::default();
    match paid {
        Some(facts) => {
            let (shop, refunded) = ask(asked, facts, &mut answers)?;
            say(&shop, refunded, before_tax.is_none(), &mut answers)?;
        }
        None if before_tax.is_some() => answers.only_net = true,
        None => return not_applicable("nothing says what was paid"),
    }
    if let Some(facts) = before_tax {
        // The same order as if there were no tax; only what is called net is compared with it.
        let mut net = Answers::default();
        let (shop, refunded) = ask(asked, facts, &mut net)?;
        answers.say(NET, Figure::Amount(refunded));
        answers.say(UNITS_NET, one_by_one(&shop.before)?);
    }
    Ok(answers)
}

/// An order before and after what the vector asks of it.
struct Done {
    before: Shop,
    after: Shop,
}

/// Does what the vector asks, and gives what was refunded by it.
fn ask(asked: &Asked<'_>, facts: OrderFacts, answers: &mut Answers) -> Read<(Done, Amount)> {
    let input = &asked.input;
    let mut before = Shop::open(facts)?;
    if let Some(returned) = input.units(&["returned", "returned_before", "qty_refunded"])? {
        let earlier = before.refund(vec![Ask::units(line(0).as_str(), returned)], None);
        earlier.map_err(|refused| Problem::Failed(refused.text))?;
    }
    let cancelled = match input.get(&["cancelled_line"]) {
        Some(one) => std::slice::from_ref(one),
        None => input.list(&["cancelled_lines"])?.unwrap_or_default(),
    };
    for place in cancelled {
        let earlier = sequence::refund_line(&mut before, units(place)? as usize);
        earlier.map_err(|refused| Problem::Failed(refused.text))?;
    }
    let mut after = before.clone();
    let refund = if let Some(steps) = steps(input)? {
        sequence::run(&mut after, &steps, answers)?;
        let more = after.refunded().checked_sub(before.refunded());
        Ok(more.unwrap_or_default())
    } else if let Some(fee) = fee(input)? {
        less_a_fee(&mut after, fee)
    } else if let Some(came) = input.units(&["received_qty", "received", "accepted_qty"])? {
        let announced = &["announced_qty", "announced", "authorized_qty", "requested_qty"];
        let announced = input.units(announced)?.unwrap_or(came);
        after.take_back(announced, came)
    } else if let Some(total) = input.amount(&["requested_total"])? {
        let with_shipping = input.flag(&["refund_shipping"])?.unwrap_or(false);
        of_total(&mut after, total, with_shipping)
    } else if let Some(units) =
        input.units(&["qty_now", "qty_to_refund", "requested_qty", "units"])?
    {
        after.refund(vec![Ask::units(line(0).as_str(), units)], None)
    } else if asked.expect.has(LEFT) && !asked.expect.has(REFUND) {
        // It is asked what is left, and not for anything of it.
        Ok(Amount::ZERO)
    } else if asked.is_about("unit") && !asked.is_about("all") {
        after.refund(vec![Ask::units(line(0).as_str(), 1)], None)
    } else {
        after.refund_all()
    };
    let refunded = match refund {
        Ok(refunded) => refunded,
        Err(refused) => {
            answers.refused = Some(refused);
            Amount::ZERO
        }
    };
    after.is_sound()?;
    Ok((Done { before, after }, refunded))
}

/// All that can be said of an order and its refund.
fn say(shop: &Done, refunded: Amount, is_net: bool, answers: &mut Answers) -> Read<()> {
    let Done { before, after } = shop;
    let paid = after.order.facts().paid;
    let full = in_every_way(before)?;
    answers.say(&["sum_of_all_units", "sum_of_all_lines"], Figure::Amount(full.sum));
    answers.say(&["gross", "items_gross", "paid"], Figure::Amount(paid));
    answers.say(&["line_amounts", "line_refunds"], Figure::Parts(full.lines));
    // Where several refunds were asked for, these are of them.
    if !answers.is_said("sum") {
        answers.say(&["sum"], Figure::Amount(full.sum));
        answers.say(&["amounts", "parts"], Figure::Parts(line_by_line(before).1));
    }
    let units = before.order.facts().lines.first().map_or(1, |line| line.quantity.units());
    let share = before.order.shares().first().map(|share| share.goods).unwrap_or_default();
    let asked = after.ledger().lines.first().map_or(0, |line| line.units.returned.units());
    let had = before.ledger().lines.first().map_or(0, |line| line.units.returned.units());
    // One line, some units of it: others may round them in another way.
    let is_part = before.order.facts().lines.len() == 1 && asked > had && asked < units;
    let exact = Ratio::share(share, (asked - had).into(), units.into());
    if is_part && exact.is_within_one_of(refunded.minor()) {
        let (rounding, is_whole) = (Rounding::CumulativeFloor, false);
        let part = Parts { ours: vec![refunded], exact: vec![exact], rounding, is_whole };
        answers.say(REFUND, Figure::Parts(part));
    } else {
        answers.say(REFUND, Figure::Amount(refunded));
    }
    let unit = Ratio(i128::from(share.minor()).div_euclid(i128::from(units.max(1))), 1);
    answers.say(&["unit_price", "unit_refund", "per_unit"], Figure::Exact(unit));
    answers.say(&["exact"], Figure::Exact(Ratio::share(share, 1, units.into())));
    answers.say(&["unit_amounts", "unit_gross", "units"], one_by_one(before)?);
    if is_net {
        answers.say(UNITS_NET, one_by_one(before)?);
    }
    answers
        .say(&["refunded", "refunded_total", "returned_total"], Figure::Amount(after.refunded()));
    let places = 0..after.order.facts().lines.len();
    let left = super::shop::sum(places.clone().map(|place| after.left_of(place).0))?;
    answers.say(LEFT, Figure::Amount(left));
    answers.say(UNITS_LEFT, Figure::Units(places.map(|place| after.left_of(place).1).sum()));
    Ok(())
}

/// What a full refund comes to.
struct Full {
    sum: Amount,
    /// Line by line.
    lines: Parts,
}

/// Refunds everything in three ways (at once, line by line, unit by unit) and finds what was paid each
/// time, to the last unit (I6, I7).
fn in_every_way(before: &Shop) -> Read<Full> {
    let facts = before.order.facts();
    let mut found = Vec::new();
    let mut at_once = before.clone();
    found.push(at_once.refund_all().map(|_| at_once));
    let (by_line, lines) = line_by_line(before);
    found.push(by_line.and_then(rest));
    found.push(unit_by_unit(before).and_then(|(shop, _)| rest(shop)));
    for shop in found {
        let shop = match shop {
            Ok(shop) => shop,
            // Where nothing is left, there is nothing to refund.
            Err(_) if before.order.refundable().order == Amount::ZERO => before.clone(),
            Err(refused) => return failed(format!("a full refund is refused: {}", refused.text)),
        };
        shop.is_sound()?;
        if shop.refunded() != facts.paid {
            let (paid, refunded) = (facts.paid.minor(), shop.refunded().minor());
            return failed(format!("a full refund comes to {refunded}, and {paid} was paid"));
        }
    }
    Ok(Full { sum: facts.paid, lines })
}

/// Refunds one line after the other.
fn line_by_line(before: &Shop) -> (Result<Shop, Refused>, Parts) {
    let mut shop = before.clone();
    let facts = before.order.facts();
    let mut parts = Parts {
        ours: Vec::new(),
        exact: Vec::new(),
        rounding: Rounding::LargestRemainder { equal: false },
        is_whole: true,
    };
    let shares = before.order.shares().iter().map(|share| share.goods);
    let goods = Amount::sum(shares).unwrap_or_default();
    for (place, line) in facts.lines.iter().enumerate() {
        let exact = Ratio::share(goods, line.total.minor(), facts.goods_total.minor());
        parts.exact.push(exact);
        let refunded = if before.left_of(place).0.is_positive() {
            sequence::refund_line(&mut shop, place)
        } else {
            Ok(Amount::ZERO)
        };
        match refunded {
            Ok(refunded) => parts.ours.push(refunded),
            Err(refused) => return (Err(refused), parts),
        }
    }
    (Ok(shop), parts)
}

/// Shipping, and whatever else is left once the goods are refunded.
fn rest(mut shop: Shop) -> Result<Shop, Refused> {
    if shop.order.refundable().order.is_positive() {
        shop.refund_all()?;
    }
    Ok(shop)
}

/// Refunds all goods one unit after the other. Units that are worth nothing alone go with the next.
fn unit_by_unit(before: &Shop) -> Result<(Shop, Vec<Amount>), Refused> {
    let mut shop = before.clone();
    let mut amounts = Vec::new();
    for place in 0..shop.order.facts().lines.len() {
        // Of very many units, some at a time will do.
        let step = shop.left_of(place).1.div_ceil(MANY).max(1);
        let mut together = step;
        while shop.left_of(place).0.is_positive() {
            let units = together.min(shop.left_of(place).1);
            let ask = match units {
                0 => Ask::amount(line(place).as_str(), shop.left_of(place).0),
                units => Ask::units(line(place).as_str(), units),
            };
            match shop.refund(vec![ask], None) {
                Ok(amount) => {
                    amounts.push(amount);
                    together = step;
                }
                Err(refused) if units < together || units == 0 => return Err(refused),
                Err(_) => together += 1,
            }
        }
    }
    Ok((shop, amounts))
}

/// The figure of all units one after the other, each with its exact share.
fn one_by_one(before: &Shop) -> Read<Figure> {
    let (_, ours) = unit_by_unit(before).map_err(|refused| Problem::Failed(refused.text))?;
    let facts = before.order.facts();
    let shares = facts.lines.iter().zip(before.order.shares());
    let exact = shares.flat_map(|(line, share)| {
        let units = line.quantity.units();
        // Of very many units some go together, and nobody lists them one by one.
        (0..units.min(MANY)).map(move |_| Ratio::share(share.goods, 1, units.into()))
    });
    let exact = exact.collect();
    let (rounding, is_whole) = (Rounding::CumulativeFloor, true);
    Ok(Figure::Parts(Parts { ours, exact, rounding, is_whole }))
}

/// A fee that the shop keeps of a refund.
fn fee(input: &Fields<'_>) -> Read<Option<Amount>> {
    let names = ["return_fee", "restocking_fee", "return_shipping_fee", "handling_fee"];
    let fees = names.iter().filter_map(|name| input.amount(&[name]).transpose());
    let fees = fees.collect::<Read<Vec<_>>>()?;
    if fees.is_empty() { Ok(None) } else { super::shop::sum(fees).map(Some) }
}

/// The goods, less a fee. Of a fee that is all they are worth, no refund is left to ask for: the crate
/// refuses one of nothing or less, and the buyer gets nothing.
fn less_a_fee(shop: &mut Shop, fee: Amount) -> Result<Amount, Refused> {
    let (left, units) = shop.left_of(0);
    let less = left.checked_sub(fee).unwrap_or_default();
    match shop.refund(vec![Ask::units(line(0).as_str(), units).at(less)], None) {
        Err(refused) if refused.classes.contains(&Class::NotPositive) => Ok(Amount::ZERO),
        other => other,
    }
}

/// An amount for the goods, with or without the shipping in it. Once shipping is refunded it never is
/// again.
fn of_total(shop: &mut Shop, total: Amount, with_shipping: bool) -> Result<Amount, Refused> {
    let shipping = shop.order.refundable().shipping;
    let shipping = Some(shipping).filter(|shipping| with_shipping && shipping.is_positive());
    let goods = total.checked_sub(shipping.unwrap_or_default()).unwrap_or_default();
    let refunded = shop.refund(vec![Ask::amount(line(0).as_str(), goods)], shipping)?;
    match shipping.map(|shipping| shop.refund(Vec::new(), Some(shipping))) {
        Some(Ok(_)) => Err(Refused::new(Class::Shipping, "shipping was refunded a second time")),
        Some(Err(_)) | None => Ok(refunded),
    }
}

/// Several refunds one after the other: lines, units, or whatever each says.
fn steps(input: &Fields<'_>) -> Read<Option<Vec<Step>>> {
    let places = match input.get(&["refund_line", "line"]) {
        Some(one) => Some(std::slice::from_ref(one)),
        None => input.list(&["refund_lines"])?,
    };
    if let Some(places) = places {
        let line = |place: &Value| Ok(Step { place: units(place)? as usize, ..Step::default() });
        return places.iter().map(line).collect::<Read<_>>().map(Some);
    }
    if let Some(list) = input.list(&["unit_sequence", "units_sequence", "qty_sequence"])? {
        let some = |value: &Value| Ok(Step { units: Some(units(value)?), ..Step::default() });
        return list.iter().map(some).collect::<Read<_>>().map(Some);
    }
    if let Some(Value::Null | Value::Number(_)) = input.peek(limits::REQUESTED) {
        let amount = input.amount(limits::REQUESTED)?;
        return Ok(Some(vec![Step { amount, ..Step::default() }]));
    }
    let list = input.list(&["claims", "refunds", "requests", "sequence", "requested"])?;
    let list = list.map(|list| list.iter().map(step).collect::<Read<Vec<Step>>>()).transpose()?;
    // Where nothing has a price, numbers are units.
    Ok(list.map(|list| if goods::has_price(input) { list } else { as_units(list) }))
}

fn as_units(list: Vec<Step>) -> Vec<Step> {
    let units = |step: &Step| step.amount.and_then(|amount| u32::try_from(amount.minor()).ok());
    let of = |step: Step| Step { units: step.units.or_else(|| units(&step)), amount: None, ..step };
    list.into_iter().map(of).collect()
}

/// One of several refunds: an amount, or units, or an amount for units. Null is all that is left.
fn step(value: &Value) -> Read<Step> {
    let mut step = Step::default();
    if value.is_object() {
        let fields = Fields::of(value)?;
        let place = fields.units(&["line", "refund_line", "item"])?;
        step.place = place.map_or(0, |place| place as usize);
        step.units = fields.units(&["qty", "quantity", "units", "qty_now"])?;
        step.amount = fields.amount(&["approved", "amount", "refund", "requested", "price"])?;
        fields.all_read()?;
    } else if !value.is_null() {
        step.amount = Some(amount(value)?);
    }
    Ok(step)
}

/// Parts of a component of lines (such as their tax): so many units now, after others before.
pub(super) fn of_component(asked: &Asked<'_>) -> Read<Answers> {
    let input = &asked.input;
    let lines = input.list(&["lines"])?.unwrap_or_default();
    // What a component is a part of, and what else is carried along, changes nothing of the lines.
    for beside in ["base_total", "order_component_ceiling", "shipping_now", "shipping_ratio"] {
        input.get(&[beside]);
    }
    let facts = goods::read(input, asked.currency)?.paid;
    let Some(facts) = facts else { return not_applicable("nothing says what was paid") };
    let mut shop = Shop::open(facts)?;
    let mut parts = Parts {
        ours: Vec::new(),
        exact: Vec::new(),
        rounding: Rounding::CumulativeFloor,
        is_whole: true,
    };
    for (place, value) in lines.iter().enumerate() {
        let now = Fields::of(value)?.units(&["qty_now"])?.unwrap_or(0);
        let (facts, share) = (&shop.order.facts().lines[place], shop.order.shares()[place].goods);
        let units = facts.quantity.units();
        parts.is_whole &= facts.returned.units() + now == units;
        parts.exact.push(Ratio::share(share, now.into(), units.into()));
        let refund = match now {
            0 => Ok(Amount::ZERO),
            now => shop.refund(vec![Ask::units(line(place).as_str(), now)], None),
        };
        parts.ours.push(refund.map_err(|refused| Problem::Failed(refused.text))?);
    }
    shop.is_sound()?;
    let mut answers = Answers::default();
    answers.say(&["line_amounts", "parts", "amounts"], Figure::Parts(parts));
    answers.tax_parts = &["grand_total", "discount_tax_compensation"];
    Ok(answers)
}
