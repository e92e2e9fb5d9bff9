//! One row of a gateway's table: a word in a place, and what it means there.

use core::time::Duration;

use super::{AmountKind, Beneficiary, Meaning, NextTry, WordPlace};
use crate::lifecycle::Evidence;
use crate::time::Timestamp;

/// How long a success can still be taken back.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Provisional {
    /// For about so long after the success.
    For(Duration),
    /// For a time that the gateway does not publish.
    Indefinitely,
}

impl Provisional {
    /// Returns the time until which a success of this time can be taken back, by what the gateway says; `None` where it names
    /// no time. What is taken back later counts all the same.
    #[must_use]
    pub fn until(self, succeeded: Timestamp) -> Option<Timestamp> {
        match self {
            Self::For(time) => succeeded.checked_add(time),
            Self::Indefinitely => None,
        }
    }
}

/// The field of a document that says that a success went to the merchant, and how its text begins then.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct PaidToMerchant {
    /// The name of the field.
    pub field: &'static str,
    /// The beginning of its text when the merchant got the money.
    pub begins: &'static str,
}

/// A row: what a word means in the places where it stands.
///
/// It is made by [`word`] and the methods after it, so that a table is read line by line:
///
/// ```
/// use aftersale::gateway::{GatewayRow, Meaning, NextTry, WordPlace, word};
///
/// const CLOSED: GatewayRow = word(&[WordPlace::Query], "status", "CLOSED", Meaning::Failed)
///     .next(NextTry::NewKey)
///     .documented("the gateway's guide to refunds")
///     .because("the money never left");
/// assert_eq!(CLOSED.next, Some(NextTry::NewKey));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct GatewayRow {
    /// Where the word stands.
    pub places: &'static [WordPlace],
    /// The field in which it stands, as the gateway spells it.
    pub field: &'static str,
    /// The word, as the gateway spells it. In the place of HTTP statuses also a class, such as `5xx`.
    pub word: &'static str,
    /// What it means when no success of the refund was known before.
    pub meaning: Meaning,
    /// What the amount beside it is.
    pub amount: AmountKind,
    /// What the amount beside it is when a success was known before and this word takes it back. `None`: it does not.
    pub takes_back: Option<AmountKind>,
    /// What the next try may do. Each row has it; the proof asks for it.
    pub next: Option<NextTry>,
    /// How long the success can still be taken back; `None` for what is final and what is no success.
    pub provisional: Option<Provisional>,
    /// Who got the money.
    pub beneficiary: Beneficiary,
    /// The field that says that the merchant got the money, where one does.
    pub paid_to_merchant: Option<PaidToMerchant>,
    /// Whether it does not go on by itself: a person has to do something at the gateway, or for the buyer.
    pub needs_person: bool,
    /// How sure the row is. The proof asks for it.
    pub evidence: Option<Evidence>,
    /// The page or the text that states it.
    pub source: &'static str,
    /// Why, in a few words. The proof asks for it.
    pub because: &'static str,
}

/// Returns a row for a word that stands in this field in these places, before anything else is said of it.
///
/// The amount of a success is the one that the document states, of a reversal all of the refund, until
/// [`amount`](GatewayRow::amount) says otherwise. Of what can be deduced, the next try is set: none yet while it is
/// processed, and never again after a success. Of an unknown one it is *none yet* until [`next`](GatewayRow::next)
/// permits the same key.
#[must_use]
pub const fn word(
    places: &'static [WordPlace],
    field: &'static str,
    word: &'static str,
    meaning: Meaning,
) -> GatewayRow {
    let (amount, next, beneficiary) = match meaning {
        Meaning::Succeeded => (AmountKind::Stated, Some(NextTry::NeverAgain), Beneficiary::Buyer),
        Meaning::Reversed => (AmountKind::AsAsked, Some(NextTry::NewKey), Beneficiary::Merchant),
        Meaning::Failed => (AmountKind::Absent, None, Beneficiary::NotStated),
        Meaning::Processing | Meaning::Unknown | Meaning::SaysNothing => {
            (AmountKind::Absent, Some(NextTry::NoneYet), Beneficiary::NotStated)
        }
    };
    GatewayRow {
        places,
        field,
        word,
        meaning,
        amount,
        takes_back: None,
        next,
        provisional: None,
        beneficiary,
        paid_to_merchant: None,
        needs_person: false,
        evidence: None,
        source: "",
        because: "",
    }
}

impl GatewayRow {
    /// Returns the row with this kind of amount beside the word.
    #[must_use]
    pub const fn amount(mut self, amount: AmountKind) -> Self {
        self.amount = amount;
        self
    }

    /// Returns the row of a word that takes back a success that was known before, all of it or the amount stated.
    #[must_use]
    pub const fn takes_back(mut self, amount: AmountKind) -> Self {
        self.takes_back = Some(amount);
        self
    }

    /// Returns the row with what the next try may do.
    #[must_use]
    pub const fn next(mut self, next: NextTry) -> Self {
        self.next = Some(next);
        self
    }

    /// Returns the row of a success that can be taken back for so long.
    #[must_use]
    pub const fn provisional(mut self, until: Provisional) -> Self {
        self.provisional = Some(until);
        self
    }

    /// Returns the row of a success of which this field says, by the beginning of its text, that the merchant got the
    /// money.
    #[must_use]
    pub const fn unless_paid_to_merchant(
        mut self,
        field: &'static str,
        begins: &'static str,
    ) -> Self {
        self.beneficiary = Beneficiary::OtherField;
        self.paid_to_merchant = Some(PaidToMerchant { field, begins });
        self
    }

    /// Returns the row of a word after which a person has to do something.
    #[must_use]
    pub const fn needs_person(mut self) -> Self {
        self.needs_person = true;
        self
    }

    /// Returns the row with a text of the gateway itself as its source.
    #[must_use]
    pub const fn documented(self, source: &'static str) -> Self {
        self.on(Evidence::Documented, source)
    }

    /// Returns the row with the note or the code of a user of the gateway as its source.
    #[must_use]
    pub const fn reported(self, source: &'static str) -> Self {
        self.on(Evidence::Reported, source)
    }

    /// Returns the row as a conclusion from these facts.
    #[must_use]
    pub const fn inferred(self, source: &'static str) -> Self {
        self.on(Evidence::Inferred, source)
    }

    const fn on(mut self, evidence: Evidence, source: &'static str) -> Self {
        self.evidence = Some(evidence);
        self.source = source;
        self
    }

    /// Returns the row with its reason, in a few words.
    #[must_use]
    pub const fn because(mut self, because: &'static str) -> Self {
        self.because = because;
        self
    }

    /// Returns whether the word stands in this place.
    #[must_use]
    pub fn is_in(&self, place: WordPlace) -> bool {
        self.places.contains(&place)
    }
}
