//! Checks the maxima of a command before anything else is looked at: the bytes of its ids and texts, the lengths of its
//! lists, and whether the order has room for what it adds. Nothing here costs more than one look at each byte of what is
//! within them.

use super::Checks;
use crate::lifecycle::Action;
use crate::order::maximum::{self, MaximumOf};
use crate::order::remembered::Sought;
use crate::order::state::CaseView;
use crate::order::{
    Adoption, Application, Ask, Capability, Command, Correspondence, Deduction, EvidenceId, LineId,
    PaymentId, Policy, Reason, RefundKey, RefundRef, Request, Right, Shipment, StatusRef, Text,
};

impl<P: Policy> Checks<'_, P> {
    /// Checks the bytes of ids and texts, and the lengths of lists. An id that the order has already is always allowed,
    /// since it may have been stored under a larger maximum.
    pub(in crate::order::decide) fn check_maxima(&self, command: &Command, id: Sought<'_>) {
        let facts = &self.books().opening.facts;
        if !id.is_uuid() {
            self.check_id(MaximumOf::CommandId, command.id.as_str());
        }
        if command.order != facts.order {
            self.check_id(MaximumOf::OrderId, command.order.as_str());
        }
        if let Some(buyer) =
            command.buyer.as_ref().filter(|buyer| facts.buyer.as_ref() != Some(buyer))
        {
            self.check_id(MaximumOf::BuyerId, buyer.as_str());
        }
        self.check_maxima_of_request(&command.request);
    }

    fn check_maxima_of_request(&self, request: &Request) {
        match request {
            Request::Apply { application, .. } | Request::Modify { application, .. } => {
                let Application { lines, reason, message, phone, evidence, .. } = application;
                self.check_asks_within_maximum(lines);
                self.check_bytes(MaximumOf::Reason, reason);
                self.check_bytes(MaximumOf::Message, message);
                self.check_bytes(MaximumOf::Phone, phone);
                self.check_evidence_within_maximum(evidence);
                self.check_deductions_within_maximum(&application.deductions);
            }
            Request::AgreeToReturn { address, .. } => {
                self.check_bytes(MaximumOf::Address, address);
            }
            Request::Refuse { reason, evidence, .. } => {
                self.check_bytes(MaximumOf::Refusal, reason);
                self.check_evidence_within_maximum(evidence);
            }
            Request::ShipReturn { shipment, .. } | Request::AmendShipment { shipment, .. } => {
                self.check_shipment_within_maximum(shipment);
            }
            Request::ConfirmReceipt { goods, .. } => {
                let lines = goods.iter().map(|received| &received.line);
                self.check_lines_within_maximum(goods.len(), lines);
            }
            Request::Escalate { message, .. } => self.check_bytes(MaximumOf::Message, message),
            Request::Close { note, .. }
            | Request::MoveDeadline { note, .. }
            | Request::RepairClock { note } => {
                self.check_bytes(MaximumOf::Note, note);
            }
            Request::DeclareFailed { refund, note } => {
                self.check_refund_key(refund);
                self.check_bytes(MaximumOf::Note, note);
            }
            Request::ReportRefund { refund: RefundRef::Key(key), .. } => self.check_refund_key(key),
            Request::ReportExternalRefund { reference, lines, .. }
            | Request::ReportPendingExternalRefund { reference, lines, .. } => {
                self.check_refund_key(reference);
                self.check_lines_within_maximum(lines.len(), lines.iter().map(|(line, _)| line));
            }
            Request::ProveOfflineRefund { certificates, note, .. } => {
                self.check_evidence_within_maximum(certificates);
                self.check_bytes(MaximumOf::Note, note);
            }
            Request::Acknowledge { effects } => {
                self.check_number(MaximumOf::Effects, effects.len(), maximum::EFFECTS);
            }
            Request::Adopt(adoption) => self.check_adoption_within_maximum(adoption),
            Request::OrderPaid { payment, .. } => self.check_payment_id(payment),
            Request::ChoosePayments { payments, .. } => {
                let most = maximum::PAYMENTS.max(self.books().number_of_payments());
                if self.check_number(MaximumOf::Payments, payments.len(), most) {
                    payments.iter().for_each(|(payment, _)| self.check_payment_id(payment));
                }
            }
            Request::IdentifyRefund { refund, reference } => {
                self.check_refund_key(refund);
                self.check_refund_key(reference);
            }
            Request::OrderShipped { .. }
            | Request::OrderReceived { .. }
            | Request::OrderCorrected { .. }
            | Request::Cancel { .. }
            | Request::AgreeToRefund { .. }
            | Request::AgreeForMerchant { .. }
            | Request::RecallShipment { .. }
            | Request::WaiveReturn { .. }
            | Request::Rule { .. }
            | Request::ForceRefund { .. }
            | Request::RetryRefund { .. }
            | Request::ReportRefund { refund: RefundRef::OfCase(_), .. }
            | Request::ReportRefundTotal { .. }
            | Request::ConfirmOfflineRefund { .. }
            | Request::TimeRanOut { .. }
            | Request::Hide { .. } => {}
        }
    }

    fn check_adoption_within_maximum(&self, adoption: &Adoption) {
        if let StatusRef::Name(name) = &adoption.status {
            self.check_id(MaximumOf::StatusName, name);
        }
        if let Some(id) = &adoption.platform_case {
            if self.books().case_of_platform(id).is_none() {
                self.check_id(MaximumOf::PlatformCaseId, id.as_str());
            }
        }
        if let Some(key) = &adoption.reference {
            self.check_refund_key(key);
        }
        self.check_asks_within_maximum(&adoption.lines);
        let Correspondence { reason, message, phone, evidence, address, shipment, refusal } =
            &adoption.correspondence;
        self.check_bytes(MaximumOf::Reason, reason);
        self.check_bytes(MaximumOf::Message, message);
        self.check_bytes(MaximumOf::Phone, phone);
        self.check_bytes(MaximumOf::Address, address);
        self.check_bytes(MaximumOf::Refusal, refusal);
        if let Some(shipment) = shipment {
            self.check_shipment_within_maximum(shipment);
        }
        self.check_evidence_within_maximum(evidence);
    }

    fn check_shipment_within_maximum(&self, shipment: &Shipment) {
        self.check_bytes(MaximumOf::Carrier, &shipment.carrier);
        self.check_bytes(MaximumOf::Waybill, &shipment.waybill);
    }

    fn check_id(&self, what: MaximumOf, id: &str) {
        self.check_each(what, maximum::ID_BYTES, [id].into_iter());
    }

    fn check_bytes(&self, what: MaximumOf, text: &Text) {
        self.check_text_bytes(what, maximum::TEXT_BYTES, text);
    }

    fn check_text_bytes(&self, what: MaximumOf, most: usize, text: &Text) {
        let (Text::Inline(text) | Text::Reference(text)) = text;
        self.check_each(what, most, [text.as_str()].into_iter());
    }

    /// Checks the key of a refund. That of a refund which the order knows is always allowed, so that what is reported on
    /// it can be recorded.
    fn check_refund_key(&self, key: &RefundKey) {
        let most = maximum::REFUND_KEY_BYTES;
        if self.books().refund(key).is_none() {
            self.check_each(MaximumOf::RefundKey, most, [key.as_str()].into_iter());
        }
    }

    fn check_payment_id(&self, payment: &PaymentId) {
        if self.books().number_of_payment(payment).is_none() {
            self.check_id(MaximumOf::PaymentId, payment.as_str());
        }
    }

    fn check_evidence_within_maximum(&self, evidence: &[EvidenceId]) {
        if self.check_number(MaximumOf::Evidence, evidence.len(), maximum::EVIDENCE) {
            let ids = evidence.iter().map(EvidenceId::as_str);
            self.check_each(MaximumOf::EvidenceId, maximum::ID_BYTES, ids);
        }
    }

    fn check_deductions_within_maximum(&self, deductions: &[Deduction]) {
        let (named, most) = (deductions.len(), maximum::DEDUCTIONS);
        if self.check_number(MaximumOf::Deductions, named, most) {
            for Deduction { name, reason, amount: _ } in deductions {
                let most = maximum::DEDUCTION_BYTES;
                self.check_text_bytes(MaximumOf::DeductionName, most, name);
                self.check_text_bytes(MaximumOf::DeductionReason, most, reason);
            }
        }
    }

    /// Checks the asks of an application, or of a question.
    pub(in crate::order) fn check_asks_within_maximum(&self, asks: &[Ask]) {
        self.check_lines_within_maximum(asks.len(), asks.iter().map(|ask| &ask.line));
    }

    fn check_lines_within_maximum<'l>(
        &self,
        named: usize,
        lines: impl Iterator<Item = &'l LineId>,
    ) {
        let most = maximum::LINES.max(self.books().opening.facts.lines.len());
        if self.check_number(MaximumOf::Lines, named, most) {
            let most = maximum::ID_BYTES;
            let unknown = lines.filter(|line| {
                maximum::fault_of(line.as_str(), most).is_some()
                    && self.state.place_of_line(line).is_none()
            });
            self.check_each(MaximumOf::LineId, most, unknown.map(LineId::as_str));
        }
    }

    /// Checks a number of things that are named, and returns whether it is allowed.
    fn check_number(&self, what: MaximumOf, named: usize, most: usize) -> bool {
        let is_allowed = named <= most;
        if !is_allowed {
            self.refuse(Reason::TooMany { what, named, most });
        }
        is_allowed
    }

    /// Checks each of these ids or texts. Of those that are too long the longest is named.
    fn check_each<'t>(&self, what: MaximumOf, most: usize, texts: impl Iterator<Item = &'t str>) {
        let (longest, has_nul) = maximum::faults_of(texts, most);
        if let Some(length) = longest {
            self.refuse(Reason::TooLong { what, length, most });
        }
        if has_nul {
            self.refuse(Reason::ContainsNul { what });
        }
    }

    /// Checks that the order has room for a command with so many asks.
    pub(in crate::order::decide) fn check_room(&self, request: &Request) {
        let (asks, opens) = match request {
            Request::Apply { application, .. } => (application.lines.len(), true),
            Request::Modify { application, .. } => (application.lines.len(), false),
            Request::Adopt(adoption) => {
                let told = adoption.platform_case.as_ref();
                let known = told.and_then(|id| self.books().case_of_platform(id));
                (adoption.lines.len(), adoption.case.is_none() && known.is_none())
            }
            _ => (0, false),
        };
        let books = self.books();
        let full = |what, most: usize| {
            let most = u64::try_from(most).unwrap_or(u64::MAX);
            self.refuse(Reason::OrderIsFull { what, most });
        };
        self.check_room_for_an_action(request.capability());
        if opens && books.cases.len() >= maximum::CASES {
            full(MaximumOf::Cases, maximum::CASES);
        }
        if asks > 0 && !self.has_room_for_lines(asks) {
            full(MaximumOf::NamedLines, maximum::NAMED_LINES);
        }
        if matches!(request, Request::Adopt(_)) && books.refunds.len() >= maximum::REFUNDS {
            full(MaximumOf::Refunds, maximum::REFUNDS);
        }
    }

    /// Checks that the order has room for one more event of this kind. What brings open cases to their end has more room
    /// than the rest; reports on money and acknowledgements are always recorded (I12).
    pub(in crate::order) fn check_room_for_an_action(&self, capability: Capability) {
        let most = match capability {
            Capability::Right(
                Right::ReportRefund | Right::ReportExternalRefund | Right::Acknowledge,
            ) => return,
            Capability::Action(
                Action::Apply | Action::Modify | Action::AmendShipment | Action::RecallShipment,
            )
            | Capability::Right(
                Right::ReportOrder | Right::MoveDeadline | Right::Hide | Right::Adopt,
            ) => maximum::EVENTS,
            _ => maximum::EVENTS.saturating_add(maximum::EVENTS_TO_END),
        };
        if self.books().version.number() >= most {
            self.refuse(Reason::OrderIsFull { what: MaximumOf::Events, most });
        }
    }

    /// Checks that the order has room for one more refund of a case. The first refund of a case always has.
    pub(super) fn check_room_for_a_refund(&self, case: &CaseView<'_, P::Status>) {
        let full = if self.books().refunds.len() >= maximum::REFUNDS {
            Some((MaximumOf::Refunds, maximum::REFUNDS))
        } else if !self.has_room_for_lines(1) {
            Some((MaximumOf::NamedLines, maximum::NAMED_LINES))
        } else {
            None
        };
        if let Some((what, most)) = full.filter(|_| self.state.refunds_of(case.id).next().is_some())
        {
            let most = u64::try_from(most).unwrap_or(u64::MAX);
            self.refuse(Reason::OrderIsFull { what, most });
        }
    }

    fn has_room_for_lines(&self, more: usize) -> bool {
        self.books().kept.named_lines.saturating_add(more) <= maximum::NAMED_LINES
    }
}
