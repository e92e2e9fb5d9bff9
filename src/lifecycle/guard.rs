//! Guards: the conditions of a rule besides the status, and the facts of a case that they ask for.

use core::fmt;

use crate::Language;
use crate::words::terms;

terms! {
    /// A fact about a case that a guard can ask for.
    pub enum Fact {
        /// The merchant has shipped the order.
        OrderShipped, "the order has been shipped", "订单已发货";
        /// The buyer has handed the goods of this case to a carrier.
        GoodsSent, "the goods have been sent", "买家已寄回商品";
        /// The platform has been asked to decide and has not decided yet.
        DisputeOpen, "a dispute is open", "平台介入处理中";
        /// The merchant refused because the waybill was wrong.
        WaybillWrong, "the waybill was refused as wrong", "商家以运单有误为由拒绝";
        /// A refund of this case has been agreed to and its outcome is not known yet.
        RefundUnderWay, "a refund is under way", "退款正在进行";
        /// Another case is in progress on the same line of the order.
        OtherCaseOpen, "another case is open on the line", "该商品行有其他售后正在处理";
    }
}

impl Fact {
    /// Returns whether the fact is about the case itself. Such a fact does not hold when the case is
    /// opened, and the rules of the table say what makes it hold. The other facts are known to the host
    /// only: they concern the order, or a text of the buyer or the merchant.
    #[must_use]
    pub const fn is_of_the_case(self) -> bool {
        match self {
            Self::GoodsSent | Self::DisputeOpen | Self::RefundUnderWay => true,
            Self::OrderShipped | Self::WaybillWrong | Self::OtherCaseOpen => false,
        }
    }

    /// Returns the English text that denies the fact.
    #[must_use]
    pub const fn denied(self) -> &'static str {
        self.denied_in(Language::English)
    }

    /// Returns the text that denies the fact, in this language.
    #[must_use]
    pub const fn denied_in(self, language: Language) -> &'static str {
        let (english, chinese) = match self {
            Self::OrderShipped => ("the order has not been shipped", "订单未发货"),
            Self::GoodsSent => ("the goods have not been sent", "买家未寄回商品"),
            Self::DisputeOpen => ("no dispute is open", "平台未介入"),
            Self::WaybillWrong => ("the waybill was not refused as wrong", "运单未被商家指为有误"),
            Self::RefundUnderWay => ("no refund is under way", "没有正在进行的退款"),
            Self::OtherCaseOpen => {
                ("no other case is open on the line", "该商品行没有其他售后正在处理")
            }
        };
        match language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}

terms! {
    /// A condition of a rule: a [`Fact`] that must hold, or must not.
    ///
    /// The engine never guesses a guard. A fact that is not known makes the rule *permitted if*, and
    /// [`next`](super::Lifecycle::next) does not take it.
    pub enum Guard {
        /// The order must have been shipped.
        OrderShipped, "the order has been shipped", "订单已发货";
        /// The order must not have been shipped.
        OrderNotShipped, "the order has not been shipped", "订单未发货";
        /// The buyer must have sent the goods.
        GoodsSent, "the goods have been sent", "买家已寄回商品";
        /// The buyer must not have sent the goods.
        GoodsNotSent, "the goods have not been sent", "买家未寄回商品";
        /// A dispute must be open: the platform has to decide.
        DisputeOpen, "a dispute is open", "平台介入处理中";
        /// No dispute may be open.
        NoDisputeOpen, "no dispute is open", "平台未介入";
        /// The refusal must have been for a wrong waybill.
        WaybillWrong, "the waybill was refused as wrong", "商家以运单有误为由拒绝";
        /// A refund must have been agreed to, and its outcome must not be known yet.
        RefundUnderWay, "a refund is under way", "退款正在进行";
        /// No refund may be under way.
        NoRefundUnderWay, "no refund is under way", "没有正在进行的退款";
        /// No other case may be in progress on the same line.
        NoOtherCaseOpen, "no other case is open on the line", "该商品行没有其他售后正在处理";
    }
}

impl Guard {
    /// Returns the fact that the guard asks for.
    #[must_use]
    pub const fn fact(self) -> Fact {
        match self {
            Self::OrderShipped | Self::OrderNotShipped => Fact::OrderShipped,
            Self::GoodsSent | Self::GoodsNotSent => Fact::GoodsSent,
            Self::DisputeOpen | Self::NoDisputeOpen => Fact::DisputeOpen,
            Self::WaybillWrong => Fact::WaybillWrong,
            Self::RefundUnderWay | Self::NoRefundUnderWay => Fact::RefundUnderWay,
            Self::NoOtherCaseOpen => Fact::OtherCaseOpen,
        }
    }

