//! The content of a document of the Channels shop: a case with its status, time limit, parcels and terms; the error of a
//! call and what to do; or an event and what it is about. In English, or in Chinese.

use aftersale::Language;
use aftersale::channels::call_error::{CallError, CallFailure, check_answer};
use aftersale::channels::notification::{Notification, Subject};
use aftersale::channels::wire::calls::CallDocument;
use aftersale::channels::wire::{AfterSaleOrder, Document, Finished, TimeLimit};
use aftersale::channels::{AfterSaleStatus, WeChatDocument};
use aftersale::money::Amount;
use aftersale::time::Timestamp;
use aftersale::wire::{Field, Loose, PlatformId, ReturnCode, Unplaced, Word};

use crate::fields;
use crate::page::{entry, heading, line};

const LABEL: usize = 12;

/// Shows a document of the Channels shop, or an event.
pub(crate) fn show(document: &WeChatDocument, language: Language) {
    let page = Page { language };
    heading(&format!("{}: {}", page.say("WeChat", "微信"), document.interface()));
    match document {
        WeChatDocument::Channels(document) => page.document(document),
        WeChatDocument::Notification(notification) => page.notification(notification),
        WeChatDocument::Call(call) => page.call(call),
        _ => page.no_case(&document.encode()),
    }
    let untyped: Vec<String> =
        document.untyped_fields().into_iter().map(|field| field.path).collect();
    if !untyped.is_empty() {
        line("");
        page.row("unknown", "未知字段", &untyped.join(" "));
    }
}

struct Page {
    language: Language,
}

impl Page {
    fn say<'a>(&self, english: &'a str, chinese: &'a str) -> &'a str {
        if self.language == Language::Chinese { chinese } else { english }
    }

    fn row(&self, english: &str, chinese: &str, text: &str) {
        entry(2, self.say(english, chinese), LABEL, text);
    }

    fn document(&self, document: &Document) {
        match document {
            Document::GetAnswer(answer) => {
                self.error(&answer.errcode, &answer.errmsg);
                match answer.after_sale_order.value() {
                    Some(order) => self.order(order),
                    None => self.no_case("{}"),
                }
            }
            Document::AfterSaleOrder(order) => self.order(order),
            Document::GiftAnswer(answer) => {
                self.error(&answer.errcode, &answer.errmsg);
                self.no_case(&document.encode());
            }
            Document::BareAnswer(answer) => {
                self.error(&answer.errcode, &answer.errmsg);
                if answer.is_success() {
                    self.row("answer", "结果", self.say("success", "成功"));
                }
            }
            Document::ListAnswer(answer) => {
                self.error(&answer.errcode, &answer.errmsg);
                for id in answer.after_sale_order_id_list.value().into_iter().flatten() {
                    self.row("case", "售后单", &id.text());
                }
                let more = answer.next_page().unwrap_or_else(|| self.say("none", "无"));
                self.row("next page", "下一页", more);
            }
            _ => self.no_case(&document.encode()),
        }
    }

    /// Shows the fields of a document that is no case.
    fn no_case(&self, encoded: &str) {
        if !fields::show(encoded) {
            entry(2, "", 0, self.say("There is no case in it.", "其中没有售后单。"));
        }
    }

    /// Shows a request or an answer of a call: its fields, and the error that it reports.
    fn call(&self, document: &CallDocument) {
        let encoded = document.encode();
        if let Err(CallFailure::Refused(error)) = check_answer(&encoded) {
            self.call_error(&error);
        }
        if let CallDocument::Generated(answer) = document {
            match answer.case() {
                Ok(Some(case)) => self.row("new case", "新售后单", &case.text()),
                Ok(None) => {}
                Err(two) => {
                    let chinese = "单号不一致，无法确定新售后单";
                    self.row("new case", "新售后单", self.say(&two.to_string(), chinese));
                }
            }
        }
        self.no_case(&encoded);
    }

    /// Shows an error of a call and what to do about it; nothing for a success.
    fn error(&self, code: &Field<Loose<ReturnCode>>, text: &Field<String>) {
        let Some(code) = code.number() else { return };
        let text = text.value().map_or("", String::as_str);
        if let Some(error) = CallError::of(*code, text) {
            self.call_error(&error);
        }
    }

