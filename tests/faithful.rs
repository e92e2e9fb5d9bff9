//! The shop that answers as ShopXO itself, with money and goods: its defects, by their numbers,
//! and what is safe all the same.

use aftersale::lifecycle::{Action, Actor, Flow, Phase};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Adoption, Anomaly, Ask, CaseId, Command, Condition, Decision, Effect, LineFacts, Order,
    OrderFacts, Outcome, PendingEffect, Reason, RefundRef, RefundState, Refusal, Request, Stage,
    Text,
};
use aftersale::quantity::{Quantity, SignedQuantity};
use aftersale::shopxo::operation::{Canceller, Create};
use aftersale::shopxo::{
    AfterSaleStatus, AfterSaleType, FaithfulShop, Language, Offered, Operation, PayStatus,
    Refundment, Release, Shop, Wording, arithmetic,
};
use aftersale::time::Timestamp;

const RELEASES: [Release; 2] = [Release::V2_2_1, Release::V6_9_0];
const FIRST: CaseId = CaseId::FIRST;

/// A shop, its order, and a clock.
struct Story {
    order: Order<FaithfulShop>,
    now: i64,
}

/// Two pots for 10.00 each and a cup for 8.50, paid and not shipped.
fn facts() -> OrderFacts {
    let lines = vec![
        LineFacts::new("pot", Quantity::new(2), fen(1_000)),
        LineFacts::new("cup", Quantity::new(1), fen(850)),
    ];
    OrderFacts::new("201", Currency::CNY, lines).buyer("41")
}

const fn fen(fen: i64) -> Amount {
    Amount::from_minor(fen)
}

fn create(line: &str, kind: AfterSaleType, units: u32, price: i64) -> Operation {
    Operation::Create(Create {
        order: Some("201".into()),
        line: Some(line.into()),
        kind: Some(kind),
        price: Some(fen(price)),
        number: Quantity::new(units),
        reason: Some(String::new()),
        message: Some(String::new()),
        images: Vec::new(),
        user: Some("41".into()),
    })
}

fn refund(line: &str, price: i64) -> Operation {
    create(line, AfterSaleType::RefundOnly, 0, price)
}

fn a_return(line: &str, units: u32, price: i64) -> Operation {
    create(line, AfterSaleType::RefundAndReturn, units, price)
}

fn audit(case: u32) -> Operation {
    Operation::Audit { id: Some(CaseId::new(case)), refundment: Some(Refundment::OriginalRoute) }
}

impl Story {
    fn of(release: Release) -> Self {
        Self::with(release, facts())
    }

    fn with(release: Release, facts: OrderFacts) -> Self {
        let now = 1_795_300_763;
        let at = Timestamp::from_seconds(now);
        let (order, _) = Order::open(FaithfulShop::new(release), facts, at).unwrap();
        Self { order, now }
    }

    fn tries(
        &mut self,
        operation: &Operation,
    ) -> Result<Decision<AfterSaleStatus>, Refusal<AfterSaleStatus>> {
        self.now += 1;
        let at = Timestamp::from_seconds(self.now);
        let command = operation.command(&self.order, format!("c-{}", self.now), at).unwrap();
        self.order.accept(&command)
    }

    #[track_caller]
    fn does(&mut self, operation: &Operation) -> Vec<PendingEffect> {
        self.tries(operation).unwrap().effects().to_vec()
    }

    #[track_caller]
    fn cannot(&mut self, operation: &Operation) -> Vec<Reason<AfterSaleStatus>> {
        self.tries(operation).unwrap_err().reasons
    }

    /// Reports an outcome of the newest refund of a case, as of some time.
    fn report_as_of(
        &mut self,
        case: u32,
        outcome: Outcome,
        as_of: i64,
    ) -> Result<Decision<AfterSaleStatus>, Refusal<AfterSaleStatus>> {
        self.now += 1;
        let at = Timestamp::from_seconds(self.now);
        let as_of = Timestamp::from_seconds(as_of);
        let key = self.order.refunds_of(CaseId::new(case)).last().unwrap().key.clone();
        let report = Request::ReportRefund { refund: RefundRef::Key(key), outcome, as_of };
        let name = format!("r-{}", self.now);
        self.order.accept(&Command::new(name, "201", Actor::Platform, at, report))
    }

