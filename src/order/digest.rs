//! The digest of a command: 64 bits by which a duplicate is recognized (I10).
//!
//! Hosts keep digests with their events for years, so every field is written here by hand, under names that stay. A
//! field that is added later must add nothing to the digest where it is empty, so that old commands keep their
//! digests; the golden files of `tests/data/stored` pin the digest of every request.

use alloc::string::ToString;

use super::{
    Adoption, Application, Ask, CaseId, Command, Correspondence, Deduction, Digest, EffectSubject,
    EvidenceId, LineId, Offer, Outcome, ReceivedLine, RefundRef, Request, Shipment, Text,
};
use crate::hash::Fnv;
use crate::lifecycle::{Fact, KnownFacts, Status};
use crate::money::{Amount, Money};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// Returns the digest of the actor, the buyer and the request. The time and the version seen may differ when a
/// command is sent again.
pub(super) fn digest<S: Status>(command: &Command) -> Digest {
    let mut writer = DigestWriter(Fnv::new());
    writer.word(command.by.name());
    writer.maybe(command.buyer.as_ref(), |writer, buyer| writer.word(buyer.as_str()));
    writer.request::<S>(&command.request);
    Digest(writer.0.finish())
}

/// Values written one after the other. Each has an end or a length of its own.
struct DigestWriter(Fnv);

impl DigestWriter {
    fn word(&mut self, text: &str) {
        self.0.text(text);
    }

    fn number(&mut self, number: i64) {
        self.0.bytes(&number.to_le_bytes());
    }

