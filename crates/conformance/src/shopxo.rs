//! `shopxo-tables` and `shopxo-http`: the crate's ShopXO tables and its JSON, against the recorded answers
//! of real ShopXO systems.

use std::io;
use std::path::Path;

use aftersale::shopxo::policy::{LAUNCH_DAYS, can_launch, is_price};
use aftersale::shopxo::steps::StepList;
use aftersale::shopxo::texts::{BUTTONS, ShopText, TEXTS, tip, tip_2_2_1, type_text};
use aftersale::shopxo::wire::Document;
use aftersale::shopxo::{
    AfterSaleStatus, AfterSaleType, OrderModel, OrderStatus, PayStatus, Refundment,
};
use aftersale::time::Timestamp;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::files::{in_file, read};
use crate::json::first_difference;
use crate::report::Report;

/// Compares step flags, tips, lists, texts, price verdicts and launch verdicts with recorded ones.
pub(crate) fn tables(files: &[&Path]) -> io::Result<Report> {
    let mut report = Report::new("shopxo-tables", &["checked", "mismatches"]);
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let recorded: Value =
            serde_json::from_str(&read(path)?).map_err(|error| in_file(path, error))?;
        if !recorded["step"].is_object() {
            return Err(in_file(path, "these are no recorded tables"));
        }
        Tables::new(&mut report, name, &recorded).check();
    }
    Ok(report)
}

/// One recorded file, with its version and language.
struct Tables<'a> {
    report: &'a mut Report,
    name: String,
    recorded: &'a Value,
    is_2_2_1: bool,
    is_english: bool,
}

impl<'a> Tables<'a> {
    fn new(report: &'a mut Report, name: String, recorded: &'a Value) -> Self {
        let is_2_2_1 = recorded["tips"]["type0-status0"].is_string();
        let is_english = recorded["step"]["none"]["step0"][0]["name"]
            .as_str()
            .is_some_and(|name| name.is_ascii());
        Self { report, name, recorded, is_2_2_1, is_english }
    }

    fn check(mut self) {
        self.steps("none", None);
        for (kind, status) in every_case() {
            let case = format!("type{}-status{}", kind.code(), status.code());
            self.steps(&case, Some(status));
            self.expect(
                &format!("tips {case}"),
                &self.recorded["tips"][&case],
                self.tip(kind, status),
            );
        }
        self.lists();
        self.texts();
        if let Some(verdicts) = self.recorded["checkprice"].as_object() {
            for (text, verdict) in verdicts {
                self.expect(&format!("price {text:?}"), verdict, json!(is_price(text)));
            }
        }
        self.launch();
    }

    fn expect(&mut self, what: &str, recorded: &Value, ours: Value) {
        self.report.count("checked");
        if *recorded != ours {
            let line = format!("{}: {what}: recorded {recorded}, ours {ours}", self.name);
            self.report.differs("mismatches", line);
        }
    }