    /// Reports an outcome as of now.
    #[track_caller]
    fn reported(&mut self, case: u32, outcome: Outcome) -> Vec<PendingEffect> {
        self.report_as_of(case, outcome, self.now + 1).unwrap().effects().to_vec()
    }

    /// An audit with a gateway that pays.
    #[track_caller]
    fn audited(&mut self, case: u32) -> Vec<PendingEffect> {
        let effects = self.does(&audit(case));
        let pays = effects.iter().find_map(|pending| match &pending.effect {
            Effect::IssueRefund { amount, .. } => Some(*amount),
            _ => None,
        });
        self.reported(case, Outcome::Succeeded(pays.unwrap()))
    }

    fn offered(&self, line: &str) -> (i64, i64) {
        let Offered { quantity: SignedQuantity(units), amount } =
            FaithfulShop::offered(&self.order, &line.into());
        (units, amount.minor())
    }

    /// Refunded amount and returned units of a line.
    fn line(&self, line: &str) -> (i64, u32) {
        let ledger = self.order.ledger();
        let line = ledger.line(&line.into()).unwrap();
        (line.money.refunded.minor(), line.units.returned.units())
    }
}

/// Units that go into stock.
fn stock(effects: &[PendingEffect]) -> Vec<(String, u32)> {
    let taken = effects.iter().filter_map(|pending| match &pending.effect {
        Effect::TakeIntoStock { line, units, condition: Condition::Resaleable, .. } => {
            Some((line.to_string(), units.units()))
        }
        _ => None,
    });
    taken.collect()
}

#[test]
fn a_second_audit_pays_nothing_d1() {
    for release in RELEASES {
        let mut shop = Story::of(release);
        shop.does(&refund("pot", 2_000));
        shop.does(&audit(1));
        assert!(matches!(shop.cannot(&audit(1))[0], Reason::MoneyMayBeOut { .. }));
        assert_eq!(shop.order.refunds().len(), 1);
        shop.reported(1, Outcome::Succeeded(Currency::CNY.money(fen(2_000))));
        assert!(!shop.cannot(&audit(1)).is_empty());
        assert_eq!(shop.line("pot").0, 2_000);
    }
}

#[test]
fn no_actor_cancels_or_refuses_a_case_that_is_being_refunded_d3() {
    for release in RELEASES {
        let mut shop = Story::of(release);
        shop.does(&refund("pot", 2_000));
        shop.does(&audit(1));
        let by_the_shop = Operation::Cancel { id: Some(FIRST), by: Canceller::Shop };
        let buyer = Canceller::Buyer(Some("41".into()));
        let by_the_buyer = Operation::Cancel { id: Some(FIRST), by: buyer };
        let refuse = Operation::Refuse { id: Some(FIRST), refuse_reason: "不符".into() };
        for other in [by_the_shop, by_the_buyer, refuse] {
            assert!(matches!(shop.cannot(&other)[0], Reason::MoneyMayBeOut { .. }));
        }
        // Nor is there room for a second case over everything.
        assert!(!shop.cannot(&refund("cup", 2_850)).is_empty());
    }
}

#[test]
fn a_failed_refund_leaves_the_case_where_it_was_and_can_be_tried_again() {
    for release in RELEASES {
        for price in [0, 2_000] {
            let mut shop = Story::of(release);
            shop.does(&refund("pot", price));
            shop.does(&audit(1));
            shop.reported(1, Outcome::Failed);
            let case = shop.order.case(FIRST).unwrap();
            assert_eq!(case.status, AfterSaleStatus::ToBeReviewed);
            assert_eq!(arithmetic::pay_status(&shop.order), None);
            shop.audited(1);
            let states: Vec<_> = shop.order.refunds().iter().map(|paid| paid.state()).collect();
            assert_eq!(states, [RefundState::Failed, RefundState::Succeeded]);
            assert_eq!(shop.order.phase(FIRST), Some(Phase::Refunded));
        }
    }
}

