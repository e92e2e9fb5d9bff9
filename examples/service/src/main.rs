//! An HTTP service in which commands and answers are the crate's own JSON. It keeps its orders in memory; a real one
//! stores each event before it answers (`examples/sqlite_host`) and authenticates its callers.
//!
//! ```sh
//! cargo run -p service -- 127.0.0.1:8080
//! curl -H 'x-actor: merchant' -d '{"order": "ORDER1", "currency": "CNY", "lines": [{"line": "tea", "quantity": 3, "unit_price": "10.00 CNY"}]}' \
//!     http://127.0.0.1:8080/orders
//! curl -H 'x-actor: buyer' -H 'x-buyer: b-7' http://127.0.0.1:8080/orders/ORDER1/commands -d '{"id": "c-1", "request":
//!     {"apply": {"flow": "refund_only", "application": {"lines": [{"line": "tea", "units": 1}]}}}}'
//! curl -H 'x-actor: merchant' http://127.0.0.1:8080/orders/ORDER1/cases/1/permissions
//! ```

use std::collections::HashMap;
use std::io::Read as _;
use std::time::SystemTime;

use aftersale::json::{self, Sender};
use aftersale::lifecycle::Actor;
use aftersale::lifecycle::Flow;
use aftersale::order::{Application, CaseId, Order};
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;
use serde_json::{Value, json};
use tiny_http::{Header, Request, Response, Server};

/// The largest body that is read.
const MOST_BYTES: usize = json::MOST_BYTES;

#[derive(Default)]
struct Service {
    orders: HashMap<String, Order<HardenedShop>>,
}

/// A status of HTTP with its body.
type Answer = (u16, Value);

fn wrong(status: u16, text: impl ToString) -> Answer {
    (status, json!({"error": text.to_string()}))
}

/// The caller, as the service has authenticated it. Here two headers stand for that.
struct Caller {
    actor: Actor,
    buyer: Option<String>,
}

impl Service {
    fn answer(&mut self, method: &str, path: &str, body: &[u8], caller: &Caller) -> Answer {
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match (method, parts.as_slice()) {
            ("POST", ["orders"]) => self.open(body),
            ("POST", ["orders", id, "commands"]) => self.command(id, body, caller),
            ("GET", ["orders", id, question @ ..]) => match self.orders.get(*id) {
                Some(order) => ask(order, question, caller),
                None => wrong(404, "no such order"),
            },
            _ => wrong(404, "no such address"),
        }
    }

    fn open(&mut self, body: &[u8]) -> Answer {
        let facts = match json::decode_facts(body) {
            Ok(facts) => facts,
            Err(error) => return wrong(400, error),
        };
        let id = facts.order.to_string();
        if self.orders.contains_key(&id) {
            return wrong(409, "the order is open already");
        }
        match Order::open(HardenedShop::default(), facts, now()) {
            Ok((order, _opened)) => {
                let answer = json::ledger(&order);
                self.orders.insert(id, order);
                (201, answer)
            }
            Err(error) => (422, json::opening_error(&error)),
        }
    }

    fn command(&mut self, id: &str, body: &[u8], caller: &Caller) -> Answer {
        let Some(order) = self.orders.get_mut(id) else { return wrong(404, "no such order") };
        let sender = Sender {
            order: order.id().clone(),
            by: caller.actor,
            buyer: caller.buyer.as_deref().map(Into::into),
            at: now(),
        };
        match json::decode_command(body, order.currency(), &sender) {
            Err(error) => wrong(400, error),
            Ok(command) => match order.accept(&command) {
                Ok(decision) => (200, json::decision(order, &decision)),
                Err(refusal) => (409, json::refusal(order, &refusal)),
            },
        }
    }
}

/// Answers a question about an order.
fn ask(order: &Order<HardenedShop>, question: &[&str], caller: &Caller) -> Answer {
    let case = |id: &str| id.parse::<CaseId>().ok().filter(|id| order.case(*id).is_some());
    match question {
        ["ledger"] => (200, json::ledger(order)),
        ["refundable"] => (200, json::refundable(order)),
        ["may-apply"] => (200, json::may_apply(order, caller.actor, now())),
        ["quote"] => {
            let Application { lines, shipping, .. } = Application::everything(order);
            match order.quote(Flow::RefundOnly, &lines, shipping) {
                Ok(quote) => (200, json::quote(order, &quote)),
                Err(_) => wrong(409, "nothing is refundable"),
            }
        }
        ["effects"] => (200, order.pending_effects().iter().map(json::effect).collect()),
        ["cases", id, rest @ ..] => match (case(id), rest) {
            (Some(id), []) => (200, json::case(order, id).unwrap_or_default()),
            (Some(id), ["steps"]) => (200, json::steps(order, id)),
            (Some(id), ["permissions"]) => (200, json::permissions(order, id, caller.actor, now())),
            _ => wrong(404, "no such case, or no such question"),
        },
        _ => wrong(404, "no such question"),
    }
}

fn now() -> Timestamp {
    Timestamp::from(SystemTime::now())
}

fn header(request: &Request, name: &'static str) -> Option<String> {
    let found = request.headers().iter().find(|header| header.field.equiv(name));
    found.map(|header| header.value.to_string())
}

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".into());
    let server = Server::http(&address)?;
    println!("listening on {}", server.server_addr());
    let mut service = Service::default();
    for mut request in server.incoming_requests() {
        let actor = header(&request, "x-actor").and_then(|actor| actor.parse().ok());
        let (status, answer) = match actor {
            // The clock is the service's own: no caller speaks for it.
            None | Some(Actor::Clock) => wrong(401, "who is calling?"),
            Some(actor) => {
                let mut body = Vec::new();
                let limit = u64::try_from(MOST_BYTES)?.saturating_add(1);
                request.as_reader().take(limit).read_to_end(&mut body)?;
                let caller = Caller { actor, buyer: header(&request, "x-buyer") };
                let (method, url) = (request.method().to_string(), request.url().to_owned());
                service.answer(&method, &url, &body, &caller)
            }
        };
        let json =
            Header::from_bytes("content-type", "application/json").map_err(|()| "a header")?;
        let response = Response::from_string(answer.to_string()).with_status_code(status);
        request.respond(response.with_header(json))?;
    }
    Ok(())
}
