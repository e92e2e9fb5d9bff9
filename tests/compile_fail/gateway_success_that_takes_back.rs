// error: the bank: DONE (state) takes a success back and is no failure otherwise
//! Only a failure takes a success back.

use aftersale::gateway::{AmountKind, Gateway, GatewayRow, Meaning, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "DONE", Meaning::Succeeded)
    .takes_back(AmountKind::Stated)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
