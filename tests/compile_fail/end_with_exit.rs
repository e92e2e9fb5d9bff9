// error: the shop: rule R7 (modify the application) starts from PAID, which is final
//! A rule that leads out of a final status.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", REFUND_ONLY, &[Paid], Modify, &[Buyer], Asked, Documented),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
