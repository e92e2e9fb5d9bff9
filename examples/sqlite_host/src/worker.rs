//! The worker: it carries out what is in the outbox, asks about refunds of which nobody knows, takes the
//! gateway's notices, and lets timers go off. Everything it does may be done again after a crash.
//!
//! What it reports has a name made of what was said, so that the same news is the same command.

use aftersale::lifecycle::Actor;
use aftersale::order::{
    Command, Effect, OrderId, Outcome, PendingEffect, RefundKey, RefundRef, Request, Route,
};
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;
use aftersale::wechat::WeChat;

use crate::error::HostError;
use crate::fuse::Fuse;
use crate::gateway::{Gateway, Notice, Word};
use crate::host::{Answer, Host};
use crate::platform::{Kept, Platform};
use crate::store::Errand;

/// What works behind the desks.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) host: Host,
    pub(crate) gateway: Gateway,
    fuse: Fuse,
}

/// What was found when the host started.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) orders: usize,
    pub(crate) pending_effects: usize,
    pub(crate) refunds_to_query: usize,
    pub(crate) deadlines: usize,
    /// Orders whose outbox was not what the order says.
    pub(crate) repaired: usize,
}

impl Worker {
    pub(crate) fn new(host: Host, gateway: Gateway, fuse: Fuse) -> Self {
        Self { host, gateway, fuse }
    }

    /// The host has started, perhaps after a crash: every order is restored and asked what is left to be
    /// done, and then it is done.
    pub(crate) fn start(&mut self, now: Timestamp) -> Result<Found, HostError> {
        let mut found = Found::default();
        for (order, platform) in self.host.store.orders()? {
            match platform {
                Platform::ShopXo => self.look_at::<HardenedShop>(&order, &mut found)?,
                Platform::WeChat => self.look_at::<WeChat>(&order, &mut found)?,
            }
        }
        self.round(now)?;
        Ok(found)
    }

    /// Restores an order and takes its word for what is open.
    fn look_at<P: Kept>(&mut self, order: &OrderId, found: &mut Found) -> Result<(), HostError> {
        let order = self.host.store.load::<P>(order)?;
        let (open, refunds_to_query) =
            (order.pending_effects().len(), order.refunds_to_query().count());
        found.orders += 1;
        found.pending_effects += open;
        found.refunds_to_query += refunds_to_query;
        found.deadlines += usize::from(order.next_deadline().is_some());
        found.repaired += usize::from(self.host.store.refresh(&order)?);
        Ok(())
    }

    /// Does once all that there is to do now.
    pub(crate) fn round(&mut self, now: Timestamp) -> Result<(), HostError> {
        for errand in self.host.store.outbox()? {
            match errand.platform {
                Platform::ShopXo => self.carry_out::<HardenedShop>(&errand, now)?,
                Platform::WeChat => self.carry_out::<WeChat>(&errand, now)?,
            }
        }
        for (order, platform) in self.host.store.refunds_to_query()? {
            match platform {
                Platform::ShopXo => self.query::<HardenedShop>(&order, now)?,
                Platform::WeChat => self.query::<WeChat>(&order, now)?,
            }
        }
        for notice in self.gateway.notices()? {
            match self.host.store.platform(&notice.order)? {
                Platform::ShopXo => self.take::<HardenedShop>(&notice, now)?,
                Platform::WeChat => self.take::<WeChat>(&notice, now)?,
            }
        }
        for (order, platform) in self.host.store.timers(now)? {
            match platform {
                Platform::ShopXo => self.time_ran_out::<HardenedShop>(&order, now)?,
                Platform::WeChat => self.time_ran_out::<WeChat>(&order, now)?,
            }
        }
        Ok(())
    }

