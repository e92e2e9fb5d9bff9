// error: the bank: BACK (state) permits a key again under which money has left
//! The same key after a reversal.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "BACK", Meaning::Reversed)
    .next(NextTry::SameKey)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
