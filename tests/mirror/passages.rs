//! Every passage of the table, one by one.

use aftersale::lifecycle::{Action, Flow};
use aftersale::mirror::{Finding, SeenStatus, Sighting, Source};
use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
use aftersale_testing::mirror::model::MirrorModel;

use crate::stories::{at, mirror};

fn document(
    status: AfterSaleStatus,
    flow: Flow,
    seconds: i64,
) -> Sighting<'static, AfterSaleStatus> {
    Sighting::new(SeenStatus::Known(status), at(seconds), Source::Poll).of_flow(flow)
}

/// Each pair of statuses of a flow is a step where a rule says so, a gap where several do, and impossible otherwise; and the
/// rules and ways that are given lead there.
#[test]
fn every_pair_of_statuses_is_what_the_table_says() {
    let mirror = mirror();
    let mut numbers = [0_usize; 3];
    for flow in Flow::ALL {
        let here = |status: &&AfterSaleStatus| LIFECYCLE.phase(*flow, **status).is_some();
        let pairs = AfterSaleStatus::ALL
            .iter()
            .filter(here)
            .flat_map(|from| AfterSaleStatus::ALL.iter().filter(here).map(move |to| (*from, *to)));
        for (from, to) in pairs.filter(|(from, to)| from != to) {
            let (mut case, _) = mirror.begin(&document(from, *flow, 1)).unwrap();
            let finding = mirror.see(&mut case, &document(to, *flow, 2)).unwrap();
            let direct =
                Action::ALL.iter().filter_map(|action| LIFECYCLE.rule(*flow, Some(from), *action));
            let direct: Vec<&str> = direct
                .filter(|rule| rule.to == to || rule.also_seen.contains(&to))
                .map(|rule| rule.row)
                .collect();
            let way = LIFECYCLE.path(*flow, Some(from), to);
            match finding {
                Finding::Step(passage) => {
                    numbers[0] += 1;
                    let rows: Vec<&str> = mirror.rules(passage).map(|step| step.rule.row).collect();
                    assert_eq!(rows, direct, "{passage}");
                }
                Finding::Gap(passage) => {
                    numbers[1] += 1;
                    assert!(direct.is_empty(), "{passage}");
                    let ways = mirror.ways(passage);
                    assert!(
                        ways.iter().all(|found| found.len() == way.as_ref().unwrap().len()),
                        "{passage}"
                    );
                    assert!(ways.len() == 8 || ways.contains(way.as_ref().unwrap()), "{passage}");
                    for way in &ways {
                        let passed: Vec<AfterSaleStatus> = way.iter().map(|step| step.to).collect();
                        let must = mirror.must_pass(passage);
                        assert!(
                            must.iter().all(|status| passed.contains(status)),
                            "{passage}: {must:?}"
                        );
                    }
                }
                Finding::Impossible(passage, _) => {
                    numbers[2] += 1;
                    assert_eq!(way, None, "{passage}");
                    assert_eq!(mirror.ways(passage), Vec::<Vec<_>>::new());
                }
                other => panic!("{from:?} {to:?}: {other}"),
            }
            assert_eq!(case.status(), Some(SeenStatus::Known(to)), "the platform is right");
        }
    }
    assert!(numbers.iter().all(|number| *number > 20), "{numbers:?}");
}

/// A status that every way passes is found: without it the end cannot be reached.
#[test]
fn what_must_have_happened_is_what_no_way_leaves_out() {
    let mirror = mirror();
    let model = MirrorModel::of(LIFECYCLE);
    for flow in Flow::ALL {
        for to in
            AfterSaleStatus::ALL.iter().filter(|status| LIFECYCLE.phase(*flow, **status).is_some())
        {
            let (_, finding) = mirror.begin(&document(*to, *flow, 1)).unwrap();
            let Finding::First(passage) = finding else { panic!("{finding}") };
            let must = mirror.must_pass(passage);
            for status in AfterSaleStatus::ALL.iter().filter(|status| *status != to) {
                let around = model.leads_around(*flow, *to, *status);
                assert_eq!(!around, must.contains(status), "{passage} by way of {}", status.name());
            }
        }
    }
}