#[test]
fn a_line_can_be_refunded_up_to_what_the_order_paid_d6() {
    for release in RELEASES {
        let mut shop = Story::with(release, facts().stage(Stage::Completed));
        shop.does(&refund("cup", 2_850));
        shop.audited(1);
        assert_eq!(shop.line("cup").0, 2_850, "it had cost 8.50");
        let [Reason::TooMuch { .. }] = shop.cannot(&refund("pot", 1))[..] else {
            panic!("the order has a ceiling");
        };
    }
}

#[test]
fn a_refund_of_nothing_is_paid_and_refunds_an_order_of_which_nothing_was_paid_d8() {
    let free = facts().paid(fen(0)).stage(Stage::ToBePaid);
    for release in RELEASES {
        let mut shop = Story::with(release, free.clone());
        shop.does(&refund("pot", 0));
        shop.audited(1);
        assert_eq!(shop.order.case(FIRST).unwrap().status, AfterSaleStatus::Completed);
        assert_eq!(arithmetic::pay_status(&shop.order), Some(PayStatus::Refunded));
    }
}

#[test]
fn a_refund_of_nothing_returns_a_line_that_was_never_sent_d7() {
    for (release, returned) in [(Release::V2_2_1, 2), (Release::V6_9_0, 2)] {
        // The discount of the whole order is as much as the pots.
        let facts = facts().discount(fen(2_000)).paid(fen(850));
        let mut shop = Story::with(release, facts);
        shop.does(&refund("pot", 0));
        let effects = shop.audited(1);
        assert_eq!(shop.line("pot"), (0, returned), "{release}");
        assert_eq!(stock(&effects), [("pot".to_string(), returned)]);
    }
    // In 2.2.1 again each time, until less than nothing is on offer.
    let mut shop = Story::of(Release::V2_2_1);
    for case in 1..=2 {
        shop.does(&refund("pot", 0));
        shop.audited(case);
    }
    assert_eq!(shop.line("pot"), (0, 4));
    assert_eq!(shop.offered("pot").0, -2);
}

#[test]
fn a_return_is_paid_without_a_word_of_what_came_back_i3() {
    for release in RELEASES {
        let mut shop = Story::of(release);
        shop.does(&a_return("pot", 2, 2_000));
        shop.does(&Operation::Confirm { id: Some(FIRST) });
        shop.does(&Operation::Delivery {
            id: Some(FIRST),
            express_name: "顺丰".into(),
            express_number: "SF1".into(),
            user: Some("41".into()),
        });
        let effects = shop.audited(1);
        assert_eq!(shop.line("pot"), (2_000, 2));
        assert_eq!(stock(&effects), [("pot".to_string(), 2)]);
    }
}

#[test]
fn on_an_order_of_one_line_everything_is_offered_again_in_6_9_0_d10() {
    let pot = vec![LineFacts::new("pot", Quantity::new(2), fen(1_000))];
    let one = OrderFacts::new("201", Currency::CNY, pot).buyer("41");
    for (release, offered) in [(Release::V2_2_1, (0, 0)), (Release::V6_9_0, (2, 2_000))] {
        let mut shop = Story::with(release, one.clone());
        shop.does(&refund("pot", 2_000));
        shop.audited(1);
        assert_eq!(shop.offered("pot"), offered, "{release}");
    }
}

#[test]
fn the_last_line_gets_the_shipping_and_bears_the_whole_discount_i15_i16() {
    for release in RELEASES {
        let facts =
            facts().shipping(fen(500)).discount(fen(200)).paid(fen(3_150)).stage(Stage::Completed);
        let mut shop = Story::with(release, facts);
        assert_eq!((shop.offered("pot"), shop.offered("cup")), ((2, 2_000), (1, 850)));
        shop.does(&refund("pot", 2_000));
        shop.audited(1);
        assert_eq!(shop.offered("cup"), (1, 850 + 500 - 200));
    }
}

