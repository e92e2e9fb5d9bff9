//! The history: nothing is removed or rewritten, and it gives the same order again (I23). Words of
//! others stay foreign (I24).

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, TableReason};
use aftersale::money::Amount;
use aftersale::order::{
    Adopted, Adoption, Case, CaseId, CasePosition, Change, Condition, EffectId, EffectSubject,
    Event, EventKind, LineId, Order, Outcome, Reason, ReasonKind, RefundState, ReplayError,
    Request, Version,
};

use aftersale::quantity::Quantity;
use aftersale::wechat::AfterSaleStatus as WeChatStatus;

use crate::shop::{Platform, START, Shop, at, came, refuse, shopxo, teas, wechat, yuan};

/// A history with all that a case can leave: a refusal, a return, a failure, a reversal, a refund at
/// the desk.
fn eventful<P: Platform>(policy: P) -> Shop<P> {
    let mut shop = Shop::of_tea(policy);
    let first = shop.applies(Flow::RefundOnly, teas(1), Some(800));
    let offer = shop.offer(first);
    shop.does(Merchant, refuse(first, offer));
    shop.does(Buyer, Request::Cancel { case: first });
    let second = shop.sent_back(teas(2));
    shop.received(second, vec![came("tea", 2, [1, 1, 0, 0])]);
    shop.reported(second, Outcome::Failed);
    shop.tries_again(second);
    shop.paid(second);
    shop.reported(second, Outcome::Reversed(yuan(500)));
    let desk = crate::shop::elsewhere("desk-1", 300, &[], shop.now);
    shop.does(Merchant, desk);
    shop
}

