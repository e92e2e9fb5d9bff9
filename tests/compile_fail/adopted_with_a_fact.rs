// error: the shop: from status REFUSED no final status can be reached in refund only, when a dispute is open
//! A case can be taken over with each fact that some rule makes so, and with this one nothing leads out, in the
//! flow in which no rule leads there (R6 has a guard).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    rule("R5", RETURN_REFUND, &[Asked], Refuse, &[Merchant], Refused, Documented)
        .making(&[(Fact::DisputeOpen, false)]),
    rule("R6", ANY_FLOW, &[Refused], Cancel, &[Buyer], GivenUp, Documented)
        .only_if(&[Guard::NoDisputeOpen]),
    rule("R7", ANY_FLOW, &[Asked], Escalate, &[Buyer], Asked, Documented)
        .making(&[(Fact::DisputeOpen, true)]),
];

const STANDINGS: &[Standing<Status>] = &[
    S1,
    S2,
    S3,
    S4,
    standing(Refused, REFUND_ONLY, Phase::Refused).only_adopted(),
    standing(Refused, RETURN_REFUND, Phase::Refused),
    S6,
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
