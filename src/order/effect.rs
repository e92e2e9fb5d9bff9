//! Effects: the things that the host has to do because of an event, and the ids by which it acknowledges them.
//!
//! An id names what the effect is about, so that it stays the same whichever other effects its event has, in later
//! versions of this crate as well, and under any terms.

use core::fmt;
use core::str::FromStr;

use super::{CaseId, Condition, LineId, LineNumber, PaymentId, PaymentNumber, RefundKey, Version};
use crate::lifecycle::Action;
use crate::money::Money;
use crate::quantity::Quantity;
use crate::words::terms;

/// A thing that the host has to do because of an event.
///
/// An effect is carried out at least once: a host that does not know whether it has carried it out does so
/// again. The key makes that safe for a refund, the [`EffectId`] for everything else.
///
/// ```
#[doc = include_str!("example.md")]
/// let pending = order.pending_effects();
/// let refund = pending.iter().find(|pending| matches!(pending.effect, Effect::IssueRefund { .. }));
/// assert_eq!(refund.map(|pending| pending.id.version), Some(Version::new(3)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Effect {
    /// Issue a refund of this amount under this key, and report its outcome. What of the amount is tax is known for certain
    /// once it has left, since another refund can leave before: [`Order::tax_of_refund`](super::Order::tax_of_refund) tells
    /// what is expected, and then what is so.
    IssueRefund {
        /// The key. The gateway must get it, so that it pays at most once under it.
        key: RefundKey,
        /// The case that is paid.
        case: CaseId,
        /// The amount.
        amount: Money,
        /// The payment by which it goes back, where the order's payments have names. Each payment has a refund of its own.
        payment: Option<PaymentId>,
    },
    /// Do not issue this refund if that has not been done. Ask the gateway about it, and report the answer: a
    /// refund that the gateway does not know has failed. Until then it may have to be issued after all, and is
    /// then among the pending effects again.
    WithholdRefund {
        /// The key of the refund.
        key: RefundKey,
        /// The case.
        case: CaseId,
    },
    /// Take units into stock.
    TakeIntoStock {
        /// The case that they come from.
        case: CaseId,
        /// The line.
        line: LineId,
        /// The units.
        units: Quantity,
        /// Their condition.
        condition: Condition,
    },
    /// Tell the buyer what was done to the case.
    TellBuyer {
        /// The case.
        case: CaseId,
        /// The action.
        action: Action,
    },
    /// Tell the merchant what was done to the case.
    TellMerchant {
        /// The case.
        case: CaseId,
        /// The action.
        action: Action,
    },
    /// Close the order, since nothing of it is left.
    CloseOrder,
    /// Open the order again if it was closed, since something of it is left after all: money came back, or the
    /// merchant has said that it is open. An effect that says to close it is not pending any more.
    ReopenOrder,
}

terms! {
    /// A kind of effect that a host can do without.
    pub enum EffectKind {
        /// Taking units into stock.
        TakeIntoStock, "take units into stock", "商品入库";
        /// Telling the buyer what was done to a case.
        TellBuyer, "tell the buyer", "通知买家";
        /// Telling the merchant what was done to a case.
        TellMerchant, "tell the merchant", "通知商家";
        /// Closing the order, and opening it again.
        CloseOrder, "close the order", "关闭订单";
    }
}

impl Effect {
    /// Returns the kind of the effect, if it is one that a host can do without. Refunds are not.
    #[must_use]
    pub const fn kind(&self) -> Option<EffectKind> {
        match self {
            Self::IssueRefund { .. } | Self::WithholdRefund { .. } => None,
            Self::TakeIntoStock { .. } => Some(EffectKind::TakeIntoStock),
            Self::TellBuyer { .. } => Some(EffectKind::TellBuyer),
            Self::TellMerchant { .. } => Some(EffectKind::TellMerchant),
            Self::CloseOrder | Self::ReopenOrder => Some(EffectKind::CloseOrder),
        }
    }
}

