//! The two releases of ShopXO whose behaviour this crate reproduces, and the languages of their texts.

use crate::words::terms;

terms! {
    /// A release of ShopXO. They differ in arithmetic, in texts and in the shape of their answers.
    pub enum Release {
        /// Release 2.2.1 of October 2021, whose interface is documented.
        V2_2_1, "2.2.1";
        /// Release 6.9.0 of June 2026.
        V6_9_0, "6.9.0";
    }
}

terms! {
    /// The language of a shop. Release 2.2.1 has only Chinese.
    pub enum Language {
        /// Chinese.
        Chinese, "Chinese";
        /// English.
        English, "English";
    }
}
