//! What a platform decides besides its table: who pays, who may do what, which limits hold, which
//! clocks run, and in which order its checks come.
//!
//! An order sees its platform only through [`Policy`]. Almost all of a policy is data, [`Terms`],
//! because platforms change such figures from one day to the next: take the platform's own and change
//! what is different.

use core::time::Duration;

use super::{Case, Check, Claim, Ledger, LineBalance, Order};
use crate::lifecycle::{Action, Actor, Flow, Lifecycle, Phase, Set, Status};
use crate::time::Timestamp;
use crate::words::terms;

/// A platform as an order sees it: its words, its table and its terms.
///
/// Almost everything is in the terms. What figures cannot say, a platform says by a function of its
/// own: what a case is [settled](Self::settle) as, and when an order is [closed](Self::closes).
///
/// Those of this crate are [`WeChat`](crate::wechat::WeChat), and
/// [`HardenedShop`](crate::shopxo::HardenedShop) and [`FaithfulShop`](crate::shopxo::FaithfulShop) of ShopXO;
/// `examples/custom_platform.rs` has one of a shop's own.
pub trait Policy: Clone {
    /// The platform's statuses.
    type Status: Status;

    /// The platform's table.
    const LIFECYCLE: Lifecycle<Self::Status>;

    /// The platform's terms.
    fn terms(&self) -> &Terms;

    /// Returns what a case turns out to have been about when it has been paid, if that is not what it asked
    /// for. `order` is the order as it was before the command that completes the case.
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

    /// Returns whether nothing is left of an order, so that it is closed: all its money was refunded, and all
    /// its units are back. Money alone closes nothing (I19).
    fn closes(&self, ledger: &Ledger) -> bool {
        let is_back = |line: &LineBalance| line.units.returned >= line.units.bought;
        ledger.lines.iter().all(is_back) && ledger.order.refunded >= ledger.order.paid
    }
}

terms! {
    /// Who pays a refund.
    pub enum Payer {
        /// The shop: when a refund is agreed to, an effect says what to pay under which key.
        Shop, "shop";
        /// The platform. It needs no instruction, so there is never an effect that says to pay; what
        /// it reports is booked.
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
    /// Who pays.
    pub payer: Payer,
    /// How long everybody has.
    pub clocks: Clocks,
    /// What may be asked for, and how much may be said.
    pub limits: Limits,
    /// The actors who may do what is not in the table. A right that is not listed is not granted.
    pub rights: &'static [(Right, &'static [Actor])],
    /// The actors and actions that the platform's table permits and this shop does not.
    pub barred: &'static [(Actor, Action)],
    /// The order in which reasons are given. A check that is not listed comes last.
    pub checks: &'static [Check],
    /// How many commands an order remembers, to know one that comes again.
    pub remembered: usize,
}

/// How long each actor has before the clock acts instead. `None`: that clock does not run.
///
/// A clock runs only where the platform's table says what happens when it has run out.
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
    /// The merchant, to pay by another way what the platform could not.
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

    /// Returns how long a case may stay in this phase.
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

/// What may be asked for, and how much may be said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// Until when a case can be opened.
    pub window: Window,
    /// How many lines one case may be about.
    pub lines: Option<usize>,
    /// How often a buyer may apply for one line, changes of the application included.
    pub applications: Option<u32>,
    /// Whether a line of which something was refunded can have another case.
    pub again_after_refund: bool,
    /// Whether a case that was refused or has lapsed, and could be taken up again, still bars another
    /// one on its line.
    pub refused_case_bars: bool,
    /// Of which orders goods can be returned, where the table does not say so itself.
    pub returnable: Returnable,
    /// What an amount is limited by.
    pub ceiling: Ceiling,
    /// Whether a case can ask for nothing: an amount of zero, or no units in a return. Where that is
    /// so, a refund of nothing is made and reported as any other.
    pub nothing: bool,
    /// Whether the merchant has to say what came back before a return is refunded, or to
    /// waive the return (I3).
    pub receipt: bool,
    /// What a case means that can be hidden.
    pub hides: &'static [Phase],
    /// Whether a case that was hidden cannot be named any more, as if it had been deleted.
    pub hidden_is_gone: bool,
    /// How the amount of an application may be changed, in each flow.
    pub change: AmountChangeRules,
    /// Whether the merchant can accept fewer units than the case is about, and pay only those.
    pub part_of_the_goods: bool,
    /// How long after one refund of the order the merchant can agree to the next.
    pub between_refunds: Option<Duration>,
    /// The reason of an application.
    pub reason: TextLimit,
    /// The buyer's own words.
    pub message: TextLimit,
    /// The buyer's telephone number.
    pub phone: TextLimit,
    /// Why the merchant refuses.
    pub refusal: TextLimit,
    /// Where the goods shall go.
    pub address: TextLimit,
    /// The carrier's name.
    pub carrier: TextLimit,
    /// The waybill.
    pub waybill: TextLimit,
    /// What has to be said to be logged: why a case is closed, why a deadline is moved, why a refund is
    /// declared failed.
    pub note: TextLimit,
    /// How many pictures or other pieces of evidence one command may name.
    pub evidence: Option<usize>,
}

