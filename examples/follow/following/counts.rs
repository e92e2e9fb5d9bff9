//! What was found in all cases together.

use aftersale::mirror::{Finding, OldNews};

use super::page::Page;
use super::shop::Shop;

/// How often each kind of thing was found.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) cases: u64,
    /// Cases that only a list names.
    pub(crate) listed: u64,
    pub(crate) with_gaps: u64,
    pub(crate) strange: u64,
    pub(crate) ended: u64,
    pub(crate) of_the_merchant: u64,
    first: u64,
    steps: u64,
    gaps: u64,
    same: u64,
    old: u64,
    unknown: u64,
    impossible: u64,
}

impl Counts {
    /// Counts a finding, which came so many times.
    pub(crate) fn add<S: Shop>(&mut self, finding: &Finding<S>, times: u64) {
        // The same sighting once more tells nothing new.
        self.same += times - 1;
        let counted = match finding {
            Finding::First(_) => &mut self.first,
            Finding::Step(_) => &mut self.steps,
            Finding::Gap(_) => &mut self.gaps,
            Finding::Same { .. } | Finding::OldNews(OldNews::Repeated) => &mut self.same,
            Finding::OldNews(OldNews::Contradicts(..))
            | Finding::Impossible(..)
            | Finding::UnknownAfterEnd => &mut self.impossible,
            Finding::OldNews(_) => &mut self.old,
            _ => &mut self.unknown,
        };
        *counted += 1;
    }

    /// Returns these and the others together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            cases: self.cases + other.cases,
            listed: self.listed + other.listed,
            with_gaps: self.with_gaps + other.with_gaps,
            strange: self.strange + other.strange,
            ended: self.ended + other.ended,
            of_the_merchant: self.of_the_merchant + other.of_the_merchant,
            first: self.first + other.first,
            steps: self.steps + other.steps,
            gaps: self.gaps + other.gaps,
            same: self.same + other.same,
            old: self.old + other.old,
            unknown: self.unknown + other.unknown,
            impossible: self.impossible + other.impossible,
        }
    }

    /// Writes all that was counted.
    pub(crate) fn add_to(self, page: &mut Page) {
        let (cases, findings): (&[_], &[_]) = (
            &[
                ("followed", "已跟踪", self.cases),
                ("only listed", "仅见于列表", self.listed),
                ("ended", "已结束", self.ended),
                ("the merchant's turn", "轮到商家", self.of_the_merchant),
                ("with something missed", "有漏看", self.with_gaps),
                ("with something strange", "有异常", self.strange),
            ],
            &[
                ("first", "首次", self.first),
                ("steps", "一步", self.steps),
                ("gaps", "缺口", self.gaps),
                ("nothing new", "无新内容", self.same),
                ("late", "迟到", self.old),
                ("impossible", "不可能", self.impossible),
                ("unknown or after it", "未知状态或其后", self.unknown),
            ],
        );
        for (english, chinese, counted) in
            [("cases", "售后单", cases), ("sightings", "记录", findings)]
        {
            let texts: Vec<String> = counted
                .iter()
                .map(|(english, chinese, number)| {
                    format!("{}\u{a0}{number}", page.say(english, chinese).replace(' ', "\u{a0}"))
                })
                .collect();
            page.row(english, chinese, &texts.join(page.say(", ", "， ")));
        }
    }
}
