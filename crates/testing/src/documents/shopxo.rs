//! Documents of ShopXO, of both releases.

use proptest::prelude::*;
use proptest::sample::select;

use super::node::{
    Node, Part, always, count, damaged, either, id, list, mostly, object, one_of, plain, seconds,
    text, with, written,
};
use aftersale::shopxo::Release;

/// Returns any document of ShopXO's after-sale interface: requests and answers, of both releases.
pub fn any() -> impl Strategy<Value = String> {
    either(Vec::from([
        view(Release::V2_2_1).boxed(),
        view(Release::V6_9_0).boxed(),
        list_answer(Release::V2_2_1).boxed(),
        list_answer(Release::V6_9_0).boxed(),
        plain_answer().boxed(),
        view_request().boxed(),
    ]))
}

/// Returns the request of a view: `oid` and `did`, and perhaps `id`.
pub fn view_request() -> impl Strategy<Value = String> {
    written(object(Vec::from([
        always("oid", column(id())),
        always("did", column(id())),
        mostly("id", column(id())),
    ])))
}

/// Returns the view of an order line: the answer of `orderaftersale/aftersale` (2.2.1) or of
/// `orderaftersale/detail` (6.9.0).
pub fn view(release: Release) -> impl Strategy<Value = String> {
    written(envelope(done(), page(release)))
}

/// Returns an answer with a page of after-sales.
pub fn list_answer(release: Release) -> impl Strategy<Value = String> {
    let page = object(Vec::from([
        mostly("total", column(count())),
        always("page_total", column(count())),
        mostly("data", list(row_of(release), 3)),
    ]));
    written(envelope(done(), page))
}

/// Returns the answer to an operation, and to anything that was refused.
pub fn plain_answer() -> impl Strategy<Value = String> {
    let nothing = || one_of(&["\"\"", "[]", "null"]);
    let opened = envelope(done(), prop_oneof![3 => nothing(), 1 => column(id())].boxed());
    let refused = one_of(&["-1", "\"-1\"", "-10", "-100", "-400", "-500", "1"]);
    let anything = prop_oneof![
        4 => nothing(),
        1 => one_of(&["{\"login\": 1}", "[\"a\"]", "true", "\"SQLSTATE[22003]\"", "-1.5"]),
    ];
    written(prop_oneof![opened, envelope(refused, anything.boxed())])
}

/// Returns one after-sale, as it stands in the answers of a release.
pub fn row(release: Release) -> impl Strategy<Value = String> {
    written(row_of(release)).prop_map(|text| text.trim_start_matches('\u{feff}').into())
}

/// Returns texts that are no document of ShopXO's after-sale interface, although most of them look so: cut off,
/// wrong types, doubled fields, no JSON, too deep.
pub fn broken() -> impl Strategy<Value = String> {
    let release = || select(&[Release::V2_2_1, Release::V6_9_0]);
    let in_view = |release: Release, row: Node| {
        let name = newest(release);
        let page = Node::Object(Vec::from([(name.into(), row)]));
        Node::Object(Vec::from([("code".into(), Node::raw("0")), ("data".into(), page)]))
    };
    let wrong = (release(), select(WRONG)).prop_flat_map(move |(release, (name, value))| {
        let with = with(name, Node::raw(value));
        row_of(release).prop_map(move |row| in_view(release, with(row)))
    });
    let doubled = (release(), select(&["status", "id", "price", "x_later"])).prop_flat_map(
        move |(release, name)| {
            row_of(release).prop_map(move |row| {
                let Node::Object(mut fields) = row else { return row };
                for _ in 0..2 {
                    fields.push((name.into(), Node::raw("\"1\"")));
                }
                in_view(release, Node::Object(fields))
            })
        },
    );
    either(Vec::from([damaged(any()).boxed(), written(wrong).boxed(), written(doubled).boxed()]))
}

/// Fields of an after-sale, with values that cannot stand in them.
const WRONG: &[(&str, &str)] = &[
    ("id", "-1"),
    ("id", "1.5"),
    ("id", "true"),
    ("id", "\"abc\""),
    ("id", "18446744073709551616"),
    ("number", "-1"),
    ("number", "\"1.0\""),
    ("number", "4294967296"),
    ("price", "\"abc\""),
    ("price", "\"1e3\""),
    ("price", "\"1,000.00\""),
    ("price", "[]"),
    ("reason", "5"),
    ("reason", "\"\\ud800\""),
    ("express_number", "1234567890"),
    ("order_data", "\"none\""),
    ("order_data", "[1]"),
    ("order_data", "5"),
    ("order_data", "{\"is_under_line\": 2}"),
    ("order_data", "{\"pay_price\": true}"),
    ("order_data", "{\"items\": {\"buy_number\": \"x\"}}"),
];

const fn newest(release: Release) -> &'static str {
    match release {
        Release::V2_2_1 => "new_aftersale_data",
        _ => "aftersale_data",
    }
}

fn done() -> BoxedStrategy<Node> {
    one_of(&["0", "0", "\"0\""])
}