impl Limits {
    /// Nothing is limited but by what was paid, except that a note says something and an address is
    /// one.
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

/// Until when a case can be opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Window {
    /// At any time.
    Always,
    /// Never.
    Never,
    /// Until so long after the order was received, the last second included. While it has not been
    /// received, at any time.
    AfterReceipt(Duration),
}

impl Window {
    /// Returns whether a case can be opened now.
    #[must_use]
    pub fn is_open(self, received: Option<Timestamp>, now: Timestamp) -> bool {
        self != Self::Never && self.last(received).is_none_or(|last| now <= last)
    }

    /// The last second in which a case can be opened; `None` when there is no last one.
    ///
    /// For [`Never`](Self::Never) that is the first second there is.
    #[must_use]
    pub fn last(self, received: Option<Timestamp>) -> Option<Timestamp> {
        match self {
            Self::Always => None,
            Self::Never => Some(Timestamp::from_seconds(i64::MIN)),
            Self::AfterReceipt(window) => received?.checked_add(window),
        }
    }
}

/// How the amount of an application may be changed, by flow.
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
    /// How the amount of an application may be changed.
    pub enum AmountChange {
        /// To any amount that there is.
        Free, "it can be changed";
        /// Only to less.
        OnlyDown, "it can only become less";
        /// Not at all.
        Fixed, "it cannot be changed";
    }
}

terms! {
    /// Of which orders goods can be returned.
    pub enum Returnable {
        /// Of any, virtual ones included.
        Anything, "anything";
        /// Of those that are not virtual.
        Goods, "goods";
        /// Of those that were shipped.
        ShippedGoods, "goods that were shipped";
    }
}

terms! {
    /// What the amount of a claim is limited by.
    pub enum Ceiling {
        /// What is left of its lines and of the surcharge, and of the order as a whole (I1, I16).
        Line, "line, surcharge and order";
        /// What is left of the order as a whole, and nothing else.
        Order, "the order";
    }
}

/// How many characters a text may have.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct TextLimit {
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: usize,
}

impl TextLimit {
    /// Any text, also none.
    pub const NONE: Self = Self { least: 0, most: usize::MAX };
    /// Any text but none.
    pub const SOMETHING: Self = Self { least: 1, most: usize::MAX };

    /// Returns whether the text keeps to the limit. Characters count, not bytes.
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
    /// What can be done to an order and is no rule of any platform's table.
    pub enum Right {
        /// To say that the order was shipped or received, or to correct it.
        ReportOrder, "report on the order";
        /// To say what became of a refund, or how much was refunded in total.
        ReportRefund, "report on a refund";
        /// To say that money was refunded outside any case.
        ReportExternalRefund, "report a refund made elsewhere";
        /// To declare that a refund of unknown outcome has failed.
        DeclareFailed, "declare a refund failed";
        /// To pay again what came back.
        PayAgain, "pay again";
        /// To give up what came back: it is not paid again.
        WriteOff, "write off a refund";
        /// To move a deadline, forward or back.
        MoveDeadline, "move a deadline";
        /// To take a case out of the lists that people see.
        Hide, "hide a case";
        /// To say that an effect has been carried out.
        Acknowledge, "acknowledge an effect";
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
    /// Terms without limits and clocks, under which this one pays: what a shop of one's own starts
    /// from.
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

    /// Returns who has this right.
    pub(super) fn holders(&self, right: Right) -> Set<Actor> {
        let lists = self.rights.iter().filter(|(other, _)| *other == right);
        lists.flat_map(|(_, actors)| actors.iter().copied()).collect()
    }
}
