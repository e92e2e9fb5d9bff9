//! How a gateway counts money, by currency, and the exact conversion from and to the ledger's currency.

use alloc::string::{String, ToString};
use core::fmt;

use crate::money::{Amount, Currency, Money, NotAnAmount};
use crate::words::terms;

terms! {
    /// The form in which a gateway takes amounts.
    pub enum AmountForm {
        /// A whole number of the smallest units.
        SmallestUnits, "smallest units", "最小货币单位的整数";
        /// A decimal number.
        DecimalNumber, "decimal number", "小数";
    }
}

terms! {
    /// What holds for currencies that have no row.
    pub enum OtherCurrencies {
        /// They have the decimal places of ISO 4217.
        AsIso, "as ISO 4217", "按 ISO 4217";
        /// They have those of ISO 4217, except currencies about which sources disagree: these are refused.
        AsIsoUnlessDisputed, "as ISO 4217, unless sources disagree", "按 ISO 4217,有争议者除外";
        /// The gateway does not take them.
        NotTaken, "not taken", "不支持";
    }
}

/// The currencies about whose decimal places gateways and libraries disagree (`docs/currencies.md`).
const DISPUTED: [&str; 19] = [
    "AFN", "CLF", "CLP", "COP", "CVE", "HUF", "IDR", "IQD", "ISK", "KWD", "LAK", "LBP", "MGA",
    "MMK", "MRU", "RSD", "TWD", "UGX", "UYW",
];

/// How a gateway counts one currency.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct CurrencyRow {
    /// The code of three letters.
    pub code: &'static str,
    /// The decimal places; `None` where they are not published, so that no amount can be sent.
    pub places: Option<u8>,
    /// The number of smallest units of which an amount has to be a multiple: 100 for one that ends in 00.
    pub multiple_of: i64,
}

impl CurrencyRow {
    /// Returns the row of a currency with so many places, in amounts that are a multiple of so many smallest units.
    #[must_use]
    pub const fn new(code: &'static str, places: u8, multiple_of: i64) -> Self {
        Self { code, places: Some(places), multiple_of }
    }

    /// Returns the row of a currency whose places the gateway does not publish.
    #[must_use]
    pub const fn not_published(code: &'static str) -> Self {
        Self { code, places: None, multiple_of: 1 }
    }
}

/// How a gateway counts money.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct AmountRules {
    /// The form of amounts.
    pub form: AmountForm,
    /// The currencies that are counted in their own way.
    pub currencies: &'static [CurrencyRow],
    /// What holds for the others.
    pub others: OtherCurrencies,
    /// Where this is from.
    pub source: &'static str,
}

/// An amount as a gateway counts it. Displayed in the gateway's form: `5950`, or `59.50`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct GatewayAmount {
    /// The number of the gateway's smallest units.
    pub units: i64,
    /// The currency as the gateway counts it.
    pub currency: Currency,
    /// The form in which the gateway takes it.
    pub form: AmountForm,
}

impl fmt::Display for GatewayAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            AmountForm::SmallestUnits => write!(f, "{}", self.units),
            AmountForm::DecimalNumber => {
                write!(f, "{}", Amount::from_minor(self.units).decimal(self.currency.places()))
            }
        }
    }
}

/// The reason why an amount cannot be sent to a gateway, or why one of a gateway cannot be booked.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotExpressible {
    /// The gateway does not take the currency, or the code is no currency.
    #[error("the gateway takes no {code:?}")]
    CurrencyNotTaken {
        /// The code.
        code: String,
    },
    /// The gateway does not publish how many decimal places it counts, and others disagree about it.
    #[error(
        "the decimal places of {code} at the gateway are not published; state them in its amount rules"
    )]
    PlacesNotPublished {
        /// The code.
        code: String,
    },
    /// The amount is finer than the gateway, or the ledger, counts.
    #[error("{money} has more than {places} decimal places")]
    TooFine {
        /// The amount.
        money: Money,
        /// The decimal places there are.
        places: u8,
    },
    /// The gateway takes only multiples.
    #[error("{money} is not a multiple of {multiple_of} of the gateway's smallest units")]
    NotAMultiple {
        /// The amount.
        money: Money,
        /// The number of smallest units of which it has to be a multiple.
        multiple_of: i64,
    },
    /// The amount is outside the range of 64 bits.
    #[error("{money} is too large for {places} decimal places")]
    TooLarge {
        /// The amount.
        money: Money,
        /// The decimal places.
        places: u8,
    },
    /// The amount is in another currency than the ledger's.
    #[error("the gateway speaks of {code:?}, and the ledger is in {ledger}")]
    OtherCurrency {
        /// The gateway's code.
        code: String,
        /// The ledger's currency.
        ledger: Currency,
    },
    /// The text is not an amount.
    #[error("{0}")]
    NotAnAmount(#[from] NotAnAmount),
}

