//! The content of a document: the case, its steps, and what each actor may and may not do.

use aftersale::lifecycle::{
    Action, Actor, Fact, Flow, Lifecycle, Permission, Phase, Position, Status,
};
use aftersale::shopxo::{self, wire as shopxo_wire};
use aftersale::steps::{Milestones, Progress, Step, steps};
use aftersale::time::UtcOffset;
use aftersale::wechat::{self, wire as wechat_wire};
use aftersale::wire::{OrEmpty, Unplaced};

use crate::fields;
use crate::page::{entry, heading, line};

const LABEL: usize = 10;

/// A status with its label on the platform.
pub(crate) trait Labelled: Status {
    /// Returns its Chinese label.
    fn label(self) -> &'static str;
}

impl Labelled for wechat::AfterSaleStatus {
    fn label(self) -> &'static str {
        self.chinese()
    }
}

impl Labelled for shopxo::AfterSaleStatus {
    fn label(self) -> &'static str {
        self.chinese()
    }
}

/// Returns a status with its number and label.
pub(crate) fn named<S: Labelled>(status: S) -> String {
    format!("{} ({}) {}", status.name(), status.stored_number(), status.label())
}

/// Shows a WeChat document.
pub(crate) fn wechat(document: &wechat_wire::Document) {
    use wechat_wire::Document::{BatchGetAnswer, GetAnswer};

    heading(&format!("WeChat: {}", document.interface()));
    let orders: Vec<_> = match document {
        GetAnswer(answer) => answer.after_sale_order.value().into_iter().collect(),
        BatchGetAnswer(answer) => {
            answer.after_sale_order_list.value().into_iter().flatten().collect()
        }
        _ => Vec::new(),
    };
    match document {
        GetAnswer(answer) if !answer.is_success() => {
            let code = text(answer.errcode.value(), "?");
            let message = answer.errmsg.value().map_or("", String::as_str);
            entry(2, "error", LABEL, &format!("{code} {message}"));
        }
        _ if orders.is_empty() && !fields::show(&document.encode()) => {
            entry(2, "", 0, "There is no case in it.");
        }
        _ => {}
    }
    for (index, order) in orders.into_iter().enumerate() {
        if index > 0 {
            line("");
        }
        let number = text(order.order_id.value(), "without a number");
        let original = text(order.original_order_id.value(), "unknown");
        entry(2, "case", LABEL, &format!("{number} of order {original}"));
        if let Some(amount) = order.amount() {
            let amount = amount.decimal(2);
            let reason = text(order.reason.value(), "no reason given");
            let label = order.reason.value().and_then(|reason| reason.known());
            let label = label.map_or("", |reason| reason.chinese());
            entry(2, "asks for", LABEL, &format!("¥{amount}, {reason} {label}"));
        }
        case(wechat::LIFECYCLE, order.position(), &order.milestones());
    }
}

/// Shows a ShopXO document.
pub(crate) fn shopxo(document: &shopxo_wire::Document) {
    use shopxo_wire::Document::{AftersaleAnswer, DetailAnswer, ListAnswer, PlainAnswer};

    heading(&format!("ShopXO: {}", document.interface()));
    let order = match document {
        AftersaleAnswer(answer) => answer.data.present().and_then(|page| page.order_data.present()),
        DetailAnswer(answer) => answer.data.present().and_then(|page| page.order_data.present()),
        ListAnswer(answer) => {
            let page = answer.data.present().and_then(|page| page.data.present());
            if page.is_none_or(Vec::is_empty) {
                entry(2, "", 0, "There is no case in it.");
            }
            for (index, row) in page.into_iter().flatten().enumerate() {
                if index > 0 {
                    line("");
                }
                shopxo_case(row);
            }
            return;
        }
        PlainAnswer(answer) => {
            let code =
                answer.code.number().map_or_else(|| "?".to_string(), |code| code.to_string());
            let message = answer.msg.value().map_or("", String::as_str);
            entry(2, "answer", LABEL, &format!("{code} {message}"));
            return;
        }
        _ => None,
    };
    let mut is_in_window = true;
    if let Some(order) = order {
        let number = text(order.order_no.value(), "without a number");
        let status = order.status.value().and_then(|status| status.known());
        let status = status.map_or("status unknown", |status| status.chinese());
        let paid = text(order.pay_price.value(), "?");
        let sign = currency_sign(order);
        entry(2, "order", LABEL, &format!("{number}, {status}, {sign}{paid} paid"));
        is_in_window = order.is_can_launch_aftersale.number().is_none_or(|window| window.0);
        if let Some(item) = order.items.present() {
            let title = item.title.value().map_or("", String::as_str);
            entry(2, "line", LABEL, title);
        }
    }
    match (document.newest(), order) {
        (Some(row), _) => shopxo_case(row),
        (None, Some(_)) => shopxo_without_case(is_in_window),
        (None, None) => entry(2, "", 0, "There is no case in it."),
    }
}

fn shopxo_case(row: &shopxo_wire::AftersaleRow) {
    let number = row.id.number().map_or_else(|| "?".to_string(), |id| id.to_string());
    let price = text(row.price.value(), "?");
    let sign = row.order_data.present().map_or("", currency_sign);
    entry(2, "case", LABEL, &format!("{number}, asks for {sign}{price}"));
    // The answers of 6.9.0 have times without a zone; a shop in China wrote them.
    case(shopxo::LIFECYCLE, row.position(), &row.milestones(UtcOffset::CHINA));
}

