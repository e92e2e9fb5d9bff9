//! The rules of the mini-shop in the words of the Channels shop: the same table with another status enum, worked out while
//! the crate is compiled. What the two tables do not share is in [`rules`](super::rules), in one place.
#![allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "const evaluation: a fault is a compile error"
)]

use super::AfterSaleStatus;
use crate::lifecycle::{Rule, Standing};
use crate::wechat::AfterSaleStatus as MiniShopStatus;
use crate::wechat::rules::{RULES, STANDINGS};

/// The most statuses that one rule of the mini-shop names.
const MOST: usize = 16;

/// The statuses from which each rule of the mini-shop starts, and those that were also seen after it.
const FROM: &[[AfterSaleStatus; MOST]; RULES.len()] = &statuses_of_rules(false);
const ALSO_SEEN: &[[AfterSaleStatus; MOST]; RULES.len()] = &statuses_of_rules(true);

/// Returns the status of the same name.
const fn renamed(status: MiniShopStatus) -> AfterSaleStatus {
    match status {
        MiniShopStatus::AftersalestatusInvalid => {
            panic!("a rule names the invalid status, which the Channels shop does not have")
        }
        MiniShopStatus::UserCanceld => AfterSaleStatus::UserCanceld,
        MiniShopStatus::MerchantProcessing => AfterSaleStatus::MerchantProcessing,
        MiniShopStatus::MerchantRejectRefund => AfterSaleStatus::MerchantRejectRefund,
        MiniShopStatus::MerchantRejectReturn => AfterSaleStatus::MerchantRejectReturn,
        MiniShopStatus::UserWaitReturn => AfterSaleStatus::UserWaitReturn,
        MiniShopStatus::ReturnClosed => AfterSaleStatus::ReturnClosed,
        MiniShopStatus::MerchantWaitReceipt => AfterSaleStatus::MerchantWaitReceipt,
        MiniShopStatus::MerchantOverdueRefund => AfterSaleStatus::MerchantOverdueRefund,
        MiniShopStatus::MerchantRefundSuccess => AfterSaleStatus::MerchantRefundSuccess,
        MiniShopStatus::MerchantReturnSuccess => AfterSaleStatus::MerchantReturnSuccess,
        MiniShopStatus::PlatformRefunding => AfterSaleStatus::PlatformRefunding,
        MiniShopStatus::PlatformRefundFail => AfterSaleStatus::PlatformRefundFail,
        MiniShopStatus::UserWaitConfirm => AfterSaleStatus::UserWaitConfirm,
        MiniShopStatus::MerchantRefundRetryFail => AfterSaleStatus::MerchantRefundRetryFail,
        MiniShopStatus::MerchantFail => AfterSaleStatus::MerchantFail,
    }
}

const fn statuses_of_rules(also_seen: bool) -> [[AfterSaleStatus; MOST]; RULES.len()] {
    let mut all = [[AfterSaleStatus::UserCanceld; MOST]; RULES.len()];
    let mut r = 0;
    while r < RULES.len() {
        let statuses = if also_seen { RULES[r].also_seen } else { RULES[r].from };
        let mut i = 0;
        while i < statuses.len() {
            all[r][i] = renamed(statuses[i]);
            i += 1;
        }
        r += 1;
    }
    all
}

/// Returns a rule of the mini-shop in the words of the Channels shop.
const fn renamed_rule(r: usize) -> Rule<AfterSaleStatus> {
    let Rule {
        row,
        flows,
        from,
        action,
        by,
        to,
        guards,
        evidence,
        also_seen,
        makes,
        turns_into,
        starts_refund,
    } = RULES[r];
    Rule {
        row,
        flows,
        from: FROM[r].split_at(from.len()).0,
        action,
        by,
        to: renamed(to),
        guards,
        evidence,
        also_seen: ALSO_SEEN[r].split_at(also_seen.len()).0,
        makes,
        turns_into,
        starts_refund,
    }
}

const fn is_same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut i = 0;
    while i < one.len() && i < other.len() && one[i] == other[i] {
        i += 1;
    }
    i == one.len() && i == other.len()
}

/// Returns whether the Channels shop has this rule of the mini-shop as it is.
const fn is_shared(r: usize, left_out: &[&str]) -> bool {
    let mut i = 0;
    while i < left_out.len() {
        if is_same_text(RULES[r].row, left_out[i]) {
            return false;
        }
        i += 1;
    }
    true
}

/// Returns the number of rules of the mini-shop, but for the rows that are left out.
pub(super) const fn number_of_shared(left_out: &[&str]) -> usize {
    let mut shared = 0;
    let mut r = 0;
    while r < RULES.len() {
        if is_shared(r, left_out) {
            shared += 1;
        }
        r += 1;
    }
    shared
}

/// Returns the rules of the mini-shop, but for the rows that are left out, and behind them those that are added.
///
/// # Panics
///
/// At compile time, when a row that is left out is none of the mini-shop's.
pub(super) const fn rules_with<const ALL: usize>(
    left_out: &[&str],
    added: &[Rule<AfterSaleStatus>],
) -> [Rule<AfterSaleStatus>; ALL] {
    let mut i = 0;
    while i < left_out.len() {
        if number_of_shared(&[left_out[i]]) == RULES.len() {
            panic!("the mini-shop has no such row");
        }
        i += 1;
    }
    let mut all = [added[0]; ALL];
    let mut at = 0;
    let mut r = 0;
    while r < RULES.len() {
        if is_shared(r, left_out) {
            all[at] = renamed_rule(r);
            at += 1;
        }
        r += 1;
    }
    let mut a = 0;
    while a < added.len() {
        all[at] = added[a];
        at += 1;
        a += 1;
    }
    all
}

/// The number of standings of the mini-shop, all of which the Channels shop has.
pub(super) const SHARED_STANDINGS: usize = STANDINGS.len();

/// Returns the standings of the mini-shop, and behind them those that are added.
pub(super) const fn standings_with<const ALL: usize>(
    added: &[Standing<AfterSaleStatus>],
) -> [Standing<AfterSaleStatus>; ALL] {
    let mut all = [added[0]; ALL];
    let mut i = 0;
    while i < ALL {
        all[i] = if i < SHARED_STANDINGS {
            let Standing { status, flows, phase, only_adopted } = STANDINGS[i];
            Standing { status: renamed(status), flows, phase, only_adopted }
        } else {
            added[i - SHARED_STANDINGS]
        };
        i += 1;
    }
    all
}
