//! Sound, so this one must compile: a status of one flow to which only a rule of the other leads.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    rule("R3", REFUND_ONLY, &[Asked], AgreeToReturn, &[Merchant], Awaited, Documented)
        .turning_into(Flow::ReturnRefund),
    R4,
    R5,
    R6,
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
