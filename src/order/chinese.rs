//! The Chinese texts of reasons, refusals, anomalies, effects and faults of an order's facts.
//! The English ones are the messages of the types themselves.
//!
//! Beside Chinese a text has only the names that the host has given, statuses, rows, currencies and numbers.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{
    Anomaly, Bound, Capability, Discrepancy, Effect, OpeningFault, Reason, Refusal, StatusRef,
    TextLimit,
};
use crate::Language;
use crate::lifecycle::{Action, Set, SetMember, Status, TableReason};

impl Bound {
    /// Returns the name of the bound in this language.
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        match (language, self) {
            (Language::English, bound) => bound.to_string(),
            (Language::Chinese, Self::Units(line)) => format!("商品行 {line:#} 的这些商品"),
            (Language::Chinese, Self::Line(line)) => format!("商品行 {line:#}"),
            (Language::Chinese, Self::Shipping) => "运费".into(),
            (Language::Chinese, Self::Order) => "订单".into(),
            (Language::Chinese, Self::Payment(payment)) => format!("支付 {payment:#}"),
        }
    }
}

impl Capability {
    /// Returns the name of the action or right in this language.
    #[must_use]
    pub const fn text_in(self, language: Language) -> &'static str {
        match self {
            Self::Action(action) => action.text_in(language),
            Self::Right(right) => right.text_in(language),
        }
    }
}

/// Returns these words, with a mark between them.
fn listed<T: SetMember>(set: Set<T>, text: impl Fn(T) -> &'static str) -> String {
    let words: Vec<&str> = set.iter().map(text).collect();
    words.join("、")
}

impl<S: Status> TableReason<S> {
    /// Returns the reason in this language.
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::NoSuchAction { .. } => "该平台没有这项操作".into(),
            Self::Ended { status } => format!("售后已结束（{}）", status.name()),
            Self::NoRules { status } => format!("状态 {} 下不能进行任何操作", status.name()),
            Self::NotOfThisFlow { status, flows } => {
                let flows = listed(*flows, |flow| flow.chinese());
                format!("状态 {} 属于其他类型的售后（{flows}）", status.name())
            }
            Self::NoCaseYet { .. } => "还没有售后单".into(),
            Self::NotHere { .. } => "当前状态不允许这项操作".into(),
            Self::OtherFlow { only_in, .. } => {
                format!("只有“{}”类型的售后允许这项操作", only_in.chinese())
            }
            Self::OtherActor { only } => {
                format!("只有{}可以进行这项操作", listed(*only, |actor| actor.chinese()))
            }
            Self::NeverByThisActor { only } => {
                format!(
                    "在其他状态下也只有{}可以进行这项操作",
                    listed(*only, |actor| actor.chinese())
                )
            }
            Self::GuardNotMet { guard } => guard.unmet_in(Language::Chinese).into(),
            Self::GuardNotKnown { guard } => format!("尚不清楚是否：{}", guard.fact().chinese()),
            Self::NotTrusted { row, evidence, trusted } => format!(
                "规则 {row} 的依据只是“{}”，而至少需要“{}”",
                evidence.chinese(),
                trusted.chinese()
            ),
        }
    }
}

