//! Refunds of goods: units, lines, whole orders, one after the other.

use aftersale::money::Amount;
use aftersale::order::{Ask, OrderFacts};
use serde_json::Value;

use super::Asked;
use super::answers::{Answers, Figure};
use super::fields::{Fields, Problem, Ratio, Read, amount, failed, not_applicable, units};
use super::goods::{self, Goods};
use super::names::{
    CLAIMS, LEFT, NET, REFUND, REFUND_ALL, REFUNDED_TOTAL, REQUESTED, RETURNED, RETURNED_TOTAL,
    UNIT_SEQUENCE, UNIT_WORTH, UNITS_ASKED, UNITS_LEFT, UNITS_NET,
};
use super::parts;
use super::received;
use super::rounding::{Parts, Rounding, Sum};
use super::sequence::{self, Step};
use super::shop::{Class, Refused, Shop, line};

/// More units of a line than this are not refunded one by one, but some at a time.
const MANY: u32 = 200;

/// Refunds the goods, and compares with the same refund made in other ways.
pub(super) fn of_goods(asked: &Asked<'_>) -> Read<Answers> {
    let Goods { paid, before_tax } = goods::read(&asked.input, asked.currency)?;
    let mut answers = Answers::default();
    match paid {
        Some(facts) => {
            let (shop, refunded) = ask(asked, facts, &mut answers)?;
            add_answers(&shop, refunded, before_tax.is_none(), &mut answers)?;
            if asked.is_about("returned") && asked.input.has(RETURNED) {
                answers.add(REFUND, Figure::Amount(shop.before.refunded()));
            }
        }
        None if before_tax.is_some() => answers.only_net = true,
        None => return not_applicable("no field says what was paid"),
    }
    if let Some(facts) = before_tax {
        // The same order as if there were no tax; only net amounts are compared with it.
        let mut net = Answers::default();
        let (shop, refunded) = ask(asked, facts, &mut net)?;
        answers.add(NET, Figure::Amount(refunded));
        answers.add(UNITS_NET, one_by_one(&shop.before)?);
    }
    Ok(answers)
}

/// An order before and after the vector's request.
struct Done {
    before: Shop,
    after: Shop,
}

/// Makes the vector's request, and returns the order and the refund.
fn ask(asked: &Asked<'_>, facts: OrderFacts, answers: &mut Answers) -> Read<(Done, Amount)> {
    let input = &asked.input;
    let mut before = Shop::open(facts)?;
    if let Some(returned) = input.units(RETURNED)? {
        let earlier = before.refund(vec![Ask::units(line(0).as_str(), returned)], None);
        earlier.map_err(|refused| Problem::Failed(refused.text))?;
    }
    let cancelled = match input.get(&["cancelled_line"]) {
        Some(one) => std::slice::from_ref(one),
        None => input.list(&["cancelled_lines"])?.unwrap_or_default(),
    };
    for index in cancelled {
        let earlier = sequence::refund_line(&mut before, units(index)? as usize);
        earlier.map_err(|refused| Problem::Failed(refused.text))?;
    }
    let mut after = before.clone();
    let refund = if let Some(asks) = received::request(input)? {
        after.refund(asks, None)
    } else if let Some(steps) = steps(input)? {
        sequence::run(&mut after, &steps, answers)?;
        let more = after.refunded().checked_sub(before.refunded());
        Ok(more.unwrap_or_default())
    } else if let Some(fee) = parts::fee(input)? {
        parts::less_a_fee(&mut after, fee)
    } else if let Some(goods) = received::returned(input)? {
        received::came_to_nothing(&goods).map_or_else(|| after.take_back(&goods), Ok)
    } else if let Some(total) = input.amount(&["requested_total"])? {
        let with_shipping = input.flag(&["refund_shipping"])?.unwrap_or(false);
        parts::of_total(&mut after, total, with_shipping)
    } else if let Some(units) = units_asked(input)? {
        after.refund(vec![Ask::units(line(0).as_str(), units)], None)
    } else if asked.expect.has(LEFT) && !asked.expect.has(REFUND) {
        // The vector asks how much is left, and requests nothing of it.
        Ok(Amount::ZERO)
    } else if is_about_one_unit(asked) {
        after.refund(vec![Ask::units(line(0).as_str(), 1)], None)
    } else {
        after.refund_all()
    };
    let refunded = match refund {
        Ok(refunded) => refunded,
        Err(refused) => {
            let is_twice = refused.classes.contains(&Class::DuplicateLine);
            answers.rule = is_twice.then_some(received::LINE_TWICE);
            answers.refused = Some(refused);
            Amount::ZERO
        }
    };
    after.is_sound()?;
    Ok((Done { before, after }, refunded))
}

