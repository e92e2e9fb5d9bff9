// error: the shop: rule R7 (agree in the merchant's name) starts a refund and leaves the case at AWAITED, where no rule reports the refund as succeeded
//! A refund starts at a status where no rule says what its success leads to.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    rule("R4", RETURN_REFUND, &[Asked], RefundSucceeded, &[Platform], Returned, Documented),
    R5,
    rule("R6", ANY_FLOW, &[Asked, Refused, Awaited], Cancel, &[Buyer], GivenUp, Documented),
    rule("R7", RETURN_REFUND, &[Asked], AgreeForMerchant, &[Platform], Awaited, Documented)
        .starting_refund(),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
