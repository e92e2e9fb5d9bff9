//! A short story: two clerks click at the same time, the host dies between a refund and the gateway's answer,
//! and a merchant lets the deadline pass.

use std::path::Path;

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Application, Ask, CaseId, Command, Effect, LineFacts, Offer, OrderFacts, OrderId, Request,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::HardenedShop;
use aftersale::time::{Timestamp, hours_long};
use aftersale::wechat::WeChat;

use crate::clicks::MORNING;
use crate::error::HostError;
use crate::fuse::Fuse;
use crate::gateway::{Gateway, GatewayAnswer};
use crate::host::{Answer, Host};
use crate::new_folder;
use crate::platform::HostedPolicy;
use crate::shop::{GATEWAY_FILE, HOST_FILE};
use crate::worker::Worker;

const SEED: u64 = 3;
const CASE: CaseId = CaseId::FIRST;

/// Runs the story, on files that are removed again.
pub(crate) fn run() -> Result<(), HostError> {
    let folder = new_folder()?;
    let (shop, wechat) = (OrderId::from("1001"), OrderId::from("1002"));
    println!("Order 1001, of the shop: a kettle for 80.00 and two tins of tea for 15.00 each.");
    two_clerks(&folder, &shop)?;
    println!("Order 1002, of WeChat: the same.");
    apply::<WeChat>(&mut desk(&folder)?, &wechat)?;
    println!("  The merchant does not answer. WeChat's table gives 48 hours.");
    die_after_paying(&folder, &shop)?;
    start_again(&folder, &[&shop, &wechat])?;
    std::fs::remove_dir_all(&folder).map_err(HostError::files("removing the files"))
}

fn desk(folder: &Path) -> Result<Host, HostError> {
    Host::open(&folder.join(HOST_FILE), Fuse::none())
}

fn after_hours(hours: u32) -> Timestamp {
    MORNING.checked_add(hours_long(hours)).unwrap_or(MORNING)
}

/// Opens the order, and applies for a refund of the kettle.
fn apply<P: HostedPolicy>(desk: &mut Host, order: &OrderId) -> Result<(), HostError> {
    let line =
        |name, units, price| LineFacts::new(name, Quantity::new(units), Amount::from_minor(price));
    let lines = vec![line("kettle", 1, 8_000), line("tea", 2, 1_500)];
    desk.begin::<P>(OrderFacts::new(order, Currency::CNY, lines), MORNING)?;
    let application = Application::of(vec![Ask::units("kettle", 1)]);
    let request = Request::Apply { flow: Flow::RefundOnly, application };
    let answer =
        desk.command::<P>(&Command::new("buyer-1", order, Actor::Buyer, MORNING, request))?;
    say("The buyer applies for a refund of the kettle", &answer);
    Ok(())
}

/// Lets both clerks click: both load the order before either stores anything.
fn two_clerks(folder: &Path, order: &OrderId) -> Result<(), HostError> {
    let (mut wang, mut li) = (desk(folder)?, desk(folder)?);
    apply::<HardenedShop>(&mut wang, order)?;
    let (wangs, lis) = (click("wang-1", order), click("li-1", order));
    let prepared = wang.prepare::<HardenedShop>(&wangs)?;
    let answer = li.command::<HardenedShop>(&lis)?;
    say("Wang and Li click “refund”. Li is first", &answer);
    match wang.store(prepared)? {
        Some(answer) => say("Wang", &answer),
        None => say(
            "Wang finds the version taken and decides again",
            &wang.command::<HardenedShop>(&wangs)?,
        ),
    }
    say("Li's browser sends the click once more", &li.command::<HardenedShop>(&lis)?);
    Ok(())
}

fn click(id: &str, order: &OrderId) -> Command {
    let agree = Request::AgreeToRefund { case: CASE, offer: Offer::FIRST };
    Command::new(id, order, Actor::Merchant, MORNING, agree)
}

fn say(what: &str, answer: &Answer) {
    let came = match answer {
        Answer::Accepted { version, effects } => {
            format!("event {version}, and {} to do", effects.len())
        }
        Answer::Duplicate { version, open } => {
            format!("done before, as event {version}; {} still to do", open.len())
        }
        Answer::Nothing => "nothing to do".into(),
        Answer::Refused(why) => why.clone(),
    };
    println!("  {what}: {came}.");
}

/// Lets the gateway pay, after which there is no worker any more.
fn die_after_paying(folder: &Path, order: &OrderId) -> Result<(), HostError> {
    let desk = desk(folder)?;
    let mut gateway = Gateway::open(&folder.join(GATEWAY_FILE), SEED)?;
    for entry in desk.store.outbox()? {
        let Effect::IssueRefund { key, amount, .. } = &entry.pending.effect else { continue };
        for hour in 1.. {
            gateway.pay(order, key, *amount, after_hours(hour))?;
            if matches!(
                gateway.look_up(key)?,
                GatewayAnswer::Paid { .. } | GatewayAnswer::Refused { .. }
            ) {
                break;
            }
        }
        println!(
            "The gateway pays {amount} under {key}, and the host dies before the answer comes."
        );
    }
    Ok(())
}

fn start_again(folder: &Path, orders: &[&OrderId; 2]) -> Result<(), HostError> {
    let [shop, wechat] = orders;
    let gateway = Gateway::open(&folder.join(GATEWAY_FILE), SEED)?;
    let mut worker = Worker::new(desk(folder)?, gateway, Fuse::none());
    let found = worker.start(after_hours(10))?;
    println!(
        "The host starts again and restores {} orders: {} effects open, {} refunds to query, \
         {} timer set.",
        found.orders, found.pending_effects, found.refunds_to_query, found.deadlines
    );
    for hour in 11..72 {
        worker.round(after_hours(hour))?;
    }
    println!("Three days later:");
    stands::<HardenedShop>(&mut worker, shop)?;
    stands::<WeChat>(&mut worker, wechat)?;
    for (key, amount) in worker.gateway.refunds()? {
        println!("  The gateway has paid {} under {key}, once.", amount.decimal(2));
    }
    println!("  To be done: {}.", worker.host.store.outbox()?.len());
    Ok(())
}

fn stands<P: HostedPolicy>(worker: &mut Worker, order: &OrderId) -> Result<(), HostError> {
    let restored = worker.host.store.load::<P>(order)?;
    let phase = restored.phase(CASE).map_or("not there", |phase| phase.text());
    let refunded = restored.ledger().order.refunded.decimal(2);
    println!("  Order {order}: case {CASE} is {phase}, {refunded} booked as refunded.");
    Ok(())
}
