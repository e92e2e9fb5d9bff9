//! The two releases of ShopXO whose behaviour this crate reproduces.

use crate::words::terms;

terms! {
    /// A release of ShopXO. They differ in arithmetic, in texts and in the shape of their answers.
    pub enum Release {
        /// Release 2.2.1 of October 2021, whose interface is documented. It has only Chinese texts.
        V2_2_1, "2.2.1", "2.2.1";
        /// Release 6.9.0 of June 2026.
        V6_9_0, "6.9.0", "6.9.0";
    }
}
