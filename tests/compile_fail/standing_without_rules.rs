// error: the shop: status REFUSED has a standing and is listed as without rules
//! A status that has a meaning and is listed as without rules.

mod shop;
use shop::*;

const WITHOUT: &[Status] = &[Invalid, Refused];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT,
    };
}