/// The id of an effect: the event that it comes from, and what it is about.
///
/// Its text, which JSON has, is `3.issue_refund` (`3.issue_refund.2` by the second payment), `5.withhold_refund.2`, `7.take_into_stock.1.resaleable`,
/// `7.tell_buyer.agree_to_refund`, `9.close_order`: the version of the event, the kind, and what tells it from others of
/// its kind.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct EffectId {
    /// The order's version after the event.
    pub version: Version,
    /// What the effect is about.
    pub subject: EffectSubject,
}

/// What an effect is about, as it tells the effect from the others of its event.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum EffectSubject {
    /// The refund that the event starts. It starts one at most.
    IssueRefund,
    /// The refund of this case that is not to be issued. A case has one at most.
    WithholdRefund {
        /// The case.
        case: CaseId,
    },
    /// Units of this line in this condition.
    TakeIntoStock {
        /// The number of the line.
        line: LineNumber,
        /// The condition.
        condition: Condition,
    },
    /// The message to the buyer about this action.
    TellBuyer {
        /// The action.
        action: Action,
    },
    /// The message to the merchant about this action.
    TellMerchant {
        /// The action.
        action: Action,
    },
    /// The order, which is to be closed.
    CloseOrder,
    /// The order, which is to be opened again.
    ReopenOrder,
    /// The refund that the event starts by this payment. It starts one at most by each, of one case.
    IssueRefundBy {
        /// The payment.
        payment: PaymentNumber,
    },
    /// The refund of this case by this payment that is not to be issued. A case has one at most by each.
    WithholdRefundBy {
        /// The case.
        case: CaseId,
        /// The payment.
        payment: PaymentNumber,
    },
}

impl EffectSubject {
    /// Returns the kind of the effect, if it is one that a host can do without.
    pub(super) const fn kind(self) -> Option<EffectKind> {
        match self {
            Self::IssueRefund
            | Self::IssueRefundBy { .. }
            | Self::WithholdRefund { .. }
            | Self::WithholdRefundBy { .. } => None,
            Self::TakeIntoStock { .. } => Some(EffectKind::TakeIntoStock),
            Self::TellBuyer { .. } => Some(EffectKind::TellBuyer),
            Self::TellMerchant { .. } => Some(EffectKind::TellMerchant),
            Self::CloseOrder | Self::ReopenOrder => Some(EffectKind::CloseOrder),
        }
    }

    /// Returns whether the effect issues a refund.
    pub(super) const fn issues_refund(self) -> bool {
        matches!(self, Self::IssueRefund | Self::IssueRefundBy { .. })
    }
}

impl EffectId {
    /// Returns the id of the effect that issues the refund which the event of this version starts, by this payment.
    pub(super) const fn issuing(version: Version, payment: Option<PaymentNumber>) -> Self {
        let subject = match payment {
            None => EffectSubject::IssueRefund,
            Some(payment) => EffectSubject::IssueRefundBy { payment },
        };
        Self { version, subject }
    }
}

impl fmt::Display for EffectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.", self.version)?;
        match self.subject {
            EffectSubject::IssueRefund => f.write_str("issue_refund"),
            EffectSubject::IssueRefundBy { payment } => write!(f, "issue_refund.{payment}"),
            EffectSubject::WithholdRefund { case } => write!(f, "withhold_refund.{case}"),
            EffectSubject::WithholdRefundBy { case, payment } => {
                write!(f, "withhold_refund.{case}.{payment}")
            }
            EffectSubject::TakeIntoStock { line, condition } => {
                write!(f, "take_into_stock.{line}.{condition}")
            }
            EffectSubject::TellBuyer { action } => write!(f, "tell_buyer.{}", Snake(action.name())),
            EffectSubject::TellMerchant { action } => {
                write!(f, "tell_merchant.{}", Snake(action.name()))
            }
            EffectSubject::CloseOrder => f.write_str("close_order"),
            EffectSubject::ReopenOrder => f.write_str("reopen_order"),
        }
    }
}

/// A name such as `AgreeToRefund`, written as `agree_to_refund`.
struct Snake(&'static str);

impl Snake {
    fn letters(&self) -> impl Iterator<Item = char> {
        self.0.char_indices().flat_map(|(index, letter)| {
            let gap = (index > 0 && letter.is_ascii_uppercase()).then_some('_');
            gap.into_iter().chain([letter.to_ascii_lowercase()])
        })
    }
}

impl fmt::Display for Snake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.letters().try_for_each(|letter| fmt::Write::write_char(f, letter))
    }
}

