//! The policy of a platform: who pays, which rights and limits hold, which clocks run, and in which order checks
//! come. The table of its statuses stands apart, in `lifecycle`.
//!
//! An order sees its platform only through [`Policy`]. Almost all of a policy is data, [`Terms`],
//! because platforms change such figures from one day to the next: take the platform's own terms and change some
//! of them.

use alloc::string::String;
use alloc::sync::Arc;
use core::ops::{Deref, DerefMut};
use core::time::Duration;

use super::{
    Balance, Barred, Case, CheckOrder, Claim, EffectKind, KeyShape, Order, PaymentRule, Reason,
    RightHolders, Units,
};
use crate::Language;
use crate::lifecycle::{Actor, Flow, Lifecycle, Phase, Set, Status};
use crate::time::{Timestamp, days_long};
use crate::words::terms;

/// A platform as an order sees it: its statuses, its table and its terms.
///
/// Almost everything is in the terms. For what figures cannot express, a platform has functions: how a case is
/// [settled](Self::settle), and when an order is [closed](Self::closes).
///
/// The policies of this crate are [`WeChat`](crate::wechat::WeChat), and
/// [`HardenedShop`](crate::shopxo::HardenedShop) and [`FaithfulShop`](crate::shopxo::FaithfulShop) of ShopXO;
/// `examples/custom_platform.rs` has that of a shop of its own.
pub trait Policy: Clone + Send + Sync + 'static {
    /// The platform's statuses.
    type Status: Status;

    /// The platform's table.
    const LIFECYCLE: Lifecycle<Self::Status>;

    /// Returns the name of the policy, which is stored with every order that is opened under it. `Restored::other_policy` has
    /// it where an order is restored under a policy of another name.
    ///
    /// By default it is the name of the platform. Two policies over one table, such as those of ShopXO, have names of
    /// their own.
    fn name(&self) -> &'static str {
        Self::LIFECYCLE.platform()
    }

    /// Returns the platform's terms.
    fn terms(&self) -> &Terms;

    /// Returns the claim that a case is settled with when it has been paid, where that differs from the claim it
    /// had. `order` and `case` are as they were before the command that completes the case; `claim` is the claim that it
    /// has by now.
    fn settle(
        &self,
        order: &Order<Self>,
        case: &Case<Self::Status>,
        claim: &Claim,
    ) -> Option<Claim> {
        let _ = (order, case, claim);
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

    /// Returns the platform's own text for a reason in this language, where it has one. Otherwise the crate's own text
    /// counts ([`Reason::text_in`]).
    fn reason_text(&self, reason: &Reason<Self::Status>, language: Language) -> Option<String> {
        let _ = (reason, language);
        None
    }

    /// Returns whether an order is closed: by default once all its money was refunded and all its units are back.
    /// Money alone closes nothing (I19). `order` is the money of the order as a whole, and `units` are those of its
    /// lines, in their order.
    fn closes(&self, order: &Balance, mut units: impl Iterator<Item = Units>) -> bool {
        order.refunded >= order.paid && units.all(|units| units.returned >= units.bought)
    }
}

