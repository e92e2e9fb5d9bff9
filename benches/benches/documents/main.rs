//! The cost of reading and writing documents: ours beside visitors written by hand with plain types,
//! which keep unknown fields at every level too but check and recognise nothing; and ShopXO's page beside
//! `serde_json::Value`. Before anything is measured, what each writes is compared with what it read.
//!
//! - `typed`: `decode` as the record that it is;
//! - `recognised`: `Document::decode`, which finds out what it is;
//! - `written`: `encode`.
//!
//! Both sides take turns, and the ratio is the median of those of all turns: so what else the machine
//! does slows both. What was made is dropped after the clock has stopped.

mod channels;
mod mini_shop;
mod plain;

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use aftersale::channels::wire as of_channels;
use aftersale::shopxo::wire as of_shopxo;
use aftersale::wechat::wire as of_wechat;
use aftersale::wire::decode;
use serde_json::{Value, json};

/// A document without white space.
fn compact(text: &str) -> String {
    let value: Value = serde_json::from_str(text).unwrap();
    value.to_string()
}

static RECORD: LazyLock<String> = LazyLock::new(|| {
    compact(include_str!("../../../tests/data/wechat/channels/get_exchange_with_every_field.json"))
});

/// The same with ten fields that no type describes, at different levels.
static RECORD_OF_TOMORROW: LazyLock<String> = LazyLock::new(|| {
    let mut value: Value = serde_json::from_str(&RECORD).unwrap();
    for (above, name, json) in [
        ("/after_sale_order", "media_files", json!([{"media_type": 1, "media_id": "m-1"}])),
        ("/after_sale_order", "risk_level", json!(3)),
        ("/after_sale_order", "store_info", json!({"store_id": "s-1", "name": "一号店"})),
        ("/after_sale_order/product_info", "weight", json!(0.25)),
        ("/after_sale_order/product_info", "tags", json!(["a", "b"])),
        ("/after_sale_order/details", "mood", json!("calm")),
        ("/after_sale_order/refund_info", "steps", json!([1, 2, 3])),
        ("/after_sale_order/return_info", "is_pickup", json!(true)),
        ("/after_sale_order/return_info/address_info", "street_name", json!("示范路")),
        ("/after_sale_order/exchange_product_info", "old_spec", json!({"colour": "red"})),
    ] {
        value.pointer_mut(above).unwrap()[name] = json;
    }
    value.to_string()
});

static MINI_SHOP: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../../examples/data/wechat_seed.json")));

static PAGE: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../../examples/data/shopxo_seed.json")));

fn main() {
    let same = |text: &str, again: String| {
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(value(text), value(&again));
    };
    for text in [&RECORD, &RECORD_OF_TOMORROW] {
        same(text, serde_json::to_string(&channels_by_hand(text)).unwrap());
        same(text, of_channels::Document::decode(text).unwrap().encode());
    }
    same(&MINI_SHOP, serde_json::to_string(&mini_shop_by_hand(&MINI_SHOP)).unwrap());
    same(&MINI_SHOP, of_wechat::Document::decode(&MINI_SHOP).unwrap().encode());
    same(&PAGE, of_shopxo::Document::decode(&PAGE).unwrap().encode());
    let only_once = std::env::args().any(|argument| argument == "--test");
    let (turns, times) = if only_once { (1, 1) } else { (TURNS, TIMES) };
    println!("{:44} {:>10} {:>10} {:>6} {:>5}", "", "baseline", "ours", "ratio", "goal");
    for pair in pairs() {
        pair.measure(turns, times);
    }
}

fn channels_by_hand(text: &str) -> channels::Answer {
    serde_json::from_str(text).unwrap()
}

fn mini_shop_by_hand(text: &str) -> mini_shop::Answer {
    serde_json::from_str(text).unwrap()
}

/// The number of turns, and how often each side works in one.
const TURNS: usize = 500;
const TIMES: usize = 32;

/// Work that is done so often and says how long it took.
type Timed = Box<dyn Fn(usize) -> Duration>;

/// What is measured, beside what it is compared with.
struct Pair {
    name: &'static str,
    goal: f64,
    baseline: Timed,
    ours: Timed,
}

impl Pair {
    fn new<A, B>(
        name: &'static str,
        goal: f64,
        baseline: impl Fn() -> A + 'static,
        ours: impl Fn() -> B + 'static,
    ) -> Self {
        Self { name, goal, baseline: timed(baseline), ours: timed(ours) }
    }