impl<S: Status> Reason<S> {
    /// Returns the reason in this language. In English it is the text of [`Display`](core::fmt::Display).
    ///
    /// ```
    /// use aftersale::Language;
    /// use aftersale::order::{Bound, Reason};
    /// use aftersale::shopxo::AfterSaleStatus;
    /// let reason: Reason<AfterSaleStatus> = Reason::NothingRefundable { bound: Bound::Line("tea".into()) };
    /// assert_eq!(reason.text_in(Language::English), "nothing is refundable for line tea");
    /// assert_eq!(reason.text_in(Language::Chinese), "商品行 tea 没有可退金额");
    /// ```
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        if language == Language::English { self.to_string() } else { self.chinese() }
    }

    fn chinese(&self) -> String {
        match self {
            Self::CommandReused { id } => {
                format!("命令编号 {id:#} 已用于另一条命令，请使用新的编号")
            }
            Self::ReservedId { id } => format!("命令编号 {id:#} 保留给系统计时，请使用其他编号"),
            Self::RefundReferenceReused { key } => format!("退款编号 {key:#} 已属于另一笔退款"),
            Self::RefundOfOtherCase { reference, case } => {
                format!("编号 {reference:#} 的退款属于售后 {case}")
            }
            Self::OwnRefund { reference, refund } => {
                format!("编号 {reference:#} 是本订单自己的退款 {refund:#}")
            }
            Self::MadeOffline { key } => format!("退款 {key:#} 是线下付款，没有其他编号"),
            Self::AlreadyReported { reported } => {
                format!("此前已上报过，时间为 {reported}，请更正原来的上报")
            }
            Self::AlreadyReceived => "已确认收货或已免退货".into(),
            Self::Stale { seen, now } => {
                format!("命令基于订单的第 {seen} 版，而订单已是第 {now} 版，请重新读取订单")
            }
            Self::OfferChanged { seen, now } => {
                format!("命令基于第 {seen} 版申请内容，而售后已是第 {now} 版，请重新读取售后")
            }
            Self::TimeWithoutDate { at } => {
                format!("命令的时间 {} 秒不是有效日期，请以秒为单位", at.seconds())
            }
            Self::TooFarAhead { at, last } => {
                format!("命令的时间 {at} 远晚于订单最后事件的时间 {last}")
            }
            Self::BeforeLastEvent { at, last } => {
                format!("命令时间 {at} 早于订单最近一次事件的时间 {last}")
            }
            Self::OtherOrder { given, here } => {
                format!("命令属于订单 {given:#}，而这里是订单 {here:#}")
            }
            Self::NoSuchCase { case } => format!("没有编号为 {case} 的售后"),
            Self::NoSuchLine { line } => format!("没有商品行 {line:#}"),
            Self::NoSuchPayment { payment } => format!("没有支付 {payment:#}"),
            Self::PlatformCaseKnown { platform_case, known, given } => {
                format!("平台售后单 {platform_case:#} 在这里是售后 {known}，不是售后 {given}")
            }
            Self::OtherPlatformCase { case, known, given } => {
                format!("售后 {case} 是平台售后单 {known:#}，不是 {given:#}")
            }
            Self::LineNotClaimed { line } => format!("该售后不涉及商品行 {line:#}"),
            Self::NoSuchRefund { key } => format!("没有退款 {key:#}"),
            Self::UnknownStatus { status } => match status {
                StatusRef::Name(_) => format!("该平台没有状态 {status:#}"),
                StatusRef::Number(number) => format!("该平台没有编号为 {number} 的状态"),
            },
            Self::NoSuchEffect { effect } => format!("没有待办事项 {effect}"),
            Self::OtherActor { holders } => {
                format!("只有{}可以进行这项操作", listed(*holders, |actor| actor.chinese()))
            }
            Self::RightNotGranted => "没有任何一方拥有这项权限".into(),
            Self::Barred { actor } => format!("本店不允许{}进行这项操作", actor.chinese()),
            Self::BuyerNotNamed => "买家的命令没有注明买家，请注明已验证身份的买家".into(),
            Self::OtherBuyer => "订单属于另一位买家".into(),
            Self::Table(reason) => reason.text_in(Language::Chinese),
            Self::WindowClosed { last } => format!("售后申请期限已于 {last} 截止"),
            Self::CasesNotAccepted => "本店不受理售后".into(),
            Self::TooManyApplications { line, made, most } => {
                format!("商品行 {line:#} 已申请 {made} 次，最多允许 {most} 次")
            }
            Self::AlreadyRefundedOnce { line, case } => {
                format!("商品行 {line:#} 已在售后 {case} 中退款，每个商品行只能退款一次")
            }
            Self::NothingToReturn => "虚拟订单没有可退回的商品，请申请仅退款".into(),
            Self::NotShipped => "订单尚未发货，请申请仅退款".into(),
            Self::DeadlineNotReached { deadline } => format!("尚未到期限 {deadline}"),
            Self::NoDeadline => "当前状态没有期限".into(),
            Self::RefundTooSoon { from } => format!("该订单的下一笔退款最早可在 {from} 发起"),
            Self::ReceiptNotConfirmed => "尚未确认收货，请先确认收货或免退货".into(),
            Self::NotWaitingForReceipt { phase } => {
                format!("售后处于“{}”，不是待商家收货", phase.chinese())
            }
            Self::CaseStillOpen => "售后尚未结束".into(),
            Self::CannotHide { phase } => format!("处于“{}”的售后不能隐藏", phase.chinese()),
            Self::NotInFlight { key, state } => {
                format!("退款 {key:#} {}，并非正在进行", state.chinese())
            }
            Self::MoneyMayBeOut { key, state } => {
                format!("退款 {key:#} {}，请先查明结果", state.chinese())
            }
            Self::QueryGatewayFirst { key, state } => format!(
                "退款 {key:#} {}，只有结果未知的退款才能认定失败，请先向支付渠道查询",
                state.chinese()
            ),
            Self::ReportRefundInstead { effect, key } => {
                format!("待办事项 {effect} 用于发起退款 {key:#}，请上报该退款的结果")
            }
            Self::TooMuch { bound, asked, left } => {
                format!("申请 {asked}，{}可退 {left}", before_words(bound))
            }
            Self::NothingRefundable { bound } => format!("{}没有可退金额", before_words(bound)),
            Self::TooManyUnits { line, asked, bought, claimed, returned } => format!(
                "商品行 {line:#} 申请 {asked} 件：共购买 {bought} 件，其他售后占用 {claimed} 件，已退 {returned} 件"
            ),
            Self::AlreadyRefunded { paid } => format!("该售后已退款 {paid}"),
            Self::AmountChangeNotAllowed { asked, before, allowed } => {
                format!("申请金额由 {before} 改为 {asked}，但{}", allowed.chinese())
            }
            Self::NothingAccepted => "没有认可任何退回的商品，请改为拒绝该售后".into(),
            Self::AllOrNothing { line, accepted, claimed } => format!(
                "商品行 {line:#} 申请 {claimed} 件，只认可 {accepted} 件；该平台只能全部退款，请拒绝，或让买家减少申请"
            ),
            Self::NotPositive { amount, .. } => format!("金额 {amount} 无效"),
            Self::NoUnits { line } => format!("商品行 {line:#} 的申请数量为零"),
            Self::NeitherUnitsNorAmount { line } => {
                format!("商品行 {line:#} 既没有申请数量，也没有申请金额")
            }
            Self::UnitsRequired { line } => format!("退货必须注明商品行 {line:#} 退回的数量"),
            Self::NothingRequested => "申请内容为空".into(),
            Self::DuplicateLine { line } => format!("商品行 {line:#} 重复出现"),
            Self::DuplicatePayment { payment } => format!("支付 {payment:#} 重复出现"),
            Self::PaymentKnown { payment, paid } => {
                format!("支付 {payment:#} 已有记录，金额 {paid}；另一笔支付请使用新的编号")
            }
            Self::PaymentsExceedOrder { payments, costs } => {
                format!("各笔支付将共 {payments}，而订单应付 {costs}")
            }
            Self::MissingLine { line } => format!("缺少商品行 {line:#}"),
            Self::UnitsDoNotAddUp { line, stated, claimed } => {
                format!("商品行 {line:#} 申请 {claimed} 件，收货记录合计 {stated} 件")
            }
            Self::AcceptedMoreThanReceived { line, accepted, came } => {
                format!("商品行 {line:#} 收到 {came} 件，却认可 {accepted} 件")
            }
            Self::PartsExceedWhole { whole } => format!("各部分之和超过 {whole}"),
            Self::TextLength { text, length, limit } => {
                format!("{}{}，现为 {length} 个字", text.chinese(), range(limit))
            }
            Self::TooLong { what, length, most } => {
                format!("{}长 {length} 字节，最多 {most} 字节，请缩短", what.chinese())
            }
            Self::TooMany { what, named, most } => {
                format!("涉及{} {named} 个，最多 {most} 个，请分多条命令提交", what.chinese())
            }
            Self::FlowNotOfOrders { flow } => {
                format!("订单不处理{}类售后，请用镜像跟踪", flow.chinese())
            }
            Self::ContainsNul { what } => {
                format!("{}含有数据库无法保存的空字符，请删除", what.chinese())
            }
            Self::OrderIsFull { what, most } => format!(
                "该订单的{}已达上限 {most}，只能结束未结束的售后，或上报款项",
                what.chinese()
            ),
            Self::TooMuchEvidence { named, most } => {
                format!("提交了 {named} 份凭证，最多 {most} 份")
            }
            Self::TooManyLines { named, most } => {
                format!("涉及 {named} 个商品行，每个售后最多 {most} 个")
            }
            Self::DeductionsNotAllowed { named } => {
                format!("列出了 {named} 项扣款，而该平台退款不扣款，请改为减少申请金额")
            }
            Self::LineRequired => "该平台的售后必须针对商品行，而没有列出商品行".into(),
            Self::TooManyShippingApplications { made, most } => {
                format!("运费已申请 {made} 次，最多允许 {most} 次")
            }
            Self::CertificateRequired => "至少需要一份凭证".into(),
            Self::CurrencyMismatch { given, here } if given.currency.code() == here.code() => {
                format!(
                    "{given} 的小数位数为 {}，而订单的 {here} 为 {} 位",
                    given.currency.places(),
                    here.places()
                )
            }
            Self::CurrencyMismatch { given, here } => {
                format!("{given} 的币种不是订单的币种 {here}")
            }
            Self::EmptyName => "编号为空".into(),
            Self::InTheFuture { when } => format!("时间 {when} 晚于现在"),
            Self::InThePast { when } => format!("时间 {when} 已过"),
            Self::NoMoreEvents { last } => format!("第 {last} 版之后不能再有事件"),
            Self::TooLarge => "金额过大，无法相加".into(),
        }
    }
}

