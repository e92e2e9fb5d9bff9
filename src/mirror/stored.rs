//! Stored forms of mirrored cases: statuses by their names, so that a case can be kept for years and read by people.

use alloc::string::String;
use alloc::vec::Vec;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::case::{KeptStatus, Span, StatedFlow};
use super::{
    Impossibility, MOST_SPANS, MOST_UNEXPLAINED, MirroredCase, Passage, Source, Unexplained,
};
use crate::lifecycle::{Action, Fact, Flow, KnownFacts, Status};
use crate::order::maximum::ID_BYTES;
use crate::time::Timestamp;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct StoredCase {
    spans: Vec<StoredSpan>,
    has_forgotten: bool,
    unexplained: Vec<StoredUnexplained>,
    more_unexplained: u32,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct StoredSpan {
    status: StoredStatus,
    first: Timestamp,
    last: Timestamp,
    source: Source,
    #[serde(deserialize_with = "crate::required::required")]
    stated: Option<(Flow, Timestamp, Timestamp)>,
    flows: Vec<Flow>,
    told: Vec<(Fact, bool)>,
    told_at: Timestamp,
    #[serde(deserialize_with = "crate::required::required")]
    finished: Option<Timestamp>,
    #[serde(deserialize_with = "crate::required::required")]
    action: Option<Action>,
    #[serde(deserialize_with = "crate::required::required")]
    deadline: Option<(Timestamp, Timestamp)>,
}

/// A word that was unknown when it was seen stays unknown, whatever a later version knows (I24).
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum StoredStatus {
    Known(String),
    Unknown(String),
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum StoredUnexplained {
    Impossible { passage: StoredPassage, why: Impossibility },
    UnknownAfterEnd { from: Option<String>, at: Timestamp },
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct StoredPassage {
    #[serde(deserialize_with = "crate::required::required")]
    from: Option<String>,
    to: String,
    #[serde(deserialize_with = "crate::required::required")]
    after: Option<Timestamp>,
    at: Timestamp,
    flows_before: Vec<Flow>,
    flows: Vec<Flow>,
    #[serde(deserialize_with = "crate::required::required")]
    action: Option<Action>,
}

impl<S: Status> Serialize for MirroredCase<S> {
    fn serialize<W: Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        let case = StoredCase {
            spans: self.spans.iter().map(StoredSpan::of).collect(),
            has_forgotten: self.has_forgotten,
            unexplained: self.unexplained.iter().map(StoredUnexplained::of).collect(),
            more_unexplained: self.more_unexplained,
        };
        case.serialize(writer)
    }
}

impl<'de, S: Status> Deserialize<'de> for MirroredCase<S> {
    fn deserialize<R: Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        StoredCase::deserialize(reader)?.restored().map_err(R::Error::custom)
    }
}

impl StoredSpan {
    fn of<S: Status>(span: &Span<S>) -> Self {
        let facts = Fact::ALL.iter();
        Self {
            status: match &span.status {
                KeptStatus::Known(status) => StoredStatus::Known(status.name().into()),
                KeptStatus::Unknown(name) => StoredStatus::Unknown(String::from(&**name)),
            },
            first: span.first,
            last: span.last,
            source: span.source,
            stated: span.stated.map(|stated| (stated.flow, stated.first, stated.last)),
            flows: span.flows.iter().collect(),
            told: facts.filter_map(|fact| Some((*fact, span.told.get(*fact)?))).collect(),
            told_at: span.told_at,
            finished: span.finished,
            action: span.action,
            deadline: span.deadline,
        }
    }

    fn restored<S: Status>(self) -> Result<Span<S>, &'static str> {
        let told = self.told.into_iter();
        Ok(Span {
            status: match self.status {
                StoredStatus::Known(name) => KeptStatus::Known(status(&name)?),
                StoredStatus::Unknown(name) if name.is_empty() || name.len() > ID_BYTES => {
                    return Err("an unknown status is empty or too long");
                }
                StoredStatus::Unknown(name) => KeptStatus::Unknown(name.into()),
            },
            first: self.first,
            last: self.last,
            source: self.source,
            stated: self.stated.map(|(flow, first, last)| StatedFlow { flow, first, last }),
            flows: self.flows.into_iter().collect(),
            told: told.fold(KnownFacts::UNKNOWN, |facts, (fact, holds)| facts.with(fact, holds)),
            told_at: self.told_at,
            finished: self.finished,
            action: self.action,
            deadline: self.deadline,
        })
    }
}

impl StoredUnexplained {
    fn of<S: Status>(unexplained: &Unexplained<S>) -> Self {
        match unexplained {
            Unexplained::Impossible(passage, why) => {
                let Passage { from, to, after, at, flows_before, flows, action } = *passage;
                let passage = StoredPassage {
                    from: from.map(|status| status.name().into()),
                    to: to.name().into(),
                    after,
                    at,
                    flows_before: flows_before.iter().collect(),
                    flows: flows.iter().collect(),
                    action,
                };
                Self::Impossible { passage, why: *why }
            }
            Unexplained::UnknownAfterEnd { from, at } => {
                Self::UnknownAfterEnd { from: from.map(|status| status.name().into()), at: *at }
            }
        }
    }

    fn restored<S: Status>(self) -> Result<Unexplained<S>, &'static str> {
        Ok(match self {
            Self::Impossible { passage, why } => {
                let StoredPassage { from, to, after, at, flows_before, flows, action } = passage;
                let passage = Passage {
                    from: from.as_deref().map(status).transpose()?,
                    to: status(&to)?,
                    after,
                    at,
                    flows_before: flows_before.into_iter().collect(),
                    flows: flows.into_iter().collect(),
                    action,
                };
                Unexplained::Impossible(passage, why)
            }
            Self::UnknownAfterEnd { from, at } => {
                Unexplained::UnknownAfterEnd { from: from.as_deref().map(status).transpose()?, at }
            }
        })
    }
}

impl StoredCase {
    fn restored<S: Status>(self) -> Result<MirroredCase<S>, &'static str> {
        if self.spans.is_empty() {
            return Err("a mirrored case has no status");
        }
        if self.spans.len() > MOST_SPANS || self.unexplained.len() > MOST_UNEXPLAINED {
            return Err("a mirrored case has more statuses or unexplained passages than are kept");
        }
        let ends = self.spans.iter().map(|span| (span.first, span.last));
        let nexts = self.spans.iter().skip(1).map(|span| span.first);
        let is_in_order =
            ends.clone().all(|(first, last)| first <= last && first.has_date() && last.has_date())
                && ends.zip(nexts).all(|((_, last), next)| last <= next);
        if !is_in_order {
            return Err("the statuses of a mirrored case are not in the order of their times");
        }
        let spans = self.spans.into_iter().map(StoredSpan::restored).collect::<Result<_, _>>()?;
        let unexplained = self
            .unexplained
            .into_iter()
            .map(StoredUnexplained::restored)
            .collect::<Result<_, _>>()?;
        let Self { has_forgotten, more_unexplained, .. } = self;
        Ok(MirroredCase { spans, has_forgotten, unexplained, more_unexplained })
    }
}

fn status<S: Status>(name: &str) -> Result<S, &'static str> {
    S::from_stored_name(name).ok_or("a status is not one of this platform's")
}
