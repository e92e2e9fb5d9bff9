//! The same word in two places, and a success that a later failure takes back.

use aftersale::gateway::{
    AmountKind, Gateway, GatewayRow, Meaning, NextTry, Provisional, WordPlace, word,
};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[
    word(&[WordPlace::Query, WordPlace::Webhook], "state", "DONE", Meaning::Succeeded)
        .provisional(Provisional::Indefinitely)
        .documented(PAGE)
        .because("so it is"),
    word(&[WordPlace::RequestError], "state", "DONE", Meaning::Unknown)
        .next(NextTry::SameKey)
        .documented(PAGE)
        .because("so it is"),
    word(&[WordPlace::Query], "state", "REFUSED", Meaning::Failed)
        .takes_back(AmountKind::Stated)
        .next(NextTry::NewKey)
        .documented(PAGE)
        .because("so it is"),
    word(&[WordPlace::HttpStatus], "status", "4xx", Meaning::Unknown)
        .documented(PAGE)
        .because("so it is"),
];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