#[test]
fn an_order_closes_when_money_and_units_are_back_and_2_2_1_dates_every_audit_d22() {
    for release in RELEASES {
        let mut shop = Story::of(release);
        shop.does(&refund("pot", 2_000));
        shop.audited(1);
        assert_eq!(shop.order.stage(), Stage::ToBeShipped);
        let is_dated = FaithfulShop::close_time(&shop.order).is_some();
        assert_eq!(is_dated, release == Release::V2_2_1);
        shop.does(&refund("cup", 850));
        let effects = shop.audited(2);
        assert_eq!(shop.order.stage(), Stage::Closed, "{release}");
        assert!(effects.iter().any(|pending| pending.effect == Effect::CloseOrder));
        assert!(FaithfulShop::close_time(&shop.order).is_some());
    }
}

#[test]
fn a_deleted_case_is_gone_for_clients_and_its_history_stays_i23() {
    for release in RELEASES {
        let mut shop = Story::of(release);
        shop.does(&refund("pot", 100));
        let delete = Operation::Delete { id: Some(FIRST) };
        assert_eq!(shop.cannot(&delete), [Reason::CaseStillOpen]);
        shop.does(&Operation::Refuse { id: Some(FIRST), refuse_reason: "不符".into() });
        shop.does(&delete);
        assert_eq!(shop.cannot(&delete), [Reason::NoSuchCase { case: FIRST }]);
        let cancel = Operation::Cancel { id: Some(FIRST), by: Canceller::Shop };
        assert_eq!(shop.cannot(&cancel), [Reason::NoSuchCase { case: FIRST }]);
        let case = shop.order.case(FIRST).unwrap();
        assert!(case.hidden && case.last_entry_by(Action::Refuse).is_some());
        // A paid case is not deleted.
        shop.does(&refund("pot", 100));
        shop.audited(2);
        let delete = Operation::Delete { id: Some(CaseId::new(2)) };
        assert_eq!(shop.cannot(&delete), [Reason::CannotHide { phase: Phase::Refunded }]);
    }
}

#[test]
fn answers_are_worded_as_the_release_words_them() {
    let wording = |release, language| Wording { release, language };
    let mut shop = Story::of(Release::V2_2_1);
    shop.does(&refund("pot", 2_000));
    let refused = shop.tries(&refund("pot", 1)).unwrap_err();
    let chinese = wording(Release::V2_2_1, Language::Chinese).refused(&shop.order, &refused);
    assert_eq!(chinese.message, "订单售后正在进行中，请勿重复申请");
    let english = wording(Release::V6_9_0, Language::English).refused(&shop.order, &refused);
    assert_eq!(
        english.message,
        "Order aftersales is in progress, please do not repeat the application"
    );
    let refused = shop.tries(&refund("cup", 851)).unwrap_err();
    let old = wording(Release::V2_2_1, Language::Chinese).refused(&shop.order, &refused);
    assert_eq!(old.message, "退款金额大于支付金额[ 历史退款20.00元, 订单金额28.50元 ]");
    let confirm = Operation::Confirm { id: Some(FIRST) };
    let refused = shop.tries(&confirm).unwrap_err();
    let today = wording(Release::V6_9_0, Language::English);
    let answer = today.refused(&shop.order, &refused);
    assert_eq!(
        (answer.code.number(), answer.message.as_str()),
        (-1, "Status is inoperable[To be reviewed]")
    );
    let done = today.done(&confirm);
    assert_eq!((done.code.number(), done.message.as_str()), (0, "Confirm Succeeded"));
}