    fn call_error(&self, error: &CallError) {
        self.row("error", "错误", &format!("{} {}", error.code(), error.message()));
        if let Some(rid) = error.rid() {
            let time = rid.time().map_or_else(String::new, |time| format!(", {}", self.time(time)));
            self.row("call", "请求", &format!("{rid}{time}"));
        }
        if let (Some(known), Language::English) = (error.known(), self.language) {
            self.row("meaning", "含义", known.meaning);
        }
        let advice = error.advice().map(|advice| advice.text_in(self.language));
        let unknown = ("ask a person: the code is not known", "未知错误码，请转人工处理");
        let advice = advice.unwrap_or_else(|| self.say(unknown.0, unknown.1));
        self.row("to do", "处理", advice);
    }

    fn order(&self, order: &AfterSaleOrder) {
        self.row("case", "售后单", &self.id(order.after_sale_order_id.value()));
        if let Some(of_order) = order.order_id.value().filter(|id| !id.is_empty()) {
            self.row("order", "订单", &of_order.text());
        }
        self.row("type", "类型", &self.kind(order));
        let mut asked = order.amount().map_or_else(String::new, yuan);
        let reason = order
            .reason
            .value()
            .map(|reason| self.label(reason, |word| (word.english(), word.chinese())));
        let words = order
            .reason_text
            .value()
            .map(|reason| self.label(reason, |word| (word.english(), word.chinese())));
        let words = words.filter(|words| Some(words) != reason.as_ref());
        for reason in [reason, words].into_iter().flatten() {
            asked.push_str(&format!(" {reason}"));
        }
        let not_given = self.say("not given", "未给出");
        let asked = Some(asked.trim()).filter(|asked| !asked.is_empty()).unwrap_or(not_given);
        self.row("asks for", "申请", asked);
        self.row("stands", "状态", &self.status(order.status.value()));
        match order.finished() {
            Finished::Yes => {
                let without_time = self.say("yes; the record has no time", "是（未给出时间）");
                let at = order.finished_at().map(|time| self.time(time));
                self.row("finished", "已完结", at.as_deref().unwrap_or(without_time));
            }
            Finished::No => {}
            Finished::NotKnown => {
                self.row("finished", "已完结", self.say("not known", "未知"));
            }
        }
        match order.time_limit() {
            Some(TimeLimit::At(time)) => self.row("until", "截止", &self.time(time)),
            Some(TimeLimit::Left(left)) => {
                let seconds = left.as_secs();
                let text = format!(
                    "{seconds} {}",
                    self.say("seconds left, from an unknown time on", "秒（起点未知）")
                );
                self.row("until", "截止", &text);
            }
            None => {}
        }
        let refund = order.refund_info.value();
        if let Some(why) = refund.and_then(|refund| refund.refund_reason.value()?.known()) {
            self.row("refund", "退款原因", self.say(why.english(), why.chinese()));
        }
        self.parcels(order);
        self.terms(order);
        for (english, chinese, time) in [
            ("applied", "申请时间", &order.create_time),
            ("changed", "更新时间", &order.update_time),
        ] {
            if let Some(time) = time.number() {
                self.row(english, chinese, &self.time(*time));
            }
        }
    }

    fn parcels(&self, order: &AfterSaleOrder) {
        if let Some(waybill) = order.waybill() {
            let carrier = order.return_info.value().and_then(|parcel| parcel.delivery_name.value());
            let carrier = carrier.map_or("", String::as_str);
            self.row("sent back", "退货物流", &format!("{waybill} {carrier}"));
        }
        let delivery = order.exchange_delivery_info.value();
        if let Some(waybill) = delivery.and_then(|parcel| parcel.waybill_id.value()) {
            if !waybill.is_empty() {
                self.row("sent anew", "换货物流", &waybill.text());
            }
        }
        if let Some(goods) = order.exchange_product_info.value() {
            let (old, new) = (self.id(goods.old_sku_id.value()), self.id(goods.new_sku_id.value()));
            self.row("exchange", "换货", &format!("SKU {old} → {new}"));
        }
    }

    fn terms(&self, order: &AfterSaleOrder) {
        if let Some(reason) =
            order.merchant_upload_info.value().and_then(|upload| upload.reject_reason.value())
        {
            if !reason.is_empty() {
                self.row("refused", "拒绝原因", reason);
            }
        }
        if let Some(terms) = order.merchant_update_detail.value() {
            let of = |amount: &Field<Loose<Amount>>| {
                amount.number().copied().map_or_else(|| "?".into(), yuan)
            };
            let (old, new) = (of(&terms.old_after_sale_amount), of(&terms.new_after_sale_amount));
            self.row("proposed", "商家协商", &format!("{old} → {new}"));
        }
        if order.need_offline_refund.value().is_some_and(|needed| needed.get()) {
            self.row(
                "to do",
                "处理",
                self.say("the merchant has to refund offline", "商家需线下退款"),
            );
        }
        if let Some(dispute) = order.complaint_id.value().filter(|id| !id.is_empty()) {
            self.row("dispute", "纠纷单", &dispute.text());
        }
    }

