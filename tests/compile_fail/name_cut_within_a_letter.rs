// error: the table is unsound, and the names in it are too long to say why
//! A message has room for 512 bytes, and the 171st letter of three bytes does not fit. (R3 is missing.)

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R4, R5, R6];

const NAME: &str = concat!(
    "店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店",
    "店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店",
    "店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店",
    "店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店",
    "店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店",
    "店店店店店店店店店店店店店店店店店店店店店店店店店店店店店店",
);

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: NAME,
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
