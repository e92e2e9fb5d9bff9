//! Records the tax in what a refund has paid, so that it stays what it is whatever is refunded later (I27).

use super::Draft;
use crate::order::{Change, Policy};

impl<P: Policy> Draft<'_, P> {
    /// Records the tax of the refund of which the changes have moved money.
    pub(super) fn record_taxes(&mut self) {
        if let Some((refund, tax)) = self.state().tax_by_changes() {
            self.push(Change::RefundTaxed { refund, tax });
        }
    }
}
