//! `shopxo-traces --hardened`: the answers of the hardened shop at each step of a recorded sequence.
//!
//! Each step is judged from the recorded state before it, which is taken over case by case. Where the
//! hardened shop answers otherwise, or leaves another state, the difference has to belong to a class
//! with a reason: a defect of ShopXO (D1 to D23) or an invariant of this crate. A difference without a
//! reason is a mismatch.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use aftersale::lifecycle::Actor;
use aftersale::money::Amount;
use aftersale::order::{Adoption, Ask, CaseId, LineFacts, ReceivedLine, Request};
use aftersale::quantity::Quantity;
use aftersale::shopxo::policy::LaunchDays;
use aftersale::shopxo::{
    AfterSaleStatus, AfterSaleType, HardenedShop, Operation, OrderStatus, PayStatus,
};
use aftersale::time::Timestamp;

use super::differences::{Step as Judged, explain};
use super::php;
use super::recorded::{Row, Sequence, State, Step};
use super::replay::{Replay, START, ago, facts};
use super::{fields, sequences};
use crate::files::in_file;
use crate::report::Report;

/// Judges every step of these files.
pub(crate) fn judge(files: &[&Path]) -> io::Result<Report> {
    let counts = ["sequences", "steps", "compared", "skipped", "mismatches"];
    let mut report = Report::new("shopxo-traces", &counts);
    let mut classes = BTreeMap::new();
    for path in files {
        for sequence in sequences(path)? {
            report.count("sequences");
            judge_sequence(&sequence, &mut report, &mut classes)
                .map_err(|error| in_file(path, format!("sequence {}: {error}", sequence.seq)))?;
        }
    }
    for (class, times) in classes {
        report.note(format!("{times:>6} × {class}"));
    }
    Ok(report)
}

/// The recorded state before a step.
struct Before<'a> {
    state: &'a State,
    /// The cases, and whether each was deleted.
    cases: BTreeMap<u32, (Row, bool)>,
    received: Option<Timestamp>,
    now: Timestamp,
}

fn judge_sequence(
    sequence: &Sequence,
    report: &mut Report,
    classes: &mut BTreeMap<String, usize>,
) -> Result<(), String> {
    let release = sequence.release()?;
    let mut policy = HardenedShop { release, ..HardenedShop::default() };
    policy.terms.limits.window = LaunchDays(sequence.launch_day).window();
    let mut before = Before {
        state: &sequence.init,
        cases: BTreeMap::new(),
        received: sequence.order.collect_age_s.map(|age| ago(START, age)),
        now: START,
    };
    for (index, step) in sequence.steps.iter().enumerate() {
        report.count("steps");
        before.now = ago(before.now, -1);
        let mut shop = take_over(sequence, policy.clone(), &before)?;
        let unchanged = fields::ours(&shop.order, shop.paid);
        receive(&mut shop, step)?;
        let answer = shop.apply(step)?;
        let received = match (step.op.as_str(), step.code) {
            ("env_age", _) => {
                let age = step.input.get("collect_age").and_then(serde_json::Value::as_i64);
                age.map(|age| ago(before.now, age))
            }
            ("order_collect", 0) => Some(before.now),
            _ => before.received,
        };
        let after = after(&before, step, received);
        let judged = Judged {
            step,
            answer: &answer,
            release,
            order: &sequence.order,
            before: before.state,
            cases: &before.cases,
            shop: &shop.order,
            unchanged: &unchanged,
            ours: fields::ours(&shop.order, shop.paid),
            recorded: fields::recorded(&step.s, &shown_cases(&after)),
        };
        report.count("compared");
        for difference in judged.differences() {
            match explain(&judged, &difference) {
                Some(class) => *classes.entry(class).or_insert(0) += 1,
                None => {
                    let seq = sequence.seq;
                    let line = format!("sequence {seq} step {index} ({}): {difference}", step.op);
                    report.differs("mismatches", line);
                }
            }
        }
        before = after;
    }
    Ok(())
}