fn envelope(code: BoxedStrategy<Node>, data: BoxedStrategy<Node>) -> BoxedStrategy<Node> {
    let message = one_of(&["\"success\"", "\"申请成功\"", "\"状态不可操作[已取消]\"", "\"\""]);
    object(Vec::from([always("msg", message), always("code", code), always("data", data)]))
}

/// Returns a whole number out of the database.
fn column(number: BoxedStrategy<i128>) -> BoxedStrategy<Node> {
    number.prop_map(Node::Column).boxed()
}

/// Returns the number of a word: mostly a known one, at times another, or in an odd spelling.
fn word(most: i128) -> BoxedStrategy<Node> {
    let odd = one_of(&["\"02\"", "\"\"", "6", "\"9\"", "-1", "2.0", "\"待审核\"", "true", "255"]);
    prop_oneof![10 => column((0..=most).boxed()), 1 => odd].boxed()
}

/// Returns money as decimal text: mostly with two places.
fn money() -> BoxedStrategy<Node> {
    let usual =
        (0..100_000_i64, 0..100_i64).prop_map(|(yuan, fen)| Node::Text(format!("{yuan}.{fen:02}")));
    let odd = one_of(&["\"0.005\"", "28.5", "0", "\"\"", "\"-0.01\"", "\"99999999.99\"", "1e3"]);
    prop_oneof![8 => usual, 1 => odd].boxed()
}

/// Returns a flag of the page, which no database has put in quotes.
fn flag() -> BoxedStrategy<Node> {
    one_of(&["0", "1", "0", "1", "\"1\"", "true"])
}

/// Returns the value of an absent object, as the release writes it.
fn nothing(release: Release) -> BoxedStrategy<Node> {
    match release {
        Release::V2_2_1 => one_of(&["null", "[]", "\"\""]),
        _ => one_of(&["\"\"", "null"]),
    }
}

/// Returns a date and time, or the value that is written where there is none.
fn date_time(release: Release) -> BoxedStrategy<Node> {
    let there = (2018..2030, 1..13, 1..29, 0..24, 0..60, 0..60).prop_map(
        |(year, month, day, hour, minute, second)| {
            let date = format!("{year}-{month:02}-{day:02}");
            Node::Text(format!("{date} {hour:02}:{minute:02}:{second:02}"))
        },
    );
    let odd = one_of(&["\"0000-00-00 00:00:00\"", "0", "\"2021-10-10\"", "false", "\"-\""]);
    prop_oneof![8 => there, 3 => nothing(release), 1 => odd].boxed()
}

/// Returns a list of texts, as pictures and reasons are; or what PHP makes of one that is not in order.
fn texts() -> BoxedStrategy<Node> {
    let odd = one_of(&["\"\"", "[]", "{\"1\": \"a\"}", "[\"a\", null]", "[{\"url\": \"a\"}]"]);
    prop_oneof![6 => list(text(), 3), 1 => odd].boxed()
}

/// Returns the fields of these names, each of this kind.
fn each(names: &'static [&'static str], kind: BoxedStrategy<Node>) -> impl Iterator<Item = Part> {
    names.iter().map(move |name| mostly(name, kind.clone()))
}

/// Returns the page of a view.
fn page(release: Release) -> BoxedStrategy<Node> {
    let steps = |most: usize| {
        let step = object(Vec::from([
            mostly("number", plain(1..6_i128)),
            mostly("name", one_of(&["\"申请仅退款\"", "\"管理员审核\"", "\"退款完毕\""])),
            mostly("is_caret", flag()),
            mostly("is_angle", flag()),
            mostly("is_active", flag()),
            mostly("is_end", flag()),
        ]));
        list(step, most)
    };
    let kind = object(Vec::from([
        mostly("value", word(1)),
        mostly("name", one_of(&["\"仅退款\"", "\"退款退货\""])),
        mostly("desc", text()),
        mostly("icon", one_of(&["\"am-icon-random\""])),
        mostly("class", one_of(&["\"am-fl\""])),
    ]));
    let address = match release {
        Release::V2_2_1 => text(),
        _ => object(each(&["name", "tel", "address"], text()).collect()),
    };
    let returned = object(Vec::from([
        mostly("returned_quantity", plain(-3..10_i128)),
        mostly("refund_price", money()),
    ]));
    let row = match release {
        Release::V2_2_1 => prop_oneof![3 => row_of(release), 1 => one_of(&["[]", "null", "\"\""])],
        _ => prop_oneof![3 => row_of(release), 1 => one_of(&["null", "[]"])],
    };
    let mut parts = Vec::from([
        mostly("order_data", order(release)),
        always(newest(release), row),
        mostly(
            "step_data",
            object(Vec::from([mostly("step0", steps(3)), mostly("step1", steps(5))])),
        ),
        mostly("returned_data", returned),
        mostly("return_only_money_reason", texts()),
        mostly("return_money_goods_reason", texts()),
        mostly("aftersale_type_list", list(kind, 2)),
        mostly("return_goods_address", address),
        mostly("editor_path_type", one_of(&["\"order_aftersale-1-201-301\""])),
    ]);
    if release != Release::V2_2_1 {
        parts.push(mostly("is_create_aftersale", flag()));
    }
    object(parts)
}

