// error: the bank: DONE (state) moves money and has no amount of this refund
//! A total is no amount of one refund.

use aftersale::gateway::{AmountKind, Gateway, GatewayRow, Meaning, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "DONE", Meaning::Succeeded)
    .amount(AmountKind::RunningTotal)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
