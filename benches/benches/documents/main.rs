//! The cost of reading and writing documents: ours beside visitors written by hand with plain types,
//! which keep unknown fields at every level too but check and recognise nothing; and ShopXO's page beside
//! `serde_json::Value`. Before anything is measured, what each writes is compared with what it read.
//!
//! - `by_hand`: the visitors of `plain.rs`;
//! - `typed`: `decode` as the record that it is;
//! - `recognised`: `Document::decode`, which finds out what it is.

mod channels;
mod mini_shop;
mod plain;

use std::sync::LazyLock;

use aftersale::channels::wire as of_channels;
use aftersale::shopxo::wire as of_shopxo;
use aftersale::wechat::wire as of_wechat;
use aftersale::wire::decode;
use divan::{Bencher, black_box};
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
    divan::main();
}

fn channels_by_hand(text: &str) -> channels::Answer {
    serde_json::from_str(text).unwrap()
}

fn mini_shop_by_hand(text: &str) -> mini_shop::Answer {
    serde_json::from_str(text).unwrap()
}

/// Measures reading a text.
fn read<T>(bencher: Bencher<'_, '_>, text: &str, read: impl Fn(&str) -> T + Sync) {
    bencher.bench(|| read(black_box(text)));
}

/// Measures writing what was read from a text.
fn write<T: Sync>(bencher: Bencher<'_, '_>, record: &T, write: impl Fn(&T) -> String + Sync) {
    bencher.bench(|| write(black_box(record)));
}

#[divan::bench_group]
mod reading_a_channels_record {
    use super::*;

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        read(bencher, &RECORD, channels_by_hand);
    }

    #[divan::bench]
    fn typed(bencher: Bencher<'_, '_>) {
        read(bencher, &RECORD, |text| decode::<of_channels::GetAnswer>(text).unwrap());
    }

    #[divan::bench]
    fn recognised(bencher: Bencher<'_, '_>) {
        read(bencher, &RECORD, |text| of_channels::Document::decode(text).unwrap());
    }
}

#[divan::bench_group]
mod reading_a_channels_record_with_ten_unknown_fields {
    use super::*;

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        read(bencher, &RECORD_OF_TOMORROW, channels_by_hand);
    }

    #[divan::bench]
    fn typed(bencher: Bencher<'_, '_>) {
        read(bencher, &RECORD_OF_TOMORROW, |text| decode::<of_channels::GetAnswer>(text).unwrap());
    }

    #[divan::bench]
    fn recognised(bencher: Bencher<'_, '_>) {
        read(bencher, &RECORD_OF_TOMORROW, |text| of_channels::Document::decode(text).unwrap());
    }
}

#[divan::bench_group]
mod reading_a_mini_shop_record {
    use super::*;

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        read(bencher, &MINI_SHOP, mini_shop_by_hand);
    }

    #[divan::bench]
    fn typed(bencher: Bencher<'_, '_>) {
        read(bencher, &MINI_SHOP, |text| decode::<of_wechat::GetAnswer>(text).unwrap());
    }

    #[divan::bench]
    fn recognised(bencher: Bencher<'_, '_>) {
        read(bencher, &MINI_SHOP, |text| of_wechat::Document::decode(text).unwrap());
    }
}

#[divan::bench_group]
mod reading_a_shopxo_page {
    use super::*;

    #[divan::bench]
    fn as_a_value(bencher: Bencher<'_, '_>) {
        read(bencher, &PAGE, |text| serde_json::from_str::<Value>(text).unwrap());
    }

    #[divan::bench]
    fn typed(bencher: Bencher<'_, '_>) {
        read(bencher, &PAGE, |text| decode::<of_shopxo::AftersaleAnswer>(text).unwrap());
    }

    #[divan::bench]
    fn recognised(bencher: Bencher<'_, '_>) {
        read(bencher, &PAGE, |text| of_shopxo::Document::decode(text).unwrap());
    }
}

#[divan::bench_group]
mod writing {
    use super::*;

    #[divan::bench]
    fn channels_by_hand(bencher: Bencher<'_, '_>) {
        write(bencher, &super::channels_by_hand(&RECORD), |record| {
            serde_json::to_string(record).unwrap()
        });
    }

    #[divan::bench]
    fn channels(bencher: Bencher<'_, '_>) {
        let document = of_channels::Document::decode(&RECORD).unwrap();
        write(bencher, &document, of_channels::Document::encode);
    }

    #[divan::bench]
    fn channels_unknown_by_hand(bencher: Bencher<'_, '_>) {
        write(bencher, &super::channels_by_hand(&RECORD_OF_TOMORROW), |record| {
            serde_json::to_string(record).unwrap()
        });
    }

    #[divan::bench]
    fn channels_unknown(bencher: Bencher<'_, '_>) {
        let document = of_channels::Document::decode(&RECORD_OF_TOMORROW).unwrap();
        write(bencher, &document, of_channels::Document::encode);
    }

    #[divan::bench]
    fn mini_shop_by_hand(bencher: Bencher<'_, '_>) {
        write(bencher, &super::mini_shop_by_hand(&MINI_SHOP), |record| {
            serde_json::to_string(record).unwrap()
        });
    }

    #[divan::bench]
    fn mini_shop(bencher: Bencher<'_, '_>) {
        let document = of_wechat::Document::decode(&MINI_SHOP).unwrap();
        write(bencher, &document, of_wechat::Document::encode);
    }

    #[divan::bench]
    fn page_as_a_value(bencher: Bencher<'_, '_>) {
        let value: Value = serde_json::from_str(&PAGE).unwrap();
        write(bencher, &value, Value::to_string);
    }

    #[divan::bench]
    fn page(bencher: Bencher<'_, '_>) {
        let document = of_shopxo::Document::decode(&PAGE).unwrap();
        write(bencher, &document, of_shopxo::Document::encode);
    }
}