/// Returns one after-sale.
fn row_of(release: Release) -> BoxedStrategy<Node> {
    let waybill = one_of(&["\"\"", "\"SF1234567890\"", "null"]);
    let mut parts = Vec::from([
        always("order_detail_id", column(id())),
        mostly("status", word(5)),
        mostly("type", word(1)),
        mostly("refundment", word(2)),
        mostly("number", column(count())),
        mostly("price", money()),
        mostly("images", texts()),
        mostly("express_number", waybill),
    ]);
    parts.extend(each(&["id", "order_id", "goods_id", "user_id"], column(id())));
    parts.extend(each(
        &["order_no", "reason", "msg", "refuse_reason", "express_name", "type_text"],
        text(),
    ));
    parts.extend(each(&["status_text", "refundment_text"], text()));
    match release {
        Release::V2_2_1 => {
            parts.extend(each(TIMES, column(seconds())));
            parts.extend(each(TIMES_AGAIN, date_time(release)));
            parts.extend(each(DATES, one_of(&["\"2021-10-10\"", "null"])));
            parts.push(mostly("tips_msg", text()));
        }
        _ => {
            parts.extend(each(TIMES, date_time(release)));
            parts.push(mostly("system_type", one_of(&["\"default\""])));
            let tip = object(Vec::from([mostly("title", text()), mostly("desc", text())]));
            parts.push(mostly("tips_msg", prop_oneof![4 => tip, 1 => one_of(&["[]"])]));
        }
    }
    let order = prop_oneof![1 => order(release), 1 => nothing(release)];
    parts.extend([mostly("order_data", order), mostly("user", buyer())]);
    object(parts)
}

const TIMES: &[&str] = &[
    "apply_time",
    "confirm_time",
    "delivery_time",
    "audit_time",
    "cancel_time",
    "add_time",
    "upd_time",
];

const TIMES_AGAIN: &[&str] =
    &["apply_time_time", "confirm_time_time", "delivery_time_time", "audit_time_time"];

const DATES: &[&str] = &["apply_time_date", "confirm_time_date", "delivery_time_date"];

fn buyer() -> BoxedStrategy<Node> {
    one_of(&["null", "\"\"", "{\"id\": 41, \"avatar\": \"\", \"user_name_view\": \"小明\"}"])
}

/// Returns the order, with the one line.
fn order(release: Release) -> BoxedStrategy<Node> {
    let property = object(Vec::from([mostly("type", text()), mostly("value", text())]));
    let spec = prop_oneof![2 => list(property, 2), 1 => one_of(&["null", "\"\"", "[]"])];
    let mut line = Vec::from([
        mostly("title", text()),
        mostly("images", text()),
        mostly("spec", spec),
        mostly("spec_text", one_of(&["null", "\"\"", "\"白色\""])),
        mostly("model", text()),
    ]);
    line.extend(each(&["id", "user_id", "order_id", "goods_id"], column(id())));
    line.extend(each(&["original_price", "price", "total_price", "refund_price"], money()));
    line.extend(each(&["buy_number", "returned_quantity"], column(count())));
    line.extend(each(&["add_time", "upd_time"], column(seconds())));

    let currency = object(Vec::from([
        mostly("id", column(id())),
        mostly("currency_name", one_of(&["\"人民币\""])),
        mostly("currency_code", one_of(&["\"RMB\""])),
        mostly("currency_symbol", one_of(&["\"￥\"", "\"¥\""])),
        mostly("currency_rate", one_of(&["\"0.000000\"", "\"6.5\""])),
        mostly("add_time", column(seconds())),
    ]));
    let items = prop_oneof![8 => object(line), 1 => one_of(&["[]", "\"\""])];
    let mut parts = Vec::from([
        mostly("status", word(6)),
        mostly("pay_status", word(3)),
        mostly("order_model", word(3)),
        mostly("is_under_line", column((0..2_i128).boxed())),
        mostly("is_can_launch_aftersale", flag()),
        mostly("items", items),
        mostly("currency_data", prop_oneof![4 => currency, 1 => one_of(&["[]", "\"\""])]),
        mostly("address_data", nothing(release)),
        mostly("extension_data", nothing(release)),
        mostly("user", buyer()),
    ]);
    parts.extend(each(&["id", "user_id", "warehouse_id", "payment_id"], column(id())));
    parts.extend(each(&["buy_number_count", "returned_quantity", "items_count"], column(count())));
    parts.extend(each(
        &["increase_price", "preferential_price", "price", "total_price", "pay_price"],
        money(),
    ));
    parts.push(mostly("refund_price", money()));
    parts.extend(each(
        &["order_no", "user_note", "client_type", "status_name", "pay_status_name", "describe"],
        text(),
    ));
    parts.extend(each(
        &["pay_time", "confirm_time", "delivery_time", "collect_time", "close_time", "add_time"],
        date_time(release),
    ));
    parts.extend(each(
        &["is_comments", "user_is_comments", "is_delete_time", "user_is_delete_time"],
        column(seconds()),
    ));
    object(parts)
}
