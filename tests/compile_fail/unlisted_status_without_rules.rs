// error: the shop: the list of statuses without rules has a status that is missing in `ALL`
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
