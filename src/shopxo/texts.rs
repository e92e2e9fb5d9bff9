//! The texts that ShopXO shows: the tips over a case, the texts of its checks and confirmations, and
//! the labels of the buttons, in Chinese of both releases, and in English as release 6.9.0 has it.
//!
//! They are kept word for word (a shop that moves to this crate must not change the texts that its
//! buyers read), odd spacing and odd English included. Braces stand for a figure to be inserted. ShopXO
//! puts a name behind some of them, in square brackets: `状态不可操作[待审核]`.

use super::{AfterSaleStatus, AfterSaleType};

/// One text, in both releases and languages.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct ShopText {
    /// The key of the text in the language files of 6.9.0; `common:` before it where the file for
    /// after-sales has another text under the same key.
    pub key: &'static str,
    /// The Chinese text in release 6.9.0.
    pub chinese: &'static str,
    /// The Chinese text in release 2.2.1.
    pub chinese_2_2_1: &'static str,
    /// The English text in release 6.9.0.
    pub english: &'static str,
}

/// Returns a text that is the same in both releases.
const fn same(key: &'static str, chinese: &'static str, english: &'static str) -> ShopText {
    ShopText { key, chinese, chinese_2_2_1: chinese, english }
}

/// Returns a text that was different in release 2.2.1.
const fn changed(
    key: &'static str,
    chinese_2_2_1: &'static str,
    chinese: &'static str,
    english: &'static str,
) -> ShopText {
    ShopText { key, chinese, chinese_2_2_1, english }
}

/// The texts of checks and confirmations.
#[rustfmt::skip]
pub const TEXTS: &[ShopText] = &[
    // Faults of the input.
    same("order_id_error_tips", "订单id有误", "Wrong order ID"),
    same("order_detail_id_error_tips", "订单详情id有误", "The order detail id is incorrect"),
    same("operate_type_error_tips", "操作类型有误", "Wrong operate type"),
    same("user_info_incorrect_tips", "用户信息有误", "Incorrect user information"),
    changed("data_id_error_tips", "操作id有误", "数据id有误", "Wrong data ID"),
    same("save_price_format_tips", "退款金额格式有误", "Incorrect format of refund amount"),
    changed("save_reason_error_tips", "退款原因最多 180 个字符", "退款原因最多180个字符",
        "Refund reason can be up to 180 characters"),
    changed("form_item_msg_message", "退款说明最多 200 个字符", "退款说明最多200个字符",
        "Refund instructions can be up to 200 characters"),
    changed("form_item_images_tips", "凭证图片不能超过3张", "凭证最多上传3张图片", "Upload up to 3 pictures"),
    changed("form_item_express_name_message", "快递名称格式 1~60 个字符之间", "快递名称格式1~60个字符之间",
        "Express name format is between 1 and 60 characters"),
    changed("form_item_express_number_message", "快递单号格式 1~60 个字符之间", "快递单号格式1~60个字符之间",
        "The format of express bill number is between 1 and 60 characters"),
    changed("form_refuse_reason_message", "拒绝原因格式 2~230 个字符", "拒绝原因格式1~230个字符",
        "Rejection reason format 1-230 characters"),
    changed("form_item_refundment_message", "退款方式有误", "退款方式选择有误", "Please select a refund method"),
    // Things that are not there, or not now.
    same("no_data", "没有相关数据", "No Relevant Data"),
    same("data_no_exist_or_delete_error_tips", "数据不存在或已删除", "Data does not exist or has been deleted"),
    same("order_aftersale_overdue_tips", "订单已过售后期，请联系客服处理",
        "The order has been sold later, please contact customer service for processing"),
    same("order_aftersale_have_in_hand_tips", "订单售后正在进行中，请勿重复申请",
        "Order aftersales is in progress, please do not repeat the application"),
    same("common:status_not_can_operate_tips", "状态不可操作", "Status is inoperable"),
    same("status_not_can_operate_tips", "该售后订单状态不可操作", "The aftersales order status is inoperable"),
    same("refund_only_not_can_return_goods_tips", "该售后订单为仅退款，不能操作退货操作",
        "This aftersales order is for refund only, and return operation is not allowed"),
    // Amounts and quantities that are too high.
    changed("refund_amount_max_order_price_tips",
        "退款金额大于支付金额[ 历史退款{:history_price}元, 订单金额{:order_price}元 ]",
        "退款金额大于订单支付金额[ 历史退款{:history_price}, 订单金额{:order_price} ]",
        "The refund amount is greater than the order payment amount [historical refund {:history_price}, order amount {:order_price}]"),
    changed("return_quantity_max_order_number_tips",
        "退货数量大于购买数量[ 历史退货数量 {:history_number}, 订单商品数量 {:buy_number} ]",
        "退货数量大于购买数量[ 历史退货数量{:history_number}, 订单商品数量{:buy_number} ]",
        "The return quantity is greater than the purchase quantity [historical return quantity {:history_number}, order goods quantity {:buy_number}]"),
    // The payment and the refund.
    same("pay_log_empty_tips", "支付日志不存在，请使用手动处理方式",
        "Payment log does not exist, please use manual processing method"),
    same("under_line_not_tetrace_tips", "线下支付方式不能原路退回", "The offline payment method cannot be returned in the original way"),
    same("payment_plugins_not_refund_tips", "支付插件没退款功能", "The payment plug-in has no refund function"),
    same("payment_plugins_no_exist_tips", "支付插件不存在", "Payment plug-in does not exist"),
    same("payment_method_error_tips", "支付方式有误", "Incorrect payment method"),
    same("pay_log_trade_empty_tips", "平台单号为空，请确认支付日志是否存在",
        "The platform document number is empty, please confirm whether the payment log exists"),
    same("payment_plugins_tetrace_fail_tips", "支付插件退款处理有误", "Payment plug-in refund processing error"),
    same("no_wallet_payment_plugins_tips", "请先安装钱包插件", "Please install the wallet plug-in first"),
    same("order_update_fail_tips", "主订单更新失败", "Master order update failed"),
    same("order_detail_update_fail_tips", "订单详情更新失败", "Failed to update order details"),
    same("order_aftersale_update_fail_tips", "售后订单更新失败", "After-sales order update failed"),
    same("wallet_update_fail_tips", "钱包更新失败", "Wallet update failed"),
    same("wallet_log_insert_fail_tips", "钱包日志添加失败", "Failed to add wallet log"),
    // Done.
    same("apply_success", "申请成功", "Application Succeeded"),
    same("operate_success", "操作成功", "Operation Succeeded"),
    same("confirm_success", "确认成功", "Confirm Succeeded"),
    same("refund_success", "退款成功", "Refund Succeeded"),
    same("refuse_success", "拒绝成功", "Refuse Succeeded"),
    same("cancel_success", "取消成功", "Cancel successfully"),
    same("delete_success", "删除成功", "Delete Succeeded"),
];

