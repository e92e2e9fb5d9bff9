// error: the shop: a standing is for a status that is missing in `ALL`
//! A standing for a status that `ALL` does not list.

mod shop;
use shop::*;

const STANDINGS: &[Standing<Status>] =
    &[S1, S2, S3, S4, S5, S6, standing(Unlisted, ANY_FLOW, Phase::Closed)];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
