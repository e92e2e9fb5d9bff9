//! The replay of recorded sequences finds every rule of ShopXO that is altered: one rule at a time is
//! replaced, and the run on the project's own recordings must fail.

use std::path::{Path, PathBuf};
use std::time::Duration;

use aftersale::lifecycle::{
    ANY_FLOW, Action, Actor, Evidence, Guard, Lifecycle, Phase, Rule, rule,
};
use aftersale::money::Amount;
use aftersale::order::{
    Balance, Barred, Case, Ceiling, Check, CheckOrder, Claim, LineId, Order, Policy, Returnable,
    Terms, TextLimit, Units, Window,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::arithmetic::units_without_return;
use aftersale::shopxo::faithful::{close_time, settle};
use aftersale::shopxo::{AfterSaleStatus, FaithfulShop, Offered, OrderFigures, Release, Shop};
use aftersale::time::Timestamp;

use super::counted;
use crate::report::Report;
use crate::traces;

/// A shop like the recorded one, but for one rule.
#[derive(Clone)]
struct Altered {
    shop: FaithfulShop,
    settles: fn(Release, &Order<Self>, &Case<AfterSaleStatus>, &Claim) -> Option<Claim>,
    closes: fn(&Balance, &mut dyn Iterator<Item = Units>) -> bool,
    offers: fn(&mut OrderFigures, Release) -> Release,
}

impl Altered {
    fn like(release: Release) -> Self {
        Self {
            shop: FaithfulShop::new(release),
            settles: settle,
            closes: |order, units| aftersale::shopxo::arithmetic::closes(order, units),
            offers: |_, release| release,
        }
    }
}

impl Policy for Altered {
    type Status = AfterSaleStatus;

    const LIFECYCLE: Lifecycle<AfterSaleStatus> = aftersale::shopxo::LIFECYCLE;

    fn terms(&self) -> &Terms {
        &self.shop.terms
    }

    fn settle(
        &self,
        order: &Order<Self>,
        case: &Case<AfterSaleStatus>,
        claim: &Claim,
    ) -> Option<Claim> {
        (self.settles)(self.shop.release, order, case, claim)
    }

    fn closes(&self, order: &Balance, mut units: impl Iterator<Item = Units>) -> bool {
        (self.closes)(order, &mut units)
    }
}

impl Shop for Altered {
    fn release(&self) -> Release {
        self.shop.release
    }

    fn offered(order: &Order<Self>, line: &LineId) -> Offered {
        let shop = order.policy();
        let mut figures = OrderFigures::of(order);
        let release = (shop.offers)(&mut figures, shop.shop.release);
        figures.returned_data(release, line)
    }

    fn close_time(order: &Order<Self>) -> Option<Timestamp> {
        close_time(order.policy().shop.release, order)
    }
}

const fn other(release: Release) -> Release {
    match release {
        Release::V2_2_1 => Release::V6_9_0,
        _ => Release::V2_2_1,
    }
}

/// A table like ShopXO's, but for one rule.
trait Table: Clone + Send + Sync + 'static {
    const LIFECYCLE: Lifecycle<AfterSaleStatus>;
}

/// A shop like the recorded one, with another table.
#[derive(Clone)]
struct OtherTable<T> {
    shop: FaithfulShop,
    table: std::marker::PhantomData<T>,
}

impl<T: Table> Policy for OtherTable<T> {
    type Status = AfterSaleStatus;

    const LIFECYCLE: Lifecycle<AfterSaleStatus> = T::LIFECYCLE;

    fn terms(&self) -> &Terms {
        &self.shop.terms
    }

    fn settle(
        &self,
        order: &Order<Self>,
        case: &Case<AfterSaleStatus>,
        claim: &Claim,
    ) -> Option<Claim> {
        settle(self.shop.release, order, case, claim)
    }

    fn closes(&self, order: &Balance, units: impl Iterator<Item = Units>) -> bool {
        aftersale::shopxo::arithmetic::closes(order, units)
    }
}

impl<T: Table> Shop for OtherTable<T> {
    fn release(&self) -> Release {
        self.shop.release
    }

    fn offered(order: &Order<Self>, line: &LineId) -> Offered {
        OrderFigures::of(order).returned_data(order.policy().shop.release, line)
    }

    fn close_time(order: &Order<Self>) -> Option<Timestamp> {
        close_time(order.policy().shop.release, order)
    }
}

const RULES: usize = aftersale::shopxo::rules::RULES.len();

