//! Orders and steps as small numbers: what strategies and fuzzers make, and what shrinks well. The zero of
//! everything is the plainest thing that there is.

use aftersale::money::{Amount, Currency};
use aftersale::order::{LineFacts, OrderFacts, Stage};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

/// When every made-up history begins, in seconds since 1970.
pub const START: i64 = 1_795_300_000;

/// An order in small numbers. Whatever they are, the [order](Self::facts) can be opened.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub struct OrderSeed {
    /// The first line. There always is one.
    pub line: LineSeed,
    /// The others, of which at most three count.
    pub more_lines: Vec<LineSeed>,
    /// The surcharge, in the smallest unit.
    pub shipping: u16,
    /// The discount, in the smallest unit.
    pub discount: u16,
    /// Which currency, of those that [`CURRENCIES`] lists.
    pub currency: u8,
    /// How far the order has come: whether it was shipped, and received.
    pub progress: u8,
    /// What does not add up, if anything.
    pub oddity: u8,
}

/// A line in small numbers.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub struct LineSeed {
    /// How many units, less one; the last eight numbers are extremes.
    pub units: u8,
    /// What one costs, less one, in the smallest unit; the last four numbers are extremes.
    pub price: u16,
}

/// Currencies with no, two, three and very many decimals.
pub const CURRENCIES: [(&str, u8); 4] = [("CNY", 2), ("JPY", 0), ("KWD", 3), ("XXX", 18)];

impl LineSeed {
    /// How many units, and what one costs.
    fn figures(&self) -> (u32, i64) {
        let units = match self.units {
            // Cases that are taken over may claim more than was bought; beyond 32 bits nobody counts.
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
    /// The order.
    #[must_use]
    pub fn facts(&self) -> OrderFacts {
        let lines = [&self.line].into_iter().chain(self.more_lines.iter().take(3)).enumerate();
        let lines: Vec<LineFacts> = lines.map(|(index, line)| line.facts(index)).collect();
        let (code, decimals) = CURRENCIES[usize::from(self.currency) % CURRENCIES.len()];
        let currency = Currency::new(code, decimals).unwrap_or(Currency::CNY);
        let mut facts = OrderFacts::new("A-1", currency, lines);
        let goods = facts.goods_total;
        facts.shipping = Amount::from_minor(self.shipping.into());
        facts.discount = Amount::from_minor(i64::from(self.discount).min(goods.minor()));
        facts.paid = goods.saturating_add(facts.shipping).saturating_sub(facts.discount);
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

    /// Facts as real stores have them: not all of them add up.
    fn make_odd(&self, facts: &mut OrderFacts) {
        let one = Amount::from_minor(1);
        let first = facts.lines.first_mut();
        match (self.oddity, first) {
            (250, _) => facts.paid = Amount::ZERO,
            (251, _) => facts.paid = facts.paid.saturating_add(one),
            (252, _) => facts.goods_total = Amount::ZERO,
            (253, Some(line)) => line.returned = Quantity::new(1),
            (254, Some(line)) => (line.refunded, line.returned) = (one, Quantity::new(1)),
            (255, _) => facts.is_virtual = true,
            (249, _) => facts.shipping = Amount::from_minor(-5),
            (248, _) => facts.buyer = None,
            (247, _) => facts.shipping_refunded = one,
            _ => {}
        }
    }
}

/// One step of a history in small numbers. What it does depends on the order that it meets.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub struct Step {
    /// What somebody does.
    pub kind: StepKind,
    /// Which of all such things.
    pub pick: u16,
    /// When.
    pub time: StepTime,
}

/// What somebody does.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub enum StepKind {
    /// Something that is accepted as the order stands.
    #[default]
    Sensible,
    /// Anything that there is, by whomever mostly does it.
    Anything,
    /// Anything, by somebody else.
    ByAnother,
    /// Anything, by somebody who has seen an earlier version.
    Stale,
    /// A decision on an earlier offer.
    OldOffer,
    /// An earlier command once more, word for word.
    Repeated,
    /// The name of an earlier command with another content.
    IdReused,
    /// Anything, of another buyer.
    OtherBuyer,
    /// Anything, for another order.
    OtherOrder,
    /// Figures and names that make no sense.
    Absurd,
}

/// When somebody does something.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "arbitrary", derive(arbitrary::Arbitrary))]
pub enum StepTime {
    /// A little later than the last event: later than WeChat wants between two refunds.
    #[default]
    Soon,
    /// At the same second.
    AtOnce,
    /// When the next deadline has come, if there is one.
    AtDeadline,
    /// A second before it.
    JustBeforeDeadline,
    /// Ten days later.
    MuchLater,
    /// Before the last event.
    InThePast,
    /// As late as there is.
    EndOfTime,
}
