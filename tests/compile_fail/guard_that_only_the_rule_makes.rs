// error: the shop: rule R7 (modify the application) has a guard that no rule before it can make true: a dispute is open
//! A guard that only the guarded rule itself makes so.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R3, R4, R5, R6, R7];
const R7: Rule<Status> = rule("R7", ANY_FLOW, &[Asked], Modify, &[Buyer], Asked, Documented)
    .only_if(&[Guard::DisputeOpen])
    .making(&[(Fact::DisputeOpen, true)]);

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