/// The answer of *confirm* for a refund-only case (with the type's name behind it), in both releases.
pub const WRONG_TYPE: &str = "类型不可操作";

/// Returns the text with this key.
///
/// ```
/// use aftersale::shopxo::texts::text;
/// assert_eq!(text("no_data").map(|text| text.chinese), Some("没有相关数据"));
/// ```
#[must_use]
pub fn text(key: &str) -> Option<&'static ShopText> {
    TEXTS.iter().find(|text| text.key == key)
}

/// The labels of the button on an order line (release 6.9.0): before there is a case, when the order
/// has been received, while a case is in progress, and when the newest case has been refunded.
#[rustfmt::skip]
pub const BUTTONS: &[ShopText] = &[
    same("default", "退款/退货", "Refund/Return"),
    same("collect", "申请售后",  "Apply Aftersale"),
    same("step",    "查看进度",  "View Progress"),
    same("success", "查看退款",  "View Refund"),
];

/// Returns the tip over a case in release 2.2.1.
///
/// A refund-only case at status 1 (which no operation brings about) reads as one at 0.
#[must_use]
pub const fn tip_2_2_1(kind: AfterSaleType, status: AfterSaleStatus) -> &'static str {
    match (status, kind) {
        (AfterSaleStatus::ToBeConfirmed, _)
        | (AfterSaleStatus::ToBeReturned, AfterSaleType::RefundOnly) => {
            "订单售后已提交申请，等待管理员确认中！"
        }
        (AfterSaleStatus::ToBeReturned, AfterSaleType::RefundAndReturn) => {
            "订单售后，管理员已确认，请尽快完成退货！"
        }
        (AfterSaleStatus::ToBeReviewed, _) => "订单售后已退货，等待管理员审核中！",
        (AfterSaleStatus::Completed, _) => "订单售后已处理结束！",
        (AfterSaleStatus::Rejected, _) => "订单售后申请已被拒绝！",
        (AfterSaleStatus::Cancelled, _) => "订单售后申请已关闭！",
    }
}

