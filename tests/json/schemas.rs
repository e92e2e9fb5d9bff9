//! The JSON Schemas of `docs/schemas`, which this test writes (`WRITE_SCHEMAS=1`) and otherwise compares.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

/// An object with these fields and no other. A field whose name ends with `?` can be left out.
fn object(fields: Value) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, schema) in fields.as_object().expect("fields") {
        let plain = name.trim_end_matches('?');
        if plain == name {
            required.push(json!(plain));
        }
        properties.insert(plain.into(), schema.clone());
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn list(of: Value) -> Value {
    json!({"type": "array", "items": of})
}

fn or_null(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn code() -> Value {
    json!({"type": "string", "pattern": "^[a-z0-9_]+$"})
}

fn count() -> Value {
    json!({"type": "integer", "minimum": 0})
}

fn flag() -> Value {
    json!({"type": "boolean"})
}

fn texts() -> Value {
    object(json!({"en": text(), "zh": text()}))
}

fn money() -> Value {
    object(json!({
        "minor": {"type": "integer"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "places?": {"type": "integer", "minimum": 0, "maximum": 18},
    }))
}

/// An amount as a command has it.
fn amount() -> Value {
    let decimal = json!({"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)? [A-Z]{3}$"});
    json!({"anyOf": [money(), decimal]})
}

fn time() -> Value {
    json!({"anyOf": [
        {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$"},
        {"type": "integer"},
    ]})
}

fn id() -> Value {
    json!({"anyOf": [text(), {"type": "integer"}]})
}

fn kept_text() -> Value {
    json!({"anyOf": [text(), object(json!({"reference": text()})), {"type": "null"}]})
}

fn word(words: &[&str]) -> Value {
    json!({"enum": words})
}

fn bound() -> Value {
    json!({"anyOf": [
        object(json!({"units": text()})),
        object(json!({"line": text()})),
        object(json!({"payment": text()})),
        word(&["shipping", "order"]),
    ]})
}

fn flow() -> Value {
    word(&["refund_only", "return_refund"])
}

fn actor() -> Value {
    word(&["buyer", "merchant", "platform", "clock"])
}

fn action() -> Value {
    object(json!({"code": code(), "text": texts()}))
}

fn reason() -> Value {
    object(json!({
        "kind": word(&[
            "not_now", "not_permitted", "exceeds_limit", "conflict", "stale", "not_found", "invalid",
            "money_may_be_out",
        ]),
        "check": code(),
        "code": code(),
        "figures": {"type": "object"},
        "text": texts(),
    }))
}

fn effect() -> Value {
    object(json!({
        "id": {"type": "string", "pattern": "^[0-9]+\\.[a-z_]+(\\.[a-z_0-9]+)*$"},
        "code": word(&["issue_refund", "withhold_refund", "take_into_stock", "tell_buyer", "close_order", "reopen_order"]),
        "figures": {"type": "object"},
        "text": texts(),
    }))
}

fn balance() -> Value {
    object(json!({
        "paid": money(), "refunded": money(), "in_flight": money(), "claimed": money(), "left": money(),
    }))
}

fn tax_balance() -> Value {
    object(json!({"paid": money(), "refunded": money(), "left": money()}))
}

fn carried_tax() -> Value {
    object(json!({"refunded": money(), "expected": money()}))
}

fn payment() -> Value {
    object(json!({
        "payment": text(), "paid": money(), "refunded": money(), "in_flight": money(), "left": money(),
    }))
}

fn progress() -> Value {
    let by_payment = object(json!({
        "payment": text(), "refunded": money(), "in_flight": money(), "left": money(),
    }));
    object(json!({
        "refunded": money(), "in_flight": money(), "left": money(), "is_partly_refunded": flag(),
        "payments": list(by_payment),
    }))
}

fn quote() -> Value {
    let line = object(json!({"line": text(), "units": count(), "amount": money()}));
    object(json!({
        "lines": list(line), "shipping": money(), "deductions": list(deduction(money())), "total": money(),
        "tax": money(),
    }))
}

fn claim() -> Value {
    let line = object(json!({"line": text(), "units": count(), "amount": money()}));
    object(json!({
        "lines": list(line), "shipping": money(), "deductions": list(deduction(money())), "total": money(),
    }))
}

fn deduction(amount: Value) -> Value {
    object(json!({"name": kept_text(), "reason": kept_text(), "amount": amount}))
}

fn step() -> Value {
    object(json!({
        "number": count(),
        "name": word(&["apply", "review", "send_goods", "receive_goods", "refund"]),
        "progress": word(&["done", "current", "to_come", "stopped"]),
        "time": or_null(time()),
        "text": texts(),
    }))
}

fn facts() -> Value {
    object(json!({"hold": list(code()), "fail": list(code())}))
}

/// A request: one object with one field.
fn request() -> Value {
    let case = json!({"type": "integer", "minimum": 0});
    let offer = case.clone();
    let ask =
        object(json!({"line": id(), "units?": or_null(count()), "amount?": or_null(amount())}));
    let application = object(json!({
        "lines?": list(ask.clone()),
        "shipping?": or_null(amount()),
        "reason?": kept_text(),
        "message?": kept_text(),
        "phone?": kept_text(),
        "evidence?": list(id()),
        "deductions?": list(deduction(amount())),
    }));
    let shipment = object(json!({"carrier?": kept_text(), "waybill?": kept_text()}));
    let goods = object(json!({
        "line": id(), "accepted": count(), "resaleable?": or_null(count()), "damaged?": count(),
        "missing?": count(), "wrong?": count(),
    }));
    let outcome = json!({"anyOf": [
        word(&["processing", "unknown", "failed"]),
        object(json!({"succeeded": amount()})),
        object(json!({"reversed": amount()})),
    ]});
    let correspondence = object(json!({
        "reason?": kept_text(), "message?": kept_text(), "phone?": kept_text(), "evidence?": list(id()),
        "address?": kept_text(), "shipment?": or_null(shipment.clone()), "refusal?": kept_text(),
    }));
    let stage = word(&[
        "to_be_confirmed",
        "to_be_paid",
        "to_be_shipped",
        "to_be_received",
        "completed",
        "cancelled",
        "closed",
    ]);
    let of_case = object(json!({"case": case}));
    let decision = object(json!({"case": case, "offer": offer}));
    let note = object(json!({"case": case, "note?": kept_text()}));
    let known = object(json!({"hold?": list(code()), "fail?": list(code())}));
    let requests: BTreeMap<&str, Value> = [
        ("order_shipped", object(json!({"when": time()}))),
        ("order_received", object(json!({"when": time()}))),
        (
            "order_corrected",
            object(json!({"stage": stage, "shipped?": or_null(time()), "received?": or_null(time())})),
        ),
        ("apply", object(json!({"flow": flow(), "application": application}))),
        ("modify", object(json!({"case": case, "application": application}))),
        ("cancel", of_case.clone()),
        ("agree_to_refund", decision.clone()),
        ("agree_to_return", object(json!({"case": case, "offer": offer, "address?": kept_text()}))),
        ("agree_for_merchant", of_case.clone()),
        (
            "refuse",
            object(json!({
                "case": case, "offer": offer, "reason?": kept_text(), "evidence?": list(id()),
                "waybill_wrong?": flag(),
            })),
        ),
        ("ship_return", object(json!({"case": case, "shipment": shipment}))),
        ("amend_shipment", object(json!({"case": case, "shipment": shipment}))),
        ("recall_shipment", of_case.clone()),
        ("confirm_receipt", object(json!({"case": case, "offer": offer, "goods": list(goods)}))),
        ("waive_return", decision),
        ("escalate", object(json!({"case": case, "message?": kept_text()}))),
        (
            "rule",
            object(json!({
                "case": case,
                "ruling": word(&["for_buyer", "return_first", "for_merchant"]),
                "blame?": word(&["buyer", "merchant", "carrier", "nobody"]),
            })),
        ),
        ("force_refund", of_case.clone()),
        ("retry_refund", of_case.clone()),
        ("close", note),
        (
            "report_refund",
            object(json!({
                "refund?": or_null(id()), "case?": or_null(case.clone()), "outcome": outcome, "as_of": time(),
            })),
        ),
        ("declare_failed", object(json!({"refund": id(), "note?": kept_text()}))),
        (
            "report_external_refund",
            object(json!({
                "case?": or_null(case.clone()),
                "reference": id(),
                "amount": amount(),
                "lines?": list(object(json!({"line": id(), "amount": amount()}))),
                "shipping?": or_null(amount()),
                "as_of": time(),
            })),
        ),
        (
            "report_pending_external_refund",
            object(json!({
                "case?": or_null(case.clone()),
                "reference": id(),
                "amount": amount(),
                "lines?": list(object(json!({"line": id(), "amount": amount()}))),
                "shipping?": or_null(amount()),
                "as_of": time(),
            })),
        ),
        ("identify_refund", object(json!({"refund": id(), "reference": id()}))),
        ("report_refund_total", object(json!({"total": amount(), "as_of": time()}))),
        (
            "prove_offline_refund",
            object(json!({"case": case, "certificates?": list(id()), "note?": kept_text()})),
        ),
        ("confirm_offline_refund", of_case.clone()),
        ("time_ran_out", object(json!({"case": case, "deadline": time()}))),
        ("move_deadline", object(json!({"case": case, "deadline": time(), "note?": kept_text()}))),
        ("repair_clock", object(json!({"note?": kept_text()}))),
        ("hide", of_case),
        (
            "acknowledge",
            object(json!({"effects": list(json!({"type": "string", "pattern": "^[0-9]+\\.[a-z_]+(\\.[a-z_0-9]+)*$"}))})),
        ),
        (
            "adopt",
            object(json!({
                "case?": or_null(case.clone()),
                "flow": flow(),
                "status": {"anyOf": [text(), count()]},
                "facts?": known,
                "lines?": list(ask),
                "shipping?": or_null(amount()),
                "correspondence?": correspondence,
                "platform_case?": or_null(id()),
                "as_of?": or_null(time()),
                "deadline?": or_null(time()),
                "refunded?": or_null(amount()),
                "reference?": or_null(id()),
            })),
        ),
        ("order_paid", object(json!({"payment": id(), "amount": amount()}))),
        (
            "choose_payments",
            object(json!({
                "case": case,
                "payments?": list(object(json!({"payment": id(), "amount": amount()}))),
            })),
        ),
    ]
    .into();
    let alternatives: Vec<Value> =
        requests.into_iter().map(|(name, schema)| object(json!({name: schema}))).collect();
    json!({"oneOf": alternatives})
}

/// Returns every schema, by the name of its file.
pub(crate) fn all() -> BTreeMap<&'static str, Value> {
    let refund = object(json!({
        "key": text(),
        "references": list(text()),
        "route": word(&["shop", "platform", "offline", "external"]),
        "state": word(&["started", "processing", "unknown", "succeeded", "failed", "reversed"]),
        "amount": money(),
        "paid": money(),
        "payment": or_null(text()),
        "tax": carried_tax(),
        "started": time(),
        "text": texts(),
    }));
    let line_balance = object(json!({
        "line": text(),
        "money": balance(),
        "units": object(json!({"bought": count(), "returned": count(), "claimed": count(), "left": count()})),
        "tax": tax_balance(),
    }));
    let refused = object(json!({"action": action(), "reasons": list(reason())}));
    [
        (
            "command",
            object(json!({
                "id": id(), "order?": id(), "by?": actor(), "buyer?": id(), "at?": time(), "seen?": or_null(count()),
                "request": request(),
            })),
        ),
        (
            "refusal",
            object(json!({
                "by": actor(),
                "capability": code(),
                "case": or_null(object(json!({"id": count(), "flow": flow(), "status": text()}))),
                "reasons": list(reason()),
                "instead": list(action()),
                "text": texts(),
            })),
        ),
        (
            "decision",
            object(json!({
                "outcome": word(&["accepted", "duplicate", "nothing"]),
                "version": count(),
                "effects": list(effect()),
                "anomalies": list(object(json!({"code": code(), "text": texts()}))),
            })),
        ),
        ("effect", effect()),
        (
            "ledger",
            object(json!({
                "lines": list(line_balance), "shipping": balance(), "order": balance(),
                "shipping_tax": tax_balance(), "order_tax": tax_balance(), "payments": list(payment()),
            })),
        ),
        (
            "refundable",
            object(json!({
                "lines": list(object(json!({
                    "line": text(), "units": count(), "amount": money(), "bound": bound(),
                }))),
                "shipping": money(),
                "shipping_bound": bound(),
                "order": money(),
            })),
        ),
        ("quote", quote()),
        (
            "may_apply",
            list(object(json!({
                "flow": flow(), "line": text(), "permitted": flag(), "reasons": list(reason()),
            }))),
        ),
        (
            "permissions",
            object(json!({
                "permitted": list(action()), "not_permitted": list(refused), "rights": list(action()),
            })),
        ),
        ("steps", list(step())),
        (
            "case",
            object(json!({
                "id": count(), "flow": flow(), "status": text(), "phase": code(), "facts": facts(),
                "offer": count(), "claim": claim(), "tax": carried_tax(), "deadline": or_null(time()), "hidden": flag(),
                "platform_case": or_null(text()), "known_as_of": time(),
                "steps": list(step()), "refunds": list(refund), "progress": progress(), "text": texts(),
            })),
        ),
        ("opening_error", object(json!({"faults": list(texts())}))),
    ]
    .into_iter()
    .map(|(name, mut schema)| {
        let header = schema.as_object_mut().expect("an object");
        header.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        header.insert("title".into(), json!(format!("aftersale {name}")));
        (name, schema)
    })
    .collect()
}

#[test]
fn the_schemas_of_the_docs_are_these() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    for (name, schema) in all() {
        let file = folder.join(format!("{name}.json"));
        let text = format!("{schema:#}\n");
        if std::env::var_os("WRITE_SCHEMAS").is_some() {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&file, &text).expect("a file that can be written");
        }
        let found = fs::read_to_string(&file).unwrap_or_default();
        assert!(found == text, "{} is not what this test writes", file.display());
    }
}
