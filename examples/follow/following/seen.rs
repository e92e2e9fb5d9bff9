//! What a line says: a sighting in this program's own form, or a document or an event of the platform as it came.

use std::borrow::Cow;

use aftersale::channels::notification::Subject;
use aftersale::channels::wire::Document as ChannelsDocument;
use aftersale::channels::{self, AfterSaleType, WeChatDocument};
use aftersale::lifecycle::{Action, Fact, Flow, KnownFacts, Status};
use aftersale::mirror::{SeenStatus, Sighting, Source};
use aftersale::time::Timestamp;
use aftersale::wechat::wire::Document as MiniShopDocument;
use aftersale::wechat::{self, wire as mini_shop};
use aftersale::wire::PlatformId;
use serde::Deserialize;

/// A line that was read and understood.
pub(crate) enum Line<'a> {
    /// Nothing: the line is empty, or a remark that begins with `#`.
    Nothing,
    /// A sighting in this program's own form.
    Own(OwnSighting<'a>),
    /// A document or an event of the platform.
    Document(Box<WeChatDocument>),
}

/// A case that a line tells of.
pub(crate) enum Seen<'a> {
    /// A sighting at the Channels shop.
    Channels(Cow<'a, str>, Sighting<'a, channels::AfterSaleStatus>),
    /// A sighting at the mini-shop.
    MiniShop(Cow<'a, str>, Sighting<'a, wechat::AfterSaleStatus>),
    /// A case of the Channels shop that a list names, and nothing more.
    Listed(Cow<'a, str>),
}

/// A sighting in this program's own form; `README.md` beside this example explains the fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnSighting<'a> {
    platform: Platform,
    #[serde(borrow)]
    case: Cow<'a, str>,
    #[serde(borrow)]
    status: Cow<'a, str>,
    at: Time,
    source: From,
    #[serde(rename = "type")]
    kind: Option<Kind>,
    deadline: Option<Time>,
    #[serde(default)]
    finished: bool,
    dispute: Option<bool>,
    goods_sent: Option<bool>,
    action: Option<Action>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Platform {
    Channels,
    MiniShop,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum From {
    Callback,
    Poll,
    Answer,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Kind {
    Refund,
    Return,
    Exchange,
    Reship,
}

/// Seconds since 1970, or a time as `2026-11-22T06:39:23Z`.
#[derive(Clone, Copy)]
struct Time(Timestamp);

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: serde::Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct SecondsOrText;

        impl serde::de::Visitor<'_> for SecondsOrText {
            type Value = Time;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("seconds since 1970, or a time such as 2026-11-22T06:39:23Z")
            }

            fn visit_i64<E: serde::de::Error>(self, seconds: i64) -> Result<Time, E> {
                Ok(Time(Timestamp::from_seconds(seconds)))
            }

            fn visit_u64<E: serde::de::Error>(self, seconds: u64) -> Result<Time, E> {
                i64::try_from(seconds)
                    .map_err(E::custom)
                    .and_then(|seconds| self.visit_i64(seconds))
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Time, E> {
                text.parse().map(Time).map_err(E::custom)
            }
        }

        reader.deserialize_any(SecondsOrText)
    }
}

/// Reads one line.
///
/// # Errors
///
/// A text for people when the line is none of the forms.
pub(crate) fn understand(line: &[u8]) -> Result<Line<'_>, String> {
    let text = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim();
    let document = |text: &str| {
        WeChatDocument::decode(text).map(|document| Line::Document(Box::new(document)))
    };
    match text.as_bytes().first() {
        None | Some(b'#') => Ok(Line::Nothing),
        Some(b'"') => {
            let inner: String = serde_json::from_str(text).map_err(|error| error.to_string())?;
            document(&inner).map_err(|error| error.to_string())
        }
        _ if text.contains("\"platform\"") => {
            serde_json::from_str(text).map(Line::Own).map_err(|error| error.to_string())
        }
        _ => document(text).map_err(|error| error.to_string()),
    }
}

impl Line<'_> {
    /// Adds the cases that the line tells of.
    ///
    /// # Errors
    ///
    /// A text for people when a case has no number, no status or no time, or is one that a mirror does not take.
    pub(crate) fn cases<'s>(&'s self, seen: &mut Vec<Seen<'s>>) -> Result<(), String> {
        match self {
            Self::Nothing => Ok(()),
            Self::Own(own) => own.case(seen),
            Self::Document(document) => of_document(document, seen),
        }
    }
}

