//! A store in memory that outlives its process, and can be broken in as many ways as real ones are.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard};

use aftersale::order::stored::{StoredEvent, StoredSnapshot, restore};
use aftersale::order::{
    Change, Effect, EffectId, Event, EventKind, Order, OrderId, PendingEffect, Policy,
};
use aftersale::time::Timestamp;
use aftersale_testing::store::{Appended, Reached, Store};

use crate::faults::Fault;

/// The content of the disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    pub(crate) events: BTreeMap<(String, String), String>,
    pub(crate) snapshots: BTreeMap<String, String>,
    pub(crate) outbox: BTreeMap<(String, EffectId), PendingEffect>,
    pub(crate) orders: BTreeSet<String>,
    pub(crate) timers: BTreeMap<String, Timestamp>,
    pub(crate) refunds_to_query: BTreeSet<String>,
    /// Data that is only in memory, or was acknowledged, for faults that keep such things.
    pub(crate) gone: BTreeMap<(String, EffectId), PendingEffect>,
}

/// A connection to it.
pub(crate) struct Shelf<P: Policy> {
    disk: Arc<Mutex<Disk>>,
    fault: Option<Fault>,
    cache: BTreeMap<OrderId, Order<P>>,
    policy: PhantomData<P>,
}

pub(crate) type Failed = Box<dyn Error>;

impl<P: Policy + Default> Shelf<P> {
    pub(crate) fn new(fault: Option<Fault>) -> Self {
        Self::on(&Arc::default(), fault)
    }

    pub(crate) fn on(disk: &Arc<Mutex<Disk>>, fault: Option<Fault>) -> Self {
        Self { disk: disk.clone(), fault, cache: BTreeMap::new(), policy: PhantomData }
    }

    fn is(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.disk.lock().unwrap()
    }

    /// Events are kept under names that sort as numbers do.
    fn place(&self, version: u64) -> String {
        if self.is(Fault::SortsAsText) { version.to_string() } else { format!("{version:020}") }
    }

    /// Returns the order's name as it is in the columns.
    fn name(&self, order: &OrderId) -> String {
        let name = order.as_str();
        match self.fault {
            Some(Fault::IgnoresCase) => name.to_lowercase(),
            Some(Fault::TrimsNames) => name.trim().into(),
            Some(Fault::CutsNames) => name.chars().take(255).collect(),
            Some(Fault::NamesAreNumbers) => match name.parse::<f64>() {
                Ok(number) => number.to_string(),
                Err(_) => name.into(),
            },
            _ => name.into(),
        }
    }

    fn texts(&self, disk: &Disk, name: &str) -> Vec<String> {
        let is_its = |other: &str| match self.fault {
            Some(Fault::FindsByBeginning) => other.starts_with(name),
            _ => other == name,
        };
        let rows = disk.events.iter().filter(|((order, _), _)| is_its(order));
        rows.map(|(_, text)| text.clone()).collect()
    }

    fn restored(&self, disk: &Disk, name: &str) -> Result<Option<Order<P>>, Failed> {
        let texts = self.texts(disk, name);
        let events = texts.iter().map(|text| serde_json::from_str::<StoredEvent<P>>(text));
        let events: Vec<_> = events.collect::<Result<_, _>>()?;
        let snapshot = disk.snapshots.get(name);
        let snapshot: Option<StoredSnapshot<P>> =
            snapshot.map(|text| serde_json::from_str(text)).transpose()?;
        let after = match &snapshot {
            Some(snapshot) => snapshot.clone().content()?.version().number(),
            None if events.is_empty() => return Ok(None),
            None => 0,
        };
        let later = events.into_iter().filter(|event| {
            event.clone().content().is_ok_and(|event| event.version.number() > after)
        });
        Ok(Some(restore(P::default(), snapshot, later)?.order))
    }

    fn version(&self, disk: &Disk, name: &str) -> u64 {
        disk.events.keys().filter(|(order, _)| order == name).count() as u64
    }

