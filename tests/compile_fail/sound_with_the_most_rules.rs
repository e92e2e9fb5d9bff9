//! Sound, so this one must compile: as many rules as the look-up can number.

use Status::*;
use aftersale::lifecycle::{
    Action, Actor, Evidence, Phase, REFUND_ONLY, Rule, Standing, rule, standing,
};

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    Paid,
}

impl Status {
    pub const ALL: &'static [Self] = &[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, Paid];

    pub const fn name(self) -> &'static str {
        "ABCDEFGHIJKLMNOP".split_at(self as usize).1.split_at(1).0
    }
}

aftersale::impl_status!(Status);

const OPEN: &[Status] = Status::ALL.split_at(15).0;

const RULES: &[Rule<Status>] = &{
    let first =
        rule("R1", REFUND_ONLY, &[], Action::Apply, &[Actor::Buyer], A, Evidence::Documented);
    let mut rules = [first.also_seen(OPEN); 255];
    let mut r = 1;
    while r < rules.len() {
        let from = OPEN.split_at(r % OPEN.len()).1.split_at(1).0;
        let action = Action::ALL[r / OPEN.len()];
        rules[r] =
            rule("R", REFUND_ONLY, from, action, &[Actor::Buyer], Paid, Evidence::Documented);
        r += 1;
    }
    rules
};

const STANDINGS: &[Standing<Status>] = &{
    let mut standings = [standing(Paid, REFUND_ONLY, Phase::Closed); 16];
    let mut s = 0;
    while s < OPEN.len() {
        standings[s] = standing(OPEN[s], REFUND_ONLY, Phase::UnderReview);
        s += 1;
    }
    standings
};

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}
