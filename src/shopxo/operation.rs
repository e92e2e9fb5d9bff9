//! ShopXO's operations on after-sales, as its clients send them, and their translation into commands.
//!
//! The values are typed: a value that was missing, or was not of its kind, is `None`. The host, which
//! turns loosely typed input into them, decides what counts as a value; `docs/shopxo.md` describes
//! PHP's behaviour.

use alloc::string::String;
use alloc::vec::Vec;

use super::policy::{EXPRESS_NAME, EXPRESS_NUMBER, MESSAGE, REASON, REFUSE_REASON};
use super::{AfterSaleType, Refundment, Release, Shop};
use crate::lifecycle::{Actor, Flow};
use crate::money::Amount;
use crate::order::{
    Application, Ask, BuyerId, CaseId, Command, CommandId, EvidenceId, LineId, Offer, Order,
    OrderId, Request, Shipment, Text, TextLimit,
};
use crate::quantity::Quantity;
use crate::time::Timestamp;
use crate::words::terms;

/// One operation, with its input.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Operation {
    /// The opening of a case by the buyer (*AftersaleCreate*).
    Create(Create),
    /// The shop's agreement to the return (*AftersaleConfirm*).
    Confirm {
        /// The case.
        id: Option<CaseId>,
    },
    /// The buyer's report that the goods are sent (*AftersaleDelivery*).
    Delivery {
        /// The case.
        id: Option<CaseId>,
        /// The carrier.
        express_name: String,
        /// The waybill.
        express_number: String,
        /// The user who is logged in.
        user: Option<BuyerId>,
    },
    /// The shop's refund (*AftersaleAudit*).
    Audit {
        /// The case.
        id: Option<CaseId>,
        /// The way in which the money goes back.
        refundment: Option<Refundment>,
    },
    /// The shop's refusal (*AftersaleRefuse*).
    Refuse {
        /// The case.
        id: Option<CaseId>,
        /// The reason of the refusal.
        refuse_reason: String,
    },
    /// The cancellation by the buyer or the shop (*AftersaleCancel*).
    Cancel {
        /// The case.
        id: Option<CaseId>,
        /// The side that cancels.
        by: Canceller,
    },
    /// The deletion by the shop (*AftersaleDelete*).
    Delete {
        /// The case.
        id: Option<CaseId>,
    },
}

/// The input of *AftersaleCreate*.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Create {
    /// The order.
    pub order: Option<OrderId>,
    /// The line.
    pub line: Option<LineId>,
    /// The type.
    pub kind: Option<AfterSaleType>,
    /// The amount asked for.
    pub price: Option<Amount>,
    /// The number of units. Only a return uses it.
    pub number: Quantity,
    /// The buyer's reason. It may be empty, but must be there.
    pub reason: Option<String>,
    /// The buyer's message. Release 2.2.1 requires it to be there.
    pub message: Option<String>,
    /// The buyer's pictures.
    pub images: Vec<EvidenceId>,
    /// The user who is logged in.
    pub user: Option<BuyerId>,
}

/// The side that cancels a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Canceller {
    /// The shop.
    Shop,
    /// The buyer: the user who is logged in.
    Buyer(Option<BuyerId>),
}

terms! {
    /// A fault of the input, found before anything is looked up.
    pub enum Fault {
        /// No order was named.
        OrderId, "no order is named", "未指定订单";
        /// No line was named.
        LineId, "no line is named", "未指定商品行";
        /// The type is not one of ShopXO's.
        Type, "the type is not 0 or 1", "类型只能是 0 或 1";
        /// The price is not an amount.
        Price, "the price is not an amount", "价格不是金额";
        /// The reason is missing or too long.
        Reason, "the reason is missing or too long", "原因缺失或过长";
        /// The buyer's message is missing or too long.
        Message, "the buyer's message is missing or too long", "留言缺失或过长";
        /// No user is logged in.
        User, "no user is named", "未指定用户";
        /// No case was named.
        CaseId, "no case is named", "未指定售后";
        /// The way of the refund is not one of ShopXO's.
        Refundment, "the way of the refund is not 0, 1 or 2", "退款方式只能是 0、1 或 2";
        /// The carrier's name is empty or too long.
        ExpressName, "the carrier's name is empty or too long", "物流公司为空或过长";
        /// The waybill is empty or too long.
        ExpressNumber, "the waybill is empty or too long", "运单号为空或过长";
        /// The reason of the refusal is too short or too long.
        RefuseReason, "the reason of the refusal is too short or too long", "拒绝原因过短或过长";
    }
}

impl Operation {
    /// Returns the faults of the input, in the order of ShopXO's checks.
    #[must_use]
    pub fn faults(&self, release: Release) -> Vec<Fault> {
        let names_case = |id: &Option<CaseId>| (id.is_none(), Fault::CaseId);
        let faults = match self {
            Self::Create(create) => return create.faults(release),
            Self::Confirm { id } | Self::Delete { id } => [names_case(id)].to_vec(),
            Self::Delivery { id, express_name, express_number, user } => [
                names_case(id),
                (!EXPRESS_NAME.admits(express_name), Fault::ExpressName),
                (!EXPRESS_NUMBER.admits(express_number), Fault::ExpressNumber),
                (user.is_none(), Fault::User),
            ]
            .to_vec(),
            Self::Audit { id, refundment } => {
                [names_case(id), (refundment.is_none(), Fault::Refundment)].to_vec()
            }
            Self::Refuse { id, refuse_reason } => {
                [names_case(id), (!REFUSE_REASON.admits(refuse_reason), Fault::RefuseReason)]
                    .to_vec()
            }
            Self::Cancel { id, by } => {
                [names_case(id), (*by == Canceller::Buyer(None), Fault::User)].to_vec()
            }
        };
        found(faults)
    }

