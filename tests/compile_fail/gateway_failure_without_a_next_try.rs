// error: the bank: REFUSED (state) does not say what the next try may do
//! A failure that does not say what the next try may do.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "REFUSED", Meaning::Failed)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
