//! What a mirrored case costs: nothing where nothing is new, and little however long its story is.

use aftersale::lifecycle::Flow;
use aftersale::mirror::{
    Finding, MOST_SPANS, MOST_UNEXPLAINED, MirroredCase, OldNews, SeenStatus, Sighting, Source,
};
use aftersale::wechat::AfterSaleStatus::{self, *};

use crate::stories::{at, mirror};

fn seen(status: AfterSaleStatus, seconds: i64) -> Sighting<'static, AfterSaleStatus> {
    Sighting::new(SeenStatus::Known(status), at(seconds), Source::Poll).of_flow(Flow::ReturnRefund)
}

#[test]
fn a_sighting_that_changes_nothing_does_not_allocate() {
    let mirror = mirror();
    let (mut case, _) = mirror.begin(&seen(MerchantProcessing, 1)).unwrap();
    mirror.see(&mut case, &seen(UserWaitReturn, 5)).unwrap();
    let again = seen(UserWaitReturn, 9);
    let unknown = Sighting::new(SeenStatus::named("NEW_STATUS"), at(11), Source::Poll);
    let counted = allocation_counter::measure(|| {
        assert_eq!(mirror.compare(&case, &again), Ok(Finding::Same { is_newer: true }));
        assert_eq!(mirror.see(&mut case, &again), Ok(Finding::Same { is_newer: true }));
        assert_eq!(
            mirror.see(&mut case, &seen(MerchantProcessing, 1)),
            Ok(Finding::OldNews(OldNews::Repeated))
        );
    });
    assert_eq!(counted.count_total, 0);
    mirror.see(&mut case, &unknown).unwrap();
    let counted = allocation_counter::measure(|| {
        assert_eq!(mirror.see(&mut case, &unknown), Ok(Finding::Same { is_newer: false }));
    });
    assert_eq!(counted.count_total, 0);
}

/// A buyer who sends the goods and recalls them, thousands of times; and then something that cannot be, again and again.
#[test]
fn a_case_stays_below_three_kilobytes_however_long_its_story_is() {
    let mirror = mirror();
    let counted = allocation_counter::measure(|| {
        let (mut case, _) = mirror.begin(&seen(UserWaitReturn, 0)).unwrap();
        for turn in 1..10_000 {
            let status = if turn % 2 == 0 { UserWaitReturn } else { MerchantWaitReceipt };
            let finding = mirror.see(&mut case, &seen(status, turn)).unwrap();
            assert!(matches!(finding, Finding::Step(_)), "{finding}");
        }
        assert_eq!(case.story().count(), MOST_SPANS);
        let too_old = mirror.see(&mut case, &seen(MerchantProcessing, 3)).unwrap();
        assert_eq!(too_old, Finding::OldNews(OldNews::TooOld));
        assert_eq!(mirror.unexplained(&case).count(), 0);

        for turn in 10_000..20_000 {
            let status = if turn % 2 == 0 { UserCanceld } else { MerchantProcessing };
            mirror.see(&mut case, &seen(status, turn)).unwrap();
        }
        let told = mirror.unexplained(&case).count();
        let in_the_story =
            case.story().filter(|one| one.status == SeenStatus::Known(MerchantProcessing)).count();
        assert_eq!(told, MOST_UNEXPLAINED + in_the_story);
        assert!(case.more_unexplained() > 4_000, "{}", case.more_unexplained());
    });
    assert!(counted.bytes_max < 3_072, "{counted:?}");
}

/// A return from its application to the money, each status seen and confirmed by a document.
#[test]
fn an_ordinary_case_weighs_less_than_a_kilobyte() {
    let mirror = mirror();
    let counted = allocation_counter::measure(|| {
        let (mut case, _) = mirror.begin(&seen(MerchantProcessing, 1)).unwrap();
        let rest = [UserWaitReturn, MerchantWaitReceipt, PlatformRefunding, MerchantReturnSuccess];
        for (hour, status) in (1..).zip(rest) {
            mirror.see(&mut case, &seen(status, hour * 3_600)).unwrap();
            mirror.see(&mut case, &seen(status, hour * 3_600 + 60).until(at(90_000))).unwrap();
        }
        std::hint::black_box(&case);
    });
    let itself = size_of::<MirroredCase<AfterSaleStatus>>() as u64;
    assert!(counted.bytes_max + itself <= 1_024, "{counted:?}, {itself}");
}
