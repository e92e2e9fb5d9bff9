//! The payment gateways of `aftersale::gateway`, simulated, so that what a host makes of their words can be tried.
//!
//! A [`SimulatedGateway`] behaves as the rows of its table say and keeps books of its own. [`play`] has a host play one order
//! against it: two of three lines are refunded, one after the other. A host that goes by the tables books what the buyer has
//! got, to the last unit; [`Reader`] has four others, whose reading loses money.
//!
//! ```
//! use aftersale::gateway::STRIPE;
//! use aftersale_testing::gateways::{Figures, Reader};
//!
//! let figures = Figures::of(&STRIPE, Reader::Tables, 0..100);
//! assert_eq!(figures.orders, 100);
//! assert!(figures.nothing_is_lost(), "{figures:?}");
//! ```

mod host;
mod reader;
mod simulated;

use std::ops::Range;

use aftersale::gateway::Gateway;
use aftersale::money::Amount;

pub use host::{Books, play};
pub use reader::Reader;
pub use simulated::{Said, SimulatedGateway};

/// What many orders came to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Figures {
    /// The number of orders.
    pub orders: u64,
    /// What the merchants agreed to refund.
    pub agreed: Amount,
    /// The number of orders whose buyer got more than was agreed.
    pub overpaid: u64,
    /// What those buyers got too much.
    pub overpaid_by: Amount,
    /// The number of orders that have booked more than the buyer got.
    pub booked_too_much: u64,
    /// What those orders have booked too much.
    pub booked_too_much_by: Amount,
    /// The number of orders that have booked less than the buyer got.
    pub booked_too_little: u64,
    /// The number of keys under which money left twice.
    pub keys_paid_twice: usize,
    /// The number of orders with a refund of which nobody learns what became of it.
    pub left_open: u64,
    /// The number of orders that did not come to rest.
    pub restless: u64,
}

impl Figures {
    /// Plays an order for each of these seeds.
    #[must_use]
    pub fn of(gateway: &'static Gateway, reader: Reader, seeds: Range<u64>) -> Self {
        let mut all = Self::default();
        for seed in seeds {
            all.add(&play(gateway, reader, seed));
        }
        all
    }

    fn add(&mut self, books: &Books) {
        let over = books.to_buyer.saturating_sub(books.agreed);
        let too_much = books.booked.saturating_sub(books.to_buyer);
        self.orders += 1;
        self.agreed = self.agreed.saturating_add(books.agreed);
        if over.is_positive() {
            self.overpaid += 1;
            self.overpaid_by = self.overpaid_by.saturating_add(over);
        }
        if too_much.is_positive() {
            self.booked_too_much += 1;
            self.booked_too_much_by = self.booked_too_much_by.saturating_add(too_much);
        }
        self.booked_too_little += u64::from(books.booked < books.to_buyer);
        self.keys_paid_twice += books.keys_paid_twice;
        self.left_open += u64::from(books.is_open);
        self.restless += u64::from(!books.is_at_rest);
    }

    /// Returns whether what was paid is what was booked, no key was paid twice, no buyer got more than was agreed, and nothing
    /// is left open.
    #[must_use]
    pub fn nothing_is_lost(&self) -> bool {
        let counts = [self.overpaid, self.booked_too_much, self.booked_too_little];
        counts == [0; 3] && self.keys_paid_twice == 0 && self.left_open == 0 && self.restless == 0
    }
}
