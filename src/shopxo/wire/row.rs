//! One after-sale, as the answers of both releases have it.

use alloc::string::String;
use alloc::vec::Vec;

use super::OrderData;
use crate::lifecycle::{Fact, Flow, Position};
use crate::quantity::Quantity;
use crate::shopxo::{AfterSaleStatus, AfterSaleType, OrderStatus, Refundment};
use crate::steps::{Milestones, StepName};
use crate::time::UtcOffset;
use crate::wire::{
    DecimalText, Field, Id, Json, Lenient, Loose, OrEmpty, TextOr, Unplaced, Word, Written,
    known_word, record,
};

record! {
    /// One after-sale: the columns of its row, and what the view adds.
    ///
    /// Release 2.2.1 has the times as seconds, and again as date and time (`…_time_time`) and as date
    /// (`…_time_date`). Release 6.9.0 has them as date and time.
    pub struct AftersaleRow {
        /// The number.
        id: Loose<Id>,
        /// The order's number for the buyer.
        order_no: String,
        /// The line that it is about.
        order_detail_id: Loose<Id>,
        /// The order.
        order_id: Loose<Id>,
        /// The goods.
        goods_id: Loose<Id>,
        /// The buyer.
        user_id: Loose<Id>,
        /// The kind of system that made it (6.9.0).
        system_type: String,
        /// The status.
        status: Loose<Word<AfterSaleStatus>>,
        /// The type: refund only, or return.
        kind as "type": Loose<Word<AfterSaleType>>,
        /// The way in which the money went back. It has a meaning only when the status is completed.
        refundment: Loose<Word<Refundment>>,
        /// The buyer's reason.
        reason: String,
        /// The number of units that come back.
        number: Loose<Quantity>,
        /// The amount of money that goes back.
        price: DecimalText,
        /// The buyer's own description.
        msg: String,
        /// The buyer's pictures.
        images: Lenient<OrEmpty<Vec<String>>>,
        /// The shop's reason for the refusal.
        refuse_reason: String,
        /// The carrier of the return.
        express_name: String,
        /// The waybill of the return.
        express_number: String,
        /// The time of the application.
        apply_time: Written,
        /// The time at which the shop agreed to the return.
        confirm_time: Written,
        /// The time at which the buyer sent the goods.
        delivery_time: Written,
        /// The time at which the shop refunded or refused.
        audit_time: Written,
        /// The time of the cancellation.
        cancel_time: Written,
        /// The time at which the row was made.
        add_time: Written,
        /// The time of the last change.
        upd_time: Written,
        /// The order again.
        order_data: OrEmpty<OrderData>,
        /// The buyer's account.
        user: Json,
        /// The label of the type.
        type_text: String,
        /// The label of the status.
        status_text: String,
        /// The label of the way in which the money went back; empty until it has.
        refundment_text: String,
        /// The time of the application, as date and time.
        apply_time_time: Written,
        /// The time of the application, as a date.
        apply_time_date: String,
        /// The time at which the shop agreed to the return, as date and time.
        confirm_time_time: Written,
        /// The time at which the shop agreed to the return, as a date.
        confirm_time_date: String,
        /// The time at which the buyer sent the goods, as date and time.
        delivery_time_time: Written,
        /// The time at which the buyer sent the goods, as a date.
        delivery_time_date: String,
        /// The time at which the shop refunded or refused, as date and time.
        audit_time_time: Written,
        /// The time at which the shop refunded or refused, as a date.
        audit_time_date: String,
        /// The time of the cancellation, as date and time.
        cancel_time_time: Written,
        /// The time of the cancellation, as a date.
        cancel_time_date: String,
        /// The time at which the row was made, as date and time.
        add_time_time: Written,
        /// The time at which the row was made, as a date.
        add_time_date: String,
        /// The time of the last change, as date and time.
        upd_time_time: Written,
        /// The time of the last change, as a date.
        upd_time_date: String,
        /// The tip over the case: a text (2.2.1), or a title and a description (6.9.0).
        tips_msg: Lenient<TextOr<TipRow>>,
    }
}

record! {
    /// The tip over a case in release 6.9.0.
    pub struct TipRow {
        /// The title.
        title: String,
        /// The description, if there is one.
        desc: String,
    }
}

impl AftersaleRow {
    /// Returns the position of the case: its flow, its status, and the facts that the row shows.
    ///
    /// The goods have been sent when there is a waybill or a time of sending, and have not been sent
    /// when both fields are there and empty. Whether the order has been shipped follows from its
    /// status, except for a closed order, which may have been closed before or after shipping.
    ///
    /// # Errors
    ///
    /// When the status or the type is missing or unknown. Nothing is concluded from an unknown word
    /// (I24).
    pub fn position(&self) -> Result<Position<AfterSaleStatus>, Unplaced> {
        let status = known_word(self.status.number(), "status")?;
        let kind = known_word(self.kind.number(), "type")?;
        let mut position = Position::at(kind.flow(), status);
        let order_status = self
            .order_data
            .present()
            .and_then(|order| known_word(order.status.number(), "order status").ok());
        if let Some(status) = order_status.filter(|status| *status != OrderStatus::Closed) {
            position = position.knowing(Fact::OrderShipped, status.is_shipped());
        }
        let has_waybill = self.express_number.value().map(|waybill| !waybill.is_empty());
        let was_sent = self.delivery_time.value().map(|time| !time.is_unset());
        Ok(match (kind.flow(), has_waybill, was_sent) {
            (Flow::RefundOnly, _, _) | (_, Some(false), Some(false)) => {
                position.knowing(Fact::GoodsSent, false)
            }
            (_, Some(true), _) | (_, _, Some(true)) => position.knowing(Fact::GoodsSent, true),
            _ => position,
        })
    }

    /// Returns what the row shows about the steps of the case, for [`steps`](crate::steps::steps), in a
    /// shop whose clock is so far ahead of UTC.
    #[must_use]
    pub fn milestones(&self, shop: UtcOffset) -> Milestones {
        let at = |field: &Field<Written>| field.value().and_then(|written| written.time(shop));
        let paid = self.status.value().and_then(Loose::known) == Some(AfterSaleStatus::Completed);
        let audited = at(&self.audit_time).filter(|_| paid);
        let is_refund_only =
            self.kind.value().and_then(Loose::known) == Some(AfterSaleType::RefundOnly);
        [
            (StepName::Apply, at(&self.apply_time)),
            (StepName::Review, at(&self.confirm_time)),
            (StepName::Review, audited.filter(|_| is_refund_only)),
            (StepName::SendGoods, at(&self.delivery_time)),
            (StepName::ReceiveGoods, audited.filter(|_| !is_refund_only)),
            (StepName::Refund, audited),
        ]
        .into_iter()
        .fold(Milestones::default().done(StepName::Apply), |milestones, (step, time)| {
            match time {
                Some(time) => milestones.done_at(step, time),
                None => milestones,
            }
        })
    }
}