/// Returns ShopXO's rules with another one in the place of one of them.
const fn with(index: usize, other: Rule<AfterSaleStatus>) -> [Rule<AfterSaleStatus>; RULES] {
    let mut rules = [other; RULES];
    let mut at = 0;
    while at < RULES {
        if at != index {
            rules[at] = aftersale::shopxo::rules::RULES[at];
        }
        at += 1;
    }
    rules
}

/// Returns the index of the first rule of this row in ShopXO's table.
const fn index_of(row: &str) -> usize {
    let mut at = 0;
    while at < RULES {
        let (ours, theirs) = (aftersale::shopxo::rules::RULES[at].row.as_bytes(), row.as_bytes());
        if ours[0] == theirs[0] && ours[1] == theirs[1] {
            return at;
        }
        at += 1;
    }
    panic!("there is no such row")
}

#[derive(Clone)]
struct RefusesWhileTheGoodsAreAway;

#[derive(Clone)]
struct ConfirmsEveryType;

#[derive(Clone)]
struct KeepsWhatIsUnderReview;

mod tables {
    use super::*;
    use AfterSaleStatus::*;
    use aftersale::shopxo::rules::STANDINGS;

    const REFUSED: &[Rule<AfterSaleStatus>] = &with(
        index_of("X6"),
        rule(
            "X6",
            ANY_FLOW,
            &[ToBeConfirmed, ToBeReturned],
            Action::Refuse,
            &[Actor::Merchant],
            Rejected,
            Evidence::Documented,
        ),
    );
    const CONFIRMED: &[Rule<AfterSaleStatus>] = &with(
        index_of("X3"),
        rule(
            "X3",
            ANY_FLOW,
            &[ToBeConfirmed],
            Action::AgreeToReturn,
            &[Actor::Merchant],
            ToBeReturned,
            Evidence::Documented,
        ),
    );
    const CANCELLED: &[Rule<AfterSaleStatus>] = &with(
        RULES - 1,
        rule(
            "X7",
            ANY_FLOW,
            &[ToBeReviewed],
            Action::Cancel,
            &[Actor::Merchant],
            Cancelled,
            Evidence::Documented,
        )
        .only_if(&[Guard::NoRefundUnderWay]),
    );

    aftersale::declare_lifecycle! {
        /// A shop can refuse while the goods are on their way.
        const REFUSING: Lifecycle<AfterSaleStatus> = {
            platform: "ShopXO, altered", rules: REFUSED, standings: STANDINGS, without_rules: &[],
        };
    }
    aftersale::declare_lifecycle! {
        /// A shop can confirm a refund without a return.
        const CONFIRMING: Lifecycle<AfterSaleStatus> = {
            platform: "ShopXO, altered", rules: CONFIRMED, standings: STANDINGS, without_rules: &[],
        };
    }
    aftersale::declare_lifecycle! {
        /// A buyer cannot cancel a case under review.
        const KEEPING: Lifecycle<AfterSaleStatus> = {
            platform: "ShopXO, altered", rules: CANCELLED, standings: STANDINGS, without_rules: &[],
        };
    }

    impl Table for RefusesWhileTheGoodsAreAway {
        const LIFECYCLE: Lifecycle<AfterSaleStatus> = REFUSING;
    }
    impl Table for ConfirmsEveryType {
        const LIFECYCLE: Lifecycle<AfterSaleStatus> = CONFIRMING;
    }
    impl Table for KeepsWhatIsUnderReview {
        const LIFECYCLE: Lifecycle<AfterSaleStatus> = KEEPING;
    }
}

