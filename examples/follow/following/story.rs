//! The story of one case, told by following its sightings once more: what each of them was, what was missed, what the table
//! does not explain, and what is to be done.

use std::collections::HashMap;
use std::rc::Rc;

use aftersale::lifecycle::{Action, Evidence, Fact, Flow, Set};
use aftersale::mirror::{Finding, Mirror, MirroredCase, OldNews, Passage, SeenStatus, Sighting};
use aftersale::time::Timestamp;

use super::book::{Kept, Words};
use super::counts::Counts;
use super::page::Page;
use super::seen::kind_of;
use super::shop::Shop;

/// What decides how a passage is explained.
type PassageKey<S> = (Option<S>, S, Set<Flow>, Set<Flow>, Option<Action>);

/// Tells the stories of a shop's cases. What was explained once is kept: there are few passages, and many cases.
pub(crate) struct Teller<S: Shop> {
    pub(super) mirror: Mirror<S>,
    explained: HashMap<PassageKey<S>, Rc<str>>,
    passed: HashMap<PassageKey<S>, Rc<[S]>>,
    pub(crate) counts: Counts,
}

/// A sighting that told something, and how often it came again or nothing new came after it.
pub(super) struct Told<'w, S> {
    pub(super) sighting: Sighting<'w, S>,
    pub(super) finding: Finding<S>,
    again: u64,
    last: Timestamp,
    /// When a document first told that a dispute is open, the status being the same.
    disputed: Option<Timestamp>,
}

impl<'w, S: Shop> Told<'w, S> {
    fn new(sighting: Sighting<'w, S>, finding: Finding<S>, times: u64) -> Self {
        let (again, last, disputed) = (times - 1, sighting.at, dispute_of(&sighting));
        Self { sighting, finding, again, last, disputed }
    }
}

/// Returns the time of a document that tells that a dispute is open.
fn dispute_of<S: Shop>(sighting: &Sighting<'_, S>) -> Option<Timestamp> {
    (sighting.facts.get(Fact::DisputeOpen) == Some(true)).then_some(sighting.at)
}

impl<S: Shop> Teller<S> {
    pub(crate) fn new() -> Self {
        let (explained, passed) = (HashMap::new(), HashMap::new());
        Self { mirror: S::mirror(), explained, passed, counts: Counts::default() }
    }

    /// Writes the story of a case.
    pub(crate) fn tell(&mut self, number: &str, kept: &[Kept<S>], words: &Words, page: &mut Page) {
        page.line("");
        let Some((mirrored, told)) = self.follow(kept, words) else {
            self.counts.listed += 1;
            page.line(&format!("{number}  {}", S::name_in(page.language)));
            let unread = "a list names it, and nothing else was seen: read its document";
            page.row("to do", "待办", page.say(unread, "仅见于列表：请查询售后单详情"));
            return;
        };
        self.counts.cases += 1;
        self.add_heading(number, &mirrored, &told, page);
        let mut stated = None;
        for told in &told {
            self.add_told(told, &mut stated, page);
        }
        self.add_missed(kept, words, &told, page);
        self.add_strange(&mirrored, page);
        self.add_now(&mirrored, page);
        S::add_calls(&self.mirror, &mirrored, number, page);
    }

