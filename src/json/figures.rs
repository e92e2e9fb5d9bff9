//! The figures of a reason, by the names that its documentation gives them.

use alloc::string::ToString;
use serde_json::{Value, json};

use super::answers::{bound, exact, money, set, time, word};
use crate::lifecycle::{Status, TableReason};
use crate::order::{Reason, StatusRef, TextLimit};

/// Returns the figures of a reason, as an object.
#[allow(clippy::too_many_lines, reason = "one line a reason")]
pub(super) fn of<S: Status>(reason: &Reason<S>) -> Value {
    match reason {
        Reason::CommandReused { id } | Reason::ReservedId { id } => json!({"id": id.as_str()}),
        Reason::RefundReferenceReused { key }
        | Reason::NoSuchRefund { key }
        | Reason::MadeOffline { key } => {
            json!({"key": key.as_str()})
        }
        Reason::RefundOfOtherCase { reference, case } => {
            json!({"reference": reference.as_str(), "case": case.number()})
        }
        Reason::OwnRefund { reference, refund } => {
            json!({"reference": reference.as_str(), "refund": refund.as_str()})
        }
        Reason::NoSuchPayment { payment } | Reason::DuplicatePayment { payment } => {
            json!({"payment": payment.as_str()})
        }
        Reason::PlatformCaseKnown { platform_case, known, given } => json!({
            "platform_case": platform_case.as_str(),
            "known": known.number(),
            "given": given.number(),
        }),
        Reason::OtherPlatformCase { case, known, given } => json!({
            "case": case.number(),
            "known": known.as_str(),
            "given": given.as_str(),
        }),
        Reason::PaymentKnown { payment, paid } => {
            json!({"payment": payment.as_str(), "paid": money(*paid)})
        }
        Reason::PaymentsExceedOrder { payments, costs } => {
            json!({"payments": money(*payments), "costs": money(*costs)})
        }
        Reason::AlreadyReported { reported } => json!({"reported": time(*reported)}),
        Reason::Stale { seen, now } => json!({"seen": seen.number(), "now": now.number()}),
        Reason::OfferChanged { seen, now } => json!({"seen": seen.number(), "now": now.number()}),
        Reason::TimeWithoutDate { at } => json!({"at": at.seconds()}),
        Reason::BeforeLastEvent { at, last } | Reason::TooFarAhead { at, last } => {
            json!({"at": time(*at), "last": time(*last)})
        }
        Reason::OtherOrder { given, here } => {
            json!({"given": given.as_str(), "here": here.as_str()})
        }
        Reason::NoSuchCase { case } => json!({"case": case.number()}),
        Reason::NoSuchLine { line }
        | Reason::LineNotClaimed { line }
        | Reason::NoUnits { line }
        | Reason::NeitherUnitsNorAmount { line }
        | Reason::UnitsRequired { line }
        | Reason::DuplicateLine { line }
        | Reason::MissingLine { line } => json!({"line": line.as_str()}),
        Reason::UnknownStatus { status } => match status {
            StatusRef::Name(name) => json!({"status": name}),
            StatusRef::Number(number) => json!({"status": number.0}),
        },
        Reason::NoSuchEffect { effect } => json!({"effect": effect.to_string()}),
        Reason::OtherActor { holders } => json!({"holders": set(*holders)}),
        Reason::Barred { actor } => json!({"actor": word(actor)}),
        Reason::Table(reason) => of_table(reason),
        Reason::WindowClosed { last } => json!({"last": time(*last)}),
        Reason::TooManyApplications { line, made, most } => {
            json!({"line": line.as_str(), "made": made, "most": most})
        }
        Reason::AlreadyRefundedOnce { line, case } => {
            json!({"line": line.as_str(), "case": case.number()})
        }
        Reason::DeadlineNotReached { deadline } => json!({"deadline": time(*deadline)}),
        Reason::RefundTooSoon { from } => json!({"from": time(*from)}),
        Reason::NotWaitingForReceipt { phase } | Reason::CannotHide { phase } => {
            json!({"phase": word(phase)})
        }
        Reason::NotInFlight { key, state }
        | Reason::MoneyMayBeOut { key, state }
        | Reason::QueryGatewayFirst { key, state } => {
            json!({"key": key.as_str(), "state": word(state)})
        }
        Reason::ReportRefundInstead { effect, key } => {
            json!({"effect": effect.to_string(), "key": key.as_str()})
        }
        Reason::TooMuch { bound: limited, asked, left } => {
            json!({"bound": bound(limited), "asked": money(*asked), "left": money(*left)})
        }
        Reason::NothingRefundable { bound: limited } => json!({"bound": bound(limited)}),
        Reason::TooManyUnits { line, asked, bought, claimed, returned } => json!({
            "line": line.as_str(),
            "asked": asked.units(),
            "bought": bought.units(),
            "claimed": claimed.units(),
            "returned": returned.units(),
        }),
        Reason::AlreadyRefunded { paid } => json!({"paid": money(*paid)}),
        Reason::AmountChangeNotAllowed { asked, before, allowed } => json!({
            "asked": money(*asked),
            "before": money(*before),
            "allowed": word(allowed),
        }),
        Reason::AllOrNothing { line, accepted, claimed } => json!({
            "line": line.as_str(),
            "accepted": accepted.units(),
            "claimed": claimed.units(),
        }),
        Reason::NotPositive { what, amount } => json!({"what": what, "amount": money(*amount)}),
        Reason::UnitsDoNotAddUp { line, stated, claimed } => json!({
            "line": line.as_str(),
            "stated": stated.units(),
            "claimed": claimed.units(),
        }),
        Reason::AcceptedMoreThanReceived { line, accepted, came } => json!({
            "line": line.as_str(),
            "accepted": accepted.units(),
            "came": came.units(),
        }),
        Reason::PartsExceedWhole { whole } => json!({"whole": money(*whole)}),
        Reason::TextLength { text, length, limit } => {
            let TextLimit { least, most } = *limit;
            let most = (most != usize::MAX).then_some(most);
            json!({"text": word(text), "length": length, "least": least, "most": most})
        }
        Reason::TooMuchEvidence { named, most } | Reason::TooManyLines { named, most } => {
            json!({"named": named, "most": most})
        }
        Reason::TooManyShippingApplications { made, most } => json!({"made": made, "most": most}),
        Reason::DeductionsNotAllowed { named } => json!({"named": named}),
        Reason::TooLong { what, length, most } => {
            json!({"what": word(what), "length": length, "most": most})
        }
        Reason::TooMany { what, named, most } => {
            json!({"what": word(what), "named": named, "most": most})
        }
        Reason::FlowNotOfOrders { flow } => json!({"flow": word(flow)}),
        Reason::ContainsNul { what } => json!({"what": word(what)}),
        Reason::OrderIsFull { what, most } => json!({"what": word(what), "most": most}),
        Reason::CurrencyMismatch { given, here } => {
            json!({"given": exact(*given), "here": here.code(), "places": here.places()})
        }
        Reason::InTheFuture { when } | Reason::InThePast { when } => json!({"when": time(*when)}),
        Reason::NoMoreEvents { last } => json!({"last": last.number()}),
        Reason::AlreadyReceived
        | Reason::RightNotGranted
        | Reason::BuyerNotNamed
        | Reason::OtherBuyer
        | Reason::CasesNotAccepted
        | Reason::NothingToReturn
        | Reason::NotShipped
        | Reason::NoDeadline
        | Reason::ReceiptNotConfirmed
        | Reason::CaseStillOpen
        | Reason::NothingAccepted
        | Reason::NothingRequested
        | Reason::CertificateRequired
        | Reason::LineRequired
        | Reason::EmptyName
        | Reason::TooLarge => json!({}),
    }
}

fn of_table<S: Status>(reason: &TableReason<S>) -> Value {
    match reason {
        TableReason::NoSuchAction { platform } => json!({"platform": platform}),
        TableReason::Ended { status } | TableReason::NoRules { status } => {
            json!({"status": status.name()})
        }
        TableReason::NotOfThisFlow { status, flows } => {
            json!({"status": status.name(), "flows": set(*flows)})
        }
        TableReason::NoCaseYet { instead } | TableReason::NotHere { instead } => {
            json!({"instead": set(*instead)})
        }
        TableReason::OtherFlow { only_in, instead } => {
            json!({"only_in": word(only_in), "instead": set(*instead)})
        }
        TableReason::OtherActor { only } | TableReason::NeverByThisActor { only } => {
            json!({"holders": set(*only)})
        }
        TableReason::GuardNotMet { guard } | TableReason::GuardNotKnown { guard } => {
            json!({"guard": word(guard)})
        }
        TableReason::NotTrusted { row, evidence, trusted } => {
            json!({"row": row, "evidence": word(evidence), "trusted": word(trusted)})
        }
    }
}
