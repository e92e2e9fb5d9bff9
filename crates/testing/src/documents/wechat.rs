//! Documents of WeChat.

use proptest::prelude::*;
use proptest::sample::select;

use super::node::{
    Node, always, count, damaged, either, id, list, mostly, object, one_of, plain, seconds, text,
    written,
};
use aftersale::wechat::{AfterSaleReason, AfterSaleStatus, AfterSaleType};

/// Returns any document of the mini-shop: requests and answers.
pub fn any() -> impl Strategy<Value = String> {
    either(Vec::from([
        get_answer().boxed(),
        get_answer().boxed(),
        batch_get_answer().boxed(),
        request().boxed(),
    ]))
}

/// Returns an answer of `getaftersaleorder`.
pub fn get_answer() -> impl Strategy<Value = String> {
    written(answer("after_sale_order", order().boxed()))
}

/// Returns an answer of `batchgetaftersaleorder`.
pub fn batch_get_answer() -> impl Strategy<Value = String> {
    written(answer("after_sale_order_list", list(order(), 4)))
}

/// Returns one after-sale order of the mini-shop, as it stands in an answer.
pub fn after_sale_order() -> impl Strategy<Value = String> {
    written(order()).prop_map(without_mark)
}

/// Returns any of the mini-shop's five requests.
pub fn request() -> impl Strategy<Value = String> {
    let ids = || plain(id());
    let requests = prop_oneof![
        only(Vec::from([always("after_sale_order_id", ids())])),
        only(Vec::from([always("after_sale_order_id_list", list(ids(), 50))])),
        only(Vec::from([always("order_id", ids())])),
        only(Vec::from([
            always("order_id", ids()),
            always("address_id", prop_oneof![ids(), one_of(&["\"77\"", "null", "\"\""])]),
        ])),
        only(Vec::from([always("order_id", ids()), always("reject_reason", text())])),
        only(Vec::from([
            always("order_id", ids()),
            always("refund_certificates", list(text(), 3)),
            mostly("desc", text()),
        ])),
    ];
    written(requests)
}

/// Returns the answer to an operation, at every interface of WeChat. It is decoded by its type,
/// [`OperationAnswer`](aftersale::wechat::wire::OperationAnswer), since its shape does not show the interface.
pub fn operation_answer() -> impl Strategy<Value = String> {
    written(object(Vec::from([always("errcode", errcode()), mostly("errmsg", text())])))
        .prop_map(without_mark)
}

/// Returns an answer of the mini-shop's successor, the Channels shop: another dialect, in which ids are texts and
/// `order_id` is the order's. The decoder of the mini-shop refuses it by name.
pub fn channels_answer() -> impl Strategy<Value = String> {
    let ids = || id().prop_map(|id| Node::Text(format!("{id}")));
    let order = object(Vec::from([
        always("after_sale_order_id", ids()),
        always("order_id", ids()),
        mostly("status", status()),
        mostly("type", kind()),
        mostly("reason", reason()),
        mostly("reason_text", text()),
        mostly("openid", text()),
        mostly("unionid", text()),
        mostly(
            "product_info",
            object(Vec::from([
                mostly("product_id", ids()),
                mostly("sku_id", ids()),
                mostly("count", plain(count())),
                mostly("fast_refund", one_of(&["true", "false"])),
            ])),
        ),
        mostly(
            "details",
            object(Vec::from([
                mostly("desc", text()),
                mostly("receive_product", one_of(&["true", "false", "4294967295", "0"])),
                mostly("cancel_time", plain(seconds())),
                mostly("media_id_list", list(text(), 2)),
            ])),
        ),
        mostly("refund_info", object(Vec::from([mostly("amount", plain(0..1_000_000_i128))]))),
        mostly("create_time", plain(seconds())),
        mostly("update_time", plain(seconds())),
        mostly("deadline", plain(seconds())),
        mostly("complaint_id", text()),
    ]));
    written(answer("after_sale_order", order))
}