/// A description of an alteration, and the shop with it.
type Alteration = (&'static str, fn(&mut Altered));

/// Returns every alteration, by its description.
fn alterations() -> Vec<Alteration> {
    vec![
        ("a window of 20 minutes more", |altered| {
            let window = &mut altered.shop.terms.limits.window;
            if let Window::AfterReceipt(window) = window {
                *window += Duration::from_secs(20 * 60);
            }
        }),
        ("a window of 20 minutes less", |altered| {
            let window = &mut altered.shop.terms.limits.window;
            if let Window::AfterReceipt(window) = window {
                *window -= Duration::from_secs(20 * 60);
            }
        }),
        ("a shop that takes no cases takes them", |altered| {
            let window = &mut altered.shop.terms.limits.window;
            if *window == Window::Never {
                *window = Window::Always;
            }
        }),
        ("a reason of at most 179 characters", |altered| {
            altered.shop.terms.limits.reason = TextLimit { least: 0, most: 179 };
        }),
        ("a message of at most 199 characters", |altered| {
            altered.shop.terms.limits.message = TextLimit { least: 0, most: 199 };
        }),
        ("a refusal of at most 229 characters", |altered| {
            altered.shop.terms.limits.refusal = TextLimit { least: 0, most: 229 };
        }),
        ("a refusal is measured when its line ends are gone", |altered| {
            altered.shop.terms.limits.refusal = TextLimit { least: 2, most: 230 };
        }),
        ("a waybill of at most 59 characters", |altered| {
            altered.shop.terms.limits.waybill = TextLimit { least: 1, most: 59 };
        }),
        ("a carrier of at most 59 characters", |altered| {
            altered.shop.terms.limits.carrier = TextLimit { least: 1, most: 59 };
        }),
        ("two pictures", |altered| altered.shop.terms.limits.evidence = Some(2)),
        ("four pictures", |altered| altered.shop.terms.limits.evidence = Some(4)),
        ("a ceiling for each line", |altered| {
            altered.shop.terms.limits.ceiling = Ceiling::Line;
        }),
        ("nothing cannot be asked for", |altered| altered.shop.terms.limits.nothing = false),
        ("a return is received before it is paid", |altered| {
            altered.shop.terms.limits.receipt = true;
        }),
        ("nothing is returned of a virtual order", |altered| {
            altered.shop.terms.limits.returnable = Returnable::Goods;
        }),
        ("only what was shipped is returned", |altered| {
            altered.shop.terms.limits.returnable = Returnable::ShippedGoods;
        }),
        ("a paid case can be deleted", |altered| {
            altered.shop.terms.limits.hides =
                Phase::set(&[Phase::Refused, Phase::Withdrawn, Phase::Refunded]);
        }),
        ("a refused case cannot be deleted", |altered| {
            altered.shop.terms.limits.hides = Phase::set(&[Phase::Withdrawn]);
        }),
        ("a deleted case is still there", |altered| {
            altered.shop.terms.limits.hidden_is_gone = false;
        }),
        ("a line has one refund", |altered| altered.shop.terms.limits.again_after_refund = false),
        ("a refused case bars the next", |altered| {
            altered.shop.terms.limits.refused_case_bars = true;
        }),
        ("a line has two applications", |altered| {
            altered.shop.terms.limits.applications = Some(2);
        }),
        ("the buyer cannot cancel", |altered| {
            altered.shop.terms.barred = Barred::NONE.barring(Actor::Buyer, &[Action::Cancel]);
        }),
        ("the shop cannot cancel", |altered| {
            altered.shop.terms.barred = Barred::NONE.barring(Actor::Merchant, &[Action::Cancel]);
        }),
        ("the other case is looked at before the window", |altered| {
            altered.shop.terms.checks = CheckOrder::of(EARLY_OTHER_CASE);
        }),
        ("the amount is looked at before the other case", |altered| {
            altered.shop.terms.checks = CheckOrder::of(EARLY_AMOUNT);
        }),
        ("the units are looked at before the amount", |altered| {
            altered.shop.terms.checks = CheckOrder::of(EARLY_UNITS);
        }),
        ("the pictures are looked at before the units", |altered| {
            altered.shop.terms.checks = CheckOrder::of(EARLY_EVIDENCE);
        }),
        ("no units without a return", |altered| altered.settles = |_, _, _, _| None),
        ("the units of the other release", |altered| {
            altered.settles =
                |release, order, case, claim| settle(other(release), order, case, claim);
        }),
        ("units without a return, but never more than were bought", |altered| {
            altered.settles = |release, order, case, claim| {
                let claim = settle(release, order, case, claim)?;
                let ledger = order.ledger();
                let fits = |line: &aftersale::order::ClaimLine| {
                    let left = ledger.line(&line.line).map(|balance| balance.units.left());
                    left.is_some_and(|left| line.units <= left)
                };
                claim.lines.iter().all(fits).then_some(claim)
            };
        }),
        ("one unit without a return", |altered| {
            altered.settles = |release, order, case, claim| {
                units_without_return(release, order, case, &claim.lines[0])?;
                let mut claim = claim.clone();
                claim.lines.iter_mut().for_each(|line| line.units = Quantity::new(1));
                Some(claim)
            };
        }),
        ("money alone closes", |altered| {
            altered.closes = |order, _| order.refunded >= order.paid;
        }),
        ("units alone close", |altered| {
            altered.closes = |_, units| {
                let mut units = units;
                (&mut units).all(|units| units.returned >= units.bought)
            };
        }),
        ("nothing closes", |altered| altered.closes = |_, _| false),
        ("the offer of the other release", |altered| {
            altered.offers = |_, release| other(release);
        }),
        ("the offer forgets what was added", |altered| {
            altered.offers = |figures, release| {
                figures.increase = Amount::ZERO;
                release
            };
        }),
        ("the offer forgets what was taken off", |altered| {
            altered.offers = |figures, release| {
                figures.preferential = Amount::ZERO;
                release
            };
        }),
        ("the offer forgets what was paid", |altered| {
            altered.offers = |figures, release| {
                figures.paid = Amount::from_minor(i64::MAX / 2);
                release
            };
        }),
        ("the offer forgets cases under way", |altered| {
            altered.offers = |figures, release| {
                for line in &mut figures.lines {
                    line.claimed = Quantity::ZERO;
                    line.asked = Amount::ZERO;
                }
                release
            };
        }),
        ("the offer forgets what was refunded", |altered| {
            altered.offers = |figures, release| {
                figures.lines.iter_mut().for_each(|line| line.refunded = Amount::ZERO);
                release
            };
        }),
        ("the offer forgets what came back", |altered| {
            altered.offers = |figures, release| {
                figures.lines.iter_mut().for_each(|line| line.returned = Quantity::ZERO);
                release
            };
        }),
        ("the offer takes price by quantity for the total", |altered| {
            altered.offers = |figures, release| {
                for line in &mut figures.lines {
                    line.total = line.unit_price.checked_mul(line.quantity).unwrap();
                }
                release
            };
        }),
    ]
}

const fn moved<const N: usize>(check: Check, before: Check) -> [Check; N] {
    let checks = aftersale::shopxo::policy::CHECKS;
    let mut moved = [Check::Command; N];
    let (mut from, mut to) = (0, 0);
    while from < checks.len() {
        if checks[from] as usize == before as usize {
            moved[to] = check;
            to += 1;
        }
        if checks[from] as usize != check as usize {
            moved[to] = checks[from];
            to += 1;
        }
        from += 1;
    }
    moved
}

const CHECKS: usize = aftersale::shopxo::policy::CHECKS.len();
const EARLY_OTHER_CASE: &[Check] = &moved::<CHECKS>(Check::OtherCase, Check::Window);
const EARLY_AMOUNT: &[Check] = &moved::<CHECKS>(Check::Amount, Check::OtherCase);
const EARLY_UNITS: &[Check] = &moved::<CHECKS>(Check::Units, Check::Amount);
const EARLY_EVIDENCE: &[Check] = &moved::<CHECKS>(Check::Evidence, Check::Units);

fn recordings() -> Vec<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("tests/data/shopxo");
    ["traces_v221.jsonl", "traces_v690.jsonl"].iter().map(|name| folder.join(name)).collect()
}

