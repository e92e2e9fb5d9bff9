//! The published error codes of the after-sale calls, a row each: the code, what it means, what to do, and the page.

use super::Advice::{self, AskPerson, CorrectCall, GiveUp, ReadAndRetry, WaitAndRetry};
use crate::wire::ReturnCode;

/// An error code that the platform has published.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct KnownCallError {
    /// The code.
    pub code: ReturnCode,
    /// The meaning, in English. The platform's own text comes with the answer.
    pub meaning: &'static str,
    /// What to do. The platform rarely says; where it does not, this is concluded from the meaning.
    pub advice: Advice,
    /// The page or post that has the code.
    pub source: &'static str,
}

const fn row(
    code: i64,
    meaning: &'static str,
    advice: Advice,
    source: &'static str,
) -> KnownCallError {
    KnownCallError { code: ReturnCode(code), meaning, advice, source }
}

const ACCEPT: &str = "https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_acceptapply.html";
const REJECT: &str =
    "https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_rejectapply";
const LIST: &str = "https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/aftersale/api_getaftersalelist.html";
const SHIP_EXCHANGE: &str =
    "https://developers.weixin.qq.com/doc/store/API/aftersale/acceptexchangereship.html";
const REFUSE_EXCHANGE: &str =
    "https://developers.weixin.qq.com/doc/store/shop/API/aftersale/rejectexchangereship.html";
const FAST_EXCHANGE: &str = "https://developers.weixin.qq.com/doc/store/shop/API/channels-shop-aftersale/api_handlefastexchangereceipt";
const GENERATE: &str =
    "https://developers.weixin.qq.com/doc/store/shop/API/aftersale/genaftersaleorder.html";
const WORK_ORDER: &str =
    "https://developers.weixin.qq.com/doc/store/shop/API/complaint/api_mmecapi_syncworkorder";
const COMPONENT: &str = "https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent2/API/aftersale/errcode.html";
const COMPONENT_POST: &str =
    "https://developers.weixin.qq.com/community/personal/oCJUsw-JTAklUVGumv6JlQXs8-s8/question";
const ALL_CALLS: &str =
    "https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html";

const BAD_CASE: &str = "no after-sale has this number";
const NOT_AT_THIS_STATUS: &str = "the status of the case does not permit the call";
const BAD_OPENING: &str = "the platform does not accept a value of the request: request_id, reason, the order, or a \
                           return of virtual goods";

