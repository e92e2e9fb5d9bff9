//! `shopxo-http --build`: every recorded answer again, made by the crate from orders that were led
//! through the recorded steps.
//!
//! Before an answer is built, every field that the crate makes is taken out of the recorded one; only
//! the rest is handed in. So a wrong value cannot come out right by having been there before. The fields
//! that are handed in are listed, and so is every answer that is not built.

mod orders;
mod recording;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use aftersale::quantity::Quantity;
use aftersale::shopxo::page::{Host, View, reasons};
use aftersale::shopxo::wire::{ListAnswer, ListPage, PlainAnswer, PlainData};
use aftersale::shopxo::{Language, Operation, Release, Wording};
use aftersale::time::UtcOffset;
use aftersale::wire::{Id, Loose, OrEmpty, ReturnCode, decode, encode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::json::first_difference;
use crate::report::Report;
use orders::Orders;
use recording::{Recording, Step, id, number};

/// The fields that the crate makes of the order.
const ORDER: &[&str] = &[
    "status",
    "status_name",
    "pay_status_name",
    "order_model_name",
    "buy_number_count",
    "returned_quantity",
    "price",
    "increase_price",
    "preferential_price",
    "total_price",
    "pay_price",
    "refund_price",
    "collect_time",
    "close_time",
    "is_can_launch_aftersale",
    "items_count",
];
/// The fields that it makes of the line.
const LINE: &[&str] = &["price", "total_price", "buy_number", "refund_price", "returned_quantity"];
/// The fields that it makes of a case. The id is the shop's, but comes from where the case was opened.
const CASE: &[&str] = &[
    "id",
    "status",
    "type",
    "number",
    "price",
    "reason",
    "msg",
    "images",
    "refuse_reason",
    "express_name",
    "express_number",
    "order_data",
    "type_text",
    "status_text",
    "refundment_text",
    "tips_msg",
];
/// The times of a case: these, and the ones that 2.2.1 writes beside them.
const TIMES: &[&str] = &["apply", "confirm", "delivery", "audit", "cancel", "add", "upd"];

/// The result of one answer.
enum Outcome {
    /// It was built.
    Built(String),
    /// It is not for the crate to build.
    NotBuilt(&'static str),
    /// It should have been built.
    Wrong(&'static str),
}

/// Builds every answer of the files again and compares.
pub(crate) fn check(files: &[&Path]) -> io::Result<Report> {
    let counts = ["answers", "built", "not-built", "handed-in", "mismatches"];
    let mut report = Report::new("shopxo-http", &counts);
    let mut handed_in = HandedIn::default();
    for path in files {
        let recording = Recording::read(path)?;
        let mut builder = Builder {
            orders: Orders::open(&recording, &mut handed_in),
            recording: &recording,
            handed_in: &mut handed_in,
        };
        for (index, step) in recording.steps.iter().enumerate() {
            let name = format!("{} {index} {}", recording.file, step.name);
            report.count("answers");
            match builder.build(index, step) {
                Outcome::NotBuilt(why) => {
                    report.count("not-built");
                    report.note(format!("not built {name}: {why}"));
                }
                Outcome::Wrong(why) => {
                    report.differs("mismatches", format!("mismatch {name}: {why}"));
                }
                Outcome::Built(answer) => match first_difference(&step.response, &answer) {
                    None => report.count("built"),
                    Some(difference) => {
                        report.differs("mismatches", format!("mismatch {name}: {difference}"));
                    }
                },
            }
        }
    }
    for (path, times) in handed_in.0 {
        report.count("handed-in");
        report.note(format!("handed in: {path} ({times})"));
    }
    Ok(report)
}

/// The fields that were handed in, and how often.
#[derive(Default)]
struct HandedIn(BTreeMap<String, usize>);

impl HandedIn {
    fn note(&mut self, path: impl Into<String>) {
        *self.0.entry(path.into()).or_default() += 1;
    }

    /// Notes every field of a value.
    fn note_all(&mut self, path: &str, value: &Value) {
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                for (name, value) in fields {
                    self.note_all(&format!("{path}.{name}"), value);
                }
            }
            _ => self.note(path),
        }
    }

    /// Hands in a part of a recorded answer, as the record that it is.
    fn hand_in<T: DeserializeOwned>(&mut self, path: &str, value: &Value) -> T {
        self.note_all(path, value);
        decode(&value.to_string()).expect("answers that are not typed are refused before")
    }
}

struct Builder<'a> {
    orders: Orders,
    recording: &'a Recording,
    handed_in: &'a mut HandedIn,
}

