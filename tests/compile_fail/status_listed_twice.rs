// error: the shop: status PAID is listed twice in `ALL`
//! A status that `ALL` lists twice.

#[path = "shop/one_rule.rs"]
mod one_rule;

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    Paid,
}

impl Status {
    pub const ALL: &'static [Self] = &[Self::Paid, Self::Paid];

    pub const fn name(self) -> &'static str {
        "PAID"
    }
}

aftersale::impl_status!(Status);
