//! The run-time half of the engine: the answers of a table. Nothing here allocates, and every failure
//! gives its reasons.

use core::fmt;

use super::{
    Action, Actor, Evidence, Fact, Flow, Guard, KeptFingerprint, KnownFacts, Phase, Row, Rule, Set,
    Standing, Status, TableRefusal,
};

/// The position of a case: its flow, its status, and the facts known besides.
///
/// ```
/// use aftersale::lifecycle::{Fact, Flow, Position};
/// use aftersale::wechat::AfterSaleStatus;
///
/// let position = Position::at(Flow::ReturnRefund, AfterSaleStatus::MerchantRejectReturn)
///     .knowing(Fact::GoodsSent, true);
/// assert_eq!(position.facts.get(Fact::DisputeOpen), None);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Position<S> {
    /// The flow of the case, or the flow of the case to be opened.
    pub flow: Flow,
    /// The status; `None` when there is no case yet.
    pub status: Option<S>,
    /// The knowledge about the facts that guards ask for.
    pub facts: KnownFacts,
}

impl<S: Copy> Position<S> {
    /// Returns the position of a case of this flow at this status, of which no fact is known.
    #[must_use]
    pub const fn at(flow: Flow, status: S) -> Self {
        Self { flow, status: Some(status), facts: KnownFacts::UNKNOWN }
    }

    /// Returns the position before there is a case, from which one of this flow can be opened.
    #[must_use]
    pub const fn before(flow: Flow) -> Self {
        Self { flow, status: None, facts: KnownFacts::UNKNOWN }
    }

    /// Returns the same position with this fact known.
    #[must_use]
    pub const fn knowing(self, fact: Fact, holds: bool) -> Self {
        Self { facts: self.facts.with(fact, holds), ..self }
    }
}

/// The transition of a case by a rule: from one position to the next.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Transition<S: 'static> {
    /// The rule.
    pub rule: &'static Rule<S>,
    /// The flow of the case afterwards.
    pub flow: Flow,
    /// The status of the case afterwards.
    pub to: S,
    /// The knowledge about the facts of the case afterwards.
    pub facts: KnownFacts,
}

impl<S: Copy> Transition<S> {
    /// Returns the transition by this rule of a case in this position.
    fn of(rule: &'static Rule<S>, position: &Position<S>) -> Self {
        Self {
            rule,
            flow: rule.flow_after(position.flow),
            to: rule.to,
            facts: rule.facts_after(position.facts),
        }
    }

    /// Returns the position of the case afterwards.
    ///
    /// ```
    /// use aftersale::lifecycle::{Action::*, Actor::*, Fact, Flow, Position};
    /// use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
    ///
    /// let mut position = Position::before(Flow::RefundOnly).knowing(Fact::OtherCaseOpen, false);
    /// for (actor, action) in [(Buyer, Apply), (Merchant, Refuse), (Buyer, Escalate)] {
    ///     position = LIFECYCLE.next(&position, actor, action)?.position();
    /// }
    /// assert_eq!(position.status, Some(AfterSaleStatus::MerchantRejectRefund));
    /// assert!(LIFECYCLE.next(&position, Platform, RuleForBuyer).is_ok(), "a dispute is open");
    /// # Ok::<(), aftersale::lifecycle::TableRefusal<AfterSaleStatus>>(())
    /// ```
    #[must_use]
    pub const fn position(&self) -> Position<S> {
        Position { flow: self.flow, status: Some(self.to), facts: self.facts }
    }
}

/// An action that an actor may take, now or under conditions that are not known yet.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Permission<S: 'static> {
    /// The transition.
    pub transition: Transition<S>,
    /// The guards whose facts are not known. When there are none, the action is permitted now.
    pub only_if: Set<Guard>,
}

impl<S: Status> fmt::Display for Permission<S> {
    /// Writes the action, the status that follows, and the guards that must be met among those not
    /// known: `ship the return → MERCHANT_WAIT_RECEIPT, if the waybill was refused as wrong`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} → {}", self.transition.rule.action, self.transition.to.name())?;
        let mut separator = ", if";
        for guard in self.only_if.iter() {
            write!(f, "{separator} {guard}")?;
            separator = " and";
        }
        Ok(())
    }
}

/// The answer to the question whether an actor may take an action.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict<S: Status> {
    /// The action is permitted, now or if the guards that are not known are met.
    Permitted(Permission<S>),
    /// The action is refused, with the reasons.
    Refused(TableRefusal<S>),
}

/// A platform's table together with its look-up, as the macro [`declare_lifecycle!`](crate::declare_lifecycle!) makes
/// it.
#[derive(Debug)]
pub struct Table<S: 'static> {
    platform: &'static str,
    former_platforms: &'static [&'static str],
    rules: &'static [Rule<S>],
    standings: &'static [Standing<S>],
    places: usize,
    look_up: &'static [u8],
    phases: &'static [Option<Phase>],
    rows: &'static [Row<S>],
    kept: Option<fn() -> &'static KeptFingerprint>,
}

