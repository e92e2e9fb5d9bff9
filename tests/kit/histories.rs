//! Random histories uphold I1 to I32 on every platform, and consist mostly of commands that make sense.

use aftersale::order::{Command, Decision, Policy, Reason};
use aftersale::shopxo::{FaithfulShop, HardenedShop, Release};
use aftersale::wechat::WeChat;
use aftersale_testing::invariants::{self, Findings};
use aftersale_testing::{History, OrderSeed, Step, candidates, histories, orders, patient_wechat};
use proptest::prelude::*;

fn everything_holds<P: Policy + std::fmt::Debug + PartialEq>(history: &History<P>) {
    let checked = invariants::check(history.order(), history.events());
    if let Err(violations) = checked {
        panic!("{violations}\n{history}");
    }
    let facts = history.order().facts().clone();
    let mut again = History::open(history.order().policy().clone(), facts).unwrap();
    for step in history.steps() {
        let mut found = Findings::at(again.order().version());
        invariants::check_answer(again.order(), &step.command, &step.answer, &mut found);
        if let Err(violations) = found.into_result() {
            panic!("{violations}\n{:?}\n{history}", step.command);
        }
        again.send(step.command.clone());
    }
    assert_eq!(again.order(), history.order());
}

proptest! {
    #[test]
    fn every_invariant_holds_at_the_hardened_shop(history in histories(HardenedShop::default(), 30)) {
        everything_holds(&history);
    }

    #[test]
    fn every_invariant_holds_on_wechat(history in histories(WeChat::default(), 30)) {
        everything_holds(&history);
    }

    #[test]
    fn every_invariant_holds_on_a_patient_wechat(history in histories(patient_wechat(), 30)) {
        everything_holds(&history);
    }

    /// But for what its terms permit.
    #[test]
    fn every_invariant_holds_at_the_faithful_shop(history in histories(FaithfulShop::new(Release::V2_2_1), 30)) {
        everything_holds(&history);
    }

    /// But for what its terms permit.
    #[test]
    fn every_invariant_holds_at_the_newer_faithful_shop(
        history in histories(FaithfulShop::new(Release::V6_9_0), 30),
    ) {
        everything_holds(&history);
    }

    #[test]
    fn every_order_can_be_opened(facts in orders()) {
        History::open(HardenedShop::default(), facts).unwrap();
    }
}

/// Any other request under the id of a command that was accepted is another command (I10).
#[test]
fn no_two_requests_under_one_id_are_taken_for_each_other_i10() {
    fn distinguishes<P: Policy + std::fmt::Debug + PartialEq>(policy: P) {
        let mut history = History::open(policy, OrderSeed::default().facts()).unwrap();
        for pick in [0, 0, 30, 45] {
            history.play(&Step { pick, ..Step::default() });
        }
        let order = history.order();
        let requests = candidates::all(order, history.now());
        assert!(requests.len() > 60);
        let mut compared = 0;
        for step in history.steps() {
            let Ok(Decision::Accepted { .. }) = &step.answer else { continue };
            for request in requests.iter().filter(|request| **request != step.command.request) {
                let other = Command { request: request.clone(), ..step.command.clone() };
                let refusal = order.decide(&other).unwrap_err();
                let id = other.id.clone();
                assert_eq!(refusal.reasons, [Reason::CommandReused { id }], "{request:?}");
                compared += 1;
            }
        }
        assert!(compared > 200, "{compared}");
    }
    distinguishes(HardenedShop::default());
    distinguishes(WeChat::default());
}

#[test]
fn even_the_oddest_seeds_are_orders_that_can_be_opened() {
    for oddity in 0..=u8::MAX {
        for units in [0, 1, 250, 253, 254, 255] {
            for price in [0, 65_533, 65_534, u16::MAX] {
                let line = aftersale_testing::LineSeed { units, price };
                let seed = OrderSeed {
                    line: line.clone(),
                    more_lines: vec![line.clone(), line.clone(), line],
                    shipping: u16::MAX,
                    discount: u16::MAX,
                    oddity,
                    currency: oddity,
                    progress: oddity,
                };
                History::open(HardenedShop::default(), seed.facts()).unwrap();
            }
        }
    }
}

#[test]
fn most_commands_make_sense_and_some_do_not() {
    use proptest::strategy::{Strategy, ValueTree};
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let (mut accepted, mut refused, mut known, mut nothing) = (0, 0, 0, 0);
    for _ in 0..200 {
        let tree = histories(WeChat::default(), 30).new_tree(&mut runner).unwrap();
        for step in tree.current().steps() {
            match &step.answer {
                Ok(Decision::Accepted { .. }) => accepted += 1,
                Ok(Decision::Duplicate { .. }) => known += 1,
                Ok(Decision::Nothing { .. }) => nothing += 1,
                Err(_) => refused += 1,
            }
        }
    }
    let all = accepted + refused + known + nothing;
    println!("accepted {accepted}, refused {refused}, known {known}, nothing {nothing}");
    assert!(accepted * 2 > all && refused * 10 > all && known * 100 > all, "{all}");
}
