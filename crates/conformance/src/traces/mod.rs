//! `shopxo-traces`: recorded sequences of operations on a real ShopXO, replayed step by step.
//!
//! Every step is applied and its state compared: the answer, every case, the refunded and returned amounts and
//! units of every line and of the order, its pay status, its status and closing, its offer
//! (`returned_data`), and its page. Nothing is skipped. Where the real system threw an exception, there is no
//! check to compare: the refusal itself is compared, and such steps are counted; so are the refusals of the
//! payment environment, whose texts are compared as well.

mod differences;
mod fields;
mod hardened;
mod php;
mod recorded;
mod refund;
mod replay;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use aftersale::shopxo::policy::LaunchDays;
use aftersale::shopxo::{FaithfulShop, Release, Shop};

use crate::files::{in_file, read};
use crate::report::Report;
pub(crate) use hardened::judge;
use recorded::Sequence;
use replay::Replay;

/// Replays files under the faithful policies.
pub(crate) fn replay(files: &[&Path]) -> io::Result<Report> {
    replay_under(files, |release, days| {
        let mut shop = FaithfulShop::new(release);
        shop.terms.limits.window = days.window();
        shop
    })
}

/// Replays files under a policy for each release and launch window.
pub(crate) fn replay_under<P: Shop>(
    files: &[&Path],
    policy: impl Fn(Release, LaunchDays) -> P,
) -> io::Result<Report> {
    let counts = ["sequences", "steps", "compared", "skipped", "mismatches"];
    let mut report = Report::new("shopxo-traces", &counts);
    let mut counted = BTreeMap::new();
    for path in files {
        for sequence in sequences(path)? {
            let why = |error| in_file(path, format!("sequence {}: {error}", sequence.seq));
            let release = sequence.release().map_err(why)?;
            let policy = policy(release, LaunchDays(sequence.launch_day));
            report.count("sequences");
            let mut replay = Replay::open(&sequence, policy).map_err(why)?;
            replay.compare_start(&mut report);
            for index in 0..sequence.steps.len() {
                replay.step(index, &mut report, &mut counted);
            }
        }
    }
    for (name, times) in counted {
        report.note(format!("{name}: {times}"));
    }
    Ok(report)
}

/// Returns the sequences of a file, one a line.
fn sequences(path: &Path) -> io::Result<Vec<Sequence>> {
    let text = read(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).map_err(|error| in_file(path, error))).collect()
}
