//! ShopXO's after-sale (订单售后).
pub mod rules;
mod status;

pub use rules::LIFECYCLE;
pub use status::{AfterSaleStatus, AfterSaleType, OrderModel, OrderStatus, PayStatus, Refundment};
