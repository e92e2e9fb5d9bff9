//! Sound, so this one must compile: the highest number that a status may have.

#[path = "shop/one_rule.rs"]
mod one_rule;

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Status {
    Paid = 126,
}

impl Status {
    pub const ALL: &'static [Self] = &[Self::Paid];

    pub const fn name(self) -> &'static str {
        "PAID"
    }
}

aftersale::impl_status!(Status);
