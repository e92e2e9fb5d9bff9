//! The keys under which a gateway pays at most once: what they may look like, and how long they are remembered.

use core::time::Duration;

use super::{NextTry, WordMeaning};
use crate::order::{KeyAlphabet, KeyShape};
use crate::time::Timestamp;

/// How long a gateway remembers a key. After that, the same key starts a new refund.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum KeyLifetime {
    /// For ever.
    Unlimited,
    /// At least so long after it was first sent.
    AtLeast(Duration),
    /// It is not published.
    NotPublished,
}

/// The rules of a gateway's keys.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct KeyRules {
    /// The field or the header in which the key is sent.
    pub field: &'static str,
    /// The characters permitted beside letters and digits of ASCII; `None` where none are published.
    pub also: Option<&'static str>,
    /// The lowest number of bytes.
    pub least: usize,
    /// The highest number of bytes; `None` where none is published.
    pub most: Option<usize>,
    /// How long a key is remembered.
    pub lifetime: KeyLifetime,
    /// Within what a key is unique, such as a merchant or a trade.
    pub scope: &'static str,
    /// What the same key with another amount brings.
    pub other_amount: &'static str,
}

/// The reason why a gateway would not take a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFault {
    /// It is too short.
    #[error("the key has {length} bytes, and the gateway takes {least} at least")]
    TooShort {
        /// Its length in bytes.
        length: usize,
        /// The lowest number of bytes.
        least: usize,
    },
    /// It is too long.
    #[error("the key has {length} bytes, and the gateway takes {most} at most")]
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The highest number of bytes.
        most: usize,
    },
    /// It has a character that the gateway does not take.
    #[error("the gateway takes no {character:?} in a key")]
    Character {
        /// The first such character.
        character: char,
    },
}

impl KeyRules {
    /// Returns rules for keys in this field, of which nothing else is published.
    #[must_use]
    pub const fn new(field: &'static str) -> Self {
        Self {
            field,
            also: None,
            least: 1,
            most: None,
            lifetime: KeyLifetime::NotPublished,
            scope: "not published",
            other_amount: "not published",
        }
    }

    /// Returns the rules with these characters permitted beside letters and digits.
    #[must_use]
    pub const fn also(mut self, characters: &'static str) -> Self {
        self.also = Some(characters);
        self
    }

    /// Returns the rules with these lengths in bytes.
    #[must_use]
    pub const fn length(mut self, least: usize, most: Option<usize>) -> Self {
        self.least = least;
        self.most = most;
        self
    }

    /// Returns the rules with this lifetime.
    #[must_use]
    pub const fn lifetime(mut self, lifetime: KeyLifetime) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Returns the rules with what keys are unique within, and what the same key with another amount brings.
    #[must_use]
    pub const fn within(mut self, scope: &'static str, other_amount: &'static str) -> Self {
        self.scope = scope;
        self.other_amount = other_amount;
        self
    }

    /// Checks a key.
    ///
    /// # Errors
    ///
    /// When the gateway would not take it. Where no characters are published, all of ASCII that can be seen pass.
    pub fn check(&self, key: &str) -> Result<(), KeyFault> {
        let length = key.len();
        if length < self.least {
            return Err(KeyFault::TooShort { length, least: self.least });
        }
        if let Some(most) = self.most.filter(|most| length > *most) {
            return Err(KeyFault::TooLong { length, most });
        }
        let takes = |character: char| match self.also {
            Some(also) => character.is_ascii_alphanumeric() || also.contains(character),
            None => character.is_ascii_graphic(),
        };
        match key.chars().find(|character| !takes(*character)) {
            Some(character) => Err(KeyFault::Character { character }),
            None => Ok(()),
        }
    }

    /// Returns a shape of keys that the gateway takes, for the terms of a policy: letters and digits, and where no greatest
    /// length is published, 32 at most.
    ///
    /// ```
    /// use aftersale::gateway::RAZORPAY;
    /// use aftersale::order::KeyShape;
    /// assert_eq!(RAZORPAY.keys.map(|keys| keys.shape()), Some(KeyShape::DEFAULT));
    /// ```
    #[must_use]
    pub fn shape(&self) -> KeyShape {
        let default = KeyShape::DEFAULT;
        KeyShape {
            alphabet: KeyAlphabet::LettersAndDigits,
            least: self.least.max(default.least),
            most: self.most.unwrap_or(default.most).min(default.most),
        }
    }

    /// Returns the time until which the same key is safe, if the key was first sent at this time: [`Timestamp::LATEST`]
    /// where the gateway never forgets it, and `None` where the gateway does not say.
    #[must_use]
    pub fn remembered_until(&self, first_sent: Timestamp) -> Option<Timestamp> {
        match self.lifetime {
            KeyLifetime::Unlimited => Some(Timestamp::LATEST),
            KeyLifetime::AtLeast(duration) => first_sent.checked_add(duration),
            KeyLifetime::NotPublished => None,
        }
    }
}

impl WordMeaning {
    /// Returns the meaning at this time, when the key was first sent at that time: where a gateway may have forgotten the
    /// key, or does not say how long it remembers it, the same key is no protection, and a query comes first.
    ///
    /// ```
    /// use aftersale::gateway::{NextTry, STRIPE};
    /// use aftersale::time::Timestamp;
    /// let sent = Timestamp::from_seconds(1_795_300_763);
    /// let soon = sent.plus_seconds(3_600).unwrap();
    /// let late = sent.plus_seconds(2 * 86_400).unwrap();
    /// let keys = STRIPE.keys.unwrap();
    /// assert_eq!(STRIPE.silence().with_key_sent(&keys, sent, soon).next, NextTry::SameKey);
    /// assert_eq!(STRIPE.silence().with_key_sent(&keys, sent, late).next, NextTry::NoneYet);
    /// ```
    #[must_use]
    pub fn with_key_sent(self, keys: &KeyRules, first_sent: Timestamp, now: Timestamp) -> Self {
        let is_safe = keys.remembered_until(first_sent).is_some_and(|until| now < until);
        let next = match self.next {
            NextTry::SameKey if !is_safe => NextTry::NoneYet,
            NextTry::EitherKey if !is_safe => NextTry::NewKey,
            next => next,
        };
        Self { next, ..self }
    }
}
