// error: the shop: status REFUSED cannot be reached in refund only, where rule R5 starts from it
//! A status to which only a rule leads that starts from it (R5).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] =
    &[R1, R2, R3, R4, rule("R5", ANY_FLOW, &[Refused], Modify, &[Buyer], Refused, Documented), R6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
