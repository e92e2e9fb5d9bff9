//! Whole orders against a gateway that keeps books of its own (I1, I6, I8, I10, I12, I25, I26, I29): a careful host has booked what
//! the buyer has got, and the same histories find hosts that are not careful.

use aftersale_testing::simulation::{Habit, play};

#[test]
fn what_was_paid_is_what_was_booked_whatever_is_lost_late_or_taken_back() {
    for seed in 0..300 {
        let played = play(seed, Habit::Careful);
        assert!(played.is_right(), "history {seed}: {played:?}");
    }
}

#[test]
fn hosts_that_hear_wrongly_lose_money_in_the_same_histories() {
    for habit in Habit::ALL.into_iter().filter(|habit| *habit != Habit::Careful) {
        let wrong = (0..200).filter(|seed| !play(*seed, habit).is_right()).count();
        assert!(wrong > 0, "{}", habit.name());
    }
}
