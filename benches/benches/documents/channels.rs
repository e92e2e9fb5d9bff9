//! The Channels shop's record by hand.

use crate::plain::plain;

plain! {
    pub(crate) struct Answer {
        errcode = "errcode": i64,
        errmsg = "errmsg": String,
        after_sale_order = "after_sale_order": Order,
    }
    pub(crate) struct Order {
        after_sale_order_id = "after_sale_order_id": String,
        status = "status": String,
        openid = "openid": String,
        unionid = "unionid": String,
        present_giver_openid = "present_giver_openid": String,
        present_giver_unionid = "present_giver_unionid": String,
        order_id = "order_id": String,
        product_info = "product_info": Product,
        details = "details": Details,
        refund_info = "refund_info": Refund,
        return_info = "return_info": Return,
        merchant_upload_info = "merchant_upload_info": Upload,
        create_time = "create_time": i64,
        update_time = "update_time": i64,
        complete_time = "complete_time": i64,
        reason = "reason": String,
        reason_text = "reason_text": String,
        refund_resp = "refund_resp": RefundAnswer,
        kind = "type": String,
        sub_type = "sub_type": String,
        complaint_id = "complaint_id": String,
        deadline = "deadline": i64,
        exchange_product_info = "exchange_product_info": Exchanged,
        exchange_delivery_info = "exchange_delivery_info": Delivery,
        exchange_info = "exchange_info": Exchange,
        virtual_tel_num_info = "virtual_tel_num_info": Telephone,
        merchant_update_detail = "merchant_update_detail": Offer,
        need_offline_refund = "need_offline_refund": bool,
        compensation_liability_amount = "compensation_liability_amount": i64,
        gen_scene = "gen_scene": i64,
        aftersale_voucher_type = "aftersale_voucher_type": i64,
    }
    pub(crate) struct Product {
        product_id = "product_id": String,
        sku_id = "sku_id": String,
        count = "count": u32,
        fast_refund = "fast_refund": bool,
        gift_product_list = "gift_product_list": Vec<Gift>,
        sku_code = "sku_code": String,
        voucher_list = "voucher_list": Vec<Voucher>,
    }
    pub(crate) struct Gift {
        product_id = "product_id": String,
        sku_id = "sku_id": String,
        count = "count": u32,
        sku_code = "sku_code": String,
        task_id = "task_id": u64,
    }
    pub(crate) struct Voucher {
        vourcher_code = "vourcher_code": String,
        amount = "amount": i64,
        times_list = "times_list": Vec<Use>,
    }
    pub(crate) struct Use {
        serial_id = "serial_id": String,
        amount = "amount": i64,
    }
    pub(crate) struct Details {
        desc = "desc": String,
        receive_product = "receive_product": bool,
        media_infos = "media_infos": Vec<Media>,
        cancel_time = "cancel_time": i64,
        media_id_list = "media_id_list": Vec<String>,
        prove_imgs = "prove_imgs": Vec<String>,
        tel_number = "tel_number": String,
        wxa_vip_discounted_price = "wxa_vip_discounted_price": i64,
    }
    pub(crate) struct Media {
        media_type = "media_type": u32,
        picture_media_id = "picture_media_id": String,
        video_media_id = "video_media_id": String,
        video_play_length = "video_play_length": u64,
    }
    pub(crate) struct Refund {
        amount = "amount": i64,
        refund_reason = "refund_reason": u32,
        platform_discount_return_amount = "platform_discount_return_amount": i64,
        is_low_price_insurance_refund = "is_low_price_insurance_refund": bool,
        is_final_refund_by_insurance = "is_final_refund_by_insurance": bool,
    }
    pub(crate) struct RefundAnswer {
        code = "code": String,
        ret = "ret": i64,
        message = "message": String,
    }
    pub(crate) struct Return {
        waybill_id = "waybill_id": String,
        delivery_id = "delivery_id": String,
        delivery_name = "delivery_name": String,
        return_type = "return_type": i64,
        address_info = "address_info": Address,
    }
    pub(crate) struct Address {
        user_name = "user_name": String,
        postal_code = "postal_code": String,
        province_name = "province_name": String,
        city_name = "city_name": String,
        county_name = "county_name": String,
        detail_info = "detail_info": String,
        national_code = "national_code": String,
        tel_number = "tel_number": String,
        house_number = "house_number": String,
        virtual_order_tel_number = "virtual_order_tel_number": String,
    }
    pub(crate) struct Telephone {
        virtual_tel_number = "virtual_tel_number": String,
        virtual_tel_expire_time = "virtual_tel_expire_time": i64,
    }
    pub(crate) struct Upload {
        reject_reason = "reject_reason": String,
        refund_certificates = "refund_certificates": Vec<String>,
    }
    pub(crate) struct Exchanged {
        product_id = "product_id": String,
        old_sku_id = "old_sku_id": String,
        new_sku_id = "new_sku_id": String,
        product_cnt = "product_cnt": u32,
        product_count = "product_count": u32,
        old_sku_price = "old_sku_price": i64,
        new_sku_price = "new_sku_price": i64,
        old_sku_code = "old_sku_code": String,
        new_sku_code = "new_sku_code": String,
    }
    pub(crate) struct Delivery {
        waybill_id = "waybill_id": String,
        delivery_id = "delivery_id": String,
        delivery_name = "delivery_name": String,
        user_address_info = "user_address_info": Address,
        address_info = "address_info": Address,
    }
    pub(crate) struct Exchange {
        fast_exchange_info = "fast_exchange_info": Fast,
    }
    pub(crate) struct Fast {
        fast_exchange = "fast_exchange": bool,
        fast_exchange_act = "fast_exchange_act": Act,
    }
    pub(crate) struct Act {
        merchant_confirm = "merchant_confirm": u8,
        merchant_confirm_time = "merchant_confirm_time": i64,
        merchant_reject = "merchant_reject": u8,
        merchant_reject_time = "merchant_reject_time": i64,
    }
    pub(crate) struct Offer {
        merchant_update_type = "merchant_update_type": i64,
        update_reason_type = "update_reason_type": i64,
        merchant_update_desc = "merchant_update_desc": String,
        old_after_sale_type = "old_after_sale_type": u32,
        new_after_sale_type = "new_after_sale_type": u32,
        old_after_sale_amount = "old_after_sale_amount": i64,
        new_after_sale_amount = "new_after_sale_amount": i64,
        media_ids = "media_ids": Vec<String>,
    }
}
