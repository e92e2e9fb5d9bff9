//! A document of ShopXO.
#![cfg_attr(fuzzing, no_main)]

use aftersale_testing::fuzz;

aftersale_fuzz::target!(fuzz::shopxo_answer);
