//! What is explored, within which bounds.

use aftersale::order::OrderFacts;
use aftersale::shopxo::Hardened;
use aftersale::testing::explore::{Bounds, small_order};
use aftersale::wechat::{self, WeChat};

use crate::report;

/// A policy, an order and bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope {
    platform: Platform,
    lines: usize,
    pub(crate) units: u32,
    pub(crate) bounds: Bounds,
}

#[derive(Clone, Copy, Debug)]
enum Platform {
    Hardened,
    WeChat,
    PatientWeChat,
}

/// One case, with all that can become of its payments.
const ONE_CASE: Bounds = Bounds {
    cases: 1,
    attempts: 2,
    applications: 2,
    elsewhere: 0,
    reversals: true,
    other_amounts: true,
    states: 20_000_000,
};
/// Two cases that want the same money.
const TWO_CASES: Bounds =
    Bounds { cases: 2, attempts: 1, reversals: false, other_amounts: false, ..ONE_CASE };
/// One case with one payment, which succeeds, fails, or is heard of in another way.
const ONE_PAYMENT: Bounds = Bounds { cases: 1, ..TWO_CASES };

const fn scope(platform: Platform, lines: usize, units: u32, bounds: Bounds) -> Scope {
    Scope { platform, lines, units, bounds }
}

/// What takes seconds.
pub(crate) const SMALL: &[Scope] = &[
    scope(Platform::Hardened, 1, 1, ONE_PAYMENT),
    scope(Platform::WeChat, 1, 1, ONE_PAYMENT),
    scope(Platform::PatientWeChat, 1, 1, ONE_PAYMENT),
];

/// What takes long.
pub(crate) const LARGE: &[Scope] = &[
    scope(Platform::Hardened, 1, 2, ONE_CASE),
    scope(Platform::Hardened, 1, 2, TWO_CASES),
    scope(Platform::WeChat, 1, 2, ONE_CASE),
    scope(Platform::WeChat, 2, 1, TWO_CASES),
    scope(Platform::PatientWeChat, 1, 2, TWO_CASES),
];

/// WeChat, if a line could have any number of cases, and a case any number of lines.
fn patient_wechat() -> WeChat {
    let mut terms = wechat::policy::TERMS;
    terms.limits.again_after_refund = true;
    terms.limits.applications = None;
    terms.limits.lines = None;
    WeChat { terms }
}

impl Scope {
    pub(crate) fn order(&self) -> OrderFacts {
        small_order(self.lines, self.units)
    }

    pub(crate) const fn lines_in_words(&self) -> &'static str {
        if self.lines == 1 { "one line" } else { "two lines" }
    }

    pub(crate) fn run(&self) -> (usize, usize) {
        match self.platform {
            Platform::Hardened => report("ShopXO, hardened", Hardened::default(), self),
            Platform::WeChat => report("WeChat", WeChat::default(), self),
            Platform::PatientWeChat => report("WeChat, without its limits", patient_wechat(), self),
        }
    }
}