/// Returns the name of a bound as it stands before Chinese words: with a blank after a name of the host's.
fn before_words(bound: &Bound) -> String {
    let name = bound.text_in(Language::Chinese);
    if name.ends_with(|letter: char| letter.is_ascii()) { format!("{name} ") } else { name }
}

fn range(limit: &TextLimit) -> String {
    match *limit {
        TextLimit { least, most: usize::MAX } => format!("至少要有 {least} 个字"),
        TextLimit { least: 0, most } => format!("最多 {most} 个字"),
        TextLimit { least, most } => format!("应为 {least} 至 {most} 个字"),
    }
}

impl<S: Status> Refusal<S> {
    /// Returns the refusal in this language, with every reason. In English it is the text of
    /// [`Display`](core::fmt::Display).
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        let capability = self.capability.text_in(language);
        let case = self.case.map_or_else(String::new, |(case, flow, status)| {
            format!("（售后 {case}，{}，{}）", status.name(), flow.chinese())
        });
        let reasons: Vec<String> =
            self.reasons.iter().map(|reason| reason.text_in(language)).collect();
        let reasons = reasons.join("；");
        let instead = if self.instead.is_empty() {
            String::new()
        } else {
            format!("；可以进行的操作：{}", listed(self.instead, |action: Action| action.chinese()))
        };
        format!("{}不能{capability}{case}：{reasons}{instead}", self.by.chinese())
    }
}

