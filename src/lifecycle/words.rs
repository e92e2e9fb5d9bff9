//! The words that all platforms share: who acts, what is done, in which flow, and what a status
//! means. A platform's own words (its statuses) are in the platform's folder.

use super::{Fact, Facts};
use crate::words::terms;

terms! {
    /// What the buyer wants: only money back, or to send goods back for it.
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

/// Both flows: for the rules that do not look at the flow.
pub const ANY_FLOW: &[Flow] = &[Flow::RefundOnly, Flow::ReturnRefund];
/// The refund-only flow alone.
pub const REFUND_ONLY: &[Flow] = &[Flow::RefundOnly];
/// The return-and-refund flow alone.
pub const RETURN_REFUND: &[Flow] = &[Flow::ReturnRefund];

terms! {
    /// Who acts on a case.
    pub enum Actor {
        /// Who bought the goods.
        Buyer, "buyer";
        /// Who sold them: a clerk, or a program that acts for the shop.
        Merchant, "merchant";
        /// The platform itself: its refund service, its payment gateway, its customer service.
        Platform, "platform";
        /// A time limit that has run out. Nobody is behind it, so it never needs a right.
        Clock, "clock";
    }
}

terms! {
    /// What is done to a case: one vocabulary for all platforms.
    ///
    /// A platform's table says which of these it knows, at which status and by whom.
    pub enum Action {
        /// The buyer opens a case.
        Apply, "apply";
        /// The buyer changes what the case asks for, or asks again in the same case.
        Modify, "modify the application";
        /// The case is withdrawn.
        Cancel, "cancel";
        /// The money shall go back.
        AgreeToRefund, "agree to the refund";
        /// The goods may come back; the money follows when they have.
        AgreeToReturn, "agree to the return";
        /// The platform agrees in the merchant's name, without waiting for the merchant's answer.
        AgreeForMerchant, "agree in the merchant's name";
        /// The merchant says no: to the application, or to the goods that came back.
        Refuse, "refuse";
        /// The buyer hands the goods to a carrier and names the waybill.
        ShipReturn, "ship the return";
        /// The buyer corrects the waybill.
        AmendShipment, "amend the shipment";
        /// The buyer calls the parcel back, or cancels its pick-up.
        RecallShipment, "recall the shipment";
        /// The merchant has the goods and accepts them.
        ConfirmReceipt, "confirm receipt";
        /// The merchant pays without the goods.
        WaiveReturn, "waive the return";
        /// The buyer asks the platform to decide.
        Escalate, "escalate to the platform";
        /// A ruling: the buyer gets the money.
        RuleForBuyer, "rule for the buyer";
        /// A ruling: the goods go back first, then the buyer gets the money.
        RuleReturnFirst, "rule that the goods go back first";
        /// A ruling: no money goes back.
        RuleForMerchant, "rule for the merchant";
        /// The platform pays without asking anybody.
        ForceRefund, "force the refund";
        /// The money has left.
        RefundSucceeded, "report the refund as succeeded";
        /// The money has certainly not left.
        RefundFailed, "report the refund as failed";
        /// The platform tries a failed refund again.
        RetryRefund, "retry the refund";
        /// The merchant shows that the buyer was paid outside the platform.
        ProveOfflineRefund, "prove an offline refund";
        /// The buyer says that this money has come.
        ConfirmOfflineRefund, "confirm the offline refund";
        /// The case is put to an end without a refund.
        Close, "close the case";
        /// Somebody did not act in time.
        TimeRanOut, "run out";
    }
}

terms! {
    /// What a status means in its flow: the same few meanings for all platforms.
    ///
    /// Everything that is not a platform's own (the step view, the ledger, a host's reports) asks for
    /// the phase and never for a status.
    pub enum Phase {
        /// The merchant has to answer the application.
        UnderReview, "under review";
        /// The buyer has to send the goods.
        WaitingForGoods, "waiting for the goods";
        /// The goods are on their way; the merchant has to receive and judge them.
        WaitingForReceipt, "waiting for receipt";
        /// The money is being paid.
        Refunding, "refunding";
        /// The platform could not pay; the merchant has to, by another way.
        RefundFailed, "refund failed";
        /// The merchant has shown an offline refund; the buyer has to confirm it.
        WaitingForConfirmation, "waiting for confirmation";
        /// The merchant said no. Not an end: there is at least one way on.
        Refused, "refused";
        /// A time limit ran out on the buyer. Not an end either: the case can be taken up again.
        Lapsed, "lapsed";
        /// The end: the money is with the buyer.
        Refunded, "refunded";
        /// The end: the buyer does not want it any more.
        Withdrawn, "withdrawn";
        /// The end: no money goes back.
        Closed, "closed";
        /// The platform has to rule on a dispute between buyer and merchant. A status can mean this, and so does
        /// the fact that a dispute is open beside a status that waits for a party, was refused or has lapsed.
        InDispute, "in dispute";
    }
}

impl Phase {
    /// Whether a case in this phase has ended and nothing can be done to it any more.
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
    /// use aftersale::lifecycle::{Fact, Facts, Phase};
    /// let disputed = Facts::UNKNOWN.with(Fact::DisputeOpen, true);
    /// assert_eq!(Phase::Refused.with_facts(disputed), Phase::InDispute);
    /// assert_eq!(Phase::Refunding.with_facts(disputed), Phase::Refunding);
    /// assert_eq!(Phase::Refused.with_facts(Facts::UNKNOWN), Phase::Refused);
    /// ```
    #[must_use]
    pub const fn with_facts(self, facts: Facts) -> Self {
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
    /// How sure a rule is. The evidence of a rule is that of its weakest part: an operation that is
    /// documented but leads to a status that was only concluded makes an [`Inferred`](Self::Inferred)
    /// rule.
    ///
    /// The order is that of trust: `Documented < Reported < Inferred`.
    pub enum Evidence {
        /// The platform itself says so: its documentation, its staff, its source.
        Documented, "documented";
        /// Somebody who uses the platform saw it or relies on it.
        Reported, "reported";
        /// Concluded from other facts; the docs of the platform say from which.
        Inferred, "inferred";
    }
}
