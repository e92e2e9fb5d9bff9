//! The differences between the hardened shop and the recorded one, and their reasons.

use std::collections::BTreeMap;
use std::fmt;

use aftersale::lifecycle::Flow;
use aftersale::money::Amount;
use aftersale::order::{Ask, Bound, Check, Order, Reason};
use aftersale::quantity::Quantity;
use aftersale::shopxo::{AfterSaleStatus, HardenedShop, Offered, Release, Shop};

use super::fields::{StateFields, pairs};
use super::recorded::{RecordedOrder, Row, State};
use super::replay::StepAnswer;

/// A step as both shops have taken it.
pub(super) struct Step<'a> {
    pub(super) step: &'a super::recorded::Step,
    pub(super) answer: &'a StepAnswer,
    pub(super) release: Release,
    pub(super) order: &'a RecordedOrder,
    pub(super) before: &'a State,
    pub(super) cases: &'a BTreeMap<u32, (Row, bool)>,
    pub(super) shop: &'a Order<HardenedShop>,
    /// The hardened shop's state before the step.
    pub(super) unchanged: &'a StateFields,
    pub(super) ours: StateFields,
    pub(super) recorded: StateFields,
}

/// A value that is not the same.
pub(super) struct Difference {
    pub(super) what: String,
    pub(super) recorded: String,
    pub(super) ours: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, recorded, ours } = self;
        write!(f, "{what}: recorded {recorded:?}, ours {ours:?}")
    }
}

impl Step<'_> {
    /// Returns everything that is not the same. Where one shop did it and the other refused, that is the
    /// difference, and the states are not compared.
    pub(super) fn differences(&self) -> Vec<Difference> {
        let verdict = |code: i64| if code == 0 { "done" } else { "refused" };
        let (theirs, ours) = (verdict(self.step.code), verdict(self.answer.code));
        if theirs != ours {
            let ours = format!("{ours} {}", self.answer.message);
            let recorded = format!("{theirs} {}", self.step.msg);
            return vec![Difference { what: "verdict".into(), recorded, ours }];
        }
        let ours: BTreeMap<&str, &str> = pairs(&self.ours).collect();
        let differing = pairs(&self.recorded).filter_map(|(name, recorded)| {
            let ours = ours.get(name).copied().unwrap_or("nothing");
            // An order that was closed before got its time of closing before.
            let is_old = name == "close_time" && self.was_closed();
            (is_of_the_state(name) && !is_old && ours != recorded).then(|| Difference {
                what: name.into(),
                recorded: recorded.into(),
                ours: ours.into(),
            })
        });
        differing.chain(self.empty_offers()).collect()
    }

    /// Returns the offers of the hardened shop that cannot be had. That no application is possible at all for now
    /// is another matter.
    fn empty_offers(&self) -> impl Iterator<Item = Difference> {
        let lines = self.shop.facts().lines.iter();
        lines.filter_map(|facts| {
            let line = &facts.line;
            let Offered { quantity, amount } = HardenedShop::offered(self.shop, line);
            let units = u32::try_from(quantity.0).unwrap_or(u32::MAX);
            let ask = Ask::units(line.clone(), units).at(amount);
            let refused = self.shop.quote(Flow::ReturnRefund, &[ask], None).err()?;
            amount.is_positive().then(|| Difference {
                what: format!("line {line} offer"),
                recorded: "an offer can be had".into(),
                ours: format!("{} units for {}: {refused:?}", quantity, amount.decimal(2)),
            })
        })
    }
}

/// Returns the class of a difference, with its reason; `None` where it has none.
pub(super) fn explain(step: &Step<'_>, difference: &Difference) -> Option<String> {
    let Difference { what, recorded, .. } = difference;
    let class = match what.as_str() {
        "verdict" if step.answer.code == 0 => step.done_all_the_same(),
        "verdict" => step.refused_instead(),
        "order status" | "close_time" => step.not_closed(what),
        "pay_status" => step.without_a_refund(),
        _ if what.ends_with("returned_data quantity") => step.other_quantity(recorded),
        _ if what.ends_with("returned_data amount") => step.other_amount(),
        _ => step.other_units(what),
    };
    class.map(String::from)
}

