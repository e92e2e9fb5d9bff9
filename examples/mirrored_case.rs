//! A case that WeChat owns, booked into its order by what is seen of it: callbacks that are repeated, late and out of order,
//! and a document. It prints what each sighting is, what the order makes of it, and the books at the end.
//!
//! ```sh
//! cargo run --example mirrored_case
//! ```

use std::error::Error;

use aftersale::lifecycle::Flow;
use aftersale::mirror::{Mirror, MirroredCase, SeenStatus, Sighting, Source};
use aftersale::order::{Adoption, Decision};
use aftersale::prelude::*;
use aftersale::wechat::{AfterSaleStatus, LIFECYCLE, WeChat};

/// The platform's own id of the case.
const CASE: &str = "2000004419300370";

/// 2026-07-01, ten o'clock in the morning.
const MORNING: i64 = 1_782_900_000;

/// What was seen, in the order of arrival: the status, the minute of the platform's clock, and the total that a document tells.
const SEEN: [(&str, i64, Option<i64>); 7] = [
    ("MERCHANT_PROCESSING", 0, None),
    // The same callback, a second time.
    ("MERCHANT_PROCESSING", 0, None),
    ("PLATFORM_REFUNDING", 30, None),
    // The document, with what was refunded.
    ("MERCHANT_REFUND_SUCCESS", 45, Some(1_000)),
    // A callback that comes late.
    ("PLATFORM_REFUNDING", 31, None),
    ("MERCHANT_REFUND_SUCCESS", 45, None),
    ("MERCHANT_REFUND_SUCCESS", 60, Some(1_000)),
];

fn main() -> Result<(), Box<dyn Error>> {
    let fen = Amount::from_minor;
    let minute = |minutes: i64| Timestamp::from_seconds(MORNING + minutes * 60);
    let facts = OrderFacts::new("ORDER1", Currency::CNY, [LineFacts::new("tea", 3, fen(1_000))]);
    let (mut order, _opened) =
        Order::open(WeChat::default(), facts.shipped(minute(-600)), minute(-600))?;

    let mirror = Mirror::of(LIFECYCLE);
    let mut known: Option<MirroredCase<AfterSaleStatus>> = None;
    for (number, (status, seen_at, total)) in (1i64..).zip(SEEN) {
        let status = SeenStatus::named(status);
        let sighting = Sighting::new(status, minute(seen_at), Source::Callback);
        let sighting = sighting.of_flow(Flow::RefundOnly);
        let (case, finding) = match known.take() {
            Some(mut case) => {
                let finding = mirror.see(&mut case, &sighting)?;
                (case, finding.to_string())
            }
            None => {
                let (case, finding) = mirror.begin(&sighting)?;
                (case, finding.to_string())
            }
        };

        // Whatever it is, the case is booked as it is now. A command has a name of its own, and comes when it comes.
        let adoption = mirror.adoption(&case, CASE).ok_or("the case is known")?;
        let adoption = Adoption {
            lines: vec![Ask::units("tea", 1)],
            refunded: total.map(|total| Currency::CNY.money(fen(total))),
            ..adoption
        };
        let (id, now) = (format!("told-{number}"), minute(60 + number));
        let command = Command::platform(id, "ORDER1", now, Request::Adopt(adoption.into()));
        let answer = match order.accept(&command)? {
            Decision::Accepted { event, .. } => format!("event {}", event.version),
            Decision::Duplicate { .. } | Decision::Nothing { .. } => "nothing new".to_owned(),
        };
        println!("{seen_at:>3} min  {finding}\n         the order: {answer}");
        known = Some(case);
    }

    let case = order.case_of_platform(&CASE.into()).ok_or("it was told")?;
    let books = order.ledger().order;
    println!("\ncase {} of the order is {CASE}: {}", case.id, case.status);
    println!("cases {}, refunds {}", order.cases().len(), order.refunds().len());
    let money = |amount| Currency::CNY.money(amount);
    println!("paid {}, refunded {}", money(books.paid), money(books.refunded));
    assert_eq!((order.cases().len(), books.refunded), (1, fen(1_000)));
    assert_eq!(order.anomalies().count(), 0);
    Ok(())
}
