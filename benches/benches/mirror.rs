//! How fast a mirror follows cases, and how long it takes to compare many with a list. Both sizes of a comparison are taken in
//! turns; the ratio of the medians is printed.

use std::hint::black_box;
use std::time::{Duration, Instant};

use aftersale::lifecycle::Flow;
use aftersale::mirror::{Listed, Mirror, MirroredCase, SeenStatus, Sighting, Source, differences};
use aftersale::time::Timestamp;
use aftersale::wechat::AfterSaleStatus::{self, *};
use aftersale::wechat::LIFECYCLE;

type Case = MirroredCase<AfterSaleStatus>;

fn seen(status: AfterSaleStatus, seconds: usize) -> Sighting<'static, AfterSaleStatus> {
    let at = Timestamp::from_seconds(i64::try_from(seconds).expect("a time"));
    Sighting::new(SeenStatus::Known(status), at, Source::Poll).of_flow(Flow::ReturnRefund)
}

/// Follows cases of a story of so many steps: a buyer who sends the goods and recalls them.
fn follow(mirror: &Mirror<AfterSaleStatus>, cases: usize, steps: usize) -> Duration {
    let since = Instant::now();
    for _ in 0..cases {
        let (mut case, _) = mirror.begin(&seen(UserWaitReturn, 1)).expect("a sighting");
        for step in 2..=steps {
            let status = if step % 2 == 0 { MerchantWaitReceipt } else { UserWaitReturn };
            black_box(mirror.see(&mut case, &seen(status, step)).expect("a sighting"));
        }
        black_box(&case);
    }
    since.elapsed()
}

/// Compares so many cases with a list of as many, of which one in ten has moved on.
fn reconcile(
    mirror: &Mirror<AfterSaleStatus>,
    ids: &[String],
    cases: &[Case],
    number: usize,
) -> Duration {
    let (ids, cases) = (&ids[..number], &cases[..number]);
    let ours = ids.iter().map(String::as_str).zip(cases);
    let listed = ids.iter().enumerate().map(|(place, id)| {
        let status = if place % 10 == 0 { UserWaitReturn } else { MerchantProcessing };
        Listed { id, sighting: Some(seen(status, 2)) }
    });
    let since = Instant::now();
    let found = differences(mirror, ours, listed).count();
    let took = since.elapsed();
    assert_eq!(found, number.div_ceil(10), "those that have moved on");
    took
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let is_smoke = std::env::args().any(|argument| argument == "--test");
    let (turns, number, sightings) =
        if is_smoke { (1, 100, 1_000) } else { (9, 1_000_000, 1_000_000) };
    let mirror = Mirror::of(LIFECYCLE);
    for steps in [5, 10, 100, 1_000] {
        let cases = sightings / steps;
        let took = median((0..turns).map(|_| follow(&mirror, cases, steps)).collect());
        let a_second = (cases * steps) as f64 / took.as_secs_f64();
        println!("following, stories of {steps} sightings: {a_second:.0} sightings a second");
    }
    let ids: Vec<String> = (0..number).map(|place| format!("{:019}", 1_000_000 + place)).collect();
    let first = seen(MerchantProcessing, 1);
    let begun = || mirror.begin(&first).expect("a sighting").0;
    let cases: Vec<Case> = (0..number).map(|_| begun()).collect();
    let (mut half, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..turns {
        half.push(reconcile(&mirror, &ids, &cases, number / 2));
        whole.push(reconcile(&mirror, &ids, &cases, number));
    }
    let (half, whole) = (median(half), median(whole));
    let ratio = whole.as_secs_f64() / half.as_secs_f64();
    println!("reconciling {number}: {whole:.0?}, half as many {half:.0?}, ratio {ratio:.2}");
}