impl<S> Table<S> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        platform: &'static str,
        former_platforms: &'static [&'static str],
        rules: &'static [Rule<S>],
        standings: &'static [Standing<S>],
        places: usize,
        look_up: &'static [u8],
        phases: &'static [Option<Phase>],
    ) -> Self {
        let rows: &[Row<S>] = &[];
        let kept = None;
        Self { platform, former_platforms, rules, standings, places, look_up, phases, rows, kept }
    }

    /// Returns the same table with a place for its fingerprint, which is worked out once then.
    #[doc(hidden)]
    #[must_use]
    pub const fn keeping_fingerprint(self, kept: fn() -> &'static KeptFingerprint) -> Self {
        Self { kept: Some(kept), ..self }
    }

    /// Returns the same table with the rows of the bare look-up.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_rows(self, rows: &'static [Row<S>]) -> Self {
        Self { rows, ..self }
    }
}

/// The lifecycle of a platform: its rules, ready to answer.
///
/// It is constant data and two words long, so copy it freely. Every answer is a function of its
/// arguments alone.
///
/// ```
/// use aftersale::lifecycle::{Action, Actor, Flow, Position};
/// use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
///
/// let position = Position::at(Flow::RefundOnly, AfterSaleStatus::MerchantProcessing);
/// let done = LIFECYCLE.next(&position, Actor::Merchant, Action::AgreeToRefund)?;
/// assert_eq!(done.to, AfterSaleStatus::PlatformRefunding);
///
/// let refusal = LIFECYCLE.next(&position, Actor::Buyer, Action::AgreeToRefund).unwrap_err();
/// assert_eq!(
///     refusal.to_string(),
///     "the buyer cannot agree to the refund at MERCHANT_PROCESSING (refund only): \
///      only the merchant may do this",
/// );
/// # Ok::<(), aftersale::lifecycle::TableRefusal<AfterSaleStatus>>(())
/// ```
pub struct Lifecycle<S: 'static> {
    table: &'static Table<S>,
    trusted: Evidence,
}

impl<S> Clone for Lifecycle<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Lifecycle<S> {}

impl<S> fmt::Debug for Lifecycle<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lifecycle")
            .field("platform", &self.table.platform)
            .field("trusted", &self.trusted)
            .finish_non_exhaustive()
    }
}

impl<S> PartialEq for Lifecycle<S> {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.table, other.table) && self.trusted == other.trusted
    }
}

impl<S> Eq for Lifecycle<S> {}

impl<S> Lifecycle<S> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(table: &'static Table<S>) -> Self {
        Self { table, trusted: Evidence::Inferred }
    }

    /// Returns the same lifecycle without the rules whose evidence is weaker than this.
    ///
    /// A refusal for this reason names the rule and its evidence. A lifecycle without the weaker rules
    /// need not be complete: by WeChat's documented rules alone no case reaches a success.
    ///
    /// ```
    /// use aftersale::lifecycle::{Action, Actor, Evidence, Flow, Position};
    /// use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
    ///
    /// let documented = LIFECYCLE.trusting(Evidence::Documented);
    /// let position = Position::at(Flow::ReturnRefund, AfterSaleStatus::UserWaitReturn);
    /// assert!(documented.next(&position, Actor::Buyer, Action::ShipReturn).is_ok());
    /// assert_eq!(
    ///     documented.next(&position, Actor::Buyer, Action::Cancel).unwrap_err().to_string(),
    ///     "the buyer cannot cancel at USER_WAIT_RETURN (return and refund): rule W14 is only \
    ///      inferred, but at least documented evidence is required",
    /// );
    /// ```
    #[must_use]
    pub const fn trusting(self, weakest: Evidence) -> Self {
        Self { trusted: weakest, ..self }
    }

    /// Returns the platform's name.
    #[must_use]
    pub const fn platform(self) -> &'static str {
        self.table.platform
    }

    /// Returns whether the platform has, or once had, this name: under either it can have been stored.
    #[must_use]
    pub fn is_stored_as(self, platform: &str) -> bool {
        self.table.platform == platform || self.table.former_platforms.contains(&platform)
    }

    /// Returns the whole table of rules, also those that are not trusted.
    #[must_use]
    pub const fn rules(self) -> &'static [Rule<S>] {
        self.table.rules
    }

    /// Returns the meaning of each status in each of its flows.
    #[must_use]
    pub const fn standings(self) -> &'static [Standing<S>] {
        self.table.standings
    }

    /// Returns whether the rule's evidence is strong enough for this lifecycle.
    #[must_use]
    pub fn trusts(self, rule: &Rule<S>) -> bool {
        rule.evidence <= self.trusted
    }

    pub(super) const fn trusted(self) -> Evidence {
        self.trusted
    }

    pub(super) fn kept_fingerprint(self) -> Option<&'static KeptFingerprint> {
        self.table.kept.map(|kept| kept())
    }

    pub(super) const fn rows(self) -> &'static [Row<S>] {
        self.table.rows
    }
}

impl<S: Status> Lifecycle<S> {
    /// Returns the position of a status in the look-up: 0 for no case yet, else its number plus 1.
    fn place(self, status: Option<S>) -> Option<usize> {
        let place =
            status.map_or(0, |status| usize::from(status.stored_number()).saturating_add(1));
        (place < self.table.places).then_some(place)
    }