impl Step<'_> {
    /// Returns the row of the case that the step is about, and whether it was deleted.
    fn row(&self) -> Option<&(Row, bool)> {
        let alias = self.step.input.get("id").and_then(serde_json::Value::as_u64)?;
        self.cases.get(&u32::try_from(alias).ok()?)
    }

    fn is(&self, operation: &str) -> bool {
        self.step.op == operation
    }

    fn was_closed(&self) -> bool {
        self.before.o.4 == 1
    }

    fn done_all_the_same(&self) -> Option<&'static str> {
        match self.row()? {
            (_, true) => Some("a deleted case is only hidden, and nothing is lost (I23)"),
            (row, false)
                if self.is("delete") && row.status == AfterSaleStatus::Completed.code() =>
            {
                Some("a paid case can be hidden, since nothing is lost (I23)")
            }
            _ => self.without_a_refund(),
        }
    }

    /// Goods that are worth nothing come back, and no refund is started for them.
    fn without_a_refund(&self) -> Option<&'static str> {
        let (row, _) = self.row().filter(|_| self.is("audit"))?;
        let is_free = row.price.0 == Amount::ZERO && row.number > 0;
        is_free.then_some("goods worth nothing come back without a refund (D8; I4, I13)")
    }

    fn refused_instead(&self) -> Option<&'static str> {
        if self.ours != *self.unchanged {
            return None;
        }
        let row = self.row().map(|(row, _)| row);
        Some(match self.answer.reasons.first()? {
            Reason::NoUnits { .. } => "a return of no units (D5, D16; I2, I4)",
            Reason::NotPositive { .. } => "an application for no money (D8, D16; I4)",
            Reason::NothingRefundable { .. } => "a refund of no money (D8, D13; I4)",
            Reason::TooMuch { bound: Bound::Line(_), .. } => {
                "more than is left of the line (D6; I1)"
            }
            Reason::TooMuch { bound: Bound::Units(_), .. } => {
                "more than the units are worth (D6; I7)"
            }
            Reason::TooManyUnits { .. } => "more units than were bought (D4, D7; I2)",
            Reason::NotShipped | Reason::NothingToReturn => {
                "a return of goods that were never sent (D23; I14)"
            }
            Reason::ReceiptNotConfirmed if row.is_some_and(|row| row.number == 0) => {
                "a refund for no units of a return (D16; I3)"
            }
            Reason::ReceiptNotConfirmed if row.is_some_and(|row| row.price.0 == Amount::ZERO) => {
                "a refund of no money (D8, D13; I4)"
            }
            Reason::TextLength {
                text: Check::Refusal | Check::Carrier | Check::Waybill,
                length: 0 | 1,
                ..
            } => "a text of nothing but white space (D21)",
            _ => return None,
        })
    }

    fn other_units(&self, what: &str) -> Option<&'static str> {
        let is_of_units = what.ends_with(" number") || what.ends_with(" returned");
        let (row, _) = self.row().filter(|_| self.is("audit") && is_of_units)?;
        (row.kind == 0).then_some(UNITS_NEVER_RETURNED)
    }

    /// The order was closed, or got a time of closing, although units of it have not come back.
    fn not_closed(&self, what: &str) -> Option<&'static str> {
        let (status, _, _, _, closed) = self.step.s.o;
        let ledger = self.shop.ledger();
        let is_out = ledger.lines.iter().any(|line| line.units.returned < line.units.bought);
        let closes = status == 6 && self.is("audit");
        match what {
            "close_time"
                if (!closes || self.before.o.0 == 6)
                    && closed == 1
                    && self.release == Release::V2_2_1 =>
            {
                Some("a time of closing although nothing has closed the order (D22)")
            }
            _ if closes && is_out => {
                Some("an order is closed while units of it are out (D7; I14, I19)")
            }
            _ => None,
        }
    }

    /// Returns why the hardened shop offers another quantity.
    fn other_quantity(&self, recorded: &str) -> Option<&'static str> {
        if self.looks_not_back() {
            Some("what was refunded is offered again (D10; I1)")
        } else if recorded.starts_with('-') {
            Some("a quantity below zero is offered (D4, D7; I2)")
        } else {
            self.follows_from_units()
        }
    }

    /// Returns why the hardened shop offers another amount.
    fn other_amount(&self) -> Option<&'static str> {
        let order = self.order;
        if self.looks_not_back() {
            Some("what was refunded is offered again (D10; I1)")
        } else if order.preferential_price.0 != Amount::ZERO {
            Some("the discount is left to the last line instead of shared (I15)")
        } else if order.increase_price.0 != Amount::ZERO {
            Some("shipping is offered with the goods of the last line (I16)")
        } else if !self.adds_up() {
            Some("what the lines cost is offered instead of what was paid for them (I15)")
        } else if self.is_overdrawn() {
            Some("a line has had more than it paid, at the cost of another (D6; I1)")
        } else {
            self.follows_from_units()
        }
    }

    /// Release 6.9.0 does not look back on an order of one line.
    fn looks_not_back(&self) -> bool {
        self.release == Release::V6_9_0 && self.order.lines.len() == 1
    }

    fn follows_from_units(&self) -> Option<&'static str> {
        let (row, _) = self.row().filter(|_| self.is("audit"))?;
        (row.kind == 0).then_some(UNITS_NEVER_RETURNED)
    }

    /// Returns whether the lines cost what was paid, to the fen.
    fn adds_up(&self) -> bool {
        let lines = &self.order.lines;
        let costs = |units: u32, price: Amount| price.checked_mul(Quantity::new(units));
        let sum = Amount::sum(lines.iter().map(|line| line.total_price.0));
        let (price, paid) = (self.order.price.0, self.order.pay_price.0);
        lines.iter().all(|line| costs(line.buy_number, line.price.0) == Some(line.total_price.0))
            && sum == Some(price)
            && price == paid
    }

    /// Returns whether a line has had, or cases on it ask for, more than it has paid.
    fn is_overdrawn(&self) -> bool {
        self.shop.ledger().lines.iter().any(|line| line.money.left() < Amount::ZERO)
    }
}

const UNITS_NEVER_RETURNED: &str = "units that were never returned count as returned (D7; I14)";

/// Returns whether a field is about the state, and not about times and texts, which were not taken over.
fn is_of_the_state(name: &str) -> bool {
    let not_taken_over =
        ["times", " reason", "msg", "refuse_reason", "express_name", "express_number"];
    !not_taken_over.iter().any(|end| name.ends_with(end))
}
