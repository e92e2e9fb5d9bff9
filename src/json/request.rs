//! Requests as JSON: one object with one field, the name of the request, as in `{"cancel": {"case": 1}}`.
//!
//! What a request usually leaves out can be left out: texts, evidence, amounts that follow from units.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::JsonError;
use super::values::{AmountBody, IdBody, TextBody, TimeBody};
use crate::lifecycle::{Fact, Flow, KnownFacts, PublishedNumber};
use crate::money::{Amount, Currency};
use crate::order::{
    Adoption, Application, Ask, Blame, CaseId, Correspondence, Deduction, EvidenceId, LineId,
    Offer, Outcome, PaymentId, ReceivedLine, RefundRef, Request, Ruling, Shipment, Stage,
    StatusRef,
};
use crate::quantity::Quantity;

/// An ask of one line.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskBody {
    line: IdBody,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    units: Option<Quantity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amount: Option<AmountBody>,
}

/// An application, without its flow or case.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplicationBody {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lines: Vec<AskBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shipping: Option<AmountBody>,
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    reason: TextBody,
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    message: TextBody,
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    phone: TextBody,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<IdBody>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    deductions: Vec<DeductionBody>,
}

/// An amount that is kept back from a refund.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeductionBody {
    name: TextBody,
    reason: TextBody,
    amount: AmountBody,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShipmentBody {
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    carrier: TextBody,
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    waybill: TextBody,
}

/// The receipt of one line. Without parts, all accepted units came and can be sold again.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GoodsBody {
    line: IdBody,
    accepted: Quantity,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resaleable: Option<Quantity>,
    #[serde(default, skip_serializing_if = "is_zero")]
    damaged: Quantity,
    #[serde(default, skip_serializing_if = "is_zero")]
    missing: Quantity,
    #[serde(default, skip_serializing_if = "is_zero")]
    wrong: Quantity,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
fn is_zero(quantity: &Quantity) -> bool {
    *quantity == Quantity::ZERO
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(super) enum OutcomeBody {
    Processing,
    Unknown,
    Succeeded(AmountBody),
    Failed,
    Reversed(AmountBody),
}

/// An amount of one line of an external refund.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineAmountBody {
    line: IdBody,
    amount: AmountBody,
}

