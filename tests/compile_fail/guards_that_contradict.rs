// error: the shop: rule R7 (modify the application) has two guards about the same fact: the order has been shipped
//! A rule that can never be used: its guards cannot both be met.

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
        Guard::NoOtherCaseOpen,
        Guard::OrderNotShipped,
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