    /// Returns the position of a status of a flow among those of all flows.
    fn index(self, flow: Flow, status: Option<S>) -> Option<usize> {
        (flow as usize).checked_mul(self.table.places)?.checked_add(self.place(status)?)
    }

    /// Returns the rule for an action at a status of a flow (`None`: before there is a case),
    /// regardless of the actor, the guards and the evidence.
    #[must_use]
    pub fn rule(self, flow: Flow, from: Option<S>, action: Action) -> Option<&'static Rule<S>> {
        let index = self.index(flow, from)?;
        let cell = index.checked_mul(Action::ALL.len())?.checked_add(action as usize)?;
        let number = *self.table.look_up.get(cell)?;
        self.table.rules.get(usize::from(number).checked_sub(1)?)
    }

    /// Returns the meaning of a status in a flow; `None` when the status does not belong to the flow.
    #[must_use]
    pub fn phase(self, flow: Flow, status: S) -> Option<Phase> {
        self.table.phases.get(self.index(flow, Some(status))?).copied()?
    }

    /// Returns what a case at this position means: what its status means, taking into account the facts that are known of
    /// it ([`Phase::with_facts`]). `None` before there is a case, and where the status does not belong to the flow.
    #[must_use]
    pub fn phase_at(self, position: &Position<S>) -> Option<Phase> {
        Some(self.phase(position.flow, position.status?)?.with_facts(position.facts))
    }

    /// Returns whether the status is final: nothing more can happen to a case that has it.
    ///
    /// This is a property of the status alone. A status is final in all its flows or in none; the
    /// compile-time proof checks it.
    #[must_use]
    pub fn is_final(self, status: S) -> bool {
        Flow::ALL.iter().any(|flow| self.phase(*flow, status).is_some_and(Phase::is_final))
    }

    /// Returns the flows to which the status belongs. There are none for a status without rules.
    #[must_use]
    pub fn flows_of(self, status: S) -> Set<Flow> {
        Flow::ALL.iter().copied().filter(|flow| self.phase(*flow, status).is_some()).collect()
    }

    /// Judges whether this actor may take this action here: yes, yes under conditions, or no with every
    /// reason.
    #[must_use]
    pub fn judge(self, position: &Position<S>, actor: Actor, action: Action) -> Verdict<S> {
        match self.rule(position.flow, position.status, action) {
            Some(rule) if self.is_open_to(rule, position, actor, |met| met != Some(false)) => {
                Verdict::Permitted(Permission {
                    transition: Transition::of(rule, position),
                    only_if: rule
                        .guards
                        .iter()
                        .copied()
                        .filter(|guard| position.facts.meet(*guard).is_none())
                        .collect(),
                })
            }
            _ => Verdict::Refused(TableRefusal {
                lifecycle: self,
                position: *position,
                actor,
                action,
            }),
        }
    }

    /// Returns whether the actor has the right, the evidence is trusted, and `enough` accepts each
    /// guard (`None`: its fact is not known).
    fn is_open_to(
        self,
        rule: &Rule<S>,
        position: &Position<S>,
        actor: Actor,
        enough: impl Fn(Option<bool>) -> bool,
    ) -> bool {
        self.trusts(rule)
            && rule.by.contains(&actor)
            && rule.guards.iter().all(|guard| enough(position.facts.meet(*guard)))
    }

    /// Returns the transition to the next status when this actor takes this action here.
    ///
    /// # Errors
    ///
    /// Every reason why the action is not permitted. A guard whose fact is not known is one: state what
    /// is known with [`Position::knowing`], or ask [`judge`](Self::judge).
    pub fn next(
        self,
        position: &Position<S>,
        actor: Actor,
        action: Action,
    ) -> Result<Transition<S>, TableRefusal<S>> {
        match self.rule(position.flow, position.status, action) {
            Some(rule) if self.is_open_to(rule, position, actor, |met| met == Some(true)) => {
                Ok(Transition::of(rule, position))
            }
            _ => Err(TableRefusal { lifecycle: self, position: *position, actor, action }),
        }
    }

    /// Returns the refusal of this action with every reason; `None` when this actor may take it.
    #[must_use]
    pub fn why_not(
        self,
        position: &Position<S>,
        actor: Actor,
        action: Action,
    ) -> Option<TableRefusal<S>> {
        self.next(position, actor, action).err()
    }

    /// Returns the actions that this actor may take here, now or under conditions that are not known.
    pub fn permitted(
        self,
        position: &Position<S>,
        actor: Actor,
    ) -> impl Iterator<Item = Permission<S>> + use<S> {
        let position = *position;
        let Position { flow, status, .. } = position;
        let has_rule =
            move |action: &&Action| self.leads_to(flow, status, actor, **action).is_some();
        let actions = Action::ALL.iter().filter(has_rule);
        actions.filter_map(move |action| match self.judge(&position, actor, *action) {
            Verdict::Permitted(permission) => Some(permission),
            Verdict::Refused(_) => None,
        })
    }
}
