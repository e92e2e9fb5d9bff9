//! Looking a word up, and what it means after what was known before.

use super::{
    AmountKind, Beneficiary, Gateway, GatewayRow, HTTP_STATUSES, Meaning, NextTry, Provisional,
    WordPlace,
};

/// What a word means, as found in the table of a gateway.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct WordMeaning {
    /// What became of the refund.
    pub meaning: Meaning,
    /// What the amount beside the word is.
    pub amount: AmountKind,
    /// What the next try may do.
    pub next: NextTry,
    /// How long a success can still be taken back.
    pub provisional: Option<Provisional>,
    /// Who got the money.
    pub beneficiary: Beneficiary,
    /// Whether a person has to do something.
    pub needs_person: bool,
    /// The place of the word.
    pub place: WordPlace,
    /// The row; `None` where the word is in no table, or absent.
    pub row: Option<&'static GatewayRow>,
}

impl WordMeaning {
    /// Returns the meaning of silence, of an absent field, and of a word that is in no table.
    const fn unknown(place: WordPlace, next: NextTry) -> Self {
        Self {
            meaning: Meaning::Unknown,
            amount: AmountKind::Absent,
            next,
            provisional: None,
            beneficiary: Beneficiary::NotStated,
            needs_person: false,
            place,
            row: None,
        }
    }

    fn of(row: &'static GatewayRow, place: WordPlace) -> Self {
        Self {
            meaning: row.meaning,
            amount: row.amount,
            next: row.next.unwrap_or(NextTry::NoneYet),
            provisional: row.provisional,
            beneficiary: row.beneficiary,
            needs_person: row.needs_person,
            place,
            row: Some(row),
        }
    }

    /// Returns what the word means when a success of the refund was known before.
    ///
    /// A failure then is a reversal where the table has it as one. Where it does not, the gateway contradicts itself, and a person
    /// has to look. A refusal of another request, or a word that is not certain, says nothing about the success.
    ///
    /// ```
    /// use aftersale::gateway::{Meaning, STRIPE, WordPlace};
    /// let failed = STRIPE.meaning(WordPlace::Webhook, "status", Some("failed"));
    /// assert_eq!(failed.meaning, Meaning::Failed);
    /// assert_eq!(failed.after_success().meaning, Meaning::Reversed);
    /// ```
    #[must_use]
    pub fn after_success(self) -> Self {
        let is_request = matches!(self.place, WordPlace::RequestError | WordPlace::HttpStatus);
        let nothing = Self {
            meaning: Meaning::SaysNothing,
            amount: AmountKind::Absent,
            next: NextTry::NeverAgain,
            ..self
        };
        match (self.meaning, self.row.and_then(|row| row.takes_back)) {
            (Meaning::Failed, Some(amount)) => Self {
                meaning: Meaning::Reversed,
                amount,
                beneficiary: Beneficiary::Merchant,
                ..self
            },
            (Meaning::Failed, None) if is_request => nothing,
            (Meaning::Failed, None) => {
                Self { needs_person: true, ..Self::unknown(self.place, NextTry::NoneYet) }
            }
            (Meaning::Processing | Meaning::Unknown | Meaning::SaysNothing, _) => nothing,
            (Meaning::Succeeded | Meaning::Reversed, _) => self,
        }
    }

    /// Returns what the word means beside the text of the field that says who got the money (`None` where the field is
    /// absent): money that went back to the merchant is a reversal, since the buyer has not got it.
    ///
    /// ```
    /// use aftersale::gateway::{Beneficiary, Meaning, WECHAT_PAY_V3, WordPlace};
    /// let success = WECHAT_PAY_V3.meaning(WordPlace::Query, "status", Some("SUCCESS"));
    /// let to_merchant = success.paid_to(Some("退还商户基本账户"));
    /// assert_eq!(to_merchant.meaning, Meaning::Reversed);
    /// assert_eq!(success.paid_to(Some("支付用户零钱")).beneficiary, Beneficiary::Buyer);
    /// assert_eq!(success.paid_to(None).beneficiary, Beneficiary::NotStated);
    /// ```
    #[must_use]
    pub fn paid_to(self, account: Option<&str>) -> Self {
        let Some(merchant) = self.row.and_then(|row| row.paid_to_merchant) else { return self };
        if self.meaning != Meaning::Succeeded {
            return self;
        }
        match account {
            Some(account) if account.starts_with(merchant.begins) => Self {
                meaning: Meaning::Reversed,
                next: NextTry::NeverAgain,
                beneficiary: Beneficiary::Merchant,
                provisional: None,
                needs_person: true,
                ..self
            },
            Some(account) if !account.is_empty() => {
                Self { beneficiary: Beneficiary::Buyer, ..self }
            }
            _ => Self { beneficiary: Beneficiary::NotStated, ..self },
        }
    }
}

impl Gateway {
    /// Returns the row of a word that stands in this field in this place. Letters and their case are compared as they are.
    #[must_use]
    pub fn row(&self, place: WordPlace, field: &str, word: &str) -> Option<&'static GatewayRow> {
        self.words.iter().find(|row| row.word == word && row.field == field && row.is_in(place))
    }

    /// Returns what a word means that stands in this field in this place; `None` where the field is absent.
    ///
    /// What is in no table, and what is absent, is unknown, and the gateway has to be asked.
    #[must_use]
    pub fn meaning(&self, place: WordPlace, field: &str, word: Option<&str>) -> WordMeaning {
        let row = word.and_then(|word| self.row(place, field, word));
        row.map_or_else(
            || WordMeaning::unknown(place, NextTry::NoneYet),
            |row| WordMeaning::of(row, place),
        )
    }

    /// Returns what the HTTP status of the answer to a request means, for when the body says nothing: by the gateway's row
    /// for it, or for its class, or by [`HTTP_STATUSES`].
    ///
    /// ```
    /// use aftersale::gateway::{BRAINTREE, Meaning, NextTry, STRIPE};
    /// let lost = STRIPE.http_status(502);
    /// assert_eq!((lost.meaning, lost.next), (Meaning::Unknown, NextTry::SameKey));
    /// // Without keys, the gateway has to be asked first.
    /// assert_eq!(BRAINTREE.http_status(502).next, NextTry::NoneYet);
    /// ```
    #[must_use]
    pub fn http_status(&self, status: u16) -> WordMeaning {
        let place = WordPlace::HttpStatus;
        let is = |row: &&GatewayRow, is_class: bool| {
            row.is_in(place) && is_status(row.word, status, is_class)
        };
        let own =
            [false, true].iter().find_map(|class| self.words.iter().find(|row| is(row, *class)));
        if let Some(row) = own {
            return WordMeaning::of(row, place);
        }
        let common =
            [false, true].iter().find_map(|class| HTTP_STATUSES.iter().find(|row| is(row, *class)));
        WordMeaning { row: common, ..WordMeaning::unknown(place, self.after_silence) }
    }

    /// Returns what it means that no answer came: nothing is known.
    #[must_use]
    pub const fn silence(&self) -> WordMeaning {
        WordMeaning::unknown(WordPlace::Answer, self.after_silence)
    }
}

/// Returns whether a word is this HTTP status, or its class.
fn is_status(word: &str, status: u16, is_class: bool) -> bool {
    match word.strip_suffix("xx") {
        Some(class) => is_class && class.parse() == Ok(status / 100),
        None => !is_class && word.parse() == Ok(status),
    }
}
