//! `shopxo-calc`: ShopXO's recorded offers for order states, against the crate's arithmetic.

use std::io;
use std::path::Path;

use aftersale::money::Amount;
use aftersale::quantity::Quantity;
use aftersale::shopxo::Release;
use aftersale::shopxo::arithmetic::{LineFigures, Offered, OrderFigures};
use serde::Deserialize;

use crate::files::{in_file, read};
use crate::price::Price;
use crate::report::Report;

/// The state of an order, and the recorded offer.
#[derive(Deserialize)]
struct Case {
    /// The price of the goods, the increase, the discount, the amount paid.
    o: [Price; 4],
    l: Vec<Line>,
    /// The units and the amount that are offered, by line.
    ret: Vec<(i64, Price)>,
    /// The offer for a line that is not there.
    unk: (i64, Price),
}

/// Unit price, units bought, line total, units returned, refunded, and the units and the amount that
/// cases under way ask for.
#[derive(Deserialize)]
struct Line(Price, u32, Price, u32, Price, u32, Price);

/// Compares the offer of each line, and of one that is not there.
pub(crate) fn check(files: &[&Path]) -> io::Result<Report> {
    let mut report = Report::new("shopxo-calc", &["cases", "lines", "mismatches"]);
    for path in files {
        let text = read(path)?;
        let cases = text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str);
        let cases: Vec<Case> =
            cases.collect::<Result<_, _>>().map_err(|error| in_file(path, error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (release, why) = release(&name, &cases);
        report.note(format!("{name}: release {release}, by {why}"));
        for (index, case) in cases.iter().enumerate() {
            report.count("cases");
            compare(&mut report, release, &format!("{name}:{}", index + 1), case);
        }
    }
    Ok(report)
}

/// Returns the release. The files do not name it, but for their own names; it shows in an order of one line
/// with a history, at which only 6.9.0 does not look back.
fn release(name: &str, cases: &[Case]) -> (Release, &'static str) {
    match (name.contains("221"), name.contains("690")) {
        (true, false) => return (Release::V2_2_1, "its name"),
        (false, true) => return (Release::V6_9_0, "its name"),
        _ => {}
    }
    let forgets = cases.iter().find_map(|case| match (case.l.as_slice(), case.ret.as_slice()) {
        ([Line(_, bought, _, returned, _, claimed, _)], [(offered, _)])
            if *returned + *claimed > 0 =>
        {
            Some(i64::from(*bought) == *offered)
        }
        _ => None,
    });
    let release = if forgets == Some(true) { Release::V6_9_0 } else { Release::V2_2_1 };
    (release, "its orders of one line")
}

fn compare(report: &mut Report, release: Release, label: &str, case: &Case) {
    let [price, increase, preferential, paid] = case.o.map(|price| price.0);
    let lines = case.l.iter().enumerate().map(|(line, figures)| {
        let Line(unit_price, bought, total, returned, refunded, claimed, asked) = figures;
        LineFigures {
            total: total.0,
            returned: Quantity::new(*returned),
            refunded: refunded.0,
            claimed: Quantity::new(*claimed),
            asked: asked.0,
            ..LineFigures::new(line.to_string(), Quantity::new(*bought), unit_price.0)
        }
    });
    let figures = OrderFigures { price, increase, preferential, paid, lines: lines.collect() };
    let mut check = |what: &str, recorded: &(i64, Price)| {
        let Offered { quantity, amount } = figures.returned_data(release, &what.into());
        let shown = |quantity: i64, amount: Amount| format!("[{quantity}, {}]", amount.decimal(2));
        let (expected, got) = (shown(recorded.0, recorded.1.0), shown(quantity.0, amount));
        if expected != got {
            let line = format!("{label} line {what}: expected {expected}, got {got}");
            report.differs("mismatches", line);
        }
    };
    if case.ret.len() != case.l.len() {
        report.differs("mismatches", format!("{label}: not every line has an answer"));
        return;
    }
    for (line, recorded) in case.ret.iter().enumerate() {
        check(&line.to_string(), recorded);
    }
    check("unknown", &case.unk);
    for _ in &case.ret {
        report.count("lines");
    }
}
