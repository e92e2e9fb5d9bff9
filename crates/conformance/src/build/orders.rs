//! The recorded orders as the crate has them: opened with the figures that the file shows first, and
//! led through its steps.

use std::collections::BTreeMap;

use aftersale::lifecycle::Actor;
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    BuyerId, CaseId, Command, Effect, EvidenceId, LineFacts, Order, OrderFacts, OrderId, Outcome,
    RefundRef, Request,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::operation::{Canceller, Create};
use aftersale::shopxo::policy::is_price;
use aftersale::shopxo::{
    AfterSaleType, Answer, FaithfulShop, Operation, OrderModel, OrderStatus, Refundment, Wording,
};
use aftersale::time::Timestamp;
use serde_json::{Map, Value};

use super::HandedIn;
use super::recording::{Recording, id, number, time};

/// All orders of a file of which every line is shown.
pub(super) struct Orders {
    /// The orders by id; `None` where the figures open none.
    orders: BTreeMap<u64, Option<Order<FaithfulShop>>>,
    /// The cases that the steps have opened, by the shop's numbers, with their orders.
    cases: BTreeMap<u64, (u64, CaseId)>,
    /// The time of the last operation.
    now: Timestamp,
    /// The texts of the last application.
    applied: Map<String, Value>,
    commands: u32,
}

/// The result of an operation.
pub(super) struct Done {
    pub(super) operation: Operation,
    pub(super) answer: Answer,
    /// The shop's number of the case that the operation opened.
    pub(super) opened: Option<u64>,
}

impl Orders {
    pub(super) fn open(recording: &Recording, handed_in: &mut HandedIn) -> Self {
        let mut orders = BTreeMap::new();
        for page in recording.pages() {
            let Some(order_id) = id(&page["order_data"]["id"]) else { continue };
            if orders.contains_key(&order_id) {
                continue;
            }
            if shows_every_line(recording, order_id, &page["order_data"]) {
                for figure in FIGURES {
                    handed_in.note(format!("data.order_data.{figure} (once, to open the order)"));
                }
                orders.insert(order_id, open(recording, order_id, &page["order_data"]));
            }
        }
        let (now, applied) = (Timestamp::from_seconds(0), Map::new());
        Self { orders, cases: BTreeMap::new(), now, applied, commands: 0 }
    }

    pub(super) fn order(&self, order: u64) -> Option<&Order<FaithfulShop>> {
        self.orders.get(&order)?.as_ref()
    }

    /// Returns whether the file shows every line of an order.
    pub(super) fn is_whole(&self, order: u64) -> bool {
        self.orders.contains_key(&order)
    }

    pub(super) fn knows_case(&self, case: u64) -> bool {
        self.cases.contains_key(&case)
    }

    /// Returns the shop's number of a case.
    pub(super) fn id_of(&self, order: u64, case: CaseId) -> Option<u64> {
        let mut known = self.cases.iter();
        known.find(|(_, known)| **known == (order, case)).map(|(id, _)| *id)
    }

    /// Returns all cases, the newest first: the shop's number, the order and its case.
    pub(super) fn cases(&self) -> Vec<(u64, u64, CaseId)> {
        let newest_first = self.cases.iter().rev();
        newest_first.map(|(id, (order, case))| (*id, *order, *case)).collect()
    }

    /// Returns the time of a view: that of the last operation, but not before the order was received.
    pub(super) fn now_for(&self, order: u64) -> Timestamp {
        let received = self.order(order).and_then(Order::received);
        received.map_or(self.now, |received| received.max(self.now))
    }