fn currency_sign(order: &shopxo_wire::OrderData) -> &str {
    let currency = order.currency_data.value().and_then(|currency| currency.get());
    let OrEmpty::Value(currency) = currency.unwrap_or(&OrEmpty::EmptyList) else { return "" };
    currency.currency_symbol.value().map_or("", String::as_str)
}

fn shopxo_without_case(is_in_window: bool) {
    entry(2, "case", LABEL, "none on this line yet");
    if !is_in_window {
        entry(2, "window", LABEL, "over: ShopXO refuses any application for it now");
        return;
    }
    for flow in Flow::OF_ORDERS {
        let position = Position::before(*flow).knowing(Fact::OtherCaseOpen, false);
        line("");
        entry(2, "to open", LABEL, flow.text());
        entry(2, "steps", LABEL, &step_line(*flow, None, &Milestones::default()));
        actors(shopxo::LIFECYCLE, &position);
    }
}

/// Prints one case: where it stands, its steps, and what each actor may do.
fn case<S: Labelled>(
    lifecycle: Lifecycle<S>,
    position: Result<Position<S>, Unplaced>,
    milestones: &Milestones,
) {
    let position = match position {
        Ok(position) => position,
        Err(unplaced) => {
            entry(2, "stands", LABEL, &format!("unknown: {unplaced}"));
            return;
        }
    };
    let Some(status) = position.status else { return };
    let phase = lifecycle.phase(position.flow, status);
    let meaning = phase.map_or("not a status of this flow", |phase| phase.text());
    entry(2, "flow", LABEL, position.flow.text());
    entry(2, "stands", LABEL, &format!("{}, {meaning}", named(status)));
    if let Some(phase) = phase {
        entry(2, "steps", LABEL, &step_line(position.flow, Some(phase), milestones));
    }
    actors(lifecycle, &position);
}

fn step_line(flow: Flow, phase: Option<Phase>, milestones: &Milestones) -> String {
    let steps: Vec<String> = steps(flow, phase, milestones).map(step).collect();
    steps.join("  ")
}

fn step(step: Step) -> String {
    let sign = match step.progress {
        Progress::Done => "✓",
        Progress::Current => "●",
        Progress::Stopped => "✗",
        _ => "○",
    };
    // No break inside a step: a line ends between two.
    let name = step.name.text().replace(' ', "\u{a0}");
    let time = step.time.map(|time| time.to_string());
    match time.as_deref().and_then(|time| time.split('T').next()) {
        Some(date) => format!("{sign}\u{a0}{}\u{a0}{name}\u{a0}({date}\u{a0}UTC)", step.number),
        None => format!("{sign}\u{a0}{}\u{a0}{name}", step.number),
    }
}

/// Prints what each actor may do, and what not and why.
fn actors<S: Labelled>(lifecycle: Lifecycle<S>, position: &Position<S>) {
    let ended = position.status.filter(|status| {
        lifecycle.phase(position.flow, *status).is_some_and(|phase| phase.is_final())
    });
    if let Some(status) = ended {
        line("");
        let ended =
            format!("no actor may do anything any more: the case has ended with {}", status.name());
        entry(2, "ended", LABEL, &ended);
        return;
    }
    for actor in Actor::ALL {
        line("");
        let permitted: Vec<Permission<S>> = lifecycle.permitted(position, *actor).collect();
        if permitted.is_empty() {
            entry(2, &format!("{actor}"), LABEL, "may do nothing");
        }
        for (index, permission) in permitted.iter().enumerate() {
            let label = if index == 0 { actor.text() } else { "" };
            let transition = permission.transition;
            let mut may = format!("may {} → {}", transition.rule.action, named(transition.to));
            let guards: Vec<&str> = permission.only_if.iter().map(|guard| guard.text()).collect();
            if !guards.is_empty() {
                may.push_str(&format!(", if {}", guards.join(" and ")));
            }
            entry(2, label, LABEL, &may);
        }
        for (reason, actions) in refused(lifecycle, position, *actor) {
            let actions: Vec<&str> = actions.iter().map(|action| action.text()).collect();
            entry(4, "", LABEL - 2, &format!("not: {} ({reason})", actions.join(", ")));
        }
    }
}

/// Returns what this actor may do at other times but not now, by reason.
fn refused<S: Labelled>(
    lifecycle: Lifecycle<S>,
    position: &Position<S>,
    actor: Actor,
) -> Vec<(String, Vec<Action>)> {
    let mut by_reason: Vec<(String, Vec<Action>)> = Vec::new();
    let is_actors = |action: &Action| {
        lifecycle.rules().iter().any(|rule| rule.action == *action && rule.by.contains(&actor))
    };
    let permitted: Vec<Action> =
        lifecycle.permitted(position, actor).map(|may| may.transition.rule.action).collect();
    for action in
        Action::ALL.iter().filter(|action| is_actors(action) && !permitted.contains(action))
    {
        let Some(refusal) = lifecycle.why_not(position, actor, *action) else { continue };
        let reasons: Vec<String> = refusal.reasons().map(|reason| reason.to_string()).collect();
        let reasons = reasons.join("; ");
        match by_reason.iter_mut().find(|(known, _)| *known == reasons) {
            Some((_, actions)) => actions.push(*action),
            None => by_reason.push((reasons, vec![*action])),
        }
    }
    by_reason
}

fn text<T: std::fmt::Display>(value: Option<&T>, otherwise: &str) -> String {
    value.map_or_else(|| otherwise.to_string(), |value| value.to_string())
}
