//! The message of every error and anomaly, letter by letter: people read them in logs, so a change of one is a change
//! that the change log names. The sources are parsed for the variants, so that none can be left out.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};

use aftersale::Language;
use aftersale::gateway::wire::{DocumentError, DocumentKind};
use aftersale::gateway::{self, KeyFault, LimitFault, NotExpressible};
use aftersale::json::{self, Sender};
use aftersale::lifecycle::{Action, Actor, Evidence, Flow, Guard, Phase, Set, TableReason};
use aftersale::money::{Amount, Currency, Money, NotACurrency, NotAnAmount, NotMoney, NotShared};
use aftersale::order::stored::{
    FORMAT, Format, ReadError, RestoreError, SnapshotFault, StoredKind,
};
use aftersale::order::{
    AmountChange, Anomaly, Bound, CaseId, Check, Discrepancy, EffectId, EffectSubject, MaximumOf,
    NotAnEffectId, Offer, OpeningError, OpeningFault, OrderId, Reason, RefundState, ReplayError,
    StatusRef, TextLimit, Version,
};
use aftersale::quantity::Quantity;
use aftersale::time::{NotATimestamp, Timestamp};
use aftersale::wechat::AfterSaleStatus as Status;
use aftersale::wire::{Place, Unplaced, WireError};

const AT: Timestamp = Timestamp::from_seconds(1_795_300_763);
const LATER: Timestamp = Timestamp::from_seconds(1_795_300_823);

fn yuan(minor: i64) -> Money {
    Currency::CNY.money(Amount::from_minor(minor))
}

fn currency(code: &str, places: u8) -> Currency {
    Currency::with_places(code, places).expect("a code of three letters")
}

const fn units(units: u32) -> Quantity {
    Quantity::new(units)
}

/// Checks every message, and that the rows have every variant of this type in this source.
fn check<T: Debug + Display>(source: &str, name: &str, rows: &[(T, &str)]) {
    let found: BTreeSet<String> = rows.iter().map(|(value, _)| variant(value)).collect();
    assert_eq!(found, variants(source, name), "{name} has other variants than the table");
    for (value, message) in rows {
        assert_eq!(value.to_string(), *message, "{value:?}");
        assert_eq!(message.trim_end_matches('.'), *message, "no full stop");
        assert!(!message.is_empty());
    }
}

/// Returns the variant of a value, from its debug form.
fn variant(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    text.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_owned()
}