    /// Follows sightings in the order in which they came; `None` when there are none.
    fn follow<'w>(
        &mut self,
        kept: &[Kept<S>],
        words: &'w Words,
    ) -> Option<(MirroredCase<S>, Vec<Told<'w, S>>)> {
        let (first, rest) = kept.split_first()?;
        let sighting = first.sighting(words);
        let (mut case, finding) = self.mirror.begin(&sighting).ok()?;
        self.counts.add(&finding, first.times());
        let mut told = vec![Told::new(sighting, finding, first.times())];
        for kept in rest {
            let sighting = kept.sighting(words);
            let finding = self.mirror.see(&mut case, &sighting).ok()?;
            self.counts.add(&finding, kept.times());
            let before = match finding {
                Finding::Same { .. } | Finding::OldNews(OldNews::Repeated) => {
                    told.iter_mut().rev().find(|told| told.sighting.status == sighting.status)
                }
                _ => None,
            };
            if let Some(before) = before {
                before.again += kept.times();
                before.last = before.last.max(sighting.at);
                before.disputed = before.disputed.or_else(|| dispute_of(&sighting));
            } else {
                told.push(Told::new(sighting, finding, kept.times()));
            }
        }
        Some((case, told))
    }

    fn add_heading(
        &self,
        number: &str,
        case: &MirroredCase<S>,
        told: &[Told<'_, S>],
        page: &mut Page,
    ) {
        let language = page.language;
        let mut flows: Vec<Flow> = self.mirror.flows(case).iter().collect();
        if flows.is_empty() {
            // The status is not known; a document may have stated the type all the same.
            flows.extend(told.iter().rev().find_map(|told| told.sighting.flow));
        }
        let kind = match flows.as_slice() {
            [flow] => flow.text_in(language).to_owned(),
            [one, other] => {
                let unsure = page.say("or", "或");
                format!("{} {unsure} {}", one.text_in(language), other.text_in(language))
            }
            _ => page.say("type not known", "类型未知").to_owned(),
        };
        page.line(&format!("{number}  {}{}{kind}", S::name_in(language), page.say(", ", "，")));
    }

    fn add_told(&mut self, told: &Told<'_, S>, stated: &mut Option<Flow>, page: &mut Page) {
        let Told { sighting, finding, again, last, disputed } = told;
        let mut status = status_in(sighting.status, page);
        if sighting.flow.is_some() && sighting.flow != *stated {
            *stated = sighting.flow;
            status.push_str(page.say(", ", "，"));
            status.push_str(sighting.flow.map_or("", kind_of));
        }
        page.sighting(sighting.at, sighting.source.text_in(page.language), &status);
        let text = self.explanation(finding, page);
        page.finding(&text);
        if let Some(at) = disputed {
            let at = page.time(*at);
            let text = match page.is_chinese() {
                false => format!("a dispute is open, as its document of {at} states"),
                true => format!("平台介入处理中（{at} 的单据所载）"),
            };
            page.finding(&text);
        }
        if *again > 0 {
            let mut text = match (page.is_chinese(), again) {
                (false, 1) => "seen once more".to_owned(),
                (false, again) => format!("seen {again} times more"),
                (true, again) => format!("另见到 {again} 次"),
            };
            if *last > sighting.at {
                text.push_str(page.say(", the last of ", "，最后一次为 "));
                text.push_str(&page.time(*last));
            }
            page.finding(&text);
        }
    }

    /// Returns what a sighting was.
    fn explanation(&mut self, finding: &Finding<S>, page: &Page) -> Rc<str> {
        let text = |english, chinese| Rc::from(page.say(english, chinese));
        match *finding {
            Finding::First(passage) => self.of_passage("first", passage, page),
            Finding::Step(passage) => self.of_passage("step", passage, page),
            Finding::Gap(passage) => self.of_passage("gap", passage, page),
            Finding::Same { .. } => text("the same status, of a later time", "状态未变"),
            Finding::AfterUnknown(_) => {
                text("follows a status that the table does not have", "承接表中没有的状态")
            }
            Finding::OldNews(OldNews::Repeated) => text("old news, seen before", "旧消息，已见过"),
            Finding::OldNews(OldNews::FillsIn) => {
                text("late: it was missing, and is in the story now", "迟到：补上了此前缺失的状态")
            }
            Finding::OldNews(OldNews::TooOld) => {
                text("late, from before what is kept", "迟到：早于保留的记录")
            }
            Finding::OldNews(OldNews::Contradicts(_, why)) => match page.is_chinese() {
                false => format!("late, and not explained by the table: {why}").into(),
                true => format!("迟到，且规则表无法解释：{}", why.chinese()).into(),
            },
            Finding::Impossible(_, why) => match page.is_chinese() {
                false => format!("impossible: {why}; followed all the same").into(),
                true => format!("不可能：{}；仍以平台为准", why.chinese()).into(),
            },
            Finding::UnknownStatus => text(
                "a status that the table does not have; kept and followed",
                "表中没有的状态，照原样保留",
            ),
            Finding::UnknownAfterEnd => text(
                "a status that the table does not have, after the case had ended",
                "售后结束后出现表中没有的状态",
            ),
            _ => Rc::from(finding.to_string()),
        }
    }

    fn of_passage(&mut self, kind: &'static str, passage: Passage<S>, page: &Page) -> Rc<str> {
        let key = key(passage);
        if let Some(text) = self.explained.get(&key) {
            return Rc::clone(text);
        }
        let text = match kind {
            "step" => self.step(passage, page),
            "gap" => self.gap(passage, page),
            _ => self.first(passage, page),
        };
        let text: Rc<str> = text.into();
        self.explained.insert(key, Rc::clone(&text));
        text
    }

    /// Returns the rules by one of which a step came about; of one that is not documented, its evidence too.
    fn step(&self, passage: Passage<S>, page: &Page) -> String {
        let mut rules: Vec<String> = Vec::new();
        for step in self.mirror.rules(passage) {
            let rule = step.rule;
            let actors: Vec<&str> =
                rule.by.iter().map(|actor| actor.text_in(page.language)).collect();
            let mut by = actors.join(page.say(" or ", "或"));
            if rule.evidence != Evidence::Documented {
                by.push_str(page.say(", ", "，"));
                by.push_str(rule.evidence.text_in(page.language));
            }
            let text = match page.is_chinese() {
                false => format!("{} {} ({by})", rule.row, rule.action),
                true => format!("{} {}（{by}）", rule.row, rule.action.chinese()),
            };
            if !rules.contains(&text) {
                rules.push(text);
            }
        }
        let mut text = page.say("one step", "一步").to_owned();
        text.push_str(page.say(": ", "："));
        text.push_str(&rules.join(page.say(", or ", "，或 ")));
        if self.mirror.reopens(passage) {
            text.push_str(page.say("; it is taken up again", "；售后重新开启"));
        }
        text
    }

    /// Returns what must have happened in a gap, and the shortest way.
    fn gap(&mut self, passage: Passage<S>, page: &Page) -> String {
        let must = self.must_pass(passage);
        let mut text = page.say("a gap", "有缺口").to_owned();
        text.push_str(&self.evidence(passage, page));
        if must.is_empty() {
            text.push_str(page.say(": something was not seen", "：中间状态未见到"));
        } else {
            text.push_str(page.say(": it must have passed ", "：必经 "));
            text.push_str(&names(&must, page));
        }
        let ways = self.mirror.ways(passage);
        if let Some(way) = ways.first() {
            let rows: Vec<&str> = way.iter().map(|step| step.rule.row).collect();
            text.push_str(match ways.len() {
                1 => page.say("; the shortest way is ", "；最短路径 "),
                _ => page.say("; a shortest way is ", "；一条最短路径 "),
            });
            text.push_str(&rows.join(" → "));
        }
        text
    }

    fn first(&mut self, passage: Passage<S>, page: &Page) -> String {
        let must = self.must_pass(passage);
        let mut text = page.say("first seen", "首次见到").to_owned();
        if !must.is_empty() {
            text.push_str(page.say("; before, it must have passed ", "；此前必经 "));
            text.push_str(&names(&must, page));
        }
        text
    }

    /// Returns the evidence for a passage.
    fn evidence(&self, passage: Passage<S>, page: &Page) -> String {
        let Some(evidence) = self.mirror.evidence(passage) else { return String::new() };
        match page.is_chinese() {
            false => format!(", {evidence}"),
            true => format!("，{}", evidence.chinese()),
        }
    }

    pub(super) fn must_pass(&mut self, passage: Passage<S>) -> Rc<[S]> {
        let key = key(passage);
        if let Some(passed) = self.passed.get(&key) {
            return Rc::clone(passed);
        }
        let passed: Rc<[S]> = self.mirror.must_pass(passage).into();
        self.passed.insert(key, Rc::clone(&passed));
        passed
    }

    /// Returns the sightings in the platform's order, with what each of them is then.
    pub(super) fn in_order<'w>(&self, kept: &[Kept<S>], words: &'w Words) -> Vec<Finding<S>> {
        let mut sightings: Vec<Sighting<'w, S>> =
            kept.iter().map(|kept| kept.sighting(words)).collect();
        sightings.sort_by_key(|sighting| sighting.at);
        let Some((first, rest)) = sightings.split_first() else { return Vec::new() };
        let Ok((mut mirrored, finding)) = self.mirror.begin(first) else { return Vec::new() };
        let mut findings = vec![finding];
        findings.extend(rest.iter().filter_map(|next| self.mirror.see(&mut mirrored, next).ok()));
        findings
    }
}

fn key<S: Shop>(passage: Passage<S>) -> PassageKey<S> {
    (passage.from, passage.to, passage.flows_before, passage.flows, passage.action)
}

/// Returns the names of statuses.
pub(super) fn names<S: Shop>(statuses: &[S], page: &Page) -> String {
    let names: Vec<&str> = statuses.iter().map(|status| status.name()).collect();
    names.join(page.say(", ", "、"))
}

/// Returns a status with its label.
fn status_in<S: Shop>(status: SeenStatus<'_, S>, page: &Page) -> String {
    match (status, page.is_chinese()) {
        (SeenStatus::Known(status), false) => {
            format!("{} ({})", status.name(), status.label_in(page.language))
        }
        (SeenStatus::Known(status), true) => {
            format!("{} {}", status.label_in(page.language), status.name())
        }
        (SeenStatus::Unknown(name), false) => format!("{name} (not known)"),
        (SeenStatus::Unknown(name), true) => format!("{name}（未知状态）"),
    }
}