impl Anomaly {
    /// Returns the anomaly in this language. In English it is the text of [`Display`](core::fmt::Display).
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::UnknownRefund { key } => format!("该订单没有退款 {key:#}"),
            Self::SucceededAfterFailure { key } => format!("退款 {key:#} 在上报失败之后又成功了"),
            Self::ProcessingAfterDeclaredFailed { key } => {
                format!("退款 {key:#} 已被认定失败，却仍在处理中")
            }
            Self::FailedAfterSuccess { key } => format!("退款 {key:#} 在上报成功之后又失败了"),
            Self::OutdatedReport { key } => {
                format!("关于退款 {key:#} 的较早上报与较新上报矛盾，不予采用")
            }
            Self::AmountMismatch { key, expected, paid } => {
                format!("退款 {key:#} 应付 {expected}，实付 {paid}")
            }
            Self::CurrencyMismatch { key, reported } => format!(
                "关于退款 {key:#} 的上报不是订单的币种：{reported}，小数位数 {}",
                reported.currency.places()
            ),
            Self::ReversedMoreThanPaid { key, paid, reversed } => {
                format!("退款 {key:#} 退回了 {reversed}，而已知付出的只有 {paid}")
            }
            Self::RefundedOutOfTurn { case } => format!("售后 {case} 在不允许退款的状态下被退款"),
            Self::RefundedMoreThanPaid { of, paid, refunded } => {
                format!("{}已退 {refunded}，超过实付 {paid}", before_words(of))
            }
            Self::UnexplainedTotal { unexplained } => {
                format!("支付渠道多退了 {unexplained}，不属于任何已知退款")
            }
            Self::ReportDatedAhead { as_of, counted } => format!(
                "上报所述时间（1970年起第 {} 秒）晚于上报本身，按 {counted} 计",
                as_of.seconds()
            ),
            Self::ClaimExceedsRefundable { case } => format!("售后 {case} 的申请超过可退金额"),
            Self::RefundedMoreThanClaimed { case, claimed, refunded } => {
                format!("售后 {case} 申请 {claimed}，已退 {refunded}")
            }
            Self::SuccessBecameSmaller { key, paid, reported } => {
                format!("退款 {key:#} 曾上报付出 {paid}，之后只上报 {reported}；以较大金额为准")
            }
            Self::CaseTotalBelowBooked { case, as_of, total, booked } => {
                format!("平台称截至 {as_of} 售后 {case} 共退款 {total}，而此时已入账 {booked}")
            }
            Self::TotalBelowBooked { as_of, total, booked } => {
                format!("支付渠道截至 {as_of} 共退 {total}，而届时已入账 {booked}")
            }
            Self::LeftItsEnd { case, was, is, refunded } => format!(
                "售后 {case} 已结束（{}，已退 {refunded}），现又称为“{}”",
                was.chinese(),
                is.chinese()
            ),
            Self::RefundedBeforeOpening { case, of, before, refunded } => format!(
                "接管的售后 {case} 中{}已退 {refunded}，而订单建立之前{}已退 {before}",
                before_words(of),
                before_words(of)
            ),
            Self::StatusContradictsBooks { case, is, refunded } => {
                format!("接管的售后 {case} 称为“{}”，与账目不符：已退 {refunded}", is.chinese())
            }
        }
    }
}

