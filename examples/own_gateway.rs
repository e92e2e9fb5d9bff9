//! A payment gateway of one's own: a table of its words, proved while this compiles, and what they mean.
//!
//! ```sh
//! cargo run --example own_gateway
//! ```

use aftersale::gateway::{
    AmountForm, AmountRules, Gateway, GatewayRow, KeyLifetime, KeyRules, Meaning, NextTry,
    OtherCurrencies, Provisional, WordPlace, word,
};
use aftersale::time::days_long;

const PLACES: &[WordPlace] = &[WordPlace::Answer, WordPlace::Query, WordPlace::Webhook];
const PAGE: &str = "the town bank's interface, page 12";

const WORDS: &[GatewayRow] = &[
    word(PLACES, "state", "QUEUED", Meaning::Processing).documented(PAGE).because("runs at night"),
    word(PLACES, "state", "DONE", Meaning::Succeeded)
        .provisional(Provisional::For(days_long(10)))
        .documented(PAGE)
        .because("the buyer's bank can send it back"),
    word(PLACES, "state", "BOUNCED", Meaning::Reversed).documented(PAGE).because("sent back"),
    word(PLACES, "state", "REFUSED", Meaning::Failed)
        .next(NextTry::NewKey)
        .documented(PAGE)
        .because("the account is closed; nothing has left"),
];

/// A fault in the table would not compile: remove the row `BOUNCED` to see it.
const TOWN_BANK: Gateway = Gateway::new("Town Bank", "town_bank", WORDS)
    .with_keys(KeyRules::new("transfer").length(1, Some(35)).lifetime(KeyLifetime::Unlimited))
    .with_amounts(AmountRules::new(AmountForm::DecimalNumber, OtherCurrencies::AsIso, &[], PAGE));

fn main() {
    for text in ["QUEUED", "DONE", "BOUNCED", "REFUSED", "LOST"] {
        let found = TOWN_BANK.meaning(WordPlace::Query, "state", Some(text));
        println!("{text}: {}; next try: {}", found.meaning, found.next);
    }
    println!("no answer: {}; next try: {}", TOWN_BANK.silence().meaning, TOWN_BANK.silence().next);
}
