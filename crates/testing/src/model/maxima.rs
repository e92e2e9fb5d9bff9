//! Whether a command keeps to the maxima that hold under every policy, and whether the order has room for it.

use super::Model;
use super::step::{Objection, Step, require};
use aftersale::order::maximum;
use aftersale::order::{
    Adoption, Application, Command, Correspondence, Deduction, EvidenceId, LineId, PaymentId,
    Policy, RefundKey, RefundRef, Request, Shipment, StatusRef, Text,
};

/// Objects to a command that is too large for any order, or that contains NUL.
pub(super) fn maxima_are_kept<P: Policy>(
    model: &Model<P>,
    command: &Command,
) -> Result<(), Objection> {
    let id = |id: &str| is_short(id, maximum::ID_BYTES);
    let line = |line: &LineId| {
        let is_known = model.facts.lines.iter().any(|facts| facts.line == *line);
        if is_known { Ok(()) } else { id(line.as_str()) }
    };
    let refund = |key: &RefundKey| {
        let is_known = model.refund_called(key).is_some();
        if is_known { Ok(()) } else { is_short(key.as_str(), maximum::REFUND_KEY_BYTES) }
    };
    let payment = |named: &PaymentId| match model.number_of_payment(named) {
        Some(_) => Ok(()),
        None => id(named.as_str()),
    };
    let lines = |lines: Vec<&LineId>| {
        let most = maximum::LINES.max(model.facts.lines.len());
        require(lines.len() <= most, "too many lines are named")?;
        lines.into_iter().try_for_each(line)
    };
    let evidence = |evidence: &[EvidenceId]| {
        require(evidence.len() <= maximum::EVIDENCE, "too much evidence for any platform")?;
        evidence.iter().try_for_each(|one| id(one.as_str()))
    };
    id(command.id.as_str())?;
    if command.order != model.facts.order {
        id(command.order.as_str())?;
    }
    if let Some(buyer) = &command.buyer
        && model.facts.buyer.as_ref() != Some(buyer)
    {
        id(buyer.as_str())?;
    }
    match &command.request {
        Request::Apply { application, .. } | Request::Modify { application, .. } => {
            let Application { lines: asks, reason, message, phone, evidence: shown, .. } =
                application;
            let deductions = &application.deductions;
            require(deductions.len() <= maximum::DEDUCTIONS, "too many deductions")?;
            for Deduction { name, reason, amount: _ } in deductions {
                for Text::Inline(text) | Text::Reference(text) in [name, reason] {
                    is_short(text, maximum::DEDUCTION_BYTES)?;
                }
            }
            lines(asks.iter().map(|ask| &ask.line).collect())?;
            evidence(shown)?;
            [reason, message, phone].into_iter().try_for_each(is_short_text)
        }
        Request::Adopt(adoption) => {
            let Adoption { status, lines: asks, correspondence, .. } = &**adoption;
            if let StatusRef::Name(name) = status {
                id(name)?;
            }
            let Adoption { platform_case, reference, .. } = &**adoption;
            reference.iter().try_for_each(refund)?;
            if let Some(name) = platform_case
                && !model.cases.iter().any(|case| case.platform_case.as_ref() == Some(name))
            {
                id(name.as_str())?;
            }
            lines(asks.iter().map(|ask| &ask.line).collect())?;
            let Correspondence { reason, message, phone, evidence: shown, .. } = correspondence;
            let Correspondence { address, shipment, refusal, .. } = correspondence;
            evidence(shown)?;
            shipment.iter().try_for_each(is_short_shipment)?;
            [reason, message, phone, address, refusal].into_iter().try_for_each(is_short_text)
        }
        Request::ConfirmReceipt { goods, .. } => {
            lines(goods.iter().map(|received| &received.line).collect())
        }
        Request::ReportExternalRefund { reference, lines: named, .. }
        | Request::ReportPendingExternalRefund { reference, lines: named, .. } => {
            refund(reference)?;
            lines(named.iter().map(|(line, _)| line).collect())
        }
        Request::ReportRefund { refund: RefundRef::Key(key), .. } => refund(key),
        Request::IdentifyRefund { refund: key, reference } => {
            refund(key)?;
            refund(reference)
        }
        Request::DeclareFailed { refund: key, note } => {
            refund(key)?;
            is_short_text(note)
        }
        Request::ShipReturn { shipment, .. } | Request::AmendShipment { shipment, .. } => {
            is_short_shipment(shipment)
        }
        Request::Refuse { reason, evidence: shown, .. } => {
            evidence(shown)?;
            is_short_text(reason)
        }
        Request::ProveOfflineRefund { certificates, note, .. } => {
            evidence(certificates)?;
            is_short_text(note)
        }
        Request::AgreeToReturn { address: text, .. }
        | Request::Escalate { message: text, .. }
        | Request::Close { note: text, .. }
        | Request::MoveDeadline { note: text, .. }
        | Request::RepairClock { note: text } => is_short_text(text),
        Request::OrderPaid { payment: named, .. } => payment(named),
        Request::ChoosePayments { payments, .. } => {
            let most = maximum::PAYMENTS.max(model.payments.len());
            require(payments.len() <= most, "too many payments are named")?;
            payments.iter().try_for_each(|(named, _)| payment(named))
        }
        Request::Acknowledge { effects } => {
            require(effects.len() <= maximum::EFFECTS, "too many effects are named")
        }
        _ => Ok(()),
    }
}

