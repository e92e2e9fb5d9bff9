//! Histories as they arrive: thinned, repeated, out of order.

use std::collections::BTreeSet;

use aftersale::lifecycle::{Action, Flow};
use aftersale::mirror::{Mirror, MirroredCase, SeenStatus, Sighting, Source, Unexplained};
use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
use aftersale_testing::mirror;
use aftersale_testing::mirror::model::MirrorModel;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::stories::{self, at};

/// A sighting: time, status, and the flow if it was stated.
pub(crate) type Seen = (i64, AfterSaleStatus, Option<Flow>);

/// A passage that no rules explain: the statuses, and the time at which the second was seen.
pub(crate) type Forbidden = (AfterSaleStatus, AfterSaleStatus, i64);

/// The statuses that the rules allow after this one, one after the other: each step of the table, some seconds after the one
/// before.
pub(crate) fn walked(
    flow: Flow,
    from: (i64, AfterSaleStatus),
    steps: Vec<(Index, i64)>,
) -> Vec<(i64, AfterSaleStatus)> {
    let (mut at, mut status) = from;
    let mut history = vec![from];
    for (choice, seconds) in steps {
        let rules =
            Action::ALL.iter().filter_map(|action| LIFECYCLE.rule(flow, Some(status), *action));
        let outcomes: Vec<AfterSaleStatus> = rules
            .flat_map(|rule| std::iter::once(rule.to).chain(rule.also_seen.iter().copied()))
            .collect();
        let Some(next) = (!outcomes.is_empty()).then(|| *choice.get(&outcomes)) else { break };
        status = next;
        at += seconds;
        history.push((at, status));
    }
    history
}

/// Steps to walk, with the seconds that each takes.
pub(crate) fn steps(most: usize) -> impl Strategy<Value = Vec<(Index, i64)>> {
    prop::collection::vec((any::<Index>(), 1_i64..4_000), 0..most)
}

/// A history that the rules allow.
fn allowed_history() -> impl Strategy<Value = Vec<Seen>> {
    (any::<bool>(), any::<bool>(), steps(11)).prop_map(|(is_return, states_flow, steps)| {
        let flow = if is_return { Flow::ReturnRefund } else { Flow::RefundOnly };
        let stated = states_flow.then_some(flow);
        let begun = (1_795_300_000, AfterSaleStatus::MerchantProcessing);
        let walked = walked(flow, begun, steps).into_iter();
        walked.map(|(at, status)| (at, status, stated)).collect()
    })
}

/// The order of arrival: some are lost, some come again, and all are shuffled. The newest always arrives.
fn arrivals(history: Vec<Seen>) -> impl Strategy<Value = (Vec<Seen>, Vec<Seen>)> {
    let length = history.len();
    let kept = prop::collection::vec(any::<bool>(), length);
    let repeated = prop::collection::vec(any::<Index>(), 0..6);
    (Just(history), kept, repeated).prop_flat_map(|(history, kept, repeated)| {
        let last = history.len() - 1;
        let mut arrived: Vec<Seen> = (0..history.len())
            .filter(|index| kept[*index] || *index == last)
            .map(|index| history[index])
            .collect();
        let again: Vec<Seen> = repeated.iter().map(|index| *index.get(&arrived)).collect();
        arrived.extend(again);
        let sorted = arrived.clone();
        (Just(sorted), Just(arrived).prop_shuffle())
    })
}

fn sighting((seconds, status, flow): Seen) -> Sighting<'static, AfterSaleStatus> {
    let seen = Sighting::new(SeenStatus::Known(status), at(seconds), Source::Callback);
    flow.map_or(seen, |flow| seen.of_flow(flow))
}

pub(crate) fn followed(
    mirror: &Mirror<AfterSaleStatus>,
    arrivals: &[Seen],
) -> MirroredCase<AfterSaleStatus> {
    let (first, rest) = arrivals.split_first().unwrap();
    let (mut case, _) = mirror.begin(&sighting(*first)).unwrap();
    let mut newest = first.0;
    for seen in rest {
        mirror.see(&mut case, &sighting(*seen)).unwrap();
        newest = newest.max(seen.0);
        assert_eq!(case.seen_at(), Some(at(newest)), "it never goes back in the platform's time");
    }
    case
}