fn replayed<P: Shop>(policy: impl Fn(Release, Window) -> P) -> Report {
    let files = recordings();
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    traces::replay_under(&files, |release, days| policy(release, days.window())).unwrap()
}

fn altered(alter: fn(&mut Altered)) -> Report {
    replayed(|release, window| {
        let mut altered = Altered::like(release);
        altered.shop.terms.limits.window = window;
        alter(&mut altered);
        altered
    })
}

#[test]
fn without_an_alteration_nothing_differs() {
    let files = recordings();
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    for report in [altered(|_| {}), traces::replay(&files).unwrap()] {
        assert!(report.is_clean() && !report.is_empty(), "{report}");
        assert_eq!(counted(&report, "compared"), counted(&report, "steps"), "{report}");
    }
}

#[test]
fn a_rule_that_is_altered_is_found_out() {
    let unnoticed = alterations().into_iter().filter(|(_, alter)| altered(*alter).is_clean());
    let unnoticed: Vec<&str> = unnoticed.map(|(what, _)| what).collect();
    assert!(unnoticed.is_empty(), "not noticed: {unnoticed:?}");
}

#[test]
fn a_row_of_the_table_that_is_altered_is_found_out() {
    fn differs<T: Table>(_: T) -> bool {
        let report = replayed(|release, window| {
            let mut shop = FaithfulShop::new(release);
            shop.terms.limits.window = window;
            OtherTable::<T> { shop, table: std::marker::PhantomData }
        });
        !report.is_clean()
    }
    assert!(differs(RefusesWhileTheGoodsAreAway), "X6");
    assert!(differs(ConfirmsEveryType), "X3");
    assert!(differs(KeepsWhatIsUnderReview), "X7");
}
