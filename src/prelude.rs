//! The names that the first program needs: `use aftersale::prelude::*;`.
//!
//! ```
//! use aftersale::prelude::*;
//!
//! let now = Timestamp::from_seconds(1_795_300_763);
//! let lines = [LineFacts::new("tea", 3, Amount::from_minor(1_000))];
//! let (order, _opened) = Order::open(HardenedShop::default(), OrderFacts::new("ORDER1", Currency::EUR, lines), now)?;
//! assert_eq!(order.refundable().order, Amount::from_minor(3_000));
//! # Ok::<(), OpeningError>(())
//! ```

pub use crate::lifecycle::{Actor, Flow, Phase};
pub use crate::money::{Amount, Currency};
pub use crate::order::{
    Application, Ask, CaseId, Command, Decision, LineFacts, Offer, OpeningError, Order, OrderFacts,
    Request,
};
pub use crate::shopxo::HardenedShop;
pub use crate::time::Timestamp;
