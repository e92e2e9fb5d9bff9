// error: the shop: rule R7 (modify the application) has more than four guards
//! A rule with five guards: a refusal has room for the reasons of four.

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
        Guard::NoRefundUnderWay,
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