impl Effect {
    /// Returns what is to be done, in this language.
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        let is_english = language == Language::English;
        match self {
            Self::IssueRefund { key, case, amount, payment } if is_english => {
                let by = payment.as_ref().map(|payment| format!(" by payment {payment:#}"));
                format!(
                    "issue refund {key:#} of {amount} for case {case}{}",
                    by.unwrap_or_default()
                )
            }
            Self::IssueRefund { key, case, amount, payment } => {
                let by = payment.as_ref().map(|payment| format!("，退回支付 {payment:#}"));
                format!("为售后 {case} 发起退款 {key:#}，金额 {amount}{}", by.unwrap_or_default())
            }
            Self::WithholdRefund { key, case } if is_english => {
                format!("withhold refund {key:#} of case {case}")
            }
            Self::WithholdRefund { key, case } => format!("停止售后 {case} 的退款 {key:#}"),
            Self::TakeIntoStock { case, line, units, condition } if is_english => {
                format!("take {units} of line {line:#} of case {case} into stock, {condition}")
            }
            Self::TakeIntoStock { case, line, units, condition } => format!(
                "将售后 {case} 的商品行 {line:#} 共 {units} 件入库（{}）",
                condition.chinese()
            ),
            Self::TellBuyer { case, action } if is_english => {
                format!("tell the buyer about case {case}: {action}")
            }
            Self::TellBuyer { case, action } => {
                format!("通知买家售后 {case} 的进展：{}", action.chinese())
            }
            Self::TellMerchant { case, action } if is_english => {
                format!("tell the merchant about case {case}: {action}")
            }
            Self::TellMerchant { case, action } => {
                format!("通知商家售后 {case} 的进展：{}", action.chinese())
            }
            Self::CloseOrder if is_english => "close the order".into(),
            Self::CloseOrder => "关闭订单".into(),
            Self::ReopenOrder if is_english => "open the order again if it was closed".into(),
            Self::ReopenOrder => "如订单已关闭，重新开启".into(),
        }
    }
}

