// error: the shop: status ASKED has two standings in return and refund
//! A status with two meanings in one flow.

mod shop;
use shop::*;

const STANDINGS: &[Standing<Status>] =
    &[S1, S2, S3, S4, S5, S6, standing(Asked, RETURN_REFUND, Phase::WaitingForGoods)];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
