// error: the shop: rule R4 (confirm receipt) never applies in refund only: none of its starting statuses belongs to this flow
//! A rule for a flow to which no status belongs that it starts from.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    rule("R4", ANY_FLOW, &[Awaited], ConfirmReceipt, &[Merchant], GivenUp, Documented),
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
