//! Whole answers of ShopXO's view of an order line: `orderaftersale/aftersale` as release 2.2.1 gives
//! it, and `orderaftersale/detail` as 6.9.0 does.
//!
//! The crate writes the values that follow from the order, its cases and the time: statuses, figures,
//! times, steps, tips and labels. The host supplies ids, titles, pictures, addresses and everything
//! else that the crate does not know, in the same records that are sent. `docs/shopxo.md` lists both.
//!
//! ```
//! use aftersale::lifecycle::{Actor, Flow};
//! use aftersale::money::{Amount, Currency};
//! use aftersale::order::{Request, Application, Ask, Command, LineFacts, LineId, Order, OrderFacts};
//! use aftersale::quantity::Quantity;
//! use aftersale::shopxo::page::{Host, View};
//! use aftersale::shopxo::wire::OrderLine;
//! use aftersale::shopxo::{HardenedShop, Language};
//! use aftersale::time::Timestamp;
//! use aftersale::wire::{Id, Loose, OrEmpty, encode};
//!
//! let fen = Amount::from_minor;
//! let now = Timestamp::from_seconds(1_795_300_763);
//! let facts = OrderFacts::new(
//!     "112",
//!     Currency::CNY,
//!     vec![LineFacts::new("124", Quantity::new(2), fen(1_000))],
//! );
//! let (mut order, _) = Order::open(HardenedShop::default(), facts, now)?;
//! let application = Application::of(vec![Ask::amount("124", fen(1_500))]);
//! let apply = Request::Apply { flow: Flow::RefundOnly, application };
//! order.accept(&Command::new("c-1", "112", Actor::Buyer, now, apply))?;
//!
//! // The other data from the shop's database.
//! let mut host = Host::default();
//! let mut goods = OrderLine::default();
//! goods.id = Loose::plain(Id(124)).into();
//! goods.title = "Tea".into();
//! host.order.id = Loose::plain(Id(112)).into();
//! host.order.user_id = Loose::plain(Id(41)).into();
//! host.order.items = OrEmpty::Value(goods).into();
//! host.case.id = Loose::plain(Id(7)).into();
//!
//! let line = LineId::from("124");
//! let answer = View { order: &order, line: &line, now, host: &host }.detail(Language::English);
//! let page = answer.data.present().ok_or("there is a page")?;
//! let case = page.newest().ok_or("with the case")?;
//! assert_eq!(case.status_text, "To be reviewed".into());
//! assert_eq!(case.price.value().map(|price| price.text()), Some("15.00"));
//! assert_eq!(page.editor_path_type, "order_aftersale-1-112-124".into());
//! assert!(encode(&answer).contains(r#""title":"Tea""#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod order;
mod row;
mod write;

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::arithmetic::order_status;
use super::steps::StepList;
use super::texts::{REFUND_ONLY_REASONS, RETURN_REASONS, type_text};
use super::wire::{
    Address, AftersaleAnswer, AftersalePage, AftersaleRow, DetailAnswer, DetailPage, OrderData,
    ReturnedData, StepData, StepRow, TypeRow,
};
use super::{AfterSaleStatus, AfterSaleType, Language, Release, Shop, Wording};
use crate::order::{Case, LineId, Order, Returnable};
use crate::quantity::Quantity;
use crate::time::{Timestamp, UtcOffset};
use crate::wire::{DecimalText, Field, Flag, Id, Lenient, Loose, OrEmpty, ReturnCode, TextOr};
use write::label;

/// The data that only the host has, for one order line and the newest of its cases.
///
/// A field of the records that the crate knows is overwritten. A time or a text that it does not know,
/// of a case that was taken over for instance, stays as the host supplied it, and reads "not yet" or
/// empty where it was not supplied.
#[derive(Clone, Debug, PartialEq)]
pub struct Host {
    /// The order's columns and the other data that its page shows, with the line under `items`.
    pub order: OrderData,
    /// The columns of the case: its number, the order's and the buyer's, and in `refundment` the way in
    /// which its money went back.
    pub case: AftersaleRow,
    /// The reasons that the form offers for a refund only.
    pub refund_only_reasons: Vec<String>,
    /// The reasons that the form offers for a return.
    pub return_reasons: Vec<String>,
    /// The address to which goods are sent: a text (2.2.1) or name, telephone and address (6.9.0).
    pub return_goods_address: Field<Lenient<TextOr<Address>>>,
    /// The difference of the shop's clock from UTC: dates and times are written as that clock shows
    /// them.
    pub clock: UtcOffset,
    /// Whether whole numbers from the database are written in quotes, as PHP before 8.1 does.
    pub quotes_columns: bool,
}