    /// Returns the command for the operation, to be [decided](Order::decide) by the order; or all
    /// faults of the input.
    ///
    /// Texts are kept as the release keeps them. ShopXO's clients do not name the offer that they have
    /// seen, so a decision applies to the newest. The address to which goods are returned is the shop's
    /// own, which its page shows; the command names it `return_goods_address`, a text that the host
    /// keeps.
    ///
    /// # Errors
    ///
    /// The [faults](Self::faults), at least one.
    pub fn command<P: Shop>(
        &self,
        order: &Order<P>,
        id: impl Into<CommandId>,
        at: Timestamp,
    ) -> Result<Command, Vec<Fault>> {
        let release = order.policy().release();
        let faults = self.faults(release);
        let newest = |id: CaseId| order.case(id).map_or(Offer::FIRST, |case| case.offer);
        let made = match self {
            Self::Create(create) => {
                create.request(release).map(|request| (Actor::Buyer, create.user.clone(), request))
            }
            Self::Confirm { id } => id.map(|case| {
                let address = Text::Reference("return_goods_address".into());
                let request = Request::AgreeToReturn { case, offer: newest(case), address };
                (Actor::Merchant, None, request)
            }),
            Self::Delivery { id, express_name, express_number, user } => id.map(|case| {
                let carrier = Text::Inline(without_end(express_name));
                let waybill = Text::Inline(without_end(express_number));
                let request = Request::ShipReturn { case, shipment: Shipment { carrier, waybill } };
                (Actor::Buyer, user.clone(), request)
            }),
            Self::Audit { id, .. } => id.map(|case| {
                (Actor::Merchant, None, Request::AgreeToRefund { case, offer: newest(case) })
            }),
            Self::Refuse { id, refuse_reason } => id.map(|case| {
                let reason = Text::Inline(without_end(&one_line(refuse_reason, release)));
                let (evidence, offer) = (Vec::new(), newest(case));
                let request =
                    Request::Refuse { case, offer, reason, evidence, waybill_wrong: false };
                (Actor::Merchant, None, request)
            }),
            Self::Cancel { id, by } => id.map(|case| {
                let (by, buyer) = match by {
                    Canceller::Shop => (Actor::Merchant, None),
                    Canceller::Buyer(buyer) => (Actor::Buyer, buyer.clone()),
                };
                (by, buyer, Request::Cancel { case })
            }),
            Self::Delete { id } => id.map(|case| (Actor::Merchant, None, Request::Hide { case })),
        };
        let Some((by, buyer, request)) = made.filter(|_| faults.is_empty()) else {
            return Err(faults);
        };
        let named = match self {
            Self::Create(create) => create.order.clone(),
            _ => None,
        };
        let of = named.unwrap_or_else(|| order.id().clone());
        Ok(Command { buyer, ..Command::new(id, of, by, at, request) })
    }
}

impl Create {
    fn faults(&self, release: Release) -> Vec<Fault> {
        let says = |text: &Option<String>, limit: TextLimit| {
            text.as_ref().is_some_and(|text| limit.admits(text))
        };
        let needs_no_message = release == Release::V6_9_0 && self.message.is_none();
        found(
            [
                (self.order.is_none(), Fault::OrderId),
                (self.line.is_none(), Fault::LineId),
                (self.kind.is_none(), Fault::Type),
                (self.price.is_none(), Fault::Price),
                (!says(&self.reason, REASON), Fault::Reason),
                (!(needs_no_message || says(&self.message, MESSAGE)), Fault::Message),
                (self.user.is_none(), Fault::User),
            ]
            .to_vec(),
        )
    }

    /// Returns the buyer's application. ShopXO keeps no number of units for a refund without a return.
    fn request(&self, release: Release) -> Option<Request> {
        let flow = self.kind?.flow();
        let units = match flow {
            Flow::ReturnRefund => Some(self.number),
            _ => None,
        };
        let ask = Ask { line: self.line.clone()?, units, amount: self.price };
        let message = one_line(self.message.as_deref().unwrap_or_default(), release);
        let application = Application {
            reason: Text::Inline(without_end(&one_line(self.reason.as_ref()?, release))),
            message: Text::Inline(match release {
                Release::V2_2_1 => without_end(&message),
                Release::V6_9_0 => message,
            }),
            evidence: self.images.clone(),
            ..Application::of([ask].into())
        };
        Some(Request::Apply { flow, application })
    }
}

/// Returns a text as the release keeps it: release 6.9.0 without tabs and line ends, and "0" as empty;
/// release 2.2.1 as it came.
fn one_line(text: &str, release: Release) -> String {
    match (release, text) {
        (Release::V2_2_1, _) => text.into(),
        (Release::V6_9_0, "0") => String::new(),
        (Release::V6_9_0, _) => text.replace(['\t', '\r', '\n'], ""),
    }
}

/// Returns a text as a column of fixed width keeps it: without the spaces at its end.
fn without_end(text: &str) -> String {
    text.trim_end_matches(' ').into()
}

fn found(faults: Vec<(bool, Fault)>) -> Vec<Fault> {
    faults.into_iter().filter(|(is_one, _)| *is_one).map(|(_, fault)| fault).collect()
}
