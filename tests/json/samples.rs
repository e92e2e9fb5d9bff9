//! Many histories of orders, for tests that look at what is sent and answered in them.

use aftersale::order::Policy;
use aftersale_testing::{History, plans};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Returns histories under a policy, always the same ones, until `enough` says so.
pub(crate) fn histories<P: Policy>(policy: &P, mut enough: impl FnMut(&History<P>) -> bool) {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let plans = plans(30);
    for _ in 0..20_000 {
        let plan = plans.new_tree(&mut runner).expect("a plan").current();
        // Some facts cannot open an order.
        let Ok(history) = plan.play(policy.clone()) else { continue };
        if enough(&history) {
            return;
        }
    }
    panic!("20,000 histories are not enough");
}