    fn text(&self, event: &Event<P::Status>) -> Result<String, Failed> {
        let mut text = serde_json::to_string(&StoredEvent::<P>::of(event.clone()))?;
        if self.is(Fault::FloatAmounts) {
            let mut value: serde_json::Value = serde_json::from_str(&text)?;
            crate::faults::as_floats(&mut value);
            text = value.to_string();
        }
        if self.is(Fault::CutsTexts) {
            text = text.chars().take(65_535).collect();
        }
        Ok(text)
    }

    fn outbox_of(&self, disk: &mut Disk, event: &Event<P::Status>, after: &Order<P>) {
        let name = self.name(&event.order);
        let key = |id: EffectId| match self.fault {
            Some(Fault::MixesEffectsUp) => (String::new(), id),
            _ => (name.clone(), id),
        };
        let before: Vec<PendingEffect> = disk
            .outbox
            .iter()
            .filter(|((of, _), _)| *of == name)
            .map(|(_, deadline)| deadline.clone())
            .collect();
        let is_pay = |pending: &PendingEffect| matches!(pending.effect, Effect::IssueRefund { .. });
        let acknowledged: Vec<EffectId> = match &event.kind {
            EventKind::Accepted(accepted) => accepted
                .changes
                .iter()
                .flat_map(|change| match change {
                    Change::EffectsAcknowledged { effects } => effects.clone(),
                    _ => Vec::new(),
                })
                .collect(),
            EventKind::Opened(_) => Vec::new(),
        };
        let open = after.pending_effects();
        disk.outbox.retain(|(of, _), _| *of != name);
        let mut kept: Vec<PendingEffect> = match self.fault {
            Some(Fault::ForgetsEffects) => Vec::new(),
            Some(Fault::KeepsReported) => {
                let paid =
                    before.iter().filter(|pending| is_pay(pending) && !open.contains(pending));
                open.iter().chain(paid).cloned().collect()
            }
            Some(Fault::ForgetsAcknowledgements) => {
                let done =
                    before.iter().filter(|pending| !is_pay(pending) && !open.contains(pending));
                open.iter().chain(done).cloned().collect()
            }
            Some(Fault::NeverRewrites) => {
                // Rows come in with their event, and go out when they are acknowledged or reported on.
                let is_known = |pending: &PendingEffect| match &pending.effect {
                    Effect::IssueRefund { key, .. } => after
                        .refund(key)
                        .is_some_and(|refund| refund.uncertain.is_some() || !refund.is_in_flight()),
                    _ => acknowledged.contains(&pending.id),
                };
                let new = open.iter().filter(|pending| pending.id.version == event.version);
                before.iter().filter(|pending| !is_known(pending)).chain(new).cloned().collect()
            }
            _ => open.to_vec(),
        };
        if !acknowledged.is_empty() && self.is(Fault::AcknowledgesAll) {
            kept.clear();
        }
        if self.is(Fault::AcknowledgesElsewhere) {
            disk.outbox.retain(|(_, id), _| !acknowledged.contains(id));
        }
        for pending in before.iter().filter(|pending| acknowledged.contains(&pending.id)) {
            disk.gone.insert(key(pending.id), pending.clone());
        }
        disk.outbox.extend(kept.into_iter().map(|pending| (key(pending.id), pending)));
    }

