//! Sound, so this one must compile: a case that was taken over has no fact that no rule makes so, and that
//! would keep it where it is.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    rule("R6", ANY_FLOW, &[Asked, Refused], Cancel, &[Buyer], GivenUp, Documented)
        .only_if(&[Guard::NoDisputeOpen]),
];

const STANDINGS: &[Standing<Status>] = &[S1, S2, S3, S4, S5.only_adopted(), S6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
