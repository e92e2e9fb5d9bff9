//! ShopXO's operations on after-sales, as its clients ask for them, and how they become commands.
//!
//! The values are typed: what was not there, or was no value of its kind, is `None`. Who turns loosely
//! typed input into them decides what counts as one; `docs/shopxo.md` says what PHP does.

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

/// One operation, with what was sent for it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Operation {
    /// The buyer opens a case (*AftersaleCreate*).
    Create(Create),
    /// The shop agrees that the goods come back (*AftersaleConfirm*).
    Confirm {
        /// The case.
        id: Option<CaseId>,
    },
    /// The buyer says how he has sent them (*AftersaleDelivery*).
    Delivery {
        /// The case.
        id: Option<CaseId>,
        /// The carrier.
        express_name: String,
        /// The waybill.
        express_number: String,
        /// Who is logged in.
        user: Option<BuyerId>,
    },
    /// The shop pays (*AftersaleAudit*).
    Audit {
        /// The case.
        id: Option<CaseId>,
        /// By which way.
        refundment: Option<Refundment>,
    },
    /// The shop refuses (*AftersaleRefuse*).
    Refuse {
        /// The case.
        id: Option<CaseId>,
        /// Why.
        refuse_reason: String,
    },
    /// The buyer or the shop cancels the case (*AftersaleCancel*).
    Cancel {
        /// The case.
        id: Option<CaseId>,
        /// Who.
        by: Canceller,
    },
    /// The shop deletes it (*AftersaleDelete*).
    Delete {
        /// The case.
        id: Option<CaseId>,
    },
}

/// What is sent with *AftersaleCreate*.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Create {
    /// The order.
    pub order: Option<OrderId>,
    /// The line.
    pub line: Option<LineId>,
    /// The type.
    pub kind: Option<AfterSaleType>,
    /// How much.
    pub price: Option<Amount>,
    /// How many units. Only a return looks at them.
    pub number: Quantity,
    /// Why. It may be empty, but has to be there.
    pub reason: Option<String>,
    /// What the buyer says besides. Release 2.2.1 wants it to be there.
    pub message: Option<String>,
    /// His pictures.
    pub images: Vec<EvidenceId>,
    /// Who is logged in.
    pub user: Option<BuyerId>,
}

/// Who cancels a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Canceller {
    /// Somebody of the shop.
    Shop,
    /// Whoever is logged in.
    Buyer(Option<BuyerId>),
}

terms! {
    /// What can be wrong with what was sent, before anything is looked up.
    pub enum Fault {
        /// No order was named.
        OrderId, "no order is named";
        /// No line was named.
        LineId, "no line is named";
        /// The type is none.
        Type, "the type is not 0 or 1";
        /// The price is none.
        Price, "the price is no amount";
        /// The reason is not there or too long.
        Reason, "the reason is not there or too long";
        /// What the buyer says is not there or too long.
        Message, "the buyer's words are not there or too long";
        /// Nobody is logged in.
        User, "no user is named";
        /// No case was named.
        CaseId, "no case is named";
        /// The way of the refund is none.
        Refundment, "the way of the refund is not 0, 1 or 2";
        /// The carrier's name is empty or too long.
        ExpressName, "the carrier's name is empty or too long";
        /// The waybill is empty or too long.
        ExpressNumber, "the waybill is empty or too long";
        /// The reason of the refusal is too short or too long.
        RefuseReason, "the reason of the refusal is too short or too long";
    }
}

impl Operation {
    /// What is wrong with what was sent, in the order in which ShopXO looks.
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

    /// The command that it is, to be [decided](Order::decide) by the order; or all that is wrong with
    /// what was sent.
    ///
    /// Texts are kept as the release keeps them. ShopXO's clients do not say which offer they have seen,
    /// so a decision is one on the newest. The address to which goods are returned is the shop's own, which
    /// its page shows; the command calls it `return_goods_address`, a text that the host keeps.
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

    /// What the buyer applies for. ShopXO keeps no number of units of a refund without a return.
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

/// A text as release 6.9.0 keeps it: without tabs and line ends, and "0" is none. Release 2.2.1 keeps
/// it as it came.
fn one_line(text: &str, release: Release) -> String {
    match (release, text) {
        (Release::V2_2_1, _) => text.into(),
        (Release::V6_9_0, "0") => String::new(),
        (Release::V6_9_0, _) => text.replace(['\t', '\r', '\n'], ""),
    }
}

/// A text as a column of fixed width keeps it: without the spaces at its end.
fn without_end(text: &str) -> String {
    text.trim_end_matches(' ').into()
}

fn found(faults: Vec<(bool, Fault)>) -> Vec<Fault> {
    faults.into_iter().filter(|(is_one, _)| *is_one).map(|(_, fault)| fault).collect()
}
