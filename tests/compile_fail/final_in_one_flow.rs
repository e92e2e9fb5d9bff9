// error: the shop: status REFUSED is final in one flow and open in another
//! A status that is an end in one flow and open in the other.

mod shop;
use shop::*;

const STANDINGS: &[Standing<Status>] = &[
    S1,
    S2,
    S3,
    S4,
    standing(Refused, REFUND_ONLY, Phase::Refused),
    standing(Refused, RETURN_REFUND, Phase::Closed),
    S6,
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
