//! What can be called now: for each of the merchant's calls that act on a case, whether it is possible at what is seen of the
//! case, with the request as far as it is known, what the merchant has to add, and the errors that come otherwise.
//!
//! The calls' own table says which rules of [`LIFECYCLE`](super::LIFECYCLE) a call carries out; at which status, in which flow and
//! under which guards follows from those rules. What no source tells is [`Prospect::NotKnown`].
//!
//! ```
//! use aftersale::channels::possible::{CaseInView, Missing, Prospect};
//! use aftersale::channels::wire::AfterSaleOrder;
//! use aftersale::channels::wire::calls::Call;
//! use aftersale::wire::decode;
//!
//! let text = r#"{"after_sale_order_id": "2609114500731882", "status": "MERCHANT_PROCESSING", "type": "RETURN"}"#;
//! let record: AfterSaleOrder = decode(text)?;
//! let case = CaseInView::of_record(&record);
//!
//! let accept = case.call(Call::AcceptApply).unwrap();
//! assert_eq!(accept.prospect, Prospect::Possible);
//! let way = &accept.ways[0];
//! assert_eq!(way.request.encode(), r#"{"after_sale_order_id":"2609114500731882","accept_type":1}"#);
//! assert_eq!(way.missing.iter().collect::<Vec<_>>(), [Missing::Address]);
//! assert_eq!(way.rule.unwrap().row, "W5");
//!
//! // The record does not tell whether a dispute is open.
//! let reject = case.call(Call::RejectApply).unwrap();
//! assert_eq!(reject.ways[0].conditions[0].to_string(), "if no dispute is open");
//! assert_eq!(reject.errors()[0].0, 10_021_051);
//! # Ok::<(), aftersale::wire::WireError>(())
//! ```

mod request;
mod table;
mod words;

use alloc::vec::Vec;

pub use table::{CALLS, CallBasis, CallRow};
pub use words::{CallCondition, Missing, Obstacle, Prospect};

use super::AfterSaleStatus;
use super::wire::AfterSaleOrder;
use super::wire::calls::{Call, CallDocument};
use crate::lifecycle::{
    Action, Actor, Evidence, Fact, Flow, Guard, KnownFacts, Lifecycle, Position, Rule, Set, Verdict,
};
use crate::mirror::{Mirror, MirroredCase, SeenStatus};
use crate::wire::{PlatformId, ReturnCode, Word, YesNo};

/// A case as it is seen, to be asked which calls are possible: by its record, or by what a [mirror](crate::mirror) has of
/// it.
#[derive(Clone, Debug)]
pub struct CaseInView<'a> {
    lifecycle: Lifecycle<AfterSaleStatus>,
    number: Option<PlatformId>,
    /// The record, where there is one: its goods and its order go into some requests.
    record: Option<&'a AfterSaleOrder>,
    status: SeenStatus<'a, AfterSaleStatus>,
    /// The flows in which the case can be.
    flows: Set<Flow>,
    facts: KnownFacts,
    has_ended: bool,
    needs_offline_refund: Option<bool>,
    is_fast_exchange: Option<bool>,
    /// Whether the merchant has said something of the buyer's parcel in a fast exchange.
    is_answered: Option<bool>,
}

/// What is known of a call at a case.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CallProspect {
    /// The call.
    pub call: Call,
    /// Whether it is possible.
    pub prospect: Prospect,
    /// The ways in which it can be used: more than one where the type of the case is not known and decides about the
    /// request. Those of a call that is [not known](Prospect::NotKnown) to be possible can be tried. None where it is not possible.
    pub ways: Vec<CallWay>,
    /// What stands against the call, in one of the flows at least.
    pub obstacles: Set<Obstacle>,
}

/// One way to use a call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CallWay {
    /// The flows in which it is so.
    pub flows: Set<Flow>,
    /// The rule that the call carries out; its row and evidence are those of the table. `None` where no source tells.
    pub rule: Option<&'static Rule<AfterSaleStatus>>,
    /// What must hold besides and is not known to.
    pub conditions: Vec<CallCondition>,
    /// The request, as far as the case gives it.
    pub request: CallDocument,
    /// What the merchant has to add to the request.
    pub missing: Set<Missing>,
}

