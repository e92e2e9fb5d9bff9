//! The two shops of WeChat: their words, their mirrors, and what a merchant can call.

use std::hash::Hash;

use aftersale::Language;
use aftersale::channels::possible::{CallProspect, CallWay, CaseInView, Prospect};
use aftersale::channels::wire::calls::Call;
use aftersale::lifecycle::{Action, Actor, Permission, Position, Status};
use aftersale::mirror::{Mirror, MirroredCase};
use aftersale::order::Policy;
use aftersale::wire::PlatformId;
use aftersale::{channels, wechat};

use super::page::Page;

/// A shop whose cases are followed, by its statuses.
pub(crate) trait Shop: Status + Hash {
    /// Returns the name of the shop.
    fn name_in(language: Language) -> &'static str;

    /// Returns the mirror of its cases.
    fn mirror() -> Mirror<Self>;

    /// Returns the label of the status.
    fn label_in(self, language: Language) -> &'static str;

    /// Adds what the merchant can call now.
    fn add_calls(mirror: &Mirror<Self>, case: &MirroredCase<Self>, number: &str, page: &mut Page);
}

impl Shop for channels::AfterSaleStatus {
    fn name_in(language: Language) -> &'static str {
        if language == Language::Chinese { "微信小店" } else { "Channels shop" }
    }

    /// No page of the Channels shop has time limits in hours, so that only a document's counts.
    fn mirror() -> Mirror<Self> {
        Mirror::of(channels::LIFECYCLE)
    }

    fn label_in(self, language: Language) -> &'static str {
        if language == Language::Chinese { self.chinese() } else { self.english() }
    }

    fn add_calls(mirror: &Mirror<Self>, case: &MirroredCase<Self>, number: &str, page: &mut Page) {
        if mirror.has_ended(case) || case.status().is_none_or(|status| status.known().is_none()) {
            return;
        }
        let view = CaseInView::of_mirrored(mirror, case, PlatformId::from(number));
        let mut not_known: Vec<&str> = Vec::new();
        for prospect in view.calls() {
            match (prospect.prospect, prospect.call) {
                // They open another case, and go on with this one in no way.
                (_, Call::GenAftersaleOrder | Call::RefundPriceDiff) => {}
                (Prospect::Possible | Prospect::PossibleIf, _) => add_call(&prospect, page),
                (Prospect::NotKnown, call) => not_known.push(call.name()),
                _ => {}
            }
        }
        if !not_known.is_empty() {
            page.row("unclear", "尚不清楚", &not_known.join(", "));
        }
    }
}

fn add_call(prospect: &CallProspect, page: &mut Page) {
    let mut label = page.say("can call", "可调用");
    for way in &prospect.ways {
        let mut text = prospect.call.name().to_owned();
        if let Some(rule) = way.rule {
            let action = rule.action.text_in(page.language);
            let evidence = rule.evidence.text_in(page.language);
            text.push_str(&match page.language {
                Language::Chinese => format!("：{action}（{}，{evidence}）", rule.row),
                _ => format!(": {action} ({}, {evidence})", rule.row),
            });
        }
        for condition in &way.conditions {
            text.push_str(page.say(", ", "，"));
            text.push_str(&condition.text_in(page.language));
        }
        let errors: Vec<String> = prospect.errors().iter().map(ToString::to_string).collect();
        if !errors.is_empty() {
            let otherwise = errors.join(page.say(" or ", "或"));
            text.push_str(page.say("; otherwise error ", "；否则报错 "));
            text.push_str(&otherwise);
        }
        page.labelled(label, &text);
        page.labelled("", &way.request.encode());
        add_missing(way, page);
        label = "";
    }
}

fn add_missing(way: &CallWay, page: &mut Page) {
    let missing: Vec<String> = way
        .missing
        .iter()
        .map(|missing| {
            let field = missing.field();
            match (missing.error(), page.language) {
                (Some(code), Language::Chinese) => format!("{field}（缺少则报错 {code}）"),
                (Some(code), _) => format!("{field} (without it error {code})"),
                (None, _) => field.to_owned(),
            }
        })
        .collect();
    if !missing.is_empty() {
        let add = page.say("add ", "需补充 ");
        page.labelled("", &format!("{add}{}", missing.join(", ")));
    }
}

impl Shop for wechat::AfterSaleStatus {
    fn name_in(language: Language) -> &'static str {
        if language == Language::Chinese { "微信小商店" } else { "mini-shop" }
    }

    /// The mini-shop's records state no time limit, so that the crate's terms give one.
    fn mirror() -> Mirror<Self> {
        Mirror::of(wechat::LIFECYCLE).with_clocks(wechat::WeChat::default().terms().clocks)
    }

    fn label_in(self, language: Language) -> &'static str {
        if language == Language::Chinese { self.chinese() } else { self.english() }
    }

    fn add_calls(mirror: &Mirror<Self>, case: &MirroredCase<Self>, _: &str, page: &mut Page) {
        let Some(status) = case.status().and_then(|status| status.known()) else { return };
        if mirror.has_ended(case) {
            return;
        }
        let mut label = page.say("can call", "可调用");
        let mut rows: Vec<&str> = Vec::new();
        for flow in mirror.flows(case).iter() {
            let position = Position { flow, status: Some(status), facts: mirror.facts(case) };
            for permission in mirror.lifecycle().permitted(&position, Actor::Merchant) {
                let rule = permission.transition.rule;
                if !rows.contains(&rule.row) {
                    rows.push(rule.row);
                    page.labelled(label, &mini_shop_call(&permission, page.language));
                    label = "";
                }
            }
        }
    }
}

fn mini_shop_call<S: Status>(permission: &Permission<S>, language: Language) -> String {
    let rule = permission.transition.rule;
    let call = match rule.action {
        Action::Refuse => "rejectrefund",
        Action::ProveOfflineRefund => "upload_refund_certificate",
        _ => "acceptapply",
    };
    let (action, evidence) = (rule.action.text_in(language), rule.evidence.text_in(language));
    let guards: Vec<&str> =
        permission.only_if.iter().map(|guard| guard.text_in(language)).collect();
    let mut text = match language {
        Language::Chinese => format!("{call}：{action}（{}，{evidence}）", rule.row),
        _ => format!("{call}: {action} ({}, {evidence})", rule.row),
    };
    if !guards.is_empty() {
        text.push_str(if language == Language::Chinese { "，若" } else { ", if " });
        text.push_str(&guards.join(if language == Language::Chinese { "且" } else { " and " }));
    }
    text
}
