//! Every answer against its schema, and every schema against answers with one field broken.

use std::collections::{BTreeMap, BTreeSet};

use aftersale::json;
use aftersale::lifecycle::Actor;
use aftersale::order::{Application, Policy};
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;
use aftersale_testing::History;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::samples::histories;
use crate::schemas;

/// Collects answers of each kind, and checks each against its schema.
struct Answers {
    schemas: BTreeMap<&'static str, Validator>,
    samples: BTreeMap<&'static str, Vec<Value>>,
    checked: usize,
}

impl Answers {
    fn new() -> Self {
        let validator = |schema: &Value| jsonschema::validator_for(schema).expect("a schema");
        let schemas = schemas::all();
        Self {
            schemas: schemas.iter().map(|(name, schema)| (*name, validator(schema))).collect(),
            samples: BTreeMap::new(),
            checked: 0,
        }
    }

    fn check(&mut self, kind: &'static str, answer: Value) {
        let schema = &self.schemas[kind];
        if let Err(error) = schema.validate(&answer) {
            panic!("{kind} at {}: {error}\n{answer:#}", error.instance_path);
        }
        self.checked += 1;
        let samples = self.samples.entry(kind).or_default();
        if samples.len() < 40 {
            samples.push(answer);
        }
    }

    fn look_at<P: Policy>(&mut self, history: &History<P>) {
        let order = history.order();
        for step in history.steps() {
            self.check("command", json::encode_command(&step.command, order.currency()));
            match &step.answer {
                Ok(decision) => self.check("decision", json::decision(order, decision)),
                Err(refusal) => self.check("refusal", json::refusal(order, refusal)),
            }
        }
        self.check("ledger", json::ledger(order));
        self.check("refundable", json::refundable(order));
        let at = history.now();
        for by in Actor::ALL {
            self.check("may_apply", json::may_apply(order, *by, at));
        }
        for effect in order.pending_effects() {
            self.check("effect", json::effect(effect));
        }
        for case in order.cases() {
            self.check("case", json::case(order, case.id).expect("a case"));
            self.check("steps", json::steps(order, case.id));
            for by in Actor::ALL {
                self.check("permissions", json::permissions(order, case.id, *by, at));
            }
        }
        let Application { lines, shipping, .. } = Application::everything(order);
        if let Ok(quote) = order.quote(aftersale::lifecycle::Flow::RefundOnly, &lines, shipping) {
            self.check("quote", json::quote(order, &quote));
        }
    }
}

fn collected() -> Answers {
    let mut answers = Answers::new();
    histories(&HardenedShop::default(), |history| {
        answers.look_at(history);
        answers.checked > 10_000
    });
    histories(&WeChat::default(), |history| {
        answers.look_at(history);
        answers.checked > 20_000
    });
    let no_lines = br#"{"order": "", "currency": "CNY", "lines": []}"#;
    let facts = json::decode_facts(no_lines).expect("facts");
    let at = aftersale::time::Timestamp::from_seconds(0);
    let error = aftersale::order::Order::open(HardenedShop::default(), facts, at).unwrap_err();
    answers.check("opening_error", json::opening_error(&error));
    answers
}

/// Returns the document with one part broken, in each way, for each part that a schema describes.
fn broken(document: &Value) -> Vec<Value> {
    let mut results = Vec::new();
    match document {
        Value::Object(fields) => {
            for (name, value) in fields {
                for other in broken(value) {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), other);
                    results.push(Value::Object(fields));
                }
            }
            let mut fields = fields.clone();
            fields.insert("no such field".into(), json!(1));
            results.push(Value::Object(fields));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                for other in broken(item) {
                    let mut items = items.clone();
                    items[index] = other;
                    results.push(Value::Array(items));
                }
            }
        }
        _ => {}
    }
    // A value of a kind that nothing in any answer is.
    results.push(json!([[-0.5]]));
    results
}

#[test]
fn every_answer_is_as_its_schema_says_and_no_broken_one_is() {
    let answers = collected();
    let kinds: BTreeSet<_> = answers.samples.keys().collect();
    assert_eq!(kinds, answers.schemas.keys().collect(), "some kinds were never seen");
    for (kind, samples) in &answers.samples {
        let mut tried = 0;
        for sample in samples.iter().take(6) {
            for document in broken(sample) {
                // The figures of a reason or effect depend on its code, and are free in the schema.
                let is_free = without_figures(&document) == without_figures(sample);
                assert!(
                    is_free || !answers.schemas[kind].is_valid(&document),
                    "{kind} is valid with a broken field: {document:#}"
                );
                tried += 1;
            }
        }
        assert!(tried > 5, "{kind}: {tried}");
    }
}

/// Returns the document without its figures.
fn without_figures(document: &Value) -> Value {
    match document {
        Value::Object(fields) => {
            let kept =
                fields.iter().filter(|(name, value)| *name != "figures" || !value.is_object());
            kept.map(|(name, value)| (name.clone(), without_figures(value))).collect()
        }
        Value::Array(items) => items.iter().map(without_figures).collect(),
        other => other.clone(),
    }
}
