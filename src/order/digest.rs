//! What a command says, in short: 64 bits by which the same command is known when it comes again (I10).
//!
//! Hosts keep these bits with their events for years, so every field is told here by hand, under names that
//! stay. A field that is new one day must tell nothing where it says nothing, so that old commands keep
//! their digests; the golden files of `tests/data/stored` pin those of every act there is.

use super::{
    Act, Adoption, Application, Ask, CaseId, Command, Digest, EvidenceId, LineId, Offer, Outcome,
    Payment, Received, Said, Shipment, Text,
};
use crate::hash::Fnv;
use crate::lifecycle::{Fact, Facts, Status};
use crate::money::{Amount, Money};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// Who acts, as which buyer, and what he does. When he does it and what he had seen may differ when it is
/// sent again.
pub(super) fn digest<S: Status>(command: &Command<S>) -> Digest {
    let mut told = Telling(Fnv::new());
    told.word(command.by.name());
    told.maybe(command.buyer.as_ref(), |told, buyer| told.word(buyer.as_str()));
    told.act(&command.act);
    Digest(told.0.finish())
}

/// A telling of values one after the other. Each has an end or a length of its own.
struct Telling(Fnv);

impl Telling {
    fn word(&mut self, text: &str) {
        self.0.text(text);
    }

    fn number(&mut self, number: i64) {
        self.0.bytes(&number.to_le_bytes());
    }

    fn yes(&mut self, is_so: bool) {
        self.0.bytes(&[u8::from(is_so)]);
    }

    fn maybe<T>(&mut self, value: Option<T>, tell: impl FnOnce(&mut Self, T)) {
        self.yes(value.is_some());
        if let Some(value) = value {
            tell(self, value);
        }
    }

