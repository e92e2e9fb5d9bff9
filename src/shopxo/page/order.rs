//! The order on a page (`order_data`), with the one line that the page is about.

use super::View;
use super::write::label;
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::shopxo::arithmetic::{order_status, pay_status};
use crate::shopxo::wire::{OrderData, OrderLine};
use crate::shopxo::{OrderModel, Release, Shop, Wording};
use crate::wire::{DecimalText, Field, Flag, Loose, OrEmpty};

impl<P: Shop> View<'_, P> {
    /// Returns the order: the host's columns, and the crate's figures of the order and of the line.
    #[must_use]
    pub fn order_data(&self, wording: Wording) -> OrderData {
        let Self { order, now, host, .. } = *self;
        let Wording { release, language } = wording;
        let (facts, ledger) = (order.facts(), order.ledger());
        let money = |amount| self.money(amount);
        let most = Quantity::new(u32::MAX);
        let bought = Quantity::sum(facts.lines.iter().map(|line| line.quantity));
        let returned = Quantity::sum(ledger.lines.iter().map(|line| line.units.returned));
        let total = facts.goods_total.saturating_add(facts.shipping);
        let total = total.saturating_sub(facts.discount).max(Amount::ZERO);
        let status = order_status(order);

        let mut data = host.order.clone();
        data.status = host.column(status);
        data.status_name = label(language, status.chinese(), status.english());
        if let Some(status) = pay_status(order) {
            data.pay_status = host.column(status);
        }
        if let Some(status) = data.pay_status.value().and_then(Loose::known) {
            data.pay_status_name = label(language, status.chinese(), status.english());
        }
        if facts.is_virtual {
            data.order_model = host.column(OrderModel::Virtual);
        }
        if let Some(model) = data.order_model.value().and_then(Loose::known) {
            data.order_model_name = match release {
                Release::V2_2_1 => model.chinese_2_2_1().into(),
                Release::V6_9_0 => label(language, model.chinese(), model.english()),
            };
        }
        data.buy_number_count = host.column(bought.unwrap_or(most));
        data.returned_quantity = host.column(returned.unwrap_or(most));
        data.price = money(facts.goods_total);
        data.increase_price = money(facts.shipping);
        data.preferential_price = money(facts.discount);
        data.total_price = money(total);
        data.pay_price = money(facts.amount_paid());
        data.refund_price = money(ledger.order.refunded);
        host.date_time(&mut data.collect_time, order.received(), release);
        host.date_time(&mut data.close_time, P::close_time(order), release);
        data.is_can_launch_aftersale = Loose::plain(Flag(P::can_launch(order, now))).into();
        if let Some(line) = self.order_line() {
            data.items = OrEmpty::Value(line).into();
        }
        let lines = u32::try_from(facts.lines.len()).map_or(most, Quantity::new);
        data.items_count = Loose::plain(lines).into();
        data
    }

    /// Returns the line; `None` where the order has no such line.
    fn order_line(&self) -> Option<OrderLine> {
        let Self { order, line, host, .. } = *self;
        let facts = order.facts().lines.iter().find(|facts| facts.line == *line)?;
        let ledger = order.ledger();
        let balance = ledger.line(line)?;
        let mut item = host.order.items.present().cloned().unwrap_or_default();
        item.price = self.money(facts.unit_price);
        item.total_price = self.money(facts.total);
        item.buy_number = host.column(facts.quantity);
        item.refund_price = self.money(balance.money.refunded);
        item.returned_quantity = host.column(balance.units.returned);
        Some(item)
    }

    /// Returns an amount in the currency of the order.
    pub(super) fn money(&self, amount: Amount) -> Field<DecimalText> {
        DecimalText::from_amount(amount, self.order.currency().places()).into()
    }
}
