//! The reasons why a command can be refused, each typed and with its figures.

use core::fmt;

use super::{
    AmountChange, CaseId, Check, CommandId, EffectId, LineId, Offer, OrderId, RefundKey,
    RefundState, StatusRef, TextLimit, Version,
};
use crate::lifecycle::{self, Actor, Phase, Set, Status};
use crate::money::{Currency, Money};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// What an amount is limited by.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Bound {
    /// What the claimed units are worth.
    Units(LineId),
    /// What is left of what the line has paid.
    Line(LineId),
    /// What is left of the surcharge.
    Shipping,
    /// What is left of what was paid for the order.
    Order,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Units(line) => write!(f, "these units of line {line}"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Shipping => f.write_str("shipping"),
            Self::Order => f.write_str("the order"),
        }
    }
}

/// One reason why a command was refused. Each says what would have to be different.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason<S: Status> {
    /// The name of the command was used for another one. Give it a name of its own.
    #[error("command id {id} was already used for a different command; use a new id")]
    CommandReused {
        /// The name.
        id: CommandId,
    },
    /// The reference of a refund made elsewhere was used for another one.
    #[error("refund reference {key} already belongs to a different refund")]
    RefundReferenceReused {
        /// The reference.
        key: RefundKey,
    },
    /// It was said before that it was shipped or received, at another time. Correct that instead.
    #[error("this was already reported, as of {reported}; correct that report instead")]
    AlreadyReported {
        /// The time that was said.
        reported: Timestamp,
    },
    /// What came back was confirmed before, or the return was waived before.
    #[error("the receipt was already confirmed or the return waived")]
    AlreadyReceived,

    /// The order has changed since. Look at it again.
    #[error(
        "the command was made for version {seen}, and the order is at version {now}; read the order again"
    )]
    Stale {
        /// The version that was seen.
        seen: Version,
        /// The version it has.
        now: Version,
    },
    /// What the case asks for has changed since. Look at it again.
    #[error(
        "the command was made for offer {seen}, and the case is at offer {now}; read the case again"
    )]
    OfferChanged {
        /// The offer that was seen.
        seen: Offer,
        /// The offer it has.
        now: Offer,
    },
    /// The command is older than what has happened. Read the clock again.
    #[error("the command is dated {at}, before the order's last event at {last}")]
    BeforeLastEvent {
        /// The command's time.
        at: Timestamp,
        /// The time of the last event.
        last: Timestamp,
    },

    /// The command is for another order.
    #[error("the command is for order {given}, and this is order {here}")]
    OtherOrder {
        /// The order it names.
        given: OrderId,
        /// This order.
        here: OrderId,
    },
    /// The order has no such case.
    #[error("there is no case {case}")]
    NoSuchCase {
        /// The case.
        case: CaseId,
    },
    /// The order has no such line.
    #[error("there is no line {line}")]
    NoSuchLine {
        /// The line.
        line: LineId,
    },
    /// The case is not about this line.
    #[error("the case is not about line {line}")]
    LineNotClaimed {
        /// The line.
        line: LineId,
    },
    /// The order knows no such refund.
    #[error("there is no refund {key}")]
    NoSuchRefund {
        /// The key.
        key: RefundKey,
    },
    /// The platform has no such status.
    #[error("there is no status {status} on this platform")]
    UnknownStatus {
        /// The status as it was named.
        status: StatusRef,
    },
    /// No event so far has such an effect.
    #[error("there is no effect {effect}")]
    NoSuchEffect {
        /// The effect.
        effect: EffectId,
    },

    /// Others have the right.
    #[error("only the {holders} may do this")]
    OtherActor {
        /// Who has it.
        holders: Set<Actor>,
    },
    /// No actor has the right.
    #[error("this policy grants the right to no actor")]
    RightNotGranted,
    /// The platform would permit it, and this shop does not.
    #[error("this shop does not permit this to the {actor}")]
    Barred {
        /// Who.
        actor: Actor,
    },
    /// It is another buyer's order.
    #[error("the order belongs to another buyer")]
    OtherBuyer,

    /// What the platform's table says.
    #[error(transparent)]
    Table(lifecycle::TableReason<S>),
    /// It is too late to open a case.
    #[error("the window for cases closed at {last}")]
    WindowClosed {
        /// The last second in which one could.
        last: Timestamp,
    },
    /// No case can ever be opened.
    #[error("this shop accepts no cases")]
    CasesNotAccepted,
    /// The buyer has applied often enough for this line.
    #[error("line {line} has had {made} applications, and {most} are allowed")]
    TooManyApplications {
        /// The line.
        line: LineId,
        /// How many were made.
        made: u32,
        /// How many may be.
        most: u32,
    },
    /// Something of the line has been refunded, and that is all there is.
    #[error("line {line} was already refunded in case {case}, and a line is refunded only once")]
    AlreadyRefundedOnce {
        /// The line.
        line: LineId,
        /// The case that refunded it.
        case: CaseId,
    },
    /// There is nothing to send back.
    #[error("a virtual order has nothing to send back; apply for a refund only")]
    NothingToReturn,
    /// The goods have not left the shop.
    #[error("the order has not been shipped; apply for a refund only")]
    NotShipped,
    /// The time is not up.
    #[error("the deadline {deadline} has not been reached")]
    DeadlineNotReached {
        /// Until when.
        deadline: Timestamp,
    },
    /// No clock can run at this status.
    #[error("no deadline can run at this status")]
    NoDeadline,
    /// The refund before was too short a time ago.
    #[error("the next refund of this order can be issued from {from}")]
    RefundTooSoon {
        /// From when.
        from: Timestamp,
    },
    /// The merchant has neither confirmed what came back nor waived the return.
    #[error("the receipt of the goods is not confirmed; confirm it, or waive the return")]
    ReceiptNotConfirmed,
    /// No goods are on their way.
    #[error("the case is {phase}, not waiting for receipt")]
    NotWaitingForReceipt {
        /// What the case means.
        phase: Phase,
    },
    /// The case still holds something.
    #[error("the case is still open")]
    CaseStillOpen,
    /// A case like this stays in the lists.
    #[error("a case that is {phase} stays in the lists")]
    CannotHide {
        /// What it means.
        phase: Phase,
    },
    /// It is known what became of the refund.
    #[error("refund {key} is {state}, not in flight")]
    NotInFlight {
        /// Its key.
        key: RefundKey,
        /// What is known of it.
        state: RefundState,
    },

    /// A refund may be out. Find out what became of it, and report that.
    #[error("refund {key} is {state}; find out its outcome first")]
    MoneyMayBeOut {
        /// Its key.
        key: RefundKey,
        /// What is known of it.
        state: RefundState,
    },
    /// The gateway has not been asked, or is at work. Ask it, and report what it says.
    #[error(
        "refund {key} is {state}; only a refund of unknown outcome can be declared failed; query the gateway"
    )]
    QueryGatewayFirst {
        /// Its key.
        key: RefundKey,
        /// What is known of it.
        state: RefundState,
    },
    /// An instruction to pay is not acknowledged; what became of the refund is reported.
    #[error("effect {effect} issues refund {key}; report the outcome of that refund instead")]
    ReportRefundInstead {
        /// The effect.
        effect: EffectId,
        /// The refund.
        key: RefundKey,
    },

    /// More is asked for than there is.
    #[error("asked {asked}, still refundable for {limit}: {left}")]
    TooMuch {
        /// What limits it.
        limit: Bound,
        /// What was asked for.
        asked: Money,
        /// What is left. Below zero where more was refunded than paid.
        left: Money,
    },
    /// Nothing is left.
    #[error("nothing is refundable for {limit}")]
    NothingRefundable {
        /// What limits it.
        limit: Bound,
    },
    /// More units are asked for than there are.
    #[error(
        "asked {asked} of line {line}: bought {bought}, claimed {claimed}, returned {returned}"
    )]
    TooManyUnits {
        /// The line.
        line: LineId,
        /// How many were asked for.
        asked: Quantity,
        /// How many were bought.
        bought: Quantity,
        /// How many other cases claim.
        claimed: Quantity,
        /// How many were returned or refunded already.
        returned: Quantity,
    },
    /// The case has been paid in full.
    #[error("the case has already been refunded: {paid}")]
    AlreadyRefunded {
        /// How much.
        paid: Money,
    },
    /// The amount may not be changed so.
    #[error("asked {asked} after {before}; {allowed}")]
    AmountChangeNotAllowed {
        /// What is asked for now.
        asked: Money,
        /// What was asked for before.
        before: Money,
        /// How it may be changed.
        allowed: AmountChange,
    },
    /// The merchant accepts nothing of what came back. Refuse the case instead.
    #[error("nothing was accepted; refuse the case instead")]
    NothingAccepted,
    /// This platform pays the whole claim or nothing.
    #[error(
        "line {line}: accepted {accepted} of {claimed}; this platform pays all or nothing, so refuse, or let the buyer ask for less"
    )]
    AllOrNothing {
        /// The line.
        line: LineId,
        /// How many units are accepted.
        accepted: Quantity,
        /// How many are claimed.
        claimed: Quantity,
    },

    /// An amount that is not more than nothing.
    #[error("{amount} is not an amount to {what}")]
    NotPositive {
        /// What it was to be.
        what: &'static str,
        /// The amount.
        amount: Money,
    },
    /// A quantity of no units.
    #[error("no units of line {line} are asked for")]
    NoUnits {
        /// The line.
        line: LineId,
    },
    /// Neither units nor an amount.
    #[error("neither units nor an amount of line {line} is asked for")]
    NeitherUnitsNorAmount {
        /// The line.
        line: LineId,
    },
    /// A return says how many units come back.
    #[error("a return has to say how many units of line {line} come back")]
    UnitsRequired {
        /// The line.
        line: LineId,
    },
    /// Nothing is asked for.
    #[error("the application asks for nothing")]
    NothingRequested,
    /// The same line is named twice.
    #[error("line {line} is named twice")]
    DuplicateLine {
        /// The line.
        line: LineId,
    },
    /// A line of the case is missing.
    #[error("line {line} is missing")]
    MissingLine {
        /// The line.
        line: LineId,
    },
    /// The units of a receipt do not add up.
    #[error("line {line}: units accounted for {stated}, claimed {claimed}")]
    UnitsDoNotAddUp {
        /// The line.
        line: LineId,
        /// How many the receipt speaks of.
        stated: Quantity,
        /// How many the case is about.
        claimed: Quantity,
    },
    /// More units are accepted than came.
    #[error("line {line}: units accepted {accepted}, arrived {came}")]
    AcceptedMoreThanReceived {
        /// The line.
        line: LineId,
        /// How many are accepted.
        accepted: Quantity,
        /// How many came.
        came: Quantity,
    },
    /// The parts are more than the whole.
    #[error("the parts add up to more than {whole}")]
    PartsExceedWhole {
        /// The whole.
        whole: Money,
    },
    /// A text is too short or too long.
    #[error("the {text} has {length} characters and must have {}", range(limit))]
    TextLength {
        /// Which text.
        text: Check,
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        limit: TextLimit,
    },
    /// Too many pieces of evidence are named.
    #[error("{named} pieces of evidence are named, and at most {most} are allowed")]
    TooMuchEvidence {
        /// How many are named.
        named: usize,
        /// How many may be.
        most: usize,
    },
    /// A case is about fewer lines. Open one for each.
    #[error("{named} lines are named, and a case can be about at most {most}")]
    TooManyLines {
        /// How many are named.
        named: usize,
        /// How many there may be.
        most: usize,
    },
    /// A certificate is needed.
    #[error("at least one certificate is required")]
    CertificateRequired,
    /// The order is in another currency.
    #[error("{}", OtherCurrency(given, here))]
    CurrencyMismatch {
        /// The amount.
        given: Money,
        /// The order's currency.
        here: Currency,
    },
    /// A name is empty.
    #[error("an id is empty")]
    EmptyName,
    /// A time that is yet to come.
    #[error("{when} is in the future")]
    InTheFuture {
        /// The time.
        when: Timestamp,
    },
    /// A new deadline that has already passed.
    #[error("{when} is in the past")]
    InThePast {
        /// The time.
        when: Timestamp,
    },
    /// The order has had as many events as can be counted.
    #[error("no event can follow version {last}")]
    NoMoreEvents {
        /// Its last version.
        last: Version,
    },
    /// The sums would be outside the range of 64 bits.
    #[error("the amounts are too large to add up")]
    TooLarge,
}

fn range(limit: &TextLimit) -> alloc::string::String {
    match *limit {
        TextLimit { least, most: usize::MAX } => alloc::format!("at least {least}"),
        TextLimit { least: 0, most } => alloc::format!("at most {most}"),
        TextLimit { least, most } => alloc::format!("{least} to {most}"),
    }
}

/// An amount that is not in the order's currency, and why: another code, or other decimal places.
struct OtherCurrency<'a>(&'a Money, &'a Currency);

impl fmt::Display for OtherCurrency<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(given, here) = self;
        if given.currency.code() == here.code() {
            let (theirs, ours) = (given.currency.places(), here.places());
            write!(
                f,
                "{given} is given with {theirs} decimal places, the order's {here} has {ours}"
            )
        } else {
            write!(f, "{given} is not in {here}, the order's currency")
        }
    }
}
