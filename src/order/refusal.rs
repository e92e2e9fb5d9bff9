//! Why a command was refused: every reason, typed, with its figures, in the platform's order.

use alloc::vec::Vec;
use core::fmt;

use super::{Capability, CaseId, Reason};
use crate::lifecycle::{self, Action, Actor, Flow, Guard, Set, Status};
use crate::words::terms;

terms! {
    /// What is checked of a command. A platform lists these in the order of its own checks, and the
    /// reasons of a refusal come in that order. Where one is about a text, its name here is how
    /// people call that text.
    pub enum Check {
        /// Its name: whether it was used for another command.
        Command, "name";
        /// Its time.
        Time, "time";
        /// The version that was seen.
        Version, "version";
        /// The order, case, refund or effect that it names.
        Names, "names";
        /// The lines that it names.
        Lines, "lines";
        /// Who may do it.
        Rights, "rights";
        /// The buyer's reason.
        Reason, "reason";
        /// The buyer's words.
        Message, "message";
        /// The buyer's telephone number.
        Phone, "telephone number";
        /// The merchant's reason for a refusal.
        Refusal, "reason of the refusal";
        /// Where the goods shall go.
        Address, "address";
        /// The carrier.
        Carrier, "carrier";
        /// The waybill.
        Waybill, "waybill";
        /// Something that has to be said to be logged.
        Note, "note";
        /// Amounts and quantities that are none, and lines that are named twice.
        Values, "values";
        /// What the platform's table says, and what its guards say.
        Status, "status";
        /// The window in which a case can be opened.
        Window, "window";
        /// Other cases on the line.
        OtherCase, "other cases";
        /// How often the buyer has applied.
        Applications, "applications";
        /// Whether there is anything to send back.
        Goods, "goods";
        /// The offer that was seen.
        Offer, "offer";
        /// Refunds that may be out.
        Refund, "refund";
        /// Amounts.
        Amount, "amount";
        /// Units.
        Units, "units";
        /// Evidence.
        Evidence, "evidence";
    }
}

terms! {
    /// What kind of reason it is, which is what a caller goes by.
    pub enum ReasonKind {
        /// It cannot be done now; at another time or in another place it can.
        NotNow, "not now";
        /// Another actor may do it.
        NotPermitted, "not you";
        /// It can be done, with less.
        ExceedsLimit, "not this much";
        /// The same was said before with another content.
        Conflict, "already done with other content";
        /// The caller has not seen the newest.
        Stale, "out of date";
        /// Something that it names is not there.
        NotFound, "unknown case or line";
        /// Something in it makes no sense.
        Invalid, "bad value";
        /// Money may already be out: find out before anything else.
        MoneyMayBeOut, "money may already be out";
    }
}

impl<S: Status> Reason<S> {
    /// Returns what kind of reason it is.
    #[must_use]
    pub const fn kind(&self) -> ReasonKind {
        self.class().0
    }

    /// Which check it failed.
    #[must_use]
    pub const fn check(&self) -> Check {
        self.class().1
    }