fn is_short(text: &str, most: usize) -> Result<(), Objection> {
    require(text.len() <= most, "an id or a text is too long for any order")?;
    require(!text.contains('\0'), "an id or a text contains NUL")
}

fn is_short_text(text: &Text) -> Result<(), Objection> {
    let (Text::Inline(text) | Text::Reference(text)) = text;
    is_short(text, maximum::TEXT_BYTES)
}

fn is_short_shipment(shipment: &Shipment) -> Result<(), Objection> {
    is_short_text(&shipment.carrier)?;
    is_short_text(&shipment.waybill)
}

impl<P: Policy> Model<P> {
    /// Returns the number of lines that cases and refunds name: in claims, receipts and parts.
    fn named_lines(&self) -> usize {
        let of_cases = self.cases.iter().map(|case| {
            case.claim.lines.len() + case.goods.as_ref().map_or(0, |goods| goods.len())
        });
        let of_refunds = self.refunds.iter().map(|refund| refund.split.lines.len());
        of_cases.chain(of_refunds).sum()
    }
}

impl<P: Policy> Step<'_, P> {
    /// Objects to a command for which a full order has no room.
    pub(super) fn require_room(&self) -> Result<(), Objection> {
        let before = self.before;
        let request = &self.command.request;
        let most = match request {
            Request::ReportRefund { .. }
            | Request::ReportRefundTotal { .. }
            | Request::ReportExternalRefund { .. }
            | Request::ReportPendingExternalRefund { .. }
            | Request::IdentifyRefund { .. }
            | Request::Acknowledge { .. } => return Ok(()),
            Request::Apply { .. }
            | Request::Modify { .. }
            | Request::AmendShipment { .. }
            | Request::RecallShipment { .. }
            | Request::OrderShipped { .. }
            | Request::OrderReceived { .. }
            | Request::OrderCorrected { .. }
            | Request::OrderPaid { .. }
            | Request::ChoosePayments { .. }
            | Request::MoveDeadline { .. }
            | Request::Hide { .. }
            | Request::Adopt(_) => maximum::EVENTS,
            _ => maximum::EVENTS + maximum::EVENTS_TO_END,
        };
        require(before.version().number() < most, "the order is full of events")?;
        let asks = match request {
            Request::Apply { application, .. } | Request::Modify { application, .. } => {
                application.lines.len()
            }
            Request::Adopt(adoption) => adoption.lines.len(),
            _ => 0,
        };
        let has_room = asks == 0 || before.named_lines() + asks <= maximum::NAMED_LINES;
        require(has_room, "the order is full of lines")?;
        let is_new = match request {
            Request::Apply { .. } => true,
            Request::Adopt(adoption) if adoption.case.is_none() => {
                let platform_case = &adoption.platform_case;
                let mut names = before.cases.iter().map(|case| &case.platform_case);
                platform_case.is_none() || names.all(|name| name != platform_case)
            }
            _ => false,
        };
        if is_new {
            require(before.cases.len() < maximum::CASES, "the order is full of cases")?;
        }
        if matches!(request, Request::Adopt(_)) {
            require(before.refunds.len() < maximum::REFUNDS, "the order is full of refunds")?;
        }
        Ok(())
    }

    /// Objects to a further refund of a case in an order that is full.
    pub(super) fn require_room_for_refund(
        &self,
        case: &super::records::CaseRecord<P::Status>,
    ) -> Result<(), Objection> {
        let before = self.before;
        let is_full = before.refunds.len() >= maximum::REFUNDS
            || before.named_lines() >= maximum::NAMED_LINES;
        let is_first = before.refunds_of(case.id).is_empty();
        require(is_first || !is_full, "the order is full of refunds")
    }
}
