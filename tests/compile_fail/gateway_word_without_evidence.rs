// error: the bank: DONE (state) has no evidence, no source or no reason
//! A row without evidence.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] =
    &[word(&[WordPlace::Query], "state", "DONE", Meaning::Succeeded).because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