    fn carry_out<P: Kept>(&mut self, errand: &Errand, now: Timestamp) -> Result<(), HostError> {
        let Errand { order, pending: PendingEffect { id, effect }, .. } = errand;
        match effect {
            Effect::IssueRefund { key, amount, .. } => {
                self.fuse.step_at_the_gateway("before the gateway is told to pay");
                let word = self.gateway.pay(order, key, *amount, now)?;
                self.fuse.step_at_the_gateway("after the refund, before its answer is stored");
                return self.report::<P>(order, key, word, now);
            }
            Effect::WithholdRefund { key, .. } => {
                // What the gateway has never heard of and is never told any more has failed.
                let word = match self.gateway.query(key, now)? {
                    Word::NotKnown => Word::Refused { at: now },
                    word => word,
                };
                self.fuse.step_at_the_gateway("after asking about a refund not to be made");
                self.report::<P>(order, key, word, now)?;
                if !matches!(word, Word::Paid { .. } | Word::Refused { .. }) {
                    return Ok(());
                }
            }
            // Here a real host writes the letter or books the goods into stock, each under the name of
            // its effect, so that what is done again is known.
            _ => self.fuse.step("before something else is done"),
        }
        let id_of_command = format!("done-{id}");
        let request = Request::Acknowledge { effects: vec![*id] };
        self.tell::<P>(order, id_of_command, Actor::Platform, request, now).map(|_| ())
    }

    /// Asks about the refunds of an order of which nobody knows what became.
    fn query<P: Kept>(&mut self, order: &OrderId, now: Timestamp) -> Result<(), HostError> {
        let restored = self.host.store.load::<P>(order)?;
        let withheld = |key: &RefundKey| {
            let names = |pending: &PendingEffect| matches!(&pending.effect, Effect::WithholdRefund { key: of, .. } if of == key);
            restored.pending_effects().iter().any(names)
        };
        for refund in restored.refunds_to_query().filter(|refund| !withheld(&refund.key)) {
            self.fuse.step_at_the_gateway("before the gateway is asked");
            let mut word = self.gateway.query(&refund.key, now)?;
            // The instruction was lost on its way, so it is given again, under the same key. Where the
            // platform pays, it needs none, and this is how the fake one comes to know its own case.
            if word == Word::NotKnown && matches!(refund.route, Route::Shop | Route::Platform) {
                let amount = restored.currency().money(refund.parts.total());
                word = self.gateway.pay(order, &refund.key, amount, now)?;
            }
            self.fuse.step_at_the_gateway("after the gateway's answer, before it is stored");
            self.report::<P>(order, &refund.key, word, now)?;
        }
        Ok(())
    }

    fn take<P: Kept>(&mut self, notice: &Notice, now: Timestamp) -> Result<(), HostError> {
        // What was refunded by hand, whoever did it says himself.
        let order = self.host.store.load::<P>(&notice.order)?;
        if order.refund(&notice.key).is_none() {
            return Ok(());
        }
        self.report::<P>(&notice.order, &notice.key, notice.word, now)?;
        self.fuse.step_at_the_gateway("after a notice is stored, before it is taken");
        self.gateway.taken(&notice.key)
    }

    /// Tells the order what the gateway has said of a refund, as of the gateway's own time.
    fn report<P: Kept>(
        &mut self,
        order: &OrderId,
        key: &RefundKey,
        word: Word,
        now: Timestamp,
    ) -> Result<(), HostError> {
        let currency = self.host.store.load::<P>(order)?.currency();
        let (name, outcome, as_of) = match word {
            Word::Paid { amount, at } => ("paid", Outcome::Succeeded(currency.money(amount)), at),
            Word::Refused { at } => ("refused", Outcome::Failed, at),
            Word::Waiting { at } => ("waiting", Outcome::Processing, at),
            Word::NotKnown | Word::Silence => ("silence", Outcome::Unknown, now),
        };
        let id = format!("{key}-{name}-{}", as_of.seconds());
        let request = Request::ReportRefund { refund: RefundRef::Key(key.clone()), outcome, as_of };
        self.tell::<P>(order, id, Actor::Platform, request, now).map(|_| ())
    }

    fn time_ran_out<P: Kept>(&mut self, order: &OrderId, now: Timestamp) -> Result<(), HostError> {
        let restored = self.host.store.load::<P>(order)?;
        let Some((deadline, case)) =
            restored.next_deadline().filter(|(deadline, _)| *deadline <= now)
        else {
            return Ok(());
        };
        self.fuse.step("after a timer has gone off");
        let id = format!("timer-{case}-{}", deadline.seconds());
        self.tell::<P>(order, id, Actor::Clock, Request::TimeRanOut { case, deadline }, now)
            .map(|_| ())
    }

    fn tell<P: Kept>(
        &mut self,
        order: &OrderId,
        id: String,
        by: Actor,
        request: Request,
        now: Timestamp,
    ) -> Result<Answer, HostError> {
        self.host.command::<P>(&Command::new(id, order, by, now, request))
    }
}
