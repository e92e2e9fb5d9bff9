//! The mini-shop's record by hand.

use crate::plain::plain;

plain! {
    pub(crate) struct Answer {
        errcode = "errcode": i64,
        errmsg = "errmsg": String,
        after_sale_order = "after_sale_order": Order,
    }
    pub(crate) struct Order {
        order_id = "order_id": u64,
        status = "status": String,
        openid = "openid": String,
        original_order_id = "original_order_id": u64,
        product_info = "product_info": Product,
        details = "details": Details,
        refund_info = "refund_info": Refund,
        return_info = "return_info": Return,
        merchant_upload_info = "merchant_upload_info": Upload,
        create_time = "create_time": i64,
        update_time = "update_time": i64,
        reason = "reason": String,
        refund_resp = "refund_resp": RefundAnswer,
        kind = "type": String,
    }
    pub(crate) struct Product {
        product_id = "product_id": u64,
        sku_id = "sku_id": u64,
        count = "count": u32,
    }
    pub(crate) struct Details {
        num = "num": u32,
        desc = "desc": String,
        time = "time": u64,
        receive_product = "receive_product": u64,
        cancel_time = "cancel_time": i64,
        prove_imgs = "prove_imgs": Vec<String>,
        tel_number = "tel_number": String,
    }
    pub(crate) struct Refund {
        amount = "amount": i64,
    }
    pub(crate) struct Return {
        waybill_id = "waybill_id": String,
        delivery_id = "delivery_id": String,
        delivery_name = "delivery_name": String,
    }
    pub(crate) struct Upload {
        reject_reason = "reject_reason": String,
        refund_certificates = "refund_certificates": Vec<String>,
    }
    pub(crate) struct RefundAnswer {
        code = "code": String,
        ret = "ret": i64,
        message = "message": String,
    }
}
