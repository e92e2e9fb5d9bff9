// error: the shop: rule R7 (modify the application) has a guard that no rule before it can make true: a dispute is open
//! A rule that can never be used: no rule opens a dispute (R5 ends one).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5.making(&[(Fact::GoodsSent, true), (Fact::DisputeOpen, false)]),
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
