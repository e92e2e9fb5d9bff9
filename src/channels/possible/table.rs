//! The table of the merchant's calls that act on a case, one row a call: which rules of the lifecycle it carries out, and
//! which errors its page has.

use super::Obstacle;
use crate::channels::wire::calls::Call;
use crate::lifecycle::Flow;
use crate::wire::ReturnCode;

/// A row of the table of calls.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallRow {
    /// The call.
    pub call: Call,
    /// What says when it is possible.
    pub basis: CallBasis,
    /// The codes for a status that does not permit the call. Which of them comes when is not published. Empty where the
    /// call's page was not found.
    pub not_at_this_status: &'static [ReturnCode],
    /// The code for a call against an open dispute, where its page has one.
    pub in_dispute: &'static [ReturnCode],
    /// The codes with which the platform can refuse the call though all that is seen permits it.
    pub even_so: &'static [ReturnCode],
}

/// What says when a call is possible.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum CallBasis {
    /// It carries out these rows of the lifecycle.
    Rules {
        /// The rows.
        rows: &'static [&'static str],
        /// The flows in which no source tells whether it is possible.
        not_told_in: &'static [Flow],
    },
    /// It opens another case of the goods by this row of the lifecycle.
    Opening {
        /// The row.
        row: &'static str,
    },
    /// No source tells at which status it is possible.
    NotPublished {
        /// The flows that it is for.
        flows: &'static [Flow],
        /// Whether it can be possible at a case that has ended.
        can_follow_end: bool,
    },
}

const NOT_AT_THIS_STATUS: &[ReturnCode] = &[ReturnCode(10_020_001), ReturnCode(10_021_041)];
const TOO_MANY: ReturnCode = ReturnCode(10_021_044);
const ONCE_A_MINUTE: ReturnCode = ReturnCode(10_021_059);
const AT_WORK: ReturnCode = ReturnCode(10_021_065);
const NEGOTIATE_FIRST: ReturnCode = ReturnCode(10_021_068);

const fn rules(call: Call, rows: &'static [&'static str], not_told_in: &'static [Flow]) -> CallRow {
    CallRow::of(call, CallBasis::Rules { rows, not_told_in })
}

const fn untold(call: Call, flows: &'static [Flow], can_follow_end: bool) -> CallRow {
    CallRow::of(call, CallBasis::NotPublished { flows, can_follow_end })
}

/// The calls that act on a case. `docs/channels_calls.md` has the pages they are from, and why the others are not here.
pub const CALLS: &[CallRow] = &[
    rules(Call::AcceptApply, &["W4", "W5", "W13", "W17", "C15"], &[Flow::Reship]).even_so(&[
        TOO_MANY,
        ReturnCode(10_021_045),
        ReturnCode(10_021_046),
        ONCE_A_MINUTE,
        AT_WORK,
    ]),
    rules(Call::RejectApply, &["W6", "W7", "W18", "C16"], &[Flow::Reship])
        .in_dispute(&[ReturnCode(10_021_051)])
        .even_so(&[TOO_MANY, NEGOTIATE_FIRST]),
    rules(Call::UploadRefundCertificate, &["W35", "W37"], &[]),
    rules(Call::MerchantUpdateAftersale, &["C4"], &[Flow::Reship]).even_so(&[TOO_MANY]),
    rules(Call::AcceptExchangeReship, &["C19"], &[]).even_so(&[
        ReturnCode(100_004),
        TOO_MANY,
        ONCE_A_MINUTE,
        AT_WORK,
    ]),
    rules(Call::RejectExchangeReship, &["C20"], &[]).even_so(&[NEGOTIATE_FIRST]),
    // The buyer's parcel can arrive at any status of a fast exchange, even when the new goods have been received.
    untold(Call::HandleFastExchangeReceipt, &[Flow::Exchange], true),
    untold(Call::MerchantReship, &[Flow::Reship], false).without_page(),
    untold(Call::MerchantUpdateReshipExpress, &[Flow::Reship], false),
    CallRow::of(Call::GenAftersaleOrder, CallBasis::Opening { row: "C9" })
        .even_so(&[ReturnCode(10_021_088)]),
    untold(Call::RefundPriceDiff, Flow::ALL, true).without_page(),
];

impl CallRow {
    const fn of(call: Call, basis: CallBasis) -> Self {
        let not_at_this_status = NOT_AT_THIS_STATUS;
        Self { call, basis, not_at_this_status, in_dispute: &[], even_so: &[] }
    }

    const fn without_page(self) -> Self {
        Self { not_at_this_status: &[], ..self }
    }

    const fn in_dispute(self, in_dispute: &'static [ReturnCode]) -> Self {
        Self { in_dispute, ..self }
    }

    const fn even_so(self, even_so: &'static [ReturnCode]) -> Self {
        Self { even_so, ..self }
    }

    /// Returns the codes that the platform answers with when this stands against the call; none where its pages do not tell.
    #[must_use]
    pub const fn errors_for(&self, obstacle: Obstacle) -> &'static [ReturnCode] {
        match obstacle {
            Obstacle::Status | Obstacle::Ended => self.not_at_this_status,
            Obstacle::DisputeOpen => self.in_dispute,
            Obstacle::OtherType
            | Obstacle::OtherCaseOpen
            | Obstacle::OtherGuard
            | Obstacle::NoOfflineRefund
            | Obstacle::NotFastExchange
            | Obstacle::AnsweredAlready => &[],
        }
    }
}
