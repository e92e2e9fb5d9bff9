// error: the shop: rule R7 (modify the application) never applies at AWAITED, which belongs to none of its flows
//! A rule that starts from a status of the other flow, besides one of its own.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", REFUND_ONLY, &[Refused, Awaited], Modify, &[Buyer], Asked, Documented),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
