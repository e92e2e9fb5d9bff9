//! The languages in which people are answered.

use crate::words::terms;

terms! {
    /// A language in which the crate has a text for every word that a person can see.
    ///
    /// ```
    /// use aftersale::Language;
    /// use aftersale::lifecycle::Phase;
    /// assert_eq!(Phase::UnderReview.text_in(Language::English), "under review");
    /// assert_eq!(Phase::UnderReview.text_in(Language::Chinese), "待商家审核");
    /// ```
    pub enum Language {
        /// Chinese, in simplified characters.
        Chinese, "Chinese", "中文";
        /// English.
        English, "English", "英文";
    }
}