impl Default for Host {
    /// Returns a shop in China on today's PHP, with the reasons of a new shop, and no data of an order.
    fn default() -> Self {
        let owned = |reasons: &[&str]| reasons.iter().map(|reason| (*reason).to_owned()).collect();
        Self {
            order: OrderData::default(),
            case: AftersaleRow::default(),
            refund_only_reasons: owned(REFUND_ONLY_REASONS),
            return_reasons: owned(RETURN_REASONS),
            return_goods_address: Field::Missing,
            clock: UtcOffset::CHINA,
            quotes_columns: false,
        }
    }
}

/// Returns the reasons in a setting of ShopXO, one a line. As in ShopXO, only line feeds separate them:
/// where the setting has carriage returns as well, they stay at the ends.
///
/// ```
/// assert_eq!(aftersale::shopxo::page::reasons("空包裹\r\n包裹丢失"), ["空包裹\r", "包裹丢失"]);
/// ```
#[must_use]
pub fn reasons(setting: &str) -> Vec<String> {
    setting.split('\n').map(ToOwned::to_owned).collect()
}

/// The view of an order line by its buyer.
#[derive(Debug)]
pub struct View<'a, P: Shop> {
    /// The order.
    pub order: &'a Order<P>,
    /// The line.
    pub line: &'a LineId,
    /// The present time, which decides whether a case can still be opened.
    pub now: Timestamp,
    /// The data that only the host has.
    pub host: &'a Host,
}