/// The tip over a case in release 6.9.0: a title, and mostly a description.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct Tip {
    /// The title in Chinese.
    pub chinese: &'static str,
    /// The title in English.
    pub english: &'static str,
    /// The description in Chinese and in English.
    pub description: Option<(&'static str, &'static str)>,
}

/// Returns the tip over a case in release 6.9.0.
#[must_use]
pub const fn tip(kind: AfterSaleType, status: AfterSaleStatus) -> Tip {
    let (chinese, english, description) = match (status, kind) {
        (AfterSaleStatus::ToBeConfirmed, _)
        | (AfterSaleStatus::ToBeReturned, AfterSaleType::RefundOnly) => (
            "待卖家审核",
            "Pending seller review",
            Some((
                "已提交申请，等待卖家确认中！",
                "The application has been submitted and is waiting for confirmation from the seller!",
            )),
        ),
        (AfterSaleStatus::ToBeReturned, AfterSaleType::RefundAndReturn) => (
            "卖家已确认，请尽快完成退货！",
            "The seller has confirmed, please complete the return as soon as possible!",
            None,
        ),
        (AfterSaleStatus::ToBeReviewed, _) => (
            "待卖家确认审核",
            "Waiting for sellers confirmation and review",
            Some((
                "已退货或退款，等待卖家审核中！",
                "Returned or refunded, awaiting seller review!",
            )),
        ),
        (AfterSaleStatus::Completed, _) => {
            ("退款成功", "Refund successful", Some(("已处理结束！", "Processing completed!")))
        }
        (AfterSaleStatus::Rejected, _) => (
            "卖家已拒绝，如有异议您可以再次申请",
            "The seller has refused. If you have any objections, you can apply again",
            Some(("申请已被拒绝！", "The application has been rejected!")),
        ),
        (AfterSaleStatus::Cancelled, _) => (
            "售后已取消",
            "After sales cancelled",
            Some((
                "售后已取消、可重新申请！",
                "After sales has been cancelled and can be reapplied!",
            )),
        ),
    };
    Tip { chinese, english, description }
}

/// The description of a case's type, with its icon; release 2.2.1 has a CSS class as well.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct TypeText {
    /// The description in Chinese.
    pub chinese: &'static str,
    /// The description in English.
    pub english: &'static str,
    /// The icon's CSS class.
    pub icon: &'static str,
    /// The CSS class of the entry, in release 2.2.1 only.
    pub class_2_2_1: &'static str,
}

/// Returns the description of a type.
#[must_use]
pub const fn type_text(kind: AfterSaleType) -> TypeText {
    match kind {
        AfterSaleType::RefundOnly => TypeText {
            chinese: "未收到货(未签收),协商同意前提下",
            english: "Not received (not signed for), subject to mutual agreement",
            icon: "am-icon-random",
            class_2_2_1: "am-fl",
        },
        AfterSaleType::RefundAndReturn => TypeText {
            chinese: "已收到货,需要退换已收到的货物",
            english: "Received goods, need to return or exchange the received goods",
            icon: "am-icon-retweet",
            class_2_2_1: "am-fr",
        },
    }
}

/// The reasons that the form of a new shop offers for a refund only. They are a setting, in both
/// releases the same except for line ends.
#[rustfmt::skip]
pub const REFUND_ONLY_REASONS: &[&str] = &[
    "活动/优惠未生效", "空包裹", "包裹丢失", "配送超时", "未按约定时间发货", "未送货上门",
    "物流显示签收但实际未收到货", "不喜欢/不想要",
];

/// The reasons that the form of a new shop offers for a return.
#[rustfmt::skip]
pub const RETURN_REASONS: &[&str] = &[
    "7天无理由退换货", "配送超时", "未按约定时间发货", "未送货上门", "卖家发错货", "少件/漏发",
    "包装/商品破损/污渍", "商品信息描述不符", "使用后过敏", "已过/临近保质期", "无法溶解/结块/有异物",
];
