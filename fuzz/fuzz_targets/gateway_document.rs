//! A document of a payment gateway.
#![cfg_attr(fuzzing, no_main)]

use aftersale_testing::fuzz;

aftersale_fuzz::target!(fuzz::gateway_document);