    const fn class(&self) -> (ReasonKind, Check) {
        use lifecycle::TableReason as Table;
        match self {
            Self::CommandReused { .. } => (ReasonKind::Conflict, Check::Command),
            Self::RefundReferenceReused { .. } => (ReasonKind::Conflict, Check::Refund),
            Self::AlreadyReported { .. } | Self::AlreadyReceived => {
                (ReasonKind::Conflict, Check::Status)
            }
            Self::Stale { .. } => (ReasonKind::Stale, Check::Version),
            Self::NoMoreEvents { .. } => (ReasonKind::NotNow, Check::Version),
            Self::OfferChanged { .. } => (ReasonKind::Stale, Check::Offer),
            Self::BeforeLastEvent { .. } => (ReasonKind::Stale, Check::Time),
            Self::OtherOrder { .. }
            | Self::NoSuchCase { .. }
            | Self::NoSuchRefund { .. }
            | Self::NoSuchEffect { .. }
            | Self::UnknownStatus { .. } => (ReasonKind::NotFound, Check::Names),
            Self::NoSuchLine { .. } | Self::LineNotClaimed { .. } => {
                (ReasonKind::NotFound, Check::Lines)
            }
            Self::OtherActor { .. } | Self::RightNotGranted | Self::Barred { .. } => {
                (ReasonKind::NotPermitted, Check::Rights)
            }
            Self::OtherBuyer => (ReasonKind::NotPermitted, Check::Names),
            Self::Table(Table::OtherActor { .. } | Table::NeverByThisActor { .. }) => {
                (ReasonKind::NotPermitted, Check::Status)
            }
            Self::Table(Table::GuardNotMet { guard: Guard::NoRefundUnderWay }) => {
                (ReasonKind::MoneyMayBeOut, Check::Status)
            }
            Self::Table(Table::GuardNotMet { guard: Guard::NoOtherCaseOpen })
            | Self::AlreadyRefundedOnce { .. } => (ReasonKind::NotNow, Check::OtherCase),
            Self::Table(_)
            | Self::DeadlineNotReached { .. }
            | Self::NoDeadline
            | Self::NotWaitingForReceipt { .. }
            | Self::CaseStillOpen
            | Self::CannotHide { .. } => (ReasonKind::NotNow, Check::Status),
            Self::WindowClosed { .. } | Self::CasesNotAccepted => {
                (ReasonKind::NotNow, Check::Window)
            }
            Self::TooManyApplications { .. } => (ReasonKind::NotNow, Check::Applications),
            Self::NothingToReturn | Self::NotShipped | Self::ReceiptNotConfirmed => {
                (ReasonKind::NotNow, Check::Goods)
            }
            Self::RefundTooSoon { .. } | Self::NotInFlight { .. } => {
                (ReasonKind::NotNow, Check::Refund)
            }
            Self::MoneyMayBeOut { .. }
            | Self::QueryGatewayFirst { .. }
            | Self::ReportRefundInstead { .. } => (ReasonKind::MoneyMayBeOut, Check::Refund),
            Self::TooMuch { .. }
            | Self::NothingRefundable { .. }
            | Self::AlreadyRefunded { .. }
            | Self::AmountChangeNotAllowed { .. } => (ReasonKind::ExceedsLimit, Check::Amount),
            Self::TooManyUnits { .. } | Self::NothingAccepted | Self::AllOrNothing { .. } => {
                (ReasonKind::ExceedsLimit, Check::Units)
            }
            Self::UnitsDoNotAddUp { .. } | Self::AcceptedMoreThanReceived { .. } => {
                (ReasonKind::Invalid, Check::Units)
            }
            Self::TextLength { text, .. } => (ReasonKind::Invalid, *text),
            Self::TooMuchEvidence { .. } | Self::CertificateRequired => {
                (ReasonKind::Invalid, Check::Evidence)
            }
            Self::InTheFuture { .. } | Self::InThePast { .. } => (ReasonKind::Invalid, Check::Time),
            Self::EmptyName => (ReasonKind::Invalid, Check::Command),
            Self::NotPositive { .. }
            | Self::NoUnits { .. }
            | Self::NeitherUnitsNorAmount { .. }
            | Self::UnitsRequired { .. }
            | Self::NothingRequested
            | Self::DuplicateLine { .. }
            | Self::TooManyLines { .. }
            | Self::MissingLine { .. }
            | Self::PartsExceedWhole { .. }
            | Self::CurrencyMismatch { .. }
            | Self::TooLarge => (ReasonKind::Invalid, Check::Values),
        }
    }
}

/// A command that was refused. It has changed nothing. Its text says why, with every reason.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refusal<S: Status> {
    /// Who wanted to act.
    pub by: Actor,
    /// The action or right that the request exercises.
    pub capability: Capability,
    /// The case that it was about, and where that stands.
    pub case: Option<(CaseId, Flow, S)>,
    /// Why not: every reason, in the order of the platform's checks. At least one.
    pub reasons: Vec<Reason<S>>,
    /// What this actor can do to the case instead, where the case stands at a status at which this is not
    /// possible.
    pub instead: Set<Action>,
}

impl<S: Status> fmt::Display for Refusal<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} cannot {}", self.by, self.capability)?;
        if let Some((case, flow, status)) = &self.case {
            write!(f, " (case {case} at {}, {flow})", status.name())?;
        }
        let mut separator = ": ";
        for reason in &self.reasons {
            write!(f, "{separator}{reason}")?;
            separator = "; ";
        }
        if !self.instead.is_empty() {
            write!(f, "; possible instead: {}", self.instead)?;
        }
        Ok(())
    }
}

impl<S: Status> core::error::Error for Refusal<S> {}