#[test]
fn input_faults_come_in_the_order_of_shopxos_checks() {
    use aftersale::shopxo::operation::Fault;
    use aftersale::shopxo::operation::Fault::{
        ExpressName, ExpressNumber, LineId, Message, OrderId, Price, Reason, Refundment,
        RefuseReason, Type, User,
    };
    let nothing = Operation::Create(Create::default());
    let faults = [OrderId, LineId, Type, Price, Reason, Message, User];
    assert_eq!(nothing.faults(Release::V2_2_1), faults);
    let without_message: Vec<_> = faults.into_iter().filter(|fault| *fault != Message).collect();
    assert_eq!(nothing.faults(Release::V6_9_0), without_message, "6.9.0 needs no message");
    let (id, user) = (None, None);
    let (express_name, express_number) = (String::new(), "1".repeat(61));
    let delivery = Operation::Delivery { id, express_name, express_number, user };
    let faults = [Fault::CaseId, ExpressName, ExpressNumber, User];
    assert_eq!(delivery.faults(Release::V6_9_0), faults);
    let audit = Operation::Audit { id: None, refundment: None };
    assert_eq!(audit.faults(Release::V6_9_0), [Fault::CaseId, Refundment]);
    let refuse = Operation::Refuse { id: None, refuse_reason: "不".into() };
    assert_eq!(refuse.faults(Release::V6_9_0), [Fault::CaseId, RefuseReason]);
    let cancel = Operation::Cancel { id: None, by: Canceller::Buyer(None) };
    assert_eq!(cancel.faults(Release::V6_9_0), [Fault::CaseId, User]);
}

/// Returns the anomalies of a report.
fn anomalies(decision: &Decision<AfterSaleStatus>) -> Vec<Anomaly> {
    decision.event().unwrap().anomalies().cloned().collect()
}

#[test]
fn a_refund_of_nothing_follows_the_newest_report_as_any_other_does_i10() {
    for price in [0, 500] {
        let mut shop = Story::with(Release::V6_9_0, facts().stage(Stage::Completed));
        shop.does(&refund("pot", price));
        shop.does(&audit(1));
        let paid = Outcome::Succeeded(Currency::CNY.money(fen(price)));
        let later = shop.now + 100;
        for (outcome, as_of) in [(Outcome::Failed, later), (paid, later - 50), (paid, later + 50)] {
            shop.report_as_of(1, outcome, as_of).unwrap();
        }
        assert_eq!(shop.order.phase(FIRST), Some(Phase::Refunded), "{price}");
    }
}

#[test]
fn nothing_is_no_refund_of_something_and_something_none_of_nothing_i4() {
    let mut shop = Story::of(Release::V6_9_0);
    shop.does(&refund("pot", 500));
    shop.does(&audit(1));
    let nothing = Outcome::Succeeded(Currency::CNY.money(fen(0)));
    let refused = shop.report_as_of(1, nothing, shop.now).unwrap_err();
    assert!(matches!(refused.reasons[..], [Reason::NotPositive { .. }]));

    let mut shop = Story::of(Release::V6_9_0);
    shop.does(&refund("pot", 0));
    shop.does(&audit(1));
    let something = Outcome::Succeeded(Currency::CNY.money(fen(900)));
    let decision = shop.report_as_of(1, something, shop.now).unwrap();
    // The case had asked for nothing, so it has got more than it asks for as well (I25).
    assert!(
        matches!(
            anomalies(&decision)[..],
            [Anomaly::AmountMismatch { .. }, Anomaly::RefundedMoreThanClaimed { .. }]
        ),
        "{decision:?}"
    );
}

#[test]
fn money_reports_on_a_deleted_case_are_accepted_and_nothing_else_is_i12() {
    let mut shop = Story::of(Release::V6_9_0);
    shop.does(&refund("pot", 500));
    shop.does(&audit(1));
    shop.reported(1, Outcome::Unknown);
    let key = shop.order.refunds()[0].key.clone();
    let declare = Request::DeclareFailed { refund: key, note: "查无此单".into() };
    let now = Timestamp::from_seconds(shop.now);
    shop.order.accept(&Command::new("d", "201", Actor::Merchant, now, declare)).unwrap();
    shop.does(&Operation::Cancel { id: Some(FIRST), by: Canceller::Shop });
    shop.does(&Operation::Delete { id: Some(FIRST) });
    assert!(shop.order.permitted(FIRST, Actor::Merchant, now).is_empty());
    let refund = RefundRef::OfCase(FIRST);
    let outcome = Outcome::Succeeded(Currency::CNY.money(fen(500)));
    let report = Request::ReportRefund { refund, outcome, as_of: now };
    shop.order.accept(&Command::new("r", "201", Actor::Platform, now, report)).unwrap();
    assert_eq!(shop.line("pot").0, 500);
}

