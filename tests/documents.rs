//! The strategies for documents make what they promise: each document is decoded as what it is or refused as it
//! should be, and between them they have everything that platforms send.

use std::cell::RefCell;
use std::collections::BTreeSet;

use aftersale::shopxo::Release;
use aftersale::shopxo::wire as of_shopxo;
use aftersale::wechat::wire as of_wechat;
use aftersale::wire::{WireError, decode};
use aftersale_testing::{documents, fuzz};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

fn shopxo_interface(text: &str) -> &'static str {
    of_shopxo::Document::decode(text).unwrap_or_else(|error| panic!("{error}: {text}")).interface()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_document_of_wechat_is_decoded_and_comes_out_as_it_went_in_i24(
        text in documents::wechat::any()
    ) {
        of_wechat::Document::decode(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        fuzz::wechat_document(text.as_bytes());
    }

    #[test]
    fn the_single_strategies_of_wechat_make_what_they_say(
        get in documents::wechat::get_answer(),
        batch in documents::wechat::batch_get_answer(),
        request in documents::wechat::request(),
        order in documents::wechat::after_sale_order(),
        operation in documents::wechat::operation_answer(),
    ) {
        let interface = |text: &str| of_wechat::Document::decode(text).unwrap().interface();
        prop_assert_eq!(interface(&get), "product/order/getaftersaleorder answer");
        prop_assert_eq!(interface(&batch), "product/order/batchgetaftersaleorder answer");
        prop_assert!(interface(&request).ends_with(" request"));
        prop_assert!(decode::<of_wechat::AfterSaleOrder>(&order).is_ok());
        prop_assert!(decode::<of_wechat::OperationAnswer>(&operation).is_ok());
    }

    #[test]
    fn documents_of_other_generations_are_refused_by_name(
        channels in documents::wechat::channels_answer(),
        other in documents::wechat::other_generations(),
    ) {
        for text in [channels, other] {
            let refused = of_wechat::Document::decode(&text);
            prop_assert!(matches!(refused, Err(WireError::Unsupported { .. })), "{:?}", refused);
        }
    }

    #[test]
    fn any_document_of_shopxo_is_decoded_and_comes_out_as_it_went_in_i24(
        text in documents::shopxo::any()
    ) {
        of_shopxo::Document::decode(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        fuzz::shopxo_answer(text.as_bytes());
    }

    #[test]
    fn the_single_strategies_of_shopxo_make_what_they_say(
        old in documents::shopxo::view(Release::V2_2_1),
        new in documents::shopxo::view(Release::V6_9_0),
        list in documents::shopxo::list_answer(Release::V2_2_1),
        plain in documents::shopxo::plain_answer(),
        request in documents::shopxo::view_request(),
        row in documents::shopxo::row(Release::V6_9_0),
    ) {
        prop_assert_eq!(shopxo_interface(&old), "orderaftersale/aftersale answer");
        prop_assert_eq!(shopxo_interface(&new), "orderaftersale/detail answer");
        prop_assert_eq!(shopxo_interface(&list), "orderaftersale/index answer");
        prop_assert_eq!(shopxo_interface(&plain), "plain answer");
        prop_assert_eq!(shopxo_interface(&request), "orderaftersale view request");
        prop_assert!(decode::<of_shopxo::AftersaleRow>(&row).is_ok());
    }

}

/// The reason why a document was refused, and the field at fault.
fn why<T>(text: &str, decoded: Result<T, WireError>) -> Vec<String> {
    let Err(error) = decoded else { panic!("not refused: {text}") };
    vec![match error {
        WireError::NotJson { .. } => "no JSON".into(),
        WireError::Field { problem, .. } if problem.contains("twice") => "twice".into(),
        WireError::Field { path, .. } => path,
        WireError::UnknownShape => "unknown shape".into(),
        other => panic!("{other}: {text}"),
    }]
}

#[test]
fn a_broken_document_is_refused_and_each_for_its_own_reason() {
    let wechat =
        seen(documents::wechat::broken(), |text| why(text, of_wechat::Document::decode(text)));
    let shopxo =
        seen(documents::shopxo::broken(), |text| why(text, of_shopxo::Document::decode(text)));
    for (seen, fields) in [
        (&wechat, ["after_sale_order.details.num", "after_sale_order.openid"]),
        (&shopxo, ["data.new_aftersale_data.price", "data.aftersale_data.id"]),
    ] {
        for what in ["no JSON", "twice", ".", "unknown shape"].into_iter().chain(fields) {
            assert!(seen.contains(what), "{what} is not among {seen:?}");
        }
    }
}

/// Counts of what so many documents of a strategy have.
fn seen(
    strategy: impl Strategy<Value = String>,
    look: impl Fn(&str) -> Vec<String>,
) -> BTreeSet<String> {
    let seen = RefCell::new(BTreeSet::new());
    let mut runner = TestRunner::deterministic();
    runner
        .run(&strategy, |text| {
            seen.borrow_mut().extend(look(&text));
            Ok(())
        })
        .unwrap();
    seen.into_inner()
}

#[test]
fn the_documents_of_wechat_have_what_the_platform_sends() {
    let seen = seen(documents::wechat::get_answer(), |text| {
        let answer: of_wechat::GetAnswer = decode(text).unwrap();
        let order = answer.after_sale_order.value().unwrap();
        let place = order.position();
        let mut seen = vec![match place {
            Ok(position) => format!("{} {}", position.flow, position.status.unwrap()),
            Err(_) => "nowhere".into(),
        }];
        for (what, is_seen) in [
            ("failed", !answer.is_success()),
            ("unknown field", !order.untyped.iter().collect::<Vec<_>>().is_empty()),
            ("no details", order.details.is_missing()),
            ("null details", matches!(order.details, aftersale::wire::Field::Null)),
            ("largest id", text.contains("18446744073709551615")),
            ("more than any type", text.contains("18446744073709551616")),
            ("escapes", text.contains("\\u")),
            ("byte order mark", text.starts_with('\u{feff}')),
            ("sent", order.waybill().is_some()),
        ] {
            if is_seen {
                seen.push(what.into());
            }
        }
        seen
    });
    for what in [
        "refund only MERCHANT_PROCESSING",
        "return and refund USER_WAIT_RETURN",
        "refund only MERCHANT_RETURN_SUCCESS",
        "nowhere",
        "failed",
        "unknown field",
        "no details",
        "null details",
        "largest id",
        "more than any type",
        "escapes",
        "byte order mark",
        "sent",
    ] {
        assert!(seen.contains(what), "{what} is not among {seen:?}");
    }
}

#[test]
fn the_documents_of_shopxo_have_what_the_platform_sends() {
    let seen = seen(documents::shopxo::view(Release::V2_2_1), |text| {
        let document = of_shopxo::Document::decode(text).unwrap();
        let mut seen = vec![match document.newest().map(of_shopxo::AftersaleRow::position) {
            None => "no case".into(),
            Some(Ok(position)) => format!("{} {}", position.flow, position.status.unwrap()),
            Some(Err(_)) => "nowhere".into(),
        }];
        for (what, is_seen) in [
            ("plain columns", text.contains("\"order_detail_id\":1")),
            ("columns in quotes", text.contains("\"order_detail_id\":\"1")),
            ("escaped slashes", text.contains("\\/")),
            ("a zero date", text.contains("0000-00-00")),
            ("\"02\"", text.contains("\"02\"")),
        ] {
            if is_seen {
                seen.push(what.into());
            }
        }
        seen
    });
    for what in [
        "no case",
        "nowhere",
        "refund only TO_BE_REVIEWED",
        "return and refund TO_BE_RETURNED",
        "plain columns",
        "columns in quotes",
        "escaped slashes",
        "a zero date",
        "\"02\"",
    ] {
        assert!(seen.contains(what), "{what} is not among {seen:?}");
    }
}
