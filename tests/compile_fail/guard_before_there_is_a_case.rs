// error: the shop: rule R1 (apply) has a guard that no rule before it can make true: a dispute is open
//! An opening with a guard about what can only happen later.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1.only_if(&[Guard::DisputeOpen]), R2, R3, R4, R5, R6, R7];
const R7: Rule<Status> = rule("R7", ANY_FLOW, &[Asked], Escalate, &[Buyer], Asked, Documented)
    .making(&[(Fact::DisputeOpen, true)]);

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
