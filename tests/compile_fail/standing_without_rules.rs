// error: the shop: status INVALID has a standing and is listed as without rules
//! A status that has a meaning and is listed as without rules.

mod shop;
use shop::*;

const STANDINGS: &[Standing<Status>] =
    &[S1, S2, S3, S4, S5, S6, standing(Invalid, ANY_FLOW, Phase::Closed)];

aftersale::lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
