//! The reasons why a command can be refused, each typed and with its figures.

use core::fmt;

use super::{
    AmountChange, CaseId, Check, CommandId, EffectId, LineId, MaximumOf, Offer, OrderId, PaymentId,
    PlatformCaseId, RefundKey, RefundState, StatusRef, TextLimit, Version,
};
use crate::lifecycle::{self, Actor, Flow, Phase, Set, Status};
use crate::money::{Currency, Money};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// The amount that limits another: of some units, of a line, of the shipping, of a payment or of the whole order.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Bound {
    /// The worth of the claimed units of this line.
    Units(LineId),
    /// The rest of what was paid for this line.
    Line(LineId),
    /// The rest of what was paid for shipping.
    Shipping,
    /// The rest of what was paid for the order.
    Order,
    /// The rest of what was paid by this payment.
    Payment(PaymentId),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Units(line) => write!(f, "these units of line {line:#}"),
            Self::Line(line) => write!(f, "line {line:#}"),
            Self::Shipping => f.write_str("shipping"),
            Self::Order => f.write_str("the order"),
            Self::Payment(payment) => write!(f, "payment {payment:#}"),
        }
    }
}

/// One reason why a command was refused. Each says what would have to be different.
///
/// The text of a reason is for people and for logs; a program goes by [`Reason::kind`] and
/// [`Reason::check`], or by the variant and its fields.
#[derive(Clone, Debug, Eq, Hash, PartialEq, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Reason<S: Status> {
    /// The id of the command was used for a different one. Use a new id.
    #[error("command id {id:#} was already used for a different command; use a new id")]
    CommandReused {
        /// The id.
        id: CommandId,
    },
    /// The id of a command that is not the clock's begins as those of the clock do. Use another id.
    #[error("command id {id:#} is reserved for the clock; use another id")]
    ReservedId {
        /// The id.
        id: CommandId,
    },
    /// The reference of an external refund was used for a different one.
    #[error("refund reference {key:#} already belongs to a different refund")]
    RefundReferenceReused {
        /// The reference.
        key: RefundKey,
    },
    /// What is known under the reference pays another case. Leave the case out where the report names the wrong one; two
    /// refunds that pay two cases are not one.
    #[error("what is known under {reference:#} pays case {case}")]
    RefundOfOtherCase {
        /// The reference.
        reference: RefundKey,
        /// The case that it pays.
        case: CaseId,
    },
    /// The reference is a name of one of the order's own refunds, each of which goes out by itself. An external refund that is
    /// that one is identified the other way round: with the order's own as the refund.
    #[error("{reference:#} is refund {refund:#}, one of the order's own")]
    OwnRefund {
        /// The reference.
        reference: RefundKey,
        /// The key of the refund.
        refund: RefundKey,
    },
    /// The refund was made offline, so no gateway has a name for it. Where the gateway has made it after all, declare the
    /// offline refund failed.
    #[error("refund {key:#} was made offline and has no other names")]
    MadeOffline {
        /// The key of the refund.
        key: RefundKey,
    },
    /// Shipping or receipt was reported before, with another time. Correct that report instead.
    #[error("this was already reported, as of {reported}; correct that report instead")]
    AlreadyReported {
        /// The time that was reported.
        reported: Timestamp,
    },
    /// The receipt was confirmed before, or the return was waived before.
    #[error("the receipt was already confirmed or the return waived")]
    AlreadyReceived,

    /// The order has changed since. Read it again.
    #[error(
        "the command was made for version {seen}, and the order is at version {now}; read the order again"
    )]
    Stale {
        /// The version that the actor saw.
        seen: Version,
        /// The order's present version.
        now: Version,
    },
    /// The claim of the case has changed since. Read the case again.
    #[error(
        "the command was made for offer {seen}, and the case is at offer {now}; read the case again"
    )]
    OfferChanged {
        /// The offer that the actor saw.
        seen: Offer,
        /// The present offer of the case.
        now: Offer,
    },
    /// The command is older than the order's last event. Read the clock again.
    #[error("the command is dated {at}, before the order's last event at {last}")]
    BeforeLastEvent {
        /// The command's time.
        at: Timestamp,
        /// The time of the last event.
        last: Timestamp,
    },

    /// The command's time has no date: it is before the year 0 or after the year 9999. Milliseconds may have been given
    /// for seconds.
    #[error("the command's time, {} seconds after 1970, has no date; give seconds", at.seconds())]
    TimeWithoutDate {
        /// The command's time.
        at: Timestamp,
    },
    /// The command is dated so long after the order's last event that the clock must have been set wrong. Read the clock
    /// again.
    #[error("the command is dated {at}, too long after the order's last event at {last}")]
    TooFarAhead {
        /// The command's time.
        at: Timestamp,
        /// The time of the last event.
        last: Timestamp,
    },

    /// The command is for another order.
    #[error("the command is for order {given:#}, and this is order {here:#}")]
    OtherOrder {
        /// The order that the command names.
        given: OrderId,
        /// This order.
        here: OrderId,
    },
    /// An order carries out refunds and returns alone. Follow a case of this flow with a [mirror](crate::mirror).
    #[error("an order has no cases of the flow {flow}; follow such a case with a mirror")]
    FlowNotOfOrders {
        /// The flow that the command names.
        flow: Flow,
    },
    /// The order has no such case.
    #[error("there is no case {case}")]
    NoSuchCase {
        /// The case.
        case: CaseId,
    },
    /// The order has no such line.
    #[error("there is no line {line:#}")]
    NoSuchLine {
        /// The line.
        line: LineId,
    },
    /// The order has no payment of this name.
    #[error("there is no payment {payment:#}")]
    NoSuchPayment {
        /// The payment.
        payment: PaymentId,
    },
    /// Another case of the order has this id on its platform. Name that case, or none.
    #[error("the platform's case {platform_case:#} is case {known} here, not case {given}")]
    PlatformCaseKnown {
        /// The platform's id.
        platform_case: PlatformCaseId,
        /// The case that has it.
        known: CaseId,
        /// The case that the command names.
        given: CaseId,
    },
    /// The case has another id on its platform. Name no case, and it becomes one of its own.
    #[error("case {case} is the platform's case {known:#}, not {given:#}")]
    OtherPlatformCase {
        /// The case.
        case: CaseId,
        /// The platform's id that it has.
        known: PlatformCaseId,
        /// The platform's id that the command gives.
        given: PlatformCaseId,
    },
    /// The case is not about this line.
    #[error("the case is not about line {line:#}")]
    LineNotClaimed {
        /// The line.
        line: LineId,
    },
    /// The order knows no such refund.
    #[error("there is no refund {key:#}")]
    NoSuchRefund {
        /// The key.
        key: RefundKey,
    },
    /// The platform has no such status.
    #[error("there is no status {status:#} on this platform")]
    UnknownStatus {
        /// The name or number that was given.
        status: StatusRef,
    },
    /// No event of the order has such an effect.
    #[error("there is no effect {effect}")]
    NoSuchEffect {
        /// The effect.
        effect: EffectId,
    },

    /// Only other actors have the right.
    #[error("only the {holders} may do this")]
    OtherActor {
        /// The actors that have it.
        holders: Set<Actor>,
    },
    /// No actor has the right.
    #[error("this policy grants the right to no actor")]
    RightNotGranted,
    /// The platform permits the action, and this shop does not.
    #[error("this shop does not permit this to the {actor}")]
    Barred {
        /// The actor that is barred.
        actor: Actor,
    },
    /// The order's buyer is known, and the buyer's command names none. Name the buyer that the host has authenticated.
    #[error("the command of a buyer names no buyer; name the one that was authenticated")]
    BuyerNotNamed,
    /// The order belongs to another buyer.
    #[error("the order belongs to another buyer")]
    OtherBuyer,

    /// The platform's table does not permit the action.
    #[error(transparent)]
    Table(lifecycle::TableReason<S>),
    /// It is too late to open a case.
    #[error("the window for cases closed at {last}")]
    WindowClosed {
        /// The last second in which a case could be opened.
        last: Timestamp,
    },
    /// The shop accepts no cases at all.
    #[error("this shop accepts no cases")]
    CasesNotAccepted,
    /// The buyer has applied often enough for this line.
    #[error("line {line:#}: applications so far {made}, allowed {most}")]
    TooManyApplications {
        /// The line.
        line: LineId,
        /// The number of applications so far.
        made: u32,
        /// The highest number allowed.
        most: u32,
    },
    /// A part of the line has been refunded, and this platform refunds a line only once.
    #[error("line {line:#} was already refunded in case {case}, and a line is refunded only once")]
    AlreadyRefundedOnce {
        /// The line.
        line: LineId,
        /// The case that refunded it.
        case: CaseId,
    },
    /// A virtual order has nothing to send back.
    #[error("a virtual order has nothing to send back; apply for a refund only")]
    NothingToReturn,
    /// The goods have not left the shop.
    #[error("the order has not been shipped; apply for a refund only")]
    NotShipped,
    /// The deadline has not been reached.
    #[error("the deadline {deadline} has not been reached")]
    DeadlineNotReached {
        /// The deadline.
        deadline: Timestamp,
    },
    /// No clock can run at this status.
    #[error("no deadline can run at this status")]
    NoDeadline,
    /// The order's last refund was issued too recently.
    #[error("the next refund of this order can be issued from {from}")]
    RefundTooSoon {
        /// The first second in which a refund can be issued again.
        from: Timestamp,
    },
    /// The merchant has neither confirmed the receipt of the goods nor waived the return.
    #[error("the receipt of the goods is not confirmed; confirm it, or waive the return")]
    ReceiptNotConfirmed,
    /// No goods are on their way.
    #[error("the case is {phase}, not waiting for receipt")]
    NotWaitingForReceipt {
        /// The phase of the case.
        phase: Phase,
    },
    /// The case still claims money or units.
    #[error("the case is still open")]
    CaseStillOpen,
    /// A case of this phase stays in the lists.
    #[error("a case that is {phase} stays in the lists")]
    CannotHide {
        /// The phase of the case.
        phase: Phase,
    },
    /// The outcome of the refund is known already.
    #[error("refund {key:#} is {state}, not in flight")]
    NotInFlight {
        /// The key of the refund.
        key: RefundKey,
        /// The state of the refund.
        state: RefundState,
    },

    /// The money of a refund may have left. Find out its outcome, and report it.
    #[error("refund {key:#} is {state}; find out its outcome first")]
    MoneyMayBeOut {
        /// The key of the refund.
        key: RefundKey,
        /// The state of the refund.
        state: RefundState,
    },
    /// The gateway has not been asked about the refund, or is still processing it. Query the gateway, and report its
    /// answer.
    #[error(
        "refund {key:#} is {state}; only a refund of unknown outcome can be declared failed; query the gateway"
    )]
    QueryGatewayFirst {
        /// The key of the refund.
        key: RefundKey,
        /// The state of the refund.
        state: RefundState,
    },
    /// The effect issues a refund, which is not acknowledged. Report its outcome instead.
    #[error("effect {effect} issues refund {key:#}; report the outcome of that refund instead")]
    ReportRefundInstead {
        /// The effect.
        effect: EffectId,
        /// The refund.
        key: RefundKey,
    },

    /// The amount asked for is more than what is refundable.
    #[error("asked {asked}, still refundable for {bound}: {left}")]
    TooMuch {
        /// The amount that limits it.
        bound: Bound,
        /// The amount that was asked for.
        asked: Money,
        /// The amount that is left. Below zero where more was refunded than paid.
        left: Money,
    },
    /// No money is left to refund.
    #[error("nothing is refundable for {bound}")]
    NothingRefundable {
        /// The amount that limits it.
        bound: Bound,
    },
    /// The units asked for are more than what is left of the line.
    #[error(
        "asked {asked} of line {line:#}: bought {bought}, claimed {claimed}, returned {returned}"
    )]
    TooManyUnits {
        /// The line.
        line: LineId,
        /// The units that were asked for.
        asked: Quantity,
        /// The units that were bought.
        bought: Quantity,
        /// The units that other cases claim.
        claimed: Quantity,
        /// The units that were returned or refunded already.
        returned: Quantity,
    },
    /// The case has been paid in full.
    #[error("the case has already been refunded: {paid}")]
    AlreadyRefunded {
        /// The amount that the case has got.
        paid: Money,
    },
    /// The platform does not allow the amount to be changed in this direction.
    #[error("asked {asked} after {before}; {allowed}")]
    AmountChangeNotAllowed {
        /// The amount that is asked for now.
        asked: Money,
        /// The amount that was asked for before.
        before: Money,
        /// The change that is allowed.
        allowed: AmountChange,
    },
    /// The merchant accepts nothing of what came back. Refuse the case instead.
    #[error("nothing was accepted; refuse the case instead")]
    NothingAccepted,
    /// This platform pays the whole claim or nothing.
    #[error(
        "line {line:#}: accepted {accepted} of {claimed}; this platform pays all or nothing, so refuse, or let the buyer ask for less"
    )]
    AllOrNothing {
        /// The line.
        line: LineId,
        /// The units that are accepted.
        accepted: Quantity,
        /// The units that are claimed.
        claimed: Quantity,
    },

    /// The amount is zero or less.
    #[error("{amount} is not an amount to {what}")]
    NotPositive {
        /// The purpose of the amount, such as `refund`.
        what: &'static str,
        /// The amount.
        amount: Money,
    },
    /// The quantity is zero.
    #[error("no units of line {line:#} are asked for")]
    NoUnits {
        /// The line.
        line: LineId,
    },
    /// The application names neither units nor an amount of the line.
    #[error("neither units nor an amount of line {line:#} is asked for")]
    NeitherUnitsNorAmount {
        /// The line.
        line: LineId,
    },
    /// A return has to say how many units come back.
    #[error("a return has to say how many units of line {line:#} come back")]
    UnitsRequired {
        /// The line.
        line: LineId,
    },
    /// The application asks for no line and no shipping.
    #[error("the application asks for nothing")]
    NothingRequested,
    /// The same line is named twice.
    #[error("line {line:#} is named twice")]
    DuplicateLine {
        /// The line.
        line: LineId,
    },
    /// The same payment is named twice.
    #[error("payment {payment:#} is named twice")]
    DuplicatePayment {
        /// The payment.
        payment: PaymentId,
    },
    /// A payment of this name is known, with another amount. Give a payment that came besides a name of its own.
    #[error(
        "payment {payment:#} is known already, of {paid}; a further one needs a name of its own"
    )]
    PaymentKnown {
        /// The payment.
        payment: PaymentId,
        /// The amount of the payment that is known.
        paid: Money,
    },
    /// The payments would be more than the order costs.
    #[error("the payments would be {payments}, and the order costs {costs}")]
    PaymentsExceedOrder {
        /// What the payments would be together.
        payments: Money,
        /// What is paid for the order altogether.
        costs: Money,
    },
    /// A line of the case is missing.
    #[error("line {line:#} is missing")]
    MissingLine {
        /// The line.
        line: LineId,
    },
    /// The units of a receipt do not add up.
    #[error("line {line:#}: units accounted for {stated}, claimed {claimed}")]
    UnitsDoNotAddUp {
        /// The line.
        line: LineId,
        /// The units that the receipt accounts for.
        stated: Quantity,
        /// The units that the case claims.
        claimed: Quantity,
    },
    /// The units accepted are more than the units that arrived.
    #[error("line {line:#}: units accepted {accepted}, arrived {came}")]
    AcceptedMoreThanReceived {
        /// The line.
        line: LineId,
        /// The units that are accepted.
        accepted: Quantity,
        /// The units that arrived.
        came: Quantity,
    },
    /// The parts of an external refund add up to more than its amount.
    #[error("the parts add up to more than {whole}")]
    PartsExceedWhole {
        /// The whole.
        whole: Money,
    },
    /// A text is too short or too long.
    #[error("the {text} must have {}, and has {length}", range(limit))]
    TextLength {
        /// The text.
        text: Check,
        /// The length in characters.
        length: usize,
        /// The lengths that are allowed.
        limit: TextLimit,
    },
    /// Too many pieces of evidence are named.
    #[error("{named} pieces of evidence are named, and the limit is {most}")]
    TooMuchEvidence {
        /// The number of pieces that are named.
        named: usize,
        /// The highest number allowed.
        most: usize,
    },
    /// A case of this platform is about fewer lines. Open one case for each line.
    #[error("{named} lines are named, and a case can be about at most {most}")]
    TooManyLines {
        /// The number of lines that are named.
        named: usize,
        /// The highest number allowed.
        most: usize,
    },
    /// Deductions are named, and this platform keeps nothing back from a refund. Ask for less instead.
    #[error(
        "{named} deductions are named, and this platform keeps nothing back; ask for less instead"
    )]
    DeductionsNotAllowed {
        /// The number of deductions that are named.
        named: usize,
    },
    /// A case of this platform is about goods, and no line is named. Name the line.
    #[error("a case of this platform is about a line, and none is named")]
    LineRequired,
    /// The shipping alone was applied for too often.
    #[error("the shipping was applied for {made} times, and the limit is {most}")]
    TooManyShippingApplications {
        /// The number of applications so far.
        made: u32,
        /// The highest number allowed.
        most: u32,
    },
    /// No certificate of an offline refund is named.
    #[error("at least one certificate is required")]
    CertificateRequired,
    /// The amount is not in the order's currency: its code differs, or its decimal places.
    #[error("{}", OtherCurrency(given, here))]
    CurrencyMismatch {
        /// The amount.
        given: Money,
        /// The order's currency.
        here: Currency,
    },
    /// An id is empty: of the command, of a refund or of a piece of evidence.
    #[error("an id is empty")]
    EmptyName,
    /// The reported time is later than the command.
    #[error("{when} is in the future")]
    InTheFuture {
        /// The time.
        when: Timestamp,
    },
    /// The new deadline has already passed.
    #[error("{when} is in the past")]
    InThePast {
        /// The time.
        when: Timestamp,
    },
    /// An id or a text has more bytes than any can have ([`maximum`](super::maximum)). Shorten it, or keep the text and
    /// send its name.
    #[error("the {what} has {length} bytes, and the most is {most}; shorten it")]
    TooLong {
        /// The id or the text.
        what: MaximumOf,
        /// The length in bytes.
        length: usize,
        /// The greatest length.
        most: usize,
    },
    /// The command names more things than any command can ([`maximum`](super::maximum)). Divide it among several.
    #[error("{named} {what} are named, and the most is {most}; divide the command among several")]
    TooMany {
        /// The things that are named.
        what: MaximumOf,
        /// The number of them.
        named: usize,
        /// The highest number.
        most: usize,
    },
    /// An id or a text contains the character NUL, which databases do not store. Leave it out.
    #[error("the {what} contains the character NUL, which databases do not store; leave it out")]
    ContainsNul {
        /// The id or the text.
        what: MaximumOf,
    },
    /// The order has as many of these as it can have ([`maximum`](super::maximum)). It still takes reports on money,
    /// acknowledgements, and what brings open cases to their end.
    #[error(
        "the order has as many {what} as any can have, {most}; it takes only what ends open cases, and reports on money"
    )]
    OrderIsFull {
        /// The things of which there are as many as can be.
        what: MaximumOf,
        /// The highest number.
        most: u64,
    },
    /// The order has had as many events as can be counted.
    #[error("no event can follow version {last}")]
    NoMoreEvents {
        /// The order's version.
        last: Version,
    },
    /// The sums of the order would exceed the range of 64 bits.
    #[error("the amounts are too large to add up")]
    TooLarge,
}

impl<S: Status> Reason<S> {
    /// Returns the stable code of the reason, such as `too_many_units`. A reason of the table has the code of what the
    /// table says, such as `not_here`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Table(reason) => reason.code(),
            other => other.into(),
        }
    }
}

fn range(limit: &TextLimit) -> alloc::string::String {
    match *limit {
        TextLimit { least: 1, most: usize::MAX } => "at least 1 character".into(),
        TextLimit { least, most: usize::MAX } => alloc::format!("at least {least} characters"),
        TextLimit { least: 0, most } => alloc::format!("at most {most} characters"),
        TextLimit { least, most } => alloc::format!("{least} to {most} characters"),
    }
}

/// An amount that is not in the order's currency, and why: another code, or other decimal places.
pub(crate) struct OtherCurrency<'a>(pub(crate) &'a Money, pub(crate) &'a Currency);

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
