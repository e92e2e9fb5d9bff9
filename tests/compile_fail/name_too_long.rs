// error: the shop with a name of more letters than fit into one message, the shop with a name of more letters than fit into one message, the shop with a name of more letters than fit into one message, the shop with a name of more letters than fit into one message, the shop with a name of more letters than fit into one message, the shop with a name of more letters than fit into one message, the shop with a name of more letters than fit into one message, the shop with a name of more letters than fit into one message,
//! A message has room for 512 bytes; what does not fit is left out. (R3 is missing.)

mod shop;
use shop::*;

const RULES: &[Rule<Status>] = &[R1, R2, R4, R5, R6];

const NAME: &str = concat!(
    "the shop with a name of more letters than fit into one message, ",
    "the shop with a name of more letters than fit into one message, ",
    "the shop with a name of more letters than fit into one message, ",
    "the shop with a name of more letters than fit into one message, ",
    "the shop with a name of more letters than fit into one message, ",
    "the shop with a name of more letters than fit into one message, ",
    "the shop with a name of more letters than fit into one message, ",
    "the shop with a name of more letters than fit into one message, ",
    "the shop with a name of more letters than fit into one message, ",
);

aftersale::declare_lifecycle! {
    pub const LIFECYCLE: Lifecycle<Status> = {
        platform: NAME,
        rules: RULES,
        standings: STANDINGS,
        without_rules: WITHOUT_RULES,
    };
}
