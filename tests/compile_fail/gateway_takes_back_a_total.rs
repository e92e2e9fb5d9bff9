// error: the bank: REFUSED (state) takes back no amount of this refund
//! A total is no amount of one reversal.

use aftersale::gateway::{AmountKind, Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "REFUSED", Meaning::Failed)
    .takes_back(AmountKind::RunningTotal)
    .next(NextTry::NewKey)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
