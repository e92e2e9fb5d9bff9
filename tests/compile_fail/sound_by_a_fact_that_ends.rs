//! Sound, so this one must compile: a guard that is met because the only rule that leads there ends what
//! another has made so.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    rule("R3", RETURN_REFUND, &[Refused], AgreeToReturn, &[Merchant], Awaited, Documented)
        .making(&[(Fact::DisputeOpen, false)]),
    R4.only_if(&[Guard::NoDisputeOpen]),
    R5.making(&[(Fact::DisputeOpen, true)]),
    R6,
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