    fn event_of(
        &self,
        disk: &mut Disk,
        event: &Event<P::Status>,
        after: &Order<P>,
    ) -> Result<(), Failed> {
        let name = self.name(&event.order);
        let version = event.version.number();
        disk.orders.insert(name.clone());
        disk.events.insert((name.clone(), self.place(version)), self.text(event)?);
        let later = match self.fault {
            Some(Fault::TimersIn32Bits) => after
                .next_deadline()
                .map(|(deadline, _)| Timestamp::from_seconds(deadline.seconds() as i32 as i64)),
            // The first one ever.
            Some(Fault::NeverMovesTimers) => disk
                .timers
                .get(&name)
                .copied()
                .or_else(|| after.next_deadline().map(|(deadline, _)| deadline)),
            _ => after.next_deadline().map(|(deadline, _)| deadline),
        };
        match later {
            Some(deadline) => drop(disk.timers.insert(name.clone(), deadline)),
            None => drop(disk.timers.remove(&name)),
        }
        if after.refunds_to_query().next().is_some() {
            disk.refunds_to_query.insert(name.clone());
        } else if !self.is(Fault::AsksForEver) {
            disk.refunds_to_query.remove(&name);
        }
        if version % 4 == 0 {
            let snapshot = StoredSnapshot::<P>::of(after.snapshot());
            disk.snapshots.insert(name.clone(), serde_json::to_string(&snapshot)?);
            if self.is(Fault::RewritesOldEvents) {
                disk.events.retain(|(order, _), text| {
                    if *order == name {
                        *text = text.replace("tea", "cup");
                    }
                    true
                });
            }
        }
        Ok(())
    }

    /// Returns whether this event can be the next one.
    fn is_next(&self, disk: &Disk, event: &Event<P::Status>) -> Result<bool, Failed> {
        let name = self.name(&event.order);
        let (version, here) = (event.version.number(), self.version(disk, &name));
        let same = disk.events.get(&(name, self.place(version)));
        Ok(match self.fault {
            Some(Fault::LastWriterWins) if here == version => *same.unwrap() != self.text(event)?,
            Some(Fault::TakesGaps) => same.is_none(),
            Some(Fault::OpensAgain) if version == 1 => true,
            Some(Fault::TakesTheSame) if same.is_some() => *same.unwrap() == self.text(event)?,
            Some(Fault::GoesByTheCache) if self.cache.contains_key(&event.order) => {
                version == self.cache[&event.order].version().number() + 1
            }
            _ => version == here + 1,
        })
    }

    /// Stores an event, and dies after so many steps: after the event, after the effects, after the
    /// commit.
    fn store(
        &mut self,
        event: &Event<P::Status>,
        after: &Order<P>,
        steps: Option<u32>,
    ) -> Result<(Appended, Reached), Failed> {
        let steps = steps.unwrap_or(u32::MAX);
        let has_died = |step: u32| steps == step;
        if self.is(Fault::LosesTheFirst) {
            return Ok((Appended::Stored, Reached::End));
        }
        if self.is(Fault::LooksThenWrites) {
            let is_next = self.is_next(&self.disk(), event)?;
            std::thread::sleep(std::time::Duration::from_millis(1));
            if !is_next {
                return Ok((Appended::NotNext, Reached::End));
            }
            let mut disk = self.disk();
            self.event_of(&mut disk, event, after)?;
            self.outbox_of(&mut disk, event, after);
            return Ok((Appended::Stored, Reached::End));
        }
        let mut disk = self.disk();
        let mut next = disk.clone();
        if self.is(Fault::OutboxFirst) {
            self.outbox_of(&mut next, event, after);
            disk.outbox = next.outbox.clone();
        }
        if !self.is_next(&next, event)? {
            return Ok((Appended::NotNext, Reached::End));
        }
        if self.is(Fault::OpensAgain) && event.version.number() == 1 {
            let name = self.name(&event.order);
            next.events.retain(|(order, _), _| *order != name);
            next.snapshots.remove(&name);
        }
        if self.is(Fault::EffectsBeforeTheEvent) {
            self.outbox_of(&mut next, event, after);
            disk.outbox = next.outbox.clone();
        }
        if has_died(1) {
            return Ok((Appended::Stored, Reached::Death));
        }
        self.event_of(&mut next, event, after)?;
        if self.is(Fault::EventBeforeItsEffects) {
            let outbox = disk.outbox.clone();
            *disk = Disk { outbox, ..next.clone() };
        }
        if has_died(2) {
            return Ok((Appended::Stored, Reached::Death));
        }
        self.outbox_of(&mut next, event, after);
        if has_died(3) {
            return Ok((Appended::Stored, Reached::Death));
        }
        *disk = next;
        drop(disk);
        self.cache.insert(event.order.clone(), after.clone());
        let reached = if has_died(4) { Reached::Death } else { Reached::End };
        Ok((Appended::Stored, reached))
    }