    fn each<T>(&mut self, values: &[T], tell: impl Fn(&mut Self, &T)) {
        self.0.bytes(&(values.len() as u64).to_le_bytes());
        values.iter().for_each(|value| tell(self, value));
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

    fn time(&mut self, time: Timestamp) {
        self.number(time.seconds());
    }

    fn text(&mut self, text: &Text) {
        let (how, text) = match text {
            Text::Said(text) => ("said", text),
            Text::Kept(name) => ("kept", name),
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
        self.each(evidence, |told, one| told.word(one.as_str()));
    }

    fn ask(&mut self, ask: &Ask) {
        let Ask { line, units, amount } = ask;
        self.word(line.as_str());
        self.maybe(*units, Self::units);
        self.maybe(*amount, Self::amount);
    }

    fn application(&mut self, application: &Application) {
        let Application { lines, shipping, reason, message, phone, evidence } = application;
        self.each(lines, Self::ask);
        self.maybe(*shipping, Self::amount);
        self.text(reason);
        self.text(message);
        self.text(phone);
        self.evidence(evidence);
    }

    fn shipment(&mut self, shipment: &Shipment) {
        let Shipment { carrier, waybill } = shipment;
        self.text(carrier);
        self.text(waybill);
    }

    fn received(&mut self, received: &Received) {
        let Received { line, accepted, resaleable, damaged, missing, wrong } = received;
        self.word(line.as_str());
        [accepted, resaleable, damaged, missing, wrong].into_iter().for_each(|units| {
            self.units(*units);
        });
    }

    fn part(&mut self, (line, amount): &(LineId, Amount)) {
        self.word(line.as_str());
        self.amount(*amount);
    }

    fn payment(&mut self, payment: &Payment) {
        match payment {
            Payment::Attempt(key) => {
                self.word("attempt");
                self.word(key.as_str());
            }
            Payment::OfCase(case) => {
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

    fn said(&mut self, said: &Said) {
        let Said { reason, message, phone, evidence, address, shipment, refusal } = said;
        [reason, message, phone, address, refusal].into_iter().for_each(|text| self.text(text));
        self.evidence(evidence);
        self.maybe(shipment.as_ref(), Self::shipment);
    }

    /// The facts of which something is known, so that one that is new one day tells nothing.
    fn facts(&mut self, facts: Facts) {
        for fact in Fact::ALL {
            if let Some(holds) = facts.get(*fact) {
                self.word(fact.name());
                self.yes(holds);
            }
        }
        self.word("");
    }

    fn adoption<S: Status>(&mut self, adoption: &Adoption<S>) {
        let Adoption { case, flow, status, facts, lines, shipping, said } = adoption;
        self.maybe(*case, Self::case);
        self.word(flow.name());
        self.word(status.name());
        self.facts(*facts);
        self.each(lines, Self::ask);
        self.maybe(*shipping, Self::amount);
        self.said(said);
    }

    fn act<S: Status>(&mut self, act: &Act<S>) {
        match act {
            Act::OrderShipped { when } => {
                self.word("order_shipped");
                self.time(*when);
            }
            Act::OrderReceived { when } => {
                self.word("order_received");
                self.time(*when);
            }
            Act::OrderCorrected { stage, shipped, received } => {
                self.word("order_corrected");
                self.word(stage.name());
                self.maybe(*shipped, Self::time);
                self.maybe(*received, Self::time);
            }
            Act::Apply { flow, application } => {
                self.word("apply");
                self.word(flow.name());
                self.application(application);
            }
            Act::Modify { case, application } => {
                self.on("modify", *case);
                self.application(application);
            }
            Act::Cancel { case } => self.on("cancel", *case),
            Act::AgreeToRefund { case, offer } => {
                self.on("agree_to_refund", *case);
                self.offer(*offer);
            }
            Act::AgreeToReturn { case, offer, address } => {
                self.on("agree_to_return", *case);
                self.offer(*offer);
                self.text(address);
            }
            Act::AgreeForMerchant { case } => self.on("agree_for_merchant", *case),
            Act::Refuse { case, offer, reason, evidence, waybill_wrong } => {
                self.on("refuse", *case);
                self.offer(*offer);
                self.text(reason);
                self.evidence(evidence);
                self.yes(*waybill_wrong);
            }
            Act::ShipReturn { case, shipment } => {
                self.on("ship_return", *case);
                self.shipment(shipment);
            }
            Act::AmendShipment { case, shipment } => {
                self.on("amend_shipment", *case);
                self.shipment(shipment);
            }
            Act::RecallShipment { case } => self.on("recall_shipment", *case),
            Act::ConfirmReceipt { case, offer, goods } => {
                self.on("confirm_receipt", *case);
                self.offer(*offer);
                self.each(goods, Self::received);
            }
            Act::WaiveReturn { case, offer } => {
                self.on("waive_return", *case);
                self.offer(*offer);
            }
            Act::Escalate { case, message } => {
                self.on("escalate", *case);
                self.text(message);
            }
            Act::Rule { case, ruling, blame } => {
                self.on("rule", *case);
                self.word(ruling.name());
                self.word(blame.name());
            }
            Act::ForceRefund { case } => self.on("force_refund", *case),
            Act::RetryRefund { case } => self.on("retry_refund", *case),
            Act::Close { case, note } => {
                self.on("close", *case);
                self.text(note);
            }
            Act::ReportRefund { payment, outcome, as_of } => {
                self.word("report_refund");
                self.payment(payment);
                self.outcome(*outcome);
                self.time(*as_of);
            }
            Act::DeclareFailed { attempt, note } => {
                self.word("declare_failed");
                self.word(attempt.as_str());
                self.text(note);
            }
            Act::RefundedElsewhere { case, reference, amount, lines, shipping, as_of } => {
                self.word("refunded_elsewhere");
                self.maybe(*case, Self::case);
                self.word(reference.as_str());
                self.money(*amount);
                self.each(lines, Self::part);
                self.amount(*shipping);
                self.time(*as_of);
            }
            Act::RefundedInTotal { total, as_of } => {
                self.word("refunded_in_total");
                self.money(*total);
                self.time(*as_of);
            }
            Act::ProveOfflineRefund { case, certificates, note } => {
                self.on("prove_offline_refund", *case);
                self.evidence(certificates);
                self.text(note);
            }
            Act::ConfirmOfflineRefund { case } => self.on("confirm_offline_refund", *case),
            Act::TimeRanOut { case, due } => {
                self.on("time_ran_out", *case);
                self.time(*due);
            }
            Act::MoveDeadline { case, due, note } => {
                self.on("move_deadline", *case);
                self.time(*due);
                self.text(note);
            }
            Act::Hide { case } => self.on("hide", *case),
            Act::Acknowledge { effects } => {
                self.word("acknowledge");
                self.each(effects, |told, effect| {
                    told.0.bytes(&effect.version.number().to_le_bytes());
                    told.number(effect.place.into());
                });
            }
            Act::Adopt(adoption) => {
                self.word("adopt");
                self.adoption(adoption);
            }
        }
    }

    /// What is done to a case.
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

    fn close(id: &str, at: i64, note: &str) -> Command<AfterSaleStatus> {
        let act = Act::Close { case: CaseId::FIRST, note: Text::from(note) };
        Command::new(id, "A-1", Actor::Merchant, Timestamp::from_seconds(at), act)
    }

    #[test]
    fn a_command_is_known_by_what_it_says_and_not_by_when_i10() {
        let command = close("c-1", 1, "done");
        let later = close("c-2", 2, "done").having_seen(Version::FIRST);
        assert_eq!(digest(&command), digest(&later));
        assert_ne!(digest(&command), digest(&close("c-1", 1, "gone")));
        assert_ne!(digest(&command), digest(&Command { by: Actor::Platform, ..command.clone() }));
        assert_ne!(digest(&command), digest(&command.clone().of_buyer("somebody")));
    }

    /// Hosts keep digests with their events, so what a command says in short must not change with the
    /// compiler or the machine.
    #[test]
    fn the_digest_of_a_command_stays_what_it_was() {
        assert_eq!(digest(&close("c-1", 1, "done")), Digest(17_810_115_052_379_298_097));
    }
}
