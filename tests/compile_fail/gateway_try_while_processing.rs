// error: the bank: QUEUED (state) permits a try while the money may be out
//! A try while the gateway is at work.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "QUEUED", Meaning::Processing)
    .next(NextTry::SameKey)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
