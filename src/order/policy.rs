//! The policy of a platform: who pays, which rights and limits hold, which clocks run, and in which order checks
//! come. The table of its statuses stands apart, in `lifecycle`.
//!
//! An order sees its platform only through [`Policy`]. Almost all of a policy is data, [`Terms`],
//! because platforms change such figures from one day to the next: take the platform's own terms and change some
//! of them.

use core::time::Duration;

use super::{Case, Check, Claim, Ledger, LineBalance, Order};
use crate::lifecycle::{Action, Actor, Flow, Lifecycle, Phase, Set, Status};
use crate::time::Timestamp;
use crate::words::terms;

/// A platform as an order sees it: its statuses, its table and its terms.
///
/// Almost everything is in the terms. For what figures cannot express, a platform has functions: how a case is
/// [settled](Self::settle), and when an order is [closed](Self::closes).
///
/// The policies of this crate are [`WeChat`](crate::wechat::WeChat), and
/// [`HardenedShop`](crate::shopxo::HardenedShop) and [`FaithfulShop`](crate::shopxo::FaithfulShop) of ShopXO;
/// `examples/custom_platform.rs` has that of a shop of its own.
pub trait Policy: Clone {
    /// The platform's statuses.
    type Status: Status;

    /// The platform's table.
    const LIFECYCLE: Lifecycle<Self::Status>;

    /// Returns the platform's terms.
    fn terms(&self) -> &Terms;

    /// Returns the claim that a case is settled with when it has been paid, where that differs from the claim it
    /// had. `order` is the order as it was before the command that completes the case.
    fn settle(&self, order: &Order<Self>, case: &Case<Self::Status>) -> Option<Claim> {
        let _ = (order, case);
        None
    }

    /// Returns how long a case may stay at this status before the clock acts, where the clock of its phase
    /// ([`Clocks`]) does not say it: two statuses of one phase can have different times, and a status whose phase has
    /// no clock can have one. `None`: the clock of the phase counts.
    ///
    /// As any other, such a clock runs only where the table has a rule for
    /// [`Action::TimeRanOut`](crate::lifecycle::Action::TimeRanOut) at that status.
    fn time_at_status(&self, flow: Flow, status: Self::Status) -> Option<Duration> {
        let _ = (flow, status);
        None
    }

    /// Returns whether an order is closed: by default once all its money was refunded and all its units are back.
    /// Money alone closes nothing (I19).
    fn closes(&self, ledger: &Ledger) -> bool {
        let is_back = |line: &LineBalance| line.units.returned >= line.units.bought;
        ledger.lines.iter().all(is_back) && ledger.order.refunded >= ledger.order.paid
    }
}

terms! {
    /// The party that pays refunds under a policy.
    pub enum Payer {
        /// The shop: when a refund starts, an effect says how much to pay under which key.
        Shop, "shop";
        /// The platform: no effect ever says to issue a refund, and what the platform reports is booked.
        Platform, "platform";
    }
}

/// The terms of a platform, as data.
///
/// ```
/// use aftersale::order::Terms;
/// use aftersale::time::hours_long;
/// use aftersale::wechat;
///
/// let mut festival: Terms = wechat::policy::TERMS;
/// festival.clocks.merchant_answers_refund = Some(hours_long(96));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Terms {
    /// The party that pays refunds.
    pub payer: Payer,
    /// The time that each actor has before the clock acts instead.
    pub clocks: Clocks,
    /// The limits of applications, amounts and texts.
    pub limits: Limits,
    /// The holders of each right. A right that is not listed is not granted.
    pub rights: &'static [(Right, &'static [Actor])],
    /// The actors and actions that the platform's table permits and this shop does not.
    pub barred: &'static [(Actor, Action)],
    /// The order in which reasons are given. A check that is not listed comes last.
    pub checks: &'static [Check],
    /// The number of command ids that an order remembers, to recognize duplicates.
    pub remembered: usize,
}

/// The time that each actor has before the clock acts instead. `None`: that clock does not run.
///
/// A clock runs only where the platform's table has a rule for its end.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Clocks {
    /// The merchant, to answer an application for money only.
    pub merchant_answers_refund: Option<Duration>,
    /// The merchant, to answer an application for a return.
    pub merchant_answers_return: Option<Duration>,
    /// The buyer, to ship the goods.
    pub buyer_ships: Option<Duration>,
    /// The merchant, to receive the goods.
    pub merchant_receives: Option<Duration>,
    /// The buyer, to answer a refusal, or the lapse of the case.
    pub buyer_answers_refusal: Option<Duration>,
    /// The merchant, to refund in another way what the platform could not.
    pub merchant_pays_offline: Option<Duration>,
}

impl Clocks {
    /// No clock runs.
    pub const NONE: Self = Self {
        merchant_answers_refund: None,
        merchant_answers_return: None,
        buyer_ships: None,
        merchant_receives: None,
        buyer_answers_refusal: None,
        merchant_pays_offline: None,
    };

