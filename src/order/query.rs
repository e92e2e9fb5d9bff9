//! The questions about the state of an order. None of them changes it.

use super::state::CaseView;
use super::{
    Anomaly, Case, CaseId, Discrepancy, Ledger, LineId, Order, OrderFacts, OrderId, PlatformCaseId,
    Policy, Refund, RefundKey, Share, Stage, Version,
};
use crate::lifecycle::Phase;
use crate::money::{Currency, Money};
use crate::steps::{Step, steps};
use crate::time::Timestamp;

impl<P: Policy> Order<P> {
    /// Returns the host's name for the order.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.id().as_str(), "ORDER1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn id(&self) -> &OrderId {
        &self.books.opening.facts.order
    }

    /// Returns the policy under which the order was opened.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.policy(), &HardenedShop::default());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn policy(&self) -> &P {
        &self.policy
    }

    /// Returns the currency of all amounts of the order.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.currency(), Currency::CNY);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.books.currency()
    }

    /// Returns the number of events that the order has had.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // Opened, applied for, agreed to.
    /// assert_eq!(order.version(), Version::new(3));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn version(&self) -> Version {
        self.books.version
    }

    /// Returns the time of the last event. A command may be a little earlier, as far as the terms say, and is then dated
    /// at this time.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.last_event_at(), now);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn last_event_at(&self) -> Timestamp {
        self.books.at
    }

    /// Returns the facts with which the order was opened.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.facts().amount_paid(), fen(5_000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn facts(&self) -> &OrderFacts {
        &self.books.opening.facts
    }

    /// Returns the frozen share of each line in what was paid, in the order of the lines. The shares never change
    /// (I15).
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // Without a discount each line has paid its price, and its share of the shipping goes by that.
    /// let shares: Vec<_> = order.shares().iter().map(|share| (share.goods, share.shipping)).collect();
    /// assert_eq!(shares, [(fen(3_000), fen(571)), (fen(1_200), fen(229))]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shares(&self) -> &[Share] {
        &self.books.opening.shares
    }

    /// Returns the facts that did not agree with each other when the order was opened.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert!(order.discrepancies().is_empty());
    ///
    /// let forgotten = order.facts().clone().shipping(fen(0));
    /// let (other, _) = Order::open(HardenedShop::default(), forgotten, now)?;
    /// assert_eq!(
    ///     other.discrepancies()[0].to_string(),
    ///     "50.00 CNY was paid, but goods, shipping and discount add up to 42.00 CNY",
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn discrepancies(&self) -> &[Discrepancy] {
        &self.books.opening.discrepancies
    }

    /// Returns the stage of the order, apart from its cases.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.stage(), Stage::ToBeShipped);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn stage(&self) -> Stage {
        match self.books.closed {
            Some(_) => Stage::Closed,
            None => self.books.stage,
        }
    }

    /// Returns whether the goods have left the shop, as the stage or the times of the order say.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert!(!order.is_shipped());
    /// let shipped = Request::OrderShipped { when: now };
    /// order.accept(&Command::new("c-3", "ORDER1", Actor::Merchant, now, shipped))?;
    /// assert!(order.is_shipped());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_shipped(&self) -> bool {
        self.state().is_shipped()
    }

    /// Returns the time at which the order was closed, because its policy found that nothing of it was left.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // Two teas and the cup are left.
    /// assert_eq!(order.closed(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn closed(&self) -> Option<Timestamp> {
        self.books.closed
    }

    /// Returns the time of shipping, if the order was shipped.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.shipped(), None);
    /// let shipped = Request::OrderShipped { when: now };
    /// order.accept(&Command::new("c-3", "ORDER1", Actor::Merchant, now, shipped))?;
    /// assert_eq!(order.shipped(), Some(now));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn shipped(&self) -> Option<Timestamp> {
        self.books.shipped
    }

    /// Returns the time of receipt, if the buyer has received the order.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let received = Request::OrderReceived { when: now };
    /// order.accept(&Command::new("c-3", "ORDER1", Actor::Merchant, now, received))?;
    /// assert_eq!(order.received(), Some(now));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn received(&self) -> Option<Timestamp> {
        self.books.received
    }

    /// Returns the cases, in the order in which they were opened.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let claims: Vec<_> = order.cases().iter().map(|case| (case.id.number(), case.claim.total())).collect();
    /// assert_eq!(claims, [(1, fen(1_000))]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cases(&self) -> &[Case<P::Status>] {
        &self.books.cases
    }

    /// Returns the case with this number.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let found = order.case(case).ok_or("case 1 is there")?;
    /// assert_eq!(found.flow, Flow::RefundOnly);
    /// assert!(order.case(CaseId::new(2)).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn case(&self, case: CaseId) -> Option<&Case<P::Status>> {
        self.books.case(case)
    }

    /// Returns the case that has this id on its platform.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// # use aftersale::order::Adoption;
    /// # use aftersale::shopxo::AfterSaleStatus;
    /// let mut adoption = Adoption::new(Flow::RefundOnly, AfterSaleStatus::ToBeReviewed);
    /// adoption.case = Some(case);
    /// adoption.platform_case = Some("AS-17".into());
    /// order.accept(&Command::merchant("c-3", "ORDER1", now, Request::Adopt(adoption.into())))?;
    /// let found = order.case_of_platform(&"AS-17".into()).ok_or("it was told")?;
    /// assert_eq!((found.id, order.cases().len()), (case, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn case_of_platform(&self, id: &PlatformCaseId) -> Option<&Case<P::Status>> {
        self.books.case_of_platform(id)
    }

    /// Returns the phase of a case: the meaning of its status, its facts and its refunds together.
    ///
    /// A status that says *refunded* means it only while the money is with the buyer: after a
    /// reversal the refund has failed (I11).
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.phase(case), Some(Phase::Refunding));
    /// // ShopXO has no status of its own for that.
    /// assert_eq!(order.case(case).map(|case| case.status_phase), Some(Phase::UnderReview));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn phase(&self, case: CaseId) -> Option<Phase> {
        Some(self.state().phase_of(&CaseView::of(self.case(case)?)))
    }

    /// Returns the steps of a case as people see them, with the times at which they were done.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let steps: Vec<_> = order.steps(case).map(|step| format!("{}: {}", step.name, step.progress)).collect();
    /// assert_eq!(steps, ["apply: done", "review: done", "refund: current"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn steps(&self, case: CaseId) -> impl Iterator<Item = Step> + use<P> {
        let phase = self.phase(case);
        let case = self.case(case);
        case.map(|case| steps(case.flow, phase, &case.milestones)).into_iter().flatten()
    }

    /// Returns all refunds, in the order in which they were recorded.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let refunds: Vec<_> = order.refunds().iter().map(|refund| (refund.key.as_str(), refund.state())).collect();
    /// assert_eq!(refunds, [("ORDER1c1r1", RefundState::Started)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refunds(&self) -> &[Refund] {
        &self.books.refunds
    }

    /// Returns the refunds of a case, in the order in which they were recorded.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.refunds_of(case).count(), 1);
    /// assert_eq!(order.refunds_of(CaseId::new(2)).count(), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn refunds_of(&self, case: CaseId) -> impl Iterator<Item = &Refund> {
        self.books.refunds_of(case)
    }

    /// Returns the refund with this key or [further name](Refund::references).
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let refund = order.refund(&"ORDER1c1r1".into()).ok_or("it is under way")?;
    /// assert_eq!(refund.parts.total(), fen(1_000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn refund(&self, name: &RefundKey) -> Option<&Refund> {
        self.books.refund(name)
    }

    /// Returns the number of applications for a line, changes of an application included: 0 for an unknown line.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.applications_for(&"tea".into()), 1);
    /// assert_eq!(order.applications_for(&"cup".into()), 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn applications_for(&self, line: &LineId) -> u32 {
        self.books.applications_for(line)
    }

    /// Returns the number of applications for shipping alone, changes of an application included: those of the cases that ask for
    /// nothing else.
    #[must_use]
    pub fn applications_for_shipping(&self) -> u32 {
        self.books.applications_for_shipping()
    }

    /// Returns the anomalies so far, each with the version of the event that recorded it. People should look at them.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.anomalies().count(), 0);
    ///
    /// // The gateway has paid more than it should.
    /// let report = Request::refunded("ORDER1c1r1", Currency::CNY.money(fen(1_200)), now);
    /// order.accept(&Command::platform("c-3", "ORDER1", now, report))?;
    /// let found: Vec<_> = order.anomalies().map(|(version, anomaly)| (version.number(), anomaly.to_string())).collect();
    /// assert_eq!(found[0], (4, "refund ORDER1c1r1 was to pay 10.00 CNY and has paid 12.00 CNY".to_owned()));
    /// assert_eq!(found[1], (4, "case 1 asks for 10.00 CNY and has got 12.00 CNY".to_owned()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn anomalies(&self) -> impl Iterator<Item = (Version, &Anomaly)> {
        self.books.anomalies.iter().map(|(version, anomaly)| (*version, anomaly))
    }

    /// Returns the gateway's running total of refunds that was reported last, and the time as of which it holds.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!(order.gateway_total(), None);
    /// let total = Currency::CNY.money(fen(1_000));
    /// let report = Request::ReportRefundTotal { total, as_of: now };
    /// order.accept(&Command::platform("c-3", "ORDER1", now, report))?;
    /// assert_eq!(order.gateway_total(), Some((now, total)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn gateway_total(&self) -> Option<(Timestamp, Money)> {
        let (as_of, total) = self.books.gateway_total?;
        Some((as_of, self.currency().money(total)))
    }

    /// Returns the amounts that were paid, refunded, are in flight and are claimed: by line, for shipping, and for
    /// the order as a whole.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let ledger = order.ledger();
    /// assert_eq!((ledger.order.paid, ledger.order.in_flight), (fen(5_000), fen(1_000)));
    /// assert_eq!(ledger.order.left(), fen(4_000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.state().ledger()
    }
}
