// error: the shop: from status REFUSED no final status can be reached in refund only (rule R5 leads there)
//! An end that is only an outcome that was also seen (R6) is no way out.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    rule("R6", ANY_FLOW, &[Asked], Cancel, &[Buyer], GivenUp, Documented),
    rule("R7", ANY_FLOW, &[Refused], Modify, &[Buyer], Refused, Documented).also_seen(&[GivenUp]),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
