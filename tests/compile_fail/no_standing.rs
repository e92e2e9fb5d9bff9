// error: the shop: status REFUSED has no standing and is not listed as without rules
//! A status without a standing (S5 is missing).

mod shop;
use shop::*;

const STANDINGS: &[Standing<Status>] = &[S1, S2, S3, S4, S6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