    fn names(names: impl IntoIterator<Item = String>) -> Vec<OrderId> {
        names.into_iter().map(OrderId::new).collect()
    }
}

impl<P: Policy + Default> Store<P> for Shelf<P> {
    type Error = Failed;

    fn load(&mut self, order: &OrderId) -> Result<Option<Order<P>>, Failed> {
        if let Some(cached) = self.cache.get(order).filter(|_| self.is(Fault::GoesByTheCache)) {
            return Ok(Some(cached.clone()));
        }
        let loaded = self.restored(&self.disk(), &self.name(order))?;
        self.cache.extend(loaded.iter().map(|loaded| (order.clone(), loaded.clone())));
        Ok(loaded)
    }

    fn append(&mut self, event: &Event<P::Status>, after: &Order<P>) -> Result<Appended, Failed> {
        Ok(self.store(event, after, None)?.0)
    }

    fn restart(&mut self) -> Result<(), Failed> {
        self.cache.clear();
        let mut disk = self.disk();
        match self.fault {
            Some(Fault::LosesTheLast) => drop(disk.events.pop_last()),
            Some(Fault::LosesEffects) => disk.outbox.clear(),
            Some(Fault::LosesTimers) => disk.timers.clear(),
            Some(Fault::AcknowledgedComeBack) => {
                let gone = disk.gone.clone();
                disk.outbox.extend(gone);
            }
            _ => {}
        }
        Ok(())
    }

    fn connect(&mut self) -> Result<Option<Self>, Failed> {
        Ok(Some(Self::on(&self.disk, self.fault)))
    }

    fn orders(&mut self) -> Result<Option<Vec<OrderId>>, Failed> {
        let most = if self.is(Fault::ListsOnePage) { 10 } else { usize::MAX };
        Ok(Some(Self::names(self.disk().orders.iter().take(most).cloned())))
    }

    fn outbox(&mut self) -> Result<Option<Vec<(OrderId, PendingEffect)>>, Failed> {
        let disk = self.disk();
        let open =
            disk.outbox.iter().map(|((name, _), deadline)| (OrderId::new(name), deadline.clone()));
        let most = if self.is(Fault::ListsFewEffects) { 12 } else { usize::MAX };
        Ok(Some(open.take(most).collect()))
    }

    fn timers(&mut self, now: Timestamp) -> Result<Option<Vec<OrderId>>, Failed> {
        let disk = self.disk();
        let is_due = |deadline: &Timestamp| match self.fault {
            Some(Fault::TimersTooLate) => *deadline < now,
            _ => *deadline <= now,
        };
        let due = disk.timers.iter().filter(|(_, deadline)| is_due(deadline));
        Ok(Some(Self::names(due.map(|(name, _)| name.clone()))))
    }

    fn refunds_to_query(&mut self) -> Result<Option<Vec<OrderId>>, Failed> {
        Ok(Some(Self::names(self.disk().refunds_to_query.iter().cloned())))
    }

    fn replay(&mut self, order: &OrderId) -> Result<Option<Order<P>>, Failed> {
        let disk = Disk { snapshots: BTreeMap::new(), ..self.disk().clone() };
        self.restored(&disk, &self.name(order))
    }

    fn append_and_die(
        &mut self,
        event: &Event<P::Status>,
        after: &Order<P>,
        steps: u32,
    ) -> Result<Option<Reached>, Failed> {
        Ok(Some(self.store(event, after, Some(steps))?.1))
    }
}
