//! The merchant's own work order about a dispute, which the platform wants to see.

use alloc::string::String;
use alloc::vec::Vec;

use super::words::{WorkOrderResult, WorkOrderStatus};
use crate::channels::MediaType;
use crate::money::Amount;
use crate::time::Timestamp;
use crate::wire::{Code, Loose, PlatformId, Word, record};

record! {
    /// The merchant's work order about a dispute: `syncworkorder`. Each call replaces everything that was
    /// sent before.
    ///
    /// Source:
    /// [syncworkorder](https://developers.weixin.qq.com/doc/store/shop/API/complaint/api_mmecapi_syncworkorder).
    pub struct SyncWorkOrderRequest {
        /// The dispute.
        complaint_id: PlatformId,
        /// The work order.
        work_order_info: WorkOrder,
    }
}

record! {
    /// A work order: its items, as they all are now.
    pub struct WorkOrder {
        /// The version, which must grow with each call.
        version: Loose<Code>,
        /// All items.
        items: Vec<WorkOrderItem>,
        /// The merchant's name for the work order.
        work_order_id: PlatformId,
    }
}

record! {
    /// One step of a work order.
    pub struct WorkOrderItem {
        /// How far the work order had come.
        status: Loose<Word<WorkOrderStatus>>,
        /// The description.
        desc: String,
        /// The time of the step.
        update_time: Loose<Timestamp>,
        /// The result, at the end.
        result_type: Loose<Word<WorkOrderResult>>,
        /// The amount that the merchant agrees to refund, in fen.
        refund_amount: Loose<Amount>,
        /// The pictures.
        media_list: Vec<WorkOrderMedia>,
        /// The merchant's name for the work order. The page has it beside the items; one SDK has it here.
        work_order_id: PlatformId,
    }
}

record! {
    /// A picture of a work order.
    pub struct WorkOrderMedia {
        /// The type, always 1.
        kind as "type": Loose<Word<MediaType>>,
        /// The picture.
        picture: WorkOrderPicture,
    }
}

record! {
    /// The id of an uploaded picture.
    pub struct WorkOrderPicture {
        /// The temporary media id.
        tmp_media_id: String,
    }
}
