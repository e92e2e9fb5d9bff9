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
    #[error("command {id} was another one; give this one a name of its own")]
    CommandReused {
        /// The name.
        id: CommandId,
    },
    /// The reference of a refund made elsewhere was used for another one.
    #[error("payment {key} is another one")]
    RefundReferenceReused {
        /// The reference.
        key: RefundKey,
    },
    /// It was said before that it was shipped or received, at another time. Correct that instead.
    #[error("it was reported before, as of {reported}; correct that instead")]
    AlreadyReported {
        /// The time that was said.
        reported: Timestamp,
    },
    /// What came back was confirmed before, or the return was waived before.
    #[error("the receipt was confirmed or waived before")]
    AlreadyReceived,

    /// The order has changed since. Look at it again.
    #[error("the order is at version {now}, and version {seen} was seen")]
    Stale {
        /// The version that was seen.
        seen: Version,
        /// The version it has.
        now: Version,
    },
    /// What the case asks for has changed since. Look at it again.
    #[error("the case is at offer {now}, and offer {seen} was seen")]
    OfferChanged {
        /// The offer that was seen.
        seen: Offer,
        /// The offer it has.
        now: Offer,
    },
    /// The command is older than what has happened. Read the clock again.
    #[error("it is of {at}, and something has happened at {last}")]
    BeforeLastEvent {
        /// The command's time.
        at: Timestamp,
        /// The time of the last event.
        last: Timestamp,
    },

    /// The command is for another order.
    #[error("this is order {here}, not order {given}")]
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
    /// The order knows no such payment.
    #[error("there is no payment {key}")]
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
    /// Nobody has the right.
    #[error("nobody may do this here")]
    RightNotGranted,
    /// The platform would let him, and this shop does not.
    #[error("this shop does not let the {actor} do this")]
    Barred {
        /// Who.
        actor: Actor,
    },
    /// It is another buyer's order.
    #[error("this is another buyer's order")]
    OtherBuyer,

    /// What the platform's table says.
    #[error(transparent)]
    Table(lifecycle::TableReason<S>),
    /// It is too late to open a case.
    #[error("cases could be opened until {last}")]
    WindowClosed {
        /// The last second in which one could.
        last: Timestamp,
    },
    /// No case can ever be opened.
    #[error("this shop takes no cases")]
    CasesNotAccepted,
    /// The buyer has applied often enough for this line.
    #[error("{made} applications were made for line {line}, and {most} are allowed")]
    TooManyApplications {
        /// The line.
        line: LineId,
        /// How many were made.
        made: u32,
        /// How many may be.
        most: u32,
    },
    /// Something of the line has been refunded, and that is all there is.
    #[error("line {line} was refunded in case {case}, and can be only once")]
    AlreadyRefundedOnce {
        /// The line.
        line: LineId,
        /// The case that refunded it.
        case: CaseId,
    },
    /// There is nothing to send back.
    #[error("there is nothing to send back of a virtual order; apply for money only")]
    NothingToReturn,
    /// The goods have not left the shop.
    #[error("the order has not been shipped; apply for money only")]
    NotShipped,
    /// The time is not up.
    #[error("there is time until {deadline}")]
    DeadlineNotReached {
        /// Until when.
        deadline: Timestamp,
    },
    /// No clock can run at this status.
    #[error("no clock runs here")]
    NoDeadline,
    /// The refund before was too short a time ago.
    #[error("payable from {from}, since one refund must not follow another so soon")]
    RefundTooSoon {
        /// From when.
        from: Timestamp,
    },
    /// The merchant has not said what came back, nor that he pays without it.
    #[error("nobody has confirmed what came back; confirm the receipt, or waive the return")]
    ReceiptNotConfirmed,
    /// No goods are on their way.
    #[error("the case is {phase}, and not waiting for receipt")]
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
    /// It is known what became of the payment.
    #[error("payment {key} is {state}")]
    NotInFlight {
        /// Its key.
        key: RefundKey,
        /// What is known of it.
        state: RefundState,
    },

    /// A payment may be out. Find out what became of it, and report that.
    #[error("payment {key} is {state}; find out what became of it first")]
    MoneyMayBeOut {
        /// Its key.
        key: RefundKey,
        /// What is known of it.
        state: RefundState,
    },
    /// The gateway has not been asked, or is at work. Ask it, and report what it says.
    #[error("payment {key} is {state}; only one of unknown outcome can be declared failed")]
    QueryGatewayFirst {
        /// Its key.
        key: RefundKey,
        /// What is known of it.
        state: RefundState,
    },
    /// An instruction to pay is not acknowledged; what became of the payment is reported.
    #[error("effect {effect} says to pay {key}; report what became of that payment instead")]
    ReportRefundInstead {
        /// The effect.
        effect: EffectId,
        /// The payment.
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
    #[error("nothing is left of {limit}")]
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
    #[error("the case has been paid: {paid}")]
    AlreadyRefunded {
        /// How much.
        paid: Money,
    },
    /// The amount may not be changed so.
    #[error("asked {asked}, and before it was {before}; {allowed}")]
    AmountChangeNotAllowed {
        /// What is asked for now.
        asked: Money,
        /// What was asked for before.
        before: Money,
        /// How it may be changed.
        allowed: AmountChange,
    },
    /// The merchant accepts nothing of what came back. He refuses the case instead.
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
    #[error("{amount} is no amount to {what}")]
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
    #[error("a return says how many units of line {line} come back")]
    UnitsRequired {
        /// The line.
        line: LineId,
    },
    /// Nothing is asked for.
    #[error("nothing is asked for")]
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
    #[error("the parts are more than {whole}")]
    PartsExceedWhole {
        /// The whole.
        whole: Money,
    },
    /// A text is too short or too long.
    #[error("the {text} must have {} characters, and has {length}", range(limit))]
    TextLength {
        /// Which text.
        text: Check,
        /// How many characters it has.
        length: usize,
        /// How many it may have.
        limit: TextLimit,
    },
    /// Too many pieces of evidence are named.
    #[error("{named} pieces of evidence are named, and {most} may be")]
    TooMuchEvidence {
        /// How many are named.
        named: usize,
        /// How many may be.
        most: usize,
    },
    /// A case is about fewer lines. Open one for each.
    #[error("{named} lines are named, and a case is about {most}")]
    TooManyLines {
        /// How many are named.
        named: usize,
        /// How many there may be.
        most: usize,
    },
    /// A certificate is needed.
    #[error("no certificate is named")]
    CertificateRequired,
    /// The order is in another currency.
    #[error("{given} is not in {}, the order's currency", here)]
    CurrencyMismatch {
        /// The amount.
        given: Money,
        /// The order's currency.
        here: Currency,
    },
    /// A name is empty.
    #[error("a name is empty")]
    EmptyName,
    /// A time that is yet to come.
    #[error("{when} is yet to come")]
    InTheFuture {
        /// The time.
        when: Timestamp,
    },
    /// A new deadline that has already passed.
    #[error("{when} has passed")]
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
    #[error("the amounts are too large to be added up")]
    TooLarge,
}

fn range(limit: &TextLimit) -> alloc::string::String {
    match *limit {
        TextLimit { least, most: usize::MAX } => alloc::format!("at least {least}"),
        TextLimit { least: 0, most } => alloc::format!("at most {most}"),
        TextLimit { least, most } => alloc::format!("{least} to {most}"),
    }
}
