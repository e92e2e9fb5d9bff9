//! Sound, so this one must compile: each rule stands before those that it leads to, and a refund gets
//! to an end only by a turn into the other flow.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    rule("R5", REFUND_ONLY, &[Asked], Refuse, &[Merchant], Refused, Documented)
        .also_seen(&[Paid, GivenUp]),
    rule("R5", RETURN_REFUND, &[Asked], Refuse, &[Merchant], Refused, Documented),
    rule("R7", REFUND_ONLY, &[Refused], Modify, &[Buyer], Awaited, Documented)
        .turning_into(Flow::ReturnRefund),
    R3,
    R4,
    rule("R6", RETURN_REFUND, &[Asked, Refused], Cancel, &[Buyer], GivenUp, Documented),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
