//! The maxima: constants that no policy raises, for every name, text and list of a command or an opening, and for what an
//! order holds altogether. So a command costs a bounded time, and an order fits in memory and in a row of a database.
//!
//! They are looked at before anything else, when a command is decided on and when an order is opened. What was stored is
//! read back whatever its size: a fact is not refused. What an order was opened with under larger maxima can be named
//! afterwards as well: its own ids, its lines, its refunds.
//!
//! The terms of a policy ([`Limits`](super::Limits)) can ask for less, never for more.
//!
//! # What the largest weigh
//!
//! As JSON, with ids of [`ID_BYTES`] and figures of 19 digits:
//!
//! | | about | made of |
//! |---|---|---|
//! | a command | 0.4 MB | [`LINES`] of 380 bytes in a receipt, or of 350 with texts and evidence |
//! | an event | 2.5 MB | the opening of [`LINES`]: their facts, their shares, four discrepancies of each |
//! | a snapshot | 240 MB | texts and evidence of [`CASES`] 100 MB, deductions 15 MB, [`NAMED_LINES`] three times over 60 MB, effects that were never acknowledged 50 MB, history and refunds 20 MB |
//! | an order in memory | 120 MB | the same; ids that it has named before are shared |
//!
//! A `jsonb` value of PostgreSQL holds 255 MB. JSON text writes a control character as six bytes, so that a text made of
//! nothing else weighs six times as much there. Reports on money are not counted: a gateway that reports another amount of
//! the same refund ten thousand times makes the order larger by 10,000 times 24 bytes, and it is not refused.

use alloc::vec::Vec;

use super::{OpeningFault, OrderFacts};
use crate::words::terms;

/// The most bytes of an id that the host gives: of an order, a line, a buyer, a command, a piece of evidence, a status. An
/// address of electronic mail fits (254), and most columns of ids hold no more.
pub const ID_BYTES: usize = 256;

/// The most bytes of the key or the reference of a refund that the order does not know. Those of the crate are much shorter
/// ([`KeyShape`](super::KeyShape)).
pub const REFUND_KEY_BYTES: usize = 320;

/// The most bytes of a text, or of the name under which the host keeps it: some 2,700 Chinese characters. Platforms allow
/// 200.
pub const TEXT_BYTES: usize = 8 << 10;

/// The most pieces of evidence in a command. Platforms allow ten.
pub const EVIDENCE: usize = 100;

/// The most deductions of an application.
pub const DEDUCTIONS: usize = 20;

/// The most bytes of the name or the reason of a deduction: some 85 Chinese characters.
pub const DEDUCTION_BYTES: usize = 256;

/// The most lines of an order; and so the most asks of an application, lines of a receipt and lines of an external refund.
pub const LINES: usize = 1_000;

/// The most payments of an order.
pub const PAYMENTS: usize = 20;

/// The most effects that one command acknowledges. More are acknowledged by several.
pub const EFFECTS: usize = 1_000;

/// The most cases of an order, ended ones included: one for each of [`LINES`], and a fifth of these again.
pub const CASES: usize = 1_200;

/// The most refunds of an order, external ones included. A case that has had none is paid all the same, so that there can
/// be [`CASES`] more; and a report on money is never refused for it.
pub const REFUNDS: usize = 10_000;

/// The most further names of a refund. A gateway's own number, a number of its acquirer and one of the buyer's bank are three.
pub const REFERENCES: usize = 8;

/// The most lines that the cases and refunds of an order name together, in claims, receipts and parts: fifty times all of
/// [`LINES`], or forty in each of [`CASES`]. What is open by then is still received and refunded.
pub const NAMED_LINES: usize = 50_000;

/// The most events of an order: twenty for each of [`CASES`]. By then it takes no more applications, changes and
/// corrections.
pub const EVENTS: u64 = 24_000;

/// The events beyond [`EVENTS`] that are kept for whatever brings open cases to their end: ten for each of [`CASES`].
/// Reports on money and acknowledgements are accepted even beyond these.
pub const EVENTS_TO_END: u64 = 12_000;

/// The most command ids that an order remembers.
pub const REMEMBERED: usize = 4_096;

/// The most bytes of a stored event that is read from a source that is not trusted, such as another party's export: six times
/// the largest event that an order of today makes. `order::stored::Stored::read_untrusted` looks at it; reading a form that is
/// trusted looks at no maximum.
pub const STORED_EVENT_BYTES: usize = 16 << 20;

/// The same for a stored snapshot: four times the largest of today.
pub const STORED_SNAPSHOT_BYTES: usize = 1 << 30;

