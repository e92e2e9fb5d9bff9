//! Whether texts have as many characters as they may have.

use super::step::{Objection, require};
use aftersale::order::{Limits, Request, Text, TextLimit};

pub(super) fn texts_are_fine(request: &Request, limits: &Limits) -> Result<(), Objection> {
    match request {
        Request::Apply { application, .. } | Request::Modify { application, .. } => {
            is_fine(&application.reason, limits.reason)?;
            is_fine(&application.message, limits.message)?;
            is_fine(&application.phone, limits.phone)?;
            are_few(application.evidence.len(), limits)
        }
        Request::AgreeToReturn { address, .. } => is_fine(address, limits.address),
        Request::Refuse { reason, evidence, .. } => {
            is_fine(reason, limits.refusal)?;
            are_few(evidence.len(), limits)
        }
        Request::ShipReturn { shipment, .. } | Request::AmendShipment { shipment, .. } => {
            is_fine(&shipment.carrier, limits.carrier)?;
            is_fine(&shipment.waybill, limits.waybill)
        }
        Request::Escalate { message, .. } => is_fine(message, limits.message),
        Request::ProveOfflineRefund { certificates, .. } => are_few(certificates.len(), limits),
        Request::Close { note, .. }
        | Request::DeclareFailed { note, .. }
        | Request::MoveDeadline { note, .. }
        | Request::RepairClock { note } => is_fine(note, limits.note),
        _ => Ok(()),
    }
}

fn is_fine(text: &Text, limit: TextLimit) -> Result<(), Objection> {
    match text {
        Text::Inline(correspondence) => {
            let length = correspondence.chars().count();
            require(length >= limit.least, "a text is too short")?;
            require(length <= limit.most, "a text is too long")
        }
        // The host has to check the length of a referenced text.
        Text::Reference(_) => Ok(()),
    }
}

fn are_few(evidence: usize, limits: &Limits) -> Result<(), Objection> {
    require(limits.evidence.is_none_or(|most| evidence <= most), "too much evidence")
}