impl<'a> CaseInView<'a> {
    /// Returns the case of a record. A status that is missing is an unknown one.
    #[must_use]
    pub fn of_record(record: &'a AfterSaleOrder) -> Self {
        let lifecycle = super::LIFECYCLE;
        let status = record.status.value().map_or(SeenStatus::Unknown(""), SeenStatus::of_word);
        let kind = record.kind.value().and_then(Word::known).map(super::AfterSaleType::flow);
        let can_be = status.known().map_or(Set::EMPTY, |status| lifecycle.flows_of(status));
        let fast = record.exchange_info.value().and_then(|info| info.fast_exchange_info.value());
        let act = fast.and_then(|fast| fast.fast_exchange_act.value());
        let says = |answer: Option<&YesNo>| answer.is_some_and(|answer| answer.get());
        Self {
            lifecycle,
            number: record.after_sale_order_id.value().cloned(),
            record: Some(record),
            status,
            flows: match kind {
                Some(flow) if can_be.is_empty() || can_be.contains(flow) => Set::EMPTY.with(flow),
                _ => can_be,
            },
            facts: record.known_facts(),
            has_ended: record.finished() == super::wire::Finished::Yes,
            needs_offline_refund: record.need_offline_refund.value().map(|needed| needed.get()),
            is_fast_exchange: fast
                .and_then(|fast| fast.fast_exchange.value())
                .map(|is_fast| is_fast.get()),
            is_answered: act
                .map(|act| says(act.merchant_confirm.value()) || says(act.merchant_reject.value())),
        }
    }

    /// Returns the case that a mirror follows, under this number. A mirror does not keep the record, so what only a record
    /// tells is not known: whether an offline refund is asked for, and whether an exchange is a fast one. Nor is it known that no
    /// dispute is open: a dispute can begin without another status.
    #[must_use]
    pub fn of_mirrored(
        mirror: &Mirror<AfterSaleStatus>,
        case: &'a MirroredCase<AfterSaleStatus>,
        number: PlatformId,
    ) -> Self {
        Self {
            lifecycle: mirror.lifecycle(),
            number: Some(number),
            record: None,
            status: case.status().unwrap_or(SeenStatus::Unknown("")),
            flows: mirror.flows(case),
            facts: match mirror.facts(case) {
                facts if facts.get(Fact::DisputeOpen) == Some(true) => facts,
                facts => facts.without(Fact::DisputeOpen),
            },
            has_ended: mirror.has_ended(case),
            needs_offline_refund: None,
            is_fast_exchange: None,
            is_answered: None,
        }
    }

    /// Returns the same case by the rules of a lifecycle that [trusts](Lifecycle::trusting) less. A call whose rule is not trusted is
    /// [not known](Prospect::NotKnown) to be possible.
    #[must_use]
    pub fn by(self, lifecycle: Lifecycle<AfterSaleStatus>) -> Self {
        Self { lifecycle, ..self }
    }

