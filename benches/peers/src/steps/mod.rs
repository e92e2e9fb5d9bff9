//! One step on WeChat's table, by this crate, by a `match` and by four crates for state machines: the same questions, and
//! the same answers.
//!
//! What a peer needs for a question (a machine in the right state, an event) is made before anything is measured, and so is
//! whatever was folded into its events and states. Only the step itself is counted, and that its answer is there.

mod edfsm_peer;
mod rust_fsm_peer;
mod smlang_peer;
mod statig_peer;

use std::hint::black_box;

use aftersale::lifecycle::{Flow, Position};
use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
use aftersale_benches::{Question, some_questions};

/// The number of questions of the stream.
pub(crate) const QUESTIONS: usize = 4_096;

/// Returns the stream of questions, of which three in ten are refused.
pub(crate) fn stream() -> Vec<Question> {
    some_questions(QUESTIONS)
}

/// A question as a peer has it, ready to be answered once.
pub(crate) trait Step {
    /// Returns what the peer needs to answer this question.
    fn of(question: &Question) -> Self;

    /// Takes the step, and returns whether it was permitted.
    fn take(&mut self) -> bool;

    /// Returns the status of the case, after the step if it was permitted.
    fn status(&self) -> Option<AfterSaleStatus>;

    /// Takes the step, and returns the next status if it was permitted.
    #[cfg_attr(not(test), expect(dead_code, reason = "what is measured does not name the status"))]
    fn answer(&mut self) -> Option<AfterSaleStatus> {
        if self.take() { self.status() } else { None }
    }
}

/// Whoever answers questions.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// Returns a call that answers every question once.
    pub(crate) pass: fn(&[Question]) -> Box<dyn FnMut()>,
}

/// The rows of the table. The first is the loop alone, without any answer.
pub(crate) const SUBJECTS: &[Subject] = &[
    Subject { name: NOTHING, pass: nothing },
    Subject { name: BY_HAND, pass: asked::<ByHand> },
    Subject { name: "aftersale, `Lifecycle::leads_to`", pass: asked::<LeadsTo> },
    Subject { name: "aftersale, `Lifecycle::rule` and its actors", pass: asked::<LookUp> },
    Subject { name: "aftersale, `Lifecycle::next`", pass: asked::<Next> },
    Subject { name: "statig 0.4.1", pass: stepped::<statig_peer::Step> },
    Subject { name: "smlang 0.8.0", pass: stepped::<smlang_peer::Step> },
    Subject { name: "rust-fsm 0.8.0", pass: stepped::<rust_fsm_peer::Step> },
    Subject { name: "edfsm 0.12.1", pass: stepped::<edfsm_peer::Step> },
];

/// The row of the loop alone.
pub(crate) const NOTHING: &str = "nothing (the loop alone)";
/// The row that others are compared with.
pub(crate) const BY_HAND: &str = "one `match`, by hand";

/// Returns whether the platform has this status in this flow.
fn exists(flow: Flow, status: AfterSaleStatus) -> bool {
    LIFECYCLE.phase(flow, status).is_some()
}

fn nothing(questions: &[Question]) -> Box<dyn FnMut()> {
    let questions = questions.to_vec();
    Box::new(move || {
        for question in black_box(&questions) {
            black_box(question);
        }
    })
}

fn stepped<S: Step + 'static>(questions: &[Question]) -> Box<dyn FnMut()> {
    let mut steps: Vec<S> = questions.iter().map(S::of).collect();
    Box::new(move || {
        for step in black_box(&mut steps) {
            black_box(step.take());
        }
    })
}

/// A function of a question, which needs no state of its own.
trait Function {
    /// The type of its answers.
    type Answer;

    /// Returns the answer.
    fn answer(question: &Question) -> Self::Answer;

    /// Returns the next status of an answer.
    #[cfg_attr(not(test), expect(dead_code, reason = "what is measured does not name the status"))]
    fn status(answer: Self::Answer) -> Option<AfterSaleStatus>;
}

fn asked<F: Function>(questions: &[Question]) -> Box<dyn FnMut()> {
    let questions = questions.to_vec();
    Box::new(move || {
        for question in black_box(&questions) {
            black_box(F::answer(question));
        }
    })
}

struct ByHand;

impl Function for ByHand {
    type Answer = Option<AfterSaleStatus>;

    #[inline]
    fn answer(question: &Question) -> Self::Answer {
        question.by_hand()
    }

    fn status(answer: Self::Answer) -> Option<AfterSaleStatus> {
        answer
    }
}

/// The look-up, and whether the actor may: without guards, evidence and reasons.
struct LookUp;

impl Function for LookUp {
    type Answer = Option<AfterSaleStatus>;

    #[inline]
    fn answer(question: &Question) -> Self::Answer {
        let Position { flow, status, .. } = question.position;
        let rule = LIFECYCLE.rule(flow, status, question.action)?;
        rule.by.contains(&question.actor).then_some(rule.to)
    }

    fn status(answer: Self::Answer) -> Option<AfterSaleStatus> {
        answer
    }
}

/// The same answer with one index.
struct LeadsTo;

impl Function for LeadsTo {
    type Answer = Option<AfterSaleStatus>;

    #[inline]
    fn answer(question: &Question) -> Self::Answer {
        let Position { flow, status, .. } = question.position;
        LIFECYCLE.leads_to(flow, status, question.actor, question.action)
    }

    fn status(answer: Self::Answer) -> Option<AfterSaleStatus> {
        answer
    }
}

/// The step with its guards and, where it is refused, all that its reasons are made of.
struct Next;

impl Function for Next {
    type Answer = Result<
        aftersale::lifecycle::Transition<AfterSaleStatus>,
        aftersale::lifecycle::TableRefusal<AfterSaleStatus>,
    >;

    #[inline]
    fn answer(question: &Question) -> Self::Answer {
        LIFECYCLE.next(&question.position, question.actor, question.action)
    }

    fn status(answer: Self::Answer) -> Option<AfterSaleStatus> {
        answer.ok().map(|transition| transition.to)
    }
}

#[cfg(test)]
mod tests {
    use aftersale::lifecycle::{Action, Actor};
    use aftersale_benches::all_questions;

    use super::*;

    fn agrees_as_function<F: Function>() {
        for question in all_questions() {
            assert_eq!(F::status(F::answer(&question)), question.by_hand(), "{question:?}");
        }
    }

    fn agrees<S: Step>() {
        for question in all_questions() {
            assert_eq!(S::of(&question).answer(), question.by_hand(), "{question:?}");
        }
    }

    #[test]
    fn all_give_the_answers_of_the_match() {
        agrees_as_function::<LookUp>();
        agrees_as_function::<LeadsTo>();
        agrees_as_function::<Next>();
        agrees::<statig_peer::Step>();
        agrees::<smlang_peer::Step>();
        agrees::<rust_fsm_peer::Step>();
        agrees::<edfsm_peer::Step>();
    }

    #[test]
    fn every_action_has_one_actor() {
        // What rust-fsm's inputs rely on.
        for action in Action::ALL {
            let may = |actor: &&Actor| {
                all_questions().iter().any(|question| {
                    question.action == *action
                        && question.actor == **actor
                        && question.by_hand().is_some()
                })
            };
            assert_eq!(Actor::ALL.iter().filter(may).count(), 1, "{action}");
        }
    }

    #[test]
    fn three_questions_in_ten_are_refused() {
        let refused = stream().iter().filter(|question| question.by_hand().is_none()).count();
        assert!((1_150..1_300).contains(&refused), "{refused} of {QUESTIONS}");
    }
}
