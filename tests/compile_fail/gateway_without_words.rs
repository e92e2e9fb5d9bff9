// error: the bank has no words
//! A gateway without words.

use aftersale::gateway::{Gateway, GatewayRow};

const WORDS: &[GatewayRow] = &[];

pub const BANK: Gateway = Gateway::new("the bank", "bank", WORDS);