impl OwnSighting<'_> {
    fn case<'s>(&'s self, seen: &mut Vec<Seen<'s>>) -> Result<(), String> {
        let case = numbered(Some(Cow::Borrowed(&*self.case)))?;
        seen.push(match self.platform {
            Platform::Channels => Seen::Channels(case, checked(self.sighting())?),
            Platform::MiniShop => Seen::MiniShop(case, checked(self.sighting())?),
        });
        Ok(())
    }

    fn sighting<S: Status>(&self) -> Sighting<'_, S> {
        let source = match self.source {
            From::Callback => Source::Callback,
            From::Poll => Source::Poll,
            From::Answer => Source::OwnCall,
        };
        let mut sighting = Sighting::new(SeenStatus::named(&self.status), self.at.0, source);
        sighting.flow = self.kind.map(|kind| match kind {
            Kind::Refund => AfterSaleType::Refund.flow(),
            Kind::Return => AfterSaleType::Return.flow(),
            Kind::Exchange => AfterSaleType::Exchange.flow(),
            Kind::Reship => AfterSaleType::Reship.flow(),
        });
        let facts = [(Fact::DisputeOpen, self.dispute), (Fact::GoodsSent, self.goods_sent)];
        sighting.facts = facts.into_iter().fold(KnownFacts::UNKNOWN, |facts, (fact, holds)| {
            holds.map_or(facts, |holds| facts.with(fact, holds))
        });
        sighting.deadline = self.deadline.map(|deadline| deadline.0);
        sighting.is_finished = self.finished;
        sighting.action = self.action;
        sighting
    }
}

fn of_document<'s>(document: &'s WeChatDocument, seen: &mut Vec<Seen<'s>>) -> Result<(), String> {
    let channels = |id: Option<&'s PlatformId>, sighting: Result<_, aftersale::wire::Unplaced>| {
        let case = numbered(id.map(PlatformId::text))?;
        checked(sighting.map_err(|unplaced| unplaced.to_string())?)
            .map(|sighting| Seen::Channels(case, sighting))
    };
    let of_mini_shop = |order: &'s mini_shop::AfterSaleOrder| {
        let case = numbered(order.order_id.value().map(|id| Cow::Owned(id.to_string())))?;
        let sighting = order.sighting(Source::Poll).map_err(|unplaced| unplaced.to_string())?;
        checked(sighting).map(|sighting| Seen::MiniShop(case, sighting))
    };
    match document {
        WeChatDocument::Channels(ChannelsDocument::AfterSaleOrder(order)) => {
            seen.push(channels(order.after_sale_order_id.value(), order.sighting(Source::Poll))?);
        }
        WeChatDocument::Channels(ChannelsDocument::GetAnswer(answer)) => {
            if let Some(order) = answer.after_sale_order.value() {
                let id = order.after_sale_order_id.value();
                seen.push(channels(id, order.sighting(Source::Poll))?);
            }
        }
        WeChatDocument::Channels(ChannelsDocument::ListAnswer(list)) => {
            for id in list.after_sale_order_id_list.value().into_iter().flatten() {
                seen.push(Seen::Listed(numbered(Some(id.text()))?));
            }
        }
        WeChatDocument::MiniShop(MiniShopDocument::GetAnswer(answer)) => {
            if let Some(order) = answer.after_sale_order.value() {
                seen.push(of_mini_shop(order)?);
            }
        }
        WeChatDocument::MiniShop(MiniShopDocument::BatchGetAnswer(answer)) => {
            for order in answer.after_sale_order_list.value().into_iter().flatten() {
                seen.push(of_mini_shop(order)?);
            }
        }
        WeChatDocument::Notification(notification) => {
            let message = notification.message();
            if let Ok(Subject::AfterSale(update) | Subject::PresentAfterSale(update)) =
                message.subject()
            {
                let id = update.after_sale_order_id.value();
                seen.push(channels(id, message.sighting())?);
            }
        }
        // Requests, bare answers and other events tell nothing of the status of a case.
        _ => {}
    }
    Ok(())
}

/// Returns the number of a case, when there is one.
fn numbered(number: Option<Cow<'_, str>>) -> Result<Cow<'_, str>, String> {
    let number = number.filter(|number| !number.is_empty()).ok_or("the case has no number")?;
    match number.len() {
        0..=256 => Ok(number),
        length => {
            Err(format!("the number of the case has {length} bytes, and at most 256 are kept"))
        }
    }
}

/// Returns the sighting, when a mirror takes it.
fn checked<S: Status>(sighting: Sighting<'_, S>) -> Result<Sighting<'_, S>, String> {
    sighting.fault().map_or(Ok(sighting), |fault| Err(fault.to_string()))
}

/// Returns the flow as the type that the platform calls it.
pub(crate) const fn kind_of(flow: Flow) -> &'static str {
    match flow {
        Flow::RefundOnly => "REFUND",
        Flow::ReturnRefund => "RETURN",
        Flow::Exchange => "EXCHANGE",
        _ => "RESHIP",
    }
}
