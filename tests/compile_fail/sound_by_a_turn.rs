//! Sound, so this one must compile: a refused refund goes on in the other flow only, where its end is
//! (R6 does not start from it in its own flow).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    rule("R6", ANY_FLOW, &[Asked], Cancel, &[Buyer], GivenUp, Documented),
    rule("R7", RETURN_REFUND, &[Refused], Cancel, &[Buyer], GivenUp, Documented),
    rule("R8", REFUND_ONLY, &[Refused], Modify, &[Buyer], Asked, Documented)
        .turning_into(Flow::ReturnRefund),
];

aftersale::lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
