//! The people at their screens. They remember the answers, in a database of their own, and click again when
//! they get none.

use std::path::Path;

use aftersale::lifecycle::Actor;
use aftersale::money::Amount;
use aftersale::order::{Command, OrderId, Refund, RefundKey, Request, Route, Version};
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;
use rusqlite::{Connection, OptionalExtension, params};

use crate::clicks::{Click, Manner};
use crate::error::HostError;
use crate::fuse::Fuse;
use crate::gateway::{Gateway, GatewayAnswer};
use crate::host::{Answer, Host};
use crate::platform::{HostedPolicy, Platform};
use crate::store::open_file;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS progress (one INTEGER PRIMARY KEY CHECK (one = 1), click INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS applications (
    command TEXT PRIMARY KEY, order_id TEXT NOT NULL, version INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS answers (what TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT;
";

/// The people's memory.
#[derive(Debug)]
pub(crate) struct Memory {
    database: Connection,
}

/// An accepted application, as its buyer remembers it.
#[derive(Debug)]
pub(crate) struct AcceptedApplication {
    pub(crate) command: String,
    pub(crate) order: OrderId,
    pub(crate) version: Version,
}

impl Memory {
    /// Opens the memory in this file.
    pub(crate) fn open(path: &Path) -> Result<Self, HostError> {
        Ok(Self { database: open_file(path, SCHEMA)? })
    }

    /// Returns the first click that has not been answered.
    pub(crate) fn next_click(&self) -> Result<u64, HostError> {
        let query = self.database.query_row("SELECT click FROM progress", [], |row| row.get(0));
        let click = query.optional().map_err(HostError::database("looking for the next click"))?;
        Ok(click.unwrap_or(0))
    }

    fn answered(&self, click: u64) -> Result<(), HostError> {
        let insert = "INSERT OR REPLACE INTO progress VALUES (1, ?1)";
        let inserted = self.database.execute(insert, [click + 1]);
        inserted.map_err(HostError::database("noting a click"))?;
        Ok(())
    }

    fn accepted(&self, command: &str, order: &OrderId, version: Version) -> Result<(), HostError> {
        let row = params![command, order.as_str(), version.number()];
        let insert = "INSERT INTO applications VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        let inserted = self.database.execute(insert, row);
        inserted.map_err(HostError::database("noting an application"))?;
        Ok(())
    }

    fn count(&self, what: &str) -> Result<(), HostError> {
        let insert =
            "INSERT INTO answers VALUES (?1, 1) ON CONFLICT DO UPDATE SET times = times + 1";
        let inserted = self.database.execute(insert, [what]);
        inserted.map_err(HostError::database("noting an answer"))?;
        Ok(())
    }

    /// Returns all applications that were accepted.
    pub(crate) fn applications(&self) -> Result<Vec<AcceptedApplication>, HostError> {
        let failed = HostError::database("reading the answers that people remember");
        let query = "SELECT command, order_id, version FROM applications ORDER BY command";
        let mut query = self.database.prepare(query).map_err(&failed)?;
        let rows = query.query_map([], |row| {
            let (command, order) = (row.get(0)?, OrderId::new(row.get::<_, String>(1)?));
            Ok(AcceptedApplication { command, order, version: Version::new(row.get(2)?) })
        });
        rows.map_err(&failed)?.map(|row| row.map_err(&failed)).collect()
    }

    /// Returns each kind of answer, and how often it came.
    pub(crate) fn answers(&self) -> Result<Vec<(String, u64)>, HostError> {
        let failed = HostError::database("reading the answers that people remember");
        let query = "SELECT what, times FROM answers ORDER BY what";
        let mut query = self.database.prepare(query).map_err(&failed)?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.map_err(&failed)?.map(|row| row.map_err(&failed)).collect()
    }
}

/// Two clerks at their desks.
#[derive(Debug)]
pub(crate) struct People {
    pub(crate) desks: [Host; 2],
    pub(crate) memory: Memory,
    pub(crate) fuse: Fuse,
}

impl People {
    /// Makes the click of this number, whether it was made before or not.
    pub(crate) fn click(&mut self, click: &Click, gateway: &mut Gateway) -> Result<(), HostError> {
        match click.platform {
            Platform::ShopXo => self.click_on::<HardenedShop>(click, gateway)?,
            Platform::WeChat => self.click_on::<WeChat>(click, gateway)?,
        }
        self.fuse.step("after the answer");
        self.memory.answered(click.number)
    }

    fn click_on<P: HostedPolicy>(
        &mut self,
        click: &Click,
        gateway: &mut Gateway,
    ) -> Result<(), HostError> {
        if click.round == 0 {
            let [desk, _] = &mut self.desks;
            return desk.begin::<P>(click.facts(), click.time());
        }
        let (by, request) = click.request(false);
        let name = format!("click-{:06}", click.number);
        let command = Command::new(name.as_str(), &click.order, by, click.time(), request);
        match click.manner() {
            Manner::Once => self.send::<P>(&command),
            Manner::Twice => {
                self.send::<P>(&command)?;
                self.send::<P>(&command)
            }
            Manner::AtTheSameTime => {
                let (by, request) = click.request(true);
                let name = format!("{name}-other");
                let other = Command::new(name, &click.order, by, click.time(), request);
                self.at_the_same_time::<P>(&command, &other)
            }
            Manner::ByHand => {
                self.send::<P>(&command)?;
                self.by_hand::<P>(click, gateway)
            }
        }
    }

    fn send<P: HostedPolicy>(&mut self, command: &Command) -> Result<(), HostError> {
        let [desk, _] = &mut self.desks;
        let answer = desk.command::<P>(command)?;
        self.record_answer::<P>(command, &answer)
    }

    /// Sends two commands, for both of which the order is loaded before either event is stored.
    fn at_the_same_time<P: HostedPolicy>(
        &mut self,
        one: &Command,
        other: &Command,
    ) -> Result<(), HostError> {
        let [desk, other_desk] = &mut self.desks;
        let prepared = desk.prepare::<P>(one)?;
        let others_answer = other_desk.command::<P>(other)?;
        let answer = match desk.store(prepared)? {
            Some(answer) => answer,
            None => {
                self.memory.count("conflict")?;
                desk.command::<P>(one)?
            }
        };
        self.record_answer::<P>(other, &others_answer)?;
        self.record_answer::<P>(one, &answer)
    }

    /// Remembers the answer to a command.
    fn record_answer<P: HostedPolicy>(
        &mut self,
        command: &Command,
        answer: &Answer,
    ) -> Result<(), HostError> {
        self.fuse.step("before the answer is remembered");
        let (what, version) = match answer {
            Answer::Accepted { version, .. } => ("accepted", Some(*version)),
            Answer::Duplicate { version, .. } => ("done before", Some(*version)),
            Answer::Nothing => ("nothing to do", None),
            Answer::Refused(_) => ("refused", None),
        };
        self.memory.count(what)?;
        match version {
            Some(version) if matches!(command.request, Request::Apply { .. }) => {
                self.memory.accepted(command.id.as_str(), &command.order, version)
            }
            _ => Ok(()),
        }
    }

    /// Refunds a case by hand, instead of waiting for its refund, and reports that.
    /// The gateway knows the reference of the refund, so the clerk can begin again at any point.
    fn by_hand<P: HostedPolicy>(
        &mut self,
        click: &Click,
        gateway: &mut Gateway,
    ) -> Result<(), HostError> {
        let [desk, _] = &mut self.desks;
        let order = desk.store.load::<P>(&click.order)?;
        let reference = RefundKey::new(format!("by-hand-{:06}", click.number));
        if gateway.look_up(&reference)? == GatewayAnswer::NotKnown {
            let is_ours = |refund: &&Refund| refund.is_in_flight() && refund.route == Route::Shop;
            let Some(refund) = order.refunds_of(click.case()).find(is_ours) else {
                return Ok(());
            };
            let (key, amount) = (&refund.key, order.currency().money(refund.parts.total()));
            gateway.refund_by_hand(&click.order, &reference, key, amount, click.time())?;
        }
        self.fuse.step_at_the_gateway("after a refund by hand, before it is reported");
        let GatewayAnswer::Paid { amount, at } = gateway.look_up(&reference)? else {
            return Ok(());
        };
        let request = Request::ReportExternalRefund {
            case: Some(click.case()),
            reference,
            amount: order.currency().money(amount),
            lines: Vec::new(),
            shipping: Amount::ZERO,
            as_of: at,
        };
        let name = format!("click-{:06}-by-hand", click.number);
        self.memory.count("refunded by hand")?;
        self.send::<P>(&Command::new(name, &click.order, Actor::Merchant, click.time(), request))
    }
}
