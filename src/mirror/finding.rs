//! What a mirror says of a sighting.

use core::fmt;

use crate::lifecycle::{Flow, Phase, Set, Status};
use crate::time::Timestamp;
use crate::words::terms;

/// A passage of a case from one status to another, as far as it was seen. What happened on the way is asked of the mirror:
/// [`rules`](super::Mirror::rules), [`ways`](super::Mirror::ways), [`must_pass`](super::Mirror::must_pass).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct Passage<S> {
    /// The status before; `None` from before there was a case.
    pub from: Option<S>,
    /// The status after.
    pub to: S,
    /// The time of the last sighting before; `None` where there is none.
    pub after: Option<Timestamp>,
    /// The time of the first sighting after.
    pub at: Timestamp,
    /// The flows in which the case can have been before.
    pub flows_before: Set<Flow>,
    /// The flows in which it can be after.
    pub flows: Set<Flow>,
    /// The action of the merchant's own call, where the sighting is the answer to one.
    pub action: Option<crate::lifecycle::Action>,
}

/// What a mirror says of a sighting. The mirror has taken it over, whatever it says: the platform is right.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Finding<S> {
    /// The first sighting of the case. The passage is the one from before there was a case.
    First(Passage<S>),
    /// The status is the one that the mirror has.
    Same {
        /// Whether the sighting is newer than what the mirror had: the document has changed, and the status has not.
        is_newer: bool,
    },
    /// One rule of the table explains it.
    Step(Passage<S>),
    /// Several rules explain it, so that at least one status on the way was not seen.
    Gap(Passage<S>),
    /// It follows a status that is not in the table, so that nothing can be said of the way. The passage is from the last known
    /// status.
    AfterUnknown(Passage<S>),
    /// It is older than what the mirror has.
    OldNews(OldNews<S>),
    /// No way of the table explains it. It is kept as unexplained, and followed all the same.
    Impossible(Passage<S>, Impossibility),
    /// The status is a word that the table does not have. It is kept, and followed.
    UnknownStatus,
    /// The status is a word that the table does not have, and the case had ended.
    UnknownAfterEnd,
}

/// What a sighting is that is older than what the mirror has.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum OldNews<S> {
    /// It was seen before: a repeated callback.
    Repeated,
    /// It was not seen before, and is part of the story now.
    FillsIn,
    /// It was not seen before, and no way of the table leads to it, or away from it, as it was seen. It is kept as an
    /// unexplained.
    Contradicts(Passage<S>, Impossibility),
    /// It is older than all that the mirror still has.
    TooOld,
}

terms! {
    /// The reason why the table cannot explain a passage.
    pub enum Impossibility {
        /// The case had ended.
        LeavesItsEnd, "the case had ended", "售后此前已结束";
        /// No rules lead there.
        NoWay, "no rules lead there", "没有规则允许这样变化";
        /// The document states a flow in which the status does not exist.
        OtherFlow, "the status does not belong to the flow that the document states", "该状态不属于单据所述的售后类型";
    }
}

/// Something that the table does not explain.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Unexplained<S> {
    /// A passage that cannot be.
    Impossible(Passage<S>, Impossibility),
    /// An unknown status was seen after the case had ended.
    UnknownAfterEnd {
        /// The status before; `None` where that was an unknown word, too.
        from: Option<S>,
        /// The first time of the unknown status.
        at: Timestamp,
    },
}

impl<S: Status> Finding<S> {
    /// Returns the stable code of the finding, such as `step` or `old_news`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::First(_) => "first",
            Self::Same { .. } => "same",
            Self::Step(_) => "step",
            Self::Gap(_) => "gap",
            Self::AfterUnknown(_) => "after_unknown",
            Self::OldNews(OldNews::Repeated) => "old_news_repeated",
            Self::OldNews(OldNews::FillsIn) => "old_news_fills_in",
            Self::OldNews(OldNews::Contradicts(..)) => "old_news_contradicts",
            Self::OldNews(OldNews::TooOld) => "old_news_too_old",
            Self::Impossible(..) => "impossible",
            Self::UnknownStatus => "unknown_status",
            Self::UnknownAfterEnd => "unknown_after_end",
        }
    }

    /// Returns whether it tells of something that the table cannot explain.
    #[must_use]
    pub const fn is_unexplained(&self) -> bool {
        matches!(
            self,
            Self::Impossible(..) | Self::UnknownAfterEnd | Self::OldNews(OldNews::Contradicts(..))
        )
    }

    /// Returns the passage that it tells of, if it tells of one.
    #[must_use]
    pub const fn passage(&self) -> Option<Passage<S>> {
        match self {
            Self::First(passage)
            | Self::Step(passage)
            | Self::Gap(passage)
            | Self::AfterUnknown(passage)
            | Self::Impossible(passage, _)
            | Self::OldNews(OldNews::Contradicts(passage, _)) => Some(*passage),
            Self::Same { .. } | Self::OldNews(_) | Self::UnknownStatus | Self::UnknownAfterEnd => {
                None
            }
        }
    }
}

