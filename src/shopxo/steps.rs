//! ShopXO's own step lists, `step0` and `step1`, with the four flags of each step.
//!
//! Both lists are always sent; the page shows the one of the case's type, and none from status 4 on.
//! The flags depend on the newest case's status alone. They follow no logic, so they are a table of
//! their own; both releases have the same one, including a probable slip: the second step of `step1`
//! has no caret at status 3.

use super::AfterSaleStatus::{self, *};

/// The flags of one step, which control how the page draws it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct StepFlags {
    /// Whether a caret points at the step.
    pub is_caret: bool,
    /// Whether an arrow head follows the step.
    pub is_angle: bool,
    /// Whether the step is drawn as reached.
    pub is_active: bool,
    /// Whether the case is at this step.
    pub is_end: bool,
}

/// One of the two lists.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum StepList {
    /// `step0`: refund only.
    Step0,
    /// `step1`: return and refund.
    Step1,
}

impl StepList {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Step0, Self::Step1];

    /// Returns the name of the field in which the list is sent.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Step0 => "step0",
            Self::Step1 => "step1",
        }
    }

    /// Returns the steps' names in Chinese.
    #[must_use]
    pub const fn chinese(self) -> &'static [&'static str] {
        match self {
            Self::Step0 => &["申请仅退款", "管理员审核", "退款完毕"],
            Self::Step1 => &["申请退货退款", "管理员确认", "用户退货", "管理员审核", "退款完毕"],
        }
    }

    /// Returns the steps' names in English, as release 6.9.0 has them.
    #[must_use]
    pub const fn english(self) -> &'static [&'static str] {
        match self {
            Self::Step0 => &["Apply for refund only", "Admin Audit", "Refund Succeeded"],
            Self::Step1 => &[
                "Apply for return refund",
                "Admin Confirm",
                "User Delivery",
                "Admin Audit",
                "Refund Succeeded",
            ],
        }
    }

    /// Returns the flags of the steps when the newest case of the line has this status; `None` when
    /// there is no case.
    ///
    /// ```
    /// use aftersale::shopxo::AfterSaleStatus;
    /// use aftersale::shopxo::steps::StepList;
    ///
    /// let now: Vec<_> = StepList::Step1
    ///     .flags(Some(AfterSaleStatus::ToBeReturned))
    ///     .map(|flags| flags.is_end)
    ///     .collect();
    /// assert_eq!(now, [false, false, true, false, false]);
    /// ```
    pub fn flags(self, newest: Option<AfterSaleStatus>) -> impl Iterator<Item = StepFlags> {
        let row = FLAGS.iter().find(|(statuses, _, _)| statuses.contains(&newest));
        let digits = row.map_or("", |(_, step0, step1)| match self {
            Self::Step0 => *step0,
            Self::Step1 => *step1,
        });
        digits.split_whitespace().map(|step| {
            let mut flags = step.bytes().map(|digit| digit == b'1');
            let mut next = || flags.next().unwrap_or(false);
            StepFlags { is_caret: next(), is_angle: next(), is_active: next(), is_end: next() }
        })
    }
}

/// The flags for each status (`None`: no case), for the steps of `step0` and `step1`; a step is its
/// caret, angle, active and end.
#[rustfmt::skip]
const FLAGS: &[(&[Option<AfterSaleStatus>], &str, &str)] = &[
    (&[None, Some(Rejected), Some(Cancelled)],
                              "1111 0100 0000", "1111 0100 0100 0100 0000"),
    (&[Some(ToBeConfirmed)],  "1110 1111 0000", "1110 1111 0100 0100 0000"),
    (&[Some(ToBeReturned)],   "1110 1111 0000", "1110 1110 1111 0100 0000"),
    (&[Some(ToBeReviewed)],   "1110 1111 0000", "1110 1110 1110 1111 0000"),
    (&[Some(Completed)],      "1110 1110 0010", "1110 0110 1110 1110 0010"),
];
