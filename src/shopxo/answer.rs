//! The answer of ShopXO to an operation: its code, and its text, word for word.
//!
//! ShopXO names only the first check that fails. A refusal of this crate has every reason, and first
//! the one that ShopXO would name; the answer concerns that one.

use alloc::format;
use alloc::string::{String, ToString};

use super::operation::{Fault, Operation};
use super::texts::{ShopText, WRONG_TYPE, text};
use super::{AfterSaleStatus, AfterSaleType, Language, Release, Shop};
use crate::lifecycle::{Action, Flow, Guard, TableReason};
use crate::order::{Bound, Capability, Check, Order, Reason, Refusal};
use crate::words::terms;

terms! {
    /// The result of an operation (`code`).
    pub enum Code {
        /// Done (0).
        Done, "done", "成功";
        /// Refused (-1).
        Refused, "refused", "失败";
        /// Goods cannot be sent at this status (-10).
        NotReturnable, "not to be returned", "不能退货";
        /// There is no such order (-100).
        NoSuchOrder, "no such order", "订单不存在";
    }
}

impl Code {
    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> i64 {
        match self {
            Self::Done => 0,
            Self::Refused => -1,
            Self::NotReturnable => -10,
            Self::NoSuchOrder => -100,
        }
    }
}

/// An answer: `{"msg": …, "code": …}`. Its `data` is empty, except for the number of a new case, which
/// the shop assigns.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The result.
    pub code: Code,
    /// The message for the buyer or the clerk.
    pub message: String,
}

/// The wording of a shop's answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Wording {
    /// The release whose texts it has.
    pub release: Release,
    /// The language.
    pub language: Language,
}

