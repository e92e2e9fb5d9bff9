//! What a record or an event of the Channels shop says of its case, for the table and for a [mirror](crate::mirror).

use super::AfterSaleStatus;
use super::notification::{EventMessage, Subject};
use super::wire::{AfterSaleOrder, TimeLimit};
use crate::lifecycle::{Fact, Flow, KnownFacts, Phase, Position};
use crate::mirror::{SeenStatus, Sighting, Source};
use crate::time::Timestamp;
use crate::wire::{Field, Loose, PlatformId, Unplaced, Word, known_word};

impl AfterSaleOrder {
    /// Returns the position of the case: its flow, its status, and the facts that the record shows.
    ///
    /// A waybill of the buyer's shows that the goods have been sent; a missing one shows nothing. A `complaint_id` shows a
    /// dispute where one can wait for its ruling, and `""` shows that there is none; the number stays when the dispute is
    /// over, so elsewhere it shows nothing.
    ///
    /// ```
    /// use aftersale::channels::AfterSaleStatus;
    /// use aftersale::channels::wire::AfterSaleOrder;
    /// use aftersale::lifecycle::{Fact, Flow, Position};
    /// use aftersale::wire::decode;
    ///
    /// let text = r#"{"status":"MERCHANT_REJECT_EXCHANGE","type":"EXCHANGE","complaint_id":"2172884"}"#;
    /// let record: AfterSaleOrder = decode(text)?;
    /// let refused = Position::at(Flow::Exchange, AfterSaleStatus::MerchantRejectExchange);
    /// assert_eq!(record.position()?, refused.knowing(Fact::DisputeOpen, true));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the status or the type is missing or unknown. Nothing is concluded from an unknown word (I24).
    pub fn position(&self) -> Result<Position<AfterSaleStatus>, Unplaced> {
        let status = known_word(self.status.value(), "status")?;
        let flow = known_word(self.kind.value(), "type")?.flow();
        Ok(Position { flow, status: Some(status), facts: self.facts(Some(flow), Some(status)) })
    }

    /// Returns the record as a sighting that came this way: its status, known or not, at its `update_time`, with the flow,
    /// the facts, the time limit and the end that it states.
    ///
    /// A `deadline` that is [seconds left](TimeLimit::Left) is no point in time, and states nothing. A type that is missing
    /// or unknown leaves the flow open.
    ///
    /// # Errors
    ///
    /// When the status or the time of the last change is missing.
    pub fn sighting(&self, source: Source) -> Result<Sighting<'_, AfterSaleStatus>, Unplaced> {
        let status = seen(self.status.value())?;
        let at = stated(&self.update_time, "update_time")?;
        let flow = self.kind.value().and_then(Word::known).map(super::AfterSaleType::flow);
        let told = Sighting::new(status, at, source).telling(self.facts(flow, status.known()));
        let told = Sighting { flow, is_finished: self.finished_at().is_some(), ..told };
        Ok(match self.time_limit() {
            Some(TimeLimit::At(deadline)) => told.until(deadline),
            Some(TimeLimit::Left(_)) | None => told,
        })
    }

    pub(super) fn facts(&self, flow: Option<Flow>, status: Option<AfterSaleStatus>) -> KnownFacts {
        let mut facts = KnownFacts::UNKNOWN;
        if flow.is_some_and(|flow| !flow.brings_goods_back()) {
            facts = facts.with(Fact::GoodsSent, false);
        } else if self.waybill().is_some() {
            facts = facts.with(Fact::GoodsSent, true);
        }
        let phase = |flow| status.and_then(|status| super::LIFECYCLE.phase(flow, status));
        let can_be_disputed = flow.and_then(phase).is_some_and(|phase| {
            use Phase::{InDispute, Lapsed, Refused, UnderReview};
            matches!(phase, UnderReview | Refused | Lapsed | InDispute)
        });
        match self.complaint_id.value().map(PlatformId::is_empty) {
            Some(true) => facts.with(Fact::DisputeOpen, false),
            Some(false) if can_be_disputed => facts.with(Fact::DisputeOpen, true),
            Some(false) | None => facts,
        }
    }
}

impl EventMessage {
    /// Returns the event as a sighting of its after-sale: the status, known or not, at its `CreateTime`. It tells nothing
    /// besides.
    ///
    /// # Errors
    ///
    /// When the event is about no after-sale of the Channels shop, or its status or its time is missing.
    pub fn sighting(&self) -> Result<Sighting<'_, AfterSaleStatus>, Unplaced> {
        let (Subject::AfterSale(update) | Subject::PresentAfterSale(update)) = self.subject()?
        else {
            return Err(Unplaced::Missing { field: "finder_shop_aftersale_status_update" });
        };
        let at = stated(&self.create_time, "CreateTime")?;
        Ok(Sighting::new(seen(update.status.value())?, at, Source::Callback))
    }
}

fn seen(
    status: Option<&Word<AfterSaleStatus>>,
) -> Result<SeenStatus<'_, AfterSaleStatus>, Unplaced> {
    status.map(SeenStatus::of_word).ok_or(Unplaced::Missing { field: "status" })
}

fn stated(time: &Field<Loose<Timestamp>>, field: &'static str) -> Result<Timestamp, Unplaced> {
    let time = time.number().copied().and_then(Timestamp::or_unset);
    time.ok_or(Unplaced::Missing { field })
}
