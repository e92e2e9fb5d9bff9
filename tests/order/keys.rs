//! The keys of refunds: in the shape that the policy asks for, the same for ever, and no two alike (I8).

use std::collections::HashSet;

use aftersale::lifecycle::Flow;
use aftersale::money::Currency;
use aftersale::order::{
    CaseId, KeyAlphabet, KeyShape, OpeningFault, OpeningId, Order, OrderFacts, OrderId, maximum,
};
use aftersale::shopxo::HardenedShop;

use crate::shop::{Shop, at, line, shopxo, tea_and_cups, teas};

fn key(shape: KeyShape, order: &str, opening: Option<&str>, case: u32, refund: usize) -> String {
    let opening = opening.map(OpeningId::from);
    let key = shape.key(&OrderId::from(order), opening.as_ref(), CaseId::new(case), refund);
    key.as_str().to_owned()
}

/// The digests were worked out by another program, in Python with its `hashlib`.
#[test]
fn the_same_order_opening_case_and_number_have_the_same_key_for_ever_i8() {
    let hyphens = KeyShape { alphabet: KeyAlphabet::WithHyphenAndUnderscore, ..KeyShape::DEFAULT };
    let short = KeyShape { least: 1, ..KeyShape::DEFAULT };
    for (shape, order, opening, case, refund, expected) in [
        (KeyShape::DEFAULT, "20211010105358916225", None, 1, 1, "20211010105358916225c1r1"),
        (KeyShape::DEFAULT, "ORDER1", None, 12, 3, "ORDER1c12r3"),
        // Too short for Razorpay, which asks for ten characters.
        (KeyShape::DEFAULT, "201", None, 1, 1, "@201"),
        (short, "201", None, 1, 1, "201c1r1"),
        // 21 characters leave room for all numbers, and 22 do not.
        (KeyShape::DEFAULT, "123456789012345678901", None, 1, 1, "123456789012345678901c1r1"),
        (KeyShape::DEFAULT, "1234567890123456789012", None, 1, 1, "@1234567890123456789012"),
        (KeyShape::DEFAULT, "A-2021_7", None, 1, 1, "@A-2021_7"),
        (hyphens, "A-2021_7", None, 1, 1, "A-2021_7c1r1"),
        (hyphens, "A 2021.7", None, 1, 1, "@A 2021.7"),
        (KeyShape::DEFAULT, "\u{8ba2}\u{5355}12345678", None, 1, 1, "@\u{8ba2}\u{5355}12345678"),
        (KeyShape::DEFAULT, "ORDER1", Some("again"), 1, 1, "@ORDER1/again"),
    ] {
        let expected = match expected.strip_prefix('@') {
            Some(digested) => {
                let (_, digest) = DIGESTS.iter().find(|(ids, _)| *ids == digested).unwrap();
                format!("{digest}{case}x{refund}")
            }
            None => expected.to_owned(),
        };
        assert_eq!(key(shape, order, opening, case, refund), expected);
    }
}

const DIGESTS: [(&str, &str); 6] = [
    ("201", "5S4ZhJguqlg8RWzc0CFBGa"),
    ("1234567890123456789012", "013mOp9FzIKPyMASbhYiHW"),
    ("A-2021_7", "4E2eBcNC5MSdxkbRU92yvf"),
    ("A 2021.7", "1C3OZqyLi3ZhWkcn4u1cr9"),
    ("\u{8ba2}\u{5355}12345678", "6pVjXK2dybMM2oJ1n7INmD"),
    ("ORDER1/again", "30IA9l3Q3mbczQW2YmkIuY"),
];

#[test]
fn a_million_ids_have_no_two_keys_alike_and_every_key_has_the_shape_i8() {
    let most = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };
    let shape = KeyShape::DEFAULT;
    let cases = u32::try_from(maximum::CASES).unwrap();
    let refunds = maximum::REFUNDS + maximum::CASES;
    let mut keys = HashSet::new();
    let mut add = |key: String| {
        assert!((shape.least..=shape.most).contains(&key.len()), "{key}");
        assert!(key.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{key}");
        assert!(keys.insert(key.clone()), "{key} twice");
    };
    for number in 0..most / 4 {
        // One in order, one like a UUID, and one that ends as a key ends.
        add(key(shape, &format!("{}", 20_261_128_000_000_u64 + number), None, 1, 1));
        add(key(shape, &format!("{number:08x}-d9cb-469f-a165-70867728950e"), None, cases, refunds));
        add(key(shape, &format!("S{number}c1r1"), None, 1, 1));
        add(key(shape, "20261128000000", Some(&format!("{number}")), cases, refunds));
    }
    // The numbers of cases and refunds, which have no fixed width.
    for case in 1..=100 {
        for refund in 1..=100 {
            add(key(shape, "99999999", None, case, refund));
            add(key(shape, "9", None, case, refund));
        }
    }
}

#[test]
fn an_order_is_not_opened_whose_keys_a_gateway_would_refuse_i8() {
    let open = |order: &str, least, most| {
        let mut policy = HardenedShop::default();
        policy.terms.keys = KeyShape { least, most, ..KeyShape::DEFAULT };
        let facts = OrderFacts::new(order, Currency::CNY, [line("tea", 1, 100)]);
        Order::open(policy, facts, at(1_000)).map(|_| ()).map_err(|error| error.faults)
    };
    let no_key_fits = |least, most| Err(vec![OpeningFault::NoKeyFits { longest: 32, least, most }]);
    assert_eq!(open("A-1", 10, 32), Ok(()));
    assert_eq!(open("A-1", 10, 31), no_key_fits(10, 31));
    assert_eq!(open("ORDER1", 10, 17), Ok(()));
    assert_eq!(open("ORDER1", 10, 16), no_key_fits(10, 16));
    assert_eq!(open("ORDER1", 26, 64), no_key_fits(26, 64));
    assert_eq!(open("20211010105358916225AB", 26, 64), Ok(()));
    // The least is above the most.
    assert_eq!(open("ORDER1", 40, 20), no_key_fits(40, 20));
}

#[test]
fn an_order_that_is_opened_again_pays_under_new_keys_i8() {
    let refund_of = |facts| {
        let mut shop = Shop::open(shopxo(), facts);
        let case = shop.applies(Flow::RefundOnly, teas(1), None);
        shop.agrees(case);
        shop.key(case)
    };
    let first = refund_of(tea_and_cups());
    let again = refund_of(tea_and_cups().opening("2026-11-28"));
    assert_eq!((first.as_str(), again.as_str().len()), ("ORDER1c1r1", 25));
    assert_ne!(refund_of(tea_and_cups().opening("2026-11-29")), again);
}
