//! Orders and steps as small numbers: the values that strategies and fuzzers make, and that shrink well. Zero
//! always stands for the plainest value.

use aftersale::money::{Amount, Currency};
use aftersale::order::{LineFacts, OrderFacts, PaymentFacts, Stage};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

/// The time at which every made-up history begins, in seconds since 1970.
pub const START: i64 = 1_795_300_000;

/// Returns the time so many seconds after this one, as far as times go.
pub(crate) fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.plus_seconds(seconds).unwrap_or(Timestamp::LATEST)
}

/// An order in small numbers. Whatever they are, the [order](Self::facts) can be opened.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub struct OrderSeed {
    /// The first line. There always is one.
    pub line: LineSeed,
    /// The other lines, of which at most three count.
    pub more_lines: Vec<LineSeed>,
    /// The shipping, in the smallest unit.
    pub shipping: u16,
    /// The discount, in the smallest unit.
    pub discount: u16,
    /// The index of the currency in [`CURRENCIES`], modulo its length.
    pub currency: u8,
    /// The progress of the order: whether it was shipped, and received.
    pub progress: u8,
    /// The fact that does not add up, if any.
    pub oddity: u8,
}

/// A line in small numbers.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub struct LineSeed {
    /// The number of units, less one; the last eight numbers are extremes.
    pub units: u8,
    /// The price of a unit, less one, in the smallest unit; the last four numbers are extremes.
    pub price: u16,
}

/// Currencies with no, two, three and very many decimals.
pub const CURRENCIES: [(&str, u8); 4] = [("CNY", 2), ("JPY", 0), ("KWD", 3), ("XXX", 18)];

impl LineSeed {
    /// Returns the number of units and the price of one.
    fn figures(&self) -> (u32, i64) {
        let units = match self.units {
            // Cases that are taken over may claim more than was bought; counting ends at 32 bits.
            255 => u32::MAX / 8,
            254 => 0,
            253 => 1_000_000,
            units @ 0..=247 => u32::from(units) % 5 + 1,
            _ => 97,
        };
        // Four lines of the largest of these still add up.
        let most = i64::MAX / 8;
        let price = match self.price {
            u16::MAX => most / i64::from(units.max(1)),
            65_534 => 0,
            65_533 => 29_000,
            price => i64::from(price) + 1,
        };
        (units, price.min(most / i64::from(units.max(1))))
    }

    fn facts(&self, index: usize) -> LineFacts {
        let (units, price) = self.figures();
        // Names as hosts have them, and one that is a prefix of another.
        let name = ["tea", "cup", "tea-pot", "中文 \"quoted\""].get(index).copied();
        let name = name.map_or_else(|| format!("line-{index}"), Into::into);
        LineFacts::new(name, Quantity::new(units), Amount::from_minor(price))
    }
}

impl OrderSeed {
    /// Returns the facts of the order.
    #[must_use]
    pub fn facts(&self) -> OrderFacts {
        let lines = [&self.line].into_iter().chain(self.more_lines.iter().take(3)).enumerate();
        let lines: Vec<LineFacts> = lines.map(|(index, line)| line.facts(index)).collect();
        let (code, decimals) = CURRENCIES[usize::from(self.currency) % CURRENCIES.len()];
        let currency = Currency::with_places(code, decimals).unwrap_or(Currency::CNY);
        let mut facts = OrderFacts::new("ORDER1", currency, lines);
        let goods = facts.goods_total;
        facts.shipping = Amount::from_minor(self.shipping.into());
        facts.discount = Amount::from_minor(i64::from(self.discount).min(goods.minor()));
        let paid = goods.saturating_add(facts.shipping).saturating_sub(facts.discount);
        let mut facts = facts.paid(paid);
        facts.buyer = Some("b-1".into());
        let day = |day: i64| Some(Timestamp::from_seconds(START - day * 86_400));
        match self.progress % 5 {
            0 => facts.shipped = day(1),
            1 => {}
            2 => (facts.shipped, facts.received) = (day(2), day(1)),
            3 => (facts.shipped, facts.received) = (day(40), day(30)),
            _ => facts.stage = Stage::Completed,
        }
        self.make_odd(&mut facts);
        facts
    }

