//! Sound, so this one must compile: each rule stands before those that it leads to, and one flow has
//! its ends further away than the other.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    rule("R5", ANY_FLOW, &[Asked], Refuse, &[Merchant], Refused, Documented),
    rule("R6", REFUND_ONLY, &[Asked, Refused], Cancel, &[Buyer], GivenUp, Documented),
    rule("R7", RETURN_REFUND, &[Refused], Modify, &[Buyer], Awaited, Documented),
    rule("R4", RETURN_REFUND, &[Awaited], ConfirmReceipt, &[Merchant], Returned, Documented)
        .also_seen(&[GivenUp]),
];

aftersale::lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
