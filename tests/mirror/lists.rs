//! What a host has beside what the platform lists.

use std::collections::BTreeMap;

use aftersale::mirror::{
    Difference, Listed, MirroredCase, SeenStatus, Sighting, Source, differences,
};
use aftersale::wechat::AfterSaleStatus::{self, *};
use proptest::prelude::*;

use crate::stories::{at, mirror};

fn seen(status: AfterSaleStatus, seconds: i64) -> Sighting<'static, AfterSaleStatus> {
    Sighting::new(SeenStatus::Known(status), at(seconds), Source::Poll)
}

fn case(status: AfterSaleStatus, seconds: i64) -> MirroredCase<AfterSaleStatus> {
    mirror().begin(&seen(status, seconds)).unwrap().0
}

#[test]
fn each_difference_is_told_by_its_kind_in_the_order_of_the_numbers() {
    let mirror = mirror();
    let cases = [
        ("1", case(MerchantProcessing, 10)),
        ("2", case(MerchantProcessing, 10)),
        ("3", case(PlatformRefunding, 10)),
        ("4", case(UserCanceld, 10)),
        ("5", case(UserWaitReturn, 10)),
        ("6", case(MerchantProcessing, 10)),
        ("8", case(MerchantProcessing, 10)),
    ];
    let listed = [
        Listed { id: "1", sighting: Some(seen(MerchantProcessing, 10)) },
        Listed { id: "2", sighting: Some(seen(PlatformRefunding, 20)) },
        Listed { id: "3", sighting: Some(seen(MerchantProcessing, 5)) },
        Listed { id: "4", sighting: Some(seen(MerchantProcessing, 20)) },
        Listed { id: "6", sighting: Some(seen(PlatformRefunding, 20_000_000_000_000)) },
        Listed { id: "7", sighting: None },
        Listed { id: "8", sighting: None },
    ];
    let ours = cases.iter().map(|(id, case)| (*id, case));
    let told: Vec<(&str, &str)> = differences(&mirror, ours, listed)
        .map(|difference| match difference {
            Difference::Missed { id, .. } => (id, "missed"),
            Difference::Ahead { id } => (id, "ahead"),
            Difference::Impossible { id, .. } => (id, "impossible"),
            Difference::Vanished { id } => (id, "vanished"),
            Difference::New { id } => (id, "new"),
            Difference::Broken { id, .. } => (id, "broken"),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        ("2", "missed"),
        ("3", "ahead"),
        ("4", "impossible"),
        ("5", "vanished"),
        ("6", "broken"),
        ("7", "new"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_is_not_in_order_is_told_and_ends_the_comparison() {
    let mirror = mirror();
    let case = case(MerchantProcessing, 10);
    let ours = [("2", &case), ("1", &case), ("3", &case)];
    let told: Vec<_> = differences(&mirror, ours, []).collect();
    let [Difference::Vanished { id: "2" }, Difference::NotSorted(fault)] = told[..] else {
        panic!("{told:?}")
    };
    assert_eq!(
        fault.to_string(),
        "case 1 comes after case 2: the numbers are to be in their order, each once"
    );

    let twice = [Listed { id: "1", sighting: None }, Listed { id: "1", sighting: None }];
    let told: Vec<_> = differences(&mirror, [], twice).collect();
    assert!(
        matches!(told[..], [Difference::New { id: "1" }, Difference::NotSorted(_)]),
        "{told:?}"
    );
}

proptest! {
    #[test]
    fn every_number_is_judged_once(
        ours in prop::collection::btree_set(0_u32..60, 0..40),
        theirs in prop::collection::btree_set(0_u32..60, 0..40),
    ) {
        let mirror = mirror();
        let name = |number: &u32| format!("{number:04}");
        let ours: BTreeMap<String, _> = ours.iter().map(|number| (name(number), case(MerchantProcessing, 10))).collect();
        let theirs: Vec<String> = theirs.iter().map(name).collect();
        let listed = theirs.iter().map(|id| Listed { id, sighting: None });
        let cases = ours.iter().map(|(id, case)| (id.as_str(), case));
        let told: Vec<(String, bool)> = differences(&mirror, cases, listed)
            .map(|difference| match difference {
                Difference::New { id } => (id.to_owned(), true),
                Difference::Vanished { id } => (id.to_owned(), false),
                other => panic!("{other:?}"),
            })
            .collect();
        let mut expected: Vec<(String, bool)> = theirs.iter().filter(|id| !ours.contains_key(*id)).map(|id| (id.clone(), true)).collect();
        expected.extend(ours.keys().filter(|id| !theirs.contains(id)).map(|id| (id.clone(), false)));
        expected.sort();
        prop_assert_eq!(told, expected);
    }
}