    /// Tells the tax of the parts: some, all, or none of each; and sometimes of the whole, which can be less.
    fn tax(&self, facts: &mut OrderFacts) {
        let part_of = |amount: Amount, of: i64| {
            let part = amount.minor().max(0).checked_div(of).unwrap_or_default();
            Amount::from_minor(part)
        };
        let divisors = [7, 1, 3, i64::MAX];
        for (line, divisor) in facts.lines.iter_mut().zip(divisors) {
            line.tax = part_of(line.total, divisor);
        }
        if matches!(self.oddity, 240 | 242 | 244 | 246) {
            facts.shipping_tax = part_of(facts.shipping, 6).min(facts.amount_paid());
        }
        match self.oddity {
            242 => facts.tax = Some(facts.lines.first().map(|line| line.tax).unwrap_or_default()),
            243 => facts.tax = Some(Amount::ZERO),
            _ => {}
        }
        if let (244, Some(line)) = (self.oddity, facts.lines.first_mut()) {
            line.refunded = part_of(line.total, 5);
        }
    }

    /// Names the payments: two or three, of which the last can come later; and what went back by the first.
    fn payments(&self, facts: &mut OrderFacts) {
        let paid = facts.amount_paid();
        let part_of = |of: i64| {
            let part = paid.minor().max(0).checked_div(of).unwrap_or_default();
            Amount::from_minor(part)
        };
        let mut first = PaymentFacts::new("card", part_of(3));
        let second = PaymentFacts::new("balance", part_of(4));
        let rest = paid.saturating_sub(first.paid).saturating_sub(second.paid);
        if let (239, Some(line)) = (self.oddity, facts.lines.first_mut()) {
            line.refunded = line.total.min(first.paid);
            first.refunded = line.refunded;
        }
        if matches!(self.oddity, 237 | 238) {
            facts.shipping_tax = part_of(7).min(facts.shipping);
        }
        let rest = PaymentFacts::new("中文 \"points\"", rest);
        facts.payments = match self.oddity {
            232 | 236 => vec![first, second],
            233 => vec![first],
            _ => vec![first, second, rest],
        };
    }

    /// Changes facts as real stores have them: not all of them add up.
    fn make_odd(&self, facts: &mut OrderFacts) {
        let one = Amount::from_minor(1);
        let first = facts.lines.first_mut();
        match (self.oddity, first) {
            (250, _) => *facts = facts.clone().paid(Amount::ZERO),
            (251, _) => *facts = facts.clone().paid(facts.amount_paid().saturating_add(one)),
            (252, _) => facts.goods_total = Amount::ZERO,
            (253, Some(line)) => line.returned = Quantity::new(1),
            (254, Some(line)) => (line.refunded, line.returned) = (one, Quantity::new(1)),
            (255, _) => facts.is_virtual = true,
            (249, _) => facts.shipping = Amount::from_minor(-5),
            (248, _) => facts.buyer = None,
            (247, _) => facts.shipping_refunded = one,
            (231, _) => facts.discount_on_shipping = true,
            (240..=246, _) => self.tax(facts),
            (232..=239, _) => self.payments(facts),
            _ => {}
        }
    }
}

/// One step of a history in small numbers. Its command depends on the order that it meets.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub struct Step {
    /// The kind of command.
    pub kind: StepKind,
    /// The index of the command among those of its kind.
    pub pick: u16,
    /// The time of the command.
    pub time: StepTime,
}

/// The kind of command that a step makes.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub enum StepKind {
    /// A command that is accepted as the order stands.
    #[default]
    Sensible,
    /// Any command, by the actor that usually sends it.
    Anything,
    /// Any command, by another actor.
    ByAnother,
    /// Any command, having seen an earlier version.
    Stale,
    /// A decision on an earlier offer.
    OldOffer,
    /// An earlier command once more, word for word.
    Repeated,
    /// The name of an earlier command with another content.
    IdReused,
    /// Any command, of another buyer.
    OtherBuyer,
    /// Any command, for another order.
    OtherOrder,
    /// A command with figures and names that make no sense.
    Absurd,
}

/// The time of a step, relative to the history so far.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub enum StepTime {
    /// A little later than the last event: later than WeChat wants between two refunds.
    #[default]
    Soon,
    /// The second of the last event.
    AtOnce,
    /// The time of the next deadline, if there is one.
    AtDeadline,
    /// A second before the next deadline.
    JustBeforeDeadline,
    /// Ten days later.
    MuchLater,
    /// Before the last event.
    InThePast,
    /// The last time that there is.
    EndOfTime,
}
