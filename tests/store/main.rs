//! The suite for stores is tried itself: one store conforms, and others are broken as real ones are, each of
//! which must be found by the check that is for it.

mod faults;
mod shelf;

use std::sync::Arc;

use aftersale::order::Policy;
use aftersale::shopxo::Hardened;
use aftersale::testing::store::{Check, Outcome, Report, Violation, conforms, races};
use aftersale::wechat::WeChat;

use faults::{FAULTS, Fault};
use shelf::Shelf;

fn tries<P: Policy + Default + Send>(fault: Option<Fault>) -> Result<Report, Violation> {
    let report = conforms(P::default(), || Shelf::<P>::new(fault))?;
    let disk = Arc::default();
    races(P::default(), || Shelf::<P>::on(&disk, fault))?;
    Ok(report)
}

#[test]
fn a_store_in_memory_conforms() {
    for report in [tries::<Hardened>(None), tries::<WeChat>(None)] {
        let report = report.unwrap_or_else(|violation| panic!("{violation}"));
        println!("{report}");
        let missing: Vec<Check> = report.not_offered().collect();
        assert_eq!(missing, [Check::Races], "everything is offered");
    }
}

#[test]
fn every_check_comes_up_on_one_platform_or_the_other() {
    let (shop, wechat) = (tries::<Hardened>(None).unwrap(), tries::<WeChat>(None).unwrap());
    for ((check, shop), (_, wechat)) in shop.checks().iter().zip(wechat.checks()) {
        let holds = |outcome: &Outcome| matches!(outcome, Outcome::Held(_));
        assert!(holds(shop) || holds(wechat) || *check == Check::Races, "{check}");
    }
}

#[test]
fn every_broken_store_is_found_by_the_check_that_is_for_it() {
    let mut wrong = Vec::new();
    for (fault, check) in FAULTS {
        let at_the_shop = tries::<Hardened>(Some(*fault)).err();
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
