// error: the bank: DONE (state) stands twice in one place
//! A word twice in one place.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[
    word(&[WordPlace::Query, WordPlace::Answer], "state", "DONE", Meaning::Succeeded)
        .documented(PAGE)
        .because("so it is"),
    word(&[WordPlace::Query], "state", "DONE", Meaning::Processing)
        .documented(PAGE)
        .because("so it is"),
];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
