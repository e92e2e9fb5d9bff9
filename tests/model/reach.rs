//! That the histories get everywhere: a comparison of what never happens proves nothing.

use std::collections::BTreeMap;

use aftersale::order::{Act, Doing};
use aftersale::shopxo::{Faithful, Release};
use aftersale::testing::model::Answer;

use crate::machine::{World, patient};
use crate::shop::{Platform, shopxo, wechat};

/// How often each act got which answer, and how often each rule was taken, by its row and its status.
#[derive(Default)]
struct Reached {
    answers: BTreeMap<(String, String), u32>,
    moves: BTreeMap<(String, String), u32>,
}

fn reach<P: Platform>(policy: P, histories: u32, reached: &mut Reached) {
    for history in 0..histories {
        let mut world = World::open(policy.clone(), u64::from(history), history % 2 == 0);
        for step in 0..40 {
            let command = world.next_command(u64::from(history * 100 + step));
            let what = match command.act.doing() {
                Doing::Action(action) => action.to_string(),
                Doing::Right(right) => right.to_string(),
                _ => continue,
            };
            world = world.take(&command);
            let answer = format!("{:?}", world.answer);
            *reached.answers.entry((what, answer)).or_default() += 1;
        }
        for case in world.order.cases() {
            let mut from = None;
            for step in &case.moves {
                let action = step.action.map_or("taken over".to_string(), |it| it.to_string());
                *reached.moves.entry((format!("{from:?} {}", case.flow), action)).or_default() += 1;
                from = Some(step.status);
            }
        }
    }
}

#[test]
fn print() {
    let mut reached = Reached::default();
    reach(wechat(), 1000, &mut reached);
    reach(patient(), 1000, &mut reached);
    println!("{:#?}", reached.answers);
    println!("{:#?}", reached.moves);
    let mut reached = Reached::default();
    reach(shopxo(), 1000, &mut reached);
    reach(Faithful::new(Release::V6_9_0), 1000, &mut reached);
    println!("{:#?}", reached.answers);
    println!("{:#?}", reached.moves);
}
