//! A database of many orders, as the host has left it in the middle of its work: to be kept, and opened by each later build.
//!
//! ```sh
//! cargo run --release -p sqlite_host -- --fill 1000 FOLDER
//! zstd -22 --ultra FOLDER/*.db
//! ```

use std::path::Path;

use crate::clicks::clicks_of;
use crate::error::HostError;
use crate::fuse::Fuse;
use crate::shop::Shop;

/// The seed of the kept database.
const SEED: u64 = 1;

/// The last clicks, after which the worker has done nothing yet.
const CLICKS_WITHOUT_WORK: u64 = 26;

/// Makes a database of so many orders in this folder. The last are still clicked on, and some of what they ask for is still
/// to be done.
pub(crate) fn fill(folder: &Path, orders: u64) -> Result<(), HostError> {
    std::fs::create_dir_all(folder).map_err(HostError::files("making a folder"))?;
    let mut shop = Shop::open(folder, SEED, &Fuse::none())?;
    let clicks = clicks_of(orders);
    shop.work_until(clicks.saturating_sub(CLICKS_WITHOUT_WORK))?;
    shop.click_until(clicks)
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::path::PathBuf;

    use aftersale::order::OrderId;
    use aftersale::shopxo::HardenedShop;
    use aftersale::wechat::WeChat;

    use super::*;
    use crate::audit::Audit;
    use crate::platform::{HostedPolicy, Platform};
    use crate::shop::{GATEWAY_FILE, HOST_FILE, PEOPLE_FILE};
    use crate::store::Store;

    const ORDERS: usize = 1_000;

    /// Unpacks the kept files of this format into a new folder.
    fn unpacked(format: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("sqlite_host-{format}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for file in [HOST_FILE, GATEWAY_FILE, PEOPLE_FILE] {
            let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("kept").join(format);
            let packed = File::open(kept.join(format!("{file}.zst"))).unwrap();
            let mut packed = ruzstd::decoding::StreamingDecoder::new(packed).unwrap();
            std::io::copy(&mut packed, &mut File::create(folder.join(file)).unwrap()).unwrap();
        }
        folder
    }

    /// Returns whether an order is all over, once its snapshot and its events have told the same.
    fn is_settled<P: HostedPolicy>(store: &mut Store, id: &OrderId) -> bool {
        let order = store.load::<P>(id).unwrap();
        assert!(store.replay::<P>(id).unwrap() == order, "{id}");
        order.is_settled()
    }

    /// Format 2, as it was when it was fixed: every order is read, from snapshot and events alike; people and worker go on; and
    /// in the end the books of all orders agree with the gateway's (I6, I8, I23).
    #[test]
    fn a_database_of_a_thousand_orders_is_read_goes_on_and_its_books_agree() {
        let folder = unpacked("format_2");
        let mut store = Store::open(&folder.join(HOST_FILE), Fuse::none()).unwrap();
        let orders = store.orders().unwrap();
        assert_eq!(orders.len(), ORDERS);
        let settled = orders.iter().filter(|(order, platform)| match platform {
            Platform::ShopXo => is_settled::<HardenedShop>(&mut store, order),
            Platform::WeChat => is_settled::<WeChat>(&mut store, order),
        });
        let settled = settled.count();
        assert!((500..900).contains(&settled), "{settled} are over");
        assert!(!store.outbox().unwrap().is_empty(), "something is to be done");
        drop(store);

        let more = clicks_of(ORDERS as u64 + 4);
        Shop::open(&folder, SEED, &Fuse::none()).unwrap().work_until(more).unwrap();
        Shop::open(&folder, SEED, &Fuse::none()).unwrap().finish().unwrap();
        let audit = Audit::of(&folder, SEED).unwrap();
        assert!(audit.is_right(), "{audit:?}");
        assert_eq!(audit.orders, ORDERS + 4);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
