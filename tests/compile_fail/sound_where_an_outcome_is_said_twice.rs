//! Sound, so this one must compile: the outcome of a rule is also seen as its outcome.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3, R4, R5.also_seen(&[Refused]), R6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