impl Builder<'_> {
    fn build(&mut self, index: usize, step: &Step) -> Outcome {
        let Some(release) = self.recording.release() else {
            return Outcome::NotBuilt("no view in the file tells the release");
        };
        let wording = Wording { release, language: Language::Chinese };
        match number(&step.answer["code"]) {
            Some(-400) => {
                return Outcome::NotBuilt("no buyer is logged in, so no order is asked for");
            }
            Some(-500) => {
                return Outcome::NotBuilt("an exception of PHP, shown to the client (D12)");
            }
            _ => {}
        }
        let data = &step.answer["data"];
        if data["order_data"].is_object() {
            self.view(data, wording)
        } else if data["data"].is_array() {
            self.list(data, wording)
        } else if step.request.get("oid").is_some() {
            Outcome::NotBuilt("a view of an order that is not there")
        } else {
            self.operation(index, wording)
        }
    }

    fn view(&mut self, page: &Value, wording: Wording) -> Outcome {
        let ids = (id(&page["order_data"]["id"]), id(&page["order_data"]["items"]["id"]));
        let (Some(order_id), Some(line)) = ids else {
            return Outcome::NotBuilt("it does not name its order and its line");
        };
        if !self.orders.is_whole(order_id) {
            return Outcome::NotBuilt("the file does not show every line of its order");
        }
        let Some(order) = self.orders.order(order_id) else {
            return Outcome::Wrong("no order has these figures");
        };
        let line = line.to_string().into();
        let now = self.orders.now_for(order_id);
        let blank = Host::default();
        let case = View { order, line: &line, now, host: &blank }.newest();
        let is_2_2_1 = wording.release == Release::V2_2_1;
        let name = if is_2_2_1 { "new_aftersale_data" } else { "aftersale_data" };
        let recorded = &page[name];
        let is_earlier = case.is_none() && recorded.is_object();
        if is_earlier && id(&recorded["id"]).is_none_or(|id| !self.orders.knows_case(id)) {
            return Outcome::NotBuilt("its case was opened before the recording began");
        }
        let case_id = case.and_then(|case| self.orders.id_of(order_id, case.id));
        let mut host = self.host(&page["order_data"], "data.order_data", order_id);
        if let Some(case_id) = case_id {
            self.hand_in_case(&mut host, recorded, &format!("data.{name}"), case_id);
        }
        for (name, reasons_of_host) in [
            ("return_only_money_reason", &mut host.refund_only_reasons),
            ("return_money_goods_reason", &mut host.return_reasons),
        ] {
            let lines = page[name].as_array().cloned().unwrap_or_default();
            let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
            self.handed_in.note(format!("data.{name}"));
            *reasons_of_host = reasons(&lines.join("\n"));
        }
        if let Some(address) = page.get("return_goods_address") {
            host.return_goods_address =
                self.handed_in.hand_in("data.return_goods_address", address);
        }
        let Some(order) = self.orders.order(order_id) else {
            return Outcome::Wrong("no order has these figures");
        };
        let view = View { order, line: &line, now, host: &host };
        Outcome::Built(if is_2_2_1 {
            encode(&view.aftersale())
        } else {
            encode(&view.detail(wording.language))
        })
    }

    /// Builds the list of all cases that were opened and not deleted, the newest first.
    fn list(&mut self, page: &Value, wording: Wording) -> Outcome {
        let recorded: Vec<Value> = page["data"].as_array().cloned().unwrap_or_default();
        let is_known = |row: &Value| id(&row["id"]).is_some_and(|id| self.orders.knows_case(id));
        if recorded.len() > self.orders.cases().len() && !recorded.iter().all(is_known) {
            return Outcome::NotBuilt("one of its cases was opened before the recording began");
        }
        let mut rows = Vec::new();
        for (shops_id, order_id, case_id) in self.orders.cases() {
            let row = recorded.iter().find(|row| id(&row["id"]) == Some(shops_id));
            let row = row.unwrap_or(&Value::Null);
            let mut host = self.host(&row["order_data"], "data.data[].order_data", order_id);
            self.hand_in_case(&mut host, row, "data.data[]", shops_id);
            let Some(order) = self.orders.order(order_id) else { continue };
            let Some(case) = order.case(case_id).filter(|case| !case.hidden) else { continue };
            let Some(line) = case.claim.lines.first() else { continue };
            let now = self.orders.now_for(order_id);
            let view = View { order, line: &line.line, now, host: &host };
            rows.push(view.row(case, wording));
        }
        let mut list = ListPage::default();
        let total = u32::try_from(rows.len()).map_or(Quantity::new(u32::MAX), Quantity::new);
        list.total = Loose::plain(total).into();
        list.page_total = self.handed_in.hand_in("data.page_total", &page["page_total"]);
        list.data = OrEmpty::Value(rows).into();
        let mut answer = ListAnswer::default();
        answer.msg = "success".into();
        answer.code = Loose::plain(ReturnCode(0)).into();
        answer.data = OrEmpty::Value(list).into();
        Outcome::Built(encode(&answer))
    }

    fn operation(&mut self, index: usize, wording: Wording) -> Outcome {
        let done = match self.orders.operate(self.recording, index, wording, self.handed_in) {
            Ok(done) => done,
            Err(why) => return Outcome::NotBuilt(why),
        };
        let code = ReturnCode(done.answer.code.number());
        let mut answer = PlainAnswer::refused(&done.answer.message, code);
        let says_id = wording.release == Release::V6_9_0;
        if let (Operation::Create(_), Some(id), true) = (&done.operation, done.opened, says_id) {
            self.handed_in.note("data (the id of a new case)");
            answer.data = PlainData::Id(Loose::plain(Id(id))).into();
        }
        Outcome::Built(encode(&answer))
    }

    /// The host's knowledge of an order: the recorded fields, without those that the crate makes.
    fn host(&mut self, recorded: &Value, path: &str, order_id: u64) -> Host {
        let mut rest = without(recorded, ORDER);
        if let Some(items) = rest.get_mut("items") {
            *items = without(items, LINE);
        }
        let order = self.orders.order(order_id);
        // Until an audit has changed it, the shop's own status of the payment stands.
        if order.is_some_and(|order| aftersale::shopxo::arithmetic::pay_status(order).is_some()) {
            rest = without(&rest, &["pay_status"]);
        }
        if order.is_some_and(|order| order.facts().is_virtual) {
            rest = without(&rest, &["order_model"]);
        }
        self.handed_in.note("the shop's clock, and whether numbers are in quotes");
        self.handed_in.note("the time of a page (of the last operation, or of receipt if later)");
        Host {
            order: self.handed_in.hand_in(path, &rest),
            clock: UtcOffset::CHINA,
            quotes_columns: recorded["id"].is_string(),
            ..Host::default()
        }
    }

    /// Hands in the recorded fields of a case.
    fn hand_in_case(&mut self, host: &mut Host, recorded: &Value, path: &str, id: u64) {
        let mut rest = without(recorded, CASE);
        for time in TIMES {
            let columns = ["", "_time", "_date"].map(|end| format!("{time}_time{end}"));
            rest = without(&rest, &columns.each_ref().map(String::as_str));
        }
        rest["id"] = if host.quotes_columns { json!(id.to_string()) } else { json!(id) };
        host.case = self.handed_in.hand_in(path, &rest);
    }
}

/// Returns an object without these fields.
fn without(value: &Value, names: &[&str]) -> Value {
    let fields = value.as_object().into_iter().flatten();
    let fields = fields.filter(|(name, _)| !names.contains(&name.as_str()));
    Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
}
