//! Starts the service and asks it over HTTP, as a client would.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Running {
    process: Child,
    address: String,
}

impl Running {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_service"));
        let mut process =
            command.arg("127.0.0.1:0").stdout(Stdio::piped()).spawn().expect("the service starts");
        let output = process.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("listening on ").expect("its address").to_owned();
        Self { process, address }
    }

    /// Sends a request as this caller, and returns the status and the body of the answer.
    fn ask(&self, method: &str, path: &str, caller: &str, body: &Value) -> (u16, Value) {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n{caller}content-length: {}\r\n\r\n{body}",
            body.len()
        )
        .expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.expect("a status"), serde_json::from_str(body).expect("JSON"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

const MERCHANT: &str = "x-actor: merchant\r\n";
const BUYER: &str = "x-actor: buyer\r\nx-buyer: b-7\r\n";
const GATEWAY: &str = "x-actor: platform\r\n";

#[test]
fn a_refund_goes_through_the_service_once() {
    let service = Running::start();
    let facts = json!({
        "order": "ORDER1", "buyer": "b-7", "currency": "CNY", "shipping": "8.00 CNY",
        "lines": [{"line": "tea", "quantity": 3, "unit_price": "10.00 CNY"}],
    });
    let (status, ledger) = service.ask("POST", "/orders", MERCHANT, &facts);
    assert_eq!((status, &ledger["order"]["paid"]["minor"]), (201, &json!(3_800)));

    let commands = "/orders/ORDER1/commands";
    let apply = json!({"id": "c-1", "request": {"apply": {
        "flow": "refund_only", "application": {"lines": [{"line": "tea", "units": 1}]},
    }}});
    let (status, decision) = service.ask("POST", commands, BUYER, &apply);
    assert_eq!((status, &decision["outcome"]), (200, &json!("accepted")));

    let agree =
        |id: &str| json!({"id": id, "request": {"agree_to_refund": {"case": 1, "offer": 1}}});
    let (status, decision) = service.ask("POST", commands, MERCHANT, &agree("c-2"));
    assert_eq!(status, 200);
    let effects = decision["effects"].as_array().expect("a list");
    let effect = effects.iter().find(|effect| effect["code"] == "issue_refund");
    let effect = effect.expect("agreeing starts a refund");
    assert_eq!(effect["figures"]["amount"], json!({"minor": 1_000, "currency": "CNY"}));

    // A second clerk is refused, and a repeated click changes nothing.
    let (status, refusal) = service.ask("POST", commands, MERCHANT, &agree("c-3"));
    assert_eq!((status, &refusal["reasons"][0]["kind"]), (409, &json!("money_may_be_out")));
    let (status, decision) = service.ask("POST", commands, MERCHANT, &agree("c-2"));
    assert_eq!((status, &decision["outcome"]), (200, &json!("duplicate")));

    let report = json!({"id": "c-4", "request": {"report_refund": {
        "refund": effect["figures"]["key"], "outcome": {"succeeded": "10.00 CNY"},
        "as_of": "2026-11-21T22:39:23Z",
    }}});
    assert_eq!(service.ask("POST", commands, GATEWAY, &report).0, 200);
    let (_, case) = service.ask("GET", "/orders/ORDER1/cases/1", MERCHANT, &Value::Null);
    assert_eq!((&case["phase"], &case["text"]["zh"]), (&json!("refunded"), &json!("已退款")));
    let (_, refundable) = service.ask("GET", "/orders/ORDER1/refundable", BUYER, &Value::Null);
    assert_eq!(refundable["order"]["minor"], 2_800);
    for question in
        ["ledger", "may-apply", "quote", "effects", "cases/1/steps", "cases/1/permissions"]
    {
        let (status, _) =
            service.ask("GET", &format!("/orders/ORDER1/{question}"), BUYER, &Value::Null);
        assert_eq!(status, 200, "{question}");
    }
}

#[test]
fn what_is_wrong_with_a_request_is_answered_and_named() {
    let service = Running::start();
    let facts = json!({
        "order": "ORDER1", "buyer": "b-7", "currency": "CNY",
        "lines": [{"line": "tea", "quantity": 3, "unit_price": "10.00 CNY"}],
    });
    assert_eq!(service.ask("POST", "/orders", MERCHANT, &facts).0, 201);
    assert_eq!(service.ask("POST", "/orders", MERCHANT, &facts).0, 409);
    assert_eq!(service.ask("POST", "/orders", "", &facts).0, 401);
    assert_eq!(service.ask("POST", "/orders", "x-actor: clock\r\n", &facts).0, 401);

    let misspelt = json!({"id": "c-1", "request": {"cancel": {"cases": 1}}});
    let (status, error) = service.ask("POST", "/orders/ORDER1/commands", BUYER, &misspelt);
    assert_eq!(status, 400);
    assert!(error["error"].to_string().contains("request.cancel.cases"), "{error}");

    let stranger = "x-actor: buyer\r\nx-buyer: b-8\r\n";
    let cancel = json!({"id": "c-1", "request": {"cancel": {"case": 1}}});
    let (status, refusal) = service.ask("POST", "/orders/ORDER1/commands", stranger, &cancel);
    assert_eq!((status, &refusal["reasons"][0]["code"]), (409, &json!("other_buyer")));
    let unnamed = "x-actor: buyer\r\n";
    let (status, refusal) = service.ask("POST", "/orders/ORDER1/commands", unnamed, &cancel);
    assert_eq!((status, &refusal["reasons"][0]["code"]), (409, &json!("buyer_not_named")));

    assert_eq!(service.ask("GET", "/orders/B-2/ledger", MERCHANT, &Value::Null).0, 404);
    assert_eq!(service.ask("GET", "/orders/ORDER1/cases/9", MERCHANT, &Value::Null).0, 404);
    assert_eq!(service.ask("GET", "/orders/ORDER1/weather", MERCHANT, &Value::Null).0, 404);
    let no_lines = json!({"order": "A-2", "currency": "CNY", "lines": []});
    let (status, error) = service.ask("POST", "/orders", MERCHANT, &no_lines);
    assert_eq!((status, &error["faults"][0]["en"]), (422, &json!("the order has no lines")));
}
