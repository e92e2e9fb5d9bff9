// error: the shop: from status ASKED no final status can be reached in refund only (rule R1 leads there), when a refund is under way
//! Every way out needs that no refund is under way, and nothing ends one.

mod shop;
use shop::*;

const NOT_PAYING: &[Guard] = &[Guard::NoRefundUnderWay];
const RULES: &[Rule<Status>] = &[
    R1,
    R2.only_if(NOT_PAYING),
    R3,
    R4,
    R5.only_if(NOT_PAYING),
    R6.only_if(NOT_PAYING),
    rule("R7", REFUND_ONLY, &[Asked], AgreeForMerchant, &[Platform], Asked, Documented)
        .starting_refund(),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