    /// Performs the operation of a step.
    ///
    /// # Errors
    ///
    /// When the operation cannot be asked.
    pub(super) fn operate(
        &mut self,
        recording: &Recording,
        index: usize,
        wording: Wording,
        handed_in: &mut HandedIn,
    ) -> Result<Done, &'static str> {
        let step = recording.steps.get(index).ok_or("there is no such step")?;
        let name = step.name.strip_prefix("admin Aftersale").unwrap_or(&step.name);
        let name = name.split('-').next().unwrap_or(name).to_lowercase();
        let mut request = step.request.as_object().cloned().unwrap_or_default();
        if name == "create" {
            for (key, value) in &self.applied {
                if !request.contains_key(key) {
                    handed_in.note(format!("request.{key} (as in the application before)"));
                    request.insert(key.clone(), value.clone());
                }
            }
            self.applied = request.clone();
        }
        let request = Value::Object(request);
        let (order_id, case) = match name.as_str() {
            "create" => (id(&request["order_id"]).ok_or("it names no order")?, None),
            _ => {
                let newest = || self.cases.last_key_value().map(|(id, _)| *id);
                let shops = match request["id"].as_str() {
                    Some("<id>") => {
                        handed_in.note("request.id (of the newest case)");
                        newest()
                    }
                    _ => id(&request["id"]),
                };
                let shops = shops.ok_or("it names no case")?;
                let (order, case) =
                    self.cases.get(&shops).ok_or("its case is none of the recording")?;
                (*order, Some((shops, *case)))
            }
        };
        let order = self.orders.get_mut(&order_id).and_then(Option::as_mut);
        let order = order.ok_or("its order is none of the recording")?;
        let buyer = order.facts().buyer.clone();
        let is_shops = step.name.starts_with("admin ");
        let by = if is_shops { Canceller::Shop } else { Canceller::Buyer(buyer.clone()) };
        let operation = operation(&name, &request, case.map(|(_, case)| case), buyer, by)?;

        // The row that the operation wrote, and its time. A refused operation wrote none.
        let is_done = number(&step.answer["code"]) == Some(0);
        let is_it = |row: &Value| match case {
            Some((shops, _)) => id(&row["id"]) == Some(shops),
            None => {
                let line = id(&row["order_detail_id"]);
                line.is_some() && line == id(&request["order_detail_id"])
            }
        };
        let row = recording.next_row(index, is_it).filter(|_| is_done);
        if let Some(at) = row.and_then(|row| time(&row[column(&operation)])) {
            handed_in.note("the time of an operation (from the next row of its case)");
            self.now = self.now.max(at);
        }

        self.commands += 1;
        let command = format!("step-{}", self.commands);
        let command = match operation.command(order, command, self.now) {
            Ok(command) => command,
            Err(faults) => {
                let first = faults.first().ok_or("there is no fault")?;
                return Ok(Done { answer: wording.faulty(*first), operation, opened: None });
            }
        };
        let decision = match order.accept(&command) {
            Ok(decision) => decision,
            Err(refusal) => {
                let answer = wording.refused(order, &refusal);
                return Ok(Done { operation, answer, opened: None });
            }
        };
        for pending in decision.effects() {
            let Effect::IssueRefund { key, amount, .. } = &pending.effect else { continue };
            handed_in.note("that a refund succeeded");
            let (refund, outcome) = (RefundRef::Key(key.clone()), Outcome::Succeeded(*amount));
            let report = Request::ReportRefund { refund, outcome, as_of: self.now };
            let name = format!("step-{}-paid", self.commands);
            let report = Command::new(name, order.id().clone(), Actor::Platform, self.now, report);
            order.accept(&report).map_err(|_| "its refund cannot be reported")?;
        }
        let opens = matches!(operation, Operation::Create(_));
        let opened = row.filter(|_| opens).and_then(|row| id(&row["id"]));
        if let (Some(opened), Some(newest)) = (opened, order.cases().last()) {
            handed_in.note("the id of a new case (from the next row of its line)");
            self.cases.insert(opened, (order_id, newest.id));
        }
        Ok(Done { answer: wording.done(&operation), operation, opened })
    }
}

/// Returns the facts that an order is opened with.
const FIGURES: &[&str] = &[
    "user_id",
    "status",
    "collect_time",
    "order_model",
    "price",
    "increase_price",
    "preferential_price",
    "pay_price",
    "items.price",
    "items.total_price",
    "items.buy_number",
    "items.refund_price",
    "items.returned_quantity",
];

/// Returns the lines of an order, each as it is first shown.
fn lines(recording: &Recording, order_id: u64) -> BTreeMap<u64, &Value> {
    let orders = recording.pages().map(|page| &page["order_data"]);
    let shown = orders.filter(|order| id(&order["id"]) == Some(order_id));
    let mut lines = BTreeMap::new();
    for items in shown.map(|order| &order["items"]) {
        if let Some(line) = id(&items["id"]) {
            lines.entry(line).or_insert(items);
        }
    }
    lines
}

fn shows_every_line(recording: &Recording, order_id: u64, data: &Value) -> bool {
    id(&data["items_count"]) == u64::try_from(lines(recording, order_id).len()).ok()
}

