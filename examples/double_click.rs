//! A double click, as it happens in shops: two clerks, a gateway that answers late, and a buyer who
//! cancels, all on one order. It prints the answer to each of them, and shows that money left once.
//!
//! ```sh
//! cargo run --example double_click
//! ```
//!
//! The host is this file. It follows the order of steps in `aftersale::order`: it stores each event before
//! anything else happens, and carries out effects under their ids.

#[path = "tour/effects.rs"]
mod effects;
#[path = "tour/ledger.rs"]
mod ledger;
#[path = "tour/page.rs"]
mod page;

use std::error::Error;

use aftersale::lifecycle::{Actor, Flow, Phase};
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Application, Ask, CaseId, Command, Decision, Effect, Event, LineFacts, Offer, Order,
    OrderFacts, Outcome, PendingEffect, ReasonKind, RefundKey, RefundRef, Request,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
use aftersale::time::Timestamp;

use page::{entry, heading, line};

const CASE: CaseId = CaseId::FIRST;

/// 2026-07-01, ten o'clock in the morning.
const MORNING: Timestamp = Timestamp::from_seconds(1_782_900_000);

/// A gateway that pays once under each key and takes its time to report that.
#[derive(Default)]
struct Gateway {
    instructions: Vec<(RefundKey, Money)>,
    paid: Vec<(RefundKey, Money)>,
}

impl Gateway {
    fn instruct(&mut self, (key, amount): &(RefundKey, Money)) {
        self.instructions.push((key.clone(), *amount));
    }

    fn pay(&mut self) {
        for (key, amount) in &self.instructions {
            if self.paid.iter().all(|(paid, _)| paid != key) {
                self.paid.push((key.clone(), *amount));
            }
        }
    }
}

/// The shop's program.
struct Host {
    order: Order<HardenedShop>,
    /// The store: the events of the order.
    events: Vec<Event<AfterSaleStatus>>,
    lines: u32,
    refusals: Vec<ReasonKind>,
}

impl Host {
    /// Prints what happens, and when.
    fn narrate(&mut self, seconds: i64, who: &str, what: &str) {
        self.lines += 1;
        let clock = after(seconds).to_string();
        let clock = clock.get(11..19).unwrap_or_default();
        entry(0, &format!("{:>2}  {clock}  {who}", self.lines), 23, what);
    }

    fn answer(sign: &str, answer: &str) {
        entry(12, sign, 2, answer);
    }

    /// Sends a command, prints the answer, and returns the effects to be carried out.
    fn command(
        &mut self,
        seconds: i64,
        id: &str,
        by: Actor,
        request: Request,
    ) -> Vec<PendingEffect> {
        let command = Command::new(id, self.order.id(), by, after(seconds), request);
        let decision = match self.order.decide(&command) {
            Ok(decision) => decision,
            Err(refusal) => {
                Self::answer("✗", &refusal.to_string());
                self.refusals.extend(refusal.reasons.iter().map(|reason| reason.kind()));
                return Vec::new();
            }
        };
        let to_do = match decision.effects() {
            [] => String::new(),
            effects => format!("; to do: {}", effects::in_words(effects)),
        };
        match &decision {
            Decision::Accepted { event, .. } => {
                self.events.push(event.clone());
                let fits = self.order.apply(event);
                assert_eq!(fits, Ok(()), "what was just decided fits");
                Self::answer("→", &format!("accepted: {}{to_do}", self.stands()));
            }
            Decision::Duplicate { version, .. } => {
                Self::answer("→", &format!("done before, as event {version}{to_do}"));
            }
            Decision::Nothing { .. } => {
                Self::answer("→", &format!("known, nothing happens{to_do}"))
            }
        }
        decision.effects().to_vec()
    }

    fn stands(&self) -> String {
        let phase = self.order.phase(CASE).map_or("", |phase| phase.text());
        let status = self.order.case(CASE).map_or("", |case| case.status.name());
        let figures = ledger::figures(&self.order.ledger().order).into_iter();
        let figures = figures.filter(|(name, amount)| amount.is_positive() && *name != "left");
        let figures: Vec<String> =
            figures.map(|(name, amount)| format!("{} {name}", amount.decimal(2))).collect();
        format!("{status} ({phase}), {}", figures.join(", "))
    }
}

fn after(seconds: i64) -> Timestamp {
    MORNING.plus_seconds(seconds).unwrap_or(MORNING)
}

