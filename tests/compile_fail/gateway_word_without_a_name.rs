// error: the bank:  (state) has no word or no field
//! A row without a word.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "", Meaning::Succeeded)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
