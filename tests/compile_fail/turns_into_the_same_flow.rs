// error: the shop: rule R7 (modify the application) turns the case into the flow that it is in already: refund only
//! A rule that says that it changes the flow, and in one of its flows does not.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3, R4, R5, R6, R7];
const R7: Rule<Status> = rule("R7", ANY_FLOW, &[Asked], Modify, &[Buyer], Asked, Documented)
    .turning_into(Flow::RefundOnly);

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