    fn flag(&mut self, is_so: bool) {
        self.0.bytes(&[u8::from(is_so)]);
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn each<T>(&mut self, values: &[T], write: impl Fn(&mut Self, &T)) {
        self.0.bytes(&(values.len() as u64).to_le_bytes());
        values.iter().for_each(|value| write(self, value));
    }

    fn amount(&mut self, amount: Amount) {
        self.number(amount.minor());
    }

    fn units(&mut self, units: Quantity) {
        self.number(units.units().into());
    }

    fn money(&mut self, money: Money) {
        self.amount(money.amount);
        self.word(money.currency.code());
        self.number(money.currency.places().into());
    }

    fn subject(&mut self, subject: EffectSubject) {
        match subject {
            EffectSubject::IssueRefund => self.word("issue_refund"),
            EffectSubject::IssueRefundBy { payment } => {
                self.word("issue_refund_by");
                self.number(payment.number().into());
            }
            EffectSubject::WithholdRefundBy { case, payment } => {
                self.on("withhold_refund_by", case);
                self.number(payment.number().into());
            }
            EffectSubject::WithholdRefund { case } => self.on("withhold_refund", case),
            EffectSubject::TakeIntoStock { line, condition } => {
                self.word("take_into_stock");
                self.number(line.number().into());
                self.word(condition.name());
            }
            EffectSubject::TellBuyer { action } => {
                self.word("tell_buyer");
                self.word(action.name());
            }
            EffectSubject::TellMerchant { action } => {
                self.word("tell_merchant");
                self.word(action.name());
            }
            EffectSubject::CloseOrder => self.word("close_order"),
            EffectSubject::ReopenOrder => self.word("reopen_order"),
        }
    }

    fn time(&mut self, time: Timestamp) {
        self.number(time.seconds());
    }

    fn text(&mut self, text: &Text) {
        let (how, text) = match text {
            Text::Inline(text) => ("said", text),
            Text::Reference(name) => ("kept", name),
        };
        self.word(how);
        self.word(text);
    }

    fn case(&mut self, case: CaseId) {
        self.number(case.number().into());
    }

    fn offer(&mut self, offer: Offer) {
        self.number(offer.number().into());
    }

    fn evidence(&mut self, evidence: &[EvidenceId]) {
        self.each(evidence, |writer, one| writer.word(one.as_str()));
    }

    fn ask(&mut self, ask: &Ask) {
        let Ask { line, units, amount } = ask;
        self.word(line.as_str());
        self.maybe(*units, Self::units);
        self.maybe(*amount, Self::amount);
    }

    fn application(&mut self, application: &Application) {
        let Application { lines, shipping, reason, message, phone, evidence, deductions } =
            application;
        self.each(lines, Self::ask);
        self.maybe(*shipping, Self::amount);
        self.text(reason);
        self.text(message);
        self.text(phone);
        self.evidence(evidence);
        if !deductions.is_empty() {
            self.word("deductions");
            self.each(deductions, Self::deduction);
        }
    }

    fn deduction(&mut self, deduction: &Deduction) {
        let Deduction { name, reason, amount } = deduction;
        self.text(name);
        self.text(reason);
        self.amount(*amount);
    }

    fn shipment(&mut self, shipment: &Shipment) {
        let Shipment { carrier, waybill } = shipment;
        self.text(carrier);
        self.text(waybill);
    }

    fn received(&mut self, received: &ReceivedLine) {
        let ReceivedLine { line, accepted, resaleable, damaged, missing, wrong } = received;
        self.word(line.as_str());
        [accepted, resaleable, damaged, missing, wrong].into_iter().for_each(|units| {
            self.units(*units);
        });
    }

    fn part(&mut self, (line, amount): &(LineId, Amount)) {
        self.word(line.as_str());
        self.amount(*amount);
    }

    fn refund(&mut self, refund: &RefundRef) {
        match refund {
            RefundRef::Key(key) => {
                self.word("attempt");
                self.word(key.as_str());
            }
            RefundRef::OfCase(case) => {
                self.word("of_case");
                self.case(*case);
            }
        }
    }

    fn outcome(&mut self, outcome: Outcome) {
        let (what, money) = match outcome {
            Outcome::Processing => ("processing", None),
            Outcome::Unknown => ("unknown", None),
            Outcome::Succeeded(money) => ("succeeded", Some(money)),
            Outcome::Failed => ("failed", None),
            Outcome::Reversed(money) => ("reversed", Some(money)),
        };
        self.word(what);
        self.maybe(money, Self::money);
    }

    fn correspondence(&mut self, correspondence: &Correspondence) {
        let Correspondence { reason, message, phone, evidence, address, shipment, refusal } =
            correspondence;
        [reason, message, phone, address, refusal].into_iter().for_each(|text| self.text(text));
        self.evidence(evidence);
        self.maybe(shipment.as_ref(), Self::shipment);
    }

    /// Writes the facts of which something is known, so that a fact that is added later adds nothing.
    fn facts(&mut self, facts: KnownFacts) {
        for fact in Fact::ALL {
            if let Some(holds) = facts.get(*fact) {
                self.word(fact.name());
                self.flag(holds);
            }
        }
        self.word("");
    }

    fn adoption<S: Status>(&mut self, adoption: &Adoption) {
        let Adoption { case, flow, status, facts, lines, shipping, correspondence, .. } = adoption;
        let Adoption { platform_case, as_of, deadline, refunded, reference, .. } = adoption;
        self.maybe(*case, Self::case);
        self.word(flow.name());
        // A status named by its number is the same as one named by its name.
        match status.resolve::<S>() {
            Some(status) => self.word(status.name()),
            None => self.0.text(&status.to_string()),
        }
        self.facts(*facts);
        self.each(lines, Self::ask);
        self.maybe(*shipping, Self::amount);
        self.correspondence(correspondence);
        if !adoption.tells_nothing_of_the_platform() {
            self.word("told");
            self.maybe(platform_case.as_ref(), |writer, id| writer.word(id.as_str()));
            self.maybe(*as_of, Self::time);
            self.maybe(*deadline, Self::time);
        }
        if refunded.is_some() || reference.is_some() {
            self.word("refunded");
            self.maybe(*refunded, Self::money);
            self.maybe(reference.as_ref(), |writer, key| writer.word(key.as_str()));
        }
    }

    fn request<S: Status>(&mut self, request: &Request) {
        match request {
            Request::OrderShipped { when } => {
                self.word("order_shipped");
                self.time(*when);
            }
            Request::OrderReceived { when } => {
                self.word("order_received");
                self.time(*when);
            }
            Request::OrderCorrected { stage, shipped, received } => {
                self.word("order_corrected");
                self.word(stage.name());
                self.maybe(*shipped, Self::time);
                self.maybe(*received, Self::time);
            }
            Request::Apply { flow, application } => {
                self.word("apply");
                self.word(flow.name());
                self.application(application);
            }
            Request::Modify { case, application } => {
                self.on("modify", *case);
                self.application(application);
            }
            Request::Cancel { case } => self.on("cancel", *case),
            Request::AgreeToRefund { case, offer } => {
                self.on("agree_to_refund", *case);
                self.offer(*offer);
            }
            Request::AgreeToReturn { case, offer, address } => {
                self.on("agree_to_return", *case);
                self.offer(*offer);
                self.text(address);
            }
            Request::AgreeForMerchant { case } => self.on("agree_for_merchant", *case),
            Request::Refuse { case, offer, reason, evidence, waybill_wrong } => {
                self.on("refuse", *case);
                self.offer(*offer);
                self.text(reason);
                self.evidence(evidence);
                self.flag(*waybill_wrong);
            }
            Request::ShipReturn { case, shipment } => {
                self.on("ship_return", *case);
                self.shipment(shipment);
            }
            Request::AmendShipment { case, shipment } => {
                self.on("amend_shipment", *case);
                self.shipment(shipment);
            }
            Request::RecallShipment { case } => self.on("recall_shipment", *case),
            Request::ConfirmReceipt { case, offer, goods } => {
                self.on("confirm_receipt", *case);
                self.offer(*offer);
                self.each(goods, Self::received);
            }
            Request::WaiveReturn { case, offer } => {
                self.on("waive_return", *case);
                self.offer(*offer);
            }
            Request::Escalate { case, message } => {
                self.on("escalate", *case);
                self.text(message);
            }
            Request::Rule { case, ruling, blame } => {
                self.on("rule", *case);
                self.word(ruling.name());
                self.word(blame.name());
            }
            Request::ForceRefund { case } => self.on("force_refund", *case),
            Request::RetryRefund { case } => self.on("retry_refund", *case),
            Request::Close { case, note } => {
                self.on("close", *case);
                self.text(note);
            }
            Request::ReportRefund { refund, outcome, as_of } => {
                self.word("report_refund");
                self.refund(refund);
                self.outcome(*outcome);
                self.time(*as_of);
            }
            Request::DeclareFailed { refund, note } => {
                self.word("declare_failed");
                self.word(refund.as_str());
                self.text(note);
            }
            Request::ReportExternalRefund { case, reference, amount, lines, shipping, as_of } => {
                self.word("refunded_elsewhere");
                self.maybe(*case, Self::case);
                self.word(reference.as_str());
                self.money(*amount);
                self.each(lines, Self::part);
                self.amount(*shipping);
                self.time(*as_of);
            }
            Request::ReportPendingExternalRefund {
                case,
                reference,
                amount,
                lines,
                shipping,
                as_of,
            } => {
                self.word("pending_elsewhere");
                self.maybe(*case, Self::case);
                self.word(reference.as_str());
                self.money(*amount);
                self.each(lines, Self::part);
                self.amount(*shipping);
                self.time(*as_of);
            }
            Request::IdentifyRefund { refund, reference } => {
                self.word("identify_refund");
                self.word(refund.as_str());
                self.word(reference.as_str());
            }
            Request::ReportRefundTotal { total, as_of } => {
                self.word("refunded_in_total");
                self.money(*total);
                self.time(*as_of);
            }
            Request::ProveOfflineRefund { case, certificates, note } => {
                self.on("prove_offline_refund", *case);
                self.evidence(certificates);
                self.text(note);
            }
            Request::ConfirmOfflineRefund { case } => self.on("confirm_offline_refund", *case),
            Request::TimeRanOut { case, deadline } => {
                self.on("time_ran_out", *case);
                self.time(*deadline);
            }
            Request::MoveDeadline { case, deadline, note } => {
                self.on("move_deadline", *case);
                self.time(*deadline);
                self.text(note);
            }
            Request::RepairClock { note } => {
                self.word("repair_clock");
                self.text(note);
            }
            Request::Hide { case } => self.on("hide", *case),
            Request::Acknowledge { effects } => {
                self.word("acknowledge");
                self.each(effects, |writer, effect| {
                    writer.0.bytes(&effect.version.number().to_le_bytes());
                    writer.subject(effect.subject);
                });
            }
            Request::Adopt(adoption) => {
                self.word("adopt");
                self.adoption::<S>(adoption);
            }
            Request::OrderPaid { payment, amount } => {
                self.word("order_paid");
                self.word(payment.as_str());
                self.money(*amount);
            }
            Request::ChoosePayments { case, payments } => {
                self.on("choose_payments", *case);
                self.each(payments, |writer, (payment, amount)| {
                    writer.word(payment.as_str());
                    writer.amount(*amount);
                });
            }
        }
    }

    /// Writes an action on a case.
    fn on(&mut self, what: &str, case: CaseId) {
        self.word(what);
        self.case(case);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::Actor;
    use crate::order::Version;
    use crate::shopxo::AfterSaleStatus;

    fn close(id: &str, at: i64, note: &str) -> Command {
        let request = Request::Close { case: CaseId::FIRST, note: Text::from(note) };
        Command::new(id, "ORDER1", Actor::Merchant, Timestamp::from_seconds(at), request)
    }

    #[test]
    fn a_command_is_known_by_what_it_says_and_not_by_when_i10() {
        let command = close("c-1", 1, "done");
        let later = close("c-2", 2, "done").having_seen(Version::FIRST);
        assert_eq!(digest::<AfterSaleStatus>(&command), digest::<AfterSaleStatus>(&later));
        assert_ne!(
            digest::<AfterSaleStatus>(&command),
            digest::<AfterSaleStatus>(&close("c-1", 1, "gone"))
        );
        assert_ne!(
            digest::<AfterSaleStatus>(&command),
            digest::<AfterSaleStatus>(&Command { by: Actor::Platform, ..command.clone() })
        );
        assert_ne!(
            digest::<AfterSaleStatus>(&command),
            digest::<AfterSaleStatus>(&command.clone().of_buyer("somebody"))
        );
    }

    /// Hosts keep digests with their events, so a digest must not depend on the compiler or the machine.
    #[test]
    fn the_digest_of_a_command_stays_what_it_was() {
        assert_eq!(
            digest::<AfterSaleStatus>(&close("c-1", 1, "done")),
            Digest(17_810_115_052_379_298_097)
        );
    }
}
