// error: the shop: rule R7 (agree in the merchant's name) starts a refund and leaves the case at REFUSED, which is refused: the claim would not be held while the money is in flight
//! The same, where the status that holds nothing is only another outcome that was seen.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", ANY_FLOW, &[Asked], AgreeForMerchant, &[Platform], Asked, Documented)
        .also_seen(&[Refused])
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
