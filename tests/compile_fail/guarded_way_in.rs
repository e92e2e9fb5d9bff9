// error: the shop: status AWAITED cannot be reached in return and refund, where rule R4 starts from it
//! The way to a status needs a fact that only holds behind it.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3.only_if(&[Guard::GoodsSent]), R4, R5, R6, R7];
const R7: Rule<Status> =
    rule("R7", RETURN_REFUND, &[Awaited], ShipReturn, &[Buyer], Awaited, Documented)
        .making(&[(Fact::GoodsSent, true)]);

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