terms! {
    /// The party that pays refunds under a policy.
    pub enum Payer {
        /// The shop: when a refund starts, an effect says how much to pay under which key.
        Shop, "shop", "店铺";
        /// The platform: no effect ever says to issue a refund, and what the platform reports is booked.
        Platform, "platform", "平台";
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Terms {
    /// The party that pays refunds.
    pub payer: Payer,
    /// The time that each actor has before the clock acts instead.
    pub clocks: Clocks,
    /// The limits of applications, amounts and texts.
    pub limits: Limits,
    /// The holders of each right. A right that is not listed is not granted.
    pub rights: RightHolders,
    /// The actors and actions that the platform's table permits and this shop does not.
    pub barred: Barred,
    /// The order in which reasons are given. A check that is not listed comes last.
    pub checks: CheckOrder,
    /// The number of command ids that an order remembers, to recognize duplicates. More than
    /// [`maximum::REMEMBERED`](super::maximum::REMEMBERED) counts as that.
    pub remembered: usize,
    /// How much earlier than the last event a command may be, since the clocks of two hosts differ. It is then dated at
    /// the last event. By default two minutes.
    pub clock_tolerance: Duration,
    /// How long after the last event a command may come. One that is dated later comes from a clock that was set wrong,
    /// and would stop the order until all other clocks have come as far. By default ten years.
    pub longest_silence: Duration,
    /// The shape of the keys that refunds get, looked at when an order is opened. A change of it counts for later keys.
    pub keys: KeyShape,
    /// The rule by which a refund is spread over the payments of an order. By default they are drained in their order.
    pub payments: PaymentRule,
    /// The effects that the host wants besides those about refunds. The others are not shown. By default all but
    /// telling the merchant.
    pub effects: Set<EffectKind>,
}

/// Terms that the orders of a policy share, so that an order holds no copy of them: the crate's own, or those of a shop.
///
/// They are read and changed as [`Terms`]. A change is made to a copy, as long as others share them.
///
/// ```
/// use aftersale::order::Terms;
/// use aftersale::shopxo::{HardenedShop, policy::TERMS};
///
/// // The shop's own, such as those that it has loaded from a file (`Terms` can be read with serde).
/// let mut own: Terms = TERMS;
/// own.remembered = 64;
/// let mut shop = HardenedShop { terms: own.into(), ..HardenedShop::default() };
/// let other = shop.clone();
/// shop.terms.limits.evidence = Some(9);
/// assert_eq!((shop.terms.limits.evidence, shop.terms.remembered), (Some(9), 64));
/// assert_ne!(other.terms.limits.evidence, Some(9));
/// ```
#[derive(Clone, Debug)]
pub struct SharedTerms {
    fixed: &'static Terms,
    /// The terms of a shop, which then count instead.
    own: Option<Arc<Terms>>,
}

impl SharedTerms {
    /// Returns terms that are a constant of the program.
    #[must_use]
    pub const fn fixed(terms: &'static Terms) -> Self {
        Self { fixed: terms, own: None }
    }
}

impl From<Terms> for SharedTerms {
    fn from(terms: Terms) -> Self {
        const PLAIN: Terms = Terms::new(Payer::Shop);
        Self { fixed: &PLAIN, own: Some(Arc::new(terms)) }
    }
}

impl Deref for SharedTerms {
    type Target = Terms;

    fn deref(&self) -> &Terms {
        self.own.as_deref().unwrap_or(self.fixed)
    }
}

impl DerefMut for SharedTerms {
    fn deref_mut(&mut self) -> &mut Terms {
        let fixed = self.fixed;
        Arc::make_mut(self.own.get_or_insert_with(|| Arc::new(*fixed)))
    }
}

impl PartialEq for SharedTerms {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for SharedTerms {}

/// The time that each actor has before the clock acts instead. `None`: that clock does not run.
///
/// A clock runs only where the platform's table has a rule for its end.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
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
    pub(crate) const fn of(&self, flow: Flow, phase: Phase) -> Option<Duration> {
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

/// The limits of applications, amounts and texts. They are lower than the [maxima](super::maximum), which hold under every
/// policy, or else those count.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[non_exhaustive]
pub struct Limits {
    /// The window in which a case can be opened.
    pub window: Window,
    /// The highest number of lines of one case. More than [`maximum::LINES`](super::maximum::LINES) counts as that.
    pub lines: Option<usize>,
    /// Whether a case has to be about a line, so that there is none about the shipping alone.
    pub line_required: bool,
    /// The highest number of applications for one line, changes of an application included; and of those for the shipping
    /// alone.
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
    pub hides: Set<Phase>,
    /// Whether a case that was hidden cannot be named any more, as if it had been deleted.
    pub hidden_is_gone: bool,
    /// The changes of an application's amount that are allowed, in each flow.
    pub change: AmountChangeRules,
    /// Whether the merchant can accept fewer units than the case claims, and refund only those.
    pub part_of_the_goods: bool,
    /// Whether an application can name deductions, which are kept back from the refund.
    pub deductions: bool,
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
    /// The highest number of pictures and other pieces of evidence in one command. More than
    /// [`maximum::EVIDENCE`](super::maximum::EVIDENCE) counts as that.
    pub evidence: Option<usize>,
}

impl Limits {
    /// No limits but the amount that was paid, except that a note and an address must not be empty.
    pub const NONE: Self = Self {
        window: Window::Always,
        lines: None,
        line_required: false,
        applications: None,
        again_after_refund: true,
        refused_case_bars: false,
        returnable: Returnable::Goods,
        ceiling: Ceiling::Line,
        nothing: false,
        receipt: true,
        hides: Phase::set(&[
            Phase::Refused,
            Phase::Lapsed,
            Phase::Refunded,
            Phase::Withdrawn,
            Phase::Closed,
        ]),
        hidden_is_gone: false,
        change: AmountChangeRules {
            refund_only: AmountChange::Free,
            return_refund: AmountChange::Free,
        },
        part_of_the_goods: true,
        deductions: true,
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
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
            // An order has no other flows.
            Flow::ReturnRefund | Flow::Exchange | Flow::Reship => self.return_refund,
        }
    }
}

terms! {
    /// A change of an application's amount that is allowed.
    pub enum AmountChange {
        /// To any amount that is refundable.
        Free, "it can be changed", "金额可以修改";
        /// Only to less.
        OnlyDown, "it can only become less", "金额只能减少";
        /// Not at all.
        Fixed, "it cannot be changed", "金额不能修改";
    }
}

terms! {
    /// The orders whose goods can be returned.
    pub enum Returnable {
        /// Any order, virtual ones included.
        Anything, "anything", "任何订单";
        /// Orders that are not virtual.
        Goods, "goods", "实物商品";
        /// Orders that were shipped.
        ShippedGoods, "goods that were shipped", "已发货的商品";
    }
}

terms! {
    /// The ceiling of the amount of a claim.
    pub enum Ceiling {
        /// The rest of its lines, of the shipping, and of the order as a whole (I1, I16).
        Line, "line, shipping and order", "商品行、运费和订单";
        /// The rest of the order as a whole, and nothing else.
        Order, "the order", "订单";
    }
}

/// The lengths that a text may have, in characters.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TextLimit {
    /// The lowest number of characters.
    pub least: usize,
    /// The highest number of characters. Whatever it is, a text has at most
    /// [`maximum::TEXT_BYTES`](super::maximum::TEXT_BYTES).
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
        /// To report that the order was shipped, received or paid, or to correct such a report; and to say by which payments
        /// a case is refunded.
        ReportOrder, "report on the order", "上报订单状态";
        /// To report the outcome of a refund, or the gateway's total.
        ReportRefund, "report on the refund", "上报退款结果";
        /// To report a refund that was made outside the order's own refunds.
        ReportExternalRefund, "report an external refund", "上报外部退款";
        /// To declare that a refund of unknown outcome has failed.
        DeclareFailed, "declare the refund failed", "认定退款失败";
        /// To issue again a refund that was reversed.
        PayAgain, "pay again", "再次付款";
        /// To give up a reversed refund: it is not paid again.
        WriteOff, "write off the refund", "核销退款";
        /// To move a deadline, forward or back.
        MoveDeadline, "move the deadline", "调整期限";
        /// To put right an order whose last event is dated in the future, by a clock that was set wrong.
        RepairClock, "repair the clock", "校正时间";
        /// To take a case out of the lists that people see.
        Hide, "hide the case", "隐藏售后";
        /// To acknowledge that an effect was carried out.
        Acknowledge, "acknowledge effects", "确认已执行";
        /// To take over a case whose history is elsewhere.
        Adopt, "take over a case", "接管售后";
    }
}

/// The rights as most shops have them: the merchant and the platform report and take over, only the
/// platform reports on its refunds, and the parties to a case may hide it.
pub const RIGHTS: RightHolders = RightHolders::NONE
    .granting(Right::ReportOrder, &[Actor::Merchant, Actor::Platform])
    .granting(Right::ReportRefund, &[Actor::Platform])
    .granting(Right::ReportExternalRefund, &[Actor::Merchant, Actor::Platform])
    .granting(Right::DeclareFailed, &[Actor::Merchant, Actor::Platform])
    .granting(Right::PayAgain, &[Actor::Merchant])
    .granting(Right::WriteOff, &[Actor::Merchant, Actor::Platform])
    .granting(Right::MoveDeadline, &[Actor::Merchant, Actor::Platform])
    .granting(Right::RepairClock, &[Actor::Merchant, Actor::Platform])
    .granting(Right::Hide, &[Actor::Buyer, Actor::Merchant])
    .granting(Right::Acknowledge, &[Actor::Merchant, Actor::Platform])
    .granting(Right::Adopt, &[Actor::Merchant, Actor::Platform]);

impl Terms {
    /// Returns terms without limits and clocks under which this party pays: the beginning of a shop's own terms.
    #[must_use]
    pub const fn new(payer: Payer) -> Self {
        Self {
            payer,
            clocks: Clocks::NONE,
            limits: Limits::NONE,
            rights: RIGHTS,
            barred: Barred::NONE,
            checks: CheckOrder::DECLARED,
            remembered: 1_024,
            clock_tolerance: Duration::from_secs(120),
            longest_silence: days_long(3_653),
            keys: KeyShape::DEFAULT,
            payments: PaymentRule::InOrder,
            effects: EffectKind::set(&[
                EffectKind::TakeIntoStock,
                EffectKind::TellBuyer,
                EffectKind::CloseOrder,
            ]),
        }
    }

    /// Returns the holders of this right.
    pub(super) const fn holders(&self, right: Right) -> Set<Actor> {
        self.rights.holders(right)
    }
}