/// Reads how many units are asked for. A list of that name is of prices.
fn units_asked(input: &Fields<'_>) -> Read<Option<u32>> {
    if input.peek(UNITS_ASKED).is_some_and(Value::is_array) {
        return Ok(None);
    }
    input.units(UNITS_ASKED)
}

/// Returns whether one unit of several is asked for: then the vector is about units, and not about all of them.
fn is_about_one_unit(asked: &Asked<'_>) -> bool {
    let of_all = ["all", "full", "times", "multiply", "multiplied", "qty", "price", "line"];
    asked.is_about("unit") && !of_all.iter().any(|word| asked.is_about(word))
}

/// Adds all answers about an order and its refund.
fn add_answers(shop: &Done, refunded: Amount, is_net: bool, answers: &mut Answers) -> Read<()> {
    let Done { before, after } = shop;
    let paid = after.order.facts().amount_paid();
    let full = in_every_way(before)?;
    // A full refund in one way has as many parts to round as there are units, or lines.
    let parts =
        before.order.facts().lines.iter().map(|line| line.quantity.units().max(1)).sum::<u32>();
    let whole = |sum| super::sum_of(sum, paid, parts as usize);
    answers.add(REFUND_ALL, whole(full.sum));
    answers.add(&["gross", "items_gross", "paid"], Figure::Amount(paid));
    answers.add(&["line_amounts", "line_refunds"], Figure::Parts(full.lines));
    // Where several refunds were asked for, these are their answers.
    if !answers.has("sum") {
        answers.add(&["sum"], whole(full.sum));
        answers.add(&["amounts", "parts"], Figure::Parts(line_by_line(before).1));
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
        answers.add(REFUND, Figure::Parts(part));
    } else {
        let is_full = refunded == paid;
        answers.add(
            REFUND,
            match whole(refunded) {
                Figure::Sum(sum) if is_full => Figure::Sum(Sum { only_by_policy: true, ..sum }),
                _ => Figure::Amount(refunded),
            },
        );
    }
    if refunded.is_positive() {
        // A part has its own gross.
        answers.add(&["gross", "items_gross"], Figure::Amount(refunded));
    }
    answers.add(UNIT_WORTH, Figure::Exact(Ratio::share(share, 1, units.into())));
    answers.add(&["exact"], Figure::Exact(Ratio::share(share, 1, units.into())));
    answers.add(&["unit_amounts", "unit_gross", "units"], one_by_one(before)?);
    if is_net {
        answers.add(UNITS_NET, one_by_one(before)?);
    }
    answers.add(REFUNDED_TOTAL, Figure::Amount(after.refunded()));
    // The worth of the units that were returned before.
    answers.add(RETURNED_TOTAL, Figure::Amount(before.refunded()));
    let places = 0..after.order.facts().lines.len();
    let left = super::shop::sum(places.clone().map(|index| after.left_of(index).0))?;
    answers.add(LEFT, Figure::Amount(left));
    answers.add(UNITS_LEFT, Figure::Units(places.map(|index| after.left_of(index).1).sum()));
    Ok(())
}

/// A full refund, in several ways.
struct Full {
    sum: Amount,
    /// The refunds line by line.
    lines: Parts,
}

