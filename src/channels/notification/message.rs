//! The record of an event: the envelope that all events have, and the part that each kind has besides.

use alloc::string::String;
use alloc::vec::Vec;

use super::EventName;
use crate::channels::AfterSaleStatus;
use crate::channels::wire::calls::{ComplaintStatus, GuaranteeStatus};
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::time::Timestamp;
use crate::wire::{Lenient, Loose, PlatformId, UnlistedCode, Unplaced, Word, known_word, record};

record! {
    /// An event, as the platform sends it to the merchant's system. In JSON it is an object, in XML the element `xml`;
    /// the fields have the same names in both.
    ///
    /// An event names the case and, at the Channels shop, its status. It has no number of its own, no status before and
    /// no type, may come several times and late, and may not come at all: read the case when one comes.
    pub struct EventMessage {
        /// The merchant's account.
        to_user_name as "ToUserName": String,
        /// The platform's account, always the same.
        from_user_name as "FromUserName": String,
        /// The time of the event, in seconds.
        create_time as "CreateTime": Loose<Timestamp>,
        /// The kind of the message: `event`.
        msg_type as "MsgType": String,
        /// The name of the event.
        event as "Event": Word<EventName>,
        /// The encrypted message, in Base64. Where it stands alone, the host decrypts it, and what comes out is the event.
        encrypt as "Encrypt": String,
        /// Of `channels_ec_aftersale_update`: the after-sale.
        aftersale as "finder_shop_aftersale_status_update": AfterSaleUpdate,
        /// Of `channels_ec_aftersale_update`, where the platform's table puts it: the price for members, in fen. Its
        /// example puts it into the after-sale; [`wxa_vip_discounted_price`](Self::wxa_vip_discounted_price) reads both.
        wxa_vip_discounted_price_beside as "wxa_vip_discounted_price": Loose<Amount>,
        /// Of `channels_ec_present_aftersale_update`: the after-sale of a gift order.
        present_aftersale as "finder_shop_present_aftersale_status_update": AfterSaleUpdate,
        /// Of `channels_ec_complaint_update`: the dispute.
        complaint as "finder_shop_complaint": ComplaintUpdate,
        /// The dispute under the name that an old page gives it.
        misprinted_complaint as "finder_finder_shop_complaint": ComplaintUpdate,
        /// Of `channels_ec_guarantee_update`: the guarantee order.
        guarantee as "finder_shop_guarantee_status_update": GuaranteeUpdate,
        /// Of the order events: the order.
        order_info: OrderInfo,
        /// Of `api_diff`: the page with all changes.
        changelog_url: String,
        /// Of `api_diff`: the changes.
        api_changes: Vec<InterfaceChange>,
        /// Of `api_diff`: the time of the changes, in seconds. It is documented as a number and sent as a text.
        change_time: Loose<Timestamp>,
        /// Of the component's events: the after-sale.
        aftersale_info: ComponentAfterSale,
        /// Of `open_product_order_update`: what has changed.
        order_update as "OrderUpdateNotification": ComponentOrderUpdate,
        /// Of `wxaproduct_add_aftersale`: the after-sale.
        aftersale_id: PlatformId,
        /// Of `wxaproduct_add_aftersale`: the merchant's own number of the after-sale.
        out_aftersale_id: PlatformId,
        /// Of `wxaproduct_add_aftersale`: the order.
        order_id: PlatformId,
        /// Of `wxaproduct_add_aftersale`: the type, a number of the old component. Events that this crate does not know
        /// can have another value under so common a name; it is kept as it came.
        kind as "type": Lenient<Loose<UnlistedCode>>,
        /// Of `wxaproduct_add_aftersale`: the status, a number of the old component. Its 15 to 19 are not those of the
        /// mini-shop, so it is never one of this crate's statuses. What is no number is kept as it came.
        status: Lenient<Loose<UnlistedCode>>,
        /// Of `wxaproduct_add_aftersale`: the goods.
        product_infos: Vec<OldComponentProduct>,
    }
}

