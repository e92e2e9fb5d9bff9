// error: the shop: status AWAITED is refunding in return and refund, and no rule reports the refund as failed there
//! A refund that fails leaves the case where it is: nothing is in flight, and nothing can be done.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    rule("R3", RETURN_REFUND, &[Asked], AgreeToReturn, &[Merchant], Awaited, Documented)
        .starting_refund(),
    R4,
    R5,
    R6,
];

const REFUNDING: &[Standing<Status>] =
    &[S1, standing(Awaited, RETURN_REFUND, Phase::Refunding), S3, S4, S5, S6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: REFUNDING,
        without_rules: WITHOUT_RULES,
    };
}
