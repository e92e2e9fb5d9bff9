//! The crate in a program that has no `std`, as the firmware of a till would use it: WeChat's table
//! and, with the feature `wire`, WeChat's JSON behind functions for C. That it builds is the proof.
#![no_std]

mod floor;

use aftersale::lifecycle::{Action, Actor, Flow, Position};
use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};

/// The status of a refund-only case after the merchant has agreed to the refund, both as WeChat's
/// numbers; -1 when the merchant cannot agree, or when no status has this number.
#[unsafe(no_mangle)]
pub extern "C" fn aftersale_agree_to_refund(status: u8) -> i32 {
    let Some(status) = AfterSaleStatus::from_code(status) else { return -1 };
    let position = Position::at(Flow::RefundOnly, status);
    LIFECYCLE
        .next(&position, Actor::Merchant, Action::AgreeToRefund)
        .map_or(-1, |done| i32::from(done.to.code()))
}

/// Returns whether this is a document of WeChat's interface.
///
/// # Safety
///
/// `text` must point to `length` bytes that do not change meanwhile.
#[cfg(feature = "wire")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aftersale_is_document(text: *const u8, length: usize) -> bool {
    // SAFETY: the caller sees to it.
    let bytes = unsafe { core::slice::from_raw_parts(text, length) };
    core::str::from_utf8(bytes)
        .is_ok_and(|text| aftersale::wechat::wire::Document::decode(text).is_ok())
}

/// Returns whether this is an event of WeChat's, in JSON or in XML.
///
/// # Safety
///
/// `text` must point to `length` bytes that do not change meanwhile.
#[cfg(feature = "xml")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aftersale_is_event(text: *const u8, length: usize) -> bool {
    // SAFETY: the caller sees to it.
    let bytes = unsafe { core::slice::from_raw_parts(text, length) };
    aftersale::channels::notification::Notification::decode_bytes(bytes).is_ok()
}