/// The text is not the id of an effect.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "not the id of an effect: expected a version and what the effect is about, such as 3.issue_refund"
)]
pub struct NotAnEffectId;

/// Reads the id of an effect, as it is displayed.
///
/// ```
/// use aftersale::lifecycle::Action;
/// use aftersale::order::{EffectId, EffectSubject, Version};
/// let id: EffectId = "3.tell_buyer.agree_to_refund".parse()?;
/// assert_eq!(id.version, Version::new(3));
/// assert_eq!(id.subject, EffectSubject::TellBuyer { action: Action::AgreeToRefund });
/// # Ok::<(), aftersale::order::NotAnEffectId>(())
/// ```
impl FromStr for EffectId {
    type Err = NotAnEffectId;

    fn from_str(text: &str) -> Result<Self, NotAnEffectId> {
        let mut parts = text.split('.');
        let version = parts.next().and_then(|version| version.parse().ok()).ok_or(NotAnEffectId)?;
        let subject = subject(&mut parts).filter(|_| parts.next().is_none());
        let id = Self { version, subject: subject.ok_or(NotAnEffectId)? };
        Ok(id)
    }
}

fn subject<'t>(parts: &mut impl Iterator<Item = &'t str>) -> Option<EffectSubject> {
    Some(match parts.next()? {
        "issue_refund" => match parts.next() {
            None => EffectSubject::IssueRefund,
            Some(payment) => EffectSubject::IssueRefundBy { payment: payment.parse().ok()? },
        },
        "withhold_refund" => {
            let case = parts.next()?.parse().ok()?;
            match parts.next() {
                None => EffectSubject::WithholdRefund { case },
                Some(payment) => {
                    EffectSubject::WithholdRefundBy { case, payment: payment.parse().ok()? }
                }
            }
        }
        "take_into_stock" => EffectSubject::TakeIntoStock {
            line: parts.next()?.parse().ok()?,
            condition: parts.next()?.parse().ok()?,
        },
        "tell_buyer" => EffectSubject::TellBuyer { action: action(parts.next()?)? },
        "tell_merchant" => EffectSubject::TellMerchant { action: action(parts.next()?)? },
        "close_order" => EffectSubject::CloseOrder,
        "reopen_order" => EffectSubject::ReopenOrder,
        _ => return None,
    })
}

fn action(text: &str) -> Option<Action> {
    let is_one = |action: &&Action| Snake(action.name()).letters().eq(text.chars());
    Action::ALL.iter().find(is_one).copied()
}

/// An effect with its id, for as long as it has not been carried out and reported.
///
/// ```
#[doc = include_str!("example.md")]
/// // The buyer was told that the merchant has agreed.
/// let told = |pending: &&PendingEffect| matches!(pending.effect, Effect::TellBuyer { .. });
/// let effects: Vec<_> = order.pending_effects().iter().filter(told).map(|pending| pending.id).collect();
/// let acknowledge = Request::Acknowledge { effects };
/// order.accept(&Command::new("c-3", "ORDER1", Actor::Merchant, now, acknowledge))?;
/// // The refund is left.
/// assert_eq!(order.pending_effects().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PendingEffect {
    /// The id, for [`Request::Acknowledge`](super::Request::Acknowledge).
    pub id: EffectId,
    /// The effect.
    pub effect: Effect,
}

impl PendingEffect {
    /// Returns whether the effect issues a refund.
    pub(super) const fn issues_refund(&self) -> bool {
        matches!(self.effect, Effect::IssueRefund { .. })
    }
}

/// Returns the key and the amount of the first refund that these effects issue.
pub(crate) fn refund_among(effects: &[PendingEffect]) -> Option<(&RefundKey, Money)> {
    effects.iter().find_map(|pending| match &pending.effect {
        Effect::IssueRefund { key, amount, .. } => Some((key, *amount)),
        _ => None,
    })
}
