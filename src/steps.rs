//! The step view: a case as the few steps of its flow, the same list for all platforms.
//!
//! It is worked out from the flow and the phase alone, so it needs no platform and no order.
//! [`Milestones`] add what the phase cannot tell: when a step was reached, and how far a case had
//! come before it stopped.

use crate::lifecycle::{Flow, Phase};
use crate::time::Timestamp;
use crate::words::terms;

terms! {
    /// The steps of a case. Every case has the first two; one in which goods come back has the two about them; then
    /// follows the refund, or, in an exchange or a reship, the sending of goods.
    pub enum StepName {
        /// The buyer applies.
        Apply, "apply", "申请";
        /// The merchant answers.
        Review, "review", "审核";
        /// The buyer sends the goods.
        SendGoods, "send the goods", "寄回商品";
        /// The merchant receives and judges them.
        ReceiveGoods, "receive the goods", "收货";
        /// The money goes back.
        Refund, "refund", "退款";
        /// The merchant sends other goods, or those that were missing.
        SendNewGoods, "send the new goods", "发出商品";
    }
}

terms! {
    /// The state of a step.
    pub enum Progress {
        /// It lies behind the case: taken, or passed over.
        Done, "done", "已完成";
        /// The case is waiting here.
        Current, "current", "进行中";
        /// It is still ahead.
        ToCome, "to come", "未开始";
        /// The case stopped before this step was taken.
        Stopped, "stopped", "已中止";
    }
}

/// One step of a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Step {
    /// The position in the list, from 1.
    pub number: u8,
    /// The kind of step.
    pub name: StepName,
    /// The state of the step.
    pub progress: Progress,
    /// The time at which it was done, if that is known.
    pub time: Option<Timestamp>,
}

/// The times at which the steps of a case were done, or that they were done at all.
///
/// ```
/// use aftersale::steps::{Milestones, StepName};
/// use aftersale::time::Timestamp;
///
/// let applied = Timestamp::from_seconds(1_591_319_454);
/// let milestones = Milestones::default()
///     .done_at(StepName::Apply, applied)
///     .done(StepName::SendGoods);
/// # let _ = milestones;
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Milestones {
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    furthest: Option<StepName>,
    times: Times,
}

/// The times of the steps that have one, by their [places](place). The last place is that of the refund or of the new goods:
/// no case has both.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(from = "[Option<Timestamp>; 5]", into = "[Option<Timestamp>; 5]")
)]
struct Times {
    /// A bit for each that is known, beginning with the lowest. So a case takes less memory than with an option for each.
    known: u8,
    times: [Timestamp; 5],
}

impl Times {
    fn set(&mut self, place: usize, time: Timestamp) {
        if let Some(slot) = self.times.get_mut(place) {
            *slot = time;
            self.known |= 1 << place;
        }
    }

    fn get(self, place: usize) -> Option<Timestamp> {
        self.times.get(place).copied().filter(|_| self.known & (1 << place) != 0)
    }
}

impl From<[Option<Timestamp>; 5]> for Times {
    fn from(times: [Option<Timestamp>; 5]) -> Self {
        let mut known = Self::default();
        for (place, time) in times.into_iter().enumerate() {
            if let Some(time) = time {
                known.set(place, time);
            }
        }
        known
    }
}

impl From<Times> for [Option<Timestamp>; 5] {
    fn from(times: Times) -> Self {
        core::array::from_fn(|place| times.get(place))
    }
}

impl Milestones {
    /// This step, and with it all before it, has been done; it is not known when.
    #[must_use]
    pub fn done(self, step: StepName) -> Self {
        Self { furthest: self.furthest.max(Some(step)), ..self }
    }

    /// This step, and with it all before it, has been done; this one at that time.
    #[must_use]
    pub fn done_at(self, step: StepName, time: Timestamp) -> Self {
        let mut done = self.done(step);
        done.times.set(place(step), time);
        done
    }

    fn time(&self, step: StepName) -> Option<Timestamp> {
        self.times.get(place(step))
    }
}