#[test]
fn the_history_gives_the_same_order_byte_for_byte_i23() {
    // litemall and likeshop let records be deleted, so that it is unknown what became of the money.
    fn story<P: Platform>(policy: P) {
        let shop = eventful(policy.clone());
        let again = Order::replay(policy.clone(), &shop.events).unwrap();
        assert_eq!(format!("{again:#?}"), format!("{:#?}", shop.order));
        assert_eq!(again.pending_effects(), shop.order.pending_effects());
        assert_eq!(again.version(), Version::new(shop.events.len().try_into().unwrap()));
        // Every part of it is the order as it was then.
        for length in 1..=shop.events.len() {
            let then = Order::replay(policy.clone(), &shop.events[..length]).unwrap();
            let rest = shop.events[length..].iter();
            let mut now = then.clone();
            rest.for_each(|event| now.apply(event).unwrap());
            assert_eq!(now, shop.order, "from {length}");
            assert_eq!(then.cases().len() == shop.order.cases().len(), length >= 5, "{length}");
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn events_that_are_not_the_next_change_nothing_and_say_what_was_expected_i23() {
    // litemall deletes and mall writes whatever is asked for: rows vanish, come twice, or are another's.
    fn story<P: Platform>(policy: P) {
        let shop = eventful(policy.clone());
        let events = &shop.events;
        let version = |number: usize| Version::new(number.try_into().unwrap());
        let out_of_place = |expected: usize, found: usize| ReplayError::OutOfPlace {
            order: "ORDER1".into(),
            expected: version(expected),
            found: version(found),
        };
        let replayed = |order: &[usize]| {
            let picked: Vec<_> = order.iter().map(|position| &events[*position]).collect();
            Order::replay(policy.clone(), picked).err()
        };
        assert_eq!(replayed(&[0, 1, 1]), Some(out_of_place(3, 2)), "doubled");
        assert_eq!(replayed(&[0, 2]), Some(out_of_place(2, 3)), "missing");
        assert_eq!(replayed(&[0, 1, 3, 2]), Some(out_of_place(3, 4)), "reordered");
        assert_eq!(replayed(&[]), Some(ReplayError::Empty));
        let not_opened = ReplayError::NotOpened { order: "ORDER1".into(), version: version(2) };
        assert_eq!(replayed(&[1]), Some(not_opened));
        let opened_twice = ReplayError::OpenedTwice { order: "ORDER1".into(), version: version(1) };
        assert_eq!(replayed(&[0, 1, 0]), Some(opened_twice));
        // One by one, on an order that is half way.
        let half = Order::replay(policy, &events[..4]).unwrap();
        for (position, event) in events.iter().enumerate().filter(|(position, _)| *position != 4) {
            let mut order = half.clone();
            let error = order.apply(event).unwrap_err();
            assert_eq!(order, half, "event {position} left a trace");
            let expected =
                matches!(error, ReplayError::OutOfPlace { .. } | ReplayError::OpenedTwice { .. });
            assert!(expected, "{error}");
        }
        let text = "event 5 of order ORDER1 was expected, and event 7 was found";
        assert_eq!(half.clone().apply(&events[6]).unwrap_err().to_string(), text);
        let foreign = Event { order: "B-2".into(), ..events[4].clone() };
        let mut order = half.clone();
        let (expected, found) = ("ORDER1".into(), "B-2".into());
        assert_eq!(
            order.apply(&foreign),
            Err(ReplayError::OtherOrder { expected, found, version: foreign.version })
        );
        let early = Event { at: at(0), ..events[4].clone() };
        let back_in_time = order.apply(&early).unwrap_err();
        assert!(matches!(back_in_time, ReplayError::BackInTime { .. }), "{back_in_time}");
        assert_eq!(order, half);
        order.apply(&events[4]).unwrap();
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_event_that_speaks_of_what_is_not_there_changes_nothing_i23() {
    // mall deletes refused applications, and later rows then speak of cases that are gone.
    fn story<P: Platform>(policy: P) {
        let shop = eventful(policy.clone());
        let half = Order::replay(policy, &shop.events[..2]).unwrap();
        let next = version_of(&shop.events[2]);
        let (mut tried, mut refused) = (0, 0);
        for event in &shop.events[3..] {
            let moved = Event { version: next, ..event.clone() };
            let mut order = half.clone();
            tried += 1;
            match order.apply(&moved) {
                Ok(()) => {}
                Err(error) => {
                    assert!(matches!(error, ReplayError::DoesNotFit { .. }), "{error}");
                    assert_eq!(order, half);
                    refused += 1;
                }
            }
        }
        assert!(refused > 0 && refused < tried, "{refused} of {tried} speak of the second case");
    }
    fn version_of<S>(event: &Event<S>) -> Version {
        event.version
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_change_that_does_not_fit_says_what_is_not_there_i23() {
    const NOT_THERE: &str = "a case or a line is not there";
    const NO_OPENING: &str = "it opens a case that is not the next one, or that claims a line that is not there, or twice";
    const NO_START: &str = "it starts a refund that is there already, or whose case is not there";
    const NO_ID: &str = "it gives a case another id on its platform, or that of another case";
    const NO_ORDER: &str = "the reports of a refund are out of order";
    const NO_LINE: &str = "a refund is for a line that is not there, or twice for one";

    fn story<P: Platform>(policy: P) {
        let mut shop = eventful(policy);
        let last = shop.order.cases().last().unwrap();
        let mut named = Adoption::new(last.flow, last.status);
        (named.case, named.platform_case) = (Some(last.id), Some("A".into()));
        named.as_of = Some(at(START));
        shop.does(Platform, Request::Adopt(named.into()));
        let known = shop.order.cases().last().unwrap();
        let (case, next, nobody) = (known.id, CaseId::new(3), CaseId::new(9));
        let first = CaseId::FIRST;
        let Case { flow, status, status_phase, facts, .. } = *known;
        let claim = |line: &str| {
            let mut claim = known.claim.clone();
            claim.lines[0].line = line.into();
            claim
        };
        let opened = |case, line| Change::CaseOpened {
            case,
            action: None,
            claim: claim(line),
            position: CasePosition { flow, status, status_phase, facts },
        };
        let claimed = |case, line| Change::ClaimChanged { case, claim: claim(line) };
        let kept = |case, line: &str| Change::GoodsTakenBack {
            case,
            line: line.into(),
            units: Quantity::new(1),
            condition: Condition::Resaleable,
        };
        let told = |case, id: &str| Change::CaseAdopted {
            case,
            adopted: Adopted { platform_case: Some(id.into()), as_of: shop.now, deadline: None },
        };
        let key = shop.key(case);
        let withheld = |case, key: &str| Change::RefundWithheld { case, key: key.into() };
        let applied =
            |line: &str| Change::ApplicationCounted { lines: vec!["tea".into(), line.into()] };
        let refund = |key: &str, case| {
            let mut refund = shop.order.refund(&shop.key(known.id)).unwrap().clone();
            (refund.key, refund.case, refund.effect) = (key.into(), Some(case), None);
            refund
        };
        let of_lines = |lines: &[&str]| {
            let mut refund = refund("new", case);
            let part = |line: &&str| (LineId::new(line), Amount::from_minor(1));
            refund.parts.lines = lines.iter().map(part).collect();
            refund
        };
        let with_effect = |version: Version| {
            let mut refund = refund("new", case);
            refund.effect = Some(EffectId { version, subject: EffectSubject::IssueRefund });
            refund
        };
        let now = shop.order.version();
        let next_version = Version::new(now.number() + 1);
        let mut renamed = refund(key.as_str(), case);
        renamed.effect = Some(EffectId { version: now, subject: EffectSubject::CloseOrder });
        let twice_claimed = {
            let mut claim = claim("tea");
            claim.lines.push(claim.lines[0].clone());
            claim
        };
        let in_turn = refund("new", case);
        assert!(in_turn.reports.len() > 1, "{in_turn:?}");
        let mut out_of_turn = in_turn.clone();
        out_of_turn.reports.reverse();
        let mut twice = in_turn.clone();
        twice.reports[1] = twice.reports[0];
        for (changes, fault) in [
            (vec![opened(next, "tea")], None),
            (vec![opened(nobody, "tea")], Some(NO_OPENING)),
            (vec![opened(next, "pot")], Some(NO_OPENING)),
            (vec![opened(next, "tea"), opened(next, "tea")], Some(NO_OPENING)),
            (vec![opened(next, "tea"), claimed(next, "tea")], None),
            (vec![opened(next, "tea"), claimed(nobody, "tea")], Some(NOT_THERE)),
            (vec![claimed(next, "tea")], Some(NOT_THERE)),
            (vec![claimed(case, "tea")], None),
            (vec![claimed(case, "pot")], Some(NOT_THERE)),
            (vec![Change::ClaimChanged { case, claim: twice_claimed }], Some(NOT_THERE)),
            (vec![Change::CaseHidden { case }], None),
            (vec![told(case, "A")], None),
            (vec![told(nobody, "C")], Some(NOT_THERE)),
            (vec![told(case, "A"), told(case, "A")], Some(NO_ID)),
            (vec![told(case, "B")], Some(NO_ID)),
            (vec![told(first, "A")], Some(NO_ID)),
            (vec![told(first, "B")], None),
            (vec![Change::CaseHidden { case: nobody }], Some(NOT_THERE)),
            (vec![kept(case, "tea")], None),
            (vec![kept(nobody, "tea")], Some(NOT_THERE)),
            (vec![kept(case, "pot")], Some(NOT_THERE)),
            (vec![withheld(case, key.as_str())], None),
            (vec![withheld(nobody, key.as_str())], Some(NOT_THERE)),
            (vec![withheld(case, "unknown")], Some(NOT_THERE)),
            (vec![applied("cup")], None),
            (vec![applied("pot")], Some("a line is not there")),
            (vec![Change::RefundStarted(in_turn.clone())], None),
            (vec![Change::RefundStarted(refund(key.as_str(), case))], Some(NO_START)),
            (vec![Change::RefundStarted(refund("new", nobody))], Some(NO_START)),
            (
                vec![
                    Change::RefundStarted(in_turn.clone()),
                    Change::RefundStarted(in_turn.clone()),
                ],
                Some(NO_START),
            ),
            (vec![Change::RefundStarted(out_of_turn.clone())], Some(NO_ORDER)),
            (vec![Change::RefundStarted(of_lines(&["tea", "cup"]))], None),
            (vec![Change::RefundStarted(of_lines(&["tea", "pot"]))], Some(NO_LINE)),
            (vec![Change::RefundUpdated(of_lines(&["tea", "cup", "tea"]))], Some(NO_LINE)),
            (vec![Change::RefundStarted(with_effect(next_version))], None),
            (
                vec![Change::RefundStarted(with_effect(now))],
                Some("it starts a refund that another event has started"),
            ),
            (
                vec![Change::RefundUpdated(with_effect(now))],
                Some("a refund has an effect, and no event has started it"),
            ),
            (vec![Change::RefundUpdated(renamed)], Some("a refund has another effect than it had")),
            (vec![Change::RefundUpdated(in_turn)], None),
            (vec![Change::RefundUpdated(refund("new", nobody))], Some(NOT_THERE)),
            (vec![Change::RefundUpdated(out_of_turn)], Some(NO_ORDER)),
            (vec![Change::RefundUpdated(twice)], Some(NO_ORDER)),
        ] {
            let mut event = shop.events.last().unwrap().clone();
            event.version = Version::new(event.version.number() + 1);
            let EventKind::Accepted(accepted) = &mut event.kind else { unreachable!("a command") };
            accepted.command = "new".into();
            accepted.changes = changes;
            let mut order = shop.order.clone();
            let error = order.apply(&event).err();
            let given = error.as_ref().map(|error| match error {
                ReplayError::DoesNotFit { what, .. } => *what,
                other => panic!("{other}"),
            });
            assert_eq!(given, fault, "{:?}", event.kind);
            assert_eq!(order == shop.order, fault.is_some(), "{:?}", event.kind);
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn hiding_a_case_takes_nothing_away_i23() {
    // likeshop marks cases as deleted, and with them what they were paid.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let reasons = shop.cannot(Buyer, Request::Hide { case });
        assert_eq!(reasons, [Reason::CaseStillOpen]);
        shop.paid(case);
        let (before, money) = (shop.order.case(case).unwrap().clone(), shop.whole());
        for by in [Platform, Clock] {
            assert_eq!(shop.cannot(by, Request::Hide { case })[0].kind(), ReasonKind::NotPermitted);
        }
        let hidden = shop.does(Buyer, Request::Hide { case });
        assert_eq!(hidden.changes(), [Change::CaseHidden { case }]);
        shop.changes_nothing(Merchant, Request::Hide { case });
        let after = shop.order.case(case).unwrap().clone();
        assert!(after.hidden && shop.order.cases().len() == 1);
        assert_eq!((after.claim, after.status), (before.claim, before.status));
        assert_eq!((shop.whole(), shop.units("tea")), (money, [3, 1, 0]));
        assert_eq!(shop.state(&shop.key(case)), RefundState::Succeeded);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_forced_row_is_an_event_like_any_other_i23() {
    // mall overwrites the status of a row. Taken over, it is in the history with its actor.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(Flow::RefundOnly, teas(1), None);
        let end = |phase| {
            let standings = P::LIFECYCLE.standings().iter();
            let mut ends = standings.filter(|status_phase| status_phase.phase == phase);
            ends.find(|status_phase| status_phase.flows.contains(&Flow::RefundOnly)).unwrap().status
        };
        let status = end(aftersale::lifecycle::Phase::Withdrawn);
        let forced = Adoption { case: Some(case), ..Adoption::new(Flow::RefundOnly, status) };
        assert_eq!(
            shop.cannot(Buyer, Request::Adopt(forced.clone().into()))[0].kind(),
            ReasonKind::NotPermitted
        );
        let done = shop.does(Merchant, Request::Adopt(forced.into()));
        let EventKind::Accepted(accepted) = &done.event.kind else { panic!() };
        assert_eq!((accepted.by, shop.events.len()), (Merchant, 3));
        assert_eq!(
            (shop.order.case(case).unwrap().status, shop.whole()),
            (status, [4_800, 0, 0, 0])
        );
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_status_that_is_none_here_is_not_taken_over_i24() {
    // qihangerp, TikTok mapper: an unknown status becomes a known one. The order takes no status but
    // one that its table gives a meaning in the flow.
    let mut shop = Shop::of_tea(wechat());
    let adopt = |flow, status| {
        Request::Adopt(Adoption { lines: teas(1), ..Adoption::new(flow, status) }.into())
    };
    let mut taken = 0;
    for flow in Flow::OF_ORDERS {
        for status in WeChatStatus::ALL {
            match wechat_phase(*flow, *status) {
                Some(phase) => {
                    let mut shop = shop.clone();
                    shop.does(Platform, adopt(*flow, *status));
                    let case = &shop.order.cases()[0];
                    assert_eq!((case.status, case.status_phase), (*status, phase));
                    taken += 1;
                }
                None => {
                    let reasons = shop.cannot(Platform, adopt(*flow, *status));
                    let ok = matches!(
                        reasons[..],
                        [Reason::Table(
                            TableReason::NoRules { .. } | TableReason::NotOfThisFlow { .. }
                        )]
                    );
                    assert!(ok, "{status}: {reasons:?}");
                }
            }
        }
    }
    assert_eq!((taken, shop.order.cases().len()), (24, 0));
    assert!("WAIT_PACKAGE_INTERCEPT".parse::<WeChatStatus>().is_err());
    assert_eq!(WeChatStatus::from_code(3), None, "a hole in the numbers");
}

fn wechat_phase(flow: Flow, status: WeChatStatus) -> Option<aftersale::lifecycle::Phase> {
    aftersale::wechat::LIFECYCLE.phase(flow, status)
}

/// A document in unknown words has no position, so nothing can be made of it;
/// `tests/wire/words.rs` has all forms of that.
#[cfg(feature = "wire")]
#[test]
fn a_document_with_an_unknown_status_has_no_position_to_take_over_i24() {
    // qihangerp maps what it does not know to "none", and RETURN_CLOSED, which is no end, to "closed".
    use aftersale::wechat::wire::GetAnswer;
    use aftersale::wire::{Unknown, Unplaced, decode};

    let seed = include_str!("../../examples/data/wechat_seed.json");
    let position = |status: &str| {
        let mut document: serde_json::Value = serde_json::from_str(seed).unwrap();
        document["after_sale_order"]["status"] = status.into();
        let answer: GetAnswer = decode(&document.to_string()).unwrap();
        answer.after_sale_order.value().unwrap().position()
    };
    for status in ["WAIT_PACKAGE_INTERCEPT", "USER_CANCELED", "closed", ""] {
        let word = Unknown::Text(status.into());
        assert_eq!(position(status), Err(Unplaced::Unknown { field: "status", word }));
    }
    let known = position("USER_CANCELD").unwrap();
    assert_eq!(known.status, Some(WeChatStatus::UserCanceld));
}
