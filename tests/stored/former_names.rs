//! A platform and its statuses are stored under their names for ever. One that gets another name all the same lists the
//! old one, and what was stored under it is read, and written under the new one.

use aftersale::lifecycle::{
    Action::*, Actor::*, Evidence::*, Flow, Lifecycle, Phase, REFUND_ONLY, Rule, Standing, rule,
    standing,
};
use aftersale::money::{Amount, Currency};
use aftersale::order::stored::{ReadError, StoredEvent, StoredSnapshot, restore};
use aftersale::order::{
    Application, Ask, Command, LineFacts, Order, OrderFacts, Payer, Policy, Request, Terms,
};
use aftersale::quantity::Quantity;

use crate::shop::at;

/// Declares a shop under these names.
macro_rules! shop {
    ($module:ident, $platform:literal, $asked:literal $(, $former:expr, $names:expr)?) => {
        mod $module {
            use super::*;

            #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            pub(super) enum Status {
                Asked,
                Withdrawn,
            }

            impl Status {
                pub(super) const ALL: &'static [Self] = &[Self::Asked, Self::Withdrawn];
                pub(super) const fn name(self) -> &'static str {
                    match self {
                        Self::Asked => $asked,
                        Self::Withdrawn => "WITHDRAWN",
                    }
                }
            }

            aftersale::impl_status!(Status $(, former_names: $names)?);

            const RULES: &[Rule<Status>] = &[
                rule("1", REFUND_ONLY, &[], Apply, &[Buyer], Status::Asked, Documented),
                rule("2", REFUND_ONLY, &[Status::Asked], Cancel, &[Buyer], Status::Withdrawn, Documented),
            ];
            const STANDINGS: &[Standing<Status>] = &[
                standing(Status::Asked, REFUND_ONLY, Phase::UnderReview),
                standing(Status::Withdrawn, REFUND_ONLY, Phase::Withdrawn),
            ];

            aftersale::declare_lifecycle! {
                const LIFECYCLE: Lifecycle<Status> = {
                    platform: $platform,
                    $(former_platforms: $former,)?
                    rules: RULES,
                    standings: STANDINGS,
                    without_rules: &[],
                };
            }

            #[derive(Clone, Debug, PartialEq)]
            pub(super) struct Shop(pub(super) Terms);

            impl Policy for Shop {
                type Status = Status;
                const LIFECYCLE: Lifecycle<Status> = LIFECYCLE;
                fn terms(&self) -> &Terms {
                    &self.0
                }
            }
        }
    };
}

shop!(before, "corner shop", "REQUESTED");
shop!(today, "the corner shop", "ASKED", &["shop", "corner shop"], &[("REQUESTED", Status::Asked)]);
shop!(stranger, "the corner shop", "ASKED");

#[test]
fn what_was_stored_under_former_names_is_read_and_written_under_todays() {
    let terms = Terms::new(Payer::Shop);
    let facts = OrderFacts::new(
        "ORDER1",
        Currency::CNY,
        vec![LineFacts::new("tea", Quantity::new(1), Amount::from_minor(500))],
    );
    let (mut order, opened) = Order::open(before::Shop(terms), facts, at(0)).unwrap();
    let application = Application::of(vec![Ask::units("tea", 1)]);
    let apply = Request::Apply { flow: Flow::RefundOnly, application };
    let decision = order.accept(&Command::new("c-1", "ORDER1", Buyer, at(1), apply)).unwrap();
    let events = [opened, decision.event().unwrap().clone()];
    let written: Vec<String> = events
        .into_iter()
        .map(|event| serde_json::to_string(&StoredEvent::<before::Shop>::of(event)).unwrap())
        .collect();
    assert!(written[1].contains(r#""platform":"corner shop""#));
    assert!(written[1].contains(r#""status":"REQUESTED""#));

    let read = |text: &String| serde_json::from_str::<StoredEvent<today::Shop>>(text).unwrap();
    let restored = restore(today::Shop(terms), None, written.iter().map(read)).unwrap();
    let status = restored.order.cases()[0].status;
    assert_eq!(status, today::Status::Asked);
    assert_eq!(restored.other_tables.len(), 1, "the table has another fingerprint");
    let again = serde_json::to_string(&read(&written[1])).unwrap();
    assert!(again.contains(r#""platform":"the corner shop""#));
    assert!(again.contains(r#""status":"ASKED""#));

    let snapshot = StoredSnapshot::<before::Shop>::of(order.snapshot());
    let snapshot = serde_json::to_string(&snapshot).unwrap();
    let snapshot = serde_json::from_str(&snapshot).unwrap();
    let resumed = restore(today::Shop(terms), Some(snapshot), []).unwrap();
    assert_eq!(resumed.order.cases()[0].status, today::Status::Asked);

    // Who does not list them does not guess.
    let stranger = serde_json::from_str::<StoredEvent<stranger::Shop>>(&written[1]).unwrap();
    let other = ReadError::OtherPlatform { found: "corner shop".into(), here: "the corner shop" };
    assert_eq!(stranger.content(), Err(other));
}
