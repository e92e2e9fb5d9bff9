//! A state as a list of fields with their values, so that a recorded one and ours can be compared and a
//! difference can be named.

use std::collections::BTreeMap;

use aftersale::lifecycle::Flow;
use aftersale::order::{Case, CaseId, LineId, Order, Text};
use aftersale::shopxo::arithmetic::{order_status, pay_status};
use aftersale::shopxo::steps::StepList;
use aftersale::shopxo::{AfterSaleStatus, PayStatus, Shop, Times};
use aftersale::time::Timestamp;

use super::recorded::{Row, State, View};
use crate::price::Price;

/// A field and its value.
pub(super) type StateFields = Vec<(String, String)>;

/// Returns the fields with their values, for comparison.
pub(super) fn pairs(shown: &StateFields) -> impl Iterator<Item = (&str, &str)> {
    shown.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

/// Returns the recorded state after a step: `cases` are all that there are by then.
pub(super) fn recorded(state: &State, cases: &BTreeMap<u32, Row>) -> StateFields {
    let (status, pay_status, refunded, returned, closed) = state.o;
    let mut shown = vec![
        field("order status", status),
        field("pay_status", pay_status),
        field("order refunded", money(refunded)),
        field("order returned", returned),
        field("close_time", closed == 1),
    ];
    for (line, (returned, refunded)) in state.l.iter().enumerate() {
        shown.push(field(format!("line {line} returned"), returned));
        shown.push(field(format!("line {line} refunded"), money(*refunded)));
    }
    for (line, (quantity, amount)) in state.ret.iter().enumerate() {
        shown.push(field(format!("line {line} returned_data quantity"), quantity));
        shown.push(field(format!("line {line} returned_data amount"), money(*amount)));
    }
    for (alias, row) in cases {
        let case = |what: &str| format!("case {alias} {what}");
        shown.push(field(case("line"), row.l));
        shown.push(field(case("type"), row.kind));
        shown.push(field(case("status"), row.status));
        shown.push(field(case("number"), row.number));
        shown.push(field(case("price"), money(row.price)));
        shown.push(field(case("times"), &row.ts));
        shown.push(field(case("reason"), &row.reason));
        shown.push(field(case("msg"), &row.msg));
        shown.push(field(case("refuse_reason"), &row.refuse_reason));
        shown.push(field(case("express_name"), &row.express_name));
        shown.push(field(case("express_number"), &row.express_number));
    }
    shown
}

/// Returns our state, in the same fields. Only the shop knows the order's pay status before after-sales.
pub(super) fn ours<P: Shop>(order: &Order<P>, paid: PayStatus) -> StateFields {
    let ledger = order.ledger();
    let returned: u64 =
        ledger.lines.iter().map(|line| u64::from(line.units.returned.units())).sum();
    let mut shown = vec![
        field("order status", order_status(order).code()),
        field("pay_status", pay_status(order).unwrap_or(paid).code()),
        field("order refunded", ledger.order.refunded.decimal(2)),
        field("order returned", returned),
        field("close_time", P::close_time(order).is_some()),
    ];
    for balance in &ledger.lines {
        let line = &balance.line;
        shown.push(field(format!("line {line} returned"), balance.units.returned));
        shown.push(field(format!("line {line} refunded"), balance.money.refunded.decimal(2)));
    }
    for balance in &ledger.lines {
        let (line, offered) = (&balance.line, P::offered(order, &balance.line));
        shown.push(field(format!("line {line} returned_data quantity"), offered.quantity));
        shown.push(field(format!("line {line} returned_data amount"), offered.amount.decimal(2)));
    }
    for shown_case in order.cases().iter().filter(|case| !case.hidden) {
        case(&mut shown, shown_case);
    }
    shown
}

fn case(shown: &mut StateFields, case: &Case<AfterSaleStatus>) {
    let Some(claimed) = case.claim.lines.first() else { return };
    let what = |what: &str| format!("case {} {what}", alias(case.id));
    shown.push(field(what("line"), &claimed.line));
    shown.push(field(what("type"), u8::from(case.flow == Flow::ReturnRefund)));
    shown.push(field(what("status"), case.status.code()));
    shown.push(field(what("number"), claimed.units));
    shown.push(field(what("price"), case.claim.total().decimal(2)));
    shown.push(field(what("times"), times(case)));
    let inline = |text: &Text| match text {
        Text::Inline(text) | Text::Reference(text) => text.clone(),
    };
    let shipment = case.correspondence.shipment.as_ref();
    let name = shipment.map(|shipment| inline(&shipment.carrier)).unwrap_or_default();
    let number = shipment.map(|shipment| inline(&shipment.waybill)).unwrap_or_default();
    shown.push(field(what("reason"), inline(&case.correspondence.reason)));
    shown.push(field(what("msg"), inline(&case.correspondence.message)));
    shown.push(field(what("refuse_reason"), inline(&case.correspondence.refusal)));
    shown.push(field(what("express_name"), name));
    shown.push(field(what("express_number"), number));
}

/// Returns the times of a case that are set: apply, confirm, delivery, audit, cancel, update.
fn times(case: &Case<AfterSaleStatus>) -> String {
    let Times { confirmed, sent, audited, cancelled, changed, .. } = Times::of(case);
    // A row that was forced into the database has the time of application as well.
    let set = [
        true,
        confirmed.is_some(),
        sent.is_some(),
        audited.is_some(),
        cancelled.is_some(),
        changed.is_some(),
    ];
    set.map(|set| if set { '1' } else { '0' }).iter().collect()
}

/// Returns the fields of the recorded page of a line.
pub(super) fn recorded_view(view: &View) -> StateFields {
    vec![
        field("newest case", view.n.map_or_else(|| "none".into(), |alias| alias.to_string())),
        field("is_can_launch_aftersale", view.can == 1),
        field("step0", &view.s0),
        field("step1", &view.s1),
    ]
}

/// Returns the fields of our page of a line, at this time.
pub(super) fn view<P: Shop>(order: &Order<P>, line: usize, now: Timestamp) -> StateFields {
    let line = LineId::from(line.to_string());
    let of_line = |case: &&Case<AfterSaleStatus>| case.claim.line(&line).is_some() && !case.hidden;
    let newest = order.cases().iter().rev().find(of_line);
    let flags = |list: StepList| {
        let digit = |is: bool| if is { '1' } else { '0' };
        let steps = list.flags(newest.map(|case| case.status)).map(|step| {
            [step.is_caret, step.is_angle, step.is_active, step.is_end]
                .map(digit)
                .iter()
                .collect::<String>()
        });
        steps.collect::<Vec<_>>().join(",")
    };
    vec![
        field(
            "newest case",
            newest.map_or_else(|| "none".into(), |case| alias(case.id).to_string()),
        ),
        field("is_can_launch_aftersale", P::can_launch(order, now)),
        field("step0", flags(StepList::Step0)),
        field("step1", flags(StepList::Step1)),
    ]
}

/// Returns the number of a case in the recording, from 0.
fn alias(case: CaseId) -> u32 {
    case.number().saturating_sub(1)
}

fn money(price: Price) -> String {
    price.0.decimal(2).to_string()
}

fn field(name: impl Into<String>, value: impl ToString) -> (String, String) {
    (name.into(), value.to_string())
}
