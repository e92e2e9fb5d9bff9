//! A whole refund with stateset-embedded on SQLite in memory, in the two ways that it has.
//!
//! - *Of a payment*: a refund is created, which is pending, and completed. The buyer's application and the
//!   merchant's answer have no place in it. The refund is tied to a payment and not to units.
//! - *By a return*: it is requested and approved, and has then to be on its way, to be received and to be completed, which
//!   creates the refund of the payment; that one is completed in its turn. An order must have been shipped before.
//!
//! Both need an order that is paid, so the opening is an order, its payment, and the capture of it.

use rust_decimal::Decimal;
use stateset_embedded::{
    Commerce, CreateCustomer, CreateOrder, CreateOrderItem, CreatePayment, CreateRefund,
    CreateReturn, CreateReturnItem, CustomerId, Order, Payment, PaymentMethodType, ProductId,
    ReturnReason, ReturnStatus, UpdateReturn,
};

use super::Ids;

/// The shop, with the only customer and the only product of all orders.
pub(crate) struct Host {
    commerce: Commerce,
    customer: CustomerId,
    product: ProductId,
}

impl Default for Host {
    fn default() -> Self {
        let commerce = Commerce::in_memory().expect("SQLite in memory");
        let customer = commerce.customers().create(CreateCustomer {
            email: "anna@example.com".to_owned(),
            first_name: "Anna".to_owned(),
            last_name: "Li".to_owned(),
            ..Default::default()
        });
        let customer = customer.expect("a new customer").id;
        Self { commerce, customer, product: ProductId::new() }
    }
}

fn price() -> Decimal {
    Decimal::new(i64::try_from(super::PRICE).expect("a price of some cents"), 2)
}

/// Opens an order and pays it.
fn opened(host: &Host, ids: &Ids) -> (Order, Payment) {
    let units = i32::try_from(super::UNITS).expect("a few units");
    let order = host.commerce.orders().create(CreateOrder {
        customer_id: host.customer,
        items: vec![CreateOrderItem {
            product_id: host.product,
            sku: ids.line.clone(),
            name: "tea".to_owned(),
            quantity: units,
            unit_price: price(),
            ..Default::default()
        }],
        notes: Some(ids.order.clone()),
        ..Default::default()
    });
    let order = order.expect("a new order");
    let payment = host.commerce.payments().create(CreatePayment {
        order_id: Some(order.id),
        customer_id: Some(host.customer),
        payment_method: PaymentMethodType::BankTransfer,
        amount: price() * Decimal::from(units),
        ..Default::default()
    });
    let payment = payment.expect("a new payment").id;
    let payment = host.commerce.payments().mark_completed(payment).expect("it is captured");
    (order, payment)
}

/// Takes one unit's amount of a new order from the opening to the report of the gateway.
pub(crate) fn refund_of_payment(host: &mut Host, ids: &Ids) {
    let (_, payment) = opened(host, ids);
    let payments = host.commerce.payments();
    let refund = payments.create_refund(CreateRefund {
        payment_id: payment.id,
        amount: Some(price()),
        external_id: Some(ids.refund_key.clone()),
        idempotency_key: Some(ids.agree.clone()),
        ..Default::default()
    });
    let refund = refund.expect("the amount is left");
    let _ = payments.complete_refund(refund.id).expect("it is pending");
}

/// Takes one unit of a new order from the opening to the report of the gateway, the goods included.
pub(crate) fn refund_by_return(host: &mut Host, ids: &Ids) {
    let (order, payment) = opened(host, ids);
    let _ = host.commerce.orders().ship(order.id, None).expect("it is paid");
    let item = order.items.first().expect("it has one line");
    let returns = host.commerce.returns();
    let requested = returns.create(CreateReturn {
        order_id: order.id,
        reason: ReturnReason::NotAsDescribed,
        idempotency_key: Some(ids.apply.clone()),
        items: vec![CreateReturnItem { order_item_id: item.id, quantity: 1, condition: None }],
        ..Default::default()
    });
    let id = requested.expect("units are left").id;
    let _ = returns.approve(id).expect("it is requested");
    let _ = returns.add_tracking(id, &ids.refund_key).expect("it is approved");
    let _ = returns.mark_received(id).expect("it is on its way");
    let completed = UpdateReturn {
        status: Some(ReturnStatus::Completed),
        write_off_undispositioned: true,
        ..Default::default()
    };
    let _ = returns.update(id, completed).expect("it is received");
    let payments = host.commerce.payments();
    let refunds = payments.get_refunds(payment.id).expect("the payment is there");
    let refund = refunds.first().expect("completing created it");
    let _ = payments.complete_refund(refund.id).expect("it is pending");
}
