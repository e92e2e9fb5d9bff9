//! The work of the mirror that is counted: single sightings, and for the time long stories and long lists.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aftersale::lifecycle::Flow;
use aftersale::mirror::{Listed, Mirror, MirroredCase, SeenStatus, Sighting, Source, differences};
use aftersale::time::Timestamp;
use aftersale::wechat::AfterSaleStatus::{self, *};
use aftersale::wechat::LIFECYCLE;

type Seen = Sighting<'static, AfterSaleStatus>;

/// A sighting that is counted, after the ones that come before it.
pub(crate) const SIGHTINGS: &[(&str, &[Seen], Seen)] = &[
    ("nothing new", BEFORE, seen(UserWaitReturn, 90)),
    ("a repeated callback", BEFORE, seen(MerchantProcessing, 10)),
    ("one step", BEFORE, seen(MerchantWaitReceipt, 90)),
    ("a gap", BEFORE, seen(MerchantReturnSuccess, 90)),
];

const BEFORE: &[Seen] = &[seen(MerchantProcessing, 10), seen(UserWaitReturn, 80)];

const fn seen(status: AfterSaleStatus, seconds: i64) -> Seen {
    let at = Timestamp::from_seconds(1_795_300_000 + seconds);
    Sighting::new(SeenStatus::Known(status), at, Source::Callback).of_flow(Flow::ReturnRefund)
}

/// Returns a mirror and a case that has been seen so.
pub(crate) fn followed(
    sightings: &[Seen],
) -> (Mirror<AfterSaleStatus>, MirroredCase<AfterSaleStatus>) {
    let mirror = Mirror::of(LIFECYCLE);
    let (first, rest) = sightings.split_first().expect("a case is seen at least once");
    let (mut case, _) = mirror.begin(first).expect("it has a date");
    for sighting in rest {
        mirror.see(&mut case, sighting).expect("it has a date");
    }
    (mirror, case)
}

/// Prints how many sightings a second are followed, in short stories and in long ones, and what a list of twice the length
/// costs. The times depend on the machine and on what else it does; their ratios less so.
pub(crate) fn print_times() {
    let mirror = Mirror::of(LIFECYCLE);
    for length in [5, 500] {
        let story: Vec<Seen> = (0..length).map(turn).collect();
        let number = 1_000_000 / story.len();
        let least = least(|| {
            for _ in 0..number {
                let (mut case, _) = mirror.begin(&story[0]).expect("it has a date");
                for sighting in &story[1..] {
                    let _ = black_box(mirror.see(&mut case, sighting));
                }
            }
        });
        let a_second = (number * story.len()) as f64 / least.as_secs_f64() / 1e6;
        println!("stories of {length} sightings: {a_second:.1} million sightings a second");
    }
    let times = [500_000, 1_000_000].map(|number| {
        let ids: Vec<String> = (0..number).map(|id| format!("20{id:014}")).collect();
        let (_, case) = followed(BEFORE);
        let listed = |id| Listed { id, sighting: Some(seen(UserWaitReturn, 80)) };
        least(|| {
            let ours = ids.iter().map(|id| (id.as_str(), &case));
            let theirs = ids.iter().map(|id| listed(id.as_str()));
            assert_eq!(differences(&mirror, ours, theirs).count(), 0);
        })
    });
    let [half, whole] = times.map(|time| time.as_secs_f64());
    println!(
        "comparing 1,000,000 cases with a list: {whole:.2} s, {:.2} x the time of half as many\n",
        whole / half
    );
}

/// A buyer who sends the goods and recalls them, again and again; each is seen twice.
fn turn(number: i64) -> Seen {
    let status = match number {
        0 => MerchantProcessing,
        _ if (number / 2) % 2 == 0 => UserWaitReturn,
        _ => MerchantWaitReceipt,
    };
    seen(status, number)
}

fn least(mut work: impl FnMut()) -> Duration {
    let times = (0..7).map(|_| {
        let since = Instant::now();
        work();
        since.elapsed()
    });
    times.min().expect("seven times")
}
