//! A gateway: its words, and the rules of its keys, amounts, limits and queries.

use super::{AmountRules, GatewayRow, KeyRules, NextTry, QuerySchedule, RefundLimits, proof};

/// All that this crate knows of a gateway, as constant data.
///
/// [`new`](Self::new) proves the words; in a constant, a fault is a compile error that names the gateway and the word.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Gateway {
    /// The name, such as `Stripe`.
    pub name: &'static str,
    /// The name in lower case with underscores, such as `stripe`, for files and settings.
    pub id: &'static str,
    /// The words, a row each.
    pub words: &'static [GatewayRow],
    /// What the next try may do when no answer came, or one that says nothing.
    pub after_silence: NextTry,
    /// The rules of its keys; `None` where it has no keys.
    pub keys: Option<KeyRules>,
    /// Its limits.
    pub limits: RefundLimits,
    /// How it counts money.
    pub amounts: AmountRules,
    /// When to ask it again.
    pub queries: QuerySchedule,
    /// What to do after a timeout, in words for people.
    pub after_timeout: &'static str,
}

impl Gateway {
    /// Returns a gateway with these words, no keys, no known limits, and amounts as ISO 4217 counts them. After silence the
    /// gateway has to be asked first.
    ///
    /// # Panics
    ///
    /// When the words have a fault, such as a word that stands twice in one place, a success for now that no word takes
    /// back, or a new key for money that may be out. In a constant that is a compile error, so declare gateways as constants.
    #[must_use]
    pub const fn new(name: &'static str, id: &'static str, words: &'static [GatewayRow]) -> Self {
        proof::prove(name, words);
        Self {
            name,
            id,
            words,
            after_silence: NextTry::NoneYet,
            keys: None,
            limits: RefundLimits::NONE_PUBLISHED,
            amounts: AmountRules::ISO_DECIMALS,
            queries: QuerySchedule::DEFAULT,
            after_timeout: "ask the gateway before anything is sent again",
        }
    }

    /// Returns the gateway with keys of these rules. The same key may be sent again after silence.
    #[must_use]
    pub const fn with_keys(mut self, keys: KeyRules) -> Self {
        self.keys = Some(keys);
        self.after_silence = NextTry::SameKey;
        self
    }

    /// Returns the gateway as one that has to be asked before anything is sent again, although it has keys.
    #[must_use]
    pub const fn ask_first(mut self) -> Self {
        self.after_silence = NextTry::NoneYet;
        self
    }

    /// Returns the gateway with these limits.
    #[must_use]
    pub const fn with_limits(mut self, limits: RefundLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Returns the gateway with these rules of amounts.
    #[must_use]
    pub const fn with_amounts(mut self, amounts: AmountRules) -> Self {
        self.amounts = amounts;
        self
    }

    /// Returns the gateway with this schedule of queries.
    #[must_use]
    pub const fn with_queries(mut self, queries: QuerySchedule) -> Self {
        self.queries = queries;
        self
    }

    /// Returns the gateway with this advice for people after a timeout.
    #[must_use]
    pub const fn after_timeout(mut self, advice: &'static str) -> Self {
        self.after_timeout = advice;
        self
    }
}
