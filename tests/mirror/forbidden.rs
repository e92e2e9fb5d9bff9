//! Histories with one jump that the rules forbid: exactly that is unexplained, however the sightings arrive.

use aftersale::lifecycle::{Flow, Lifecycle};
use aftersale::mirror::{Impossibility, Unexplained};
use aftersale::wechat::AfterSaleStatus;
use aftersale::wechat::LIFECYCLE;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::shuffles::{Seen, are_all_kept, followed, forbidden, steps, walked};
use crate::stories::mirror;

/// A history of allowed steps, and the place of the one jump in it that no rules lead over.
#[derive(Clone, Debug)]
struct Jumped {
    history: Vec<Seen>,
    /// The place of the first sighting after the jump.
    jump: usize,
}

/// Returns the statuses of the flow to which no way leads.
fn out_of_reach(
    lifecycle: Lifecycle<AfterSaleStatus>,
    flow: Flow,
    from: AfterSaleStatus,
) -> Vec<AfterSaleStatus> {
    let of_flow = AfterSaleStatus::ALL.iter().copied();
    of_flow
        .filter(|to| lifecycle.phase(flow, *to).is_some() && *to != from)
        .filter(|to| lifecycle.path(flow, Some(from), *to).is_none())
        .collect()
}

/// The documents state the type, so that no status is taken for one of the other.
fn jumped_history() -> impl Strategy<Value = Jumped> {
    (any::<bool>(), steps(5), any::<Index>(), steps(5)).prop_filter_map(
        "no status is out of reach",
        |(is_return, before, target, after)| {
            let flow = if is_return { Flow::ReturnRefund } else { Flow::RefundOnly };
            let begun = (1_795_300_000, AfterSaleStatus::MerchantProcessing);
            let mut walk = walked(flow, begun, before);
            let (at, from) = *walk.last()?;
            let targets = out_of_reach(LIFECYCLE, flow, from);
            let to = *(!targets.is_empty()).then(|| target.get(&targets))?;
            let jump = walk.len();
            walk.extend(walked(flow, (at + 60, to), after));
            let seen = walk.into_iter().map(|(at, status)| (at, status, Some(flow)));
            Some(Jumped { history: seen.collect(), jump })
        },
    )
}

/// The order of arrival: all are shuffled, some are lost and some come again; both ends of the jump arrive.
fn arrivals() -> impl Strategy<Value = (Jumped, Vec<Seen>)> {
    let jumped = jumped_history().prop_flat_map(|jumped| {
        let kept = prop::collection::vec(any::<bool>(), jumped.history.len());
        (Just(jumped), kept, prop::collection::vec(any::<Index>(), 0..6))
    });
    jumped.prop_flat_map(|(jumped, kept, repeated)| {
        let is_end = |place| place == jumped.jump || place + 1 == jumped.jump;
        let arrived = (0..jumped.history.len()).filter(|place| kept[*place] || is_end(*place));
        let mut arrived: Vec<Seen> = arrived.map(|place| jumped.history[place]).collect();
        let again: Vec<Seen> = repeated.iter().map(|index| *index.get(&arrived)).collect();
        arrived.extend(again);
        (Just(jumped), Just(arrived).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn one_forbidden_jump_is_exactly_what_is_unexplained((jumped, arrived) in arrivals()) {
        prop_assume!(are_all_kept(&arrived));
        let mirror = mirror();
        let case = followed(&mirror, &arrived);
        let (_, from, _) = jumped.history[jumped.jump - 1];
        let (at, to, _) = jumped.history[jumped.jump];
        prop_assert_eq!(forbidden(&mirror, &case), [(from, to, at)]);
        let why = if LIFECYCLE.is_final(from) {
            Impossibility::LeavesItsEnd
        } else {
            Impossibility::NoWay
        };
        let reasons: Vec<Impossibility> = mirror
            .unexplained(&case)
            .filter_map(|unexplained| match unexplained {
                Unexplained::Impossible(_, why) => Some(why),
                _ => None,
            })
            .collect();
        prop_assert_eq!(reasons, [why]);
        let newest = arrived.iter().max_by_key(|seen| seen.0).unwrap();
        prop_assert_eq!(case.status().and_then(|status| status.known()), Some(newest.1));
    }
}
