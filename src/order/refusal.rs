//! Why a command was refused: every reason, typed, with its figures, in the platform's order.

use alloc::vec::Vec;
use core::fmt;

use super::{CaseId, Doing, Reason};
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
        /// The order, case, payment or effect that it names.
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
        /// Payments that may be out.
        Payment, "payment";
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
    pub enum Kind {
        /// It cannot be done now; at another time or in another place it can.
        NotNow, "not now";
        /// Somebody else may do it.
        NotYou, "not you";
        /// It can be done, with less.
        NotThisMuch, "not this much";
        /// The same was said before with another content.
        OtherContent, "already done with other content";
        /// The caller has not seen the newest.
        OutOfDate, "out of date";
        /// Something that it names is not there.
        NotFound, "unknown case or line";
        /// Something in it makes no sense.
        BadValue, "bad value";
        /// Money may already be out: find out before anything else.
        MoneyMayBeOut, "money may already be out";
    }
}

impl<S: Status> Reason<S> {
    /// What kind of reason it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.class().0
    }

    /// Which check it failed.
    #[must_use]
    pub const fn check(&self) -> Check {
        self.class().1
    }

    const fn class(&self) -> (Kind, Check) {
        use lifecycle::Reason as Table;
        match self {
            Self::CommandReused { .. } => (Kind::OtherContent, Check::Command),
            Self::PaymentReused { .. } => (Kind::OtherContent, Check::Payment),
            Self::ReportedBefore { .. } | Self::ReceivedBefore => {
                (Kind::OtherContent, Check::Status)
            }
            Self::Stale { .. } => (Kind::OutOfDate, Check::Version),
            Self::NoMoreEvents { .. } => (Kind::NotNow, Check::Version),
            Self::OfferChanged { .. } => (Kind::OutOfDate, Check::Offer),
            Self::BeforeLastEvent { .. } => (Kind::OutOfDate, Check::Time),
            Self::OtherOrder { .. }
            | Self::NoSuchCase { .. }
            | Self::NoSuchPayment { .. }
            | Self::NoSuchEffect { .. } => (Kind::NotFound, Check::Names),
            Self::NoSuchLine { .. } | Self::LineNotClaimed { .. } => (Kind::NotFound, Check::Lines),
            Self::OtherActor { .. } | Self::NobodysRight | Self::Barred { .. } => {
                (Kind::NotYou, Check::Rights)
            }
            Self::OtherBuyer => (Kind::NotYou, Check::Names),
            Self::Table(Table::OtherActor { .. } | Table::NeverByThisActor { .. }) => {
                (Kind::NotYou, Check::Status)
            }
            Self::Table(Table::GuardNotMet { guard: Guard::NoRefundUnderWay }) => {
                (Kind::MoneyMayBeOut, Check::Status)
            }
            Self::Table(Table::GuardNotMet { guard: Guard::NoOtherCaseOpen })
            | Self::RefundedBefore { .. } => (Kind::NotNow, Check::OtherCase),
            Self::Table(_)
            | Self::NotDueYet { .. }
            | Self::NoClockHere
            | Self::NothingComing { .. }
            | Self::StillOpen
            | Self::NotHidden { .. } => (Kind::NotNow, Check::Status),
            Self::WindowOver { .. } | Self::NoWindow => (Kind::NotNow, Check::Window),
            Self::TooManyApplications { .. } => (Kind::NotNow, Check::Applications),
            Self::NothingToReturn | Self::NotShipped | Self::NotReceived => {
                (Kind::NotNow, Check::Goods)
            }
            Self::NotPayableBefore { .. } | Self::NotInFlight { .. } => {
                (Kind::NotNow, Check::Payment)
            }
            Self::MoneyMayBeOut { .. }
            | Self::AskTheGateway { .. }
            | Self::ReportInstead { .. } => (Kind::MoneyMayBeOut, Check::Payment),
            Self::TooMuch { .. }
            | Self::NothingLeft { .. }
            | Self::PaidAlready { .. }
            | Self::AmountFixed { .. } => (Kind::NotThisMuch, Check::Amount),
            Self::TooManyUnits { .. } | Self::NothingAccepted | Self::AllOrNothing { .. } => {
                (Kind::NotThisMuch, Check::Units)
            }
            Self::UnitsDoNotAddUp { .. } | Self::AcceptedMoreThanCame { .. } => {
                (Kind::BadValue, Check::Units)
            }
            Self::TextLength { text, .. } => (Kind::BadValue, *text),
            Self::TooMuchEvidence { .. } | Self::NoCertificate => (Kind::BadValue, Check::Evidence),
            Self::YetToCome { .. } | Self::HasPassed { .. } => (Kind::BadValue, Check::Time),
            Self::NoName => (Kind::BadValue, Check::Command),
            Self::NotPositive { .. }
            | Self::NoUnits { .. }
            | Self::NeitherUnitsNorAmount { .. }
            | Self::UnitsNeeded { .. }
            | Self::NothingAsked
            | Self::LineTwice { .. }
            | Self::TooManyLines { .. }
            | Self::LineMissing { .. }
            | Self::PartsExceedWhole { .. }
            | Self::OtherCurrency { .. }
            | Self::TooLarge => (Kind::BadValue, Check::Values),
        }
    }
}

/// A command that was refused. It has changed nothing. Its text says why, with every reason.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Refusal<S: Status> {
    /// Who wanted to act.
    pub by: Actor,
    /// What he wanted.
    pub doing: Doing,
    /// The case that it was about, and where that stands.
    pub case: Option<(CaseId, Flow, S)>,
    /// Why not: every reason, in the order of the platform's checks. At least one.
    pub reasons: Vec<Reason<S>>,
    /// What this actor can do to the case instead, where the case is not at a place for what he
    /// wanted.
    pub instead: Set<Action>,
}

impl<S: Status> fmt::Display for Refusal<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} cannot {}", self.by, self.doing)?;
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
