// error: the shop: what is listed as without rules has a status that is missing in the list of all
//! A status listed as without rules that is no status of the platform's.

mod shop;
use shop::*;

const WITHOUT_RULES: &[Status] = &[Invalid, Unlisted];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