    /// Returns the time that a case may stay in this phase.
    pub(super) const fn of(&self, flow: Flow, phase: Phase) -> Option<Duration> {
        match (phase, flow) {
            (Phase::UnderReview, Flow::RefundOnly) => self.merchant_answers_refund,
            (Phase::UnderReview, Flow::ReturnRefund) => self.merchant_answers_return,
            (Phase::WaitingForGoods, _) => self.buyer_ships,
            (Phase::WaitingForReceipt, _) => self.merchant_receives,
            (Phase::Refused | Phase::Lapsed, _) => self.buyer_answers_refusal,
            (Phase::RefundFailed, _) => self.merchant_pays_offline,
            _ => None,
        }
    }
}

/// The limits of applications, amounts and texts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// The window in which a case can be opened.
    pub window: Window,
    /// The highest number of lines of one case.
    pub lines: Option<usize>,
    /// The highest number of applications for one line, changes of an application included.
    pub applications: Option<u32>,
    /// Whether a line that was refunded in part can have another case.
    pub again_after_refund: bool,
    /// Whether a case that was refused or has lapsed, and could be taken up again, still bars another
    /// one on its line.
    pub refused_case_bars: bool,
    /// The orders whose goods can be returned, where the table has no guard for it.
    pub returnable: Returnable,
    /// The ceiling of an amount.
    pub ceiling: Ceiling,
    /// Whether a case can ask for nothing: an amount of zero, or no units in a return. Where that is
    /// so, a refund of nothing is made and reported as any other.
    pub nothing: bool,
    /// Whether the merchant has to confirm the receipt before a return is refunded, or to waive the return (I3).
    pub receipt: bool,
    /// The phases in which a case can be hidden.
    pub hides: &'static [Phase],
    /// Whether a case that was hidden cannot be named any more, as if it had been deleted.
    pub hidden_is_gone: bool,
    /// The changes of an application's amount that are allowed, in each flow.
    pub change: AmountChangeRules,
    /// Whether the merchant can accept fewer units than the case claims, and refund only those.
    pub part_of_the_goods: bool,
    /// The time after one refund of the order before the merchant can agree to the next.
    pub between_refunds: Option<Duration>,
    /// The reason of an application.
    pub reason: TextLimit,
    /// The buyer's message.
    pub message: TextLimit,
    /// The buyer's telephone number.
    pub phone: TextLimit,
    /// The merchant's reason for a refusal.
    pub refusal: TextLimit,
    /// The address for the goods.
    pub address: TextLimit,
    /// The carrier's name.
    pub carrier: TextLimit,
    /// The waybill.
    pub waybill: TextLimit,
    /// The reason for the record: of closing a case, moving a deadline, or declaring a refund failed.
    pub note: TextLimit,
    /// The highest number of pictures and other pieces of evidence in one command.
    pub evidence: Option<usize>,
}

impl Limits {
    /// No limits but the amount that was paid, except that a note and an address must not be empty.
    pub const NONE: Self = Self {
        window: Window::Always,
        lines: None,
        applications: None,
        again_after_refund: true,
        refused_case_bars: false,
        returnable: Returnable::Goods,
        ceiling: Ceiling::Line,
        nothing: false,
        receipt: true,
        hides: &[Phase::Refused, Phase::Lapsed, Phase::Refunded, Phase::Withdrawn, Phase::Closed],
        hidden_is_gone: false,
        change: AmountChangeRules {
            refund_only: AmountChange::Free,
            return_refund: AmountChange::Free,
        },
        part_of_the_goods: true,
        between_refunds: None,
        reason: TextLimit::NONE,
        message: TextLimit::NONE,
        phone: TextLimit::NONE,
        refusal: TextLimit::NONE,
        address: TextLimit::SOMETHING,
        carrier: TextLimit::NONE,
        waybill: TextLimit::NONE,
        note: TextLimit::SOMETHING,
        evidence: None,
    };
}

/// The window in which a case can be opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Window {
    /// At any time.
    Always,
    /// Never.
    Never,
    /// Until this long after the order was received, the last second included. Before that, at any time.
    AfterReceipt(Duration),
}

impl Window {
    /// Returns whether a case can be opened now.
    #[must_use]
    pub fn is_open(self, received: Option<Timestamp>, now: Timestamp) -> bool {
        self != Self::Never && self.last(received).is_none_or(|last| now <= last)
    }

    /// Returns the last second in which a case can be opened; `None` when there is no last one.
    ///
    /// For [`Never`](Self::Never) that is the first second of the range of time.
    #[must_use]
    pub fn last(self, received: Option<Timestamp>) -> Option<Timestamp> {
        match self {
            Self::Always => None,
            Self::Never => Some(Timestamp::from_seconds(i64::MIN)),
            Self::AfterReceipt(window) => received?.checked_add(window),
        }
    }
}