impl<S: Status> fmt::Display for Passage<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from.map_or("no case", Status::name);
        write!(f, "{from} → {}", self.to.name())
    }
}

impl<S: Status> fmt::Display for Unexplained<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Impossible(passage, why) => write!(f, "{passage} at {}: {why}", passage.at),
            Self::UnknownAfterEnd { from, at } => {
                let from = from.map_or("a finished case", Status::name);
                write!(f, "{from} → an unknown status at {at}: the case had ended")
            }
        }
    }
}

impl<S: Status> fmt::Display for Finding<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::First(passage) => write!(f, "first seen: {passage}"),
            Self::Same { is_newer: false } => f.write_str("nothing new"),
            Self::Same { is_newer: true } => f.write_str("the same status, seen later"),
            Self::Step(passage) => write!(f, "one step: {passage}"),
            Self::Gap(passage) => write!(f, "something was missed: {passage}"),
            Self::AfterUnknown(passage) => write!(f, "by way of an unknown status: {passage}"),
            Self::OldNews(OldNews::Repeated) => f.write_str("old news, seen before"),
            Self::OldNews(OldNews::FillsIn) => f.write_str("old news, which was missing"),
            Self::OldNews(OldNews::Contradicts(passage, why)) => {
                write!(f, "old news that cannot be: {passage}: {why}")
            }
            Self::OldNews(OldNews::TooOld) => f.write_str("old news, from before what is kept"),
            Self::Impossible(passage, why) => write!(f, "cannot be: {passage}: {why}"),
            Self::UnknownStatus => f.write_str("an unknown status"),
            Self::UnknownAfterEnd => f.write_str("an unknown status after the case had ended"),
        }
    }
}

terms! {
    /// What is known of the money of a case, from its status alone.
    pub enum MoneyState {
        /// No money is on its way.
        NotMoving, "no money is on its way", "未退款";
        /// The refund is under way.
        UnderWay, "the refund is under way", "退款中";
        /// The refund failed, and the money is owed.
        Failed, "the refund failed, and the money is owed", "退款失败，仍需退款";
        /// The merchant says that it was paid in another way; the buyer has not confirmed it.
        SaidToBePaid, "said to be paid in another way", "商家称已线下退款";
        /// The money is with the buyer.
        WithBuyer, "the money is with the buyer", "已退款";
        /// It is not known.
        NotKnown, "not known", "未知";
    }
}

terms! {
    /// What is known of the goods of a case.
    pub enum GoodsState {
        /// They are not to come back.
        NotToComeBack, "the goods are not to come back", "无需退货";
        /// They were not sent back.
        NotSent, "the goods were not sent back", "未退货";
        /// They are on their way to the merchant.
        OnTheirWay, "the goods are on their way back", "退货途中";
        /// They were sent back; whether they were received is not known.
        Sent, "the goods were sent back", "已寄回";
        /// It is not known.
        NotKnown, "not known", "未知";
    }
}

impl MoneyState {
    pub(super) const fn at(phase: Option<Phase>) -> Self {
        match phase {
            None => Self::NotKnown,
            Some(Phase::Refunding) => Self::UnderWay,
            Some(Phase::RefundFailed) => Self::Failed,
            Some(Phase::WaitingForConfirmation) => Self::SaidToBePaid,
            Some(Phase::Refunded) => Self::WithBuyer,
            Some(
                Phase::UnderReview
                | Phase::WaitingForGoods
                | Phase::WaitingForReceipt
                | Phase::Refused
                | Phase::Lapsed
                | Phase::Withdrawn
                | Phase::Closed
                | Phase::InDispute
                | Phase::WaitingForAnswer
                | Phase::WaitingForInterception
                | Phase::WaitingForNewGoods
                | Phase::Fulfilled,
            ) => Self::NotMoving,
        }
    }
}