impl Discrepancy {
    /// Returns the discrepancy in this language. In English it is the text of [`Display`](core::fmt::Display).
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::LineTotal { line, unit_price, quantity, total } => {
                format!("商品行 {line:#} 的总价 {total} 不等于 {quantity} 件乘以单价 {unit_price}")
            }
            Self::GoodsTotal { stated, sum } => {
                format!("各商品行合计 {sum}，而商品总额为 {stated}")
            }
            Self::Paid { expected, paid } => {
                format!("实付 {paid}，而商品加运费减优惠为 {expected}")
            }
            Self::NoUnits { line } => format!("商品行 {line:#} 的数量为零"),
            Self::LineOverRefunded { line, paid, refunded } => {
                format!("商品行 {line:#} 已退 {refunded}，超过实付 {paid}")
            }
            Self::ShippingOverRefunded { paid, refunded } => {
                format!("运费已退 {refunded}，超过实付 {paid}")
            }
            Self::OverReturned { line, bought, returned } => {
                format!("商品行 {line:#} 已退 {returned} 件，超过购买的 {bought} 件")
            }
            Self::ReceivedBeforeShipped { shipped, received } => {
                format!("收货时间 {received} 早于发货时间 {shipped}")
            }
            Self::TaxAbovePaid { line, paid, tax } => {
                format!("商品行 {line:#} 含税 {tax}，超过实付 {paid}")
            }
        }
    }
}

impl OpeningFault {
    /// Returns the fault in this language. In English it is the text of [`Display`](core::fmt::Display).
    #[must_use]
    pub fn text_in(&self, language: Language) -> String {
        if language == Language::English {
            return self.to_string();
        }
        match self {
            Self::EmptyName => "订单、某个商品行或某笔支付的编号为空".into(),
            Self::NoLines => "订单没有商品行".into(),
            Self::TooLong { what, length, most } => {
                format!("{}长 {length} 字节，最多 {most} 字节", what.chinese())
            }
            Self::TooMany { what, named, most } => {
                format!("{} {named} 个，最多 {most} 个", what.chinese())
            }
            Self::ContainsNul { what } => {
                format!("{}含有数据库无法保存的空字符", what.chinese())
            }
            Self::DuplicateLine { line } => format!("两个商品行的编号都是 {line:#}"),
            Self::DuplicatePayment { payment } => format!("两笔支付的编号都是 {payment:#}"),
            Self::PaymentsExceedOrder { payments, paid } => {
                format!("各笔支付共 {payments}，超过订单实付 {paid}")
            }
            Self::PaymentOverRefunded { of, refunded, most } => {
                format!("{}经各笔支付已退 {refunded}，超过 {most}", before_words(of))
            }
            Self::Negative { what, amount } => {
                let what = match *what {
                    "the total of a line" => "商品行总价",
                    "the amount refunded for a line" => "商品行已退金额",
                    "the amount paid" => "实付金额",
                    "the amount refunded for shipping" => "运费已退金额",
                    "the tax of a line" => "商品行税额",
                    "the tax of the shipping" => "运费税额",
                    "the tax of the order" => "订单税额",
                    "the amount of a payment" => "支付金额",
                    "the amount refunded by a payment" => "支付已退金额",
                    _ => "金额",
                };
                format!("{what} {amount} 不能小于零")
            }
            Self::TaxTooLarge { of, tax, costs } => {
                format!("{}的税额 {tax} 超过其价格 {costs}", of.text_in(language))
            }
            Self::TooLarge => "金额过大，无法相加".into(),
            Self::NoKeyFits { longest, least, most } => {
                format!(
                    "该订单的退款编号最长 {longest} 个字符，而规则要求 {least} 至 {most} 个字符"
                )
            }
            Self::TimeWithoutDate { what, at } => {
                let what = match *what {
                    "the time of shipping" => "发货时间",
                    "the time of receipt" => "收货时间",
                    _ => "开立时间",
                };
                format!("{what}为 1970 年之后 {} 秒，没有对应的日期，请以秒为单位", at.seconds())
            }
        }
    }
}
