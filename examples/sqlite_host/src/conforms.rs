//! Tests the store with the suite of `aftersale_testing`. Where it has to die, a process of its own
//! does: this test again, with a fuse that ends it between two statements.

use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use aftersale::order::stored::StoredEvent;
use aftersale::order::{Event, Order, OrderId, PendingEffect, Policy};
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;
use aftersale::wechat::WeChat;
use aftersale_testing::store::{Appended, Check, Reached, Store as Tried, conforms, races};

use crate::error::HostError;
use crate::fuse::{Fuse, Steps};
use crate::platform::{HostedPolicy, Platform};
use crate::store::{OutboxEntry, Store};

/// A connection to the database in a folder.
struct Desk<P> {
    folder: PathBuf,
    store: Store,
    policy: PhantomData<P>,
}

fn open_store(folder: &Path, fuse: Fuse) -> Result<Store, HostError> {
    Store::open(&folder.join("host.db"), fuse)
}

impl<P> Desk<P> {
    fn open(folder: &Path) -> Result<Self, HostError> {
        let store = open_store(folder, Fuse::none())?;
        Ok(Self { folder: folder.into(), store, policy: PhantomData })
    }
}

impl<P: HostedPolicy> Tried<P> for Desk<P> {
    type Error = HostError;

    fn load(&mut self, order: &OrderId) -> Result<Option<Order<P>>, HostError> {
        known(self.store.load(order))
    }

    fn append(
        &mut self,
        event: &Event<P::Status>,
        after: &Order<P>,
    ) -> Result<Appended, HostError> {
        let is_stored = self.store.append(after, event)?;
        Ok(if is_stored { Appended::Stored } else { Appended::NotNext })
    }

    fn restart(&mut self) -> Result<(), HostError> {
        *self = Self::open(&self.folder)?;
        Ok(())
    }

    fn connect(&mut self) -> Result<Option<Self>, HostError> {
        Self::open(&self.folder).map(Some)
    }

    fn orders(&mut self) -> Result<Option<Vec<OrderId>>, HostError> {
        self.store.orders().map(names)
    }

    fn outbox(&mut self) -> Result<Option<Vec<(OrderId, PendingEffect)>>, HostError> {
        let open = self.store.outbox()?.into_iter();
        Ok(Some(open.map(|OutboxEntry { order, pending, .. }| (order, pending)).collect()))
    }

    fn timers(&mut self, now: Timestamp) -> Result<Option<Vec<OrderId>>, HostError> {
        self.store.timers(now).map(names)
    }

    fn refunds_to_query(&mut self) -> Result<Option<Vec<OrderId>>, HostError> {
        self.store.refunds_to_query().map(names)
    }

    fn replay(&mut self, order: &OrderId) -> Result<Option<Order<P>>, HostError> {
        self.store.replay(order).map(Some)
    }

    fn append_and_die(
        &mut self,
        event: &Event<P::Status>,
        _after: &Order<P>,
        steps: u32,
    ) -> Result<Option<Reached>, HostError> {
        let text = serde_json::to_string(&StoredEvent::<P>::of(event.clone()))
            .map_err(HostError::json("writing an event"))?;
        let program = std::env::current_exe().map_err(HostError::files("looking for the test"))?;
        let output = Command::new(program)
            .args(["--exact", "conforms::stores_one_event", "--ignored", "--nocapture"])
            .env("FOLDER", &self.folder)
            .env("PLATFORM", P::LIFECYCLE.platform())
            .env("EVENT", text)
            .env("STEPS", steps.to_string())
            .output()
            .map_err(HostError::files("starting the test again"))?;
        match output.status.code() {
            Some(0) => Ok(Some(Reached::End)),
            // A test that fails, which is no death.
            Some(101) => {
                let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
                Err(HostError::Child { status: output.status, stderr })
            }
            _ => Ok(Some(Reached::Death)),
        }
    }
}

fn names(orders: Vec<(OrderId, Platform)>) -> Option<Vec<OrderId>> {
    Some(orders.into_iter().map(|(order, _)| order).collect())
}

/// Returns no order, rather than an error, where there is none.
fn known<P: Policy>(loaded: Result<Order<P>, HostError>) -> Result<Option<Order<P>>, HostError> {
    match loaded {
        Ok(order) => Ok(Some(order)),
        Err(HostError::NoSuchOrder { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

#[test]
#[ignore = "the process that dies: the suite starts it itself"]
fn stores_one_event() {
    let variable = |name| std::env::var(name).unwrap();
    let (folder, event) = (PathBuf::from(variable("FOLDER")), variable("EVENT"));
    let fuse = Fuse::of(variable("STEPS").parse().unwrap(), Steps::All);
    match Platform::named(&variable("PLATFORM")).unwrap() {
        Platform::ShopXo => store_it::<HardenedShop>(&folder, &event, fuse),
        Platform::WeChat => store_it::<WeChat>(&folder, &event, fuse),
    }
}

fn store_it<P: HostedPolicy>(folder: &Path, event: &str, fuse: Fuse) {
    let event: StoredEvent<P> = serde_json::from_str(event).unwrap();
    let event = event.content().unwrap();
    let mut store = open_store(folder, fuse).unwrap();
    let after = match known(store.load(&event.order)).unwrap() {
        None => Order::replay(P::default(), [&event]).unwrap(),
        Some(mut order) => {
            order.apply(&event).unwrap();
            order
        }
    };
    assert!(store.append(&after, &event).unwrap());
}

/// Folders that are removed when the test is over.
struct Folders(PathBuf, AtomicU64);

impl Folders {
    fn of(test: &str) -> Self {
        let name = format!("sqlite_host-{test}-{}", std::process::id());
        Self(std::env::temp_dir().join(name), AtomicU64::new(0))
    }

    fn new_one(&self) -> PathBuf {
        let folder = self.0.join(self.1.fetch_add(1, Ordering::Relaxed).to_string());
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn tries<P: HostedPolicy + Send>(test: &str) {
    let folders = Folders::of(test);
    let report = conforms(P::default(), || Desk::<P>::open(&folders.new_one()).unwrap());
    let report = report.unwrap_or_else(|violation| panic!("{violation}"));
    println!("{report}");
    assert!(report.not_offered().eq([Check::Races]), "everything is offered");
    let folder = folders.new_one();
    let report = races(P::default(), || Desk::<P>::open(&folder).unwrap());
    println!("{}", report.unwrap_or_else(|violation| panic!("{violation}")));
}

#[test]
fn the_store_keeps_orders_of_a_shop() {
    tries::<HardenedShop>("shop");
}

#[test]
fn the_store_keeps_orders_of_wechat() {
    tries::<WeChat>("wechat");
}
