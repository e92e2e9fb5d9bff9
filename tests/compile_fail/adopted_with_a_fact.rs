// error: the shop: from status REFUSED no end can be reached in refund only, when a dispute is open
//! A case can be taken over with each fact that some rule makes so, and with this one nothing leads out (R5 is
//! missing, and R6 has a guard).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    rule("R6", ANY_FLOW, &[Refused], Cancel, &[Buyer], GivenUp, Documented)
        .only_if(&[Guard::NoDisputeOpen]),
    rule("R7", ANY_FLOW, &[Asked], Escalate, &[Buyer], Asked, Documented)
        .making(&[(Fact::DisputeOpen, true)]),
];

const STANDINGS: &[Standing<Status>] = &[S1, S2, S3, S4, S5.only_adopted(), S6];

aftersale::lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
