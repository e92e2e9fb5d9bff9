//! A case that its platform owns is booked into its order by what is seen of it, in whatever order and however often: at the end
//! the books are those of one booking of its last state (I10, I32).

use aftersale::lifecycle::Actor::Platform;
use aftersale::lifecycle::{Flow, Phase};
use aftersale::mirror::{Mirror, MirroredCase, SeenStatus, Sighting, Source};
use aftersale::order::{Adoption, Request};
use aftersale::wechat::{AfterSaleStatus as Status, LIFECYCLE, WeChat};

use crate::shop::{START, Shop, at, teas, wechat, yuan};

const ID: &str = "2000004419300370";

/// A flow, and the statuses that its document had, a minute after each other.
type Story = (Flow, &'static [Status]);

const STORIES: [Story; 5] = [
    (
        Flow::RefundOnly,
        &[Status::MerchantProcessing, Status::PlatformRefunding, Status::MerchantRefundSuccess],
    ),
    (
        Flow::RefundOnly,
        &[
            Status::PlatformRefunding,
            Status::PlatformRefundFail,
            Status::PlatformRefunding,
            Status::MerchantRefundSuccess,
        ],
    ),
    (Flow::RefundOnly, &[Status::PlatformRefunding, Status::PlatformRefundFail]),
    (
        Flow::ReturnRefund,
        &[
            Status::UserWaitReturn,
            Status::MerchantWaitReceipt,
            Status::PlatformRefunding,
            Status::MerchantReturnSuccess,
        ],
    ),
    (
        Flow::RefundOnly,
        &[Status::MerchantProcessing, Status::MerchantRejectRefund, Status::UserCanceld],
    ),
];

fn sighting((flow, statuses): Story, index: usize) -> Sighting<'static, Status> {
    let seconds = i64::try_from(index).unwrap() * 60;
    let status = SeenStatus::Known(statuses[index]);
    Sighting::new(status, at(START + seconds), Source::Callback).of_flow(flow)
}

/// Returns the adoption of the case as it is in the mirror, with what its document tells of claim and money.
fn booking(mirror: &Mirror<Status>, case: &MirroredCase<Status>, has_total: bool) -> Request {
    let adoption = mirror.adoption(case, ID).expect("its status and flow are known");
    let is_refunded = mirror.phase(case) == Some(Phase::Refunded);
    let total = yuan(if is_refunded { 1_000 } else { 0 });
    let refunded = Some(total).filter(|_| has_total);
    Request::Adopt(Adoption { lines: teas(1), refunded, ..adoption }.into())
}

fn shop() -> Shop<WeChat> {
    let mut shop = Shop::of_tea(wechat());
    shop.now = at(START + 10_000);
    shop
}

fn book(shop: &mut Shop<WeChat>, request: Request) {
    let command = shop.command(Platform, request);
    let _ = shop.send(&command).expect("what the platform tells is taken");
}

/// Returns what must not depend on what was seen when: the money, the units, and where the case stands.
fn books(shop: &Shop<WeChat>) -> String {
    assert_eq!(shop.order.cases().len(), 1);
    let case = &shop.order.cases()[0];
    let left_its_end = shop.order.anomalies().count();
    format!(
        "{:?} {} {:?} {:?} {left_its_end}",
        shop.order.ledger(),
        case.status,
        shop.order.phase(case.id),
        case.known_as_of(),
    )
}

/// Returns every sequence of so many of these sightings.
fn sequences(sightings: usize, length: usize) -> Vec<Vec<usize>> {
    (0..length).fold(vec![vec![]], |shorter, _| {
        let longer = |start: &Vec<usize>| {
            let start = start.clone();
            (0..sightings).map(move |next| [start.clone(), vec![next]].concat())
        };
        shorter.iter().flat_map(longer).collect()
    })
}

#[test]
fn sightings_in_any_order_and_number_leave_the_books_of_the_last_state_i10_i32() {
    let mirror = Mirror::of(LIFECYCLE);
    let mut tried = 0;
    for story in STORIES {
        for has_total in [false, true] {
            for sequence in sequences(story.1.len(), story.1.len() + 1) {
                let mut many = shop();
                let mut mirrored: Option<MirroredCase<Status>> = None;
                for index in sequence.iter().copied() {
                    let seen = sighting(story, index);
                    match &mut mirrored {
                        Some(case) => {
                            mirror.see(case, &seen).unwrap();
                        }
                        None => mirrored = Some(mirror.begin(&seen).unwrap().0),
                    }
                    let case = mirrored.as_ref().unwrap();
                    book(&mut many, booking(&mirror, case, has_total));
                }
                let last = sequence.iter().copied().max().unwrap();
                let (case, _) = mirror.begin(&sighting(story, last)).unwrap();
                let mut once = shop();
                book(&mut once, booking(&mirror, &case, has_total));
                assert_eq!(books(&many), books(&once), "{story:?} {sequence:?} {has_total}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 2 * (81 + 1_024 + 8 + 1_024 + 81));
}

#[test]
fn without_a_mirror_the_order_tells_old_from_new_by_itself_i10_i32() {
    for story in STORIES {
        let (flow, statuses) = story;
        let told = |index: usize| {
            let seconds = i64::try_from(index).unwrap() * 60;
            let adoption = Adoption::new(flow, statuses[index]);
            Request::Adopt(
                Adoption {
                    platform_case: Some(ID.into()),
                    as_of: Some(at(START + seconds)),
                    lines: teas(1),
                    ..adoption
                }
                .into(),
            )
        };
        for sequence in sequences(statuses.len(), statuses.len()) {
            let (mut many, mut once) = (shop(), shop());
            sequence.iter().for_each(|index| book(&mut many, told(*index)));
            book(&mut once, told(sequence.iter().copied().max().unwrap()));
            assert_eq!(books(&many), books(&once), "{story:?} {sequence:?}");
        }
    }
}
