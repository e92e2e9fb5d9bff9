//! The payment environment of a recorded sequence: its pay log, its gateway and its wallet, and how they
//! answer an audit.

use aftersale::shopxo::texts::text;
use aftersale::shopxo::{Refundment, Release, Wording};

use super::recorded::Sequence;

/// The reason why money did not leave.
pub(super) struct Failure {
    /// The obstacle.
    pub(super) name: &'static str,
    pub(super) code: i64,
    pub(super) message: String,
}

/// Returns the result of a refund by this way.
pub(super) fn pay(
    sequence: &Sequence,
    wording: Wording,
    refundment: Refundment,
    by_hand: bool,
) -> Result<(), Failure> {
    let is_today = wording.release == Release::V6_9_0;
    let pay = sequence.pay.as_str();
    let by_hand = by_hand && is_today && pay == "cash";
    let route = if by_hand { Refundment::Manual } else { refundment };
    match route {
        Refundment::Manual => Ok(()),
        _ if pay == "none" => Err(refusal(wording, "pay_log_empty_tips", "")),
        Refundment::OriginalRoute => match pay {
            "walletpay" if is_today => wallet(sequence, wording),
            "walletpay" => Err(refusal(wording, "payment_plugins_no_exist_tips", "[ WalletPay ]")),
            "noclass" => Err(refusal(wording, "payment_plugins_no_exist_tips", "[ NoSuchPay ]")),
            "cash" => Err(refusal(wording, "under_line_not_tetrace_tips", "[ 现金支付 ]")),
            "norefund" => {
                Err(refusal(wording, "payment_plugins_not_refund_tips", "[ OracleNoRefund ]"))
            }
            "stub_notrade" => Err(refusal(wording, "pay_log_trade_empty_tips", "")),
            "stub_nocode" => Err(refusal(wording, "payment_plugins_tetrace_fail_tips", "")),
            "stub_fail" => Err(stub("the gateway refuses", "STUB_GATEWAY_REFUSED")),
            _ => Ok(()),
        },
        _ => wallet(sequence, wording),
    }
}

fn wallet(sequence: &Sequence, wording: Wording) -> Result<(), Failure> {
    match sequence.wallet.as_str() {
        "none" => Err(refusal(wording, "no_wallet_payment_plugins_tips", "[ Wallet ]")),
        "fail_user" => Err(stub("the wallet refuses", "STUB_WALLET_DISABLED")),
        "fail_log" => {
            let failure = refusal(wording, "wallet_log_insert_fail_tips", "");
            let code = if wording.release == Release::V2_2_1 { -101 } else { failure.code };
            Err(Failure { code, ..failure })
        }
        _ => Ok(()),
    }
}

fn refusal(wording: Wording, key: &'static str, behind: &str) -> Failure {
    let message = text(key).map_or("", |text| wording.of(text));
    Failure { name: key, code: -1, message: format!("{message}{behind}") }
}

fn stub(name: &'static str, message: &str) -> Failure {
    Failure { name, code: -1, message: message.into() }
}
