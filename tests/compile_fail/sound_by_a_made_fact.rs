//! Sound, so this one must compile: a guard about the case that another rule makes so.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5.making(&[(Fact::DisputeOpen, true)]),
    R6,
    rule("R7", ANY_FLOW, &[Refused], Modify, &[Buyer], Asked, Documented)
        .only_if(&[Guard::DisputeOpen]),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
