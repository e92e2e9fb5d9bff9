// error: the shop: rule R7 (agree in the merchant's name) makes it so or not so that a refund is under way: a rule starts a refund by starting_refund, and a report ends it
//! What starts a refund says so; the fact that one is under way follows from that.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", REFUND_ONLY, &[Asked], AgreeForMerchant, &[Platform], Asked, Documented)
        .making(&[(Fact::RefundUnderWay, true)]),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