    fn measure(&self, turns: usize, times: usize) {
        let mut turns: Vec<(Duration, Duration)> =
            (0..turns).map(|_| ((self.baseline)(times), (self.ours)(times))).collect();
        let middle = turns.len() / 2;
        let each = |all: Duration| all.as_secs_f64() * 1e6 / times as f64;
        turns.sort_by_key(|(baseline, _)| *baseline);
        let baseline = each(turns[middle].0);
        turns.sort_by_key(|(_, ours)| *ours);
        let ours = each(turns[middle].1);
        let ratio = |(baseline, ours): &(Duration, Duration)| {
            ours.as_secs_f64() / baseline.as_secs_f64().max(1e-9)
        };
        let mut ratios: Vec<f64> = turns.iter().map(ratio).collect();
        ratios.sort_by(f64::total_cmp);
        let (name, ratio, goal) = (self.name, ratios[middle], self.goal);
        println!("{name:44} {baseline:7.2} µs {ours:7.2} µs {ratio:6.2} {goal:5.1}");
    }
}

fn timed<T>(work: impl Fn() -> T + 'static) -> Timed {
    Box::new(move |times| {
        let mut made = Vec::with_capacity(times);
        let start = Instant::now();
        for _ in 0..times {
            made.push(black_box(work()));
        }
        start.elapsed()
    })
}

fn pairs() -> Vec<Pair> {
    let mut pairs = Vec::new();
    let of_channels: [(&LazyLock<String>, [&'static str; 3]); 2] = [
        (
            &RECORD,
            [
                "a Channels record, typed",
                "a Channels record, recognised",
                "a Channels record, written",
            ],
        ),
        (
            &RECORD_OF_TOMORROW,
            [
                "the same with ten unknown fields, typed",
                "the same with ten unknown fields, recognised",
                "the same with ten unknown fields, written",
            ],
        ),
    ];
    for (text, [typed, recognised, written]) in of_channels {
        let text: &'static str = text;
        let by_hand = move || channels_by_hand(black_box(text));
        let document = of_channels::Document::decode(text).unwrap();
        let plain = by_hand();
        pairs.extend([
            Pair::new(typed, 1.3, by_hand, move || {
                decode::<of_channels::GetAnswer>(black_box(text)).unwrap()
            }),
            Pair::new(recognised, 1.3, by_hand, move || {
                of_channels::Document::decode(black_box(text)).unwrap()
            }),
            Pair::new(
                written,
                1.2,
                move || serde_json::to_string(black_box(&plain)).unwrap(),
                move || black_box(&document).encode(),
            ),
        ]);
    }

    let text: &'static str = &MINI_SHOP;
    let by_hand = move || mini_shop_by_hand(black_box(text));
    let document = of_wechat::Document::decode(text).unwrap();
    let plain = by_hand();
    pairs.extend([
        Pair::new("the mini-shop's record, typed", 1.3, by_hand, move || {
            decode::<of_wechat::GetAnswer>(black_box(text)).unwrap()
        }),
        Pair::new("the mini-shop's record, recognised", 1.3, by_hand, move || {
            of_wechat::Document::decode(black_box(text)).unwrap()
        }),
        Pair::new(
            "the mini-shop's record, written",
            1.2,
            move || serde_json::to_string(black_box(&plain)).unwrap(),
            move || black_box(&document).encode(),
        ),
    ]);

    let text: &'static str = &PAGE;
    let as_a_value = move || serde_json::from_str::<Value>(black_box(text)).unwrap();
    let document = of_shopxo::Document::decode(text).unwrap();
    let value = as_a_value();
    pairs.extend([
        Pair::new("ShopXO's page beside a Value, typed", 1.0, as_a_value, move || {
            decode::<of_shopxo::AftersaleAnswer>(black_box(text)).unwrap()
        }),
        Pair::new("ShopXO's page beside a Value, recognised", 1.0, as_a_value, move || {
            of_shopxo::Document::decode(black_box(text)).unwrap()
        }),
        Pair::new(
            "ShopXO's page beside a Value, written",
            1.2,
            move || black_box(&value).to_string(),
            move || black_box(&document).encode(),
        ),
    ]);
    pairs
}
