//! Orders of goods, as shops have them and as they should not.

use aftersale::money::{Amount, Currency};
use aftersale::order::{LineFacts, OrderFacts, PaymentFacts, Stage};
use aftersale::quantity::Quantity;

use crate::dice::Dice;
use crate::shop::{START, at, fen, line, tea_and_cups};

/// An order that can be opened.
pub(crate) fn facts(dice: &mut Dice) -> OrderFacts {
    let facts = some_facts(dice);
    if dice.percent(35) { with_payments(facts, dice) } else { facts }
}

/// The same order, paid in one to three ways, of which the last may come later.
fn with_payments(facts: OrderFacts, dice: &mut Dice) -> OrderFacts {
    let paid = facts.amount_paid().minor();
    let (first, second) =
        (dice.pick(&[paid / 3, paid / 2, 0]), dice.pick(&[paid / 4, 1.min(paid / 2)]));
    let refunded = facts
        .lines
        .iter()
        .map(|line| line.refunded.minor())
        .chain([facts.shipping_refunded.minor()]);
    let refunded = refunded.fold(0_i64, i64::saturating_add).min(first);
    let payments = [
        PaymentFacts::new("card", fen(first)).refunded(fen(dice.pick(&[0, refunded]))),
        PaymentFacts::new("balance", fen(second)),
        PaymentFacts::new("points", fen(paid - first - second)),
    ];
    facts.payments(payments.into_iter().take(1 + dice.below(3)))
}

fn some_facts(dice: &mut Dice) -> OrderFacts {
    match dice.below(8) {
        _ if dice.percent(30) => tea_and_cups(),
        0..=2 => tea_and_cups(),
        3 => tea_and_cups().shipped(None),
        // Amounts at the end of the range.
        4 if dice.odd(50) => {
            let lines = vec![line("tea", 3, i64::MAX / 8), line("cup", 1, i64::MAX / 8)];
            OrderFacts::new("ORDER1", Currency::CNY, lines)
        }
        _ => made_up(dice),
    }
}

fn made_up(dice: &mut Dice) -> OrderFacts {
    let names = ["tea", "cup", "pot"];
    let count = 1 + dice.below(3);
    let lines: Vec<LineFacts> =
        names.iter().take(count).map(|name| some_line(name, dice)).collect();
    let mut facts = OrderFacts::new("ORDER1", Currency::CNY, lines);
    let goods = facts.goods_total.minor();
    let shipping = dice.pick(&[0, 800, 1, -100]);
    let paid =
        dice.plain_or_odd(&[goods + shipping, goods, goods * 2 / 3], &[0, goods * 2, 7]).max(0);
    let when = [None, Some(at(START - 86_400)), Some(at(START - 9 * 86_400))];
    facts.buyer = dice.pick(&[None, Some("b-1".into())]);
    facts
        .shipping(fen(shipping))
        .discount(fen(dice.pick(&[0, goods / 3])))
        .paid(fen(paid))
        .shipping_refunded(fen(dice.plain_or_odd(&[0], &[3, 900])))
        .stage(dice.plain_or_odd(
            &[Stage::ToBeShipped, Stage::ToBeReceived, Stage::Completed],
            &[Stage::ToBePaid, Stage::Cancelled, Stage::Closed],
        ))
        .shipped(dice.pick(&when))
        .received(dice.pick(&when))
        .is_virtual(dice.odd(20))
}

fn some_line(name: &str, dice: &mut Dice) -> LineFacts {
    let price = dice.plain_or_odd(&[1_000, 500, 333], &[1, 0]);
    let all = line(name, dice.plain_or_odd(&[3, 2, 1, 7], &[0]), price);
    LineFacts {
        total: fen(all.total.minor() + dice.pick(&[0, 0, 0, 1, 50])),
        refunded: dice.plain_or_odd(&[Amount::ZERO], &[fen(price), fen(price * 9)]),
        returned: Quantity::new(dice.plain_or_odd(&[0], &[1, 9])),
        ..all
    }
}
