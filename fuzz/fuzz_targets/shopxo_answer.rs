//! A document of ShopXO.
#![cfg_attr(fuzzing, no_main)]

use aftersale::testing::fuzz;

aftersale_fuzz::target!(fuzz::shopxo_answer);
