//! The step view: every phase of every flow gives the line of steps that a person would draw.

use aftersale::lifecycle::{Flow, Lifecycle, Phase, Status};
use aftersale::steps::{Milestones, Progress, StepName, steps};
use aftersale::time::Timestamp;
use aftersale::{channels, shopxo, wechat};

/// A line of steps in one letter each: done, current, to come, stopped.
fn line(flow: Flow, phase: Phase, milestones: &Milestones) -> String {
    let letter = |progress| match progress {
        Progress::Done => 'd',
        Progress::Current => 'c',
        Progress::ToCome => '.',
        Progress::Stopped => 'x',
        _ => '?',
    };
    steps(flow, Some(phase), milestones).map(|step| letter(step.progress)).collect()
}

#[test]
fn every_phase_has_its_line_of_steps() {
    // apply, review, refund; and apply, review, send, receive, refund
    let lines = [
        (Phase::UnderReview, "dc.", "dc..."),
        (Phase::WaitingForGoods, "dc.", "ddc.."),
        (Phase::WaitingForReceipt, "dc.", "dddc."),
        (Phase::Refunding, "ddc", "ddddc"),
        (Phase::RefundFailed, "ddc", "ddddc"),
        (Phase::WaitingForConfirmation, "ddc", "ddddc"),
        (Phase::Refused, "dxx", "dxxxx"),
        (Phase::Lapsed, "ddx", "ddxxx"),
        (Phase::Refunded, "ddd", "ddddd"),
        (Phase::Withdrawn, "dxx", "dxxxx"),
        (Phase::Closed, "dxx", "dxxxx"),
        (Phase::InDispute, "dc.", "dc..."),
        (Phase::WaitingForAnswer, "dc.", "dc..."),
        (Phase::WaitingForInterception, "dc.", "dc..."),
        // No refund has these; a case that is said to have them all the same is under review, or over.
        (Phase::WaitingForNewGoods, "dc.", "dc..."),
        (Phase::Fulfilled, "ddd", "ddddd"),
    ];
    assert_eq!(lines.len(), Phase::ALL.len());
    for (phase, refund_only, return_refund) in lines {
        let nothing = Milestones::default();
        assert_eq!(line(Flow::RefundOnly, phase, &nothing), refund_only, "{phase}");
        assert_eq!(line(Flow::ReturnRefund, phase, &nothing), return_refund, "{phase}");
    }
}

#[test]
fn an_exchange_and_a_reship_end_with_the_new_goods() {
    // apply, review, send, receive, send the new goods; and apply, review, send the new goods
    let lines = [
        (Phase::UnderReview, "dc...", "dc."),
        (Phase::WaitingForAnswer, "dc...", "dc."),
        (Phase::WaitingForGoods, "ddc..", "dc."),
        (Phase::WaitingForReceipt, "dddc.", "dc."),
        (Phase::WaitingForNewGoods, "ddddc", "ddc"),
        (Phase::Fulfilled, "ddddd", "ddd"),
        (Phase::Refused, "dxxxx", "dxx"),
        (Phase::Withdrawn, "dxxxx", "dxx"),
        (Phase::InDispute, "dc...", "dc."),
    ];
    for (phase, exchange, reship) in lines {
        let nothing = Milestones::default();
        assert_eq!(line(Flow::Exchange, phase, &nothing), exchange, "{phase}");
        assert_eq!(line(Flow::Reship, phase, &nothing), reship, "{phase}");
    }
    for flow in [Flow::Exchange, Flow::Reship] {
        let sent =
            Milestones::default().done_at(StepName::SendNewGoods, Timestamp::from_seconds(9));
        let last = steps(flow, Some(Phase::Fulfilled), &sent).last().unwrap();
        assert_eq!(last.name, StepName::SendNewGoods);
        assert_eq!(last.time, Some(Timestamp::from_seconds(9)));
    }
}

#[test]
fn before_there_is_a_case_the_buyer_has_to_apply() {
    for (flow, expected) in [(Flow::RefundOnly, "c.."), (Flow::ReturnRefund, "c....")] {
        let first = steps(flow, None, &Milestones::default()).next().unwrap();
        assert_eq!((first.name, first.progress), (StepName::Apply, Progress::Current));
        assert_eq!(steps(flow, None, &Milestones::default()).count(), expected.len());
    }
}

#[test]
fn a_stopped_case_stopped_after_the_last_step_that_is_known_to_be_done() {
    for phase in [Phase::Refused, Phase::Withdrawn, Phase::Closed] {
        for (done, refund_only, return_refund) in [
            (StepName::Apply, "dxx", "dxxxx"),
            (StepName::Review, "ddx", "ddxxx"),
            (StepName::SendGoods, "ddx", "dddxx"),
            (StepName::ReceiveGoods, "ddx", "ddddx"),
            (StepName::Refund, "ddx", "ddddx"),
        ] {
            let milestones = Milestones::default().done(done);
            assert_eq!(line(Flow::RefundOnly, phase, &milestones), refund_only, "{phase} {done}");
            assert_eq!(
                line(Flow::ReturnRefund, phase, &milestones),
                return_refund,
                "{phase} {done}"
            );
        }
    }
}

#[test]
fn a_step_has_its_time_when_it_is_done_and_the_time_is_known() {
    let at = |seconds| Timestamp::from_seconds(seconds);
    let milestones = Milestones::default()
        .done_at(StepName::Apply, at(1))
        .done_at(StepName::SendGoods, at(3))
        .done_at(StepName::Refund, at(5));
    let times = |phase| -> Vec<Option<i64>> {
        steps(Flow::ReturnRefund, Some(phase), &milestones)
            .map(|step| step.time.map(Timestamp::seconds))
            .collect()
    };
    assert_eq!(times(Phase::Refunded), [Some(1), None, Some(3), None, Some(5)]);
    assert_eq!(times(Phase::WaitingForGoods), [Some(1), None, None, None, None], "sent, recalled");
}

#[test]
fn every_status_of_both_platforms_has_exactly_one_place_in_its_line() {
    fn check<S: Status>(lifecycle: Lifecycle<S>) {
        for status in S::ALL {
            for flow in lifecycle.flows_of(*status).iter() {
                let phase = lifecycle.phase(flow, *status).unwrap();
                let line = line(flow, phase, &Milestones::default());
                assert!(line.starts_with('d'), "who has a case has applied: {status:?} {line}");
                let expected = usize::from(!phase.is_final() && !line.contains('x'));
                assert_eq!(line.matches('c').count(), expected, "{status:?} {line}");
                assert!(!(line.contains('.') && line.contains('x')), "{status:?} {line}");
            }
        }
    }
    check(wechat::LIFECYCLE);
    check(channels::LIFECYCLE);
    check(shopxo::LIFECYCLE);
}

#[test]
fn steps_are_numbered_from_one_without_a_gap() {
    for flow in Flow::ALL {
        let numbers: Vec<u8> =
            steps(*flow, None, &Milestones::default()).map(|s| s.number).collect();
        assert_eq!(
            numbers,
            (1..=if flow.brings_goods_back() { 5 } else { 3 }).collect::<Vec<u8>>()
        );
    }
}