/// Refunds everything in three ways (at once, line by line, unit by unit) and checks that each comes to what was
/// paid, to the last unit (I6, I7).
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
        if shop.refunded() != facts.amount_paid() {
            let (paid, refunded) = (facts.amount_paid().minor(), shop.refunded().minor());
            return failed(format!("a full refund comes to {refunded}, and {paid} was paid"));
        }
    }
    Ok(Full { sum: facts.amount_paid(), lines })
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
    for (index, line) in facts.lines.iter().enumerate() {
        let exact = Ratio::share(goods, line.total.minor(), facts.goods_total.minor());
        parts.exact.push(exact);
        let refunded = if before.left_of(index).0.is_positive() {
            sequence::refund_line(&mut shop, index)
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

/// Refunds shipping, and all else that is left once the goods are refunded.
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
    for index in 0..shop.order.facts().lines.len() {
        // Of very many units, some at a time will do.
        let step = shop.left_of(index).1.div_ceil(MANY).max(1);
        let mut together = step;
        while shop.left_of(index).0.is_positive() {
            let units = together.min(shop.left_of(index).1);
            let ask = match units {
                0 => Ask::amount(line(index).as_str(), shop.left_of(index).0),
                units => Ask::units(line(index).as_str(), units),
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

/// Returns the figure of all units one after the other, each with its exact share.
fn one_by_one(before: &Shop) -> Read<Figure> {
    let (_, ours) = unit_by_unit(before).map_err(|refused| Problem::Failed(refused.text))?;
    let facts = before.order.facts();
    let shares = facts.lines.iter().zip(before.order.shares());
    let exact = shares.flat_map(|(line, share)| {
        let units = line.quantity.units();
        // Of very many units some go together, and no vector lists them one by one.
        (0..units.min(MANY)).map(move |_| Ratio::share(share.goods, 1, units.into()))
    });
    let exact = exact.collect();
    let (rounding, is_whole) = (Rounding::CumulativeFloor, true);
    Ok(Figure::Parts(Parts { ours, exact, rounding, is_whole }))
}

/// Returns several refunds one after the other: lines, units, or amounts.
fn steps(input: &Fields<'_>) -> Read<Option<Vec<Step>>> {
    let places = match input.get(&["refund_line", "line"]) {
        Some(one) => Some(std::slice::from_ref(one)),
        None => input.list(&["refund_lines"])?,
    };
    if let Some(places) = places {
        let line = |index: &Value| Ok(Step { index: units(index)? as usize, ..Step::default() });
        return places.iter().map(line).collect::<Read<_>>().map(Some);
    }
    if let Some(list) = input.list(UNIT_SEQUENCE)? {
        let some = |value: &Value| Ok(Step { units: Some(units(value)?), ..Step::default() });
        return list.iter().map(some).collect::<Read<_>>().map(Some);
    }
    if let Some(Value::Null | Value::Number(_)) = input.peek(REQUESTED) {
        let amount = input.amount(REQUESTED)?;
        return Ok(Some(vec![Step { amount, ..Step::default() }]));
    }
    let list = input.list(CLAIMS)?;
    let list = list.map(|list| list.iter().map(step).collect::<Read<Vec<Step>>>()).transpose()?;
    // Where nothing has a price, numbers are units.
    Ok(list.map(|list| if goods::has_price(input) { list } else { as_units(list) }))
}

fn as_units(list: Vec<Step>) -> Vec<Step> {
    let units = |step: &Step| step.amount.and_then(|amount| u32::try_from(amount.minor()).ok());
    let of = |step: Step| Step { units: step.units.or_else(|| units(&step)), amount: None, ..step };
    list.into_iter().map(of).collect()
}

/// Reads one of several refunds: an amount, or units, or an amount for units. Null is all that is left.
fn step(value: &Value) -> Read<Step> {
    let mut step = Step::default();
    if value.is_object() {
        let fields = Fields::of(value)?;
        let index = fields.units(&["line", "refund_line", "item"])?;
        step.index = index.map_or(0, |index| index as usize);
        step.units = fields.units(&["qty", "quantity", "units", "qty_now"])?;
        step.amount = fields.amount(&["approved", "amount", "refund", "requested", "price"])?;
        fields.all_read()?;
    } else if !value.is_null() {
        step.amount = Some(amount(value)?);
    }
    Ok(step)
}