/// Returns documents of the later generations: answers and events of the Channels shop, and of the two custom trade
/// components. The decoder of the mini-shop refuses each by name.
pub fn other_generations() -> impl Strategy<Value = String> {
    let text_id = || id().prop_map(|id| Node::Text(format!("{id}")));
    let update = object(Vec::from([
        mostly("status", status()),
        always("after_sale_order_id", text_id()),
        mostly("order_id", text_id()),
    ]));
    let event = object(Vec::from([
        mostly("ToUserName", text()),
        mostly("FromUserName", text()),
        mostly("CreateTime", plain(seconds())),
        mostly("MsgType", one_of(&["\"event\""])),
        always("Event", one_of(&["\"channels_ec_aftersale_update\""])),
        always("finder_shop_aftersale_status_update", update),
    ]));
    let second = object(Vec::from([
        always("out_aftersale_id", text()),
        mostly("aftersale_id", plain(id())),
        mostly("status", plain(0..26_i128)),
        mostly("type", plain(1..3_i128)),
        mostly("orderamt", plain(0..1_000_000_i128)),
        mostly("create_time", seconds().prop_map(|time| Node::Text(format!("{time}000")))),
    ]));
    let first = object(Vec::from([
        mostly("out_order_id", text()),
        mostly("status", plain(0..20_i128)),
        mostly("create_time", one_of(&["\"2020-12-01 00:00:00\""])),
    ]));
    either(Vec::from([
        channels_answer().boxed(),
        written(event).boxed(),
        written(answer("after_sales_order", second)).boxed(),
        written(answer("aftersale_infos", list(first, 3))).boxed(),
    ]))
}

/// Returns texts that are no document of the mini-shop, although most of them look so: cut off, doubled fields,
/// wrong types, no JSON, too deep.
pub fn broken() -> impl Strategy<Value = String> {
    let wrong = (order(), select(WRONG)).prop_map(|(order, (name, value))| {
        let order = super::node::with(name, Node::raw(value))(order);
        Node::Object(Vec::from([("after_sale_order".into(), order)]))
    });
    let doubled = (order(), select(&["order_id", "status", "type", "refund_info", "x_later"]))
        .prop_map(|(order, name)| {
            let Node::Object(mut fields) = order else { return order };
            for _ in 0..2 {
                fields.push((name.into(), Node::raw("1")));
            }
            Node::Object(Vec::from([("after_sale_order".into(), Node::Object(fields))]))
        });
    either(Vec::from([damaged(any()).boxed(), written(wrong).boxed(), written(doubled).boxed()]))
}

/// Fields of an after-sale order, with values that cannot stand in them.
const WRONG: &[(&str, &str)] = &[
    ("order_id", "-1"),
    ("order_id", "1.0"),
    ("order_id", "18446744073709551616"),
    ("original_order_id", "\"1768683047558651\""),
    ("openid", "5"),
    ("openid", "\"\\ud800\""),
    ("create_time", "\"1591319454\""),
    ("create_time", "1e400"),
    ("update_time", "1.5"),
    ("product_info", "[]"),
    ("product_info", "{\"count\": -1}"),
    ("product_info", "{\"count\": 4294967296}"),
    ("details", "\"\""),
    ("details", "{\"num\": \"1\"}"),
    ("details", "{\"prove_imgs\": {}}"),
    ("details", "{\"prove_imgs\": [null]}"),
    ("refund_info", "0"),
    ("refund_info", "{\"amount\": 0.01}"),
    ("refund_info", "{\"amount\": 9223372036854775808}"),
    ("return_info", "{\"waybill_id\": 0}"),
    ("merchant_upload_info", "{\"refund_certificates\": \"\"}"),
    ("refund_resp", "{\"ret\": \"0\"}"),
];

fn without_mark(text: String) -> String {
    text.trim_start_matches('\u{feff}').into()
}

/// Returns an object of these fields and no others.
fn only(parts: Vec<super::node::Part>) -> impl Strategy<Value = Node> {
    parts.prop_map(|fields| Node::Object(fields.into_iter().flatten().collect()))
}

