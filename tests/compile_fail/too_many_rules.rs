// error: a table has room for at most 255 rules
//! More rules than the look-up can number. (That they are all the same is another fault.)

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1; 256];

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: "the shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
