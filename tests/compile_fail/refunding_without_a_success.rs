// error: the shop: status AWAITED is refunding in return and refund, and no rule reports the refund as succeeded there
//! A status that a case has only where it is taken over, and where no rule says what a success leads to.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    rule("R3", RETURN_REFUND, &[Asked], AgreeToReturn, &[Merchant], Asked, Documented),
    rule("R4", RETURN_REFUND, &[Asked], RefundSucceeded, &[Platform], Returned, Documented),
    R5,
    rule("R6", ANY_FLOW, &[Asked, Refused, Awaited], Cancel, &[Buyer], GivenUp, Documented),
];

const REFUNDING: &[Standing<Status>] =
    &[S1, standing(Awaited, RETURN_REFUND, Phase::Refunding).only_adopted(), S3, S4, S5, S6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: REFUNDING,
        without_rules: WITHOUT_RULES,
    };
}
