// error: the bank: LOST (state) is unknown and permits no try for ever
//! What is unknown needs a way on.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "LOST", Meaning::Unknown)
    .next(NextTry::NeverAgain)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
