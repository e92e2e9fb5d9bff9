//! The words that all platforms share: actors, actions, flows, the meanings of statuses, and evidence.
//! A platform's own words (its statuses) are in the platform's folder.

use super::{Fact, KnownFacts};
use crate::words::terms;

terms! {
    /// The kind of after-sale that the buyer asks for: money back alone, or money back for goods sent
    /// back.
    ///
    /// The platforms call this the *type* of the after-sale: `REFUND` and `RETURN` at WeChat, 0 and 1
    /// at ShopXO.
    ///
    /// ```
    /// use aftersale::lifecycle::Flow;
    /// assert_eq!(Flow::ReturnRefund.to_string(), "return and refund");
    /// ```
    pub enum Flow {
        /// Money back, and the goods stay where they are.
        RefundOnly, "refund only";
        /// The goods come back first, then the money.
        ReturnRefund, "return and refund";
    }
}

/// Both flows, for rules that do not depend on the flow.
pub const ANY_FLOW: &[Flow] = &[Flow::RefundOnly, Flow::ReturnRefund];
/// The refund-only flow alone.
pub const REFUND_ONLY: &[Flow] = &[Flow::RefundOnly];
/// The return-and-refund flow alone.
pub const RETURN_REFUND: &[Flow] = &[Flow::ReturnRefund];

terms! {
    /// An actor in a case.
    pub enum Actor {
        /// The buyer of the goods.
        Buyer, "buyer";
        /// The seller of the goods: a clerk, or a program that acts for the shop.
        Merchant, "merchant";
        /// The platform itself: its refund service, its payment gateway, its customer service.
        Platform, "platform";
        /// A deadline that has passed. The clock acts only where a rule names it.
        Clock, "clock";
    }
}

terms! {
    /// An action on a case: one vocabulary for all platforms.
    ///
    /// A platform's table says which of these it has, at which status and by which actor.
    pub enum Action {
        /// The buyer's application, which opens a case.
        Apply, "apply";
        /// The buyer's change of the application, or a new application in the same case.
        Modify, "modify the application";
        /// The withdrawal of the case.
        Cancel, "cancel";
        /// The agreement that the money goes back.
        AgreeToRefund, "agree to the refund";
        /// The agreement that the goods come back; the money follows when they have.
        AgreeToReturn, "agree to the return";
        /// The platform's agreement in the merchant's name, without waiting for the merchant.
        AgreeForMerchant, "agree in the merchant's name";
        /// The merchant's refusal: of the application, or of the goods that came back.
        Refuse, "refuse";
        /// The buyer's report that the goods are with a carrier, with the waybill.
        ShipReturn, "ship the return";
        /// The buyer's correction of the waybill.
        AmendShipment, "amend the shipment";
        /// The buyer's recall of the parcel, or of its pick-up.
        RecallShipment, "recall the shipment";
        /// The merchant's acceptance of the goods that came back.
        ConfirmReceipt, "confirm receipt";
        /// The merchant's agreement to refund without the goods.
        WaiveReturn, "waive the return";
        /// The buyer's request that the platform decide.
        Escalate, "escalate to the platform";
        /// The platform's ruling that the buyer gets the money.
        RuleForBuyer, "rule for the buyer";
        /// The platform's ruling that the goods go back first, and then the buyer gets the money.
        RuleReturnFirst, "rule that the goods go back first";
        /// The platform's ruling that no money goes back.
        RuleForMerchant, "rule for the merchant";
        /// The platform's refund without the agreement of the merchant.
        ForceRefund, "force the refund";
        /// The report that the money has left.
        RefundSucceeded, "report the refund as succeeded";
        /// The report that the money has certainly not left.
        RefundFailed, "report the refund as failed";
        /// A retry of a failed refund.
        RetryRefund, "retry the refund";
        /// The merchant's proof that the buyer was refunded outside the platform.
        ProveOfflineRefund, "prove an offline refund";
        /// The buyer's confirmation that this money has arrived.
        ConfirmOfflineRefund, "confirm the offline refund";
        /// The end of the case without a refund.
        Close, "close the case";
        /// The passing of a deadline.
        TimeRanOut, "expire";
    }
}