record! {
    /// The after-sale of an event of the Channels shop.
    ///
    /// Source: [channels_ec_aftersale_update](https://developers.weixin.qq.com/doc/store/shop/notify/aftersale_callback/channels_ec_aftersale_update).
    pub struct AfterSaleUpdate {
        /// The status now.
        status: Word<AfterSaleStatus>,
        /// The number of the after-sale.
        after_sale_order_id: PlatformId,
        /// The number of the order to which it belongs.
        order_id: PlatformId,
        /// The price for members, in fen. Since July 2025.
        wxa_vip_discounted_price: Loose<Amount>,
    }
}

record! {
    /// The dispute of an event of the Channels shop.
    ///
    /// Source: [channels_ec_complaint_update](https://developers.weixin.qq.com/doc/store/shop/notify/aftersale_callback/channels_ec_complaint_update.html).
    pub struct ComplaintUpdate {
        /// The status of the dispute.
        complaint_status: Loose<Word<ComplaintStatus>>,
        /// The number of the after-sale that it is about.
        after_sale_order_id: PlatformId,
        /// The number of the dispute.
        complaint_id: PlatformId,
        /// The number of the order.
        order_id: PlatformId,
    }
}

record! {
    /// The guarantee order of an event of the Channels shop. It is a case of its own, and no status of an after-sale.
    ///
    /// Source: [channels_ec_guarantee_update](https://developers.weixin.qq.com/doc/store/shop/notify/aftersale_callback/channels_ec_guarantee_update).
    pub struct GuaranteeUpdate {
        /// The status of the guarantee order.
        status: Word<GuaranteeStatus>,
        /// The number of the guarantee order: here a text, and a number in the calls.
        guarantee_order_id: PlatformId,
        /// The number of the order.
        order_id: PlatformId,
    }
}

record! {
    /// The order of an order event. Some of these events have its number as a number, others as a text; what else they
    /// have is not this crate's.
    pub struct OrderInfo {
        /// The number of the order.
        order_id: PlatformId,
        /// The time of the payment, in seconds.
        pay_time: Loose<Timestamp>,
    }
}

record! {
    /// One change of the interface (`api_diff`).
    ///
    /// Source: [api_diff](https://developers.weixin.qq.com/doc/store/shop/notify/common_callback/API_change_log_callback).
    pub struct InterfaceChange {
        /// The name of the call, in Chinese.
        chinese_name: String,
        /// The path of the call.
        cgi_path: String,
        /// The page of the call.
        doc_url: String,
        /// The change.
        change_content: String,
    }
}

record! {
    /// The after-sale of an event of the component (`shop/ecaftersale`). It has no status: the event's name says what
    /// has happened.
    ///
    /// Source: [aftersale_new_order](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent2/callback/aftersale/aftersale_user_new_order.html)
    /// and its neighbours.
    pub struct ComponentAfterSale {
        /// The platform's number of the after-sale.
        aftersale_id: PlatformId,
        /// The merchant's own number of it.
        out_aftersale_id: PlatformId,
        /// The platform's number of the order.
        order_id: PlatformId,
        /// The merchant's own number of it.
        out_order_id: PlatformId,
    }
}

record! {
    /// The change that `open_product_order_update` announces.
    ///
    /// Source: [open_product_order_update](https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/ministore/minishopopencomponent2/callback/order_update.html).
    pub struct ComponentOrderUpdate {
        /// 1 for the order, 2 for the after-sale.
        update_type: Loose<UnlistedCode>,
        /// The merchant's own number of the order.
        out_order_id: PlatformId,
        /// The number of the order, veiled.
        ext_order_id: PlatformId,
        /// The buyer.
        openid: String,
    }
}

record! {
    /// Goods of an event of the old component.
    pub struct OldComponentProduct {
        /// The product.
        product_id: PlatformId,
        /// The SKU.
        sku_id: PlatformId,
        /// The number of units.
        product_cnt: Loose<Quantity>,
    }
}