    /// Returns whether the guard wants its fact to hold (`true`) or not to hold (`false`).
    #[must_use]
    pub const fn wants(self) -> bool {
        match self {
            Self::OrderShipped
            | Self::GoodsSent
            | Self::DisputeOpen
            | Self::WaybillWrong
            | Self::RefundUnderWay => true,
            Self::OrderNotShipped
            | Self::GoodsNotSent
            | Self::NoDisputeOpen
            | Self::NoRefundUnderWay
            | Self::NoOtherCaseOpen => false,
        }
    }

    /// Returns the English text that says that the guard is not met.
    #[must_use]
    pub const fn unmet(self) -> &'static str {
        self.unmet_in(Language::English)
    }

    /// Returns the text that says that the guard is not met, in this language.
    #[must_use]
    pub const fn unmet_in(self, language: Language) -> &'static str {
        if self.wants() { self.fact().denied_in(language) } else { self.fact().text_in(language) }
    }
}

/// The knowledge about a case: each [`Fact`] holds, does not hold, or is not known.
///
/// ```
/// use aftersale::lifecycle::{Fact, KnownFacts};
/// let facts = KnownFacts::UNKNOWN.with(Fact::GoodsSent, true);
/// assert_eq!(facts.get(Fact::GoodsSent), Some(true));
/// assert_eq!(facts.get(Fact::DisputeOpen), None);
/// ```
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct KnownFacts {
    holds: u16,
    fails: u16,
}

impl KnownFacts {
    /// No fact is known.
    pub const UNKNOWN: Self = Self { holds: 0, fails: 0 };

    const fn bit(fact: Fact) -> u16 {
        match fact {
            Fact::OrderShipped => 1,
            Fact::GoodsSent => 1 << 1,
            Fact::DisputeOpen => 1 << 2,
            Fact::WaybillWrong => 1 << 3,
            Fact::RefundUnderWay => 1 << 4,
            Fact::OtherCaseOpen => 1 << 5,
        }
    }

    /// Returns the same knowledge with this fact known to hold (`true`), or not to hold (`false`).
    #[must_use]
    pub const fn with(self, fact: Fact, holds: bool) -> Self {
        let bit = Self::bit(fact);
        if holds {
            Self { holds: self.holds | bit, fails: self.fails & !bit }
        } else {
            Self { holds: self.holds & !bit, fails: self.fails | bit }
        }
    }

    /// Returns the same knowledge without this fact: it is not known.
    #[must_use]
    pub const fn without(self, fact: Fact) -> Self {
        let bit = Self::bit(fact);
        Self { holds: self.holds & !bit, fails: self.fails & !bit }
    }

    /// Returns the knowledge about a case that has just been opened: no fact of the case itself holds.
    #[must_use]
    pub fn of_a_new_case(self) -> Self {
        Fact::ALL
            .iter()
            .filter(|fact| fact.is_of_the_case())
            .fold(self, |facts, fact| facts.with(*fact, false))
    }

    /// Returns whether the fact holds; `None` when that is not known.
    #[must_use]
    pub const fn get(self, fact: Fact) -> Option<bool> {
        let bit = Self::bit(fact);
        if self.holds & bit != 0 {
            Some(true)
        } else if self.fails & bit != 0 {
            Some(false)
        } else {
            None
        }
    }

    /// Returns this knowledge and the other; where both know a fact, the other counts.
    pub(crate) const fn overlaid_with(self, other: Self) -> Self {
        let known = other.holds | other.fails;
        Self { holds: self.holds & !known | other.holds, fails: self.fails & !known | other.fails }
    }

    /// Returns what both know alike.
    pub(crate) const fn agreed_with(self, other: Self) -> Self {
        Self { holds: self.holds & other.holds, fails: self.fails & other.fails }
    }

    /// Returns the knowledge without the facts of the case itself.
    pub(crate) fn of_the_order(self) -> Self {
        let of_the_case = Fact::ALL.iter().filter(|fact| fact.is_of_the_case());
        of_the_case.fold(self, |facts, fact| facts.without(*fact))
    }

    /// Returns whether the guard is met; `None` when its fact is not known.
    #[must_use]
    pub const fn meet(self, guard: Guard) -> Option<bool> {
        match self.get(guard.fact()) {
            Some(holds) => Some(holds == guard.wants()),
            None => None,
        }
    }
}

impl fmt::Debug for KnownFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(Fact::ALL.iter().filter_map(|fact| Some((fact, self.get(*fact)?))))
            .finish()
    }
}