    /// Returns what is known of each call that acts on a case, in the order of [`CALLS`].
    pub fn calls(&self) -> impl Iterator<Item = CallProspect> + '_ {
        CALLS.iter().map(|row| self.prospect(row))
    }

    /// Returns what is known of this call; `None` for a call that does not act on a case, or is always possible.
    #[must_use]
    pub fn call(&self, call: Call) -> Option<CallProspect> {
        CALLS.iter().find(|row| row.call == call).map(|row| self.prospect(row))
    }

    fn prospect(&self, row: &CallRow) -> CallProspect {
        match row.basis {
            CallBasis::Rules { rows, not_told_in } => self.by_rules(row.call, rows, not_told_in),
            CallBasis::Opening { row: opening } => self.by_opening(row.call, opening),
            CallBasis::NotPublished { flows, can_follow_end } => {
                self.untold(row.call, flows, can_follow_end)
            }
        }
    }

    /// Answers for a call that carries out rules of the table.
    fn by_rules(&self, call: Call, rows: &[&str], not_told_in: &[Flow]) -> CallProspect {
        let mut found = Findings::of(self, call);
        if self.has_ended {
            return found.stopped_by(Obstacle::Ended);
        }
        let Some(status) = self.status.known() else { return found.not_known() };
        for flow in self.flows.iter() {
            if not_told_in.contains(&flow) {
                found.is_untold = true;
                continue;
            }
            let of_flow = |rule: &&Rule<AfterSaleStatus>| {
                rows.contains(&rule.row) && rule.flows.contains(&flow)
            };
            let mut rules = self.lifecycle.rules().iter().filter(of_flow).peekable();
            let is_of_flow = rules.peek().is_some();
            let mut here = rules.filter(|rule| rule.from.contains(&status)).peekable();
            if here.peek().is_none() {
                found.meet(if is_of_flow { Obstacle::Status } else { Obstacle::OtherType });
            }
            here.for_each(|rule| {
                found.judge(rule, Position { flow, status: Some(status), facts: self.facts })
            });
        }
        found.concluded()
    }

    /// Answers for a call that opens another case of the same goods.
    fn by_opening(&self, call: Call, row: &str) -> CallProspect {
        let mut found = Findings::of(self, call);
        let is_known = self.status.known().is_some();
        let facts = match (self.has_ended, is_known) {
            (false, true) => KnownFacts::UNKNOWN.with(Fact::OtherCaseOpen, true),
            _ => KnownFacts::UNKNOWN,
        };
        for rule in self.lifecycle.rules().iter().filter(|rule| rule.row == row) {
            for flow in rule.flows {
                found.judge(rule, Position { flow: *flow, status: None, facts });
            }
        }
        found.is_type_free = true;
        found.concluded()
    }

    /// Answers for a call of which no source tells at which status it is possible.
    fn untold(&self, call: Call, flows: &'static [Flow], can_follow_end: bool) -> CallProspect {
        let mut found = Findings::of(self, call);
        if self.has_ended && !can_follow_end {
            return found.stopped_by(Obstacle::Ended);
        }
        let of_call: Set<Flow> = flows.iter().copied().collect();
        let can_be = |flow: &Flow| self.flows.is_empty() || self.flows.contains(*flow);
        let flows: Set<Flow> = of_call.iter().filter(can_be).collect();
        if flows.is_empty() {
            return found.stopped_by(Obstacle::OtherType);
        }
        let mut conditions = Vec::new();
        if call == Call::HandleFastExchangeReceipt {
            match self.is_fast_exchange {
                Some(false) => return found.stopped_by(Obstacle::NotFastExchange),
                None => conditions.push(CallCondition::FastExchange),
                Some(true) => {}
            }
            if self.is_answered == Some(true) {
                return found.stopped_by(Obstacle::AnsweredAlready);
            }
        }
        found.add(None, flows, conditions);
        found.not_known()
    }
}

/// What has been found about a call so far.
struct Findings<'v, 'a> {
    case: &'v CaseInView<'a>,
    call: Call,
    ways: Vec<CallWay>,
    obstacles: Set<Obstacle>,
    /// Whether no source tells in one of the flows.
    is_untold: bool,
    /// Whether the merchant chooses the type, so that that of the case does not matter.
    is_type_free: bool,
}

impl<'v, 'a> Findings<'v, 'a> {
    const fn of(case: &'v CaseInView<'a>, call: Call) -> Self {
        Self {
            case,
            call,
            ways: Vec::new(),
            obstacles: Set::EMPTY,
            is_untold: false,
            is_type_free: false,
        }
    }

    fn meet(&mut self, obstacle: Obstacle) {
        self.obstacles = self.obstacles.with(obstacle);
    }

