//! Random walks: in whatever order requests come, a refused command leaves no trace, an accepted one makes an
//! event that fits, the same command sent again is known, and the driver's checks after each event hold. Other
//! commands than sensible ones are among them.

use aftersale::order::{Command, Decision, Request, Version};
use proptest::prelude::*;

use crate::shop::{Platform, Shop, patient_wechat, shopxo, wechat};
use crate::wander::{Step, command, steps};

fn walk<P: Platform>(policy: P, steps: &[Step]) {
    let mut shop = Shop::of_tea(policy);
    for step in steps {
        let command = command(&mut shop, step);
        let before = shop.order.clone();
        match shop.send(&command) {
            Ok(Decision::Accepted { event, .. }) => {
                let next = Version::new(before.version().number() + 1);
                assert_eq!((shop.order.version(), event.version), (next, next));
                let again = Command { at: shop.now.plus_seconds(1).unwrap(), ..command };
                let known = shop.order.decide(&again).unwrap();
                let is_known = match again.request {
                    Request::Acknowledge { .. } => matches!(known, Decision::Nothing { .. }),
                    _ => matches!(known, Decision::Duplicate { .. }),
                };
                assert!(is_known, "{known:?}");
            }
            Ok(Decision::Duplicate { .. }) => panic!("a new command was known"),
            Ok(Decision::Nothing { .. }) => assert_eq!(shop.order, before),
            Err(refusal) => {
                assert!(!refusal.reasons.is_empty());
                assert_eq!(shop.order, before, "{refusal}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_walk_at_a_shop_breaks_anything(steps in steps()) {
        walk(shopxo(), &steps);
    }

    #[test]
    fn no_walk_at_wechat_breaks_anything(steps in steps()) {
        walk(wechat(), &steps);
        walk(patient_wechat(), &steps);
    }
}
