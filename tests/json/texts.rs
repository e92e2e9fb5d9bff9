//! Both languages of every text: nothing is left in the other one.

use std::collections::BTreeSet;

use aftersale::Language;
use aftersale::lifecycle::Status;
use aftersale::order::{Policy, Refusal, Request};
use aftersale::shopxo::{AfterSaleStatus, FaithfulShop, HardenedShop, Release, Shop, Wording};
use aftersale::wechat::WeChat;
use aftersale_testing::patient_wechat;

use crate::samples::histories;

/// Returns a text without what is not of any language: names of the host, statuses, currencies and times.
fn without_names(text: &str, names: &BTreeSet<String>) -> String {
    let mut text = text.to_owned();
    // The longest first, since one name can be a part of another.
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names.into_iter().filter(|name| !name.is_empty()) {
        text = text.replace(name.as_str(), "");
    }
    // Times such as 2026-11-21T22:39:23Z, in any year.
    let letters: Vec<char> = text.chars().collect();
    let is_of_a_time = |index: usize| {
        let digit = |index: Option<usize>| {
            index.and_then(|index| letters.get(index)).is_some_and(char::is_ascii_digit)
        };
        (letters[index] == 'T' && digit(index.checked_sub(1)) && digit(Some(index + 1)))
            || (letters[index] == 'Z' && digit(index.checked_sub(1)))
    };
    (0..letters.len()).filter(|index| !is_of_a_time(*index)).map(|index| letters[index]).collect()
}

fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter) || ('\u{3400}'..='\u{4dbf}').contains(&letter)
}

/// Checks the texts of 10,000 refusals under a policy.
fn check<P: Policy>(
    policy: &P,
    also: impl Fn(&aftersale::order::Order<P>, &Refusal<P::Status>) -> Option<String>,
) {
    let mut refusals = 0;
    histories(policy, |history| {
        let order = history.order();
        let mut names: BTreeSet<String> =
            P::Status::ALL.iter().map(|status| status.name().to_owned()).collect();
        names.insert(order.currency().code().into());
        names.extend(aftersale_testing::CURRENCIES.iter().map(|(code, _)| (*code).into()));
        for step in history.steps() {
            // Everything that a host can have given a name, as it stands in the command.
            names.extend(names_in(&format!("{:?}", step.command)));
            if let Request::Acknowledge { effects } = &step.command.request {
                names.extend(effects.iter().map(ToString::to_string));
            }
        }
        names.extend(names_in(&format!("{:?}", order.facts())));
        names.extend(order.refunds().iter().map(|refund| refund.key.to_string()));
        for refusal in history.steps().iter().filter_map(|step| step.answer.as_ref().err()) {
            let english = without_names(&refusal.text_in(Language::English), &names);
            assert!(!english.contains(is_han), "{english}");
            let chinese = refusal.text_in(Language::Chinese);
            let said = also(order, refusal).into_iter().chain([chinese]);
            for text in said {
                let rest = without_names(&text, &names);
                assert!(!rest.contains(|letter: char| letter.is_ascii_alphabetic()), "{text}");
                assert!(rest.contains(is_han), "{text}");
            }
            refusals += 1;
        }
        refusals >= 10_000
    });
}

/// Returns the texts in quotes of a debug form.
fn names_in(debug: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut name: Option<String> = None;
    let mut letters = debug.chars();
    while let Some(letter) = letters.next() {
        match (&mut name, letter) {
            (None, '"') => name = Some(String::new()),
            (None, _) => {}
            (Some(_), '"') => names.extend(name.take()),
            (Some(text), '\\') => text.extend(letters.next()),
            (Some(text), other) => text.push(other),
        }
    }
    names
}

#[test]
fn the_refusals_of_the_hardened_shop_are_in_one_language_each() {
    let shop = HardenedShop::default();
    check(&shop, |order, refusal| Some(answer(order, refusal)));
}

#[test]
fn the_refusals_of_the_faithful_shops_are_in_one_language_each() {
    for release in [Release::V2_2_1, Release::V6_9_0] {
        check(&FaithfulShop::new(release), |order, refusal| Some(answer(order, refusal)));
    }
}

#[test]
fn the_refusals_of_wechat_are_in_one_language_each() {
    check(&WeChat::default(), |_, _| None);
    check(&patient_wechat(), |_, _| None);
}

fn answer<P: Shop>(
    order: &aftersale::order::Order<P>,
    refusal: &Refusal<AfterSaleStatus>,
) -> String {
    let wording = Wording { release: order.policy().release(), language: Language::Chinese };
    wording.refused(order, refusal).message
}