impl Wording {
    /// Returns a text of [`texts`](super::texts), in this wording.
    #[must_use]
    pub const fn of(self, text: &ShopText) -> &'static str {
        match (self.release, self.language) {
            (Release::V2_2_1, _) => text.chinese_2_2_1,
            (Release::V6_9_0, Language::Chinese) => text.chinese,
            (Release::V6_9_0, Language::English) => text.english,
        }
    }

    /// Returns the language of the answers: release 2.2.1 has only Chinese.
    const fn spoken(self) -> Language {
        match self.release {
            Release::V2_2_1 => Language::Chinese,
            Release::V6_9_0 => self.language,
        }
    }

    fn key(self, key: &str) -> &'static str {
        text(key).map_or("", |text| self.of(text))
    }

    /// Returns the label of a status.
    #[must_use]
    pub const fn status(self, status: AfterSaleStatus) -> &'static str {
        match (self.release, self.language) {
            (Release::V6_9_0, Language::English) => status.english(),
            _ => status.chinese(),
        }
    }

    /// Returns the label of a type.
    #[must_use]
    pub const fn kind(self, kind: AfterSaleType) -> &'static str {
        match (self.release, self.language) {
            (Release::V6_9_0, Language::English) => kind.english(),
            _ => kind.chinese(),
        }
    }

    fn says(self, code: Code, message: impl Into<String>) -> Answer {
        Answer { code, message: message.into() }
    }

    /// Returns the answer to an operation that was done. For an audit a host gives it after the success
    /// of the refund has been reported.
    #[must_use]
    pub fn done(self, operation: &Operation) -> Answer {
        let key = match operation {
            Operation::Create(_) => "apply_success",
            Operation::Confirm { .. } => "confirm_success",
            Operation::Delivery { .. } => "operate_success",
            Operation::Audit { .. } => "refund_success",
            Operation::Refuse { .. } => "refuse_success",
            Operation::Cancel { .. } => "cancel_success",
            Operation::Delete { .. } => "delete_success",
        };
        self.says(Code::Done, self.key(key))
    }

    /// Returns the answer to input with this fault.
    #[must_use]
    pub fn faulty(self, fault: Fault) -> Answer {
        let key = match fault {
            Fault::OrderId => "order_id_error_tips",
            Fault::LineId => "order_detail_id_error_tips",
            Fault::Type => "operate_type_error_tips",
            Fault::Price => "save_price_format_tips",
            Fault::Reason => "save_reason_error_tips",
            Fault::Message => "form_item_msg_message",
            Fault::User => "user_info_incorrect_tips",
            Fault::CaseId => "data_id_error_tips",
            Fault::Refundment => "form_item_refundment_message",
            Fault::ExpressName => "form_item_express_name_message",
            Fault::ExpressNumber => "form_item_express_number_message",
            Fault::RefuseReason => "form_refuse_reason_message",
        };
        self.says(Code::Refused, self.key(key))
    }

    /// Returns the answer to a refusal of the order, for the first of its reasons. A reason that ShopXO
    /// does not have is answered in this crate's own words, in the same language.
    #[must_use]
    pub fn refused<P: Shop>(self, order: &Order<P>, refusal: &Refusal<AfterSaleStatus>) -> Answer {
        let Some(first) = refusal.reasons.first() else {
            return self.says(Code::Refused, refusal.text_in(self.spoken()));
        };
        let applies = refusal.capability == Capability::Action(Action::Apply);
        let key = match first {
            Reason::OtherOrder { .. } | Reason::OtherBuyer if applies => {
                return self.says(Code::NoSuchOrder, self.key("no_data"));
            }
            Reason::OtherBuyer | Reason::NoSuchCase { .. } => "data_no_exist_or_delete_error_tips",
            Reason::CasesNotAccepted | Reason::WindowClosed { .. } => {
                "order_aftersale_overdue_tips"
            }
            Reason::Table(TableReason::GuardNotMet { guard: Guard::NoOtherCaseOpen }) => {
                "order_aftersale_have_in_hand_tips"
            }
            Reason::TooMuchEvidence { .. } => "form_item_images_tips",
            Reason::TextLength { text: Check::Reason, .. } => "save_reason_error_tips",
            Reason::TextLength { text: Check::Message, .. } => "form_item_msg_message",
            Reason::TextLength { text: Check::Carrier, .. } => "form_item_express_name_message",
            Reason::TextLength { text: Check::Waybill, .. } => "form_item_express_number_message",
            Reason::TextLength { text: Check::Refusal, .. } => "form_refuse_reason_message",
            Reason::TooMuch { bound: Bound::Order, left, .. } => {
                let paid = order.currency().money(order.facts().amount_paid());
                let history = paid.amount.saturating_sub(left.amount);
                let places = left.currency.places();
                let message = self
                    .key("refund_amount_max_order_price_tips")
                    .replace("{:history_price}", &history.decimal(places).to_string())
                    .replace("{:order_price}", &paid.amount.decimal(places).to_string());
                return self.says(Code::Refused, message);
            }
            Reason::TooManyUnits { bought, claimed, returned, .. } => {
                let history = u64::from(claimed.units()).saturating_add(returned.units().into());
                let message = self
                    .key("return_quantity_max_order_number_tips")
                    .replace("{:history_number}", &history.to_string())
                    .replace("{:buy_number}", &bought.to_string());
                return self.says(Code::Refused, message);
            }
            // ShopXO's clients know no refund under way: for them the status does not permit the
            // operation.
            Reason::Table(_)
            | Reason::MoneyMayBeOut { .. }
            | Reason::CaseStillOpen
            | Reason::CannotHide { .. } => {
                return self.out_of_place(refusal);
            }
            other => return self.says(Code::Refused, other.text_in(self.spoken())),
        };
        self.says(Code::Refused, self.key(key))
    }

    /// Returns the answer where the case does not have the status or the type for the operation.
    fn out_of_place(self, refusal: &Refusal<AfterSaleStatus>) -> Answer {
        let Some((_, flow, status)) = refusal.case else {
            return self.says(Code::Refused, refusal.text_in(self.spoken()));
        };
        let status_name = self.status(status);
        match refusal.capability {
            Capability::Action(Action::AgreeToReturn)
                if flow == Flow::RefundOnly && status == AfterSaleStatus::ToBeConfirmed =>
            {
                let kind = self.kind(AfterSaleType::RefundOnly);
                self.says(Code::Refused, format!("{WRONG_TYPE}[{kind}]"))
            }
            Capability::Action(Action::ShipReturn) if flow == Flow::RefundOnly => {
                self.says(Code::Refused, self.key("refund_only_not_can_return_goods_tips"))
            }
            Capability::Action(Action::ShipReturn) => {
                let text = self.key("status_not_can_operate_tips");
                self.says(Code::NotReturnable, format!("{text}[{status_name}]"))
            }
            _ => {
                let text = self.key("common:status_not_can_operate_tips");
                self.says(Code::Refused, format!("{text}[{status_name}]"))
            }
        }
    }
}
