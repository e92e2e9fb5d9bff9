//! The order of an after-sale, and the one line of it that the after-sale is about.

use alloc::string::String;
use alloc::vec::Vec;

use crate::quantity::Quantity;
use crate::shopxo::{OrderModel, OrderStatus, PayStatus};
use crate::wire::{DecimalText, Flag, Id, Json, Lenient, Loose, OrEmpty, Word, Written, record};

record! {
    /// The order (`order_data`).
    pub struct OrderData {
        /// The number in the database.
        id: Loose<Id>,
        /// The number for the buyer.
        order_no: String,
        /// The buyer.
        user_id: Loose<Id>,
        /// The shop, where a plugin has several.
        shop_id: Loose<Id>,
        /// The shop's user, where a plugin has several shops.
        shop_user_id: Loose<Id>,
        /// The warehouse.
        warehouse_id: Loose<Id>,
        /// The kind of system that made it (6.9.0).
        system_type: String,
        /// The buyer's note.
        user_note: String,
        /// The carrier.
        express_id: Loose<Id>,
        /// The waybill of the order.
        express_number: String,
        /// The way of payment.
        payment_id: Loose<Id>,
        /// The status.
        status: Loose<Word<OrderStatus>>,
        /// The payment status: to be paid, paid, or refunded.
        pay_status: Loose<Word<PayStatus>>,
        /// The data of plugins.
        extension_data: Json,
        /// The number of units bought, over all lines.
        buy_number_count: Loose<Quantity>,
        /// The additions to the price: shipping and the like.
        increase_price: DecimalText,
        /// The discounts.
        preferential_price: DecimalText,
        /// The price of the goods.
        price: DecimalText,
        /// The amount to be paid: price + increase - preferential.
        total_price: DecimalText,
        /// The amount paid.
        pay_price: DecimalText,
        /// The amount refunded.
        refund_price: DecimalText,
        /// The number of units that have come back.
        returned_quantity: Loose<Quantity>,
        /// The kind of client from which it was ordered.
        client_type: String,
        /// The way in which the goods reach the buyer.
        order_model: Loose<Word<OrderModel>>,
        /// Whether it was paid offline.
        is_under_line: Loose<Flag>,
        /// The time at which it was paid.
        pay_time: Written,
        /// The time at which the shop confirmed it.
        confirm_time: Written,
        /// The time at which it was shipped.
        delivery_time: Written,
        /// The time of the cancellation.
        cancel_time: Written,
        /// The time of receipt, from which the launch window counts.
        collect_time: Written,
        /// The time at which it was closed.
        close_time: Written,
        /// The time at which it was commented on.
        comments_time: Written,
        /// The time of the shop's comment; 0 if there is none.
        is_comments: Written,
        /// The time of the buyer's comment; 0 if there is none.
        user_is_comments: Written,
        /// The time of the deletion by the shop; 0 if it was not deleted.
        is_delete_time: Written,
        /// The time of the deletion by the buyer; 0 if it was not deleted.
        user_is_delete_time: Written,
        /// The time of the deletion by a shop of the plugin; 0 if it was not deleted.
        shop_is_delete_time: Written,
        /// The time at which it was made.
        add_time: Written,
        /// The time of the last change.
        upd_time: Written,
        /// A plugin's column.
        zycg_no: String,
        /// The currency in which it was paid.
        currency_data: Lenient<OrEmpty<CurrencyData>>,
        /// The warehouse's name.
        warehouse_name: String,
        /// The warehouse's picture.
        warehouse_icon: String,
        /// The warehouse's page.
        warehouse_url: String,
        /// The address to which it was sent.
        address_data: Json,
        /// The code with which the buyer collects it, and its picture.
        extraction_data: Json,
        /// The parcels (6.9.0).
        express_data: Json,
        /// The services (6.9.0).
        service_data: Json,
        /// The origin of its goods (6.9.0).
        trace_source_data: Json,
        /// The instructions for its goods (6.9.0).
        use_guide_data: Json,
        /// The label of the way in which the goods reach the buyer.
        order_model_name: String,
        /// The label of the kind of client.
        client_type_name: String,
        /// The label of the status.
        status_name: String,
        /// The label of the payment status.
        pay_status_name: String,
        /// The name of the carrier.
        express_name: String,
        /// The label of the way of payment.
        payment_name: String,
        /// The label for payment offline.
        is_under_line_text: String,
        /// Whether an after-sale can be opened now.
        is_can_launch_aftersale: Loose<Flag>,
        /// The time at which it was made, as a date and time.
        add_time_time: Written,
        /// The time at which it was made, as a date.
        add_time_date: String,
        /// The time of the buyer's comment, as a date and time.
        user_is_comments_time: Written,
        /// The line that the after-sale is about.
        items: OrEmpty<OrderLine>,
        /// The number of lines.
        items_count: Loose<Quantity>,
        /// The order in one sentence.
        describe: String,
        /// The buyer's account.
        user: Json,
        /// The history of its status (6.x).
        status_history_data: Json,
        /// The operations possible on it (6.x).
        operate_data: Json,
    }
}

