//! The other terms that a merchant has proposed to the buyer.

use alloc::string::String;
use alloc::vec::Vec;

use crate::channels::AfterSaleType;
use crate::channels::wire::calls::NegotiationPurpose;
use crate::money::Amount;
use crate::wire::{Loose, UnlistedCode, Word, record};

record! {
    /// The other terms that the merchant has proposed. Until the buyer agrees, every call still follows
    /// the old type and the old amount.
    pub struct MerchantUpdateDetail {
        /// The purpose of the proposal, as `merchantupdateaftersale` gives it.
        merchant_update_type: Loose<Word<NegotiationPurpose>>,
        /// The reason of the proposal, as `merchantupdateaftersale` gives it.
        update_reason_type: Loose<UnlistedCode>,
        /// The merchant's description.
        merchant_update_desc: String,
        /// The type before, as a number.
        old_after_sale_type: Loose<Word<AfterSaleType>>,
        /// The type proposed, as a number.
        new_after_sale_type: Loose<Word<AfterSaleType>>,
        /// The amount before, in fen.
        old_after_sale_amount: Loose<Amount>,
        /// The amount proposed, in fen.
        new_after_sale_amount: Loose<Amount>,
        /// The merchant's pictures, by their media ids.
        media_ids: Vec<String>,
    }
}
