//! A platform of one's own is explored like the built-in ones: the shop of `examples/two_step_refund`, and the same
//! shop with one fault that does not compile. To be explored at all, the faulty table is laid out here without the
//! proof that refuses it, and the explorer finds in the orders what the proof finds in the table.

use aftersale::lifecycle::proof::{Declaration, PlainRule, PlainStanding, only};
use aftersale::lifecycle::{ANY_FLOW, Lifecycle, Phase, Standing, Table, standing};
use aftersale::order::{Payer, Policy, Terms};
use aftersale_testing::explore::{Bounds, explore, small_order};
use aftersale_testing::invariants::Invariant;

#[allow(dead_code, reason = "the example uses all of it")]
#[path = "../../examples/two_step_refund/shop.rs"]
mod shop;

use shop::{RULES, Status, TwoStepShop};

const BOUNDS: Bounds = Bounds {
    cases: 1,
    refunds: 1,
    applications: 1,
    external_refunds: 0,
    reversals: false,
    other_amounts: false,
    late_reports: 0,
    totals: false,
    pending_elsewhere: false,
    names: false,
    choices: false,
    deductions: false,
    adoptions: false,
    states: 100_000,
};

/// Two cases that claim the same unit, as far as the first few thousand states go.
const TWO_CASES: Bounds = Bounds { cases: 2, refunds: 1, applications: 2, states: 4_000, ..BOUNDS };

#[test]
fn every_state_of_a_small_order_in_a_two_step_shop_holds_every_invariant_whoever_pays() {
    for (payer, size) in [(Payer::Shop, (856, 2_641)), (Payer::Platform, (3_505, 22_201))] {
        let explored = explore(TwoStepShop::new(payer), small_order(1, 1), &BOUNDS, None).unwrap();
        if let Some(violation) = explored.violations.first() {
            panic!("{}\n{}", violation.broken, violation.history);
        }
        assert!(explored.is_complete);
        assert_eq!(explored.waits.unexplained, 0);
        assert_eq!((explored.states, explored.transitions), size, "{payer}");
    }
}

const STANDINGS: &[Standing<Status>] = &{
    let mut standings = [standing(Status::Applied, ANY_FLOW, Phase::UnderReview); 8];
    let mut i = 0;
    while i < standings.len() {
        standings[i] = shop::STANDINGS[i];
        i += 1;
    }
    standings[2] = standing(Status::WithFinance, ANY_FLOW, Phase::Lapsed);
    standings
};

const fn set(statuses: &[Status]) -> u128 {
    let mut set = 0;
    let mut i = 0;
    while i < statuses.len() {
        set |= only(statuses[i] as usize);
        i += 1;
    }
    set
}

const WORDS: [(usize, &str); 8] = {
    let mut words = [(0, ""); 8];
    let mut i = 0;
    while i < words.len() {
        words[i] = (Status::ALL[i] as usize, Status::ALL[i].name());
        i += 1;
    }
    words
};

const PLAIN_RULES: [PlainRule; RULES.len()] = {
    let mut plain = [PlainRule::NONE; RULES.len()];
    let mut i = 0;
    while i < plain.len() {
        let rule = &RULES[i];
        plain[i] = PlainRule {
            row: rule.row,
            flows: rule.flows,
            from: set(rule.from),
            opens: rule.from.is_empty(),
            action: rule.action,
            by: rule.by,
            guards: rule.guards,
            to: rule.to as usize,
            also_seen: set(rule.also_seen),
            makes: rule.makes,
            turns_into: rule.turns_into,
            starts_refund: rule.starts_refund,
        };
        i += 1;
    }
    plain
};

const PLAIN_STANDINGS: [PlainStanding; 8] = {
    let mut plain = [PlainStanding::NONE; 8];
    let mut i = 0;
    while i < plain.len() {
        plain[i] = PlainStanding {
            status: STANDINGS[i].status as usize,
            flows: STANDINGS[i].flows,
            phase: STANDINGS[i].phase,
            only_adopted: STANDINGS[i].only_adopted,
        };
        i += 1;
    }
    plain
};

const UNPROVED: Declaration =
    Declaration::new("two-step shop", &WORDS, &PLAIN_RULES, &PLAIN_STANDINGS, 0);
static LOOK_UP: [u8; UNPROVED.cells()] = UNPROVED.look_up();
static PHASES: [Option<Phase>; UNPROVED.phase_cells()] = UNPROVED.phases();
static TABLE: Table<Status> =
    Table::new("two-step shop", &[], RULES, STANDINGS, UNPROVED.places(), &LOOK_UP, &PHASES);

/// The shop with the fault.
#[derive(Clone, Debug, PartialEq)]
struct FaultyShop(TwoStepShop);

impl Policy for FaultyShop {
    type Status = Status;

    const LIFECYCLE: Lifecycle<Status> = Lifecycle::new(&TABLE);

    fn terms(&self) -> &Terms {
        self.0.terms()
    }
}

#[test]
fn a_refund_that_starts_where_the_claim_is_not_held_is_found_in_the_effects_i8() {
    let policy = FaultyShop(TwoStepShop::new(Payer::Shop));
    let explored = explore(policy, small_order(1, 1), &TWO_CASES, None).unwrap();
    let broken: Vec<Invariant> =
        explored.violations.iter().map(|violation| violation.broken.invariant).collect();
    assert!(broken.contains(&Invariant::I8), "{broken:?}");
}

#[test]
fn money_in_flight_holds_its_units_even_at_a_status_that_holds_nothing_i2() {
    let policy = FaultyShop(TwoStepShop::new(Payer::Shop));
    let explored = explore(policy, small_order(1, 1), &TWO_CASES, None).unwrap();
    let twice = explored
        .violations
        .iter()
        .find(|violation| matches!(violation.broken.invariant, Invariant::I1 | Invariant::I2));
    assert!(twice.is_none(), "{:?}", twice.map(|violation| &violation.broken));
}
