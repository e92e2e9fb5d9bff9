//! The two releases of ShopXO that this crate answers like.

use crate::words::terms;

terms! {
    /// A release of ShopXO. They differ in arithmetic, in texts and in the shape of their answers.
    pub enum Release {
        /// Of October 2021: the one whose interface is documented.
        V2_2_1, "2.2.1";
        /// Of June 2026.
        V6_9_0, "6.9.0";
    }
}

terms! {
    /// In which language a shop speaks. Release 2.2.1 has only Chinese.
    pub enum Language {
        /// Chinese.
        Chinese, "Chinese";
        /// English.
        English, "English";
    }
}
