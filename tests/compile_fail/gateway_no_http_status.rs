// error: the bank: 40x (status) is no HTTP status and no class of them
//! A class of HTTP statuses has two letters.

use aftersale::gateway::{Gateway, GatewayRow, Meaning, WordPlace, word};

const PAGE: &str = "a page";

const WORDS: &[GatewayRow] = &[word(&[WordPlace::HttpStatus], "status", "40x", Meaning::Unknown)
    .documented(PAGE)
    .because("so it is")];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
