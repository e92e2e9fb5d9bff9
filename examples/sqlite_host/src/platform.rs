//! The platforms whose orders this host keeps: a shop that pays refunds itself, and WeChat, which has
//! clocks.

use aftersale::order::Policy;
use aftersale::shopxo::HardenedShop;
use aftersale::wechat::WeChat;

use crate::error::HostError;

/// A policy under which this host keeps orders.
pub(crate) trait HostedPolicy: Policy + Default + PartialEq {}

impl HostedPolicy for HardenedShop {}
impl HostedPolicy for WeChat {}

/// The platform of an order, by its name in the database.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Platform {
    ShopXo,
    WeChat,
}

impl Platform {
    /// Returns the platform of this name.
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
