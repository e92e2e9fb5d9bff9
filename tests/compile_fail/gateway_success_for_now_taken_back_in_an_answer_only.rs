// error: the bank: DONE (state) is a success for now, and no word takes it back
//! What takes a success back comes later: in a query or a webhook.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, Provisional, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[
    word(&[WordPlace::Query], "state", "DONE", Meaning::Succeeded)
        .provisional(Provisional::Indefinitely)
        .documented(PAGE)
        .because("so it is"),
    word(&[WordPlace::Answer], "state", "BACK", Meaning::Reversed)
        .documented(PAGE)
        .because("so it is"),
];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