#[test]
fn a_refund_in_two_parts_returns_no_more_than_one_at_once_d7() {
    // 8.00 of a pot of 10.00 is not all of it, however it is paid.
    let pot = vec![LineFacts::new("pot", Quantity::new(1), fen(1_000))];
    let one = OrderFacts::new("201", Currency::CNY, pot).buyer("41");
    let half = || Outcome::Succeeded(Currency::CNY.money(fen(400)));
    let mut shop = Story::with(Release::V6_9_0, one);
    shop.does(&refund("pot", 800));
    shop.does(&audit(1));
    shop.reported(1, half());
    shop.does(&audit(1));
    shop.reported(1, half());
    assert_eq!(shop.order.phase(FIRST), Some(Phase::Refunded));
    assert_eq!(shop.line("pot"), (800, 0));
}

#[test]
fn each_line_of_a_case_that_was_taken_over_has_units_of_its_own() {
    for release in RELEASES {
        let mut shop = Story::of(release);
        let adoption = Adoption::new(Flow::RefundOnly, AfterSaleStatus::ToBeReviewed);
        let lines = vec![Ask::amount("pot", fen(2_000)), Ask::amount("cup", fen(850))];
        let now = Timestamp::from_seconds(shop.now);
        let adopt = Request::Adopt(Adoption { lines, ..adoption }.into());
        shop.order.accept(&Command::new("a", "201", Actor::Merchant, now, adopt)).unwrap();
        let effects = shop.audited(1);
        assert_eq!((shop.line("pot").1, shop.line("cup").1), (2, 1));
        assert_eq!(stock(&effects), [("pot".to_string(), 2), ("cup".to_string(), 1)]);
    }
}

#[test]
fn no_more_goes_into_stock_than_was_bought_although_2_2_1_counts_it_again_i14() {
    let mut shop = Story::of(Release::V2_2_1);
    let mut all = Vec::new();
    for case in 1..=3 {
        shop.does(&refund("pot", 0));
        all.extend(stock(&shop.audited(case)));
    }
    assert_eq!((shop.line("pot").1, all), (6, vec![("pot".to_string(), 2)]));
}

#[test]
fn what_came_back_leaves_the_pay_status_to_the_shop_i11() {
    for release in RELEASES {
        let mut shop = Story::of(release);
        shop.does(&refund("pot", 500));
        shop.audited(1);
        assert_eq!(arithmetic::pay_status(&shop.order), Some(PayStatus::PartiallyRefunded));
        shop.reported(1, Outcome::Reversed(Currency::CNY.money(fen(500))));
        assert_eq!(arithmetic::pay_status(&shop.order), None);
    }
}

#[test]
fn what_is_offered_is_nothing_strange_when_it_is_taken() {
    for release in RELEASES {
        let facts =
            facts().shipping(fen(500)).discount(fen(200)).paid(fen(3_150)).stage(Stage::Completed);
        let mut shop = Story::with(release, facts);
        for (case, line) in [(1, "pot"), (2, "cup")] {
            let (_, offered) = shop.offered(line);
            shop.does(&refund(line, offered));
            shop.does(&audit(case));
            let outcome = Outcome::Succeeded(Currency::CNY.money(fen(offered)));
            let decision = shop.report_as_of(case, outcome, shop.now).unwrap();
            assert_eq!(anomalies(&decision), [], "{release} {line}");
        }
    }
}

#[test]
fn a_carrier_of_one_space_passes_and_is_kept_as_none_d21() {
    for release in RELEASES {
        let mut shop = Story::of(release);
        shop.does(&a_return("pot", 1, 500));
        shop.does(&Operation::Confirm { id: Some(FIRST) });
        let (express_name, express_number) = (" ".into(), " ".into());
        let user = Some("41".into());
        shop.does(&Operation::Delivery { id: Some(FIRST), express_name, express_number, user });
        let correspondence = &shop.order.case(FIRST).unwrap().correspondence;
        assert_eq!(correspondence.shipment.as_ref().map(|sent| &sent.carrier), Some(&Text::NONE));
    }
}