    fn language(&self, chinese: &'static str, english: &'static str) -> &'static str {
        if self.is_english { english } else { chinese }
    }

    fn steps(&mut self, case: &str, newest: Option<AfterSaleStatus>) {
        for list in StepList::ALL {
            let names = if self.is_english { list.english() } else { list.chinese() };
            let ours: Vec<Value> = (1u8..)
                .zip(names)
                .zip(list.flags(newest))
                .map(|((number, name), flags)| {
                    json!({
                        "number": number,
                        "name": name,
                        "is_caret": u8::from(flags.is_caret),
                        "is_angle": u8::from(flags.is_angle),
                        "is_active": u8::from(flags.is_active),
                        "is_end": u8::from(flags.is_end),
                    })
                })
                .collect();
            let recorded = &self.recorded["step"][case][list.name()];
            self.expect(&format!("{case} {}", list.name()), recorded, json!(ours));
        }
    }

    fn tip(&self, kind: AfterSaleType, status: AfterSaleStatus) -> Value {
        if self.is_2_2_1 {
            return json!(tip_2_2_1(kind, status));
        }
        let tip = tip(kind, status);
        let title = self.language(tip.chinese, tip.english);
        match tip.description {
            Some((chinese, english)) => {
                json!({"title": title, "desc": self.language(chinese, english)})
            }
            None => json!({"title": title}),
        }
    }

    fn lists(&mut self) {
        let lists = &self.recorded["const"];
        let types = AfterSaleType::ALL.iter().map(|kind| {
            let text = type_text(*kind);
            let mut row = json!({
                "value": kind.code(),
                "name": self.language(kind.chinese(), kind.english()),
                "desc": self.language(text.chinese, text.english),
                "icon": text.icon,
            });
            if self.is_2_2_1 {
                row["class"] = json!(text.class_2_2_1);
            }
            row
        });
        let types = json!(types.collect::<Vec<_>>());
        self.expect("types", &lists["common_order_aftersale_type_list"], types);

        let value = |code: u8, name: &str| json!({"value": code, "name": name});
        let id = |code: u8, name: &str| match code {
            0 => json!({"id": code, "name": name, "checked": true}),
            _ => json!({"id": code, "name": name}),
        };
        let statuses = AfterSaleStatus::ALL
            .iter()
            .map(|word| value(word.code(), self.language(word.chinese(), word.english())));
        let statuses = json!(statuses.collect::<Vec<_>>());
        self.expect("statuses", &lists["common_order_aftersale_status_list"], statuses);

        let refundments = Refundment::ALL
            .iter()
            .map(|word| value(word.code(), self.language(word.chinese(), word.english())));
        let refundments = json!(refundments.collect::<Vec<_>>());
        self.expect("refund ways", &lists["common_order_aftersale_refundment_list"], refundments);

        let orders = OrderStatus::ALL
            .iter()
            .map(|word| id(word.code(), self.language(word.chinese(), word.english())));
        let orders = json!(orders.collect::<Vec<_>>());
        self.expect("order statuses", &lists["common_order_status"], orders);

        // ShopXO ends one English label with a space; the crate does not.
        let mut recorded = lists["common_order_pay_status"].clone();
        if let Some(Value::String(name)) = recorded.pointer_mut("/2/name") {
            name.truncate(name.trim_end().len());
        }
        let pays = PayStatus::ALL
            .iter()
            .map(|word| id(word.code(), self.language(word.chinese(), word.english())));
        let pays = json!(pays.collect::<Vec<_>>());
        self.expect("pay statuses", &recorded, pays);

        let models = &lists["common_order_type_list"];
        if !models.is_null() {
            let ours = OrderModel::ALL
                .iter()
                .map(|word| value(word.code(), self.language(word.chinese(), word.english())));
            let ours = json!(ours.collect::<Vec<_>>());
            self.expect("order models", models, ours);
        }
    }

    fn texts(&mut self) {
        let (own, common) = (&self.recorded["lang"], &self.recorded["lang_common"]);
        for text in TEXTS {
            let recorded = match text.key.strip_prefix("common:") {
                Some(key) => common.get(key),
                None => own.get(text.key).or_else(|| common.get(text.key)),
            };
            self.text(text, recorded);
        }
        for text in BUTTONS {
            self.text(text, self.recorded["btn"].get(text.key));
        }
    }

    /// Returns a text of a file. Not every file has every text; those of 2.2.1 have none.
    fn text(&mut self, text: &ShopText, recorded: Option<&Value>) {
        if let Some(recorded) = recorded {
            let ours = json!(self.language(text.chinese, text.english));
            self.expect(&format!("text {}", text.key), recorded, ours);
        }
    }

    /// Each verdict is [time of receipt, 0 or 1]; the last one was received at the time of recording.
    fn launch(&mut self) {
        let Some(verdicts) = self.recorded["can_launch"].as_array() else { return };
        let seconds = |verdict: &Value| verdict[0].as_i64().map(Timestamp::from_seconds);
        let Some(now) = verdicts.last().and_then(seconds) else { return };
        for verdict in verdicts {
            let ours = can_launch(LAUNCH_DAYS, seconds(verdict), now);
            self.expect(&format!("launch {}", verdict[0]), &verdict[1], json!(u8::from(ours)));
        }
    }
}

fn every_case() -> impl Iterator<Item = (AfterSaleType, AfterSaleStatus)> {
    AfterSaleType::ALL
        .iter()
        .flat_map(|kind| AfterSaleStatus::ALL.iter().map(move |status| (*kind, *status)))
}

/// Decodes recorded HTTP answers, encodes them again and compares.
pub(crate) fn http(files: &[&Path]) -> io::Result<Report> {
    let mut report = Report::new("shopxo-http", &["answers", "untyped", "changed"]);
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let steps = answers(&read(path)?).map_err(|error| in_file(path, error))?;
        for (step, answer) in steps {
            let name = format!("{name} {step}").trim_end().to_string();
            report.count("answers");
            match Document::decode(answer.get()) {
                Ok(document) => {
                    for field in document.untyped_fields() {
                        report.count("untyped");
                        report.note(format!("untyped {name}: {}", field.path));
                    }
                    if let Some(difference) = first_difference(answer.get(), &document.encode()) {
                        report.differs("changed", format!("changed {name}: {difference}"));
                    }
                }
                Err(error) => report.differs("changed", format!("refused {name}: {error}")),
            }
        }
    }
    Ok(report)
}

/// A file is one answer, or a list of steps with a `response` each.
fn answers(text: &str) -> serde_json::Result<Vec<(String, Box<RawValue>)>> {
    #[derive(serde::Deserialize)]
    struct Step {
        step: String,
        response: Box<RawValue>,
    }
    if text.trim_start().starts_with('[') {
        let steps: Vec<Step> = serde_json::from_str(text)?;
        let numbered = steps.into_iter().enumerate();
        Ok(numbered
            .map(|(index, step)| (format!("{index} {}", step.step), step.response))
            .collect())
    } else {
        Ok(vec![(String::new(), serde_json::from_str(text)?)])
    }
}
