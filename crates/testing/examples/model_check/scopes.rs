//! The scopes of the exploration: policies, orders and bounds, and the invariants that are known not to hold.

use aftersale::order::OrderFacts;
use aftersale::shopxo::{FaithfulShop, HardenedShop, Release};
use aftersale::wechat::WeChat;
use aftersale_testing::explore::{
    Bounds, small_order, small_order_of_two_payments, small_taxed_order,
};
use aftersale_testing::invariants::Invariant;
use aftersale_testing::patient_wechat;

use crate::{Totals, report};

/// A policy, an order and bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    platform: Platform,
    lines: usize,
    pub(crate) units: u32,
    /// What is told of the order besides its lines.
    told: Told,
    pub(crate) bounds: Bounds,
}

/// What is told of an order besides its lines and what was paid.
#[derive(Clone, Copy, Debug)]
enum Told {
    Nothing,
    /// That some of what was paid is tax.
    Tax,
    /// The two payments.
    Payments,
}

#[derive(Clone, Copy, Debug)]
enum Platform {
    HardenedShop,
    FaithfulShop(Release),
    WeChat,
    PatientWeChat,
}

/// One case with one refund, which succeeds, fails, or is reported otherwise.
const ONE_REFUND: Bounds = Bounds {
    cases: 1,
    refunds: 1,
    applications: 2,
    external_refunds: 0,
    reversals: false,
    other_amounts: false,
    late_reports: 0,
    totals: false,
    pending_elsewhere: false,
    names: false,
    choices: false,
    deductions: false,
    adoptions: false,
    states: 20_000_000,
};
/// The same, and the refund can fail and be made again.
const TWO_REFUNDS: Bounds = Bounds { refunds: 2, ..ONE_REFUND };
/// The same, and another amount than the refund's can leave.
const OTHER_AMOUNTS: Bounds = Bounds { other_amounts: true, ..TWO_REFUNDS };
/// Two cases that claim the same money, until one of them is to be refunded.
const TWO_CASES: Bounds = Bounds { cases: 2, refunds: 0, ..ONE_REFUND };
/// One refund with any reports, in any order.
const LATE_REPORTS: Bounds =
    Bounds { applications: 1, reversals: true, other_amounts: true, late_reports: 2, ..ONE_REFUND };

/// One refund beside the gateway's totals.
const TOTALS: Bounds = Bounds { applications: 1, totals: true, ..ONE_REFUND };

/// One refund of which something is kept back, or all.
const DEDUCTIONS: Bounds = Bounds { applications: 1, deductions: true, ..ONE_REFUND };

/// One refund beside money that may be out by another way, of a known amount or of none.
const PENDING_ELSEWHERE: Bounds =
    Bounds { applications: 1, external_refunds: 1, pending_elsewhere: true, ..ONE_REFUND };

/// One refund by each of two payments.
const BY_BOTH: Bounds = Bounds { applications: 1, refunds: 2, ..ONE_REFUND };

const fn scope(platform: Platform, lines: usize, units: u32, bounds: Bounds) -> Scope {
    Scope { platform, lines, units, told: Told::Nothing, bounds }
}

const fn taxed(platform: Platform, lines: usize, units: u32, bounds: Bounds) -> Scope {
    Scope { told: Told::Tax, ..scope(platform, lines, units, bounds) }
}

const fn by_two_payments(platform: Platform, lines: usize, units: u32, bounds: Bounds) -> Scope {
    Scope { told: Told::Payments, ..scope(platform, lines, units, bounds) }
}

/// The scopes that take seconds.
pub(crate) const SMALL: &[Scope] = &[
    scope(Platform::HardenedShop, 1, 1, ONE_REFUND),
    taxed(Platform::HardenedShop, 1, 2, Bounds { applications: 1, reversals: true, ..ONE_REFUND }),
    scope(Platform::HardenedShop, 1, 1, DEDUCTIONS),
    scope(Platform::WeChat, 1, 1, Bounds { applications: 1, ..ONE_REFUND }),
    scope(Platform::FaithfulShop(Release::V2_2_1), 1, 2, ONE_REFUND),
    scope(Platform::FaithfulShop(Release::V6_9_0), 1, 2, ONE_REFUND),
];

/// The scopes that take long.
pub(crate) const LARGE: &[Scope] = &[
    scope(Platform::HardenedShop, 2, 1, OTHER_AMOUNTS),
    scope(Platform::HardenedShop, 1, 2, TWO_CASES),
    scope(Platform::HardenedShop, 1, 1, LATE_REPORTS),
    scope(Platform::HardenedShop, 1, 1, TOTALS),
    scope(Platform::HardenedShop, 1, 1, PENDING_ELSEWHERE),
    by_two_payments(Platform::HardenedShop, 1, 1, BY_BOTH),
    taxed(Platform::HardenedShop, 2, 2, DEDUCTIONS),
    scope(Platform::WeChat, 1, 2, TWO_REFUNDS),
    scope(Platform::PatientWeChat, 2, 1, Bounds { applications: 1, ..ONE_REFUND }),
    scope(Platform::PatientWeChat, 1, 1, TWO_CASES),
    scope(Platform::FaithfulShop(Release::V2_2_1), 1, 2, TWO_REFUNDS),
    scope(Platform::FaithfulShop(Release::V6_9_0), 1, 2, TWO_REFUNDS),
];

/// The invariants that the faithful shop does not uphold, by its terms (`docs/shopxo.md`).
const NOT_UPHELD: &[Invariant] = &[
    Invariant::I1,
    Invariant::I2,
    Invariant::I3,
    Invariant::I4,
    Invariant::I6,
    Invariant::I7,
    Invariant::I14,
    Invariant::I15,
    Invariant::I16,
];

impl Scope {
    pub(crate) fn order(&self) -> OrderFacts {
        let order = match self.told {
            Told::Nothing => small_order,
            Told::Tax => small_taxed_order,
            Told::Payments => small_order_of_two_payments,
        };
        order(self.lines, self.units)
    }

    pub(crate) fn in_words(&self) -> String {
        let Self { lines, units, bounds, .. } = self;
        let lines = if *lines == 1 { "one line" } else { "two lines" };
        let units = if *units == 1 { "one unit" } else { "two units" };
        let told = match self.told {
            Told::Nothing => "",
            Told::Tax => ", taxed",
            Told::Payments => ", two payments",
        };
        format!("{lines} of {units}{told}, {bounds}")
    }

    pub(crate) fn run(&self) -> Totals {
        match self.platform {
            Platform::HardenedShop => {
                report("ShopXO, hardened", HardenedShop::default(), &[], self)
            }
            Platform::FaithfulShop(release) => {
                let name = format!("ShopXO, as {release} is");
                report(&name, FaithfulShop::new(release), NOT_UPHELD, self)
            }
            Platform::WeChat => report("WeChat", WeChat::default(), &[], self),
            Platform::PatientWeChat => {
                report("WeChat, without its limits", patient_wechat(), &[], self)
            }
        }
    }
}
