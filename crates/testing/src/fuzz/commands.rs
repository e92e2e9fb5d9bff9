//! Commands against an order.

use arbitrary::{Arbitrary, Unstructured};
use core::fmt::Debug;

use crate::invariants::{self, Findings};
use crate::model::{Answer, Model};
use crate::{History, Plan};
use aftersale::order::{Decision, Policy};
use aftersale::shopxo::{FaithfulShop, HardenedShop, Release};
use aftersale::wechat::WeChat;

/// The highest number of commands, so that no input takes long.
const MOST: usize = 40;

/// Takes the bytes for a platform, an order and the commands that it gets. After every command the order does as
/// the reference model, and every invariant holds that the policy's terms do not do without; in the end its events,
/// and its snapshot, give the same order again (I23).
///
/// # Panics
///
/// When one of these properties does not hold. The message has the whole history.
pub fn commands(data: &[u8]) {
    let Some((platform, rest)) = data.split_first() else { return };
    let Ok(mut plan) = Plan::arbitrary_take_rest(Unstructured::new(rest)) else { return };
    plan.steps.truncate(MOST);
    match platform % 4 {
        0 => check_plan(WeChat::default(), &plan),
        1 => check_plan(HardenedShop::default(), &plan),
        2 => check_plan(FaithfulShop::new(Release::V2_2_1), &plan),
        _ => check_plan(FaithfulShop::new(Release::V6_9_0), &plan),
    }
}

fn check_plan<P: Policy + Debug + PartialEq>(policy: P, plan: &Plan) {
    let facts = plan.order.facts();
    let Ok(mut history) = History::open(policy.clone(), facts.clone()) else { return };
    let mut model = Model::open(policy, &facts, history.now());
    for step in &plan.steps {
        let before = history.order().clone();
        let command = history.command(step);
        let expected = model.answer(&command);
        model.take(&command);
        let answer = history.send(command.clone()).clone();
        let given = match &answer {
            Ok(Decision::Accepted { .. }) => Answer::Accepted,
            Ok(Decision::Duplicate { .. }) => Answer::Duplicate,
            Ok(Decision::Nothing { .. }) => Answer::Nothing,
            Err(_) => Answer::Refused,
        };
        assert_eq!(given, expected, "the order and the model answer otherwise\n{history}");
        let differences = model.differences(history.order());
        assert!(differences.is_empty(), "{differences:#?}\n{history}");
        let mut found = Findings::at(before.version());
        invariants::check_answer(&before, &command, &answer, &mut found);
        assert_eq!(found.into_result(), Ok(()), "{history}");
    }
    let checked = invariants::check(history.order(), history.events());
    assert_eq!(checked, Ok(()), "{history}");
}
