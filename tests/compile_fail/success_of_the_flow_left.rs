// error: the shop: rule R7 (force the refund) leads to PAID, which is the success of a flow other than return and refund
//! A rule that changes the flow and ends with the success of the flow that it leaves.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", REFUND_ONLY, &[Asked], ForceRefund, &[Platform], Paid, Documented)
        .turning_into(Flow::ReturnRefund),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
