// error: the shop: rule R2 (agree to the refund) leads to PAID, which is refunded: only the report or the confirmation of a refund leads there
//! A rule by which a case is refunded when the merchant agrees, before any money has left.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    rule("R2", REFUND_ONLY, &[Asked], AgreeToRefund, &[Merchant], Paid, Documented),
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
