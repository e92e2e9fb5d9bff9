//! The whole world in one folder: the host's database, the gateway's and the people's, opened together.

use std::path::Path;

use aftersale::lifecycle::{Actor, Phase};
use aftersale::order::{Command, OrderId, Request};
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;
use aftersale::wechat::WeChat;

use crate::clicks::{Click, time_of};
use crate::error::HostError;
use crate::fuse::Fuse;
use crate::gateway::Gateway;
use crate::host::Host;
use crate::people::{Memory, People};
use crate::platform::{HostedPolicy, Platform};
use crate::worker::Worker;

pub(crate) const HOST_FILE: &str = "host.db";
pub(crate) const GATEWAY_FILE: &str = "gateway.db";
pub(crate) const PEOPLE_FILE: &str = "people.db";

/// How far the clock goes on at once when there are no more clicks, and how often at most.
const SECONDS_A_ROUND: i64 = 43_200;
const MOST_ROUNDS: i64 = 200;

/// The worker and the people.
#[derive(Debug)]
pub(crate) struct Shop {
    worker: Worker,
    people: People,
    seed: u64,
}

impl Shop {
    /// Opens all files, with a fuse that ends the process.
    pub(crate) fn open(folder: &Path, seed: u64, fuse: &Fuse) -> Result<Self, HostError> {
        let desk = || Host::open(&folder.join(HOST_FILE), fuse.clone());
        let gateway = Gateway::open(&folder.join(GATEWAY_FILE), seed)?;
        let worker = Worker::new(desk()?, gateway, fuse.clone());
        let memory = Memory::open(&folder.join(PEOPLE_FILE))?;
        let people = People { desks: [desk()?, desk()?], memory, fuse: fuse.clone() };
        Ok(Self { worker, people, seed })
    }

    /// Starts, takes up the work that was left, and goes on with the clicks, up to the one of this number, until it is killed.
    pub(crate) fn work_until(&mut self, end: u64) -> Result<(), HostError> {
        let first = self.people.memory.next_click()?;
        self.start(time_of(first))?;
        for number in first..end {
            self.click(number)?;
            self.worker.round(time_of(number))?;
        }
        Ok(())
    }

    /// Goes on with the clicks, up to the one of this number, while the worker does nothing.
    pub(crate) fn click_until(&mut self, end: u64) -> Result<(), HostError> {
        for number in self.people.memory.next_click()?..end {
            self.click(number)?;
        }
        Ok(())
    }

    fn click(&mut self, number: u64) -> Result<(), HostError> {
        self.people.click(&Click::of(self.seed, number), &mut self.worker.gateway)
    }

    fn start(&mut self, now: Timestamp) -> Result<(), HostError> {
        match self.worker.start(now)?.repaired {
            0 => Ok(()),
            orders => Err(HostError::OtherOutbox { orders }),
        }
    }

    /// Starts once more and lets everything come to its end: buyers who still wait give up, and the clocks run
    /// out. The check of the books will find what does not come to an end.
    pub(crate) fn finish(&mut self) -> Result<(), HostError> {
        let last = time_of(self.people.memory.next_click()?);
        self.start(last)?;
        for round in 1..=MOST_ROUNDS {
            let now = last.plus_seconds(round * SECONDS_A_ROUND).unwrap_or(last);
            self.worker.round(now)?;
            let mut is_over = true;
            for (order, platform) in self.worker.host.store.orders()? {
                is_over &= match platform {
                    Platform::ShopXo => self.give_up::<HardenedShop>(&order, now)?,
                    Platform::WeChat => self.give_up::<WeChat>(&order, now)?,
                };
            }
            if is_over {
                break;
            }
        }
        Ok(())
    }

    /// Cancels the buyer's open cases, and lets the platform retry a failed refund. Returns true when nothing of
    /// the order was open.
    fn give_up<P: HostedPolicy>(
        &mut self,
        order: &OrderId,
        now: Timestamp,
    ) -> Result<bool, HostError> {
        let restored = self.worker.host.store.load::<P>(order)?;
        if restored.is_settled() {
            return Ok(true);
        }
        for case in restored.cases().iter().filter(|case| !case.status_phase.is_final()) {
            let case_id = case.id;
            let (by, request) = match case.status_phase {
                Phase::RefundFailed => (Actor::Platform, Request::RetryRefund { case: case_id }),
                _ => (Actor::Buyer, Request::Cancel { case: case_id }),
            };
            let id = format!("give-up-{case_id}-{}", now.seconds());
            self.worker.host.command::<P>(&Command::new(id, order, by, now, request))?;
        }
        Ok(false)
    }
}
