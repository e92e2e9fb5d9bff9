// error: the shop: status REFUSED is declared adopted only, but a rule leads to it in refund only
//! A standing that says that no rule leads to a status, and a rule that does (R5).

mod shop;
use shop::*;

const STANDINGS: &[Standing<Status>] = &[S1, S2, S3, S4, S5.only_adopted(), S6];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
