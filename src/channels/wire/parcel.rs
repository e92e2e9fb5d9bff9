//! The buyer's parcel, addresses and telephone numbers.

use alloc::string::String;

use crate::channels::ReturnType;
use crate::time::Timestamp;
use crate::wire::{Loose, PlatformId, Word, record};

record! {
    /// The parcel with which the goods come back. Texts are empty where there is none.
    pub struct ReturnInfo {
        /// The waybill.
        waybill_id: PlatformId,
        /// The carrier's code.
        delivery_id: PlatformId,
        /// The carrier's name.
        delivery_name: String,
        /// The way in which the goods come back. Since March 2026.
        return_type: Loose<Word<ReturnType>>,
        /// The merchant's address, to which the goods go. Since May 2026.
        address_info: Address,
    }
}

record! {
    /// An address.
    pub struct Address {
        /// The name of the person.
        user_name: String,
        /// The postal code.
        postal_code: String,
        /// The province.
        province_name: String,
        /// The city.
        city_name: String,
        /// The county or district.
        county_name: String,
        /// The street and what follows it.
        detail_info: String,
        /// The code of the place in the national list.
        national_code: String,
        /// The telephone number.
        tel_number: String,
        /// The number of the house or flat.
        house_number: String,
        /// The virtual telephone number of the order, in a buyer's address.
        virtual_order_tel_number: String,
    }
}

record! {
    /// A virtual telephone number, which rings the buyer's until it expires.
    pub struct VirtualTelNumInfo {
        /// The number.
        virtual_tel_number: String,
        /// The time at which it expires.
        virtual_tel_expire_time: Loose<Timestamp>,
    }
}