record! {
    /// The currency that an order was paid in (`currency_data`).
    pub struct CurrencyData {
        /// The number of this entry.
        id: Loose<Id>,
        /// The order.
        order_id: Loose<Id>,
        /// The buyer.
        user_id: Loose<Id>,
        /// The currency's name.
        currency_name: String,
        /// The code.
        currency_code: String,
        /// The sign.
        currency_symbol: String,
        /// The rate.
        currency_rate: DecimalText,
        /// The time at which this entry was made.
        add_time: Written,
    }
}

record! {
    /// One line of an order (`items`).
    pub struct OrderLine {
        /// The number (`order_detail_id`).
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
        /// The label of the button for an after-sale (lists of orders).
        orderaftersale_btn_text: String,
        /// The list price of one.
        original_price: DecimalText,
        /// The price of one.
        price: DecimalText,
        /// The price of the line.
        total_price: DecimalText,
        /// The variety.
        spec: Lenient<OrEmpty<Vec<SpecItem>>>,
        /// The number of units bought.
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
        /// The end of the approval (6.9.0).
        approval_number_expire: String,
        /// The batch (6.9.0).
        batch_number: String,
        /// The expiry date of the batch (6.9.0).
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
        /// The instructions for the goods (6.9.0).
        goods_use_guide: Json,
        /// The weight of one.
        spec_weight: DecimalText,
        /// The volume of one (6.9.0).
        spec_volume: DecimalText,
        /// The variety's code.
        spec_coding: String,
        /// The variety's barcode.
        spec_barcode: String,
        /// The amount refunded on the line.
        refund_price: DecimalText,
        /// The number of its units that have come back.
        returned_quantity: Loose<Quantity>,
        /// The time at which it was made.
        add_time: Written,
        /// The time of the last change.
        upd_time: Written,
        /// A plugin's column.
        zycg_skuid: String,
        /// The goods' page.
        goods_url: String,
        /// The label of the variety.
        spec_text: String,
        /// The goods that the buyer of virtual goods gets.
        fictitious_goods_value: String,
        /// The name of the brand (6.9.0).
        brand_name: String,
        /// The name of the place of origin (6.9.0).
        produce_region_name: String,
        /// The properties of the goods that the page shows (6.9.0).
        base_data: Lenient<OrEmpty<Vec<BaseData>>>,
    }
}

record! {
    /// One property of a variety, such as its colour.
    pub struct SpecItem {
        /// The property.
        kind as "type": String,
        /// The value.
        value: String,
    }
}

record! {
    /// One property of the goods that the page shows.
    pub struct BaseData {
        /// The column.
        field: String,
        /// The label.
        name: String,
        /// The value.
        value: String,
    }
}
