//! Records and single values of the platforms' JSON.
#![cfg_attr(fuzzing, no_main)]

use aftersale_testing::fuzz;

aftersale_fuzz::target!(fuzz::wire_value);
