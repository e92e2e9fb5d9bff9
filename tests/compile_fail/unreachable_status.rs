// error: the shop: status REFUSED cannot be reached in refund only, where rule R6 starts from it
//! A status that a rule starts from, and to which nothing leads (R5 is missing).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3, R4, R6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
