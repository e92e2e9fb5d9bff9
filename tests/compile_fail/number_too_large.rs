// error: a status must be numbered from 0 to 126
//! A status with a number that the look-up has no room for.

#[path = "shop/one_rule.rs"]
mod one_rule;

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    Paid = 127,
}

impl Status {
    pub const ALL: &'static [Self] = &[Self::Paid];

    pub const fn name(self) -> &'static str {
        "PAID"
    }
}

aftersale::impl_status!(Status);
