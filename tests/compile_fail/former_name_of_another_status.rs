// error: the former name REFUSED is the name, or a former name, of another status
//! A former name that a status has today would make old events mean something else.

mod shop;
use shop::*;

#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Renamed {
    Asked,
    Refused,
}

impl Renamed {
    pub const ALL: &'static [Self] = &[Self::Asked, Self::Refused];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "ASKED",
            Self::Refused => "REFUSED",
        }
    }
}

aftersale::impl_status!(Renamed, former_names: &[("REFUSED", Renamed::Asked)]);
