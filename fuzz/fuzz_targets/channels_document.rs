//! A document of any of WeChat's after-sale interfaces.
#![cfg_attr(fuzzing, no_main)]

use aftersale_testing::fuzz;

aftersale_fuzz::target!(fuzz::channels_document);
