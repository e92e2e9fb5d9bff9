//! A host in small: the events of one order in a store, workers that do what people ask of them, and a
//! gateway that pays and answers late. And a scheduler that lets them take turns in every way there is.
//!
//! A worker takes one step at a time, and any other may step in between: it *loads* the order, it
//! *decides*, it *stores* the event under the condition that no other has come meanwhile (else it loads
//! again), it *carries out* the refund, and reports the gateway's answer in the same three
//! steps. The gateway has a step of its own, in which the money leaves; from then on it also notifies
//! a worker for its messages, so that everything is reported twice, in any order.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use aftersale::lifecycle::Actor;
use aftersale::money::{Amount, Money};
use aftersale::order::{
    Balance, Change, Command, Decision, Effect, Event, EventKind, Order, Outcome, PendingEffect,
    RefundKey, RefundRef, Refusal, Request,
};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
use aftersale::time::Timestamp;

pub(crate) type Shop = Order<HardenedShop>;
pub(crate) type Instruction = Command;
type Fact = Event<AfterSaleStatus>;
type Pay = (RefundKey, Money);

/// Everything happens within one second, so the times do not show what came first.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_795_300_763);

/// The whole host at one moment.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct World {
    /// The store: what has happened to the order. An event gets in only as the next one.
    log: Vec<Rc<Fact>>,
    gateway: Gateway,
    workers: Vec<Worker>,
    /// How much may leave, whatever turns people take.
    intended: Amount,
}

#[derive(Clone, Eq, Hash, PartialEq)]
struct Gateway {
    /// The instructions that the gateway has not looked at, and the worker that waits for each answer.
    waiting: VecDeque<(usize, Pay)>,
    /// The money that has left. One payment for each key.
    paid: Vec<Pay>,
}

#[derive(Clone, Eq, PartialEq)]
struct Worker {
    name: &'static str,
    to_do: VecDeque<Instruction>,
    step: Step,
    /// The answers to the requests of people.
    answers: Vec<String>,
}

#[derive(Clone, Eq, PartialEq)]
enum Step {
    Load,
    Decide(Rc<Shop>),
    Store(Rc<Fact>, Vec<PendingEffect>),
    CarryOut(Vec<Pay>),
}

/// The possible ends, and the number of interleavings of each.
pub(crate) type Endings = BTreeMap<String, u64>;

/// Worlds that are equal have the same future. The hash looks at the small things alone, and equality
/// at all.
impl Hash for World {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.gateway.hash(state);
        for event in &self.log {
            if let EventKind::Accepted(accepted) = &event.kind {
                accepted.command.hash(state);
            }
        }
        for worker in &self.workers {
            worker.answers.hash(state);
            worker.to_do.len().hash(state);
            std::mem::discriminant(&worker.step).hash(state);
        }
    }
}

