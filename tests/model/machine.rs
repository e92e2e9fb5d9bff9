//! The two machines, side by side: the model as the reference, the order as what is tested.

use std::fmt::{self, Debug};
use std::marker::PhantomData;

use aftersale::order::{Command, Decision, Order, Policy};
use aftersale::shopxo::{FaithfulShop, Release};
use aftersale::time::Timestamp;
use aftersale::wechat::WeChat;
use aftersale_testing::model::{Answer, Model};
use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest};

use crate::commands::command;
use crate::dice::Dice;
use crate::orders::facts;
use crate::shop::{Platform, START, at, patient_wechat, shopxo, wechat};

/// A policy under which orders are compared.
pub(crate) trait Kind: Clone + Debug + 'static {
    type Policy: Platform + 'static;

    fn policy() -> Self::Policy;
}

/// The reference: the model, and what is needed to write the next command.
#[derive(Clone)]
pub(crate) struct World<P: Policy> {
    pub(crate) model: Model<P>,
    /// The order that commands are written for.
    pub(crate) order: Order<P>,
    pub(crate) now: Timestamp,
    pub(crate) sent: Vec<Command>,
    /// Whether nothing odd happens.
    pub(crate) is_tame: bool,
    /// The model's last answer.
    pub(crate) answer: Answer,
}

/// The order that it began with is enough: the rest follows from the commands.
impl<P: Policy> Debug for World<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.order.facts().fmt(f)
    }
}

impl<P: Platform> World<P> {
    pub(crate) fn open(policy: P, seed: u64, is_tame: bool) -> Self {
        let (facts, now) = (facts(&mut Dice::new(seed, is_tame)), at(START));
        let (order, _) = Order::open(policy.clone(), facts.clone(), now).unwrap();
        let model = Model::open(policy, &facts, now);
        let answer = Answer::Nothing;
        Self { model, order, now, sent: Vec::new(), answer, is_tame }
    }

    pub(crate) fn next_command(&self, seed: u64) -> Command {
        command(self, &mut Dice::new(seed, self.is_tame))
    }

    /// The answer of both to a command.
    pub(crate) fn take(mut self, command: &Command) -> Self {
        self.answer = self.model.answer(command);
        self.model.take(command);
        let _ = self.order.accept(command);
        self.now = self.now.max(command.at);
        self.sent.push(command.clone());
        self
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Reference<K>(PhantomData<K>);

impl<K: Kind> ReferenceStateMachine for Reference<K> {
    type State = World<K::Policy>;
    type Transition = Command;

    fn init_state() -> BoxedStrategy<Self::State> {
        (any::<u64>(), any::<bool>())
            .prop_map(|(seed, is_tame)| World::open(K::policy(), seed, is_tame))
            .boxed()
    }

    fn transitions(world: &Self::State) -> BoxedStrategy<Self::Transition> {
        let world = world.clone();
        any::<u64>().prop_map(move |seed| world.next_command(seed)).no_shrink().boxed()
    }

    fn apply(world: Self::State, command: &Self::Transition) -> Self::State {
        world.take(command)
    }
}

/// The system under test.
#[derive(Debug)]
pub(crate) struct Tested<P: Policy> {
    order: Order<P>,
}

impl<P: Platform> Tested<P> {
    /// The order that the world begins with.
    pub(crate) fn of(world: &World<P>) -> Self {
        let differences = world.model.differences(&world.order);
        assert!(differences.is_empty(), "when it was opened: {differences:#?}");
        Self { order: world.order.clone() }
    }

    /// Sends a command that the model has just answered.
    pub(crate) fn take(&mut self, world: &World<P>, command: &Command) {
        let decided = self.order.accept(command);
        let answer = match &decided {
            Ok(Decision::Accepted { .. }) => Answer::Accepted,
            Ok(Decision::Duplicate { .. }) => Answer::Duplicate,
            Ok(Decision::Nothing { .. }) => Answer::Nothing,
            Err(_) => Answer::Refused,
        };
        let differences = world.model.differences(&self.order);
        assert_eq!(world.answer, answer, "the model and the order, of {command:?}: {decided:?}");
        assert!(differences.is_empty(), "after {command:?}: {differences:#?}");
    }
}

pub(crate) struct Orders<K>(PhantomData<K>);

impl<K: Kind> StateMachineTest for Orders<K> {
    type SystemUnderTest = Tested<K::Policy>;
    type Reference = Reference<K>;

    fn init_test(world: &World<K::Policy>) -> Self::SystemUnderTest {
        Tested::of(world)
    }

    fn apply(
        mut tested: Self::SystemUnderTest,
        world: &World<K::Policy>,
        command: Command,
    ) -> Self::SystemUnderTest {
        tested.take(world, &command);
        tested
    }
}

macro_rules! kinds {
    ($($(#[$attribute:meta])* $kind:ident = $policy:ty, $make:expr, $test:ident;)+) => {
        $(
            $(#[$attribute])*
            #[derive(Clone, Debug)]
            pub(crate) struct $kind;

            impl Kind for $kind {
                type Policy = $policy;

                fn policy() -> $policy {
                    $make
                }
            }

            #[test]
            fn $test() {
                let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
                let steps = Reference::<$kind>::sequential_strategy(1..40);
                proptest!(config.clone(), |((world, commands, seen) in steps)| {
                    Orders::<$kind>::test_sequential(config.clone(), world, commands, seen);
                });
            }
        )+
    };
}

/// Returns the number of histories: `PROPTEST_CASES`, or so many that the test stays short.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

kinds! {
    /// WeChat, as it is.
    AsIs = WeChat, wechat(), wechat_does_as_the_model_says;
    /// WeChat, where a line can have any number of cases and all clocks run. Only the last three commands
    /// are remembered.
    Patient = WeChat, patient(), patient_wechat_does_as_the_model_says;
    /// A shop with ShopXO's statuses and the ledger of this crate.
    HardenedShop = aftersale::shopxo::HardenedShop, shopxo(), the_hardened_shop_does_as_the_model_says;
    /// The same, where each payment gives back by what is left of it.
    ProRata = aftersale::shopxo::HardenedShop, pro_rata(), a_shop_that_refunds_pro_rata_does_as_the_model_says;
    /// ShopXO of 2021.
    Old = FaithfulShop, FaithfulShop::new(Release::V2_2_1), shopxo_2_2_1_does_as_the_model_says;
    /// ShopXO of 2026.
    New = FaithfulShop, FaithfulShop::new(Release::V6_9_0), shopxo_6_9_0_does_as_the_model_says;
}

fn pro_rata() -> aftersale::shopxo::HardenedShop {
    let mut policy = shopxo();
    policy.terms.payments = aftersale::order::PaymentRule::ProRata;
    policy
}

pub(crate) fn patient() -> WeChat {
    let mut policy = patient_wechat();
    policy.terms.clocks.merchant_pays_offline = Some(aftersale::time::hours_long(24));
    policy.terms.remembered = 3;
    policy
}
