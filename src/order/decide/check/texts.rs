//! Checks texts and evidence against the platform's limits.

use super::Checks;
use crate::order::{
    Application, Check, Deduction, Limits, Policy, Reason, Request, Shipment, Text, TextLimit,
};

impl<P: Policy> Checks<'_, P> {
    pub(in crate::order::decide) fn check_texts(&self, request: &Request) {
        let limits = self.limits();
        match request {
            Request::Apply { application, .. } | Request::Modify { application, .. } => {
                self.check_application(application, limits);
            }
            Request::AgreeToReturn { address, .. } => {
                self.check_text(Check::Address, address, limits.address);
            }
            Request::Refuse { reason, evidence, .. } => {
                self.check_text(Check::Refusal, reason, limits.refusal);
                self.check_evidence(evidence.len());
            }
            Request::ShipReturn { shipment, .. } | Request::AmendShipment { shipment, .. } => {
                let Shipment { carrier, waybill } = shipment;
                self.check_text(Check::Carrier, carrier, limits.carrier);
                self.check_text(Check::Waybill, waybill, limits.waybill);
            }
            Request::Escalate { message, .. } => {
                self.check_text(Check::Message, message, limits.message);
            }
            Request::ProveOfflineRefund { certificates, .. } => {
                self.check_evidence(certificates.len());
            }
            Request::Close { note, .. }
            | Request::DeclareFailed { note, .. }
            | Request::MoveDeadline { note, .. }
            | Request::RepairClock { note } => {
                self.check_text(Check::Note, note, limits.note);
            }
            _ => {}
        }
    }

    fn check_application(&self, application: &Application, limits: &Limits) {
        self.check_text(Check::Reason, &application.reason, limits.reason);
        self.check_text(Check::Message, &application.message, limits.message);
        self.check_text(Check::Phone, &application.phone, limits.phone);
        self.check_evidence(application.evidence.len());
        for Deduction { name, reason, amount: _ } in &application.deductions {
            self.check_text(Check::DeductionName, name, TextLimit::SOMETHING);
            self.check_text(Check::DeductionReason, reason, TextLimit::SOMETHING);
        }
    }

    fn check_text(&self, which: Check, text: &Text, limit: TextLimit) {
        // The host checks the length of a text that it keeps.
        let Text::Inline(correspondence) = text else { return };
        if !limit.admits(correspondence) {
            let length = correspondence.chars().count();
            self.refuse(Reason::TextLength { text: which, length, limit });
        }
    }

    fn check_evidence(&self, named: usize) {
        if let Some(most) = self.limits().evidence.filter(|most| named > *most) {
            self.refuse(Reason::TooMuchEvidence { named, most });
        }
    }
}
