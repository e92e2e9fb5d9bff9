//! The interface of a document, from its shape alone.

use aftersale::shopxo::wire as shopxo_wire;
use aftersale::wechat::wire as wechat_wire;

use crate::{SHOPXO, WECHAT, assert_same};

#[test]
fn the_interface_follows_from_the_shape() {
    for (text, interface) in [
        (r#"{"after_sale_order_id": 1}"#, "product/order/getaftersaleorder request"),
        (WECHAT, "product/order/getaftersaleorder answer"),
        (r#"{"errcode": 0, "after_sale_order": null}"#, "product/order/getaftersaleorder answer"),
        (r#"{"after_sale_order_id_list": [1]}"#, "product/order/batchgetaftersaleorder request"),
        (r#"{"after_sale_order_list": []}"#, "product/order/batchgetaftersaleorder answer"),
        (r#"{"order_id": 1}"#, "product/order/acceptapply request"),
        (r#"{"order_id": 1, "address_id": "7"}"#, "product/order/acceptapply request"),
        (r#"{"order_id": 1, "reject_reason": ""}"#, "product/order/rejectrefund request"),
        (
            r#"{"order_id": 1, "refund_certificates": []}"#,
            "product/order/upload_refund_certificate request",
        ),
    ] {
        let document = wechat_wire::Document::decode(text).unwrap();
        assert_eq!(document.interface(), interface);
    }
    for (text, interface) in [
        (SHOPXO, "orderaftersale/aftersale answer"),
        (r#"{"oid": "112", "did": "124"}"#, "orderaftersale view request"),
        (r#"{"msg": "error", "code": -1, "data": []}"#, "plain answer"),
        (r#"{"msg": "没有相关数据", "code": -100, "data": ""}"#, "plain answer"),
        (r#"{"msg": "申请成功", "code": 0, "data": 12}"#, "plain answer"),
        (r#"{"msg": "申请成功", "code": 0, "data": "12"}"#, "plain answer"),
        (r#"{"msg": "", "code": "0"}"#, "plain answer"),
        (r#"{"code": 0, "data": {"aftersale_data": null}}"#, "orderaftersale/detail answer"),
        (r#"{"code": 0, "data": {"page_total": 0, "data": []}}"#, "orderaftersale/index answer"),
    ] {
        let document = shopxo_wire::Document::decode(text).unwrap();
        assert_eq!(document.interface(), interface);
        assert_same(text, &document.encode());
    }
}

#[test]
fn an_ambiguous_or_unsupported_document_is_refused_by_name() {
    for (text, message) in [
        (
            r#"{"errcode": 40001}"#,
            "ambiguous document (answers without an after-sale order, which all interfaces have): decode it as the expected type",
        ),
        (
            r#"{"after_sale_order": {"status": "USER_CANCELD"}}"#,
            "ambiguous document (an after-sale order of the mini-shop and one of the Channels shop): decode it as the expected type",
        ),
        (
            r#"{"after_sale_order": {"order_id": 1, "after_sale_order_id": "1"}}"#,
            "ambiguous document (an after-sale order of the mini-shop and one of the Channels shop): decode it as the expected type",
        ),
        (
            r#"{"order_id": 1, "reject_reason": "", "refund_certificates": []}"#,
            "ambiguous document (requests of acceptapply, rejectrefund and upload_refund_certificate): decode it as the expected type",
        ),
        (
            r#"{"after_sale_order": {"order_id": 1}, "after_sale_order_list": []}"#,
            "ambiguous document (an answer of getaftersaleorder and one of batchgetaftersaleorder): decode it as the expected type",
        ),
        (
            r#"{"after_sale_order": {"after_sale_order_id": "1", "order_id": "2"}}"#,
            "not supported: WeChat Channels shop (channels/ec/aftersale)",
        ),
        (
            r#"{"after_sale_order": {"present_order_id": "1"}}"#,
            "not supported: WeChat Channels shop, a gift's after-sale order",
        ),
        (
            r#"{"after_sales_order": {}}"#,
            "not supported: WeChat custom trade component (shop/ecaftersale)",
        ),
        (
            r#"{"aftersale_infos": []}"#,
            "not supported: WeChat custom trade component, first version (shop/aftersale)",
        ),
        (
            r#"{"order_id": 1, "original_order_id": 2, "status": "USER_CANCELD"}"#,
            "not supported: WeChat mini-shop, an after-sale order without its answer around it",
        ),
        (
            r#"{"errcode": 0, "errmsg": "ok", "order_id": 123}"#,
            "ambiguous document (answers without an after-sale order, which all interfaces have): decode it as the expected type",
        ),
        (
            r#"{"errcode": 0, "after_sale_order_id_list": []}"#,
            "ambiguous document (answers without an after-sale order, which all interfaces have): decode it as the expected type",
        ),
        (
            r#"{"after_sale_order_id": 123, "reject_reason": "no"}"#,
            "not supported: WeChat Channels shop (channels/ec/aftersale)",
        ),
        (
            r#"{"order_id": 123, "delivery_list": []}"#,
            "no known interface has documents of this shape",
        ),
        (r#"{"colour": "red"}"#, "no known interface has documents of this shape"),
        (r#"{}"#, "no known interface has documents of this shape"),
    ] {
        let refused = wechat_wire::Document::decode(text).unwrap_err();
        assert_eq!(refused.to_string(), message, "{text}");
    }
    for (text, message) in [
        (
            r#"{"code": 0, "data": {"new_aftersale_data": [], "aftersale_data": null}}"#,
            "ambiguous document (answers of orderaftersale/aftersale and of orderaftersale/detail): decode it as the expected type",
        ),
        (
            r#"{"code": 0, "data": {"goods": []}}"#,
            "not supported: ShopXO, an answer that is not about after-sales",
        ),
        (
            r#"{"code": 0, "data": {"page_total": 1, "data": [{"id": 1, "status": 3}]}}"#,
            "not supported: ShopXO, an answer that is not about after-sales",
        ),
        (
            r#"{"order_id": 201, "order_detail_id": 301, "type": 0, "price": "1.00"}"#,
            "not supported: ShopXO, a request of an operation on an after-sale",
        ),
        (
            r#"{"code": 0, "msg": "ok", "data": [{"region": "x"}]}"#,
            "not supported: ShopXO, an answer that is not about after-sales",
        ),
        (r#"{"code": 200, "result": {"a": 1}}"#, "no known interface has documents of this shape"),
        (
            r#"{"id": 1}"#,
            "ambiguous document (requests of orderaftersale/detail, cancel, confirm and delete): decode it as the expected type",
        ),
        (
            r#"{"id": 1, "refuse_reason": "不符合"}"#,
            "not supported: ShopXO, a request of an operation on an after-sale",
        ),
        (r#"{}"#, "no known interface has documents of this shape"),
    ] {
        let refused = shopxo_wire::Document::decode(text).unwrap_err();
        assert_eq!(refused.to_string(), message, "{text}");
    }
}
