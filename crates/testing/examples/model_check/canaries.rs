//! Orders that are wrong on purpose. Each has to be found, on either platform where it can show.

use std::fmt::Debug;
use std::process::ExitCode;

use aftersale::lifecycle::Status;
use aftersale::order::{Change, EffectSubject, Event, EventKind, PaymentNumber, Policy};
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;
use aftersale_testing::explore::{
    Bounds, EventFault, explore, small_order_of_two_payments, small_taxed_order,
};

type Canary<S> = (&'static str, &'static str, EventFault<S>);

fn canaries<S: Status>() -> [Canary<S>; 15] {
    [
        ("forgets-what-was-started", "a refund that is started is not kept", |event| {
            without(event, |change| matches!(change, Change::RefundStarted(_)));
        }),
        ("forgets-reports", "a report on the refund is not kept", |event| {
            without(event, |change| matches!(change, Change::RefundUpdated(_)));
        }),
        ("forgets-claims", "what a case asks for is not kept", |event| {
            for change in changes(event) {
                if let Change::CaseOpened { claim, .. } = change {
                    claim.lines.clear();
                }
            }
        }),
        ("forgets-deductions", "what is kept back is not kept on record", |event| {
            for change in changes(event) {
                if let Change::CaseOpened { claim, .. } | Change::ClaimChanged { claim, .. } =
                    change
                {
                    claim.deductions.clear();
                }
            }
        }),
        ("forgets-commands", "no command is known when it comes again", |event| {
            if let EventKind::Opened(opening) = &mut event.kind {
                opening.remembered = 0;
            }
        }),
        ("forgets-stock", "that goods were taken into stock is not kept", |event| {
            without(event, |change| matches!(change, Change::GoodsTakenBack { .. }));
        }),
        ("forgets-deadlines", "a clock that was stopped runs on", |event| {
            without(event, |change| matches!(change, Change::DeadlineSet { deadline: None, .. }));
        }),
        ("forgets-anomalies", "that something is strange about money is not kept", |event| {
            without(event, |change| matches!(change, Change::AnomalyFound(_)));
        }),
        ("forgets-adoptions", "what the platform tells of its case is not kept", |event| {
            without(event, |change| matches!(change, Change::CaseAdopted { .. }));
        }),
        ("forgets-taxes", "what a refund carries of tax is not kept", |event| {
            without(event, |change| matches!(change, Change::RefundTaxed { .. }));
        }),
        ("forgets-payments", "a payment that comes later is not kept", |event| {
            without(event, |change| matches!(change, Change::PaymentAdded { .. }));
        }),
        ("swaps-payments", "a refund goes back by another payment than it should", |event| {
            let refunds = changes(event).iter_mut().filter_map(|change| match change {
                Change::RefundStarted(refund) => Some(refund),
                _ => None,
            });
            for effect in refunds.filter_map(|refund| refund.effect.as_mut()) {
                if let EffectSubject::IssueRefundBy { payment } = &mut effect.subject {
                    *payment = PaymentNumber::new(3_u8.saturating_sub(payment.number()));
                }
            }
        }),
        ("forgets-names", "what a refund is called besides is not kept", |event| {
            without(event, |change| matches!(change, Change::RefundIdentified { .. }));
        }),
        ("stays-closed", "that an order is open again is not kept", |event| {
            without(event, |change| matches!(change, Change::OrderReopened));
        }),
        ("stays-where-it-is", "a case does not move", |event| {
            without(event, |change| matches!(change, Change::Transitioned { .. }));
        }),
    ]
}

fn changes<S>(event: &mut Event<S>) -> &mut [Change<S>] {
    match &mut event.kind {
        EventKind::Accepted(accepted) => &mut accepted.changes,
        EventKind::Opened(_) => &mut [],
    }
}

fn without<S>(event: &mut Event<S>, is_forgotten: fn(&Change<S>) -> bool) {
    if let EventKind::Accepted(accepted) = &mut event.kind {
        accepted.changes.retain(|change| !is_forgotten(change));
    }
}

pub(crate) fn names() -> String {
    let canaries = canaries::<aftersale::shopxo::AfterSaleStatus>();
    let names = canaries.iter().map(|(name, what, _)| format!("  {name}: {what}"));
    names.collect::<Vec<_>>().join("\n")
}

/// Explores an order that is wrong on purpose, and prints the first history that shows it.
pub(crate) fn find(name: &str) -> ExitCode {
    if !canaries::<aftersale::shopxo::AfterSaleStatus>().iter().any(|(known, ..)| *known == name) {
        eprintln!("there is no {name}; there are\n{}\n{}", names(), crate::mirrors::names());
        return ExitCode::FAILURE;
    }
    if is_found(name, HardenedShop::default()) || is_found(name, WeChat::default()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn is_found<P: Policy + Debug + PartialEq>(name: &str, policy: P) -> bool {
    let canaries = canaries::<P::Status>();
    let Some((_, what, fault)) = canaries.iter().find(|(known, ..)| *known == name) else {
        return false;
    };
    // Enough for each of them on one of the platforms.
    let bounds = Bounds {
        cases: 1,
        reversals: false,
        other_amounts: false,
        deductions: true,
        names: name == "forgets-names",
        external_refunds: usize::from(name == "forgets-names"),
        adoptions: name == "forgets-adoptions",
        states: 20_000,
        ..Bounds::default()
    };
    let mut order = if name.ends_with("-payments") {
        small_order_of_two_payments(1, 2)
    } else {
        small_taxed_order(1, 2)
    };
    if name == "forgets-payments" {
        order.payments.truncate(1);
    }
    let explored = explore(policy, order, &bounds, Some(*fault));
    let explored = explored.expect("small orders can be opened");
    println!("{name} at {}: {what}", P::LIFECYCLE.platform());
    match explored.violations.first() {
        Some(violation) => {
            println!("{}\n{}", violation.broken, violation.history);
            println!("found after {} states", explored.states);
            true
        }
        None => {
            println!("not seen in {} states", explored.states);
            false
        }
    }
}
