// error: the bank: 404 (status) decides by the HTTP status alone
//! An HTTP status by itself is no failure.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::HttpStatus], "status", "404", Meaning::Failed)
    .next(NextTry::NewKey)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