/// The changes of an application's amount that are allowed, by flow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct AmountChangeRules {
    /// For money only.
    pub refund_only: AmountChange,
    /// For a return.
    pub return_refund: AmountChange,
}

impl AmountChangeRules {
    pub(super) const fn of(self, flow: Flow) -> AmountChange {
        match flow {
            Flow::RefundOnly => self.refund_only,
            Flow::ReturnRefund => self.return_refund,
        }
    }
}

terms! {
    /// A change of an application's amount that is allowed.
    pub enum AmountChange {
        /// To any amount that is refundable.
        Free, "it can be changed";
        /// Only to less.
        OnlyDown, "it can only become less";
        /// Not at all.
        Fixed, "it cannot be changed";
    }
}

terms! {
    /// The orders whose goods can be returned.
    pub enum Returnable {
        /// Any order, virtual ones included.
        Anything, "anything";
        /// Orders that are not virtual.
        Goods, "goods";
        /// Orders that were shipped.
        ShippedGoods, "goods that were shipped";
    }
}

terms! {
    /// The ceiling of the amount of a claim.
    pub enum Ceiling {
        /// The rest of its lines, of the shipping, and of the order as a whole (I1, I16).
        Line, "line, shipping and order";
        /// The rest of the order as a whole, and nothing else.
        Order, "the order";
    }
}

/// The lengths that a text may have, in characters.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct TextLimit {
    /// The lowest number of characters.
    pub least: usize,
    /// The highest number of characters.
    pub most: usize,
}

impl TextLimit {
    /// Any text, the empty one included.
    pub const NONE: Self = Self { least: 0, most: usize::MAX };
    /// Any text but the empty one.
    pub const SOMETHING: Self = Self { least: 1, most: usize::MAX };

    /// Returns whether the length of the text is allowed. Characters count, not bytes.
    ///
    /// ```
    /// use aftersale::shopxo::policy::REFUSE_REASON;
    /// assert!(REFUSE_REASON.admits("不符"));
    /// assert!(!REFUSE_REASON.admits("不"));
    /// ```
    #[must_use]
    pub fn admits(self, text: &str) -> bool {
        (self.least..=self.most).contains(&text.chars().count())
    }
}

terms! {
    /// A right: something that can be done to an order and is no action of a platform's table.
    pub enum Right {
        /// To report that the order was shipped or received, or to correct such a report.
        ReportOrder, "report on the order";
        /// To report the outcome of a refund, or the gateway's total.
        ReportRefund, "report on the refund";
        /// To report a refund that was made outside the order's own refunds.
        ReportExternalRefund, "report an external refund";
        /// To declare that a refund of unknown outcome has failed.
        DeclareFailed, "declare the refund failed";
        /// To issue again a refund that was reversed.
        PayAgain, "pay again";
        /// To give up a reversed refund: it is not paid again.
        WriteOff, "write off the refund";
        /// To move a deadline, forward or back.
        MoveDeadline, "move the deadline";
        /// To take a case out of the lists that people see.
        Hide, "hide the case";
        /// To acknowledge that an effect was carried out.
        Acknowledge, "acknowledge effects";
        /// To take over a case whose history is elsewhere.
        Adopt, "take over a case";
    }
}

/// The rights as most shops have them: the merchant and the platform report and take over, only the
/// platform reports on its refunds, and the parties to a case may hide it.
pub const RIGHTS: &[(Right, &[Actor])] = &[
    (Right::ReportOrder, &[Actor::Merchant, Actor::Platform]),
    (Right::ReportRefund, &[Actor::Platform]),
    (Right::ReportExternalRefund, &[Actor::Merchant, Actor::Platform]),
    (Right::DeclareFailed, &[Actor::Merchant, Actor::Platform]),
    (Right::PayAgain, &[Actor::Merchant]),
    (Right::WriteOff, &[Actor::Merchant, Actor::Platform]),
    (Right::MoveDeadline, &[Actor::Merchant, Actor::Platform]),
    (Right::Hide, &[Actor::Buyer, Actor::Merchant]),
    (Right::Acknowledge, &[Actor::Merchant, Actor::Platform]),
    (Right::Adopt, &[Actor::Merchant, Actor::Platform]),
];

impl Terms {
    /// Returns terms without limits and clocks under which this party pays: the beginning of a shop's own terms.
    #[must_use]
    pub const fn new(payer: Payer) -> Self {
        Self {
            payer,
            clocks: Clocks::NONE,
            limits: Limits::NONE,
            rights: RIGHTS,
            barred: &[],
            checks: Check::ALL,
            remembered: 1_024,
        }
    }

    /// Returns the holders of this right.
    pub(super) fn holders(&self, right: Right) -> Set<Actor> {
        let lists = self.rights.iter().filter(|(other, _)| *other == right);
        lists.flat_map(|(_, actors)| actors.iter().copied()).collect()
    }
}
