//! Every limit of a policy, at its edge and one beyond: texts, and how much evidence there may be.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::order::{Act, Application, Check, Offer, Reason, Shipment, Text, TextLimit};
use aftersale::shopxo::{AfterSaleStatus, Hardened};

use crate::shop::{Shop, at, case, shopxo, tea_and_cups, teas};

type Deed = Act<AfterSaleStatus>;

/// Two or three characters of anything that is said, and one piece of evidence.
const LIMIT: TextLimit = TextLimit { least: 2, most: 3 };

fn policy() -> Hardened {
    let mut policy = shopxo();
    let limits = &mut policy.terms.limits;
    limits.reason = LIMIT;
    limits.message = LIMIT;
    limits.phone = LIMIT;
    limits.address = LIMIT;
    limits.refusal = LIMIT;
    limits.carrier = LIMIT;
    limits.waybill = LIMIT;
    limits.note = LIMIT;
    limits.evidence = Some(1);
    policy
}

/// Everything that can be said, each with the text that it has: `said` in the place that is asked about and
/// two characters everywhere else.
fn spoken(said: &str, evidence: usize) -> Vec<(Check, Deed)> {
    let (id, offer) = (case(1), Offer::FIRST);
    let fits = || Text::from("说明");
    let said = || Text::from(said);
    let pictures = || {
        (0..evidence).map(|place| format!("picture-{place}").as_str().into()).collect::<Vec<_>>()
    };
    let application = || Application {
        reason: fits(),
        message: fits(),
        phone: fits(),
        evidence: pictures(),
        ..Application::of(teas(1))
    };
    let applying = [
        (Check::Reason, Application { reason: said(), ..application() }),
        (Check::Message, Application { message: said(), ..application() }),
        (Check::Phone, Application { phone: said(), ..application() }),
    ];
    let mut acts = Vec::new();
    for (check, application) in applying {
        acts.push((check, Act::Modify { case: id, application: application.clone() }));
        acts.push((check, Act::Apply { flow: Flow::RefundOnly, application }));
    }
    let parcels = [
        (Check::Carrier, Shipment { carrier: said(), waybill: fits() }),
        (Check::Waybill, Shipment { carrier: fits(), waybill: said() }),
    ];
    for (check, shipment) in parcels {
        acts.push((check, Act::ShipReturn { case: id, shipment: shipment.clone() }));
        acts.push((check, Act::AmendShipment { case: id, shipment }));
    }
    let refuse =
        Act::Refuse { case: id, offer, reason: said(), evidence: pictures(), waybill_wrong: false };
    acts.push((Check::Refusal, refuse));
    acts.push((Check::Address, Act::AgreeToReturn { case: id, offer, address: said() }));
    acts.push((Check::Message, Act::Escalate { case: id, message: said() }));
    acts.push((Check::Note, Act::Close { case: id, note: said() }));
    acts.push((Check::Note, Act::DeclareFailed { attempt: "A-1-1-1".into(), note: said() }));
    acts.push((Check::Note, Act::MoveDeadline { case: id, due: at(0), note: said() }));
    acts
}

/// The reasons of this kind against an act, whoever says it and whatever else there is against it.
fn reasons(act: &Deed) -> Vec<Reason<AfterSaleStatus>> {
    let mut shop = Shop::open(policy(), tea_and_cups());
    let fits = || Text::from("说明");
    let application =
        Application { reason: fits(), message: fits(), phone: fits(), ..Application::of(teas(1)) };
    shop.does(Actor::Buyer, Act::Apply { flow: Flow::RefundOnly, application });
    let command = shop.command(Actor::Buyer, act.clone());
    match shop.order.decide(&command) {
        Ok(_) => Vec::new(),
        Err(refusal) => refusal.reasons,
    }
}

#[test]
fn whatever_is_said_keeps_to_its_limit() {
    for said in ["", "说", "说明", "说明书", "说明书页"] {
        let length = said.chars().count();
        for (text, act) in spoken(said, 0) {
            let too_long = Reason::TextLength { text, length, limit: LIMIT };
            let is_refused = reasons(&act).contains(&too_long);
            assert_eq!(is_refused, !(2..=3).contains(&length), "{said:?} in {act:?}");
        }
    }
}

#[test]
fn there_is_no_more_evidence_than_the_platform_takes() {
    let proof = |named: usize| {
        let certificates =
            (0..named).map(|place| format!("proof-{place}").as_str().into()).collect();
        Act::ProveOfflineRefund { case: case(1), certificates, note: Text::Said(String::new()) }
    };
    for named in [0, 1, 2] {
        let too_much = Reason::TooMuchEvidence { named, most: 1 };
        let of_words = spoken("说明", named).into_iter().map(|(_, act)| act);
        let with_evidence = of_words.filter(|act| {
            matches!(act, Act::Apply { .. } | Act::Modify { .. } | Act::Refuse { .. })
        });
        for act in with_evidence.chain([proof(named)]) {
            assert_eq!(reasons(&act).contains(&too_much), named > 1, "{named} in {act:?}");
        }
    }
}
