//! The worker: it carries out the effects in the outbox, queries refunds of unknown outcome, takes the
//! gateway's notices, and lets timers go off. Everything it does may be done again after a crash.
//!
//! Its reports have ids made of their content, so that the same report is the same command.

use aftersale::lifecycle::Actor;
use aftersale::order::{
    Command, Effect, OrderId, Outcome, PendingEffect, RefundKey, RefundRef, Request, Route,
};
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;
use aftersale::wechat::WeChat;

use crate::error::HostError;
use crate::fuse::Fuse;
use crate::gateway::{Gateway, GatewayAnswer, Notice};
use crate::host::{Answer, Host};
use crate::platform::{HostedPolicy, Platform};
use crate::store::OutboxEntry;

/// The worker behind the desks.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) host: Host,
    pub(crate) gateway: Gateway,
    fuse: Fuse,
}

/// The work that was found when the host started.
#[derive(Debug, Default)]
pub(crate) struct Startup {
    pub(crate) orders: usize,
    pub(crate) pending_effects: usize,
    pub(crate) refunds_to_query: usize,
    pub(crate) deadlines: usize,
    /// Orders whose outbox differed from the order itself.
    pub(crate) repaired: usize,
}

impl Worker {
    pub(crate) fn new(host: Host, gateway: Gateway, fuse: Fuse) -> Self {
        Self { host, gateway, fuse }
    }

    /// Starts the host, perhaps after a crash: restores every order, counts what is left to be done, and then does
    /// it.
    pub(crate) fn start(&mut self, now: Timestamp) -> Result<Startup, HostError> {
        let mut found = Startup::default();
        for (order, platform) in self.host.store.orders()? {
            match platform {
                Platform::ShopXo => self.look_at::<HardenedShop>(&order, &mut found)?,
                Platform::WeChat => self.look_at::<WeChat>(&order, &mut found)?,
            }
        }
        self.round(now)?;
        Ok(found)
    }

