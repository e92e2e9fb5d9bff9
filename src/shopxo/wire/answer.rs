//! The envelopes, and the pages of both releases in them.

use alloc::string::String;
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::{AftersaleRow, OrderData};
use crate::quantity::{Quantity, SignedQuantity};
use crate::shopxo::AfterSaleType;
use crate::wire::{
    AsWritten, DecimalText, Field, Flag, Id, Json, Lenient, Loose, OrEmpty, Record, ReturnCode,
    TextOr, UntypedField, Word, record,
};

record! {
    /// The request for the view of an order line: `orderaftersale/aftersale` (2.2.1: `oid` and `did`)
    /// or `orderaftersale/detail` (6.9.0: the same, or `id`).
    pub struct ViewRequest {
        /// The after-sale.
        id: Loose<Id>,
        /// The order.
        oid: Loose<Id>,
        /// The line.
        did: Loose<Id>,
    }
}

record! {
    /// The answer of `orderaftersale/aftersale` (2.2.1).
    pub struct AftersaleAnswer {
        /// `success`, or the message of the error.
        msg: String,
        /// 0, or the code of the error.
        code: Loose<ReturnCode>,
        /// The page.
        data: OrEmpty<AftersalePage>,
    }
}

record! {
    /// The answer of `orderaftersale/detail` (6.9.0).
    pub struct DetailAnswer {
        /// `success`, or the message of the error.
        msg: String,
        /// 0, or the code of the error.
        code: Loose<ReturnCode>,
        /// The page.
        data: OrEmpty<DetailPage>,
    }
}

record! {
    /// The answer with a page of the buyer's after-sales.
    pub struct ListAnswer {
        /// `success`, or the message of the error.
        msg: String,
        /// 0, or the code of the error.
        code: Loose<ReturnCode>,
        /// The page.
        data: OrEmpty<ListPage>,
    }
}

record! {
    /// The answer to an operation, and to every refused request.
    pub struct PlainAnswer {
        /// The message: the result, or the error.
        msg: String,
        /// The result. 0: done. -1: refused. -10: goods sent at the wrong status. -100: no such order.
        /// -400: not logged in. -500: PHP failed.
        code: Loose<ReturnCode>,
        /// Empty, or the number of the new after-sale.
        data: PlainData,
    }
}

impl PlainAnswer {
    /// Returns the answer to an operation that was done, as ShopXO words it.
    #[must_use]
    pub fn done(message: &str) -> Self {
        Self::new(message, ReturnCode(0))
    }

    /// Returns the answer to a refused request.
    #[must_use]
    pub fn refused(message: &str, code: ReturnCode) -> Self {
        Self::new(message, code)
    }

    fn new(message: &str, code: ReturnCode) -> Self {
        Self {
            msg: message.into(),
            code: Loose::plain(code).into(),
            data: PlainData::EmptyText.into(),
            ..Self::default()
        }
    }

    /// Returns whether the operation was done.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.code)
    }
}

impl AftersaleAnswer {
    /// Returns whether there is a page.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.code)
    }
}

impl DetailAnswer {
    /// Returns whether there is a page.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.code)
    }
}

impl ListAnswer {
    /// Returns whether there is a page.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(&self.code)
    }
}

fn is_success(code: &Field<Loose<ReturnCode>>) -> bool {
    code.number() == Some(&ReturnCode(0))
}

record! {
    /// The view of an order line in release 2.2.1.
    pub struct AftersalePage {
        /// The order, with the line.
        order_data: OrEmpty<OrderData>,
        /// The newest after-sale of the line, with any status.
        new_aftersale_data: OrEmpty<AftersaleRow>,
        /// The two step lists.
        step_data: OrEmpty<StepData>,
        /// The units and the amount that can be refunded: the form's defaults.
        returned_data: OrEmpty<ReturnedData>,
        /// The reasons that the form offers for a refund only.
        return_only_money_reason: Lenient<OrEmpty<Vec<String>>>,
        /// The reasons that the form offers for a return.
        return_money_goods_reason: Lenient<OrEmpty<Vec<String>>>,
        /// The types that the form offers.
        aftersale_type_list: Lenient<OrEmpty<Vec<TypeRow>>>,
        /// The address to which goods are sent: a text (2.2.1) or name, telephone and address (6.9.0).
        return_goods_address: Lenient<TextOr<Address>>,
        /// The path for uploading pictures.
        editor_path_type: String,
    }
}

