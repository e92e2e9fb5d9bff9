//! Whose orders this host keeps: those of a shop that pays itself, and those of WeChat, which have
//! clocks.

use aftersale::order::Policy;
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;

use crate::error::HostError;

/// A policy under which this host keeps orders.
pub(crate) trait Kept: Policy + Default + PartialEq {}

impl Kept for HardenedShop {}
impl Kept for WeChat {}

/// Which of them an order is of, as the database tells it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Platform {
    ShopXo,
    WeChat,
}

impl Platform {
    /// The platform of this name.
    pub(crate) fn named(name: &str) -> Result<Self, HostError> {
        if name == HardenedShop::LIFECYCLE.platform() {
            Ok(Self::ShopXo)
        } else if name == WeChat::LIFECYCLE.platform() {
            Ok(Self::WeChat)
        } else {
            Err(HostError::NoSuchPlatform { platform: name.into() })
        }
    }
}