fn answer(name: &str, content: impl Strategy<Value = Node> + 'static) -> BoxedStrategy<Node> {
    object(Vec::from([
        mostly("errcode", errcode()),
        mostly("errmsg", one_of(&["\"ok\"", "\"\"", "\"system error\""])),
        always(name, content),
    ]))
}

fn errcode() -> BoxedStrategy<Node> {
    prop_oneof![8 => Just(Node::raw("0")), 1 => one_of(&["-1", "40001", "10020001"])].boxed()
}

fn status() -> BoxedStrategy<Node> {
    let known = select(AfterSaleStatus::ALL).prop_map(|word| Node::text(word.name()));
    let later = one_of(&[
        "\"WAIT_PACKAGE_INTERCEPT\"",
        "\"USER_WAIT_CONFIRM_UPDATE\"",
        "\"PLATFORM_PROCESSING\"",
        "\"MERCHANT_EXCHANGE_SUCCESS\"",
        "\"USER_CANCELED\"",
        "\"user_canceld\"",
        "\"\"",
        "\"1\"",
        "2",
        "\"\\u0055SER_CANCELD\"",
    ]);
    prop_oneof![8 => known, 1 => later].boxed()
}

fn kind() -> BoxedStrategy<Node> {
    let known = select(AfterSaleType::ALL).prop_map(|word| Node::text(word.name()));
    prop_oneof![8 => known, 1 => one_of(&["\"EXCHANGE\"", "\"RESHIP\"", "1", "\"Return\""])].boxed()
}

fn reason() -> BoxedStrategy<Node> {
    let known = select(AfterSaleReason::ALL).prop_map(|word| Node::text(word.name()));
    let later = one_of(&["\"10000002\"", "\"NO_REASON_7_DAYS\"", "\"NO _LONGER_WANT\"", "12"]);
    prop_oneof![8 => known, 1 => later].boxed()
}

/// Returns an after-sale order of the mini-shop.
fn order() -> BoxedStrategy<Node> {
    let small = || plain(id());
    let code = one_of(&["\"\"", "\"SYSTEMERROR\"", "\"NOTENOUGH\""]);
    object(Vec::from([
        always("order_id", small()),
        mostly("status", status()),
        mostly("openid", text()),
        mostly("original_order_id", small()),
        mostly(
            "product_info",
            object(Vec::from([
                mostly("product_id", small()),
                mostly("sku_id", small()),
                mostly("count", plain(count())),
            ])),
        ),
        mostly(
            "details",
            object(Vec::from([
                mostly("num", plain(count())),
                mostly("desc", text()),
                mostly("time", one_of(&["0", "1591319454"])),
                mostly("receive_product", one_of(&["0", "4294967295", "true"])),
                mostly("cancel_time", plain(seconds())),
                mostly("prove_imgs", list(text(), 3)),
                mostly("tel_number", one_of(&["\"13500000000\"", "\"\""])),
            ])),
        ),
        mostly(
            "refund_info",
            object(Vec::from([mostly(
                "amount",
                plain(prop_oneof![6 => 0..1_000_000_i128, 1 => Just(i64::MAX.into())]),
            )])),
        ),
        mostly(
            "return_info",
            object(Vec::from([
                mostly("waybill_id", one_of(&["\"\"", "\"SF1234567890\""])),
                mostly("delivery_id", one_of(&["\"\"", "\"SF\""])),
                mostly("delivery_name", one_of(&["\"\"", "\"顺丰速运\""])),
            ])),
        ),
        mostly(
            "merchant_upload_info",
            object(Vec::from([
                mostly("reject_reason", text()),
                mostly("refund_certificates", list(text(), 3)),
            ])),
        ),
        mostly("create_time", plain(seconds())),
        mostly("update_time", plain(seconds())),
        mostly("reason", reason()),
        mostly(
            "refund_resp",
            object(Vec::from([
                mostly("code", code),
                mostly("ret", plain(prop_oneof![4 => Just(0_i128), 1 => -1_000..100_000_i128])),
                mostly("message", text()),
            ])),
        ),
        mostly("type", kind()),
    ]))
}