impl<'a, P: Shop> View<'a, P> {
    /// Returns the newest case of the line, with any status. A deleted case does not count.
    #[must_use]
    pub fn newest(&self) -> Option<&'a Case<AfterSaleStatus>> {
        let is_here = |case: &&Case<_>| !case.hidden && case.claim.line(self.line).is_some();
        self.order.cases().iter().rev().find(is_here)
    }

    /// Returns the answer of `orderaftersale/aftersale`, as release 2.2.1 gives it. The figures are the
    /// shop's, whatever its own release.
    #[must_use]
    pub fn aftersale(&self) -> AftersaleAnswer {
        let wording = Wording { release: Release::V2_2_1, language: Language::Chinese };
        let row = self.newest().map(|case| self.row_with_tip(case, wording));
        let page = AftersalePage {
            order_data: OrEmpty::Value(self.order_data(wording)).into(),
            new_aftersale_data: row.map_or(OrEmpty::EmptyList, OrEmpty::Value).into(),
            step_data: OrEmpty::Value(self.step_data(wording.language)).into(),
            returned_data: OrEmpty::Value(self.returned_data()).into(),
            return_only_money_reason: texts(&self.host.refund_only_reasons),
            return_money_goods_reason: texts(&self.host.return_reasons),
            aftersale_type_list: self.types(wording),
            return_goods_address: self.host.return_goods_address.clone(),
            editor_path_type: self.editor_path(),
            ..AftersalePage::default()
        };
        AftersaleAnswer {
            msg: SUCCESS.into(),
            code: Loose::plain(ReturnCode(0)).into(),
            data: OrEmpty::Value(page).into(),
            ..AftersaleAnswer::default()
        }
    }

    /// Returns the answer of `orderaftersale/detail`, as release 6.9.0 gives it. The figures are the
    /// shop's, whatever its own release.
    #[must_use]
    pub fn detail(&self, language: Language) -> DetailAnswer {
        let wording = Wording { release: Release::V6_9_0, language };
        let newest = self.newest();
        let offers_form = newest.is_none_or(|newest| newest.status == AfterSaleStatus::Cancelled);
        let row = newest.map(|case| self.row_with_tip(case, wording));
        let page = DetailPage {
            order_data: OrEmpty::Value(self.order_data(wording)).into(),
            aftersale_data: row.map_or(Field::Null, |row| OrEmpty::Value(row).into()),
            is_create_aftersale: Loose::plain(Flag(offers_form)).into(),
            step_data: OrEmpty::Value(self.step_data(language)).into(),
            returned_data: OrEmpty::Value(self.returned_data()).into(),
            return_only_money_reason: texts(&self.host.refund_only_reasons),
            return_money_goods_reason: texts(&self.host.return_reasons),
            aftersale_type_list: self.types(wording),
            return_goods_address: self.host.return_goods_address.clone(),
            editor_path_type: self.editor_path(),
            ..DetailPage::default()
        };
        DetailAnswer {
            msg: SUCCESS.into(),
            code: Loose::plain(ReturnCode(0)).into(),
            data: OrEmpty::Value(page).into(),
            ..DetailAnswer::default()
        }
    }

    /// Returns the two step lists.
    fn step_data(&self, language: Language) -> StepData {
        let newest = self.newest().map(|case| case.status);
        let rows = |list: StepList| {
            let names = match language {
                Language::Chinese => list.chinese(),
                Language::English => list.english(),
            };
            let steps = (1..).map(Quantity::new).zip(names).zip(list.flags(newest));
            let rows = steps.map(|((number, name), flags)| StepRow {
                number: Loose::plain(number).into(),
                name: (*name).into(),
                is_caret: Loose::plain(Flag(flags.is_caret)).into(),
                is_angle: Loose::plain(Flag(flags.is_angle)).into(),
                is_active: Loose::plain(Flag(flags.is_active)).into(),
                is_end: Loose::plain(Flag(flags.is_end)).into(),
                ..StepRow::default()
            });
            OrEmpty::Value(rows.collect()).into()
        };
        StepData {
            step0: rows(StepList::Step0),
            step1: rows(StepList::Step1),
            ..StepData::default()
        }
    }

    /// Returns the units and the amount that can be refunded.
    fn returned_data(&self) -> ReturnedData {
        let offered = P::offered(self.order, self.line);
        let places = self.order.currency().places();
        ReturnedData {
            returned_quantity: Loose::plain(offered.quantity).into(),
            refund_price: DecimalText::from_amount(offered.amount, places).into(),
            ..ReturnedData::default()
        }
    }

    /// Returns the types that the form offers. Release 6.9.0 offers no return of goods that were not
    /// shipped, and a shop that does not accept such a return does not offer it either.
    fn types(&self, wording: Wording) -> Field<Lenient<OrEmpty<Vec<TypeRow>>>> {
        let order = self.order;
        let is_taken = match order.policy().terms().limits.returnable {
            Returnable::Anything => true,
            Returnable::Goods => !order.facts().is_virtual,
            Returnable::ShippedGoods => !order.facts().is_virtual && order.is_shipped(),
        };
        let by_release = wording.release == Release::V2_2_1 || order_status(order).is_shipped();
        let is_offered = |kind: &AfterSaleType| match kind {
            AfterSaleType::RefundOnly => true,
            AfterSaleType::RefundAndReturn => is_taken && by_release,
        };
        let kinds = AfterSaleType::ALL.iter().copied().filter(is_offered);
        let rows = kinds.map(|kind| {
            let text = type_text(kind);
            TypeRow {
                value: Loose::plain(kind.into()).into(),
                name: wording.kind(kind).into(),
                desc: label(wording.language, text.chinese, text.english),
                icon: text.icon.into(),
                class: match wording.release {
                    Release::V2_2_1 => text.class_2_2_1.into(),
                    Release::V6_9_0 => Field::Missing,
                },
                ..TypeRow::default()
            }
        });
        Lenient::Value(OrEmpty::Value(rows.collect())).into()
    }

    /// Returns the path for uploading pictures, which is made of the host's ids; missing without them.
    fn editor_path(&self) -> Field<String> {
        let order = &self.host.order;
        let line = order.items.present().and_then(|line| line.id.number());
        let (Some(Id(user)), Some(Id(order)), Some(Id(line))) =
            (order.user_id.number(), order.id.number(), line)
        else {
            return Field::Missing;
        };
        // Of 72 buyers in a row, 24 each share a folder.
        let folder = user % 72 / 24;
        format!("order_aftersale-{folder}-{order}-{line}").into()
    }
}

/// The message of the answers of a view with a page.
const SUCCESS: &str = "success";

fn texts(reasons: &[String]) -> Field<Lenient<OrEmpty<Vec<String>>>> {
    Lenient::Value(OrEmpty::Value(reasons.to_vec())).into()
}
