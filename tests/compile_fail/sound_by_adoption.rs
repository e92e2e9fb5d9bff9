//! Sound, so this one must compile: no rule leads to a status, and its standing says so (R5 is missing).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3, R4, R6];

const STANDINGS: &[Standing<Status>] = &[S1, S2, S3, S4, S5.only_adopted(), S6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
