//! The orders whose commands are counted, and the commands: ids and texts are as long as a shop has them.

use aftersale::money::Money;
use aftersale::order::{
    Application, Ask, Command, Decision, Effect, Event, LineFacts, Offer, Order, OrderFacts,
    PendingEffect, Refusal, Request, Version,
};
use aftersale::prelude::{Amount, CaseId, Currency, Flow, HardenedShop, Timestamp};
use aftersale::quantity::Quantity;
use aftersale::shopxo::AfterSaleStatus;

/// Twenty digits.
const ORDER: &str = "20261128101530004711";
const BUYER: &str = "o6_bmjrPTlm6_2sgVt7h";
/// Twenty Chinese characters each.
const REASON: &str = "商品与网页描述不符而且颜色也不对请退货款";
const MESSAGE: &str = "收到的茶叶已经受潮有霉味实在是没有办法喝";

/// The time of every command of the benches.
pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_795_300_763);

pub(crate) type ShopOrder = Order<HardenedShop>;

/// An order of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Kind {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// The number of its lines.
    pub(crate) lines: u32,
    /// The number of cases that it has had and that are refunded.
    pub(crate) finished: u32,
    /// The number of cases whose refunds wait to be issued.
    pub(crate) waiting: u32,
}

pub(crate) const KINDS: &[Kind] = &[
    Kind { name: "1 line, 1st case", lines: 1, finished: 0, waiting: 0 },
    Kind { name: "20 lines, 100th case", lines: 20, finished: 99, waiting: 0 },
    Kind { name: "200 lines, 100th case", lines: 200, finished: 99, waiting: 0 },
    Kind { name: "100 lines, 1,000th case", lines: 100, finished: 999, waiting: 0 },
    Kind { name: "81 lines, 80 refunds waiting", lines: 81, finished: 0, waiting: 80 },
];

/// Returns a policy without a limit of applications for one line, so that an order can have a thousand cases.
pub(crate) fn policy() -> HardenedShop {
    let mut policy = HardenedShop::default();
    policy.terms.limits.applications = None;
    policy
}

/// Returns the facts of an order of so many lines, each with an id of twelve characters.
pub(crate) fn facts(lines: u32) -> OrderFacts {
    let line = |number: u32| {
        LineFacts::new(line_id(number).as_str(), Quantity::new(10_000), Amount::from_minor(1_000))
    };
    let mut facts = OrderFacts::new(ORDER, Currency::CNY, (0..lines).map(line));
    facts.buyer = Some(BUYER.into());
    facts
}

fn line_id(number: u32) -> String {
    format!("sku-{number:08}")
}

/// An order and whoever deals with it: makes commands with ids that were not used before.
#[derive(Clone, Debug)]
pub(crate) struct Desk {
    pub(crate) order: ShopOrder,
    commands: u64,
}

impl Desk {
    /// Returns a desk for an order as it was stored.
    pub(crate) fn resumed(order: ShopOrder) -> Self {
        let commands = order.version().number() + 1_000_000;
        Self { order, commands }
    }

    /// Returns the desk of a new order, and the event that opened it.
    pub(crate) fn opened(lines: u32) -> (Self, Event<AfterSaleStatus>) {
        let (order, event) = Order::open(policy(), facts(lines), NOW).expect("the facts are right");
        (Self { order, commands: 0 }, event)
    }

    /// Returns the desk of an order that has been through what its kind says.
    pub(crate) fn of(kind: Kind) -> Self {
        let (mut desk, _) = Self::opened(kind.lines);
        for number in 0..kind.finished {
            desk.whole_case(number % kind.lines);
        }
        for number in 0..kind.waiting {
            desk.apply_and_agree(number % kind.lines);
        }
        desk
    }

    fn id(&mut self) -> String {
        self.commands += 1;
        format!("5f0c7a52-94b1-4d2e-8a37-{:012x}", self.commands)
    }

    /// Returns the number of the case that is opened next.
    pub(crate) fn next_case(&self) -> CaseId {
        CaseId::new(u32::try_from(self.order.cases().len()).expect("a few thousand") + 1)
    }

    pub(crate) fn apply(&mut self, line: u32) -> Command {
        let mut application = Application::of(vec![Ask::units(line_id(line).as_str(), 1)]);
        application.reason = REASON.into();
        application.message = MESSAGE.into();
        let request = Request::Apply { flow: Flow::RefundOnly, application };
        Command::buyer(self.id(), ORDER, BUYER, NOW, request)
    }

    pub(crate) fn agree(&mut self, case: CaseId) -> Command {
        Command::merchant(self.id(), ORDER, NOW, Request::agree_to_refund(case, Offer::FIRST))
    }

    pub(crate) fn cancel(&mut self, case: CaseId) -> Command {
        Command::buyer(self.id(), ORDER, BUYER, NOW, Request::cancel(case))
    }

    pub(crate) fn success(&mut self, refund: (String, Money)) -> Command {
        let (key, amount) = refund;
        Command::platform(self.id(), ORDER, NOW, Request::refunded(key.as_str(), amount, NOW))
    }

    pub(crate) fn acknowledge(&mut self, after: Version) -> Command {
        let is_new = |pending: &PendingEffect| pending.id.version > after;
        let is_refund = |effect: &Effect| matches!(effect, Effect::IssueRefund { .. });
        let pending = self.order.pending_effects();
        let is_to_do = |pending: &&PendingEffect| is_new(pending) && !is_refund(&pending.effect);
        let effects: Vec<_> = pending.iter().filter(is_to_do).map(|pending| pending.id).collect();
        Command::merchant(self.id(), ORDER, NOW, Request::acknowledge(effects))
    }

    /// Decides and applies.
    pub(crate) fn carry_out(&mut self, command: &Command) -> Event<AfterSaleStatus> {
        match self.try_to_carry_out(command) {
            Ok(Decision::Accepted { event, .. }) => event,
            other => panic!("not accepted: {other:?}"),
        }
    }

    fn try_to_carry_out(
        &mut self,
        command: &Command,
    ) -> Result<Decision<AfterSaleStatus>, Refusal<AfterSaleStatus>> {
        let decision = self.order.decide(command)?;
        if let Some(event) = decision.event() {
            self.order.apply(event).expect("it was just decided");
        }
        Ok(decision)
    }

    /// Applies and agrees. Returns the two events, and the refund to issue.
    pub(crate) fn apply_and_agree(
        &mut self,
        line: u32,
    ) -> ([Event<AfterSaleStatus>; 2], (String, Money)) {
        let case = self.next_case();
        let apply = self.apply(line);
        let applied = self.carry_out(&apply);
        let agree = self.agree(case);
        let (agreed, refund) = match self.try_to_carry_out(&agree) {
            Ok(decision) => {
                let (key, amount) = decision.refund_to_issue().expect("agreeing starts a refund");
                let refund = (key.as_str().to_owned(), amount);
                (decision.event().cloned().expect("it is new"), refund)
            }
            Err(refusal) => panic!("{refusal}"),
        };
        ([applied, agreed], refund)
    }

    /// Takes a case from the application to the acknowledgement of its effects. Returns its four events.
    pub(crate) fn whole_case(&mut self, line: u32) -> [Event<AfterSaleStatus>; 4] {
        let before = self.order.version();
        let ([applied, agreed], refund) = self.apply_and_agree(line);
        let success = self.success(refund);
        let succeeded = self.carry_out(&success);
        let acknowledge = self.acknowledge(before);
        let acknowledged = self.carry_out(&acknowledge);
        [applied, agreed, succeeded, acknowledged]
    }
}
