//! The order of an after-sale, and the one line of it that the after-sale is about.

use alloc::string::String;
use alloc::vec::Vec;

use crate::quantity::Quantity;
use crate::shopxo::{OrderModel, OrderStatus, PayStatus};
use crate::wire::{DecimalText, Flag, Id, Json, Lenient, Loose, OrEmpty, Word, Written, record};

record! {
    /// The order (`order_data`).
    pub struct OrderData {
        /// Its number in the database.
        id: Loose<Id>,
        /// Its number for people.
        order_no: String,
        /// The buyer.
        user_id: Loose<Id>,
        /// The shop, where a plugin has several.
        shop_id: Loose<Id>,
        /// The shop's user, where a plugin has several shops.
        shop_user_id: Loose<Id>,
        /// The warehouse.
        warehouse_id: Loose<Id>,
        /// What kind of system made it (6.9.0).
        system_type: String,
        /// What the buyer noted.
        user_note: String,
        /// The carrier.
        express_id: Loose<Id>,
        /// The waybill of the order.
        express_number: String,
        /// How it was paid.
        payment_id: Loose<Id>,
        /// Where it stands.
        status: Loose<Word<OrderStatus>>,
        /// Whether it is paid, or paid back.
        pay_status: Loose<Word<PayStatus>>,
        /// Whatever plugins keep here.
        extension_data: Json,
        /// How many units were bought, over all lines.
        buy_number_count: Loose<Quantity>,
        /// What was added to the price: shipping and the like.
        increase_price: DecimalText,
        /// What was taken off.
        preferential_price: DecimalText,
        /// The price of the goods.
        price: DecimalText,
        /// What was to be paid: price + increase - preferential.
        total_price: DecimalText,
        /// What was paid.
        pay_price: DecimalText,
        /// What has been refunded.
        refund_price: DecimalText,
        /// How many units have come back.
        returned_quantity: Loose<Quantity>,
        /// From which kind of client it was ordered.
        client_type: String,
        /// How the goods reach the buyer.
        order_model: Loose<Word<OrderModel>>,
        /// Whether it was paid offline.
        is_under_line: Loose<Flag>,
        /// When it was paid.
        pay_time: Written,
        /// When the shop confirmed it.
        confirm_time: Written,
        /// When it was shipped.
        delivery_time: Written,
        /// When it was cancelled.
        cancel_time: Written,
        /// When it was received. From here the launch window counts.
        collect_time: Written,
        /// When it was closed.
        close_time: Written,
        /// When it was commented on.
        comments_time: Written,
        /// When the shop commented on it; 0 if it did not.
        is_comments: Written,
        /// When the buyer commented on it; 0 if he did not.
        user_is_comments: Written,
        /// When the shop deleted it; 0 if it did not.
        is_delete_time: Written,
        /// When the buyer deleted it; 0 if he did not.
        user_is_delete_time: Written,
        /// When a shop of the plugin deleted it; 0 if it did not.
        shop_is_delete_time: Written,
        /// When it was made.
        add_time: Written,
        /// When it was last changed.
        upd_time: Written,
        /// A plugin's column.
        zycg_no: String,
        /// The currency it was paid in.
        currency_data: Lenient<OrEmpty<Currency>>,
        /// The warehouse's name.
        warehouse_name: String,
        /// The warehouse's picture.
        warehouse_icon: String,
        /// The warehouse's page.
        warehouse_url: String,
        /// Where it was sent to.
        address_data: Json,
        /// The code with which the buyer fetches it, and its picture.
        extraction_data: Json,
        /// Its parcels (6.9.0).
        express_data: Json,
        /// Its services (6.9.0).
        service_data: Json,
        /// Where its goods come from (6.9.0).
        trace_source_data: Json,
        /// How its goods are to be used (6.9.0).
        use_guide_data: Json,
        /// How the goods reach the buyer, in words.
        order_model_name: String,
        /// The kind of client, in words.
        client_type_name: String,
        /// The status, in words.
        status_name: String,
        /// Whether it is paid, in words.
        pay_status_name: String,
        /// The carrier, in words.
        express_name: String,
        /// How it was paid, in words.
        payment_name: String,
        /// Whether it was paid offline, in words.
        is_under_line_text: String,
        /// Whether an after-sale can be opened now.
        is_can_launch_aftersale: Loose<Flag>,
        /// When it was made, as a date and time.
        add_time_time: Written,
        /// When it was made, as a date.
        add_time_date: String,
        /// When the buyer commented on it, as a date and time.
        user_is_comments_time: Written,
        /// The line that the after-sale is about.
        items: OrEmpty<OrderLine>,
        /// How many lines the order has.
        items_count: Loose<Quantity>,
        /// The order in one sentence.
        describe: String,
        /// The buyer's account.
        user: Json,
        /// What became of it, and when (6.x).
        status_history_data: Json,
        /// What can be done with it (6.x).
        operate_data: Json,
    }
}

