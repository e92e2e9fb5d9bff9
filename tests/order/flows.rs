//! An order refuses the flows that it does not carry out, by one typed reason, before it looks at anything else.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::order::{Adoption, Application, Command, Reason, ReasonKind, Request};

use crate::shop::{Platform, START, Shop, at, shopxo, tea_and_cups, teas, wechat};

/// Every request that names a flow.
fn requests<P: Platform>(flow: Flow) -> [Request; 2] {
    let status = P::LIFECYCLE.standings()[0].status;
    let adoption = Adoption { lines: teas(1), ..Adoption::new(flow, status) };
    [
        Request::Apply { flow, application: Application::of(teas(1)) },
        Request::Adopt(adoption.into()),
    ]
}

/// The table by hand: the flow, and whether an order carries it out.
const FLOWS: [(Flow, bool); 4] = [
    (Flow::RefundOnly, true),
    (Flow::ReturnRefund, true),
    (Flow::Exchange, false),
    (Flow::Reship, false),
];

fn refuses_what_it_does_not_carry_out<P: Platform + Clone>(policy: P) {
    let shop = Shop::open(policy, tea_and_cups());
    assert!(FLOWS.iter().map(|(flow, _)| flow).eq(Flow::ALL));
    for (flow, is_carried_out) in FLOWS {
        assert_eq!(flow.is_of_orders(), is_carried_out, "{flow}");
        assert_eq!(Flow::OF_ORDERS.contains(&flow), is_carried_out, "{flow}");
        let refusal = Reason::FlowNotOfOrders { flow };
        for request in requests::<P>(flow) {
            assert_eq!(request.flow(), Some(flow));
            // Whoever sends it, for whatever order and under whatever name.
            for actor in Actor::ALL {
                for order in ["ORDER1", "another", ""] {
                    let command = Command::new("c-9", order, *actor, at(START), request.clone());
                    let reasons = shop.order.decide(&command).err().map(|refusal| refusal.reasons);
                    let is_refused = reasons.as_ref().is_some_and(|all| all.contains(&refusal));
                    assert_eq!(is_refused, !is_carried_out, "{actor} {request:?}");
                    if is_refused {
                        assert_eq!(reasons.as_deref(), Some([refusal.clone()].as_slice()));
                    }
                }
            }
        }
        let quote = shop.order.quote(flow, &teas(1), None);
        assert_eq!(quote.is_ok(), is_carried_out, "{flow}");
        if !is_carried_out {
            assert_eq!(quote.unwrap_err(), std::slice::from_ref(&refusal));
        }
        let is_offered = shop.order.may_apply(Actor::Buyer, at(START));
        assert_eq!(is_offered.iter().any(|may| may.flow == flow), is_carried_out, "{flow}");
        assert_eq!((refusal.code(), refusal.kind()), ("flow_not_of_orders", ReasonKind::Invalid));
    }
}

#[test]
fn an_order_of_either_platform_refuses_exchanges_and_reships_and_nothing_else_for_its_flow() {
    refuses_what_it_does_not_carry_out(shopxo());
    refuses_what_it_does_not_carry_out(wechat());
}
