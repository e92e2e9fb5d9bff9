//! The form of refund stories: what a line of a file can say, and nothing else.

use std::collections::BTreeMap;
use std::fmt;

use aftersale::money::Amount;
use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny};

/// What the crate is able to do besides keeping lines, units, shipping, ceilings and refunds apart, in the words of
/// stories.
pub(super) const CAPABILITIES: &[&str] =
    &["tax", "ask_before_tax", "payments", "fees", "free_lines", "fractions", "names"];

/// Why something is refused.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub(super) enum RefusalWord {
    TooMuch,
    NotPositive,
    NothingLeft,
    InFlight,
    NoWeight,
}

impl fmt::Display for RefusalWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooMuch => "too_much",
            Self::NotPositive => "not_positive",
            Self::NothingLeft => "nothing_left",
            Self::InFlight => "in_flight",
            Self::NoWeight => "no_weight",
        })
    }
}

/// One word, or several of which any will do.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum RefusalWords {
    One(RefusalWord),
    Any(Vec<RefusalWord>),
}

impl RefusalWords {
    pub(super) fn as_slice(&self) -> &[RefusalWord] {
        match self {
            Self::One(word) => std::slice::from_ref(word),
            Self::Any(words) => words,
        }
    }
}

/// An expected figure: a whole number, or the least and the most that it can be.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged)]
pub(super) enum Figure {
    Exactly(i64),
    Between([i64; 2]),
}

impl Figure {
    pub(super) const fn admits(self, found: i64) -> bool {
        match self {
            Self::Exactly(expected) => expected == found,
            Self::Between([least, most]) => least <= found && found <= most,
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(expected) => write!(f, "{expected}"),
            Self::Between([least, most]) => write!(f, "{least} to {most}"),
        }
    }
}

/// An amount of zero or more, in the smallest unit of the currency.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(try_from = "i64")]
pub(super) struct Minor(i64);

impl TryFrom<i64> for Minor {
    type Error = String;

    fn try_from(minor: i64) -> Result<Self, String> {
        if minor < 0 { Err(format!("{minor} is below zero")) } else { Ok(Self(minor)) }
    }
}

impl From<Minor> for Amount {
    fn from(minor: Minor) -> Self {
        Self::from_minor(minor.0)
    }
}

/// A story of any kind. What is for people only is read over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) id: String,
    #[serde(rename = "source")]
    _source: IgnoredAny,
    pub(super) kind: Kind,
    pub(super) currency: String,
    pub(super) exponent: u8,
    #[serde(rename = "about")]
    _about: String,
    #[serde(rename = "compare")]
    _compare: Compare,
    #[serde(default)]
    pub(super) needs: Vec<String>,
    #[serde(rename = "policy")]
    _policy: Option<String>,
    #[serde(rename = "source_gave")]
    _source_gave: Option<IgnoredAny>,
    #[serde(rename = "known_wrong")]
    _known_wrong: Option<IgnoredAny>,
    #[serde(rename = "derived")]
    _derived: Option<IgnoredAny>,
    // `story`
    pub(super) order: Option<Order>,
    pub(super) steps: Option<Vec<Step>>,
    pub(super) end: Option<End>,
    // `share`
    pub(super) weights: Option<Vec<Minor>>,
    pub(super) total: Option<i64>,
    pub(super) caps: Option<Vec<Minor>>,
    pub(super) left: Option<i64>,
    pub(super) after: Option<Vec<Figure>>,
    pub(super) may_refuse: Option<RefusalWord>,
    // `share` and `round`
    pub(super) expect: Option<Outcome>,
    // `amount`
    pub(super) text: Option<String>,
    pub(super) expect_minor: Option<i64>,
    // `round`
    pub(super) parts: Option<Vec<String>>,
    pub(super) rule: Option<RoundingRule>,
}

