// error: the shop: rule R7 (modify the application) uses a status that is missing in `ALL`
//! A rule that leads from a status that `ALL` does not list to the same.

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    rule("R7", ANY_FLOW, &[Unlisted], Modify, &[Buyer], Unlisted, Documented),
];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