    fn judge(&mut self, rule: &'static Rule<AfterSaleStatus>, position: Position<AfterSaleStatus>) {
        let lifecycle = self.case.lifecycle;
        if !lifecycle.trusts(rule) {
            self.is_untold = true;
            return;
        }
        let unmet = rule.guards.iter().filter(|guard| position.facts.meet(**guard) == Some(false));
        let unmet: Vec<Guard> = unmet.copied().collect();
        let Verdict::Permitted(permission) =
            lifecycle.judge(&position, Actor::Merchant, rule.action)
        else {
            unmet.into_iter().for_each(|guard| self.meet(Obstacle::of(guard)));
            return;
        };
        let mut conditions: Vec<CallCondition> =
            permission.only_if.iter().map(CallCondition::Guard).collect();
        let waits_for_order = rule.action == Action::ProveOfflineRefund
            && position.status == Some(AfterSaleStatus::PlatformRefundFail);
        match self.case.needs_offline_refund {
            Some(false) if waits_for_order => return self.meet(Obstacle::NoOfflineRefund),
            None if waits_for_order => conditions.push(CallCondition::OfflineRefund),
            _ => {}
        }
        match self.ways.iter_mut().find(|way| way.rule == Some(rule)) {
            Some(way) => way.flows = way.flows.with(position.flow),
            None => self.add(Some(rule), Set::EMPTY.with(position.flow), conditions),
        }
    }

    fn add(
        &mut self,
        rule: Option<&'static Rule<AfterSaleStatus>>,
        flows: Set<Flow>,
        conditions: Vec<CallCondition>,
    ) {
        let (request, missing) = self.case.request(self.call, rule.map(|rule| rule.action));
        self.ways.push(CallWay { flows, rule, conditions, request, missing });
    }

    fn stopped_by(mut self, obstacle: Obstacle) -> CallProspect {
        self.meet(obstacle);
        self.ways.clear();
        self.answer(Prospect::NotPossible)
    }

    fn not_known(mut self) -> CallProspect {
        self.state_types();
        self.answer(Prospect::NotKnown)
    }

    fn concluded(mut self) -> CallProspect {
        self.state_types();
        let is_free = |way: &CallWay| way.conditions.is_empty();
        let prospect = match self.ways.as_slice() {
            [] if self.is_untold => Prospect::NotKnown,
            [] => Prospect::NotPossible,
            ways if ways.iter().all(is_free) && !self.is_untold => Prospect::Possible,
            _ => Prospect::PossibleIf,
        };
        self.answer(prospect)
    }

    /// Makes the type a condition of each way that holds in some of the flows in which the case can be.
    fn state_types(&mut self) {
        if self.is_type_free {
            return;
        }
        let flows = self.case.flows;
        for way in &mut self.ways {
            if flows.iter().any(|flow| !way.flows.contains(flow)) {
                way.conditions.push(CallCondition::Type(way.flows));
            }
        }
    }

    fn answer(self, prospect: Prospect) -> CallProspect {
        CallProspect { call: self.call, prospect, ways: self.ways, obstacles: self.obstacles }
    }
}

impl CallProspect {
    /// Returns the row of the call in the table of calls.
    #[must_use]
    pub fn row(&self) -> Option<&'static CallRow> {
        CALLS.iter().find(|row| row.call == self.call)
    }

    /// Returns the codes with which the platform answers where something stands against the call, or where a condition does
    /// not hold, as far as its pages tell. Empty where they do not tell, or nothing stands against it. Which of several codes comes when is
    /// not published.
    #[must_use]
    pub fn errors(&self) -> Vec<ReturnCode> {
        let conditions = self.ways.iter().flat_map(|way| way.conditions.iter());
        let unmet = conditions.filter_map(|condition| match condition {
            CallCondition::Guard(guard) => Some(Obstacle::of(*guard)),
            CallCondition::Type(_) | CallCondition::OfflineRefund | CallCondition::FastExchange => {
                None
            }
        });
        let mut codes = Vec::new();
        for obstacle in self.obstacles.iter().chain(unmet) {
            let of_obstacle = self.row().map_or(&[][..], |row| row.errors_for(obstacle));
            of_obstacle.iter().for_each(|code| {
                if !codes.contains(code) {
                    codes.push(*code);
                }
            });
        }
        codes
    }

    /// Returns the strongest evidence for one of the ways; `None` where there is none.
    #[must_use]
    pub fn evidence(&self) -> Option<Evidence> {
        self.ways.iter().filter_map(|way| Some(way.rule?.evidence)).min()
    }
}

impl AfterSaleOrder {
    /// Returns the facts that the record tells, for the type and the status that it states.
    fn known_facts(&self) -> KnownFacts {
        let kind = self.kind.value().and_then(Word::known).map(super::AfterSaleType::flow);
        self.facts(kind, self.status.value().and_then(Word::known))
    }
}
