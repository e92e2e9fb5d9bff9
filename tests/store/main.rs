//! The suite for stores is tried itself: one store conforms, and others are broken as real ones are, each of
//! which must be found by the check that is for it.

mod faults;
mod shelf;

use std::sync::Arc;

use aftersale::order::{Event, Order, OrderId, Policy};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
use aftersale::wechat::WeChat;
use aftersale_testing::store::{
    Appended, Check, Report, Store, Verdict, Violation, conforms, races,
};

use faults::{FAULTS, Fault};
use shelf::{Failed, Shelf};

fn tries<P: Policy + Default + Send>(fault: Option<Fault>) -> Result<[Report; 2], Violation> {
    let one_by_one = conforms(P::default(), || Shelf::<P>::new(fault))?;
    let disk = Arc::default();
    let at_once = races(P::default(), || Shelf::<P>::on(&disk, fault))?;
    Ok([one_by_one, at_once])
}

#[test]
fn a_store_in_memory_conforms() {
    let reports = [tries::<HardenedShop>(None), tries::<WeChat>(None)].map(|tried| {
        let [one_by_one, at_once] = tried.unwrap_or_else(|violation| panic!("{violation}"));
        println!("{one_by_one}\n{at_once}\n");
        assert!(one_by_one.not_offered().eq([Check::Races]), "everything else is offered");
        assert_eq!(at_once.not_offered().count(), 0);
        assert!(
            one_by_one.checks().iter().map(|(check, _)| check).eq(Check::ALL),
            "in their order"
        );
        one_by_one
    });
    // What does not come up on one platform does on the other.
    let [shop, wechat] = reports;
    for ((check, shop), (_, wechat)) in shop.checks().iter().zip(wechat.checks()) {
        let holds = |verdict: &Verdict| matches!(verdict, Verdict::Held(_));
        assert!(holds(shop) || holds(wechat) || *check == Check::Races, "{check}");
    }
}

#[test]
fn every_broken_store_is_found_by_the_check_that_is_for_it() {
    let mut wrong = Vec::new();
    for (fault, check) in FAULTS {
        let at_the_shop = tries::<HardenedShop>(Some(*fault)).err();
        match at_the_shop.or_else(|| tries::<WeChat>(Some(*fault)).err()) {
            None => wrong.push(format!("{fault:?} is not found")),
            Some(violation) => {
                println!("{fault:?}: {violation}\n");
                if violation.check != *check {
                    wrong.push(format!("{fault:?} is found by another check: {violation}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_check_finds_a_broken_store() {
    for check in Check::ALL {
        assert!(FAULTS.iter().any(|(_, finder)| finder == check), "{check}");
    }
}

#[test]
fn what_a_violation_says() {
    let violation = tries::<HardenedShop>(Some(Fault::NeverRewrites)).unwrap_err();
    let text = "the store fails the check \"refunds that are withheld\"
  done:     a case was refunded by hand whose refund was still to be issued
  expected: the outbox has nothing more
  found:    it has also \"ORDER1\" 3.issue_refund: pay 24.99 CNY under ORDER1c1r1
  harm:     a buyer who was paid by hand is paid once more";
    assert_eq!(violation.to_string(), text);
}

/// A store that offers no more than it has to, and whose names are short.
struct Bare(Shelf<HardenedShop>);

impl Store<HardenedShop> for Bare {
    type Error = Failed;

    fn load(&mut self, order: &OrderId) -> Result<Option<Order<HardenedShop>>, Failed> {
        self.0.load(order)
    }

    fn append(
        &mut self,
        event: &Event<AfterSaleStatus>,
        after: &Order<HardenedShop>,
    ) -> Result<Appended, Failed> {
        self.0.append(event, after)
    }

    fn restart(&mut self) -> Result<(), Failed> {
        self.0.restart()
    }

    fn accepts_id(&self, order: &OrderId) -> bool {
        order.as_str().len() <= 64
    }
}

#[test]
fn what_a_store_does_not_offer_is_reported() {
    let report = conforms(HardenedShop::default(), || Bare(Shelf::new(None))).unwrap();
    let not_offered = [
        Check::TwoConnections,
        Check::Orders,
        Check::Outbox,
        Check::OutboxAfterRestart,
        Check::Reported,
        Check::Withheld,
        Check::Acknowledged,
        Check::Timers,
        Check::RefundsToQuery,
        Check::Snapshots,
        Check::Death,
        Check::Races,
    ];
    assert!(report.not_offered().eq(not_offered), "{report}");
    let text = report.to_string();
    assert!(text.starts_with("a store of ShopXO: 12 of 24 checks held, 12 NOT TESTED"), "{text}");
    for line in [
        "NOT TESTED  death while storing              the store does not offer `append_and_die`",
        "held        odd names                        61 names; 8 are not taken here",
    ] {
        assert!(text.contains(line), "{text}");
    }
}
