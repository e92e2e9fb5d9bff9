// error: the bank: REFUSED (state) moves no money and has an amount
//! A failure moves no money.

use aftersale::gateway::{AmountKind, Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "REFUSED", Meaning::Failed)
    .amount(AmountKind::Stated)
    .next(NextTry::NewKey)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