record! {
    /// The currency that an order was paid in (`currency_data`).
    pub struct Currency {
        /// The number of this entry.
        id: Loose<Id>,
        /// The order.
        order_id: Loose<Id>,
        /// The buyer.
        user_id: Loose<Id>,
        /// The currency's name.
        currency_name: String,
        /// Its code.
        currency_code: String,
        /// Its sign.
        currency_symbol: String,
        /// Its rate.
        currency_rate: DecimalText,
        /// When this entry was made.
        add_time: Written,
    }
}

record! {
    /// One line of an order (`items`).
    pub struct OrderLine {
        /// Its number (`order_detail_id`).
        id: Loose<Id>,
        /// The buyer.
        user_id: Loose<Id>,
        /// The order.
        order_id: Loose<Id>,
        /// The goods.
        goods_id: Loose<Id>,
        /// The goods' title.
        title: String,
        /// The goods' picture.
        images: String,
        /// The goods' picture, as it is stored.
        images_old: Json,
        /// The newest after-sale of the line (lists of orders).
        orderaftersale: Json,
        /// What the button for an after-sale says (lists of orders).
        orderaftersale_btn_text: String,
        /// The list price of one.
        original_price: DecimalText,
        /// The price of one.
        price: DecimalText,
        /// The price of the line.
        total_price: DecimalText,
        /// Which variety it is.
        spec: Lenient<OrEmpty<Vec<SpecItem>>>,
        /// How many were bought.
        buy_number: Loose<Quantity>,
        /// The unit (6.9.0).
        inventory_unit: String,
        /// The brand (6.9.0).
        brand_id: Loose<Id>,
        /// A short description (6.9.0).
        simple_desc: String,
        /// The variety's description (6.9.0).
        spec_desc: String,
        /// The approval number (6.9.0).
        approval_number: String,
        /// Until when it is approved (6.9.0).
        approval_number_expire: String,
        /// The batch (6.9.0).
        batch_number: String,
        /// Until when the batch is good (6.9.0).
        batch_number_expire: String,
        /// The goods' code (6.9.0).
        coding: String,
        /// The model.
        model: String,
        /// The maker (6.9.0).
        produce_company: String,
        /// The place of origin (6.9.0).
        produce_region: Loose<Id>,
        /// The goods' parameters (6.9.0).
        goods_params: Json,
        /// The goods' page in the app (6.9.0).
        goods_content_app: Json,
        /// The goods' page on the web (6.9.0).
        goods_content_web: Json,
        /// How to use the goods (6.9.0).
        goods_use_guide: Json,
        /// The weight of one.
        spec_weight: DecimalText,
        /// The volume of one (6.9.0).
        spec_volume: DecimalText,
        /// The variety's code.
        spec_coding: String,
        /// The variety's barcode.
        spec_barcode: String,
        /// What has been refunded on the line.
        refund_price: DecimalText,
        /// How many units of it have come back.
        returned_quantity: Loose<Quantity>,
        /// When it was made.
        add_time: Written,
        /// When it was last changed.
        upd_time: Written,
        /// A plugin's column.
        zycg_skuid: String,
        /// The goods' page.
        goods_url: String,
        /// The variety, in words.
        spec_text: String,
        /// What the buyer of virtual goods gets.
        fictitious_goods_value: String,
        /// The brand, in words (6.9.0).
        brand_name: String,
        /// The place of origin, in words (6.9.0).
        produce_region_name: String,
        /// What the page shows about the goods (6.9.0).
        base_data: Lenient<OrEmpty<Vec<BaseData>>>,
    }
}

record! {
    /// One property of a variety, such as its colour.
    pub struct SpecItem {
        /// Which property.
        kind as "type": String,
        /// What it is.
        value: String,
    }
}

record! {
    /// One thing that the page shows about the goods.
    pub struct BaseData {
        /// The column.
        field: String,
        /// Its name for people.
        name: String,
        /// What it says.
        value: String,
    }
}
