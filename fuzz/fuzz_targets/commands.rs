//! Commands against an order.
#![cfg_attr(fuzzing, no_main)]

use aftersale_testing::fuzz;

aftersale_fuzz::target!(fuzz::commands);
