//! Guards: the conditions of a rule that the status alone does not tell, and what is known of
//! them.

use core::fmt;

use crate::words::terms;

terms! {
    /// A fact about a case that a guard can ask for.
    pub enum Fact {
        /// The merchant has shipped the order.
        OrderShipped, "the order has been shipped";
        /// The buyer has handed the goods of this case to a carrier.
        GoodsSent, "the goods have been sent";
        /// The platform has been asked to decide and has not yet.
        DisputeOpen, "a dispute is open";
        /// The merchant refused because the waybill was wrong.
        WaybillWrong, "the waybill was refused as wrong";
        /// A refund of this case has been agreed to and its outcome is not known yet.
        RefundUnderWay, "a refund is under way";
        /// Another case is in progress on the same line of the order.
        OtherCaseOpen, "another case is open on the line";
    }
}

impl Fact {
    /// Whether the fact is about the case itself, so that it does not hold when the case is opened
    /// and the rules of the table say what makes it hold. Of the others the host knows: they are
    /// about the order, or in what somebody said.
    #[must_use]
    pub const fn is_of_the_case(self) -> bool {
        match self {
            Self::GoodsSent | Self::DisputeOpen | Self::RefundUnderWay => true,
            Self::OrderShipped | Self::WaybillWrong | Self::OtherCaseOpen => false,
        }
    }

    /// How people say that it is not so.
    #[must_use]
    pub const fn denied(self) -> &'static str {
        match self {
            Self::OrderShipped => "the order has not been shipped",
            Self::GoodsSent => "the goods have not been sent",
            Self::DisputeOpen => "no dispute is open",
            Self::WaybillWrong => "the waybill was not refused as wrong",
            Self::RefundUnderWay => "no refund is under way",
            Self::OtherCaseOpen => "no other case is open on the line",
        }
    }
}

terms! {
    /// A condition of a rule: a [`Fact`] that must hold, or must not.
    ///
    /// A guard is never guessed. A fact that is not known makes the rule *permitted if*, and
    /// [`next`](super::Lifecycle::next) does not take it.
    pub enum Guard {
        /// The order must have been shipped.
        OrderShipped, "the order has been shipped";
        /// The order must not have been shipped.
        OrderNotShipped, "the order has not been shipped";
        /// The buyer must have sent the goods.
        GoodsSent, "the goods have been sent";
        /// The buyer must not have sent the goods.
        GoodsNotSent, "the goods have not been sent";
        /// The platform must be deciding.
        DisputeOpen, "a dispute is open";
        /// The platform must not be deciding.
        NoDisputeOpen, "no dispute is open";
        /// The refusal must have been for a wrong waybill.
        WaybillWrong, "the waybill was refused as wrong";
        /// A refund must have been agreed to, and not be over.
        RefundUnderWay, "a refund is under way";
        /// No refund may be under way.
        NoRefundUnderWay, "no refund is under way";
        /// No other case may be in progress on the same line.
        NoOtherCaseOpen, "no other case is open on the line";
    }
}

impl Guard {
    /// The fact that the guard asks for.
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

    /// Whether the guard wants its fact to hold (`true`) or not to hold (`false`).
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

    /// What is the case when the guard is not met, as people say it.
    #[must_use]
    pub const fn unmet(self) -> &'static str {
        if self.wants() { self.fact().denied() } else { self.fact().text() }
    }
}

/// What is known about a case: each [`Fact`] holds, does not hold, or is not known.
///
/// ```
/// use aftersale::lifecycle::{Fact, Facts};
/// let facts = Facts::UNKNOWN.with(Fact::GoodsSent, true);
/// assert_eq!(facts.get(Fact::GoodsSent), Some(true));
/// assert_eq!(facts.get(Fact::DisputeOpen), None);
/// ```
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct Facts {
    holds: u16,
    fails: u16,
}

impl Facts {
    /// Nothing is known.
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

    /// The same knowledge with this fact known to hold, or not to hold.
    #[must_use]
    pub const fn with(self, fact: Fact, holds: bool) -> Self {
        let bit = Self::bit(fact);
        if holds {
            Self { holds: self.holds | bit, fails: self.fails & !bit }
        } else {
            Self { holds: self.holds & !bit, fails: self.fails | bit }
        }
    }

    /// The same knowledge without this fact: it is not known.
    #[must_use]
    pub const fn without(self, fact: Fact) -> Self {
        let bit = Self::bit(fact);
        Self { holds: self.holds & !bit, fails: self.fails & !bit }
    }

    /// What is known of a case that has just been opened: nothing has happened to it yet.
    #[must_use]
    pub fn of_a_new_case(self) -> Self {
        Fact::ALL
            .iter()
            .filter(|fact| fact.is_of_the_case())
            .fold(self, |facts, fact| facts.with(*fact, false))
    }

    /// Whether the fact holds; `None` when that is not known.
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

    /// Whether the guard is met; `None` when its fact is not known.
    #[must_use]
    pub const fn meet(self, guard: Guard) -> Option<bool> {
        match self.get(guard.fact()) {
            Some(holds) => Some(holds == guard.wants()),
            None => None,
        }
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(Fact::ALL.iter().filter_map(|fact| Some((fact, self.get(*fact)?))))
            .finish()
    }
}