terms! {
    /// A thing that a maximum is for.
    pub enum MaximumOf {
        /// The id of an order.
        OrderId, "order id", "订单编号";
        /// The id of an opening of an order.
        OpeningId, "opening id", "订单开立编号";
        /// The id of a line.
        LineId, "line id", "商品行编号";
        /// The id of a buyer.
        BuyerId, "buyer id", "买家编号";
        /// The id of a command.
        CommandId, "command id", "命令编号";
        /// The id of a piece of evidence.
        EvidenceId, "evidence id", "凭证编号";
        /// The id of a payment.
        PaymentId, "payment id", "支付编号";
        /// The platform's own id of a case.
        PlatformCaseId, "platform's case id", "平台售后编号";
        /// The key or the reference of a refund.
        RefundKey, "refund key", "退款编号";
        /// The name of a status.
        StatusName, "name of the status", "状态名称";
        /// The buyer's reason.
        Reason, "reason", "申请原因";
        /// A message.
        Message, "message", "留言";
        /// The buyer's telephone number.
        Phone, "telephone number", "联系电话";
        /// The merchant's reason for a refusal.
        Refusal, "reason of the refusal", "拒绝原因";
        /// The address for the goods.
        Address, "address", "退货地址";
        /// The carrier.
        Carrier, "carrier", "物流公司";
        /// The waybill.
        Waybill, "waybill", "运单号";
        /// The reason that an actor gives for the record.
        Note, "note", "备注";
        /// Payments that a command names, or that an order has.
        Payments, "payments", "支付";
        /// The name of a deduction.
        DeductionName, "name of the deduction", "扣款名称";
        /// The reason of a deduction.
        DeductionReason, "reason of the deduction", "扣款原因";
        /// Deductions that an application names.
        Deductions, "deductions", "扣款";
        /// Lines that a command names, or that an order has.
        Lines, "lines", "商品行";
        /// Pieces of evidence that a command names.
        Evidence, "pieces of evidence", "凭证";
        /// Effects that a command acknowledges.
        Effects, "effects", "待办事项";
        /// The cases of an order.
        Cases, "cases", "售后";
        /// The refunds of an order.
        Refunds, "refunds", "退款";
        /// The further names of a refund.
        References, "further names of the refund", "退款的其他编号";
        /// The lines that the cases and refunds of an order name together.
        NamedLines, "lines named in cases and refunds", "售后和退款涉及的商品行";
        /// The events of an order.
        Events, "events", "事件";
    }
}

/// A fault of an id or a text.
pub(super) enum TextFault {
    /// It has so many bytes.
    TooLong(usize),
    ContainsNul,
}

/// Returns the fault of an id or a text that can have so many bytes. One that is too long is not looked through.
pub(super) fn fault_of(text: &str, most: usize) -> Option<TextFault> {
    if text.len() > most {
        Some(TextFault::TooLong(text.len()))
    } else if text.as_bytes().contains(&0) {
        Some(TextFault::ContainsNul)
    } else {
        None
    }
}

/// Returns the length of the longest of these ids or texts that is too long, and whether one of the others contains NUL.
pub(super) fn faults_of<'t>(
    texts: impl Iterator<Item = &'t str>,
    most: usize,
) -> (Option<usize>, bool) {
    texts.filter_map(|text| fault_of(text, most)).fold(
        (None, false),
        |(longest, has_nul), fault| match fault {
            TextFault::TooLong(length) => (longest.max(Some(length)), has_nul),
            TextFault::ContainsNul => (longest, true),
        },
    )
}

impl OrderFacts {
    /// Returns every maximum beyond which the facts go.
    pub(super) fn faults_of_size(&self) -> Vec<OpeningFault> {
        let mut faults = Vec::new();
        let (named, most) = (self.lines.len(), LINES);
        if named > most {
            faults.push(OpeningFault::TooMany { what: MaximumOf::Lines, named, most });
        }
        let payments = self.payments.len();
        if payments > PAYMENTS {
            let (what, named) = (MaximumOf::Payments, payments);
            faults.push(OpeningFault::TooMany { what, named, most: PAYMENTS });
        }
        let order = faults_of([self.order.as_str()].into_iter(), ID_BYTES);
        let buyer = faults_of(self.buyer.iter().map(super::BuyerId::as_str), ID_BYTES);
        // Where there are too many lines, not each of them is looked at.
        let lines = self.lines.iter().take(most).map(|line| line.line.as_str());
        let lines = faults_of(lines, ID_BYTES);
        let payments = self.payments.iter().take(PAYMENTS).map(|payment| payment.payment.as_str());
        let payments = faults_of(payments, ID_BYTES);
        let opening = faults_of(self.opening.iter().map(super::OpeningId::as_str), ID_BYTES);
        for (what, (longest, has_nul)) in [
            (MaximumOf::OrderId, order),
            (MaximumOf::OpeningId, opening),
            (MaximumOf::BuyerId, buyer),
            (MaximumOf::LineId, lines),
            (MaximumOf::PaymentId, payments),
        ] {
            if let Some(length) = longest {
                faults.push(OpeningFault::TooLong { what, length, most: ID_BYTES });
            }
            if has_nul {
                faults.push(OpeningFault::ContainsNul { what });
            }
        }
        faults
    }
}
