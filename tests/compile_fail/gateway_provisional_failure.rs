// error: the bank: REFUSED (state) can be taken back or went to the merchant, and is no success
//! Only a success is for now.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, NextTry, Provisional, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[
    word(&[WordPlace::Query], "state", "REFUSED", Meaning::Failed)
        .next(NextTry::NewKey)
        .provisional(Provisional::Indefinitely)
        .documented(PAGE)
        .because("so it is"),
    word(&[WordPlace::Query], "state", "BACK", Meaning::Reversed)
        .documented(PAGE)
        .because("so it is"),
];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
