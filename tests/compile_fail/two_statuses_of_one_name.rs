// error: the shop: two statuses have the name PAID
//! Two statuses of one name.

#[path = "shop/one_rule.rs"]
mod one_rule;

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    Paid,
    Settled,
}

impl Status {
    pub const ALL: &'static [Self] = &[Self::Paid, Self::Settled];

    pub const fn name(self) -> &'static str {
        "PAID"
    }
}

aftersale::impl_status!(Status);