/// An amount that goes back by one payment.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaymentAmountBody {
    payment: IdBody,
    amount: AmountBody,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub(super) enum StatusBody {
    Number(u32),
    Name(String),
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactsBody {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hold: Vec<Fact>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fail: Vec<Fact>,
}

impl FactsBody {
    fn is_empty(&self) -> bool {
        self.hold.is_empty() && self.fail.is_empty()
    }
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrespondenceBody {
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    reason: TextBody,
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    message: TextBody,
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    phone: TextBody,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<IdBody>,
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    address: TextBody,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shipment: Option<ShipmentBody>,
    #[serde(default, skip_serializing_if = "TextBody::is_empty")]
    refusal: TextBody,
}

impl CorrespondenceBody {
    fn is_empty(&self) -> bool {
        let Self { reason, message, phone, evidence, address, shipment, refusal } = self;
        [reason, message, phone, address, refusal].iter().all(|text| text.is_empty())
            && evidence.is_empty()
            && shipment.is_none()
    }
}

/// A request.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "one is read or written at a time")]
pub(super) enum RequestBody {
    OrderShipped {
        when: TimeBody,
    },
    OrderReceived {
        when: TimeBody,
    },
    OrderCorrected {
        stage: Stage,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shipped: Option<TimeBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received: Option<TimeBody>,
    },
    Apply {
        flow: Flow,
        application: ApplicationBody,
    },
    Modify {
        case: CaseId,
        application: ApplicationBody,
    },
    Cancel {
        case: CaseId,
    },
    AgreeToRefund {
        case: CaseId,
        offer: Offer,
    },
    AgreeToReturn {
        case: CaseId,
        offer: Offer,
        #[serde(default, skip_serializing_if = "TextBody::is_empty")]
        address: TextBody,
    },
    AgreeForMerchant {
        case: CaseId,
    },
    Refuse {
        case: CaseId,
        offer: Offer,
        #[serde(default, skip_serializing_if = "TextBody::is_empty")]
        reason: TextBody,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<IdBody>,
        #[serde(default, skip_serializing_if = "is_false")]
        waybill_wrong: bool,
    },
    ShipReturn {
        case: CaseId,
        shipment: ShipmentBody,
    },
    AmendShipment {
        case: CaseId,
        shipment: ShipmentBody,
    },
    RecallShipment {
        case: CaseId,
    },
    ConfirmReceipt {
        case: CaseId,
        offer: Offer,
        goods: Vec<GoodsBody>,
    },
    WaiveReturn {
        case: CaseId,
        offer: Offer,
    },
    Escalate {
        case: CaseId,
        #[serde(default, skip_serializing_if = "TextBody::is_empty")]
        message: TextBody,
    },
    Rule {
        case: CaseId,
        ruling: Ruling,
        #[serde(default = "no_party", skip_serializing_if = "is_no_party")]
        blame: Blame,
    },
    ForceRefund {
        case: CaseId,
    },
    RetryRefund {
        case: CaseId,
    },
    Close {
        case: CaseId,
        #[serde(default, skip_serializing_if = "TextBody::is_empty")]
        note: TextBody,
    },
    ReportRefund {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refund: Option<IdBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        outcome: OutcomeBody,
        as_of: TimeBody,
    },
    DeclareFailed {
        refund: IdBody,
        #[serde(default, skip_serializing_if = "TextBody::is_empty")]
        note: TextBody,
    },
    ReportExternalRefund {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        reference: IdBody,
        amount: AmountBody,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lines: Vec<LineAmountBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shipping: Option<AmountBody>,
        as_of: TimeBody,
    },
    ReportPendingExternalRefund {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        reference: IdBody,
        amount: AmountBody,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lines: Vec<LineAmountBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shipping: Option<AmountBody>,
        as_of: TimeBody,
    },
    IdentifyRefund {
        refund: IdBody,
        reference: IdBody,
    },
    ReportRefundTotal {
        total: AmountBody,
        as_of: TimeBody,
    },
    ProveOfflineRefund {
        case: CaseId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        certificates: Vec<IdBody>,
        #[serde(default, skip_serializing_if = "TextBody::is_empty")]
        note: TextBody,
    },
    ConfirmOfflineRefund {
        case: CaseId,
    },
    TimeRanOut {
        case: CaseId,
        deadline: TimeBody,
    },
    MoveDeadline {
        case: CaseId,
        deadline: TimeBody,
        #[serde(default, skip_serializing_if = "TextBody::is_empty")]
        note: TextBody,
    },
    RepairClock {
        #[serde(default, skip_serializing_if = "TextBody::is_empty")]
        note: TextBody,
    },
    Hide {
        case: CaseId,
    },
    Acknowledge {
        effects: Vec<EffectIdBody>,
    },
    Adopt {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<CaseId>,
        flow: Flow,
        status: StatusBody,
        #[serde(default, skip_serializing_if = "FactsBody::is_empty")]
        facts: FactsBody,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lines: Vec<AskBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shipping: Option<AmountBody>,
        #[serde(default, skip_serializing_if = "CorrespondenceBody::is_empty")]
        correspondence: CorrespondenceBody,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        platform_case: Option<IdBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        as_of: Option<TimeBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<TimeBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        refunded: Option<AmountBody>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<IdBody>,
    },
    OrderPaid {
        payment: IdBody,
        amount: AmountBody,
    },
    ChoosePayments {
        case: CaseId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        payments: Vec<PaymentAmountBody>,
    },
}

const fn no_party() -> Blame {
    Blame::Nobody
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
const fn is_no_party(blame: &Blame) -> bool {
    matches!(blame, Blame::Nobody)
}

/// The id of an effect, as it is displayed: `"3.issue_refund"`.
#[derive(Debug)]
pub(super) struct EffectIdBody(pub(super) crate::order::EffectId);

impl Serialize for EffectIdBody {
    fn serialize<W: serde::Serializer>(&self, writer: W) -> Result<W::Ok, W::Error> {
        writer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EffectIdBody {
    fn deserialize<R: serde::Deserializer<'de>>(reader: R) -> Result<Self, R::Error> {
        let text = String::deserialize(reader)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

/// The path of a field, and the order's currency: what an amount needs to be read.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    currency: Currency,
}

impl Place<'_> {
    fn amount(self, field: &str, body: &AmountBody) -> Result<Amount, JsonError> {
        body.amount(self.currency).map_err(|problem| self.error(field, &problem))
    }

    fn maybe(self, field: &str, body: Option<&AmountBody>) -> Result<Option<Amount>, JsonError> {
        body.map(|body| self.amount(field, body)).transpose()
    }

    fn money(self, field: &str, body: &AmountBody) -> Result<crate::money::Money, JsonError> {
        body.money(self.currency).map_err(|problem| self.error(field, &problem))
    }

    fn error(self, field: &str, problem: &str) -> JsonError {
        JsonError::new(&format!("{}.{field}", self.path), problem)
    }

    fn parts(self, lines: Vec<LineAmountBody>) -> Result<Vec<(LineId, Amount)>, JsonError> {
        let part = |(index, body): (usize, LineAmountBody)| {
            let amount = self.amount(&format!("lines[{index}].amount"), &body.amount)?;
            Ok((LineId::new(body.line.0), amount))
        };
        lines.into_iter().enumerate().map(part).collect()
    }

    fn asks(self, lines: Vec<AskBody>) -> Result<Vec<Ask>, JsonError> {
        let ask = |(index, body): (usize, AskBody)| {
            let amount = self.maybe(&format!("lines[{index}].amount"), body.amount.as_ref())?;
            Ok(Ask { line: body.line.0.into(), units: body.units, amount })
        };
        lines.into_iter().enumerate().map(ask).collect()
    }

    fn application(self, body: ApplicationBody) -> Result<Application, JsonError> {
        let ApplicationBody { lines, shipping, reason, message, phone, evidence, deductions } =
            body;
        Ok(Application {
            lines: self.asks(lines)?,
            shipping: self.maybe("shipping", shipping.as_ref())?,
            reason: reason.0,
            message: message.0,
            phone: phone.0,
            evidence: ids(evidence),
            deductions: self.deductions(deductions)?,
        })
    }

    fn deductions(self, bodies: Vec<DeductionBody>) -> Result<Vec<Deduction>, JsonError> {
        let deduction = |(index, body): (usize, DeductionBody)| {
            let amount = self.amount(&format!("deductions[{index}].amount"), &body.amount)?;
            Ok(Deduction { name: body.name.0, reason: body.reason.0, amount })
        };
        bodies.into_iter().enumerate().map(deduction).collect()
    }
}

fn ids(bodies: Vec<IdBody>) -> Vec<EvidenceId> {
    bodies.into_iter().map(|body| body.0.into()).collect()
}

fn id_bodies(ids: &[EvidenceId]) -> Vec<IdBody> {
    ids.iter().map(IdBody::of).collect()
}

impl From<ShipmentBody> for Shipment {
    fn from(body: ShipmentBody) -> Self {
        Self { carrier: body.carrier.0, waybill: body.waybill.0 }
    }
}

impl From<&Shipment> for ShipmentBody {
    fn from(shipment: &Shipment) -> Self {
        let Shipment { carrier, waybill } = shipment.clone();
        Self { carrier: TextBody(carrier), waybill: TextBody(waybill) }
    }
}

impl From<GoodsBody> for ReceivedLine {
    fn from(body: GoodsBody) -> Self {
        let GoodsBody { line, accepted, resaleable, damaged, missing, wrong } = body;
        let resaleable = resaleable.unwrap_or_else(|| accepted.saturating_sub(damaged));
        Self { line: line.0.into(), accepted, resaleable, damaged, missing, wrong }
    }
}

impl From<&ReceivedLine> for GoodsBody {
    fn from(line: &ReceivedLine) -> Self {
        let ReceivedLine { line, accepted, resaleable, damaged, missing, wrong } = line.clone();
        let line = IdBody::of(&line);
        Self { line, accepted, resaleable: Some(resaleable), damaged, missing, wrong }
    }
}

impl RequestBody {
    /// Returns the request, for an order in this currency.
    #[allow(clippy::too_many_lines, reason = "one line a request")]
    pub(super) fn read(self, currency: Currency) -> Result<Request, JsonError> {
        let at = |path| Place { path, currency };
        Ok(match self {
            Self::OrderShipped { when } => Request::OrderShipped { when: when.0 },
            Self::OrderReceived { when } => Request::OrderReceived { when: when.0 },
            Self::OrderCorrected { stage, shipped, received } => Request::OrderCorrected {
                stage,
                shipped: shipped.map(|time| time.0),
                received: received.map(|time| time.0),
            },
            Self::Apply { flow, application } => {
                let place = at("request.apply.application");
                Request::Apply { flow, application: place.application(application)? }
            }
            Self::Modify { case, application } => {
                let place = at("request.modify.application");
                Request::Modify { case, application: place.application(application)? }
            }
            Self::Cancel { case } => Request::Cancel { case },
            Self::AgreeToRefund { case, offer } => Request::AgreeToRefund { case, offer },
            Self::AgreeToReturn { case, offer, address } => {
                Request::AgreeToReturn { case, offer, address: address.0 }
            }
            Self::AgreeForMerchant { case } => Request::AgreeForMerchant { case },
            Self::Refuse { case, offer, reason, evidence, waybill_wrong } => {
                let evidence = ids(evidence);
                Request::Refuse { case, offer, reason: reason.0, evidence, waybill_wrong }
            }
            Self::ShipReturn { case, shipment } => {
                Request::ShipReturn { case, shipment: shipment.into() }
            }
            Self::AmendShipment { case, shipment } => {
                Request::AmendShipment { case, shipment: shipment.into() }
            }
            Self::RecallShipment { case } => Request::RecallShipment { case },
            Self::ConfirmReceipt { case, offer, goods } => {
                let goods = goods.into_iter().map(Into::into).collect();
                Request::ConfirmReceipt { case, offer, goods }
            }
            Self::WaiveReturn { case, offer } => Request::WaiveReturn { case, offer },
            Self::Escalate { case, message } => Request::Escalate { case, message: message.0 },
            Self::Rule { case, ruling, blame } => Request::Rule { case, ruling, blame },
            Self::ForceRefund { case } => Request::ForceRefund { case },
            Self::RetryRefund { case } => Request::RetryRefund { case },
            Self::Close { case, note } => Request::Close { case, note: note.0 },
            Self::ReportRefund { refund, case, outcome, as_of } => {
                let place = at("request.report_refund");
                let refund = match (refund, case) {
                    (Some(key), None) => RefundRef::Key(key.0.into()),
                    (None, Some(case)) => RefundRef::OfCase(case),
                    _ => {
                        let problem = "exactly one of `refund` and `case` is needed";
                        return Err(place.error("refund", problem));
                    }
                };
                let outcome = match outcome {
                    OutcomeBody::Processing => Outcome::Processing,
                    OutcomeBody::Unknown => Outcome::Unknown,
                    OutcomeBody::Failed => Outcome::Failed,
                    OutcomeBody::Succeeded(amount) => {
                        Outcome::Succeeded(place.money("outcome.succeeded", &amount)?)
                    }
                    OutcomeBody::Reversed(amount) => {
                        Outcome::Reversed(place.money("outcome.reversed", &amount)?)
                    }
                };
                Request::ReportRefund { refund, outcome, as_of: as_of.0 }
            }
            Self::DeclareFailed { refund, note } => {
                Request::DeclareFailed { refund: refund.0.into(), note: note.0 }
            }
            Self::ReportExternalRefund { case, reference, amount, lines, shipping, as_of } => {
                let place = at("request.report_external_refund");
                Request::ReportExternalRefund {
                    case,
                    reference: reference.0.into(),
                    amount: place.money("amount", &amount)?,
                    lines: place.parts(lines)?,
                    shipping: place.maybe("shipping", shipping.as_ref())?.unwrap_or_default(),
                    as_of: as_of.0,
                }
            }
            Self::ReportPendingExternalRefund {
                case,
                reference,
                amount,
                lines,
                shipping,
                as_of,
            } => {
                let place = at("request.report_pending_external_refund");
                Request::ReportPendingExternalRefund {
                    case,
                    reference: reference.0.into(),
                    amount: place.money("amount", &amount)?,
                    lines: place.parts(lines)?,
                    shipping: place.maybe("shipping", shipping.as_ref())?.unwrap_or_default(),
                    as_of: as_of.0,
                }
            }
            Self::IdentifyRefund { refund, reference } => {
                Request::IdentifyRefund { refund: refund.0.into(), reference: reference.0.into() }
            }
            Self::ReportRefundTotal { total, as_of } => {
                let total = at("request.report_refund_total").money("total", &total)?;
                Request::ReportRefundTotal { total, as_of: as_of.0 }
            }
            Self::ProveOfflineRefund { case, certificates, note } => {
                let certificates = ids(certificates);
                Request::ProveOfflineRefund { case, certificates, note: note.0 }
            }
            Self::ConfirmOfflineRefund { case } => Request::ConfirmOfflineRefund { case },
            Self::TimeRanOut { case, deadline } => {
                Request::TimeRanOut { case, deadline: deadline.0 }
            }
            Self::MoveDeadline { case, deadline, note } => {
                Request::MoveDeadline { case, deadline: deadline.0, note: note.0 }
            }
            Self::RepairClock { note } => Request::RepairClock { note: note.0 },
            Self::Hide { case } => Request::Hide { case },
            Self::Acknowledge { effects } => {
                Request::Acknowledge { effects: effects.into_iter().map(|id| id.0).collect() }
            }
            Self::Adopt {
                case,
                flow,
                status,
                facts,
                lines,
                shipping,
                correspondence,
                platform_case,
                as_of,
                deadline,
                refunded,
                reference,
            } => {
                let place = at("request.adopt");
                let status = match status {
                    StatusBody::Name(name) => StatusRef::Name(name),
                    StatusBody::Number(number) => StatusRef::Number(PublishedNumber(number)),
                };
                if let Some(fact) = facts.hold.iter().find(|fact| facts.fail.contains(fact)) {
                    let problem = format!("a fact cannot hold and fail: {fact}");
                    return Err(place.error("facts", &problem));
                }
                let known = facts.hold.into_iter().map(|fact| (fact, true));
                let known = known.chain(facts.fail.into_iter().map(|fact| (fact, false)));
                let facts =
                    known.fold(KnownFacts::UNKNOWN, |facts, (fact, holds)| facts.with(fact, holds));
                let CorrespondenceBody {
                    reason,
                    message,
                    phone,
                    evidence,
                    address,
                    shipment,
                    refusal,
                } = correspondence;
                Request::Adopt(Box::new(Adoption {
                    case,
                    flow,
                    status,
                    facts,
                    lines: place.asks(lines)?,
                    shipping: place.maybe("shipping", shipping.as_ref())?,
                    correspondence: Correspondence {
                        reason: reason.0,
                        message: message.0,
                        phone: phone.0,
                        evidence: ids(evidence),
                        address: address.0,
                        shipment: shipment.map(Into::into),
                        refusal: refusal.0,
                    },
                    platform_case: platform_case.map(|id| id.0.into()),
                    as_of: as_of.map(|time| time.0),
                    deadline: deadline.map(|time| time.0),
                    refunded: refunded.map(|total| place.money("refunded", &total)).transpose()?,
                    reference: reference.map(|key| key.0.into()),
                }))
            }
            Self::OrderPaid { payment, amount } => {
                let amount = at("request.order_paid").money("amount", &amount)?;
                Request::OrderPaid { payment: payment.0.into(), amount }
            }
            Self::ChoosePayments { case, payments } => {
                let place = at("request.choose_payments");
                let chosen = |(index, body): (usize, PaymentAmountBody)| {
                    let field = format!("payments[{index}].amount");
                    Ok((body.payment.0.into(), place.amount(&field, &body.amount)?))
                };
                let payments = payments.into_iter().enumerate().map(chosen);
                Request::ChoosePayments { case, payments: payments.collect::<Result<_, _>>()? }
            }
        })
    }

    /// Returns the JSON of a request, for an order in this currency.
    #[allow(clippy::too_many_lines, reason = "one line a request")]
    pub(super) fn write(request: &Request, currency: Currency) -> Self {
        let text = |text: &crate::order::Text| TextBody(text.clone());
        let amount = |amount: Amount| AmountBody::for_order(currency.money(amount), currency);
        let money = |money| AmountBody::for_order(money, currency);
        let parts = |lines: &[(LineId, Amount)]| -> Vec<LineAmountBody> {
            let part = |(line, part): &(LineId, Amount)| LineAmountBody {
                line: IdBody::of(line),
                amount: amount(*part),
            };
            lines.iter().map(part).collect()
        };
        let asks = |lines: &[Ask]| -> Vec<AskBody> {
            let ask = |ask: &Ask| AskBody {
                line: IdBody::of(&ask.line),
                units: ask.units,
                amount: ask.amount.map(amount),
            };
            lines.iter().map(ask).collect()
        };
        let deduction = |deduction: &Deduction| DeductionBody {
            name: text(&deduction.name),
            reason: text(&deduction.reason),
            amount: amount(deduction.amount),
        };
        let application = |application: &Application| ApplicationBody {
            lines: asks(&application.lines),
            shipping: application.shipping.map(amount),
            reason: text(&application.reason),
            message: text(&application.message),
            phone: text(&application.phone),
            evidence: id_bodies(&application.evidence),
            deductions: application.deductions.iter().map(deduction).collect(),
        };
        match request {
            Request::OrderShipped { when } => Self::OrderShipped { when: TimeBody(*when) },
            Request::OrderReceived { when } => Self::OrderReceived { when: TimeBody(*when) },
            Request::OrderCorrected { stage, shipped, received } => Self::OrderCorrected {
                stage: *stage,
                shipped: shipped.map(TimeBody),
                received: received.map(TimeBody),
            },
            Request::Apply { flow, application: applied } => {
                Self::Apply { flow: *flow, application: application(applied) }
            }
            Request::Modify { case, application: applied } => {
                Self::Modify { case: *case, application: application(applied) }
            }
            Request::Cancel { case } => Self::Cancel { case: *case },
            Request::AgreeToRefund { case, offer } => {
                Self::AgreeToRefund { case: *case, offer: *offer }
            }
            Request::AgreeToReturn { case, offer, address } => {
                Self::AgreeToReturn { case: *case, offer: *offer, address: text(address) }
            }
            Request::AgreeForMerchant { case } => Self::AgreeForMerchant { case: *case },
            Request::Refuse { case, offer, reason, evidence, waybill_wrong } => Self::Refuse {
                case: *case,
                offer: *offer,
                reason: text(reason),
                evidence: id_bodies(evidence),
                waybill_wrong: *waybill_wrong,
            },
            Request::ShipReturn { case, shipment } => {
                Self::ShipReturn { case: *case, shipment: shipment.into() }
            }
            Request::AmendShipment { case, shipment } => {
                Self::AmendShipment { case: *case, shipment: shipment.into() }
            }
            Request::RecallShipment { case } => Self::RecallShipment { case: *case },
            Request::ConfirmReceipt { case, offer, goods } => Self::ConfirmReceipt {
                case: *case,
                offer: *offer,
                goods: goods.iter().map(Into::into).collect(),
            },
            Request::WaiveReturn { case, offer } => {
                Self::WaiveReturn { case: *case, offer: *offer }
            }
            Request::Escalate { case, message } => {
                Self::Escalate { case: *case, message: text(message) }
            }
            Request::Rule { case, ruling, blame } => {
                Self::Rule { case: *case, ruling: *ruling, blame: *blame }
            }
            Request::ForceRefund { case } => Self::ForceRefund { case: *case },
            Request::RetryRefund { case } => Self::RetryRefund { case: *case },
            Request::Close { case, note } => Self::Close { case: *case, note: text(note) },
            Request::ReportRefund { refund, outcome, as_of } => {
                let (refund, case) = match refund {
                    RefundRef::Key(key) => (Some(IdBody::of(key)), None),
                    RefundRef::OfCase(case) => (None, Some(*case)),
                };
                let outcome = match outcome {
                    Outcome::Processing => OutcomeBody::Processing,
                    Outcome::Unknown => OutcomeBody::Unknown,
                    Outcome::Failed => OutcomeBody::Failed,
                    Outcome::Succeeded(paid) => OutcomeBody::Succeeded(money(*paid)),
                    Outcome::Reversed(back) => OutcomeBody::Reversed(money(*back)),
                };
                Self::ReportRefund { refund, case, outcome, as_of: TimeBody(*as_of) }
            }
            Request::DeclareFailed { refund, note } => {
                Self::DeclareFailed { refund: IdBody::of(refund), note: text(note) }
            }
            Request::ReportExternalRefund {
                case,
                reference,
                amount: whole,
                lines,
                shipping,
                as_of,
            } => Self::ReportExternalRefund {
                case: *case,
                reference: IdBody::of(reference),
                amount: money(*whole),
                lines: parts(lines),
                shipping: (*shipping != Amount::ZERO).then(|| amount(*shipping)),
                as_of: TimeBody(*as_of),
            },
            Request::ReportPendingExternalRefund {
                case,
                reference,
                amount: whole,
                lines,
                shipping,
                as_of,
            } => Self::ReportPendingExternalRefund {
                case: *case,
                reference: IdBody::of(reference),
                amount: money(*whole),
                lines: parts(lines),
                shipping: (*shipping != Amount::ZERO).then(|| amount(*shipping)),
                as_of: TimeBody(*as_of),
            },
            Request::IdentifyRefund { refund, reference } => Self::IdentifyRefund {
                refund: IdBody::of(refund),
                reference: IdBody::of(reference),
            },
            Request::ReportRefundTotal { total, as_of } => {
                Self::ReportRefundTotal { total: money(*total), as_of: TimeBody(*as_of) }
            }
            Request::ProveOfflineRefund { case, certificates, note } => Self::ProveOfflineRefund {
                case: *case,
                certificates: id_bodies(certificates),
                note: text(note),
            },
            Request::ConfirmOfflineRefund { case } => Self::ConfirmOfflineRefund { case: *case },
            Request::TimeRanOut { case, deadline } => {
                Self::TimeRanOut { case: *case, deadline: TimeBody(*deadline) }
            }
            Request::MoveDeadline { case, deadline, note } => {
                Self::MoveDeadline { case: *case, deadline: TimeBody(*deadline), note: text(note) }
            }
            Request::RepairClock { note } => Self::RepairClock { note: text(note) },
            Request::Hide { case } => Self::Hide { case: *case },
            Request::Acknowledge { effects } => {
                Self::Acknowledge { effects: effects.iter().copied().map(EffectIdBody).collect() }
            }
            Request::Adopt(adoption) => {
                let Adoption {
                    case,
                    flow,
                    status,
                    facts,
                    lines,
                    shipping,
                    correspondence,
                    platform_case,
                    as_of,
                    deadline,
                    refunded,
                    reference,
                } = &**adoption;
                let known = |holds: bool| {
                    let is_so = |fact: &Fact| facts.get(*fact) == Some(holds);
                    Fact::ALL.iter().copied().filter(is_so).collect()
                };
                Self::Adopt {
                    case: *case,
                    flow: *flow,
                    status: match status {
                        StatusRef::Name(name) => StatusBody::Name(name.clone()),
                        StatusRef::Number(number) => StatusBody::Number(number.0),
                    },
                    facts: FactsBody { hold: known(true), fail: known(false) },
                    lines: asks(lines),
                    shipping: shipping.map(amount),
                    correspondence: CorrespondenceBody {
                        reason: text(&correspondence.reason),
                        message: text(&correspondence.message),
                        phone: text(&correspondence.phone),
                        evidence: id_bodies(&correspondence.evidence),
                        address: text(&correspondence.address),
                        shipment: correspondence.shipment.as_ref().map(Into::into),
                        refusal: text(&correspondence.refusal),
                    },
                    platform_case: platform_case.as_ref().map(IdBody::of),
                    as_of: as_of.map(TimeBody),
                    deadline: deadline.map(TimeBody),
                    refunded: refunded.map(money),
                    reference: reference.as_ref().map(IdBody::of),
                }
            }
            Request::OrderPaid { payment, amount } => {
                Self::OrderPaid { payment: IdBody::of(payment), amount: money(*amount) }
            }
            Request::ChoosePayments { case, payments } => {
                let chosen = |(payment, part): &(PaymentId, Amount)| PaymentAmountBody {
                    payment: IdBody::of(payment),
                    amount: amount(*part),
                };
                Self::ChoosePayments {
                    case: *case,
                    payments: payments.iter().map(chosen).collect(),
                }
            }
        }
    }
}
