// error: the shop: rule R3 (agree to the return) leads to AWAITED, which is refunding, and starts no refund
//! A status means that money is being paid, and the rule that leads there does not say that a refund starts.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3, R4, R5, R6];
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