impl AmountRules {
    /// Decimal numbers with the places of ISO 4217.
    pub const ISO_DECIMALS: Self = Self::new(
        AmountForm::DecimalNumber,
        OtherCurrencies::AsIsoUnlessDisputed,
        &[],
        "assumed where nothing else is declared",
    );

    /// Returns rules of these parts.
    #[must_use]
    pub const fn new(
        form: AmountForm,
        others: OtherCurrencies,
        currencies: &'static [CurrencyRow],
        source: &'static str,
    ) -> Self {
        Self { form, currencies, others, source }
    }

    /// Returns how the gateway counts the currency with this code.
    fn currency(&self, code: &str) -> Result<(Currency, i64), NotExpressible> {
        let not_taken = || NotExpressible::CurrencyNotTaken { code: code.to_string() };
        let not_published = || NotExpressible::PlacesNotPublished { code: code.to_string() };
        let row = self.currencies.iter().find(|row| row.code == code);
        if let Some(row) = row {
            let places = row.places.ok_or_else(not_published)?;
            let currency = Currency::with_places(code, places).map_err(|_| not_taken())?;
            return Ok((currency, row.multiple_of.max(1)));
        }
        match self.others {
            OtherCurrencies::NotTaken => Err(not_taken()),
            OtherCurrencies::AsIsoUnlessDisputed if DISPUTED.contains(&code) => {
                Err(not_published())
            }
            OtherCurrencies::AsIso | OtherCurrencies::AsIsoUnlessDisputed => {
                Ok((code.parse().map_err(|_| not_taken())?, 1))
            }
        }
    }

    /// Returns an amount of the ledger as the gateway counts it. Nothing is rounded.
    ///
    /// # Errors
    ///
    /// When the gateway does not take the currency, does not publish its places, or cannot express the amount.
    ///
    /// ```
    /// use aftersale::gateway::{ADYEN, ALIPAY, STRIPE};
    /// use aftersale::money::{Amount, Currency};
    /// let crowns: Currency = "ISK".parse()?;
    /// let money = crowns.money(Amount::from_minor(1_500));
    /// assert_eq!(STRIPE.amounts.to_gateway(money)?.to_string(), "150000");
    /// let pesos: Currency = "CLP".parse()?;
    /// let money = pesos.money(Amount::from_minor(1_500));
    /// assert_eq!(STRIPE.amounts.to_gateway(money)?.to_string(), "1500");
    /// assert_eq!(ADYEN.amounts.to_gateway(money)?.to_string(), "150000");
    /// let yuan = Currency::CNY.money(Amount::from_minor(2_850));
    /// assert_eq!(ALIPAY.amounts.to_gateway(yuan)?.to_string(), "28.50");
    /// // Three decimals, the last of which has to be 0.
    /// let dinars: Currency = "KWD".parse()?;
    /// assert!(STRIPE.amounts.to_gateway(dinars.money(Amount::from_minor(99_991))).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_gateway(&self, money: Money) -> Result<GatewayAmount, NotExpressible> {
        let (currency, multiple_of) = self.currency(money.currency.code())?;
        let units = converted(money, currency.places())?;
        if units.checked_rem(multiple_of) != Some(0) {
            return Err(NotExpressible::NotAMultiple { money, multiple_of });
        }
        Ok(GatewayAmount { units, currency, form: self.form })
    }

    /// Returns an amount of the gateway in the ledger's currency. Nothing is rounded. The letters of the code may be small.
    ///
    /// # Errors
    ///
    /// When it is in another currency than the ledger's, the text is not an amount, or the ledger cannot express it.
    pub fn to_ledger(
        &self,
        text: &str,
        code: &str,
        ledger: Currency,
    ) -> Result<Money, NotExpressible> {
        let upper = code.to_ascii_uppercase();
        if upper != ledger.code() {
            return Err(NotExpressible::OtherCurrency { code: code.to_string(), ledger });
        }
        let (currency, _) = self.currency(&upper)?;
        let units = match self.form {
            AmountForm::SmallestUnits => Amount::parse_decimal(text, 0)?,
            AmountForm::DecimalNumber => Amount::parse_decimal(text, currency.places())?,
        };
        let units = converted(currency.money(units), ledger.places())?;
        Ok(ledger.money(Amount::from_minor(units)))
    }
}

/// Returns the number of smallest units of an amount where so many decimal places are counted.
fn converted(money: Money, places: u8) -> Result<i64, NotExpressible> {
    let (units, from) = (money.amount.minor(), money.currency.places());
    let too_large = NotExpressible::TooLarge { money, places };
    let Some(factor) = 10i64.checked_pow(places.abs_diff(from).into()) else {
        return Err(too_large);
    };
    if places >= from {
        return units.checked_mul(factor).ok_or(too_large);
    }
    match (units.checked_rem(factor), units.checked_div(factor)) {
        (Some(0), Some(quotient)) => Ok(quotient),
        _ => Err(NotExpressible::TooFine { money, places }),
    }
}
