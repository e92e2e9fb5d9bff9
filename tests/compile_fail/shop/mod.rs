//! The sound platform that most cases of this folder start from: a small shop with seven statuses,
//! six rules and six standings. `sound.rs` declares it as it stands, the others with a change.

#![allow(dead_code, unused_imports, reason = "no case needs all of it")]

pub use Status::*;
pub use aftersale::lifecycle::{
    ANY_FLOW, Action::*, Actor::*, Evidence::*, Fact, Flow, Guard, Lifecycle, Phase, REFUND_ONLY,
    RETURN_REFUND, Rule, Standing, rule, standing,
};

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    Invalid,
    Asked,
    Awaited,
    Paid,
    Returned,
    Refused,
    GivenUp,
    /// Not in `ALL`, so no table may speak of it.
    Unlisted,
}

impl Status {
    pub const ALL: &'static [Self] = &[Invalid, Asked, Awaited, Paid, Returned, Refused, GivenUp];

    pub const fn name(self) -> &'static str {
        match self {
            Invalid => "INVALID",
            Asked => "ASKED",
            Awaited => "AWAITED",
            Paid => "PAID",
            Returned => "RETURNED",
            Refused => "REFUSED",
            GivenUp => "GIVEN_UP",
            Unlisted => "UNLISTED",
        }
    }
}

aftersale::impl_status!(Status);

pub const RULES: &[Rule<Status>] = &[R1, R2, R3, R4, R5, R6];
pub const R1: Rule<Status> = rule("R1", ANY_FLOW, &[], Apply, &[Buyer], Asked, Documented);
pub const R2: Rule<Status> =
    rule("R2", REFUND_ONLY, &[Asked], RefundSucceeded, &[Platform], Paid, Documented);
pub const R3: Rule<Status> =
    rule("R3", RETURN_REFUND, &[Asked], AgreeToReturn, &[Merchant], Awaited, Documented);
pub const R4: Rule<Status> =
    rule("R4", RETURN_REFUND, &[Awaited], RefundSucceeded, &[Platform], Returned, Documented);
pub const R5: Rule<Status> =
    rule("R5", ANY_FLOW, &[Asked], Refuse, &[Merchant], Refused, Documented);
pub const R6: Rule<Status> =
    rule("R6", ANY_FLOW, &[Asked, Refused], Cancel, &[Buyer], GivenUp, Documented);

pub const STANDINGS: &[Standing<Status>] = &[S1, S2, S3, S4, S5, S6];
pub const S1: Standing<Status> = standing(Asked, ANY_FLOW, Phase::UnderReview);
pub const S2: Standing<Status> = standing(Awaited, RETURN_REFUND, Phase::WaitingForGoods);
pub const S3: Standing<Status> = standing(Paid, REFUND_ONLY, Phase::Refunded);
pub const S4: Standing<Status> = standing(Returned, RETURN_REFUND, Phase::Refunded);
pub const S5: Standing<Status> = standing(Refused, ANY_FLOW, Phase::Refused);
pub const S6: Standing<Status> = standing(GivenUp, ANY_FLOW, Phase::Withdrawn);

pub const WITHOUT_RULES: &[Status] = &[Invalid];
