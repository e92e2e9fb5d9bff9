//! "May this actor do this here, and where does it lead?": all such questions, and a stream of them
//! that is the same in each run.

use core::iter;

use aftersale::lifecycle::{Action, Actor, Flow, KnownFacts, Position};
use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};

use crate::by_hand;

/// One question to WeChat's table.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// The position of the case.
    pub position: Position<AfterSaleStatus>,
    /// The actor.
    pub actor: Actor,
    /// The action.
    pub action: Action,
}

impl Question {
    /// Returns the question with all facts known that the rule asks for, and as it wants them.
    fn new(flow: Flow, status: Option<AfterSaleStatus>, actor: Actor, action: Action) -> Self {
        let guards = LIFECYCLE.rule(flow, status, action).map_or(&[][..], |rule| rule.guards);
        let nothing_known = Position { flow, status, facts: KnownFacts::UNKNOWN };
        let position = guards
            .iter()
            .fold(nothing_known, |position, guard| position.knowing(guard.fact(), guard.wants()));
        Self { position, actor, action }
    }

    /// Returns the next status by the rules written by hand.
    #[must_use]
    pub fn by_hand(&self) -> Option<AfterSaleStatus> {
        by_hand(self.position.flow, self.position.status, self.actor, self.action)
    }

    /// Returns the next status by the table.
    #[must_use]
    pub fn by_table(&self) -> Option<AfterSaleStatus> {
        LIFECYCLE.next(&self.position, self.actor, self.action).ok().map(|done| done.to)
    }
}

/// Returns the questions of every flow, status (and none), action and actor.
#[must_use]
pub fn all_questions() -> Vec<Question> {
    let mut questions = Vec::new();
    for flow in Flow::OF_ORDERS {
        for status in iter::once(None).chain(AfterSaleStatus::ALL.iter().copied().map(Some)) {
            for action in Action::ALL {
                for actor in Actor::ALL {
                    questions.push(Question::new(*flow, status, *actor, *action));
                }
            }
        }
    }
    questions
}

/// Returns this many questions, of which about seven in ten are answered with yes, in an order that a
/// processor cannot foresee.
#[must_use]
pub fn some_questions(count: usize) -> Vec<Question> {
    let (yes, no): (Vec<_>, Vec<_>) =
        all_questions().into_iter().partition(|question| question.by_hand().is_some());
    let mut random = Random(7_012);
    iter::repeat_with(|| {
        let questions = if random.below(10) < 7 { &yes } else { &no };
        questions.get(random.below(questions.len())).copied()
    })
    .flatten()
    .take(count)
    .collect()
}

/// A linear congruential generator, Knuth's for MMIX: good enough to mix questions.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The upper half is the more random one.
        usize::try_from(self.0 >> 32).unwrap_or(0).checked_rem(limit).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_and_the_match_agree_on_every_question() {
        let questions = all_questions();
        for question in &questions {
            assert_eq!(question.by_table(), question.by_hand(), "{question:?}");
        }
        let answered = questions.iter().filter(|question| question.by_hand().is_some()).count();
        assert!(answered >= LIFECYCLE.rules().len(), "only {answered} are answered with yes");
    }

    #[test]
    fn seven_in_ten_are_answered_with_yes() {
        let questions = some_questions(4_096);
        let yes = questions.iter().filter(|question| question.by_table().is_some()).count();
        assert!((2_800..2_950).contains(&yes), "{yes} of {}", questions.len());
    }
}