/// Returns the order of the hardened shop in the recorded state.
fn take_over<'a>(
    sequence: &'a Sequence,
    policy: HardenedShop,
    before: &Before<'_>,
) -> Result<Replay<'a, HardenedShop>, String> {
    let (status, pay_status, ..) = before.state.o;
    let status = OrderStatus::from_code(status).ok_or("an order status that is none")?;
    let at_the_start = facts(&sequence.order, START)?;
    let lines = at_the_start.lines.iter().zip(&before.state.l).enumerate();
    let lines = lines.map(|(index, (line, (returned, refunded)))| {
        // Audited amounts come with their case; the columns of the line have them as well.
        let audited = || {
            let of_line = before.cases.values().filter(move |(row, _)| row.l == index);
            of_line.filter(|(row, _)| row.status == AfterSaleStatus::Completed.code())
        };
        let units = Quantity::sum(audited().map(|(row, _)| Quantity::new(row.number)));
        let amount = Amount::saturating_sum(audited().map(|(row, _)| row.price.0));
        LineFacts {
            returned: Quantity::new(*returned).saturating_sub(units.unwrap_or_default()),
            refunded: refunded.0.saturating_sub(amount).max(Amount::ZERO),
            ..line.clone()
        }
    });
    let lines = lines.collect();
    let mut facts = at_the_start.stage(status.stage()).received(before.received);
    facts.lines = lines;
    let mut shop = Replay::open_at(sequence, policy, facts, before.now)?;
    shop.paid = PayStatus::from_code(pay_status).ok_or("a pay status that is none")?;
    for (alias, (row, is_deleted)) in &before.cases {
        let kind = AfterSaleType::from_code(row.kind).ok_or("a type that is none")?;
        let status = AfterSaleStatus::from_code(row.status).ok_or("a status that is none")?;
        let units = Some(Quantity::new(row.number));
        let ask = Ask { line: row.l.to_string().into(), units, amount: Some(row.price.0) };
        shop.adopt(Adoption { lines: vec![ask], ..Adoption::new(kind.flow(), status) })?;
        if *is_deleted {
            let case = CaseId::new(alias.saturating_add(1));
            shop.send(Actor::Merchant, Request::Hide { case })?;
        }
    }
    Ok(shop)
}

/// Confirms the receipt before an audit. The hardened shop refunds a return only after that, and the recorded
/// one knows no such operation; so everything has come.
fn receive(shop: &mut Replay<'_, HardenedShop>, step: &Step) -> Result<(), String> {
    let Some(Operation::Audit { id: Some(id), .. }) = php::asked(step).map(|asked| asked.operation)
    else {
        return Ok(());
    };
    let Some(case) = shop.order.case(id) else { return Ok(()) };
    let goods = case.claim.lines.iter();
    let goods: Vec<ReceivedLine> =
        goods.map(|line| ReceivedLine::all(line.line.clone(), line.units)).collect();
    let receipt = Request::ConfirmReceipt { case: id, offer: case.offer, goods };
    // Where nothing is coming back, it is refused, and the audit then gives the reason.
    let _ = shop.send(Actor::Merchant, receipt);
    Ok(())
}

/// Returns the recorded state after a step.
fn after<'a>(before: &Before<'_>, step: &'a Step, received: Option<Timestamp>) -> Before<'a> {
    let mut cases = before.cases.clone();
    for (alias, row) in &step.s.a {
        match row {
            Some(row) => {
                cases.insert(*alias, (row.clone(), false));
            }
            None => {
                if let Some((_, is_deleted)) = cases.get_mut(alias) {
                    *is_deleted = true;
                }
            }
        }
    }
    Before { state: &step.s, cases, received, now: before.now }
}

fn shown_cases(after: &Before<'_>) -> BTreeMap<u32, Row> {
    let shown = after.cases.iter().filter(|(_, (_, is_deleted))| !is_deleted);
    shown.map(|(alias, (row, _))| (*alias, row.clone())).collect()
}
