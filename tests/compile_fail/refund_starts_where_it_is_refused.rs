// error: the shop: rule R7 (agree in the merchant's name) starts a refund and leaves the case at REFUSED, which is refused: the claim would not be held while the money is in flight
//! A refund starts and the case is left at a status that holds nothing, so that another case could claim the same units.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", ANY_FLOW, &[Asked], AgreeForMerchant, &[Platform], Refused, Documented)
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
