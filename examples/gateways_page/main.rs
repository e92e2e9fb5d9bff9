//! Prints the page `docs/gateways.md` from the tables of the gateways.
//!
//! ```sh
//! cargo run --example gateways_page > docs/gateways.md
//! ```

use std::fmt::Write as _;
use std::time::Duration;

use aftersale::gateway::{
    ALL, AmountKind, Beneficiary, CurrencyRow, Gateway, GatewayRow, HTTP_STATUSES, KeyLifetime,
    KeyRules, Meaning, Provisional,
};

fn main() {
    print!("{}", page());
}

/// The page.
pub(crate) fn page() -> String {
    let mut page = String::from(include_str!("before.md"));
    page.push_str("## After a timeout\n\n| gateway | what to do |\n|---|---|\n");
    for gateway in ALL {
        line(&mut page, &[gateway.name, gateway.after_timeout]);
    }
    page.push_str("\n## HTTP statuses\n\nWhere the body says nothing and the gateway's table does not name the status:\n\n");
    page.push_str("| status | means | why |\n|---|---|---|\n");
    for row in HTTP_STATUSES {
        line(&mut page, &[&code(row.word), row.meaning.text(), row.because]);
    }
    for gateway in ALL {
        section(&mut page, gateway);
    }
    page.push('\n');
    page.push_str(include_str!("after.md"));
    losses(&mut page);
    page
}

/// What many orders came to against simulated gateways, by the figures that the example `gateway_simulation` has printed.
fn losses(page: &mut String) {
    page.push_str(include_str!("simulated.md"));
    let mut rows = include_str!("simulated.tsv").lines().map(|row| row.split('\t').collect());
    let Some(head) = rows.next() else { return };
    let head: Vec<&str> = head;
    line(page, &head);
    page.push_str(&format!("|---|---|{}\n", "--:|".repeat(head.len().saturating_sub(2))));
    rows.for_each(|row: Vec<&str>| line(page, &row));
}

fn section(page: &mut String, gateway: &Gateway) {
    let _ = writeln!(page, "\n## {}\n", gateway.name);
    line(page, &["where", "word", "means", "amount", "next try", "why", "sure", "source"]);
    page.push_str("|---|---|---|---|---|---|---|---|\n");
    for row in gateway.words {
        let evidence = row.evidence.map_or("", |evidence| evidence.text());
        let next = row.next.map_or("", |next| next.text());
        let columns = [&*places(row), &code(row.word), &meaning(row), &amount(row)];
        let [places, word, meaning, amount] = columns;
        line(page, &[places, word, meaning, amount, next, row.because, evidence, row.source]);
    }
    let _ = writeln!(
        page,
        "\nA word that is not here: unknown, none yet. No answer: unknown, {}.\n",
        gateway.after_silence
    );
    let _ = writeln!(page, "- Keys: {}", keys(gateway.keys.as_ref()));
    let _ = writeln!(page, "- Limits: {}", limits(gateway));
    let _ = writeln!(page, "- Amounts: {}", amounts(gateway));
    let _ = writeln!(page, "- Queries: {}", queries(gateway));
}

fn line(page: &mut String, cells: &[&str]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}

fn code(word: &str) -> String {
    format!("`{word}`")
}

fn places(row: &GatewayRow) -> String {
    let places: Vec<&str> = row.places.iter().map(|place| place.text()).collect();
    format!("{}: `{}`", places.join(", "), row.field)
}

fn meaning(row: &GatewayRow) -> String {
    let mut text = row.meaning.text().to_owned();
    match row.provisional {
        Some(Provisional::For(time)) => {
            let _ = write!(text, ", for now: {}", length(time));
        }
        Some(_) => text.push_str(", for now: no end is published"),
        None => {}
    }
    if row.takes_back.is_some() {
        text.push_str("; after a success reversed");
    }
    if let Some(merchant) = row.paid_to_merchant {
        let (field, begins) = (merchant.field, merchant.begins);
        let _ = write!(text, "; reversed if `{field}` begins with {begins}");
    }
    if row.beneficiary == Beneficiary::Merchant && row.meaning != Meaning::Reversed {
        text.push_str("; the merchant got the money");
    }
    if row.needs_person {
        text.push_str("; needs a person");
    }
    text
}

fn amount(row: &GatewayRow) -> String {
    let after = row.takes_back.map(|amount| format!("after a success {}", amount.text()));
    match (row.amount, after) {
        (AmountKind::Absent, Some(after)) => after,
        (amount, None) => amount.text().to_owned(),
        (amount, Some(after)) => format!("{}; {after}", amount.text()),
    }
}

fn keys(keys: Option<&KeyRules>) -> String {
    let Some(keys) = keys else { return "none.".into() };
    let characters = match keys.also {
        Some(also) => format!("letters, digits and `{also}`"),
        None => "characters not published".into(),
    };
    let size = match keys.most {
        Some(most) => format!("{} to {most} bytes", keys.least),
        None if keys.least > 1 => format!("{} bytes at least", keys.least),
        None => "length not published".into(),
    };
    let kept = match keys.lifetime {
        KeyLifetime::Unlimited => "kept for ever".into(),
        KeyLifetime::AtLeast(time) => format!("kept for {} at least", length(time)),
        _ => "how long it is kept is not published".into(),
    };
    format!(
        "`{}`; {size}; {characters}; {kept}. Unique within: {}. The same key with another amount: {}.",
        keys.field, keys.scope, keys.other_amount
    )
}

fn limits(gateway: &Gateway) -> String {
    let limits = &gateway.limits;
    let mut parts = Vec::new();
    if let Some(most) = limits.most_refunds {
        parts.push(format!("{most} refunds of a payment"));
    }
    if let Some(age) = limits.payment_age {
        parts.push(format!("until {} after the payment", length(age)));
    }
    if let Some(interval) = limits.interval {
        parts.push(format!("{} between two", length(interval)));
    }
    parts.push(format!("a part: {}", limits.partial.text()));
    parts.push(limits.note.to_owned());
    format!("{}. Source: {}.", parts.join("; "), limits.source)
}

fn amounts(gateway: &Gateway) -> String {
    let rules = &gateway.amounts;
    let mut text = format!("{}; ", rules.form.text());
    let rows: Vec<String> = rules.currencies.iter().map(currency).collect();
    if !rows.is_empty() {
        let _ = write!(text, "{}; ", rows.join(", "));
    }
    let _ = write!(text, "others: {}. Source: {}.", rules.others.text(), rules.source);
    text
}

fn currency(row: &CurrencyRow) -> String {
    match (row.places, row.multiple_of) {
        (None, _) => format!("{} not published", row.code),
        (Some(places), 1) => format!("{} {places} places", row.code),
        (Some(places), multiple) => {
            let zeros = multiple.to_string().split_off(1);
            format!("{} {places} places ending in {zeros}", row.code)
        }
    }
}

fn queries(gateway: &Gateway) -> String {
    let schedule = &gateway.queries;
    let waits: Vec<String> = schedule.waits.iter().map(|wait| length(*wait)).collect();
    let first =
        if waits.is_empty() { String::new() } else { format!("after {}; then ", waits.join(", ")) };
    format!(
        "{first}every {}; a person after {}. Source: {}.",
        length(schedule.then),
        length(schedule.person_after),
        schedule.source
    )
}

/// A length of time for people.
fn length(time: Duration) -> String {
    let seconds = time.as_secs();
    let (number, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7_199 => (seconds / 60, "minute"),
        7_200..=172_799 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}