/// Opens an order with the figures that the file shows first; `None` where they open none.
fn open(recording: &Recording, order_id: u64, data: &Value) -> Option<Order<FaithfulShop>> {
    let lines = lines(recording, order_id).into_iter().map(|(line, items)| {
        let (quantity, price) = (quantity(&items["buy_number"])?, amount(&items["price"])?);
        Some(LineFacts {
            total: amount(&items["total_price"])?,
            refunded: amount(&items["refund_price"])?,
            returned: self::quantity(&items["returned_quantity"])?,
            ..LineFacts::new(line.to_string(), quantity, price)
        })
    });
    let word = |value: &Value| number(value).and_then(|number| u8::try_from(number).ok());
    let lines = lines.collect::<Option<Vec<_>>>()?;
    let mut facts = OrderFacts::new(order_id.to_string(), Currency::CNY, lines)
        .goods_total(amount(&data["price"])?)
        .shipping(amount(&data["increase_price"])?)
        .discount(amount(&data["preferential_price"])?)
        .paid(amount(&data["pay_price"])?)
        .stage(word(&data["status"]).and_then(OrderStatus::from_code)?.stage())
        .received(time(&data["collect_time"]))
        .is_virtual(word(&data["order_model"]) == Some(OrderModel::Virtual.code()));
    facts.buyer = id(&data["user_id"]).map(|buyer| buyer.to_string().into());
    let mut shop = FaithfulShop::new(recording.release()?);
    // A recording does not tell when its orders were made.
    shop.terms.longest_silence = std::time::Duration::MAX;
    Order::open(shop, facts, Timestamp::from_seconds(0)).ok().map(|(order, _)| order)
}

/// Returns the operation of a request. The user who is logged in is the buyer.
fn operation(
    name: &str,
    request: &Value,
    case: Option<CaseId>,
    buyer: Option<BuyerId>,
    by: Canceller,
) -> Result<Operation, &'static str> {
    let text = |key: &str| request[key].as_str().map(str::to_string);
    let word = |key: &str| number(&request[key]).and_then(|number| u8::try_from(number).ok());
    Ok(match name {
        "create" => {
            let images = request["images"].as_array().into_iter().flatten();
            Operation::Create(Create {
                order: id(&request["order_id"]).map(|order| OrderId::from(order.to_string())),
                line: id(&request["order_detail_id"]).map(|line| line.to_string().into()),
                kind: word("type").and_then(AfterSaleType::from_code),
                price: text("price")
                    .filter(|price| is_price(price))
                    .and_then(|price| Amount::parse_decimal(price.trim_end(), 2).ok()),
                number: quantity(&request["number"]).unwrap_or_default(),
                reason: text("reason"),
                message: text("msg"),
                images: images.filter_map(Value::as_str).map(EvidenceId::from).collect(),
                user: buyer,
            })
        }
        "confirm" => Operation::Confirm { id: case },
        "delivery" => Operation::Delivery {
            id: case,
            express_name: text("express_name").unwrap_or_default(),
            express_number: text("express_number").unwrap_or_default(),
            user: buyer,
        },
        "audit" => Operation::Audit {
            id: case,
            refundment: word("refundment").and_then(Refundment::from_code),
        },
        "refuse" => {
            Operation::Refuse { id: case, refuse_reason: text("refuse_reason").unwrap_or_default() }
        }
        "cancel" => Operation::Cancel { id: case, by },
        "delete" => Operation::Delete { id: case },
        _ => return Err("no operation on after-sales"),
    })
}

/// Returns the column in which ShopXO writes the time of an operation.
const fn column(operation: &Operation) -> &'static str {
    match operation {
        Operation::Create(_) => "apply_time",
        Operation::Confirm { .. } => "confirm_time",
        Operation::Delivery { .. } => "delivery_time",
        Operation::Audit { .. } | Operation::Refuse { .. } => "audit_time",
        Operation::Cancel { .. } => "cancel_time",
        _ => "upd_time",
    }
}

fn amount(value: &Value) -> Option<Amount> {
    Amount::parse_decimal(value.as_str()?, 2).ok()
}

fn quantity(value: &Value) -> Option<Quantity> {
    number(value).and_then(|number| u32::try_from(number).ok()).map(Quantity::new)
}
