//! A document of WeChat.
#![cfg_attr(fuzzing, no_main)]

use aftersale_testing::fuzz;

aftersale_fuzz::target!(fuzz::wechat_document);
