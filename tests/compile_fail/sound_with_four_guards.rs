//! Sound, so this one must compile: the most guards that a rule may have, none of which needs a rule
//! that makes it so.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", ANY_FLOW, &[Refused], Modify, &[Buyer], Asked, Documented).only_if(&[
        Guard::OrderShipped,
        Guard::GoodsNotSent,
        Guard::NoDisputeOpen,
        Guard::NoOtherCaseOpen,
    ]),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
