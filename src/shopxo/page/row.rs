//! One case as the view and the list show it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::View;
use super::write::label;
use crate::order::{Case, EvidenceId, Text};
use crate::quantity::Quantity;
use crate::shopxo::texts::{tip, tip_2_2_1};
use crate::shopxo::wire::{AftersaleRow, TipRow};
use crate::shopxo::{AfterSaleStatus, AfterSaleType, Release, Shop, Times, Wording};
use crate::wire::{Field, Lenient, Loose, OrEmpty, TextOr};

impl<P: Shop> View<'_, P> {
    /// Returns a case of the order as a list has it, without a tip: the host's columns, and the crate's
    /// figures.
    #[must_use]
    pub fn row(&self, case: &Case<AfterSaleStatus>, wording: Wording) -> AftersaleRow {
        let host = self.host;
        let kind = AfterSaleType::of(case.flow);
        let units = Quantity::sum(case.claim.lines.iter().map(|line| line.units));
        let correspondence = &case.correspondence;
        let shipment = correspondence.shipment.as_ref();

        let mut row = host.case.clone();
        row.status = host.column(case.status);
        row.kind = host.column(kind);
        row.number = host.column(units.unwrap_or(Quantity::new(u32::MAX)));
        row.price = self.money(case.claim.total());
        write_text(&mut row.reason, Some(&correspondence.reason));
        write_text(&mut row.msg, Some(&correspondence.message));
        write_text(&mut row.refuse_reason, Some(&correspondence.refusal));
        write_text(&mut row.express_name, shipment.map(|shipment| &shipment.carrier));
        write_text(&mut row.express_number, shipment.map(|shipment| &shipment.waybill));
        if !correspondence.evidence.is_empty() || row.images.is_missing() {
            row.images = images(&correspondence.evidence);
        }
        self.write_times(&mut row, &Times::of(case), wording.release);
        let line = case.claim.lines.first().map_or(self.line, |claimed| &claimed.line);
        let of_the_case = View { line, order: self.order, now: self.now, host };
        row.order_data = OrEmpty::Value(of_the_case.order_data(wording)).into();
        row.status_text = wording.status(case.status).into();
        row.type_text = wording.kind(kind).into();
        if case.status != AfterSaleStatus::Completed {
            row.refundment_text = "".into();
        } else if let Some(authorise) = row.refundment.value().and_then(Loose::known) {
            row.refundment_text = label(wording.language, authorise.chinese(), authorise.english());
        }
        row
    }

    /// Returns a case as the view has it, with its tip.
    pub(super) fn row_with_tip(
        &self,
        case: &Case<AfterSaleStatus>,
        wording: Wording,
    ) -> AftersaleRow {
        let kind = AfterSaleType::of(case.flow);
        let tip = match wording.release {
            Release::V2_2_1 => TextOr::Text(tip_2_2_1(kind, case.status).to_owned()),
            Release::V6_9_0 => {
                let tip = tip(kind, case.status);
                let description = tip.description;
                TextOr::Object(TipRow {
                    title: label(wording.language, tip.chinese, tip.english),
                    desc: description.map_or(Field::Missing, |(chinese, english)| {
                        label(wording.language, chinese, english)
                    }),
                    ..TipRow::default()
                })
            }
        };
        AftersaleRow { tips_msg: Lenient::Value(tip).into(), ..self.row(case, wording) }
    }

    fn write_times(&self, row: &mut AftersaleRow, times: &Times, release: Release) {
        let columns = [
            (
                &mut row.apply_time,
                &mut row.apply_time_time,
                &mut row.apply_time_date,
                times.applied,
            ),
            (&mut row.add_time, &mut row.add_time_time, &mut row.add_time_date, times.applied),
            (
                &mut row.confirm_time,
                &mut row.confirm_time_time,
                &mut row.confirm_time_date,
                times.confirmed,
            ),
            (
                &mut row.delivery_time,
                &mut row.delivery_time_time,
                &mut row.delivery_time_date,
                times.sent,
            ),
            (
                &mut row.audit_time,
                &mut row.audit_time_time,
                &mut row.audit_time_date,
                times.audited,
            ),
            (
                &mut row.cancel_time,
                &mut row.cancel_time_time,
                &mut row.cancel_time_date,
                times.cancelled,
            ),
            (&mut row.upd_time, &mut row.upd_time_time, &mut row.upd_time_date, times.changed),
        ];
        for (column, date_time, date, time) in columns {
            match release {
                Release::V2_2_1 => self.host.seconds(column, date_time, date, time),
                Release::V6_9_0 => self.host.date_time(column, time, release),
            }
        }
    }
}

/// Writes a text of the correspondence, if there is one. A text that the host keeps is left to the
/// host.
fn write_text(column: &mut Field<String>, correspondence: Option<&Text>) {
    let text = match correspondence {
        Some(Text::Reference(_)) => return,
        Some(Text::Inline(text)) => text.as_str(),
        None => "",
    };
    if !text.is_empty() || column.is_missing() {
        *column = text.into();
    }
}

fn images(evidence: &[EvidenceId]) -> Field<Lenient<OrEmpty<Vec<String>>>> {
    let names = evidence.iter().map(|name| name.as_str().to_owned());
    Lenient::Value(OrEmpty::Value(names.collect())).into()
}
