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
const TWO_CASES: Bounds = Bounds {
    cases: 2,
    attempts: 1,
    applications: 2,
    reversals: false,
    other_amounts: false,
    ..ONE_CASE
};

/// What takes seconds.
pub(crate) const SMALL: &[Scope] = &[
    Scope {
        platform: Platform::Hardened,
        lines: 1,
        units: 1,
        bounds: Bounds { attempts: 1, ..ONE_CASE },
    },
    Scope {
        platform: Platform::WeChat,
        lines: 1,
        units: 1,
        bounds: Bounds { attempts: 1, ..ONE_CASE },
    },
    Scope {
        platform: Platform::PatientWeChat,
        lines: 1,
        units: 1,
        bounds: Bounds { attempts: 1, ..ONE_CASE },
    },
];

/// What takes minutes.
pub(crate) const LARGE: &[Scope] = &[
    Scope { platform: Platform::Hardened, lines: 1, units: 2, bounds: ONE_CASE },
    Scope { platform: Platform::Hardened, lines: 1, units: 2, bounds: TWO_CASES },
    Scope { platform: Platform::WeChat, lines: 1, units: 2, bounds: ONE_CASE },
    Scope { platform: Platform::WeChat, lines: 2, units: 1, bounds: TWO_CASES },
    Scope { platform: Platform::PatientWeChat, lines: 1, units: 2, bounds: TWO_CASES },
];

pub(crate) const TINY: &[Scope] = &[
    Scope {
        platform: Platform::Hardened,
        lines: 1,
        units: 2,
        bounds: Bounds { states: 400_000, ..ONE_CASE },
    },
    Scope {
        platform: Platform::Hardened,
        lines: 1,
        units: 2,
        bounds: Bounds { states: 400_000, ..TWO_CASES },
    },
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
            Platform::Hardened => report("ShopXO, hardened", Hardened::default(), self, None, &[]),
            Platform::WeChat => report("WeChat", WeChat::default(), self, None, &[]),
            Platform::PatientWeChat => {
                report("WeChat, without its limits", patient_wechat(), self, None, &[])
            }
        }
    }
}
