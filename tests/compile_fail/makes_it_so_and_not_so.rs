// error: the shop: rule R7 (modify the application) makes a fact hold and not hold: a dispute is open
//! A rule after which a fact would hold and not hold.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3, R4, R5, R6, R7];
const R7: Rule<Status> = rule("R7", ANY_FLOW, &[Asked], Modify, &[Buyer], Asked, Documented)
    .making(&[(Fact::DisputeOpen, true), (Fact::DisputeOpen, false)]);

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
