//! Bytes from a source that is not trusted: too many are not looked at, foreign ones are told, and few bytes that claim to be
//! many reserve little.

use std::cell::Cell;
use std::fmt::Debug;

use aftersale::order::maximum::{STORED_EVENT_BYTES, STORED_SNAPSHOT_BYTES};
use aftersale::order::stored::{ReadError, Snapshot, Storable, Stored, StoredKind, UntrustedError};
use aftersale::order::{Event, Policy};
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;
use serde::de::DeserializeOwned;

use crate::forms::{FORMS, Form};
use crate::golden::histories;

type WeChatStatus = aftersale::wechat::AfterSaleStatus;
type ShopStatus = aftersale::shopxo::AfterSaleStatus;

#[test]
fn every_golden_form_is_read_as_a_trusted_one_is() {
    fn reads<P: Policy, T>(form: Form, bytes: &[u8])
    where
        T: Storable + DeserializeOwned + PartialEq + Debug,
    {
        let trusted = form.read::<P, T>(bytes).unwrap();
        let read = Stored::<P, T>::read_untrusted(bytes, |bytes| form.read(bytes)).unwrap();
        assert_eq!(read.content(), trusted.content());
    }
    for form in FORMS {
        for history in histories::<HardenedShop>("shopxo", form) {
            for event in &history.events {
                reads::<HardenedShop, Event<ShopStatus>>(form, event);
            }
            reads::<HardenedShop, Snapshot<ShopStatus>>(form, &history.snapshot);
        }
    }
}

#[test]
fn one_byte_more_than_the_most_is_refused_and_not_looked_at() {
    fn refuses<T: Storable + Debug + PartialEq>(most: usize, kind: StoredKind) {
        let was_called = Cell::new(false);
        let read = |_: &[u8]| {
            was_called.set(true);
            Err::<Stored<HardenedShop, T>, _>("no form")
        };
        let most_bytes = vec![0; most];
        let refused = Stored::read_untrusted(&most_bytes, read).unwrap_err();
        assert!(matches!(refused, UntrustedError::Unreadable { error: "no form", .. }));
        assert!(was_called.take());

        let too_many = vec![0; most + 1];
        let refused = Stored::read_untrusted(&too_many, read).unwrap_err();
        assert_eq!(refused, UntrustedError::TooLong { kind, length: most + 1, most });
        assert!(!was_called.get());
    }
    refuses::<Event<ShopStatus>>(STORED_EVENT_BYTES, StoredKind::Event);
    refuses::<Snapshot<ShopStatus>>(STORED_SNAPSHOT_BYTES, StoredKind::Snapshot);
}

#[test]
fn a_form_of_another_platform_or_kind_is_told_at_once() {
    let form = Form::Json;
    let history = histories::<HardenedShop>("shopxo", form).swap_remove(0);
    let foreign =
        Stored::<WeChat, Event<WeChatStatus>>::read_untrusted(&history.events[0], |bytes| {
            form.read(bytes)
        });
    assert!(matches!(foreign, Err(UntrustedError::Other(ReadError::OtherPlatform { .. }))));
    let snapshot =
        Stored::<HardenedShop, Event<ShopStatus>>::read_untrusted(&history.snapshot, |bytes| {
            form.read(bytes)
        });
    assert!(matches!(snapshot, Err(UntrustedError::Other(ReadError::OtherKind { .. }))));
}

/// A list in postcard begins with its length, so that a few bytes can claim four thousand million elements.
#[test]
fn few_bytes_that_claim_to_be_many_reserve_no_more_than_a_few_mebibytes() {
    const MOST_RESERVED: u64 = 8 << 20;
    let claim = [0xff, 0xff, 0xff, 0xff, 0x0f];
    let history = histories::<HardenedShop>("shopxo", Form::Postcard).swap_remove(0);
    let bytes = &history.snapshot;
    for place in 0..bytes.len() {
        let mut claims = bytes[..place].to_vec();
        claims.extend_from_slice(&claim);
        claims.extend_from_slice(&bytes[place..]);
        let reserved = allocation_counter::measure(|| {
            let _ =
                Stored::<HardenedShop, Snapshot<ShopStatus>>::read_untrusted(&claims, |bytes| {
                    Form::Postcard.read(bytes)
                });
        });
        assert!(reserved.bytes_max < MOST_RESERVED, "at {place}: {reserved:?}");
    }
}
