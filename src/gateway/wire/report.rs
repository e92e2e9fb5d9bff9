//! What a document says of a refund, for the order.

use alloc::string::String;

use super::DocumentKind;
use crate::gateway::{AmountKind, Gateway, Meaning, NotExpressible, WordMeaning, WordPlace};
use crate::money::{Currency, Money};
use crate::order::Outcome;
use crate::time::Timestamp;

/// An amount as a document states it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct StatedAmount {
    /// The number, in the form of the gateway.
    pub text: String,
    /// The code of the currency, where the document has one.
    pub code: Option<String>,
}

/// What a document of a gateway says of one refund.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct GatewayReport {
    /// The key under which it was sent, where the gateway repeats it or has a field for it.
    pub key: Option<String>,
    /// The gateway's own id of the refund.
    pub id: Option<String>,
    /// A reference with which the buyer's bank finds it, such as an ARN.
    pub reference: Option<String>,
    /// The gateway's own id of the payment.
    pub payment: Option<String>,
    /// The word as it came; `None` where the field is absent.
    pub text: Option<String>,
    /// What the word means.
    pub word: WordMeaning,
    /// The amount that the document states, whatever it is the amount of: the word says.
    pub amount: Option<StatedAmount>,
    /// The time of what is said, by the gateway's clock. Where there is none, it is the time at which the host asked. Webhooks
    /// come in any order, so where two times are equal, ask the gateway.
    pub as_of: Option<Timestamp>,
}

impl GatewayReport {
    /// Returns a report of which only what it means is known.
    #[must_use]
    pub const fn new(word: WordMeaning) -> Self {
        Self {
            key: None,
            id: None,
            reference: None,
            payment: None,
            text: None,
            word,
            amount: None,
            as_of: None,
        }
    }

    /// Returns a report by the word of a refund in this field.
    pub(super) fn of(
        gateway: &Gateway,
        kind: DocumentKind,
        field: &str,
        text: Option<String>,
    ) -> Self {
        Self::at(gateway, kind.place(), field, text)
    }

    /// Returns a report by the code of an error in this field.
    pub(super) fn of_error(
        gateway: &Gateway,
        kind: DocumentKind,
        field: &str,
        text: Option<String>,
    ) -> Self {
        Self::at(gateway, kind.error_place(), field, text)
    }

    fn at(gateway: &Gateway, place: WordPlace, field: &str, text: Option<String>) -> Self {
        let word = gateway.meaning(place, field, text.as_deref());
        Self { text, ..Self::new(word) }
    }

    /// Returns what it means when a success of the refund was known before.
    #[must_use]
    pub fn after_success(self) -> Self {
        Self { word: self.word.after_success(), ..self }
    }

    /// Returns the outcome to report to an order, if this amount was asked for; `None` where the document says nothing.
    ///
    /// A success whose amount should be stated and is absent is unknown. A stated amount is reported as it is, also where it
    /// differs from the one asked for: the order notes that.
    ///
    /// # Errors
    ///
    /// When the document states an amount that the currency cannot express, or one in another currency.
    pub fn outcome(
        &self,
        gateway: &Gateway,
        asked: Money,
    ) -> Result<Option<Outcome>, NotExpressible> {
        let amount = match self.word.amount {
            AmountKind::AsAsked => Some(asked),
            AmountKind::Stated => self.money(gateway, asked.currency)?,
            AmountKind::Absent | AmountKind::RunningTotal => None,
        };
        Ok(Some(match (self.word.meaning, amount) {
            (Meaning::SaysNothing, _) => return Ok(None),
            (Meaning::Processing, _) => Outcome::Processing,
            (Meaning::Failed, _) => Outcome::Failed,
            (Meaning::Succeeded, Some(amount)) => Outcome::Succeeded(amount),
            (Meaning::Reversed, Some(amount)) => Outcome::Reversed(amount),
            (Meaning::Succeeded | Meaning::Reversed | Meaning::Unknown, _) => Outcome::Unknown,
        }))
    }

    /// Returns the amount that the document states, in the ledger's currency. A document without a code is in that currency.
    ///
    /// # Errors
    ///
    /// When the currency cannot express it, or it is in another one.
    pub fn money(
        &self,
        gateway: &Gateway,
        ledger: Currency,
    ) -> Result<Option<Money>, NotExpressible> {
        let Some(amount) = &self.amount else { return Ok(None) };
        let code = amount.code.as_deref().unwrap_or_else(|| ledger.code());
        gateway.amounts.to_ledger(&amount.text, code, ledger).map(Some)
    }
}