/// The subject of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Subject<'a> {
    /// An after-sale of the Channels shop.
    AfterSale(&'a AfterSaleUpdate),
    /// The after-sale of a gift order of the Channels shop.
    PresentAfterSale(&'a AfterSaleUpdate),
    /// A dispute of the Channels shop.
    Complaint(&'a ComplaintUpdate),
    /// A guarantee order of the Channels shop.
    Guarantee(&'a GuaranteeUpdate),
    /// Changes of the interface itself.
    InterfaceChanges(&'a [InterfaceChange]),
    /// An after-sale of the component.
    Component(&'a ComponentAfterSale),
    /// An order or an after-sale of the component, for third-party platforms.
    ComponentOrder(&'a ComponentOrderUpdate),
    /// An after-sale of the old component, by its number.
    OldComponent(&'a PlatformId),
}

impl EventMessage {
    /// Returns the time of the event. A repetition has the time of the event, not its own, as far as is known.
    #[must_use]
    pub fn time(&self) -> Option<Timestamp> {
        self.create_time.number().copied()
    }

    /// Returns the encrypted message, if nothing of the event stands beside it in plain. Decrypting it is the host's;
    /// what comes out is another document.
    #[must_use]
    pub fn encrypted(&self) -> Option<&str> {
        let is_alone = self.event.value().is_none();
        self.encrypt.value().filter(|_| is_alone).map(String::as_str)
    }

    /// Returns the subject of the event.
    ///
    /// # Errors
    ///
    /// When the name of the event is missing or unknown, and when the part that it promises is missing. Nothing is
    /// concluded from a part under another name (I24).
    pub fn subject(&self) -> Result<Subject<'_>, Unplaced> {
        use EventName as Name;

        let name = known_word(self.event.value(), "Event")?;
        let missing = |field| Unplaced::Missing { field };
        match name {
            Name::AfterSaleUpdate => {
                let update = self.aftersale.value().map(Subject::AfterSale);
                update.ok_or_else(|| missing("finder_shop_aftersale_status_update"))
            }
            Name::PresentAfterSaleUpdate => {
                let update = self.present_aftersale.value().map(Subject::PresentAfterSale);
                update.ok_or_else(|| missing("finder_shop_present_aftersale_status_update"))
            }
            Name::ComplaintUpdate => {
                let update = self.complaint.value().or_else(|| self.misprinted_complaint.value());
                update.map(Subject::Complaint).ok_or_else(|| missing("finder_shop_complaint"))
            }
            Name::GuaranteeUpdate => {
                let update = self.guarantee.value().map(Subject::Guarantee);
                update.ok_or_else(|| missing("finder_shop_guarantee_status_update"))
            }
            Name::InterfaceChange => {
                let changes = self.api_changes.value().map(Vec::as_slice);
                changes.map(Subject::InterfaceChanges).ok_or_else(|| missing("api_changes"))
            }
            Name::OrderUpdate => {
                let update = self.order_update.value().map(Subject::ComponentOrder);
                update.ok_or_else(|| missing("OrderUpdateNotification"))
            }
            Name::AddAfterSale => {
                let id = self.aftersale_id.value().map(Subject::OldComponent);
                id.ok_or_else(|| missing("aftersale_id"))
            }
            _ => {
                let after_sale = self.aftersale_info.value().map(Subject::Component);
                after_sale.ok_or_else(|| missing("aftersale_info"))
            }
        }
    }

    /// Returns the number of the after-sale that the event is about, at whatever generation; `None` when it is about none
    /// or does not say.
    #[must_use]
    pub fn after_sale_id(&self) -> Option<&PlatformId> {
        let id = match self.subject().ok()? {
            Subject::AfterSale(update) | Subject::PresentAfterSale(update) => {
                update.after_sale_order_id.value()
            }
            Subject::Complaint(update) => update.after_sale_order_id.value(),
            Subject::Component(after_sale) => after_sale.aftersale_id.value(),
            Subject::OldComponent(id) => Some(id),
            _ => None,
        };
        id.filter(|id| !id.is_empty())
    }

    /// Returns the price for members, in fen, wherever the event has it.
    #[must_use]
    pub fn wxa_vip_discounted_price(&self) -> Option<Amount> {
        let inside = self.aftersale.value().map(|update| &update.wxa_vip_discounted_price);
        let inside = inside.and_then(|price| price.number());
        inside.or_else(|| self.wxa_vip_discounted_price_beside.number()).copied()
    }

    /// Returns the name of the event for people, as an interface.
    pub(super) fn interface(&self) -> &'static str {
        if self.encrypted().is_some() {
            return "encrypted event";
        }
        match self.event.value().and_then(Word::known) {
            Some(name) => name.name(),
            None if self.order_info.value().is_some() => "order event",
            None => "event of an unknown name",
        }
    }
}
