//! Sound, so this one must compile: a status that is reached only as an outcome also seen (R5 is
//! missing).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1.also_seen(&[Refused]), R2, R3, R4, R6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
