// error: the bank: DONE (state) is a success for now, and no word takes it back
//! A success that can be taken back, and no word that does so.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, NextTry, Provisional, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[
    word(&[WordPlace::Query], "state", "DONE", Meaning::Succeeded)
        .provisional(Provisional::Indefinitely)
        .documented(PAGE)
        .because("so it is"),
    word(&[WordPlace::Query], "state", "REFUSED", Meaning::Failed)
        .next(NextTry::NewKey)
        .documented(PAGE)
        .because("so it is"),
];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