    /// Restores an order, and writes its outbox anew from it.
    fn look_at<P: HostedPolicy>(
        &mut self,
        order: &OrderId,
        found: &mut Startup,
    ) -> Result<(), HostError> {
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

    /// Does all that there is to do now, once.
    pub(crate) fn round(&mut self, now: Timestamp) -> Result<(), HostError> {
        for entry in self.host.store.outbox()? {
            match entry.platform {
                Platform::ShopXo => self.carry_out::<HardenedShop>(&entry, now)?,
                Platform::WeChat => self.carry_out::<WeChat>(&entry, now)?,
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
                Platform::ShopXo => self.handle_notice::<HardenedShop>(&notice, now)?,
                Platform::WeChat => self.handle_notice::<WeChat>(&notice, now)?,
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

    fn carry_out<P: HostedPolicy>(
        &mut self,
        entry: &OutboxEntry,
        now: Timestamp,
    ) -> Result<(), HostError> {
        let OutboxEntry { order, pending: PendingEffect { id, effect }, .. } = entry;
        match effect {
            Effect::IssueRefund { key, amount, .. } => {
                self.fuse.step_at_the_gateway("before the gateway is instructed");
                let answer = self.gateway.pay(order, key, *amount, now)?;
                self.fuse.step_at_the_gateway("after the refund, before its answer is stored");
                return self.report::<P>(order, key, answer, now);
            }
            Effect::WithholdRefund { key, .. } => {
                // A refund that the gateway does not know and is never instructed to make has failed.
                let answer = match self.gateway.query(key, now)? {
                    GatewayAnswer::NotKnown => GatewayAnswer::Refused { at: now },
                    answer => answer,
                };
                self.fuse.step_at_the_gateway("after querying a refund that is withheld");
                self.report::<P>(order, key, answer, now)?;
                if !matches!(answer, GatewayAnswer::Paid { .. } | GatewayAnswer::Refused { .. }) {
                    return Ok(());
                }
            }
            // Here a real host writes the letter or books the goods into stock, each under the id of
            // its effect, so that a repetition is recognised.
            _ => self.fuse.step("before something else is done"),
        }
        let id_of_command = format!("done-{id}");
        let request = Request::Acknowledge { effects: vec![*id] };
        self.send::<P>(order, id_of_command, Actor::Platform, request, now).map(|_| ())
    }

    /// Queries the refunds of an order whose outcome is unknown.
    fn query<P: HostedPolicy>(&mut self, order: &OrderId, now: Timestamp) -> Result<(), HostError> {
        let restored = self.host.store.load::<P>(order)?;
        let withheld = |key: &RefundKey| {
            let is_for_key = |pending: &PendingEffect| matches!(&pending.effect, Effect::WithholdRefund { key: of, .. } if of == key);
            restored.pending_effects().iter().any(is_for_key)
        };
        for refund in restored.refunds_to_query().filter(|refund| !withheld(&refund.key)) {
            self.fuse.step_at_the_gateway("before the gateway is asked");
            let mut answer = self.gateway.query(&refund.key, now)?;
            // The instruction was lost on its way, so it is given again, under the same key. Where the
            // platform pays, it needs none, and this is how the fake one comes to know its own case.
            if answer == GatewayAnswer::NotKnown
                && matches!(refund.route, Route::Shop | Route::Platform)
            {
                let amount = restored.currency().money(refund.parts.total());
                answer = self.gateway.pay(order, &refund.key, amount, now)?;
            }
            self.fuse.step_at_the_gateway("after the gateway's answer, before it is stored");
            self.report::<P>(order, &refund.key, answer, now)?;
        }
        Ok(())
    }

    fn handle_notice<P: HostedPolicy>(
        &mut self,
        notice: &Notice,
        now: Timestamp,
    ) -> Result<(), HostError> {
        // A refund by hand is reported by the clerk who made it.
        let order = self.host.store.load::<P>(&notice.order)?;
        if order.refund(&notice.key).is_none() {
            return Ok(());
        }
        self.report::<P>(&notice.order, &notice.key, notice.answer, now)?;
        self.fuse.step_at_the_gateway("after a notice is stored, before it is taken");
        self.gateway.remove_notice(&notice.key)
    }

    /// Reports the gateway's answer on a refund to the order, as of the gateway's own time.
    fn report<P: HostedPolicy>(
        &mut self,
        order: &OrderId,
        key: &RefundKey,
        answer: GatewayAnswer,
        now: Timestamp,
    ) -> Result<(), HostError> {
        let currency = self.host.store.load::<P>(order)?.currency();
        let (name, outcome, as_of) = match answer {
            GatewayAnswer::Paid { amount, at } => {
                ("paid", Outcome::Succeeded(currency.money(amount)), at)
            }
            GatewayAnswer::Refused { at } => ("refused", Outcome::Failed, at),
            GatewayAnswer::Waiting { at } => ("waiting", Outcome::Processing, at),
            GatewayAnswer::NotKnown | GatewayAnswer::Silence => ("silence", Outcome::Unknown, now),
        };
        let id = format!("{key}-{name}-{}", as_of.seconds());
        let request = Request::ReportRefund { refund: RefundRef::Key(key.clone()), outcome, as_of };
        self.send::<P>(order, id, Actor::Platform, request, now).map(|_| ())
    }

    fn time_ran_out<P: HostedPolicy>(
        &mut self,
        order: &OrderId,
        now: Timestamp,
    ) -> Result<(), HostError> {
        let restored = self.host.store.load::<P>(order)?;
        let Some((deadline, case)) =
            restored.next_deadline().filter(|(deadline, _)| *deadline <= now)
        else {
            return Ok(());
        };
        self.fuse.step("after a timer has gone off");
        let id = format!("timer-{case}-{}", deadline.seconds());
        self.send::<P>(order, id, Actor::Clock, Request::TimeRanOut { case, deadline }, now)
            .map(|_| ())
    }

    fn send<P: HostedPolicy>(
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
