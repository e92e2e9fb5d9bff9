//! The end of a story: what was missed, what is strange, and what is to be done now and until when.

use aftersale::lifecycle::Actor;
use aftersale::mirror::{Finding, MirroredCase, OldNews, Passage, SeenStatus, Unexplained, Until};

use super::book::{Kept, Words};
use super::page::Page;
use super::shop::Shop;
use super::story::{Teller, Told, names};

impl<S: Shop> Teller<S> {
    /// Adds what was missed and has not come late.
    pub(super) fn add_missed(
        &mut self,
        kept: &[Kept<S>],
        words: &Words,
        told: &[Told<'_, S>],
        page: &mut Page,
    ) {
        let is_late = |told: &Told<'_, S>| {
            matches!(told.finding, Finding::OldNews(OldNews::FillsIn | OldNews::Contradicts(..)))
        };
        // Where something came late, the gaps are those of the platform's order.
        let findings: Vec<Finding<S>> = if told.iter().any(is_late) {
            self.in_order(kept, words)
        } else {
            told.iter().map(|told| told.finding).collect()
        };
        let mut missed: Vec<String> = Vec::new();
        for finding in findings {
            let (Finding::First(passage) | Finding::Gap(passage)) = finding else { continue };
            let must = self.must_pass(passage);
            let was_seen = |status: &S| {
                let mut kept = kept.iter();
                kept.any(|kept| kept.is_within(*status, passage.after, passage.at))
            };
            let unseen: Vec<S> = must.iter().copied().filter(|status| !was_seen(status)).collect();
            match finding {
                _ if unseen.is_empty() && !must.is_empty() => {}
                Finding::First(_) if unseen.is_empty() => {}
                Finding::First(_) => {
                    let before = page.say(" before it was first seen", "（首次见到之前）");
                    missed.push(format!("{}{before}", names(&unseen, page)));
                }
                _ if unseen.is_empty() => {
                    missed.push(between(page.say("something", "中间状态"), passage, page));
                }
                _ => missed.push(between(&names(&unseen, page), passage, page)),
            }
        }
        if !missed.is_empty() {
            self.counts.with_gaps += 1;
            missed.iter().for_each(|missed| page.row("missed", "漏看", missed));
        }
    }

    /// Adds what the table does not explain.
    pub(super) fn add_strange(&mut self, case: &MirroredCase<S>, page: &mut Page) {
        let mut is_strange = false;
        for unexplained in self.mirror.unexplained(case) {
            is_strange = true;
            let text = match (unexplained, page.is_chinese()) {
                (Unexplained::Impossible(passage, why), true) => {
                    let from = passage.from.map_or("（无）", |from| from.name());
                    let (to, at) = (passage.to.name(), page.time(passage.at));
                    format!("{from} → {to}，{at}：{}", why.chinese())
                }
                (Unexplained::Impossible(passage, why), false) => {
                    format!("{passage} at {}: {why}", page.time(passage.at))
                }
                (Unexplained::UnknownAfterEnd { at, .. }, true) => {
                    format!("售后结束后出现未知状态，{}", page.time(at))
                }
                (Unexplained::UnknownAfterEnd { at, .. }, false) => {
                    format!("an unknown status after the end, at {}", page.time(at))
                }
                (other, _) => other.to_string(),
            };
            page.row("strange", "异常", &text);
        }
        self.counts.strange += u64::from(is_strange);
    }

    /// Adds what is known of the case now, and who has to do what.
    pub(super) fn add_now(&mut self, case: &MirroredCase<S>, page: &mut Page) {
        let language = page.language;
        let mirror = &self.mirror;
        let has_ended = mirror.has_ended(case);
        let mut now: Vec<&str> = Vec::new();
        if has_ended {
            now.push(page.say("ended", "已结束"));
        }
        match (mirror.phase(case), case.status()) {
            (Some(phase), _) => now.push(phase.text_in(language)),
            (None, Some(SeenStatus::Known(_))) => {
                now.push(page.say("its meaning depends on its type", "含义取决于售后类型"));
            }
            _ => now.push(page.say("its status is not known", "状态未知")),
        }
        now.push(mirror.money(case).text_in(language));
        now.push(mirror.goods(case).text_in(language));
        let unknown = page.say("not known", "未知");
        now.retain(|text| *text != unknown);
        // In Chinese a phase and what it means for the money can be the same words.
        now.dedup();
        page.row("now", "现状", &now.join(page.say("; ", "；")));

        let turn = mirror.turn(case);
        let mut to_do = match (has_ended, turn) {
            (true, _) => page.say("nothing", "无").to_owned(),
            (false, None) => {
                let ask = "read its document: the status or the type is not known";
                page.say(ask, "请查询售后单详情：状态或类型未知").to_owned()
            }
            (false, Some(actor)) => match (actor, page.is_chinese()) {
                (Actor::Merchant, false) => "the merchant has to act".to_owned(),
                (Actor::Merchant, true) => "轮到商家处理".to_owned(),
                (actor, false) => format!("wait for the {actor}"),
                (actor, true) => format!("等待{}", actor.chinese()),
            },
        };
        self.counts.ended += u64::from(has_ended);
        self.counts.of_the_merchant += u64::from(turn == Some(Actor::Merchant));
        if let Some(until) = mirror.until(case) {
            let time = page.time(until.time());
            to_do.push_str(&match (until, page.is_chinese()) {
                (Until::Stated(_), false) => format!(", until {time} (as its document states)"),
                (Until::Stated(_), true) => format!("，截止 {time}（单据所载）"),
                (Until::ByTheTerms(_), false) => {
                    format!(", until {time} (by usual terms; the platform's can differ)")
                }
                (Until::ByTheTerms(_), true) => {
                    format!("，截止 {time}（按通常时限，以平台为准）")
                }
            });
        }
        page.row("to do", "待办", &to_do);
    }
}

fn between<S: Shop>(what: &str, passage: Passage<S>, page: &Page) -> String {
    let from = passage.from.map_or("?", |from| from.name());
    let to = passage.to.name();
    match page.is_chinese() {
        true => format!("{what}（{from} 与 {to} 之间）"),
        false => format!("{what}, between {from} and {to}"),
    }
}
