//! That the histories get everywhere: a comparison of what never happens proves nothing.

use std::collections::BTreeSet;

use aftersale::lifecycle::Action;
use aftersale::order::{Capability, RIGHTS};
use aftersale::shopxo::{FaithfulShop, Release};
use aftersale_testing::model::Answer;

use crate::machine::{Tested, World, patient};
use crate::shop::{Platform, shopxo, wechat};

/// By so many histories of so many commands each.
const HISTORIES: u64 = 400;
const COMMANDS: u64 = 40;

/// Every action of the table has moved a case, every right was used and refused, and every answer was
/// given.
fn gets_everywhere<P: Platform>(policy: P, rarely: &[Action]) {
    let mut moved_by = BTreeSet::new();
    let mut answered = BTreeSet::new();
    for history in 0..HISTORIES {
        let mut world = World::open(policy.clone(), history, history % 2 == 0);
        let mut tested = Tested::of(&world);
        for step in 0..COMMANDS {
            let command = world.next_command(history * COMMANDS + step);
            world = world.take(&command);
            tested.take(&world, &command);
            let what = match command.request.capability() {
                Capability::Action(action) => action.to_string(),
                Capability::Right(right) => right.to_string(),
                _ => continue,
            };
            answered.insert((what, format!("{:?}", world.answer)));
        }
        let moves = world.order.cases().iter().flat_map(|case| &case.history);
        moved_by.extend(moves.filter_map(|step| step.action));
    }
    for rule in P::LIFECYCLE.rules() {
        let was_taken = moved_by.contains(&rule.action) || rarely.contains(&rule.action);
        assert!(was_taken, "{} at {}", rule.action, P::LIFECYCLE.platform());
    }
    let was = |what: &str, answer: Answer| answered.contains(&(what.into(), format!("{answer:?}")));
    for (right, holders) in policy.terms().rights.iter() {
        let is_used = was(right.text(), Answer::Accepted);
        // These two are part of what is done to a case; and no clock runs in a shop.
        let is_known_otherwise = matches!(right.text(), "pay again" | "write off the refund")
            || (right.text() == "move the deadline" && policy.terms().clocks == Default::default());
        assert!(is_used || is_known_otherwise || holders.is_empty(), "{right}");
    }
    for (right, _) in RIGHTS.iter().filter(|(right, _)| right.text().starts_with("report")) {
        assert!(was(right.text(), Answer::Refused), "{right}");
        assert!(was(right.text(), Answer::Nothing), "{right}");
        assert!(was(right.text(), Answer::Duplicate), "{right}");
    }
}

#[test]
fn histories_get_everywhere() {
    gets_everywhere(wechat(), &[Action::RuleReturnFirst, Action::RuleForBuyer]);
    gets_everywhere(patient(), &[]);
    gets_everywhere(shopxo(), &[]);
    gets_everywhere(FaithfulShop::new(Release::V2_2_1), &[]);
    gets_everywhere(FaithfulShop::new(Release::V6_9_0), &[]);
}
