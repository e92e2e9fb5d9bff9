//! A stored history.
#![cfg_attr(fuzzing, no_main)]

use aftersale_testing::fuzz;

aftersale_fuzz::target!(|data: &[u8]| fuzz::stored_events(&aftersale_fuzz::Postcard, data));
