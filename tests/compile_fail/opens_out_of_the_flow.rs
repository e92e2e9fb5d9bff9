// error: the shop: rule R1 (apply) leads to AWAITED, which is not a status of refund only
//! A rule that opens a case at a status of the other flow.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] =
    &[rule("R1", ANY_FLOW, &[], Apply, &[Buyer], Awaited, Documented), R2, R3, R4, R5, R6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