/// Returns the variants of a type, from its source.
fn variants(source: &str, name: &str) -> BTreeSet<String> {
    let path = format!("{}/src/{source}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("a source of the crate");
    let file = syn::parse_file(&text).expect("a source that parses");
    let found = file.items.iter().find_map(|item| match item {
        syn::Item::Enum(found) if found.ident == name => Some(found),
        _ => None,
    });
    let variants = &found.unwrap_or_else(|| panic!("{source} has no {name}")).variants;
    variants.iter().map(|variant| variant.ident.to_string()).collect()
}

#[test]
fn every_reason_of_a_refusal_has_its_message() {
    type Row = (Reason<Status>, &'static str);
    let (line, case) = (|| "tea".into(), CaseId::FIRST);
    let key = || "ORDER1c1r1".into();
    let state = RefundState::Started;
    let about_the_command: Vec<Row> = vec![
        (
            Reason::CommandReused { id: "c-1".into() },
            "command id c-1 was already used for a different command; use a new id",
        ),
        (
            Reason::ReservedId { id: "clock-1-9".into() },
            "command id clock-1-9 is reserved for the clock; use another id",
        ),
        (
            Reason::RefundReferenceReused { key: "by-hand-7".into() },
            "refund reference by-hand-7 already belongs to a different refund",
        ),
        (
            Reason::AlreadyReported { reported: AT },
            "this was already reported, as of 2026-11-21T22:39:23Z; correct that report instead",
        ),
        (Reason::AlreadyReceived, "the receipt was already confirmed or the return waived"),
        (
            Reason::Stale { seen: Version::new(3), now: Version::new(5) },
            "the command was made for version 3, and the order is at version 5; read the order again",
        ),
        (
            Reason::OfferChanged { seen: Offer::FIRST, now: Offer::new(2) },
            "the command was made for offer 1, and the case is at offer 2; read the case again",
        ),
        (
            Reason::BeforeLastEvent { at: AT, last: LATER },
            "the command is dated 2026-11-21T22:39:23Z, before the order's last event at 2026-11-21T22:40:23Z",
        ),
        (
            Reason::TimeWithoutDate { at: Timestamp::from_seconds(1_795_300_763_000) },
            "the command's time, 1795300763000 seconds after 1970, has no date; give seconds",
        ),
        (
            Reason::TooFarAhead { at: LATER, last: AT },
            "the command is dated 2026-11-21T22:40:23Z, too long after the order's last event at 2026-11-21T22:39:23Z",
        ),
        (
            Reason::OtherOrder { given: "B-2".into(), here: "ORDER1".into() },
            "the command is for order B-2, and this is order ORDER1",
        ),
        (Reason::NoSuchCase { case }, "there is no case 1"),
        (Reason::NoSuchLine { line: line() }, "there is no line tea"),
        (Reason::NoSuchPayment { payment: "card".into() }, "there is no payment card"),
        (
            Reason::PlatformCaseKnown {
                platform_case: "2000004419300370".into(),
                known: CaseId::new(2),
                given: case,
            },
            "the platform's case 2000004419300370 is case 2 here, not case 1",
        ),
        (
            Reason::OtherPlatformCase { case, known: "4370".into(), given: "4371".into() },
            "case 1 is the platform's case 4370, not 4371",
        ),
        (Reason::LineNotClaimed { line: line() }, "the case is not about line tea"),
        (Reason::NoSuchRefund { key: key() }, "there is no refund ORDER1c1r1"),
        (
            Reason::UnknownStatus { status: StatusRef::Name("ASKED".into()) },
            "there is no status ASKED on this platform",
        ),
        (
            Reason::NoSuchEffect {
                effect: EffectId { version: Version::new(4), subject: EffectSubject::CloseOrder },
            },
            "there is no effect 4.close_order",
        ),
        (
            Reason::OtherActor { holders: Set::EMPTY.with(Actor::Merchant).with(Actor::Platform) },
            "only the merchant or platform may do this",
        ),
        (Reason::RightNotGranted, "this policy grants the right to no actor"),
        (
            Reason::Barred { actor: Actor::Merchant },
            "this shop does not permit this to the merchant",
        ),
        (
            Reason::BuyerNotNamed,
            "the command of a buyer names no buyer; name the one that was authenticated",
        ),
        (Reason::OtherBuyer, "the order belongs to another buyer"),
        (Reason::EmptyName, "an id is empty"),
        (Reason::InTheFuture { when: LATER }, "2026-11-21T22:40:23Z is in the future"),
        (Reason::InThePast { when: AT }, "2026-11-21T22:39:23Z is in the past"),
        (Reason::NoMoreEvents { last: Version::new(7) }, "no event can follow version 7"),
    ];
    let about_the_case: Vec<Row> = vec![
        (
            Reason::Table(TableReason::Ended { status: Status::UserCanceld }),
            "the case has ended with USER_CANCELD",
        ),
        (Reason::WindowClosed { last: AT }, "the window for cases closed at 2026-11-21T22:39:23Z"),
        (Reason::CasesNotAccepted, "this shop accepts no cases"),
        (
            Reason::TooManyApplications { line: line(), made: 3, most: 3 },
            "line tea: applications so far 3, allowed 3",
        ),
        (
            Reason::AlreadyRefundedOnce { line: line(), case },
            "line tea was already refunded in case 1, and a line is refunded only once",
        ),
        (
            Reason::NothingToReturn,
            "a virtual order has nothing to send back; apply for a refund only",
        ),
        (Reason::NotShipped, "the order has not been shipped; apply for a refund only"),
        (
            Reason::DeadlineNotReached { deadline: LATER },
            "the deadline 2026-11-21T22:40:23Z has not been reached",
        ),
        (Reason::NoDeadline, "no deadline can run at this status"),
        (
            Reason::RefundTooSoon { from: LATER },
            "the next refund of this order can be issued from 2026-11-21T22:40:23Z",
        ),
        (
            Reason::ReceiptNotConfirmed,
            "the receipt of the goods is not confirmed; confirm it, or waive the return",
        ),
        (
            Reason::NotWaitingForReceipt { phase: Phase::UnderReview },
            "the case is under review, not waiting for receipt",
        ),
        (Reason::CaseStillOpen, "the case is still open"),
        (
            Reason::CannotHide { phase: Phase::UnderReview },
            "a case that is under review stays in the lists",
        ),
        (
            Reason::NotInFlight { key: key(), state: RefundState::Failed },
            "refund ORDER1c1r1 is known to have failed, not in flight",
        ),
        (
            Reason::MoneyMayBeOut { key: key(), state },
            "refund ORDER1c1r1 is under way; find out its outcome first",
        ),
        (
            Reason::QueryGatewayFirst { key: key(), state },
            "refund ORDER1c1r1 is under way; only a refund of unknown outcome can be declared failed; query the gateway",
        ),
        (
            Reason::ReportRefundInstead {
                effect: EffectId { version: Version::new(3), subject: EffectSubject::IssueRefund },
                key: key(),
            },
            "effect 3.issue_refund issues refund ORDER1c1r1; report the outcome of that refund instead",
        ),
    ];
    let about_money_and_units: Vec<Row> = vec![
        (
            Reason::TooMuch { bound: Bound::Line(line()), asked: yuan(900), left: yuan(880) },
            "asked 9.00 CNY, still refundable for line tea: 8.80 CNY",
        ),
        (
            Reason::TooMuch { bound: Bound::Units(line()), asked: yuan(900), left: yuan(880) },
            "asked 9.00 CNY, still refundable for these units of line tea: 8.80 CNY",
        ),
        (
            Reason::TooMuch {
                bound: Bound::Payment("card".into()),
                asked: yuan(900),
                left: yuan(880),
            },
            "asked 9.00 CNY, still refundable for payment card: 8.80 CNY",
        ),
        (Reason::NothingRefundable { bound: Bound::Order }, "nothing is refundable for the order"),
        (
            Reason::NothingRefundable { bound: Bound::Shipping },
            "nothing is refundable for shipping",
        ),
        (
            Reason::TooManyUnits {
                line: line(),
                asked: units(3),
                bought: units(3),
                claimed: units(1),
                returned: units(1),
            },
            "asked 3 of line tea: bought 3, claimed 1, returned 1",
        ),
        (
            Reason::AlreadyRefunded { paid: yuan(880) },
            "the case has already been refunded: 8.80 CNY",
        ),
        (
            Reason::AmountChangeNotAllowed {
                asked: yuan(900),
                before: yuan(880),
                allowed: AmountChange::OnlyDown,
            },
            "asked 9.00 CNY after 8.80 CNY; it can only become less",
        ),
        (Reason::NothingAccepted, "nothing was accepted; refuse the case instead"),
        (
            Reason::AllOrNothing { line: line(), accepted: units(1), claimed: units(2) },
            "line tea: accepted 1 of 2; this platform pays all or nothing, so refuse, or let the buyer ask for less",
        ),
        (
            Reason::NotPositive { what: "refund", amount: yuan(0) },
            "0.00 CNY is not an amount to refund",
        ),
        (Reason::NoUnits { line: line() }, "no units of line tea are asked for"),
        (
            Reason::NeitherUnitsNorAmount { line: line() },
            "neither units nor an amount of line tea is asked for",
        ),
        (
            Reason::UnitsRequired { line: line() },
            "a return has to say how many units of line tea come back",
        ),
        (Reason::NothingRequested, "the application asks for nothing"),
        (Reason::DuplicateLine { line: line() }, "line tea is named twice"),
        (Reason::DuplicatePayment { payment: "card".into() }, "payment card is named twice"),
        (
            Reason::PaymentKnown { payment: "card".into(), paid: yuan(880) },
            "payment card is known already, of 8.80 CNY; a further one needs a name of its own",
        ),
        (
            Reason::PaymentsExceedOrder { payments: yuan(900), costs: yuan(880) },
            "the payments would be 9.00 CNY, and the order costs 8.80 CNY",
        ),
        (Reason::MissingLine { line: line() }, "line tea is missing"),
        (
            Reason::UnitsDoNotAddUp { line: line(), stated: units(1), claimed: units(2) },
            "line tea: units accounted for 1, claimed 2",
        ),
        (
            Reason::AcceptedMoreThanReceived { line: line(), accepted: units(2), came: units(1) },
            "line tea: units accepted 2, arrived 1",
        ),
        (Reason::PartsExceedWhole { whole: yuan(880) }, "the parts add up to more than 8.80 CNY"),
        (
            Reason::TextLength {
                text: Check::Refusal,
                length: 1,
                limit: TextLimit { least: 2, most: 230 },
            },
            "the reason of the refusal must have 2 to 230 characters, and has 1",
        ),
        (
            Reason::TextLength { text: Check::Note, length: 0, limit: TextLimit::SOMETHING },
            "the note must have at least 1 character, and has 0",
        ),
        (
            Reason::TextLength {
                text: Check::Message,
                length: 9,
                limit: TextLimit { least: 0, most: 8 },
            },
            "the message must have at most 8 characters, and has 9",
        ),
        (
            Reason::TooMuchEvidence { named: 10, most: 9 },
            "10 pieces of evidence are named, and the limit is 9",
        ),
        (
            Reason::TooManyLines { named: 2, most: 1 },
            "2 lines are named, and a case can be about at most 1",
        ),
        (Reason::LineRequired, "a case of this platform is about a line, and none is named"),
        (
            Reason::TooManyShippingApplications { made: 5, most: 5 },
            "the shipping was applied for 5 times, and the limit is 5",
        ),
        (
            Reason::DeductionsNotAllowed { named: 2 },
            "2 deductions are named, and this platform keeps nothing back; ask for less instead",
        ),
        (
            Reason::TooLong { what: MaximumOf::Message, length: 8_193, most: 8_192 },
            "the message has 8193 bytes, and the most is 8192; shorten it",
        ),
        (
            Reason::TooLong { what: MaximumOf::LineId, length: 257, most: 256 },
            "the line id has 257 bytes, and the most is 256; shorten it",
        ),
        (
            Reason::TooMany { what: MaximumOf::Lines, named: 1_001, most: 1_000 },
            "1001 lines are named, and the most is 1000; divide the command among several",
        ),
        (
            Reason::FlowNotOfOrders { flow: Flow::Exchange },
            "an order has no cases of the flow exchange; follow such a case with a mirror",
        ),
        (
            Reason::ContainsNul { what: MaximumOf::Message },
            "the message contains the character NUL, which databases do not store; leave it out",
        ),
        (
            Reason::OrderIsFull { what: MaximumOf::Cases, most: 1_200 },
            "the order has as many cases as any can have, 1200; it takes only what ends open cases, and reports on money",
        ),
        (Reason::CertificateRequired, "at least one certificate is required"),
        (
            Reason::CurrencyMismatch {
                given: currency("JPY", 0).money(Amount::from_minor(1_000)),
                here: Currency::CNY,
            },
            "1000 JPY is not in CNY, the order's currency",
        ),
        (
            Reason::CurrencyMismatch {
                given: currency("HUF", 0).money(Amount::from_minor(1_000)),
                here: currency("HUF", 2),
            },
            "1000 HUF is given with 0 decimal places, the order's HUF has 2",
        ),
        (Reason::TooLarge, "the amounts are too large to add up"),
    ];
    let rows = [about_the_command, about_the_case, about_money_and_units].concat();
    check("order/reason.rs", "Reason", &rows);
    for (reason, _) in &rows {
        check_chinese(&reason.text_in(Language::Chinese));
        check_code(reason);
    }
}

/// Checks that a text is Chinese: beside the names of the samples it has no Latin letter.
fn check_chinese(text: &str) {
    let mut rest = text.to_owned();
    for name in [
        "4.close_order",
        "3.issue_refund",
        "clock-1-9",
        "MERCHANT_REFUND_SUCCESS",
        "AFTERSALESTATUS_INVALID",
        "USER_WAIT_RETURN",
        "USER_CANCELD",
        "ORDER1c1r1",
        "by-hand-7",
        "ASKED",
        "ORDER1",
        "B-2",
        "c-1",
        "tea",
        "card",
        "CNY",
        "JPY",
        "HUF",
        "W18",
        "T22:",
        "23Z",
    ] {
        rest = rest.replace(name, "");
    }
    assert!(!rest.contains(|letter: char| letter.is_ascii_alphabetic()), "{text}");
    assert!(rest.chars().any(|letter| letter > '\u{4dff}'), "{text}");
}

/// Checks that the page of codes has the code of a reason, with its kind and check.
fn check_code(reason: &Reason<Status>) {
    let page = include_str!("../docs/json.md");
    let (kind, check) = (word_of(&reason.kind()), word_of(&reason.check()));
    let row = format!("| `{}` | {kind} | {check} |", reason.code());
    assert!(page.lines().any(|line| line.starts_with(&row)), "docs/json.md has no row {row}");
}

/// Returns the code of a word, as JSON has it.
fn word_of(word: &impl serde::Serialize) -> String {
    serde_json::to_value(word).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn every_reason_of_a_table_has_its_message() {
    let instead = Set::EMPTY.with(Action::Cancel);
    let rows = [
        (TableReason::NoSuchAction { platform: "WeChat" }, "WeChat has no such action"),
        (
            TableReason::Ended { status: Status::UserCanceld },
            "the case has ended with USER_CANCELD",
        ),
        (
            TableReason::NoRules { status: Status::AftersalestatusInvalid },
            "AFTERSALESTATUS_INVALID has no rules",
        ),
        (
            TableReason::NotOfThisFlow {
                status: Status::UserWaitReturn,
                flows: Set::EMPTY.with(Flow::ReturnRefund),
            },
            "USER_WAIT_RETURN belongs to another flow (return and refund)",
        ),
        (TableReason::NoCaseYet { instead }, "there is no case yet"),
        (TableReason::NotHere { instead }, "no rule permits this here"),
        (
            TableReason::OtherFlow { only_in: Flow::ReturnRefund, instead },
            "only the other flow (return and refund) permits this",
        ),
        (
            TableReason::OtherActor { only: Set::EMPTY.with(Actor::Merchant) },
            "only the merchant may do this",
        ),
        (
            TableReason::NeverByThisActor { only: Set::EMPTY.with(Actor::Merchant) },
            "at other statuses only the merchant may do this",
        ),
        (TableReason::GuardNotMet { guard: Guard::GoodsSent }, "the goods have not been sent"),
        (TableReason::GuardNotMet { guard: Guard::NoRefundUnderWay }, "a refund is under way"),
        (
            TableReason::GuardNotKnown { guard: Guard::OrderShipped },
            "it is not known whether the order has been shipped",
        ),
        (
            TableReason::NotTrusted {
                row: "W18",
                evidence: Evidence::Inferred,
                trusted: Evidence::Documented,
            },
            "rule W18 is only inferred, but at least documented evidence is required",
        ),
    ];
    check("lifecycle/refusal.rs", "TableReason", &rows);
    for (reason, _) in &rows {
        check_chinese(&reason.text_in(Language::Chinese));
        check_code(&Reason::Table(*reason));
    }
}

#[test]
fn every_anomaly_has_its_message() {
    let key = || "ORDER1c1r1".into();
    let rows = [
        (Anomaly::UnknownRefund { key: key() }, "refund ORDER1c1r1 is unknown to this order"),
        (
            Anomaly::SucceededAfterFailure { key: key() },
            "refund ORDER1c1r1 has succeeded after it was reported as failed",
        ),
        (
            Anomaly::ProcessingAfterDeclaredFailed { key: key() },
            "refund ORDER1c1r1 was declared failed and is being processed",
        ),
        (
            Anomaly::FailedAfterSuccess { key: key() },
            "refund ORDER1c1r1 has failed after it was reported as succeeded",
        ),
        (
            Anomaly::OutdatedReport { key: key() },
            "an older report on refund ORDER1c1r1 contradicts a newer one and does not count",
        ),
        (
            Anomaly::AmountMismatch { key: key(), expected: yuan(880), paid: yuan(900) },
            "refund ORDER1c1r1 was to pay 8.80 CNY and has paid 9.00 CNY",
        ),
        (
            Anomaly::CurrencyMismatch {
                key: key(),
                reported: currency("HUF", 0).money(Amount::from_minor(1_000)),
            },
            "the report on refund ORDER1c1r1 is not in the order's currency: 1000 HUF with 0 decimal places",
        ),
        (
            Anomaly::ReversedMoreThanPaid { key: key(), paid: yuan(880), reversed: yuan(900) },
            "9.00 CNY came back of refund ORDER1c1r1, of which 8.80 CNY was known to have left",
        ),
        (
            Anomaly::RefundedOutOfTurn { case: CaseId::FIRST },
            "case 1 was refunded at a status from which its table leads to no refund",
        ),
        (
            Anomaly::RefundedMoreThanPaid {
                of: Bound::Line("tea".into()),
                paid: yuan(880),
                refunded: yuan(900),
            },
            "9.00 CNY was refunded for line tea, of which 8.80 CNY was paid",
        ),
        (
            Anomaly::UnexplainedTotal { unexplained: yuan(20) },
            "0.20 CNY was refunded by the gateway and belongs to no known refund",
        ),
        (
            Anomaly::ReportDatedAhead { as_of: LATER, counted: AT },
            "a report as of 1795300823 seconds after 1970 counts as of 2026-11-21T22:39:23Z, since it is not later",
        ),
        (
            Anomaly::ClaimExceedsRefundable { case: CaseId::FIRST },
            "case 1 claims more than is refundable",
        ),
        (
            Anomaly::RefundedMoreThanClaimed {
                case: CaseId::FIRST,
                claimed: yuan(880),
                refunded: yuan(900),
            },
            "case 1 asks for 8.80 CNY and has got 9.00 CNY",
        ),
        (
            Anomaly::SuccessBecameSmaller { key: key(), paid: yuan(900), reported: yuan(880) },
            "refund ORDER1c1r1 was reported to have paid 9.00 CNY, and later only 8.80 CNY; the larger amount counts",
        ),
        (
            Anomaly::CaseTotalBelowBooked {
                case: CaseId::FIRST,
                as_of: AT,
                total: yuan(880),
                booked: yuan(900),
            },
            "case 1 had been refunded 8.80 CNY by 2026-11-21T22:39:23Z, and 9.00 CNY is booked by then",
        ),
        (
            Anomaly::TotalBelowBooked { as_of: AT, total: yuan(880), booked: yuan(900) },
            "the gateway had refunded 8.80 CNY by 2026-11-21T22:39:23Z, and 9.00 CNY is booked by then",
        ),
        (
            Anomaly::LeftItsEnd {
                case: CaseId::FIRST,
                was: Phase::Refunded,
                is: Phase::UnderReview,
                refunded: yuan(880),
            },
            "case 1 had ended (refunded, 8.80 CNY refunded), and is said to be otherwise now (under review)",
        ),
        (
            Anomaly::RefundedBeforeOpening {
                case: CaseId::FIRST,
                of: Bound::Line("tea".into()),
                before: yuan(900),
                refunded: yuan(880),
            },
            "case 1 was taken over with 8.80 CNY refunded for line tea, of which 9.00 CNY was refunded before the order was opened",
        ),
        (
            Anomaly::StatusContradictsBooks {
                case: CaseId::FIRST,
                is: Phase::Refunded,
                refunded: yuan(0),
            },
            "case 1 is said to stand otherwise (refunded) than its figures: 0.00 CNY refunded",
        ),
    ];
    check("order/anomaly.rs", "Anomaly", &rows);
    let page = include_str!("../docs/json.md");
    let advice = include_str!("../docs/service.md");
    for (anomaly, _) in &rows {
        check_chinese(&anomaly.text_in(Language::Chinese));
        let (english, chinese) = (anomaly.to_string(), anomaly.text_in(Language::Chinese));
        let row = format!("| `{}` | anomaly | | {english} | {chinese} |", anomaly.code());
        assert!(page.lines().any(|line| line == row), "docs/json.md has no row {row}");
        let row = format!("| `{}` |", anomaly.code());
        assert!(advice.lines().any(|line| line.starts_with(&row)), "docs/service.md: no row {row}");
    }
}

#[test]
fn everything_wrong_with_the_facts_of_an_order_has_its_message() {
    let line = || "tea".into();
    let rows = [
        (
            Discrepancy::LineTotal {
                line: line(),
                unit_price: yuan(1_000),
                quantity: units(3),
                total: yuan(2_900),
            },
            "line tea costs 29.00 CNY, which is not 3 times 10.00 CNY",
        ),
        (
            Discrepancy::GoodsTotal { stated: yuan(5_100), sum: yuan(5_000) },
            "the lines cost 50.00 CNY together, and the goods total is 51.00 CNY",
        ),
        (
            Discrepancy::Paid { expected: yuan(5_200), paid: yuan(5_000) },
            "50.00 CNY was paid, but goods, shipping and discount add up to 52.00 CNY",
        ),
        (Discrepancy::NoUnits { line: line() }, "line tea has no units"),
        (
            Discrepancy::LineOverRefunded { line: line(), paid: yuan(880), refunded: yuan(900) },
            "9.00 CNY was refunded for line tea, for which 8.80 CNY was paid",
        ),
        (
            Discrepancy::ShippingOverRefunded { paid: yuan(800), refunded: yuan(900) },
            "9.00 CNY was refunded for shipping, for which 8.00 CNY was paid",
        ),
        (
            Discrepancy::OverReturned { line: line(), bought: units(3), returned: units(4) },
            "line tea: units returned 4, bought 3",
        ),
        (
            Discrepancy::TaxAbovePaid { line: line(), paid: yuan(880), tax: yuan(900) },
            "9.00 CNY of line tea is tax, and 8.80 CNY was paid for it",
        ),
        (
            Discrepancy::ReceivedBeforeShipped { shipped: LATER, received: AT },
            "the order was received at 2026-11-21T22:39:23Z, before it was shipped at 2026-11-21T22:40:23Z",
        ),
    ];
    check("order/opening.rs", "Discrepancy", &rows);
    for (discrepancy, _) in &rows {
        check_chinese(&discrepancy.text_in(Language::Chinese));
    }
    let faults = [
        (OpeningFault::EmptyName, "the order or one of its lines or payments has an empty id"),
        (
            OpeningFault::TooLong { what: MaximumOf::OrderId, length: 257, most: 256 },
            "the order id has 257 bytes, and the most is 256",
        ),
        (
            OpeningFault::TooMany { what: MaximumOf::Lines, named: 1_001, most: 1_000 },
            "there are 1001 lines, and the most is 1000",
        ),
        (
            OpeningFault::ContainsNul { what: MaximumOf::LineId },
            "the line id contains the character NUL, which databases do not store",
        ),
        (OpeningFault::NoLines, "the order has no lines"),
        (OpeningFault::DuplicateLine { line: line() }, "two lines have the id tea"),
        (
            OpeningFault::DuplicatePayment { payment: "card".into() },
            "two payments have the id card",
        ),
        (
            OpeningFault::PaymentsExceedOrder { payments: yuan(900), paid: yuan(880) },
            "the payments are 9.00 CNY, more than the 8.80 CNY that was paid for the order",
        ),
        (
            OpeningFault::PaymentOverRefunded {
                of: Bound::Payment("card".into()),
                refunded: yuan(900),
                most: yuan(880),
            },
            "9.00 CNY was refunded by payment card, more than the 8.80 CNY that it can be",
        ),
        (
            OpeningFault::Negative { what: "the amount paid", amount: yuan(-1) },
            "the amount paid is -0.01 CNY, below zero",
        ),
        (
            OpeningFault::TaxTooLarge { of: Bound::Shipping, tax: yuan(900), costs: yuan(880) },
            "9.00 CNY of shipping is tax, more than the 8.80 CNY that it costs",
        ),
        (OpeningFault::TooLarge, "the amounts are too large to add up"),
        (
            OpeningFault::NoKeyFits { longest: 32, least: 10, most: 20 },
            "the keys of its refunds would have up to 32 characters, and the policy asks for 10 to 20",
        ),
        (
            OpeningFault::TimeWithoutDate {
                what: "the time of shipping",
                at: Timestamp::from_seconds(1_795_300_763_000),
            },
            "the time of shipping, 1795300763000 seconds after 1970, has no date; give seconds",
        ),
    ];
    check("order/opening.rs", "OpeningFault", &faults);
    for (fault, _) in &faults {
        check_chinese(&fault.text_in(Language::Chinese));
    }
    let error = OpeningError { faults: vec![OpeningFault::EmptyName, OpeningFault::NoLines] };
    assert_eq!(
        error.to_string(),
        "the order cannot be opened: the order or one of its lines or payments has an empty id; the order has no lines",
    );
}

#[test]
fn every_error_of_reading_back_what_was_stored_has_its_message() {
    let order = || "ORDER1".into();
    let version = Version::new(4);
    check(
        "order/replay.rs",
        "ReplayError",
        &[
            (ReplayError::Empty, "there are no events"),
            (
                ReplayError::NotOpened { order: order(), version },
                "event 4 of order ORDER1 comes first and does not open the order",
            ),
            (
                ReplayError::OpenedTwice { order: order(), version },
                "event 4 opens order ORDER1 again",
            ),
            (
                ReplayError::OtherOrder { expected: order(), found: "B-2".into(), version },
                "event 4 belongs to order B-2, not to order ORDER1",
            ),
            (
                ReplayError::OutOfPlace {
                    order: order(),
                    expected: version,
                    found: Version::new(6),
                },
                "event 4 of order ORDER1 was expected, and event 6 was found",
            ),
            (
                ReplayError::BackInTime { order: order(), version, at: AT, before: LATER },
                "event 4 of order ORDER1 is dated 2026-11-21T22:39:23Z, before the event at 2026-11-21T22:40:23Z that it \
                 follows",
            ),
            (
                ReplayError::DoesNotFit {
                    order: order(),
                    version,
                    what: "a case or a line is not there",
                },
                "event 4 of order ORDER1 does not fit: a case or a line is not there",
            ),
        ],
    );
    let read = [
        (
            ReadError::OtherKind { found: StoredKind::Event, wanted: StoredKind::Snapshot },
            "expected a stored snapshot, found a stored event",
        ),
        (
            ReadError::OtherFormat { found: Format(9), newest: FORMAT },
            "format 9 is not supported; this version reads formats 1 to 2",
        ),
        (
            ReadError::OtherPlatform { found: "ShopXO".into(), here: "WeChat" },
            "expected a stored form of platform WeChat, found one of ShopXO",
        ),
    ];
    check("order/stored/about.rs", "ReadError", &read);
    let what = "its version is 0";
    let why = ReadError::OtherFormat { found: Format(9), newest: FORMAT };
    check(
        "order/stored/restore.rs",
        "RestoreError",
        &[
            (
                RestoreError::Event { place: 2, why: why.clone() },
                "event 2: format 9 is not supported; this version reads formats 1 to 2",
            ),
            (
                RestoreError::Snapshot(why),
                "the snapshot: format 9 is not supported; this version reads formats 1 to 2",
            ),
            (
                RestoreError::Fault(SnapshotFault { order: order(), version, what }),
                "the snapshot of order ORDER1 at version 4 contradicts itself: its version is 0",
            ),
            (RestoreError::Replay(ReplayError::Empty), "there are no events"),
        ],
    );
}

#[test]
fn every_error_of_money_and_of_documents_has_its_message() {
    let minor = Amount::from_minor;
    check(
        "money/mod.rs",
        "NotAnAmount",
        &[
            (NotAnAmount::Form, "not a decimal number"),
            (NotAnAmount::TooFine { places: 2 }, "more than 2 decimal places"),
            (NotAnAmount::TooLarge, "too large for an amount"),
        ],
    );
    check(
        "money/share.rs",
        "NotShared",
        &[
            (NotShared::NoWeight { total: minor(5) }, "cannot share 5: no weight is above zero"),
            (NotShared::NegativeWeight { index: 1, weight: minor(-5) }, "weight 1 is negative: -5"),
            (NotShared::NegativeCap { index: 1, cap: minor(-5) }, "cap 1 is negative: -5"),
            (
                NotShared::CapsDiffer { weights: 2, caps: 1 },
                "the numbers of weights and caps differ: 2 and 1",
            ),
        ],
    );
    let currencies = [
        (NotACurrency::Code, "not a currency code: expected three capital letters, such as EUR"),
        (
            NotACurrency::Unknown,
            "ISO 4217 has no decimal places for this code; state them with Currency::with_places",
        ),
        (NotACurrency::Places, "a currency has at most 18 decimal places"),
    ];
    check("money/currency.rs", "NotACurrency", &currencies);
    let monies = [
        (
            NotMoney::Form,
            "not an amount of money: expected a decimal number and a currency code, such as 8.80 CNY",
        ),
        (NotMoney::Currency(NotACurrency::Places), "a currency has at most 18 decimal places"),
        (NotMoney::Amount(NotAnAmount::Form), "not a decimal number"),
    ];
    check("money/currency.rs", "NotMoney", &monies);
    assert_eq!(NotATimestamp.to_string(), "not a time of the form 2026-11-21T22:39:23Z");
    assert_eq!(
        NotAnEffectId.to_string(),
        "not the id of an effect: expected a version and what the effect is about, such as 3.issue_refund",
    );
    let place = Place { line: 2, column: 7 };
    check(
        "wire/error.rs",
        "WireError",
        &[
            (
                WireError::NotJson { place, problem: "expected value".into() },
                "not JSON, at line 2 column 7: expected value",
            ),
            (
                WireError::NotXml { place, problem: "an element is not closed".into() },
                "not XML, at line 2 column 7: an element is not closed",
            ),
            (WireError::NotUtf8 { after: 9 }, "not UTF-8 text, from byte 9 on"),
            (
                WireError::Field { path: "list[3].num".into(), place, problem: "no number".into() },
                "field `list[3].num`, at line 2 column 7: no number",
            ),
            (
                WireError::Field { path: ".".into(), place, problem: "no object".into() },
                "the document, at line 2 column 7: no object",
            ),
            (
                WireError::Unsupported { interface: "the list of orders" },
                "not supported: the list of orders",
            ),
            (
                WireError::Ambiguous { between: "list or detail" },
                "ambiguous document (list or detail): decode it as the expected type",
            ),
            (WireError::UnknownShape, "no known interface has documents of this shape"),
        ],
    );
    let unplaced = |text: &str| -> Unplaced {
        let record: aftersale::wechat::wire::AfterSaleOrder =
            serde_json::from_str(text).expect("an after-sale order");
        record.position().expect_err("no position")
    };
    let rows = [
        (unplaced("{}"), "the document has no status"),
        (unplaced(r#"{"status":"ASKED","type":"REFUND"}"#), "the status \"ASKED\" is not known"),
    ];
    check("wire/word.rs", "Unplaced", &rows);
}

#[test]
fn every_fault_of_a_gateway_has_its_message() {
    check(
        "gateway/keys.rs",
        "KeyFault",
        &[
            (
                KeyFault::TooShort { length: 7, least: 10 },
                "the key has 7 bytes, and the gateway takes 10 at least",
            ),
            (
                KeyFault::TooLong { length: 65, most: 64 },
                "the key has 65 bytes, and the gateway takes 64 at most",
            ),
            (KeyFault::Character { character: '/' }, "the gateway takes no '/' in a key"),
        ],
    );
    check(
        "gateway/limits.rs",
        "LimitFault",
        &[
            (
                LimitFault::TooMany { count: 50, most: 50 },
                "the payment has had 50 refunds, and the gateway permits 50",
            ),
            (
                LimitFault::TooOld { until: AT },
                "the gateway refunded this payment until 2026-11-21T22:39:23Z",
            ),
            (
                LimitFault::TooSoon { from: LATER },
                "the gateway takes the next refund of this payment from 2026-11-21T22:40:23Z on",
            ),
            (
                LimitFault::TooSmall { amount: 0, least: 1 },
                "the amount is 0 of the smallest units, and the gateway pays 1 at least",
            ),
        ],
    );
    let (money, code) = (yuan(1_234), || "EUR".to_owned());
    check(
        "gateway/amounts.rs",
        "NotExpressible",
        &[
            (NotExpressible::CurrencyNotTaken { code: code() }, "the gateway takes no \"EUR\""),
            (
                NotExpressible::PlacesNotPublished { code: code() },
                "the decimal places of EUR at the gateway are not published; state them in its amount rules",
            ),
            (
                NotExpressible::TooFine { money, places: 1 },
                "12.34 CNY has more than 1 decimal places",
            ),
            (
                NotExpressible::NotAMultiple { money, multiple_of: 100 },
                "12.34 CNY is not a multiple of 100 of the gateway's smallest units",
            ),
            (
                NotExpressible::TooLarge { money, places: 18 },
                "12.34 CNY is too large for 18 decimal places",
            ),
            (
                NotExpressible::OtherCurrency { code: code(), ledger: Currency::CNY },
                "the gateway speaks of \"EUR\", and the ledger is in CNY",
            ),
            (NotExpressible::NotAnAmount(NotAnAmount::Form), "not a decimal number"),
        ],
    );
    let not_utf8 = WireError::NotUtf8 { after: 9 };
    check(
        "gateway/wire/mod.rs",
        "DocumentError",
        &[
            (
                DocumentError::TooLarge { bytes: 1_048_577 },
                "the document has 1048577 bytes, and 1048576 at most are read",
            ),
            (DocumentError::Json(not_utf8), "not UTF-8 text, from byte 9 on"),
            (
                DocumentError::Pair { field: "respCode".into(), problem: "stands twice" },
                "field `respCode`: stands twice",
            ),
            (
                DocumentError::Time { field: "success_time", text: "soon".into() },
                "field `success_time`: not a time: \"soon\"",
            ),
            (
                DocumentError::NoReader { name: "Town Bank" },
                "there is no reader for the documents of Town Bank",
            ),
        ],
    );
}

// A line break in what somebody sends would be a line of their own in the log of whoever writes the message down.
#[test]
fn a_message_stays_in_one_line_whatever_the_text_from_outside_has_in_it() {
    let hostile = "a\nb\r\u{2028}c\u{1b}[2J\u{202e}d";
    let stays_in_one_line = |message: String| {
        let breaks =
            |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{202e}');
        assert!(message.contains('a') && !message.chars().any(breaks), "{message:?}");
    };
    for &language in Language::ALL {
        let line = hostile.into();
        stays_in_one_line(Reason::<Status>::NoSuchLine { line }.text_in(language));
        let (given, here) = (hostile.into(), "1".into());
        stays_in_one_line(Reason::<Status>::OtherOrder { given, here }.text_in(language));
        let status = StatusRef::Name(hostile.into());
        stays_in_one_line(Reason::<Status>::UnknownStatus { status }.text_in(language));
        let key = hostile.into();
        stays_in_one_line(Anomaly::UnknownRefund { key }.text_in(language));
    }
    let sender = Sender {
        order: OrderId::new("1"),
        by: Actor::Buyer,
        buyer: None,
        at: Timestamp::from_seconds(0),
    };
    let command = serde_json::json!({ "id": "c", "request": { hostile: {} } }).to_string();
    let error = json::decode_command(command.as_bytes(), Currency::CNY, &sender);
    stays_in_one_line(error.expect_err("there is no such request").to_string());
    for text in ["respCode=00&a%0Ab=%ff", "a%0Ab=1&a%0Ab=2"] {
        let error = gateway::wire::read(&gateway::UNIONPAY, DocumentKind::Answer, text);
        stays_in_one_line(error.expect_err("the pair is broken").to_string());
    }
}