impl Line {
    /// Returns a field that only another kind of story has.
    pub(super) fn field_of_another_kind(&self) -> Option<&'static str> {
        use Kind::{Amount, Round, Share, Story};
        let fields: [(&str, bool, &[Kind]); 14] = [
            ("order", self.order.is_some(), &[Story]),
            ("steps", self.steps.is_some(), &[Story]),
            ("end", self.end.is_some(), &[Story]),
            ("weights", self.weights.is_some(), &[Share]),
            ("total", self.total.is_some(), &[Share]),
            ("caps", self.caps.is_some(), &[Share]),
            ("left", self.left.is_some(), &[Share]),
            ("after", self.after.is_some(), &[Share]),
            ("may_refuse", self.may_refuse.is_some(), &[Share]),
            ("expect", self.expect.is_some(), &[Share, Round]),
            ("text", self.text.is_some(), &[Amount]),
            ("expect_minor", self.expect_minor.is_some(), &[Amount]),
            ("parts", self.parts.is_some(), &[Round]),
            ("rule", self.rule.is_some(), &[Round]),
        ];
        let is_odd =
            |(_, is_there, kinds): &&(_, bool, &[Kind])| *is_there && !kinds.contains(&self.kind);
        fields.iter().find(is_odd).map(|(name, _, _)| *name)
    }
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Story,
    Share,
    Amount,
    Round,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Compare {
    Exact,
    SumAndBounds,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum RoundingRule {
    SumThenDown,
    SumThenNearest,
}

/// What a `share` or a `round` comes to.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Outcome {
    Sum(i64),
    Parts(Vec<Figure>),
    Refused(Refused),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refused {
    pub(super) refused: RefusalWord,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    pub(super) lines: Vec<OrderLine>,
    pub(super) shipping: Option<Shipping>,
    pub(super) discount: Option<Minor>,
    pub(super) tax: Option<Minor>,
    pub(super) paid: Minor,
    #[serde(default)]
    pub(super) payments: Vec<Payment>,
    pub(super) refunded_before: Option<AmountBefore>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Payment {
    pub(super) name: String,
    pub(super) paid: Minor,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderLine {
    pub(super) line: String,
    #[serde(deserialize_with = "above_zero")]
    pub(super) quantity: u32,
    pub(super) unit_price: Option<Minor>,
    pub(super) total: Option<Minor>,
    pub(super) paid: Option<Minor>,
    pub(super) tax: Option<Minor>,
    pub(super) refunded_before: Option<UnitsBefore>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitsBefore {
    pub(super) units: u32,
    pub(super) amount: Minor,
    pub(super) tax: Option<Minor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmountBefore {
    pub(super) amount: Minor,
    pub(super) tax: Option<Minor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shipping {
    pub(super) paid: Minor,
    #[serde(rename = "price")]
    _price: Option<Minor>,
    pub(super) tax: Option<Minor>,
    pub(super) refunded_before: Option<AmountBefore>,
}

/// A step with what is expected after it.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) what: What,
    pub(super) expect: Expect,
}

/// What a step does. The fields are those of the form.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum What {
    Claim(Claim),
    Receive {
        case: String,
        lines: Vec<ReceivedLine>,
    },
    Pay {
        case: String,
        outcome: PayOutcome,
        amount: Option<Minor>,
        at: Option<u64>,
        #[serde(rename = "reference")]
        _reference: Option<String>,
    },
    Reversed {
        amount: Minor,
        case: Option<String>,
        at: Option<u64>,
        #[serde(rename = "reference")]
        _reference: Option<String>,
    },
    RefundedUnder {
        reference: String,
        amount: Minor,
        at: Option<u64>,
    },
    Identify {
        case: String,
        reference: String,
    },
    RefundedInTotal {
        total: Minor,
        at: Option<u64>,
    },
    Repeat {
        step: usize,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claim {
    pub(super) case: String,
    pub(super) flow: Flow,
    pub(super) lines: Vec<ClaimLine>,
    pub(super) shipping: Option<Asked>,
    pub(super) shipping_before_tax: Option<i64>,
    /// What is kept back from the sum.
    pub(super) fee: Option<Minor>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Flow {
    RefundOnly,
    ReturnRefund,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimLine {
    pub(super) line: String,
    pub(super) units: Option<u32>,
    pub(super) amount: Option<Asked>,
}

/// An amount, or all that is still refundable.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged)]
pub(super) enum Asked {
    Amount(i64),
    Rest(Rest),
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Rest {
    Rest,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReceivedLine {
    pub(super) line: String,
    pub(super) units: u32,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum PayOutcome {
    Processing,
    Unknown,
    Succeeded,
    Failed,
}

/// What is expected after a step.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expect {
    pub(super) amount: Option<Figure>,
    #[serde(default)]
    pub(super) lines: BTreeMap<String, Figure>,
    pub(super) shipping: Option<Figure>,
    pub(super) tax: Option<Figure>,
    pub(super) refused: Option<RefusalWords>,
    pub(super) may_refuse: Option<RefusalWord>,
    pub(super) of: Option<Ceiling>,
    pub(super) left: Option<Figure>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Ceiling {
    Line,
    Shipping,
    Order,
}

impl fmt::Display for Ceiling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Line => "line",
            Self::Shipping => "shipping",
            Self::Order => "order",
        })
    }
}

/// What is expected at the end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    pub(super) refunded: Option<Figure>,
    pub(super) in_flight: Option<Figure>,
    pub(super) left: Option<Figure>,
    pub(super) tax_refunded: Option<Figure>,
    #[serde(default)]
    pub(super) lines: BTreeMap<String, EndOfPart>,
    pub(super) shipping: Option<EndOfPart>,
    #[serde(default)]
    pub(super) by_payment: BTreeMap<String, Figure>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndOfPart {
    pub(super) refunded: Option<Figure>,
    pub(super) left: Option<Figure>,
    pub(super) units_returned: Option<Figure>,
}

/// Reads a step: `expect` is apart from the fields that its `do` has.
impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = BTreeMap::<String, serde_json::Value>::deserialize(deserializer)?;
        let expect = match fields.remove("expect") {
            None => Expect::default(),
            Some(expect) => serde_json::from_value(expect).map_err(de::Error::custom)?,
        };
        let what = serde_json::Value::Object(fields.into_iter().collect());
        let what = serde_json::from_value(what).map_err(de::Error::custom)?;
        Ok(Self { what, expect })
    }
}

fn above_zero<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    match u32::deserialize(deserializer)? {
        0 => Err(de::Error::custom("a line has at least one unit")),
        units => Ok(units),
    }
}