/// Returns the refund among these effects.
fn refund(effects: &[PendingEffect]) -> Option<(RefundKey, Money)> {
    effects.iter().find_map(|pending| match &pending.effect {
        Effect::IssueRefund { key, amount, .. } => Some((key.clone(), *amount)),
        _ => None,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let fen = Amount::from_minor;
    let facts = OrderFacts::new(
        "202611217001",
        Currency::CNY,
        vec![
            LineFacts::new("kettle", Quantity::new(1), fen(8_000)),
            LineFacts::new("tea", Quantity::new(2), fen(1_500)),
        ],
    )
    .shipping(fen(1_000))
    .discount(fen(2_200))
    .paid(fen(9_800));
    let intro = "Order 202611217001: a kettle for 80.00, two tins of tea for 15.00 each, shipping 10.00, \
                 discount 22.00; 98.00 CNY were paid, and nothing has been shipped yet.";
    entry(0, "", 0, intro);
    line("");
    let (order, opened) = Order::open(HardenedShop::default(), facts, MORNING)?;
    let mut host = Host { order, events: vec![opened], lines: 0, refusals: Vec::new() };
    let mut gateway = Gateway::default();

    host.narrate(0, "buyer", "applies for a refund of the kettle");
    let application = Application::of(vec![Ask::units("kettle", 1)]);
    let apply = Request::Apply { flow: Flow::RefundOnly, application };
    host.command(0, "buyer-1", Actor::Buyer, apply);

    let agree = || Request::AgreeToRefund { case: CASE, offer: Offer::FIRST };
    host.narrate(300, "Wang", "clicks “refund”");
    let effects = host.command(300, "wang-1", Actor::Merchant, agree());
    let pay = refund(&effects).ok_or("agreeing starts a refund")?;
    host.narrate(300, "host", "informs the buyer and instructs the gateway, which is slow");
    let to_buyer =
        effects.iter().find(|pending| matches!(pending.effect, Effect::TellBuyer { .. }));
    let to_buyer = to_buyer.map(|pending| pending.id).into_iter().collect();
    host.command(300, "host-1", Actor::Merchant, Request::Acknowledge { effects: to_buyer });
    gateway.instruct(&pay);

    host.narrate(301, "Wang", "is impatient: the browser sends the same click again");
    let effects = host.command(301, "wang-1", Actor::Merchant, agree());
    let again = refund(&effects).ok_or("the refund is still to be issued")?;
    host.narrate(301, "host", "instructs the gateway again, under the same key");
    gateway.instruct(&again);

    host.narrate(302, "Li", "clicks “refund” too, on another screen");
    host.command(302, "li-1", Actor::Merchant, agree());
    host.narrate(304, "buyer", "cancels");
    host.command(304, "buyer-2", Actor::Buyer, Request::Cancel { case: CASE });

    host.narrate(320, "gateway", "pays; its answer is lost on the way");
    gateway.pay();
    let (key, amount) = pay.clone();
    let report = |outcome, seconds| Request::ReportRefund {
        refund: RefundRef::Key(key.clone()),
        outcome,
        as_of: after(seconds),
    };
    host.narrate(330, "host", "has waited long enough, and reports the outcome as unknown");
    host.command(330, "timeout-1", Actor::Platform, report(Outcome::Unknown, 330));
    let refunds_to_query: Vec<&str> =
        host.order.refunds_to_query().map(|refund| refund.key.as_str()).collect();
    Host::answer("→", &format!("to query: {}", refunds_to_query.join(", ")));
    assert_eq!(refunds_to_query, [key.as_str()]);

    host.narrate(340, "host", "instructs it once more, same key, and queries it");
    gateway.instruct(&pay);
    gateway.pay();
    host.narrate(345, "Li", "would rather refuse now");
    let refuse = Request::Refuse {
        case: CASE,
        offer: Offer::FIRST,
        reason: "已发货".into(),
        evidence: vec![],
        waybill_wrong: false,
    };
    host.command(345, "li-2", Actor::Merchant, refuse);

    host.narrate(370, "gateway", &format!("notifies the host: {amount} have left"));
    host.command(370, "message-1", Actor::Platform, report(Outcome::Succeeded(amount), 320));
    host.narrate(371, "gateway", "answers the host's query: they have left");
    host.command(371, "query-1", Actor::Platform, report(Outcome::Succeeded(amount), 320));

    host.narrate(380, "buyer", "cancels once more");
    host.command(380, "buyer-3", Actor::Buyer, Request::Cancel { case: CASE });

    host.narrate(400, "host", "has put the kettle on the shelf and informed the buyer");
    let effects = host.order.pending_effects().iter().map(|pending| pending.id).collect();
    host.command(400, "host-2", Actor::Merchant, Request::Acknowledge { effects });

    heading("The ledger");
    ledger::print(&host.order);
    line("");
    let (instructions, refunds) = (gateway.instructions.len(), gateway.paid.len());
    line(&format!("{instructions} instructions to the gateway, {refunds} refund: {amount}."));

    assert_eq!(gateway.paid, [(key, Currency::CNY.money(fen(6_400)))]);
    assert_eq!((instructions, refunds), (3, 1));
    assert_eq!(
        host.refusals,
        [
            ReasonKind::MoneyMayBeOut,
            ReasonKind::MoneyMayBeOut,
            ReasonKind::MoneyMayBeOut,
            ReasonKind::NotNow
        ]
    );
    assert_eq!(host.order.phase(CASE), Some(Phase::Refunded));
    let whole = host.order.ledger().order;
    let figures = [whole.refunded, whole.in_flight, whole.claimed, whole.left()];
    assert_eq!(figures.map(Amount::minor), [6_400, 0, 0, 3_400]);
    assert!(host.order.is_settled());
    line("Nothing is open any more.");
    assert_eq!(Order::replay(HardenedShop::default(), &host.events), Ok(host.order));
    Ok(())
}
