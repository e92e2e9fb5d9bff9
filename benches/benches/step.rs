//! The cost of a step: WeChat's table beside the same rules written by hand, on the same 4,096
//! questions. Before anything is measured, both must have given the same answer to every question
//! that there is.
//!
//! - `by_hand`: one `match`, without guards, facts, evidence or reasons;
//! - `rule`: the table's bare look-up, which looks neither at the actor nor at guards;
//! - `next`: a step by the table, of which only the next status is used, as with the `match`;
//! - `next_in_full`: the same, and all of the answer is used, refusals included;
//! - `judge`: the answer that also names what it depends on.

use aftersale::wechat::LIFECYCLE;
use aftersale_benches::{Question, all_questions, some_questions};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    for question in all_questions() {
        assert_eq!(question.by_table(), question.by_hand(), "{question:?}");
    }
    divan::main();
}

/// Measures the answers to 4,096 questions, and counts them.
fn answers<T>(bencher: Bencher<'_, '_>, answer: impl Fn(&Question) -> T + Sync) {
    let questions = some_questions(4_096);
    bencher.counter(ItemsCount::new(questions.len())).bench(|| {
        for question in black_box(&questions) {
            black_box(answer(question));
        }
    });
}

#[divan::bench]
fn by_hand(bencher: Bencher<'_, '_>) {
    answers(bencher, Question::by_hand);
}

#[divan::bench]
fn rule(bencher: Bencher<'_, '_>) {
    answers(bencher, |question| {
        LIFECYCLE.rule(question.position.flow, question.position.status, question.action)
    });
}

#[divan::bench]
fn next(bencher: Bencher<'_, '_>) {
    answers(bencher, Question::by_table);
}

#[divan::bench]
fn next_in_full(bencher: Bencher<'_, '_>) {
    answers(bencher, |question| {
        LIFECYCLE.next(&question.position, question.actor, question.action)
    });
}

#[divan::bench]
fn judge(bencher: Bencher<'_, '_>) {
    answers(bencher, |question| {
        LIFECYCLE.judge(&question.position, question.actor, question.action)
    });
}
