//! The calls about guarantee orders, and a guarantee order itself.

use super::*;

#[test]
fn of_the_calls_about_guarantee_orders() {
    each_change_changes_exactly_that::<GuaranteeIdRequest>(
        &document("getguaranteeorder_request"),
        &[("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into())],
    );
    each_change_changes_exactly_that::<SearchGuaranteeOrderRequest>(
        &document("searchguaranteeorder_request"),
        &[
            ("/guarantee_order_id_list", json!([ID]), |r| {
                r.guarantee_order_id_list = vec![id()].into();
            }),
            ("/order_id_list", json!([]), |r| r.order_id_list = Vec::new().into()),
            ("/type", json!(0), |r| part(&mut r.kind).set(GuaranteeKind::Any)),
            ("/begin_time", json!(1), |r| r.begin_time.set(at(1))),
            ("/end_time", json!(1), |r| r.end_time.set(at(1))),
            ("/status_list", json!(["STATUS_PAYING"]), |r| {
                let paying = Word::Known(GuaranteeStatus::Paying);
                r.status_list = OneOrMany::Many(vec![paying]).into();
            }),
            ("/offset", json!(0), |r| r.offset.set(Code(0))),
            ("/limit", json!(1), |r| r.limit.set(Code(1))),
        ],
    );
    each_change_changes_exactly_that::<MerchantModifyGuaranteeRequest>(
        &document("merchantmodifyguarantee_request"),
        &[
            ("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into()),
            ("/bad_level", json!(100), |r| r.bad_level.set(Code(100))),
            ("/merchant_remark", json!(""), |r| r.merchant_remark = "".into()),
        ],
    );
    each_change_changes_exactly_that::<MerchantProofGuaranteeRequest>(
        &document("merchantproofguarantee_request"),
        &[
            ("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into()),
            ("/content", json!(""), |r| r.content = "".into()),
            ("/pic_list", json!([]), |r| r.pic_list = Vec::new().into()),
        ],
    );
    each_change_changes_exactly_that::<MerchantRefuseGuaranteeRequest>(
        &document("merchantrefuseguarantee_request"),
        &[
            ("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into()),
            ("/reason", json!(""), |r| r.reason = "".into()),
            ("/pic_list", json!([]), |r| r.pic_list = Vec::new().into()),
        ],
    );
    let found = json!({
        "errcode": 0, "errmsg": "ok", "guarantee_order_list": [], "total_num": 31
    });
    each_change_changes_exactly_that::<SearchGuaranteeOrderAnswer>(
        &found.to_string(),
        &[
            ("/errcode", json!(1), |r| r.errcode.set(ReturnCode(1))),
            ("/errmsg", json!("x"), |r| r.errmsg = "x".into()),
            ("/guarantee_order_list", json!([{}]), |r| {
                r.guarantee_order_list = vec![GuaranteeOrder::default()].into();
            }),
            ("/total_num", json!(0), |r| r.total_num.set(Code(0))),
        ],
    );
}

#[test]
fn of_a_guarantee_order() {
    fn product(order: &mut GuaranteeOrder) -> &mut GuaranteeProduct {
        first_of(&mut order.product_info)
    }
    fn fake(order: &mut GuaranteeOrder) -> &mut CounterfeitClaim {
        part(&mut order.fake_one_pay_four_info)
    }
    fn bad(order: &mut GuaranteeOrder) -> &mut DamageClaim {
        part(&mut order.bad_pay_info)
    }
    fn present(order: &mut GuaranteeOrder) -> &mut GuaranteePresent {
        part(&mut order.order_present_info)
    }
    let answer: Value = serde_json::from_str(&document("getguaranteeorder_answer")).unwrap();
    each_change_changes_exactly_that::<GuaranteeOrder>(
        &answer["guarantee_order"].to_string(),
        &[
            ("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into()),
            ("/type", json!(2), |r| part(&mut r.kind).set(GuaranteeKind::Damage)),
            ("/order_id", json!(ID), |r| r.order_id = id().into()),
            ("/status", json!("STATUS_PAY_FAIL"), |r| {
                r.status = Word::Known(GuaranteeStatus::PayFail).into();
            }),
            ("/create_time", json!(1), |r| r.create_time.set(at(1))),
            ("/update_time", json!(1), |r| r.update_time.set(at(1))),
            ("/apply_reason", json!("x"), |r| r.apply_reason = "x".into()),
            ("/product_info/0/thumb_img", json!("x"), |r| product(r).thumb_img = "x".into()),
            ("/product_info/0/title", json!("x"), |r| product(r).title = "x".into()),
            ("/product_info/0/real_price", json!(1), |r| product(r).real_price.set(fen(1))),
            ("/product_info/0/product_cnt", json!(9), |r| {
                product(r).product_cnt.set(Quantity::new(9));
            }),
            ("/product_info/0/detail", json!("x"), |r| product(r).detail = "x".into()),
            ("/product_info/0/product_id", json!(ID), |r| product(r).product_id = id().into()),
            ("/product_info/0/sku_id", json!(ID), |r| product(r).sku_id = id().into()),
            ("/expire_time", json!(1), |r| r.expire_time.set(at(1))),
            ("/openid", json!("x"), |r| r.openid = "x".into()),
            ("/unionid", json!("x"), |r| r.unionid = "x".into()),
            ("/pay_amount", json!(1), |r| r.pay_amount.set(fen(1))),
            ("/merchant_refuse_reason", json!("x"), |r| r.merchant_refuse_reason = "x".into()),
            ("/order_pay_info/transaction_id", json!(ID), |r| {
                part(&mut r.order_pay_info).transaction_id = id().into();
            }),
            ("/complete_time", json!(1), |r| r.complete_time.set(at(1))),
            ("/apply_reason_type", json!(2), |r| r.apply_reason_type.set(Code(2))),
            ("/order_present_info/present_order_id", json!(ID), |r| {
                present(r).present_order_id = id().into();
            }),
            ("/order_present_info/accept_present_time", json!(1), |r| {
                present(r).accept_present_time.set(at(1));
            }),
            ("/order_present_info/giver_nickname", json!("x"), |r| {
                present(r).giver_nickname = "x".into();
            }),
            ("/order_type", json!(0), |r| r.order_type.set(Code(0))),
            ("/fake_one_pay_four_info/identify_fee", json!(1), |r| {
                fake(r).identify_fee.set(fen(1))
            }),
            ("/fake_one_pay_four_info/product_fee", json!(1), |r| fake(r).product_fee.set(fen(1))),
            ("/fake_one_pay_four_info/total_pay_fee", json!(1), |r| {
                fake(r).total_pay_fee.set(fen(1));
            }),
            ("/fake_one_pay_four_info/identify_proof_pic_list", json!([]), |r| {
                fake(r).identify_proof_pic_list = Vec::new().into();
            }),
            ("/fake_one_pay_four_info/fee_proof_pic_list", json!([]), |r| {
                fake(r).fee_proof_pic_list = Vec::new().into();
            }),
            ("/fake_one_pay_four_info/apply_reason", json!(2), |r| {
                fake(r).apply_reason.set(Code(2));
            }),
            ("/fake_one_pay_four_info/acctual_pay", json!(1), |r| fake(r).acctual_pay.set(fen(1))),
            ("/bad_pay_info/bad_level", json!(80), |r| bad(r).bad_level.set(Code(80))),
            ("/bad_pay_info/content", json!("x"), |r| bad(r).content = "x".into()),
            ("/bad_pay_info/pic_list", json!([]), |r| bad(r).pic_list = Vec::new().into()),
            ("/bad_pay_info/pay_fee", json!(1), |r| bad(r).pay_fee.set(fen(1))),
            ("/bad_pay_info/merchant_modify_level", json!(80), |r| {
                bad(r).merchant_modify_level.set(Code(80));
            }),
            ("/bad_pay_info/merchant_remark", json!("x"), |r| bad(r).merchant_remark = "x".into()),
            ("/bad_pay_info/platform_modify_level", json!(80), |r| {
                bad(r).platform_modify_level.set(Code(80));
            }),
            ("/bad_pay_info/refund_type", json!(3), |r| {
                part(&mut bad(r).refund_type).set(AfterSaleType::Exchange);
            }),
            ("/bad_pay_info/receive_product", json!(1), |r| bad(r).receive_product.set(Code(1))),
            ("/bad_pay_info/refund_reason", json!(1), |r| bad(r).refund_reason.set(Code(1))),
            ("/bad_pay_info/refund_reason_text", json!("x"), |r| {
                bad(r).refund_reason_text = "x".into();
            }),
            ("/bad_pay_info/title_pic_list", json!([]), |r| {
                bad(r).title_pic_list = Vec::new().into();
            }),
            ("/wxa_vip_discounted_price", json!(1), |r| r.wxa_vip_discounted_price.set(fen(1))),
            ("/history_list", json!(["x"]), |r| {
                r.history_list = vec!["\"x\"".parse::<Json>().unwrap()].into();
            }),
        ],
    );
}
