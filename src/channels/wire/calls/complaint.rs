//! The calls about a dispute (纠纷单) that the buyer, or the platform itself, has opened on a case.

use alloc::string::String;
use alloc::vec::Vec;

use super::OneOrMany;
use super::words::ComplaintStatus;
use crate::channels::wire::VirtualTelNumInfo;
use crate::channels::{AfterSaleType, MediaType};
use crate::time::Timestamp;
use crate::wire::{Code, Loose, PlatformId, ReturnCode, Word, record};

record! {
    /// The request for a dispute: `getcomplaintorder`.
    ///
    /// Source:
    /// [getcomplaintorder](https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/complaint/api_getcomplaintorder.html).
    pub struct GetComplaintOrderRequest {
        /// The dispute.
        complaint_id: PlatformId,
    }
}

record! {
    /// A dispute: the answer of `getcomplaintorder`.
    pub struct GetComplaintOrderAnswer {
        /// 0, or the code of the error.
        errcode: Loose<ReturnCode>,
        /// The message of the error.
        errmsg: String,
        /// The number of the case.
        after_sale_order_id: PlatformId,
        /// The order.
        order_id: PlatformId,
        /// The history, newest first. An older page calls it one object; its example and the newer page have a list.
        history: OneOrMany<ComplaintHistoryItem>,
        /// The status. Examples do not have it.
        status: Loose<Word<ComplaintStatus>>,
        /// A number under which the buyer can be called.
        virtual_tel_num_info: VirtualTelNumInfo,
    }
}

record! {
    /// One step of a dispute.
    pub struct ComplaintHistoryItem {
        /// The kind of step, by its number. From 50 on they mirror the statuses of the case.
        item_type: Loose<Code>,
        /// The time of the step.
        time: Loose<Timestamp>,
        /// The buyer's telephone number: a number in the table, a text in the example. It was removed in
        /// January 2026.
        phone_number: PlatformId,
        /// The text.
        content: String,
        /// The pictures and videos, by their media ids. Superseded by `media_infos`.
        media_id_list: Vec<String>,
        /// The kind of dispute, by its number. In examples only.
        complaint_type: Loose<Code>,
        /// The type of the case, by its number.
        after_sale_type: Loose<Word<AfterSaleType>>,
        /// The reason of the case, by its number.
        after_sale_reason: Loose<Code>,
        /// The pictures and videos.
        media_infos: Vec<ComplaintMedia>,
    }
}

record! {
    /// A picture or a video of a dispute.
    pub struct ComplaintMedia {
        /// Which of the two it is.
        kind as "type": Loose<Word<MediaType>>,
        /// The picture.
        picture: ComplaintFile,
        /// The video.
        video: ComplaintFile,
    }
}

record! {
    /// An uploaded file of a dispute.
    pub struct ComplaintFile {
        /// The media id.
        media_id: String,
        /// An address at which the file can be had for a time.
        ticket_url: String,
        /// The length of a video, in seconds.
        video_play_length: Loose<Code>,
    }
}

record! {
    /// The merchant's word in a dispute: `addcomplaintmaterial` for a message (while customer service works
    /// on it, 103), `addcomplaintproof` for a proof (while one is waited for, 106 or 108). Both have the same
    /// fields.
    ///
    /// Sources:
    /// [addcomplaintmaterial](https://developers.weixin.qq.com/doc/store/API/complaint/addcomplaintmaterial.html),
    /// [addcomplaintproof](https://developers.weixin.qq.com/doc/store/API/complaint/addcomplaintproof.html).
    pub struct AddToComplaintRequest {
        /// The dispute.
        complaint_id: PlatformId,
        /// The text, of up to 500 characters.
        content: String,
        /// The pictures, by their media ids; up to 20 in all messages of a dispute. The table calls it one text, the
        /// example has a list.
        media_id_list: OneOrMany<String>,
    }
}

impl AddToComplaintRequest {
    /// Returns a message or a proof with these pictures.
    #[must_use]
    pub fn new(complaint: PlatformId, content: &str, pictures: Vec<String>) -> Self {
        Self {
            complaint_id: complaint.into(),
            content: content.into(),
            media_id_list: OneOrMany::Many(pictures).into(),
            ..Self::default()
        }
    }
}
