// error: the bank: DONE (state) stands in no place
//! A word that stands nowhere.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] =
    &[word(&[], "state", "DONE", Meaning::Succeeded).documented(PAGE).because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
