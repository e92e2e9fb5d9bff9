// error: the shop: rule R7 (modify the application) can never be taken: no case reaches its starting statuses with its guards met
//! A rule whose guard is met elsewhere only (R4 ends the case).

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3, R4.making(&[(Fact::GoodsSent, true)]), R5, R6, R7];
const R7: Rule<Status> = rule("R7", ANY_FLOW, &[Refused], Modify, &[Buyer], Asked, Documented)
    .only_if(&[Guard::GoodsSent]);

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
