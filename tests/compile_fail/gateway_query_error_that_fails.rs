// error: the bank: GONE (state) takes the failure of a query for the failure of the refund
//! A query that fails says nothing of the refund.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, NextTry, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::QueryError], "state", "GONE", Meaning::Failed)
    .next(NextTry::NewKey)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
