// error: the bank: LOST (state) permits a new key while the money may be out
//! Either key is also a new one.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "LOST", Meaning::Unknown)
    .next(NextTry::EitherKey)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
