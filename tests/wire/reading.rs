//! The facts of a document about a case: where it stands and how far it has come.

use aftersale::lifecycle::{Fact, Flow, Phase};
use aftersale::shopxo;
use aftersale::shopxo::wire as shopxo_wire;
use aftersale::steps::{Progress, steps};
use aftersale::time::{Timestamp, UtcOffset};
use aftersale::wechat;
use aftersale::wechat::AfterSaleStatus;
use aftersale::wechat::wire::AfterSaleOrder;
use aftersale::wire::decode;

use crate::{SHOPXO_2_2_1, SHOPXO_6_9_0, WECHAT, answers, wechat_order};

#[test]
fn the_published_answer_of_wechat_is_a_refunded_case() {
    let order = wechat_order(WECHAT);
    let position = order.position().unwrap();
    assert_eq!(position.flow, Flow::RefundOnly);
    assert_eq!(position.status, Some(AfterSaleStatus::MerchantRefundSuccess));
    assert_eq!(position.facts.get(Fact::GoodsSent), Some(false));
    let phase = wechat::LIFECYCLE.phase(position.flow, AfterSaleStatus::MerchantRefundSuccess);
    assert_eq!(phase, Some(Phase::Refunded));
    let line: Vec<_> = steps(position.flow, Some(Phase::Refunded), &order.milestones()).collect();
    assert!(line.iter().all(|step| step.progress == Progress::Done));
    assert_eq!(line[0].time, Some(Timestamp::from_seconds(1_591_319_454)));
    assert_eq!(line[2].time, None, "the platform does not say when it paid");
}

#[test]
fn a_return_with_a_waybill_has_its_goods_sent_and_one_without_may_have() {
    let text = include_str!("../data/wechat/get_answer_refused_after_sending.json");
    let facts = wechat_order(text).position().unwrap().facts;
    assert_eq!(facts.get(Fact::GoodsSent), Some(true));
    let text = include_str!("../data/wechat/get_answer_under_review.json");
    let facts = wechat_order(text).position().unwrap().facts;
    assert_eq!(facts.get(Fact::GoodsSent), None);
}

#[test]
fn the_times_of_both_shopxo_versions_are_the_same_steps() {
    for file in [SHOPXO_2_2_1, SHOPXO_6_9_0] {
        let document = answers(file)
            .iter()
            .map(|answer| shopxo_wire::Document::decode(&answer.to_string()).unwrap())
            .find(|document| {
                document.newest().is_some_and(|row| {
                    row.position().unwrap().status == Some(shopxo::AfterSaleStatus::Completed)
                        && row.position().unwrap().flow == Flow::ReturnRefund
                })
            })
            .unwrap();
        let row = document.newest().unwrap();
        let milestones = row.milestones(UtcOffset::CHINA);
        let times: Vec<_> = steps(Flow::ReturnRefund, Some(Phase::Refunded), &milestones)
            .map(|step| step.time.unwrap().seconds())
            .collect();
        assert!(times.is_sorted() && times[4] - times[0] < 5, "{times:?}");
        assert!((1_795_300_356..1_795_300_366).contains(&times[0]), "{times:?}");
    }
}

#[test]
fn a_shopxo_row_gives_the_facts_about_the_goods_that_it_has_and_no_more() {
    let facts = |extra: &str| {
        let text = format!(r#"{{"status": 2, "type": 1, {extra}}}"#);
        let row: shopxo_wire::AftersaleRow = decode(&text).unwrap();
        row.position().unwrap().facts
    };
    for (row, sent) in [
        (r#""express_number": "SF1""#, Some(true)),
        (r#""express_number": "", "delivery_time": 1795300357"#, Some(true)),
        (r#""express_number": "", "delivery_time": "0""#, Some(false)),
        (r#""express_number": "", "delivery_time": """#, Some(false)),
        (r#""express_number": """#, None),
        (r#""delivery_time": 0"#, None),
        (r#""id": 1"#, None),
    ] {
        assert_eq!(facts(row).get(Fact::GoodsSent), sent, "{row}");
    }
    for (status, shipped) in
        [(0, Some(false)), (2, Some(false)), (3, Some(true)), (4, Some(true)), (6, None), (9, None)]
    {
        let order = format!(r#""order_data": {{"status": "{status}"}}"#);
        assert_eq!(facts(&order).get(Fact::OrderShipped), shipped, "order status {status}");
    }
    let refund_only: shopxo_wire::AftersaleRow = decode(r#"{"status": 2, "type": 0}"#).unwrap();
    assert_eq!(refund_only.position().unwrap().facts.get(Fact::GoodsSent), Some(false));
}

#[test]
fn a_refund_that_failed_for_good_had_all_steps_before_it_behind() {
    let text = r#"{"order_id": 1, "status": "MERCHANT_REFUND_RETRY_FAIL", "type": "RETURN"}"#;
    let order: AfterSaleOrder = decode(text).unwrap();
    let line: Vec<Progress> = steps(Flow::ReturnRefund, Some(Phase::Closed), &order.milestones())
        .map(|s| s.progress)
        .collect();
    let mut expected = vec![Progress::Done; 4];
    expected.push(Progress::Stopped);
    assert_eq!(line, expected);
}