pub(crate) fn forbidden(
    mirror: &Mirror<AfterSaleStatus>,
    case: &MirroredCase<AfterSaleStatus>,
) -> Vec<Forbidden> {
    let passages = mirror.unexplained(case).map(|unexplained| match unexplained {
        Unexplained::Impossible(passage, _) => passage,
        other => panic!("{other}"),
    });
    // That of the first sighting has no status before it.
    let forbidden =
        passages.filter_map(|passage| Some((passage.from?, passage.to, passage.at.seconds())));
    forbidden.collect()
}

/// Returns whether the mirror knows each of these times: of the sightings of one status it keeps the first and the last time
/// only, so that one which another status parts from these later counts as not seen.
pub(crate) fn are_all_kept(sightings: &[Seen]) -> bool {
    let seen: BTreeSet<&Seen> = sightings.iter().collect();
    seen.iter().all(|one| seen.iter().filter(|other| other.1 == one.1).count() <= 2)
}

thread_local! {
    static MODEL: MirrorModel<AfterSaleStatus> = MirrorModel::of(LIFECYCLE);
}

/// Beside the model: story, flows, end and what is unexplained are what sorting gives (M5).
fn agrees_with_the_model(arrivals: &[Seen]) -> MirroredCase<AfterSaleStatus> {
    let mirror = stories::mirror();
    let case = followed(&mirror, arrivals);
    if !are_all_kept(arrivals) {
        return case;
    }
    let seen: BTreeSet<mirror::Seen<AfterSaleStatus>> = arrivals
        .iter()
        .map(|(seconds, status, flow)| mirror::Seen {
            at: at(*seconds),
            status: Some(*status),
            flow: *flow,
            is_finished: false,
        })
        .collect();
    let seen: Vec<_> = seen.into_iter().collect();
    MODEL.with(|model| mirror::check_story(&mirror, model, &seen, &case)).unwrap();
    case
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_allowed_history_ends_at_its_status_however_it_arrives(
        (sorted, arrived) in allowed_history().prop_flat_map(arrivals),
    ) {
        let case = agrees_with_the_model(&arrived);
        let mirror = stories::mirror();
        let newest = sorted.iter().max_by_key(|seen| seen.0).unwrap();
        prop_assert_eq!(case.status(), Some(SeenStatus::Known(newest.1)));
        prop_assert_eq!(mirror.has_ended(&case), LIFECYCLE.is_final(newest.1));
        prop_assert_eq!(mirror.unexplained(&case).count(), 0);
        if are_all_kept(&arrived) {
            prop_assert_eq!(case, followed(&mirror, &sorted), "the order of arrival does not matter");
        }
    }

    /// Whatever is seen, the order of arrival does not matter, and what is unexplained is that of the sorted story.
    #[test]
    fn any_sightings_tell_the_same_in_any_order(
        arrived in prop::collection::btree_map(0_i64..40, (any::<Index>(), 0_u8..3), 1..11)
            .prop_map(|sightings| {
                let real = &AfterSaleStatus::ALL[1..];
                let flow = |flow| [None, Some(Flow::RefundOnly), Some(Flow::ReturnRefund)][usize::from(flow)];
                let seen = sightings.into_iter();
                seen.map(|(at, (status, stated))| (at, *status.get(real), flow(stated))).collect::<Vec<Seen>>()
            })
            .prop_shuffle(),
    ) {
        let case = agrees_with_the_model(&arrived);
        let mut sorted = arrived;
        sorted.sort_unstable();
        let in_order = followed(&stories::mirror(), &sorted);
        prop_assert_eq!(case.status(), in_order.status());
        prop_assert_eq!(stories::mirror().has_ended(&case), stories::mirror().has_ended(&in_order));
        if are_all_kept(&sorted) {
            prop_assert_eq!(forbidden(&stories::mirror(), &case), forbidden(&stories::mirror(), &in_order));
        }
    }
}
