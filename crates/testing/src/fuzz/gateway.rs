//! Documents of payment gateways.

use aftersale::gateway::wire::{DocumentKind, GatewayReport, read_answer, read_bytes};
use aftersale::gateway::{ALL, Gateway, Meaning};
use aftersale::money::{Amount, Currency};
use aftersale::order::Outcome;

/// Reads these bytes as a document of a payment gateway. The first byte, from `A` on, says which and of which kind: three for
/// each gateway, in the order of [`ALL`]. A word is taken for one of the table only if it is written exactly so; any other is
/// unknown; and nothing but a success of the table is a success for an order.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn gateway_document(data: &[u8]) {
    let Some((first, data)) = data.split_first() else { return };
    let number = usize::from(first.wrapping_sub(b'A'));
    let (Some(gateway), Some(kind)) = (
        ALL.get(number / DocumentKind::ALL.len()),
        DocumentKind::ALL.get(number % DocumentKind::ALL.len()),
    ) else {
        return;
    };
    match read_bytes(gateway, *kind, data) {
        Ok(reports) => reports.iter().for_each(|report| check(gateway, report)),
        Err(error) => assert!(!error.to_string().contains('\n'), "an error is one line: {error}"),
    }
    if let Ok(text) = std::str::from_utf8(data) {
        let with_status = read_answer(gateway, 500, text);
        let is_of_the_body = with_status.word.row.is_some_and(|row| gateway.words.contains(row));
        assert!(is_of_the_body || with_status.word.meaning == Meaning::Unknown);
    }
}

fn check(gateway: &Gateway, report: &GatewayReport) {
    match report.word.row {
        Some(row) => {
            assert_eq!(report.text.as_deref(), Some(row.word));
            assert!(gateway.words.contains(row) && row.is_in(report.word.place));
        }
        None => assert_eq!(report.word.meaning, Meaning::Unknown),
    }
    let asked = Currency::CNY.money(Amount::from_minor(1_000));
    if let Ok(Some(Outcome::Succeeded(_))) = report.outcome(gateway, asked) {
        assert_eq!(report.word.meaning, Meaning::Succeeded);
    }
    let after = report.clone().after_success().word;
    assert!(!matches!(after.meaning, Meaning::Processing | Meaning::Failed), "{after:?}");
}
