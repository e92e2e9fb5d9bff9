//! A refund can start at a status that goes on to mean that the case is under review: it holds its claim.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    rule("R2", REFUND_ONLY, &[Asked], AgreeToRefund, &[Merchant], Asked, Documented)
        .only_if(&[Guard::NoRefundUnderWay])
        .starting_refund(),
    rule("R2", REFUND_ONLY, &[Asked], RefundSucceeded, &[Platform], Paid, Documented)
        .only_if(&[Guard::RefundUnderWay]),
    R3,
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