impl World {
    /// A host with this order in its store, and the workers with what each is asked to do.
    pub(crate) fn new(
        log: Vec<Fact>,
        intended: Amount,
        workers: Vec<(&'static str, Vec<Instruction>)>,
    ) -> Self {
        let worker = |(name, to_do): (_, Vec<_>)| Worker {
            name,
            to_do: to_do.into(),
            step: Step::Load,
            answers: Vec::new(),
        };
        let messages = ("messages", Vec::new());
        Self {
            log: log.into_iter().map(Rc::new).collect(),
            gateway: Gateway { waiting: VecDeque::new(), paid: Vec::new() },
            workers: workers.into_iter().chain([messages]).map(worker).collect(),
            intended,
        }
    }

    /// Lets the workers and the gateway take turns in every way there is. Each world is looked at
    /// once; every interleaving is counted.
    pub(crate) fn explore(self) -> Endings {
        self.endings(&mut HashMap::new())
    }

    fn endings(self, known: &mut HashMap<Self, Endings>) -> Endings {
        if let Some(endings) = known.get(&self) {
            return endings.clone();
        }
        let mut endings = Endings::new();
        for next in self.next_worlds() {
            for (ending, ways) in next.endings(known) {
                *endings.entry(ending).or_default() += ways;
            }
        }
        if endings.is_empty() {
            endings.insert(self.end(), 1);
        }
        known.insert(self, endings.clone());
        endings
    }

    fn next_worlds(&self) -> Vec<Self> {
        let mut worlds = Vec::new();
        for (index, worker) in self.workers.iter().enumerate() {
            if worker.step != Step::Load || !worker.to_do.is_empty() {
                let mut next = self.clone();
                next.work(index);
                next.check();
                worlds.push(next);
            }
        }
        if !self.gateway.waiting.is_empty() {
            let mut next = self.clone();
            next.pay();
            next.check();
            worlds.push(next);
        }
        worlds
    }

    fn load(&self) -> Shop {
        Order::replay(HardenedShop::default(), self.log.iter().map(|event| &**event)).unwrap()
    }

    /// One step of a worker.
    fn work(&mut self, index: usize) {
        let worker = &self.workers[index];
        let (step, answer) = match &worker.step {
            Step::Load => (Step::Decide(Rc::new(self.load())), None),
            Step::Decide(order) => match order.decide(&worker.to_do[0]) {
                Ok(Decision::Accepted { event, effects }) => {
                    (Step::Store(Rc::new(event), effects), None)
                }
                Ok(done) => (carry_out(done.effects()), Some("done before".to_string())),
                Err(refusal) => (Step::Load, Some(kinds(&refusal))),
            },
            Step::Store(event, effects) => {
                let last = self.log.last().unwrap().version;
                if event.version.number() == last.number() + 1 {
                    self.must_not_call_back(event);
                    self.log.push(Rc::clone(event));
                    (carry_out(effects), Some("accepted".to_string()))
                } else {
                    (Step::Load, None)
                }
            }
            Step::CarryOut(refunds) => {
                let instructions = refunds.iter().map(|pay| (index, pay.clone()));
                self.gateway.waiting.extend(instructions);
                (Step::Load, None)
            }
        };
        let worker = &mut self.workers[index];
        worker.step = step;
        if let Some(answer) = answer {
            let done = worker.to_do.pop_front().unwrap();
            // The number of reports does not matter to people.
            if !matches!(done.request, Request::ReportRefund { .. }) {
                worker.answers.push(answer);
            }
        }
    }

    /// Pays, once under each key, and reports that. The workers read it later.
    fn pay(&mut self) {
        let (asking, (key, amount)) = self.gateway.waiting.pop_front().unwrap();
        self.tell(asking, &key, amount);
        match self.gateway.paid.iter().find(|(paid, _)| *paid == key) {
            Some((_, before)) => assert_eq!(*before, amount, "one key, one amount (I8)"),
            None => {
                let messages = self.workers.len() - 1;
                self.tell(messages, &key, amount);
                self.gateway.paid.push((key, amount));
            }
        }
    }

    fn tell(&mut self, worker: usize, key: &RefundKey, amount: Money) {
        let worker = &mut self.workers[worker];
        let id = format!("{} of {key}", worker.name);
        let refund = RefundRef::Key(key.clone());
        let outcome = Outcome::Succeeded(amount);
        let report = Request::ReportRefund { refund, outcome, as_of: NOW };
        worker.to_do.push_back(Command::new(&*id, "ORDER1", Actor::Platform, NOW, report));
    }

    /// Checks that no case with a refund under way was withdrawn or refused (I8, I20).
    fn must_not_call_back(&self, event: &Fact) {
        let EventKind::Accepted(accepted) = &event.kind else { return };
        if matches!(accepted.request, Request::Cancel { .. } | Request::Refuse { .. }) {
            let order = self.load();
            let case = accepted.request.case();
            assert!(order.refunds().iter().all(|refund| refund.case != case));
        }
    }

    fn paid(&self) -> Amount {
        Amount::sum(self.gateway.paid.iter().map(|(_, money)| money.amount)).unwrap()
    }

    /// Checks what holds at every moment: no more has left than was meant to, what has left is booked or held
    /// back, what is booked has left, and no more is promised than was paid (I1, I11, I12).
    fn check(&self) {
        let ledger = self.load().ledger();
        let order = ledger.order;
        let paid = self.paid();
        assert!(paid <= self.intended, "{paid:?} has left");
        assert!(paid <= order.refunded.checked_add(order.in_flight).unwrap());
        assert!(order.refunded <= paid);
        let balances = ledger.lines.iter().map(|line| &line.money).chain([&order]);
        for balance in balances {
            assert!(balance.left() >= Amount::ZERO, "{balance:?}");
        }
        let columns: [fn(&Balance) -> Amount; 2] = [|line| line.refunded, |line| line.in_flight];
        for column in columns {
            let lines = ledger.lines.iter().map(|line| column(&line.money));
            assert_eq!(Amount::sum(lines), Some(column(&order)), "the lines make the order");
        }
    }

    /// Checks what holds when everything is reported: what was paid is what is booked, for the order and for
    /// each case, there is no anomaly, and nothing is left to be issued or queried. Returns the end in words.
    fn end(&self) -> String {
        let order = self.load();
        let paid = self.paid();
        assert_eq!(order.ledger().order.refunded, paid, "paid and booked");
        assert_eq!(order.refunds_to_query().count(), 0);
        for pending in order.pending_effects() {
            assert!(!matches!(pending.effect, Effect::IssueRefund { .. }), "{pending:?}");
        }
        let changes = self.log.iter().filter_map(|event| match &event.kind {
            EventKind::Accepted(accepted) => Some(&accepted.changes),
            EventKind::Opened(_) => None,
        });
        let anomalies =
            changes.flatten().filter(|change| matches!(change, Change::AnomalyFound(_)));
        assert_eq!(anomalies.count(), 0);
        let mut ending = format!("paid {}", paid.decimal(2));
        for case in order.cases() {
            ending.push_str(&format!(", case {} {}", case.id, case.status.name()));
        }
        for worker in self.workers.iter().filter(|worker| !worker.answers.is_empty()) {
            ending.push_str(&format!("; {}: {}", worker.name, worker.answers.join(", ")));
        }
        ending
    }
}

fn carry_out(effects: &[PendingEffect]) -> Step {
    let refunds = effects.iter().filter_map(|pending| match &pending.effect {
        Effect::IssueRefund { key, amount, .. } => Some((key.clone(), *amount)),
        _ => None,
    });
    let refunds: Vec<Pay> = refunds.collect();
    if refunds.is_empty() { Step::Load } else { Step::CarryOut(refunds) }
}

/// A refusal, by the kinds of its reasons.
fn kinds(refusal: &Refusal<AfterSaleStatus>) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for reason in &refusal.reasons {
        if !kinds.contains(&reason.kind().text()) {
            kinds.push(reason.kind().text());
        }
    }
    format!("refused ({})", kinds.join(", "))
}
