// error: the shop: rule R7 (apply) conflicts with rule R1 for the same action: before there is a case in return and refund
//! Two rules that open a case of one flow by the same action.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] =
    &[R1, R2, R3, R4, R5, R6, rule("R7", RETURN_REFUND, &[], Apply, &[Buyer], Awaited, Documented)];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
