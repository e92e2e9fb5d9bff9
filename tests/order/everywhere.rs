//! All requests, and all positions of a case: the material of the exhaustive tests of rights and of ways on.

use aftersale::lifecycle::{Actor, Fact, Flow, KnownFacts, Status};
use aftersale::order::{
    Adoption, Application, Ask, Blame, CaseId, OrderFacts, ReceivedLine, Request, Ruling, Text,
};
use aftersale::wechat::{self, WeChat};

use crate::shop::{Platform, Shop, parcel, refuse, teas};

/// Returns every request about a case, as it stands, once.
pub(crate) fn all_acts<P: Platform>(shop: &Shop<P>, id: CaseId) -> Vec<Request> {
    let case = shop.order.case(id).unwrap();
    let (offer, note) = (case.offer, || Text::from("说明"));
    let asks = case.claim.lines.iter().map(|claimed| Ask {
        line: claimed.line.clone(),
        units: Some(claimed.units),
        amount: Some(claimed.amount),
    });
    let goods = case.claim.lines.iter();
    let goods =
        goods.map(|claimed| ReceivedLine::all(claimed.line.as_str(), claimed.units)).collect();
    let rule = |ruling| Request::Rule { case: id, ruling, blame: Blame::Nobody };
    vec![
        Request::Modify { case: id, application: Application::of(asks.collect()) },
        Request::Cancel { case: id },
        Request::AgreeToRefund { case: id, offer },
        Request::AgreeToReturn { case: id, offer, address: note() },
        Request::AgreeForMerchant { case: id },
        refuse(id, offer),
        Request::ShipReturn { case: id, shipment: parcel() },
        Request::AmendShipment { case: id, shipment: parcel() },
        Request::RecallShipment { case: id },
        Request::ConfirmReceipt { case: id, offer, goods },
        Request::WaiveReturn { case: id, offer },
        Request::Escalate { case: id, message: note() },
        rule(Ruling::ForBuyer),
        rule(Ruling::ReturnFirst),
        rule(Ruling::ForMerchant),
        Request::ForceRefund { case: id },
        Request::RetryRefund { case: id },
        Request::Close { case: id, note: note() },
        Request::ProveOfflineRefund { case: id, certificates: vec!["proof".into()], note: note() },
        Request::ConfirmOfflineRefund { case: id },
        Request::TimeRanOut { case: id, deadline: case.deadline.unwrap_or(shop.now) },
    ]
}

/// A case that is taken over at this status, in an order of tea.
pub(crate) fn adopted<P: Platform>(
    policy: P,
    facts: OrderFacts,
    (flow, status): (Flow, P::Status),
    known: KnownFacts,
) -> Shop<P> {
    let mut shop = Shop::open(policy, facts);
    let adoption = Adoption { facts: known, lines: teas(3), ..Adoption::new(flow, status) };
    shop.does(Actor::Merchant, Request::Adopt(adoption.into()));
    shop
}

/// All that can be known of a case besides, as far as the table asks for it.
pub(crate) fn all_facts<P: Platform>() -> Vec<KnownFacts> {
    let guards = || P::LIFECYCLE.rules().iter().flat_map(|rule| rule.guards);
    let of_case = [Fact::GoodsSent, Fact::DisputeOpen, Fact::WaybillWrong].into_iter();
    let asked_for = of_case.filter(|fact| guards().any(|guard| guard.fact() == *fact));
    asked_for.fold(vec![KnownFacts::UNKNOWN.of_a_new_case()], |all, fact| {
        let both = |known: &KnownFacts| [known.with(fact, false), known.with(fact, true)];
        all.iter().flat_map(both).collect()
    })
}

/// Returns every position of a case.
pub(crate) fn positions<P: Platform>() -> Vec<(Flow, P::Status)> {
    let flows = Flow::OF_ORDERS.iter();
    let all = flows.flat_map(|flow| P::Status::ALL.iter().map(move |status| (*flow, *status)));
    all.filter(|(flow, status)| P::LIFECYCLE.phase(*flow, *status).is_some()).collect()
}

/// Returns WeChat with a clock for the offline refund, too, whose length is not published.
pub(crate) fn wechat_with_all_clocks() -> WeChat {
    let mut terms = wechat::policy::TERMS;
    terms.clocks.merchant_pays_offline = Some(aftersale::time::hours_long(24));
    WeChat { terms: terms.into() }
}
