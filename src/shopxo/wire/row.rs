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
        /// Its number.
        id: Loose<Id>,
        /// The order's number for people.
        order_no: String,
        /// The line it is about.
        order_detail_id: Loose<Id>,
        /// The order.
        order_id: Loose<Id>,
        /// The goods.
        goods_id: Loose<Id>,
        /// The buyer.
        user_id: Loose<Id>,
        /// What kind of system made it (6.9.0).
        system_type: String,
        /// Where it stands.
        status: Loose<Word<AfterSaleStatus>>,
        /// Refund only, or return.
        kind as "type": Loose<Word<AfterSaleType>>,
        /// How the money went back. It says something only when the status is completed.
        refundment: Loose<Word<Refundment>>,
        /// Why the buyer wants the money back.
        reason: String,
        /// How many units come back.
        number: Loose<Quantity>,
        /// How much money goes back.
        price: DecimalText,
        /// In the buyer's own words.
        msg: String,
        /// The buyer's pictures.
        images: Lenient<OrEmpty<Vec<String>>>,
        /// Why the shop refused.
        refuse_reason: String,
        /// The carrier of the return.
        express_name: String,
        /// The waybill of the return.
        express_number: String,
        /// When the buyer applied.
        apply_time: Written,
        /// When the shop agreed to the return.
        confirm_time: Written,
        /// When the buyer sent the goods.
        delivery_time: Written,
        /// When the shop paid or refused.
        audit_time: Written,
        /// When it was cancelled.
        cancel_time: Written,
        /// When the row was made.
        add_time: Written,
        /// When it was last changed.
        upd_time: Written,
        /// The order again.
        order_data: OrEmpty<OrderData>,
        /// The buyer's account.
        user: Json,
        /// The type, in words.
        type_text: String,
        /// The status, in words.
        status_text: String,
        /// How the money went back, in words; empty until it has.
        refundment_text: String,
        /// When the buyer applied, as date and time.
        apply_time_time: Written,
        /// When the buyer applied, as a date.
        apply_time_date: String,
        /// When the shop agreed to the return, as date and time.
        confirm_time_time: Written,
        /// When the shop agreed to the return, as a date.
        confirm_time_date: String,
        /// When the buyer sent the goods, as date and time.
        delivery_time_time: Written,
        /// When the buyer sent the goods, as a date.
        delivery_time_date: String,
        /// When the shop paid or refused, as date and time.
        audit_time_time: Written,
        /// When the shop paid or refused, as a date.
        audit_time_date: String,
        /// When it was cancelled, as date and time.
        cancel_time_time: Written,
        /// When it was cancelled, as a date.
        cancel_time_date: String,
        /// When the row was made, as date and time.
        add_time_time: Written,
        /// When the row was made, as a date.
        add_time_date: String,
        /// When it was last changed, as date and time.
        upd_time_time: Written,
        /// When it was last changed, as a date.
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
    /// Where the case stands: flow, status, and what the row tells about guards.
    ///
    /// The goods have been sent when there is a waybill or a time of sending, and have not when both
    /// are there and empty. The order has been shipped by its status, but for a closed order: that
    /// may have been closed before and after.
    ///
    /// # Errors
    ///
    /// When the status or the type is missing or not known. Nothing is concluded from a word that
    /// is not known (I24).
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

    /// What the row tells about the steps of the case, for [`steps`](crate::steps::steps), in a shop
    /// whose clock is so far ahead of UTC.
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
