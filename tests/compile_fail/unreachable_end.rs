// error: the shop: status RETURNED cannot be reached in return and refund
//! A final status to which nothing leads (R4 leads elsewhere).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    rule("R4", RETURN_REFUND, &[Awaited], ConfirmReceipt, &[Merchant], GivenUp, Documented),
    R5,
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
