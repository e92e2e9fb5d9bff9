//! The page that is written: rows with labels, in English or Chinese, of 80 columns.

use aftersale::Language;
use aftersale::time::{LocalTime, Timestamp, UtcOffset};

use super::wrap::{columns, wrapped};

/// The columns of a label.
const LABEL: usize = 10;
/// The columns before a status: a margin, a time, the way by which it came.
const BEFORE_STATUS: usize = 2 + 19 + 2 + 8 + 2;

/// What has been written of a case.
pub(crate) struct Page {
    pub(crate) language: Language,
    pub(crate) text: String,
}

impl Page {
    pub(crate) const fn new(language: Language) -> Self {
        Self { language, text: String::new() }
    }

    pub(crate) fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    /// Returns one of two texts, by the language.
    pub(crate) fn say<'t>(&self, english: &'t str, chinese: &'t str) -> &'t str {
        if self.is_chinese() { chinese } else { english }
    }

    /// Adds a line of its own.
    pub(crate) fn line(&mut self, text: &str) {
        wrapped(&mut self.text, 0, "", 0, text);
    }

    /// Adds a text under a label in this page's language.
    pub(crate) fn row(&mut self, english: &str, chinese: &str, text: &str) {
        self.labelled(self.say(english, chinese), text);
    }

    /// Adds a text under a label.
    pub(crate) fn labelled(&mut self, label: &str, text: &str) {
        wrapped(&mut self.text, 2, label, LABEL, text);
    }

    /// Adds a sighting: its time, the way by which it came, its status.
    pub(crate) fn sighting(&mut self, at: Timestamp, source: &str, status: &str) {
        let time = self.time(at);
        let gap = " ".repeat(10_usize.saturating_sub(columns(source)));
        let label = format!("{time}  {source}{gap}");
        wrapped(&mut self.text, 2, &label, BEFORE_STATUS - 2, status);
    }

    /// Adds what is said of a sighting.
    pub(crate) fn finding(&mut self, text: &str) {
        wrapped(&mut self.text, 6, "", 0, text);
    }

    /// Returns a time as people write it: that of China in Chinese, UTC otherwise.
    pub(crate) fn time(&self, time: Timestamp) -> String {
        let offset = match self.language {
            Language::Chinese => UtcOffset::CHINA,
            _ => UtcOffset::UTC,
        };
        // No break inside a time.
        LocalTime::at(time, offset).to_string().replace(' ', "\u{a0}")
    }
}