/// The steps of a case in this phase of this flow (`None`: of one that could be opened), in order.
///
/// A step is [`Done`](Progress::Done) when it lies behind the case. That is not always the same as
/// having been taken: the platform can pay before any goods have come.
///
/// A case that was refused, withdrawn or closed stopped at the step after the last one that the
/// milestones know of, and at the review when they know of none. All steps from there on are
/// [`Stopped`](Progress::Stopped).
///
/// ```
/// use aftersale::lifecycle::{Flow, Phase};
/// use aftersale::steps::{Milestones, Progress, steps};
///
/// let phase = Some(Phase::WaitingForGoods);
/// let waiting = steps(Flow::ReturnRefund, phase, &Milestones::default());
/// let line: Vec<_> = waiting.map(|step| (step.number, step.name.text(), step.progress)).collect();
/// assert_eq!(line, [
///     (1, "apply", Progress::Done),
///     (2, "review", Progress::Done),
///     (3, "send the goods", Progress::Current),
///     (4, "receive the goods", Progress::ToCome),
///     (5, "refund", Progress::ToCome),
/// ]);
/// ```
pub fn steps(
    flow: Flow,
    phase: Option<Phase>,
    milestones: &Milestones,
) -> impl Iterator<Item = Step> + Clone + use<> {
    let milestones = *milestones;
    let (at, progress_there, progress_after) = match phase {
        None => (StepName::Apply, Progress::Current, Progress::ToCome),
        Some(Phase::UnderReview | Phase::WaitingForAnswer | Phase::WaitingForInterception) => {
            (StepName::Review, Progress::Current, Progress::ToCome)
        }
        Some(Phase::WaitingForGoods) => (StepName::SendGoods, Progress::Current, Progress::ToCome),
        Some(Phase::WaitingForReceipt) => {
            (StepName::ReceiveGoods, Progress::Current, Progress::ToCome)
        }
        Some(Phase::Refunding | Phase::RefundFailed | Phase::WaitingForConfirmation) => {
            (StepName::Refund, Progress::Current, Progress::ToCome)
        }
        Some(Phase::Refunded) => (StepName::Refund, Progress::Done, Progress::Done),
        Some(Phase::WaitingForNewGoods) => {
            (StepName::SendNewGoods, Progress::Current, Progress::ToCome)
        }
        Some(Phase::Fulfilled) => (StepName::SendNewGoods, Progress::Done, Progress::Done),
        Some(Phase::Lapsed) => (StepName::SendGoods, Progress::Stopped, Progress::Stopped),
        Some(Phase::Refused | Phase::Withdrawn | Phase::Closed) => {
            (after(milestones.furthest), Progress::Stopped, Progress::Stopped)
        }
        Some(Phase::InDispute) => (after(milestones.furthest), Progress::Current, Progress::ToCome),
    };
    let in_flow = move |name: &StepName| match name {
        StepName::Apply | StepName::Review => true,
        StepName::SendGoods | StepName::ReceiveGoods => flow.brings_goods_back(),
        StepName::Refund | StepName::SendNewGoods => *name == last_step(flow),
    };
    // A refund-only case has no goods to wait for. One that is said to wait for them all the same is
    // still under review; one that stopped there stopped before the money.
    let at = match progress_there {
        _ if in_flow(&at) => at,
        Progress::Current => StepName::Review,
        _ => last_step(flow),
    };
    (1u8..).zip(StepName::ALL.iter().copied().filter(in_flow)).map(move |(number, name)| {
        let progress = match name.cmp(&at) {
            core::cmp::Ordering::Less => Progress::Done,
            core::cmp::Ordering::Equal => progress_there,
            core::cmp::Ordering::Greater => progress_after,
        };
        let time = milestones.time(name).filter(|_| progress == Progress::Done);
        Step { number, name, progress, time }
    })
}

const fn last_step(flow: Flow) -> StepName {
    match flow {
        Flow::RefundOnly | Flow::ReturnRefund => StepName::Refund,
        Flow::Exchange | Flow::Reship => StepName::SendNewGoods,
    }
}

/// Returns the place of a step's time.
const fn place(step: StepName) -> usize {
    match step {
        StepName::Apply => 0,
        StepName::Review => 1,
        StepName::SendGoods => 2,
        StepName::ReceiveGoods => 3,
        StepName::Refund | StepName::SendNewGoods => 4,
    }
}

/// The step after the last one known to be done. A case implies an application.
fn after(furthest: Option<StepName>) -> StepName {
    match furthest {
        None | Some(StepName::Apply) => StepName::Review,
        Some(StepName::Review) => StepName::SendGoods,
        Some(StepName::SendGoods) => StepName::ReceiveGoods,
        Some(StepName::ReceiveGoods | StepName::Refund) => StepName::Refund,
        Some(StepName::SendNewGoods) => StepName::SendNewGoods,
    }
}
