//! The buyer's application and the merchant's answer to it: texts, pictures, proofs.

use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

use crate::channels::MediaType;
use crate::money::Amount;
use crate::time::Timestamp;
use crate::wire::{Lenient, Loose, Word, YesNo, record};

record! {
    /// The buyer's application.
    pub struct Details {
        /// The buyer's own description.
        desc: String,
        /// Whether the buyer has received the goods. An example of the platform has 4294967295, which is
        /// neither yes nor no and is kept as it came.
        receive_product: Lenient<YesNo>,
        /// The pictures and videos that the buyer uploaded. Since December 2025.
        media_infos: Vec<MediaInfo>,
        /// The time of the cancellation, in older records; 0 if it was not cancelled.
        cancel_time: Loose<Timestamp>,
        /// The media ids of the pictures, in older records.
        media_id_list: Vec<String>,
        /// The pictures, in the oldest records.
        prove_imgs: Vec<String>,
        /// The buyer's telephone number, until January 2026.
        tel_number: String,
        /// The part of the price that a membership took off, in fen, by an integrator's example alone.
        wxa_vip_discounted_price: Loose<Amount>,
    }
}

record! {
    /// A picture or a video that the buyer uploaded.
    pub struct MediaInfo {
        /// The type: picture or video.
        media_type: Loose<Word<MediaType>>,
        /// The picture; of a video, its cover.
        picture_media_id: String,
        /// The video.
        video_media_id: String,
        /// The length of the video, in seconds.
        video_play_length: Loose<Duration>,
    }
}

record! {
    /// The merchant's refusal and proofs.
    pub struct MerchantUploadInfo {
        /// The merchant's reason for the refusal.
        reject_reason: String,
        /// The proofs of an offline refund, by their media ids.
        refund_certificates: Vec<String>,
    }
}
