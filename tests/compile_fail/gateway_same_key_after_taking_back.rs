// error: the bank: REFUSED (state) permits a key again under which money has left
//! The same key after a failure that can be a reversal.

use aftersale::gateway::{AmountKind, Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::Query], "state", "REFUSED", Meaning::Failed)
    .takes_back(AmountKind::Stated)
    .next(NextTry::EitherKey)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