    fn notification(&self, notification: &Notification) {
        let message = notification.message();
        if let Some(name) = message.event.value() {
            self.row("event", "事件", &self.label(name, |name| (name.english(), name.chinese())));
        }
        if let Some(time) = message.time() {
            self.row("time", "时间", &self.time(time));
        }
        if message.encrypted().is_some() {
            self.row(
                "content",
                "内容",
                self.say("encrypted; the host decrypts it", "已加密，由接收方解密"),
            );
            return;
        }
        match message.subject() {
            Ok(Subject::AfterSale(update) | Subject::PresentAfterSale(update)) => {
                self.row("case", "售后单", &self.id(update.after_sale_order_id.value()));
                self.row("order", "订单", &self.id(update.order_id.value()));
                self.row("stands", "状态", &self.status(update.status.value()));
            }
            Ok(Subject::Complaint(update)) => {
                self.row("dispute", "纠纷单", &self.id(update.complaint_id.value()));
                self.row("case", "售后单", &self.id(update.after_sale_order_id.value()));
                let status = update.complaint_status.value().and_then(Loose::known);
                let status = status.map(|status| self.say(status.english(), status.chinese()));
                self.row("stands", "状态", status.unwrap_or_else(|| self.say("not known", "未知")));
            }
            Ok(Subject::Guarantee(update)) => {
                self.row("guarantee", "保障单", &self.id(update.guarantee_order_id.value()));
                let status = update.status.value();
                let status = status.map_or_else(
                    || "?".into(),
                    |status| self.label(status, |word| (word.english(), word.chinese())),
                );
                self.row("stands", "状态", &status);
            }
            Ok(Subject::InterfaceChanges(changes)) => {
                for change in changes {
                    let (path, what) = (change.cgi_path.value(), change.change_content.value());
                    let text = |text: Option<&String>| text.map_or_else(String::new, String::clone);
                    self.row("change", "变更", &format!("{} {}", text(path), text(what)));
                }
            }
            Ok(_) => self.row("case", "售后单", &self.id(message.after_sale_id())),
            Err(unplaced) => {
                if let Some(order) = message.order_info.value() {
                    self.row("order", "订单", &self.id(order.order_id.value()));
                }
                let chinese = match &unplaced {
                    Unplaced::Missing { field } => format!("缺少 {field}"),
                    Unplaced::Unknown { word, .. } => format!("未知事件 {word}"),
                    other => other.to_string(),
                };
                self.row("about", "对象", self.say(&unplaced.to_string(), &chinese));
            }
        }
    }

    fn kind(&self, order: &AfterSaleOrder) -> String {
        let kind = order
            .kind
            .value()
            .map(|kind| self.label(kind, |word| (word.english(), word.chinese())));
        let mut text = kind.unwrap_or_else(|| self.say("not given", "未给出").into());
        if let Some(sub_type) = order.sub_type.value() {
            text.push_str(&format!(
                ", {}",
                self.label(sub_type, |word| (word.english(), word.chinese()))
            ));
        }
        text
    }

    fn status(&self, status: Option<&Word<AfterSaleStatus>>) -> String {
        match status {
            Some(Word::Known(status)) => {
                format!("{} {}", status.name(), self.say(status.english(), status.chinese()))
            }
            Some(unknown) => format!("{unknown} {}", self.say("(not known)", "（未知状态）")),
            None => self.say("not given", "未给出").into(),
        }
    }

    /// Returns the label of a word; for an unknown one, the word as it came.
    fn label<T: aftersale::wire::Vocabulary>(
        &self,
        word: &Word<T>,
        labels: impl Fn(T) -> (&'static str, &'static str),
    ) -> String {
        match word {
            Word::Known(known) => {
                let (english, chinese) = labels(*known);
                self.say(english, chinese).to_owned()
            }
            unknown => unknown.to_string().trim_matches('"').to_owned(),
        }
    }

    fn id(&self, id: Option<&PlatformId>) -> String {
        let id = id.filter(|id| !id.is_empty());
        id.map_or_else(|| self.say("without a number", "无单号").to_owned(), ToString::to_string)
    }

    fn time(&self, time: Timestamp) -> String {
        match self.language {
            Language::Chinese => {
                let local = aftersale::time::LocalTime::at(time, aftersale::time::UtcOffset::CHINA);
                format!("{local}（北京时间）")
            }
            _ => time.to_string(),
        }
    }
}

fn yuan(amount: Amount) -> String {
    format!("¥{}", amount.decimal(2))
}