record! {
    /// The view of an order line in release 6.9.0.
    pub struct DetailPage {
        /// The order, with the line.
        order_data: OrEmpty<OrderData>,
        /// The newest after-sale of the line, with any status.
        aftersale_data: OrEmpty<AftersaleRow>,
        /// Whether the page offers the form: there is no after-sale yet, or the newest was cancelled.
        is_create_aftersale: Loose<Flag>,
        /// The two step lists.
        step_data: OrEmpty<StepData>,
        /// The units and the amount that can be refunded: the form's defaults.
        returned_data: OrEmpty<ReturnedData>,
        /// The reasons that the form offers for a refund only.
        return_only_money_reason: Lenient<OrEmpty<Vec<String>>>,
        /// The reasons that the form offers for a return.
        return_money_goods_reason: Lenient<OrEmpty<Vec<String>>>,
        /// The types that the form offers.
        aftersale_type_list: Lenient<OrEmpty<Vec<TypeRow>>>,
        /// The address to which goods are sent: a text (2.2.1) or name, telephone and address (6.9.0).
        return_goods_address: Lenient<TextOr<Address>>,
        /// The path for uploading pictures.
        editor_path_type: String,
    }
}

record! {
    /// A page of the buyer's after-sales.
    pub struct ListPage {
        /// The number of after-sales.
        total: Loose<Quantity>,
        /// The number of pages.
        page_total: Loose<Quantity>,
        /// The after-sales of this page.
        data: OrEmpty<Vec<AftersaleRow>>,
    }
}

record! {
    /// The two step lists; the page shows the one of the case's type.
    pub struct StepData {
        /// The steps of a refund only.
        step0: OrEmpty<Vec<StepRow>>,
        /// The steps of a return.
        step1: OrEmpty<Vec<StepRow>>,
    }
}

record! {
    /// One step, with the flags that control how the page draws it.
    pub struct StepRow {
        /// The number, from 1.
        number: Loose<Quantity>,
        /// The name.
        name: String,
        /// Whether a caret points at the step.
        is_caret: Loose<Flag>,
        /// Whether an arrow head follows the step.
        is_angle: Loose<Flag>,
        /// Whether the step is drawn as reached.
        is_active: Loose<Flag>,
        /// Whether the case is at this step.
        is_end: Loose<Flag>,
    }
}

record! {
    /// The units and the amount that can be refunded for a line.
    pub struct ReturnedData {
        /// The number of units. Below zero where more came back than were bought.
        returned_quantity: Loose<SignedQuantity>,
        /// The amount.
        refund_price: DecimalText,
    }
}

record! {
    /// One type that the form offers.
    pub struct TypeRow {
        /// The type.
        value: Loose<Word<AfterSaleType>>,
        /// The name.
        name: String,
        /// The description.
        desc: String,
        /// The icon.
        icon: String,
        /// The CSS class (2.2.1).
        class: String,
    }
}

record! {
    /// The address to which goods are sent (6.9.0).
    pub struct Address {
        /// The recipient.
        name: String,
        /// The telephone number.
        tel: String,
        /// The postal address.
        address: String,
    }
}

impl AftersalePage {
    /// Returns the newest after-sale of the line, if there is one.
    #[must_use]
    pub const fn newest(&self) -> Option<&AftersaleRow> {
        self.new_aftersale_data.present()
    }
}

impl DetailPage {
    /// Returns the newest after-sale of the line, if there is one.
    #[must_use]
    pub const fn newest(&self) -> Option<&AftersaleRow> {
        self.aftersale_data.present()
    }
}

/// The data of the answer to an operation: empty, in PHP's two ways, or a number.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PlainData {
    /// `""`.
    EmptyText,
    /// `[]`.
    EmptyList,
    /// The number of the after-sale that was opened (6.9.0).
    Id(Loose<Id>),
    /// Anything else, kept as it came: only the message matters then.
    Other(Json),
}

impl crate::wire::Sealed for PlainData {}

impl Record for PlainData {
    fn find_untyped(&self, _: &str, _: &mut Vec<UntypedField>) {}
}

impl Serialize for PlainData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::EmptyText => serializer.serialize_str(""),
            Self::EmptyList => serializer.serialize_seq(Some(0))?.end(),
            Self::Id(id) => id.serialize(serializer),
            Self::Other(json) => json.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for PlainData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = AsWritten::deserialize(deserializer)?;
        let is_empty_list = json.text().starts_with('[')
            && json.text().bytes().skip(1).all(|byte| byte == b']' || byte.is_ascii_whitespace());
        Ok(match json.text() {
            "\"\"" => Self::EmptyText,
            _ if is_empty_list => Self::EmptyList,
            _ => Loose::of(json).map_or_else(Self::Other, Self::Id),
        })
    }
}