/// The published codes. Which of 10020001 and 10021041 is answered when is not published, nor are the single meanings
/// of 10021084 to 10021087.
#[rustfmt::skip]
pub const KNOWN: &[KnownCallError] = &[
    // Codes of all of WeChat's interfaces.
    row(-1, "the platform is busy", ReadAndRetry, ALL_CALLS),
    row(-2, "a parameter is wrong", CorrectCall, COMPONENT),
    row(40_001, "the access token is not valid", CorrectCall, ALL_CALLS),
    row(41_001, "the access token is missing", CorrectCall, ALL_CALLS),
    row(42_001, "the access token has expired: fetch another", CorrectCall, ALL_CALLS),
    row(43_002, "the call has to be sent by POST", CorrectCall, ALL_CALLS),
    row(45_009, "the daily quota of calls is used up", AskPerson, ALL_CALLS),
    row(45_011, "calls come too often", WaitAndRetry, ALL_CALLS),
    row(47_001, "the request is not the JSON that the platform expects", CorrectCall, ALL_CALLS),
    row(48_001, "the account may not use this interface", CorrectCall, ALL_CALLS),
    // The Channels shop: on any call about a case.
    row(100_004, "the case has changed since it was read", ReadAndRetry, SHIP_EXCHANGE),
    row(9_700_223, "the platform failed", ReadAndRetry, FAST_EXCHANGE),
    row(9_700_224, "a parameter is wrong", CorrectCall, REFUSE_EXCHANGE),
    row(10_020_000, BAD_CASE, CorrectCall, REJECT),
    row(10_020_001, NOT_AT_THIS_STATUS, GiveUp, REJECT),
    row(10_020_003, "the openid is not valid", CorrectCall, LIST),
    row(10_020_004, "the times are more than 24 hours apart", CorrectCall, LIST),
    row(10_020_261, "a text has characters that are not permitted", CorrectCall, REFUSE_EXCHANGE),
    row(10_021_041, NOT_AT_THIS_STATUS, GiveUp, REJECT),
    row(10_021_043, "the case is another shop's; when opening one: the goods have no after-sale", CorrectCall, REJECT),
    row(10_021_044, "too many calls at a time", WaitAndRetry, REJECT),
    row(10_021_045, "the refund failed", AskPerson, ACCEPT),
    row(10_021_046, "there is not enough money", AskPerson, ACCEPT),
    row(10_021_050, BAD_CASE, CorrectCall, REJECT),
    row(10_021_051, "a dispute is under way", AskPerson, REJECT),
    row(10_021_057, BAD_CASE, CorrectCall, SHIP_EXCHANGE),
    row(10_021_059, "an order can be refunded once a minute", WaitAndRetry, SHIP_EXCHANGE),
    row(10_021_060, "the address for the return is missing", CorrectCall, ACCEPT),
    row(10_021_062, "the address for the return is not valid", CorrectCall, ACCEPT),
    row(10_021_065, "the platform is at work on the case", ReadAndRetry, ACCEPT),
    row(10_021_068, "refusing needs a negotiation with the buyer first", AskPerson, REJECT),
    // The Channels shop: opening a case for the buyer.
    row(10_021_083, BAD_OPENING, CorrectCall, GENERATE),
    row(10_021_084, BAD_OPENING, CorrectCall, GENERATE),
    row(10_021_085, BAD_OPENING, CorrectCall, GENERATE),
    row(10_021_086, BAD_OPENING, CorrectCall, GENERATE),
    row(10_021_087, BAD_OPENING, CorrectCall, GENERATE),
    row(10_021_088, "a case cannot be opened by the merchant for this order", CorrectCall, GENERATE),
    row(10_021_089, "the request_id has been used", CorrectCall, GENERATE),
    // The Channels shop: disputes.
    row(10_021_500, "no dispute has this number", CorrectCall, WORK_ORDER),
    row(10_021_501, "the text is too long", CorrectCall, WORK_ORDER),
    row(10_021_504, "the dispute does not wait for the merchant's proof", GiveUp, WORK_ORDER),
    // The custom trade component.
    row(2_747_002, "a parameter is wrong", CorrectCall, COMPONENT_POST),
    row(2_747_003, "the platform could not fetch the picture", CorrectCall, COMPONENT),
    row(2_747_006, "no order has this number", CorrectCall, COMPONENT),
    row(2_747_007, BAD_CASE, CorrectCall, COMPONENT),
    row(2_747_008, NOT_AT_THIS_STATUS, GiveUp, COMPONENT),
    row(2_747_009, "the refund failed; an order can be refunded once a minute", AskPerson, COMPONENT),
    row(2_747_010, "the address of the picture is not valid", CorrectCall, COMPONENT),
    row(2_747_012, "the number of the after-sale is missing", CorrectCall, COMPONENT),
    row(2_747_013, "the after-sale exists already", GiveUp, COMPONENT),
    row(2_747_014, "the amount is not valid", CorrectCall, COMPONENT),
    row(2_747_016, "the buyer has opened and changed cases too often", GiveUp, COMPONENT),
    row(2_747_018, "the number of the order is not valid", CorrectCall, COMPONENT),
    row(2_747_020, "the goods have no after-sale", CorrectCall, COMPONENT),
    row(2_747_021, "the goods are not in the order", CorrectCall, COMPONENT),
    row(2_747_024, "before shipping, only a refund can be asked for", CorrectCall, COMPONENT),
    row(2_747_025, "the address for the return is not valid", CorrectCall, COMPONENT),
    row(2_747_026, "another call about the same order is being processed", ReadAndRetry, COMPONENT),
    row(2_747_027, "the order is not one of a sub-merchant", CorrectCall, COMPONENT),
];