terms! {
    /// The meaning of a status in its flow: the same few meanings for all platforms.
    ///
    /// All code that is not a platform's own (the step view, the ledger, a host's reports) asks for the
    /// phase and never for a status.
    pub enum Phase {
        /// The merchant has to answer the application.
        UnderReview, "under review";
        /// The buyer has to send the goods.
        WaitingForGoods, "waiting for the goods";
        /// The goods are on their way; the merchant has to receive and judge them.
        WaitingForReceipt, "waiting for receipt";
        /// The refund is under way.
        Refunding, "refunding";
        /// The refund failed or was reversed, and the money is still owed.
        RefundFailed, "refund failed";
        /// The merchant has shown an offline refund; the buyer has to confirm it.
        WaitingForConfirmation, "waiting for confirmation";
        /// The merchant refused. Not final: there is at least one way on.
        Refused, "refused";
        /// The buyer missed a deadline. Not final either: the case can be taken up again.
        Lapsed, "lapsed";
        /// Final: the money is with the buyer.
        Refunded, "refunded";
        /// Final: the case was cancelled, or given up.
        Withdrawn, "withdrawn";
        /// Final: no money goes back, or a reversed refund was written off.
        Closed, "closed";
        /// The platform has to rule on a dispute between buyer and merchant. A status can mean this, and so does
        /// the fact that a dispute is open beside a status that waits for a party, was refused or has lapsed.
        InDispute, "in dispute";
    }
}

impl Phase {
    /// Returns whether a case in this phase has ended, so that no action is possible any more.
    ///
    /// ```
    /// use aftersale::lifecycle::Phase;
    /// assert!(Phase::Refunded.is_final());
    /// assert!(!Phase::Refused.is_final());
    /// ```
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refunded | Self::Withdrawn | Self::Closed)
    }

    /// Returns whether a case in this phase holds what it asks for: units, amounts and shipping are reserved for it,
    /// so that no other case can claim them. A case that was refused, has lapsed or was ended holds nothing; a dispute
    /// holds everything, since its ruling may pay it.
    ///
    /// ```
    /// use aftersale::lifecycle::Phase;
    /// assert!(Phase::UnderReview.holds_claim() && Phase::InDispute.holds_claim());
    /// assert!(!Phase::Refused.holds_claim() && !Phase::Closed.holds_claim());
    /// ```
    #[must_use]
    pub const fn holds_claim(self) -> bool {
        match self {
            Self::UnderReview
            | Self::WaitingForGoods
            | Self::WaitingForReceipt
            | Self::Refunding
            | Self::RefundFailed
            | Self::WaitingForConfirmation
            | Self::InDispute => true,
            Self::Refused | Self::Lapsed | Self::Refunded | Self::Withdrawn | Self::Closed => false,
        }
    }

    /// Returns the actor whose turn it is in this phase; `None` for an end.
    #[must_use]
    pub const fn turn(self) -> Option<Actor> {
        match self {
            Self::UnderReview | Self::WaitingForReceipt | Self::RefundFailed => {
                Some(Actor::Merchant)
            }
            Self::WaitingForGoods | Self::WaitingForConfirmation | Self::Refused | Self::Lapsed => {
                Some(Actor::Buyer)
            }
            Self::Refunding | Self::InDispute => Some(Actor::Platform),
            Self::Refunded | Self::Withdrawn | Self::Closed => None,
        }
    }

    /// Returns what a case means whose status means this and of which these facts are known.
    ///
    /// An open dispute ([`Fact::DisputeOpen`]) makes a case that waits for a party, was refused or has lapsed one
    /// *in dispute*: the platform's ruling comes first. Where money is being paid, or was, a dispute changes nothing.
    ///
    /// ```
    /// use aftersale::lifecycle::{Fact, KnownFacts, Phase};
    /// let disputed = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, true);
    /// assert_eq!(Phase::Refused.with_facts(disputed), Phase::InDispute);
    /// assert_eq!(Phase::Refunding.with_facts(disputed), Phase::Refunding);
    /// assert_eq!(Phase::Refused.with_facts(KnownFacts::UNKNOWN), Phase::Refused);
    /// ```
    #[must_use]
    pub const fn with_facts(self, facts: KnownFacts) -> Self {
        match self {
            Self::UnderReview
            | Self::WaitingForGoods
            | Self::WaitingForReceipt
            | Self::Refused
            | Self::Lapsed
                if matches!(facts.get(Fact::DisputeOpen), Some(true)) =>
            {
                Self::InDispute
            }
            other => other,
        }
    }
}

terms! {
    /// The evidence for a rule: that of its weakest part. An operation that is documented but leads to
    /// a status that was only concluded makes an [`Inferred`](Self::Inferred) rule.
    ///
    /// The order is that of trust: `Documented < Reported < Inferred`.
    pub enum Evidence {
        /// Stated by the platform itself: its documentation, its staff, its source.
        Documented, "documented";
        /// Seen or relied on by a user of the platform.
        Reported, "reported";
        /// Concluded from other facts; the page about the platform says from which.
        Inferred, "inferred";
    }
}
