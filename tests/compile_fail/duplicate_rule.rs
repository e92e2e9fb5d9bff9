// error: the shop: rule R7 (cancel) conflicts with rule R6 for the same action: ASKED in refund only
//! Two rules for one flow, status and action. Who acts makes no difference.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", REFUND_ONLY, &[Asked], Cancel, &[Merchant], GivenUp, Documented),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
