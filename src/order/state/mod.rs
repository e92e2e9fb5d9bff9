//! The working state of an order: its state with the changes of one event on top. Deciding makes such changes one by one
//! and reads the state as it is by then; applying an event makes the same changes in the same way and keeps what they
//! have touched. So the two cannot differ.
//!
//! Nothing is copied but what the changes touch: the figures of a case (its claim, texts and history stay where they
//! are), the place of a refund, and the sums of a few lines.

mod books;
mod change;
mod effects;
mod holding;
mod index;
mod keep;
mod payments;
mod pending;
mod read;
mod sums;
mod tax;
mod touched;

use alloc::borrow::Cow;
use core::cell::Cell;
use core::ops::Deref;

pub(super) use books::{Books, number_at};
pub(super) use holding::Holding;
pub(super) use sums::CaseSums;

use sums::{LineSums, MoneySums, Sum, Way};
use touched::Touched;

use super::{
    Case, CaseId, CasePosition, Ceiling, Change, Claim, LineId, Offer, ReceivedLine, Refund, Stage,
};
use crate::lifecycle::{Flow, KnownFacts, Phase, Status};
use crate::money::Amount;
use crate::steps::Milestones;
use crate::time::Timestamp;

/// The state of an order with the changes so far.
pub(super) struct State<'a, S: Status> {
    books: &'a Books<S>,
    ceiling: Ceiling,
    /// The time of the event that the changes belong to.
    at: Timestamp,
    /// The changes of the event: those that were made so far, or those that were recorded.
    changes: Cow<'a, [Change<S>]>,
    order: OrderFigures,
    cases: Touched<CaseId, TouchedCase<S>>,
    /// The last change of each refund that has changed: its place among the changes. One that was taken out has the change
    /// by which it was.
    refunds: Touched<usize, usize>,
    /// The number of refunds, new ones included.
    number_of_refunds: usize,
    lines: Lines<'a, S>,
    /// The sums of the payments that have names.
    payments: Touched<usize, MoneySums>,
    /// Whether the sums are moved on. They are not where they are added up afterwards.
    keeps_sums: bool,
    /// The number of cases whose holdings are out of the sums.
    booked_out: usize,
}

/// The sums of the lines.
struct Lines<'a, S> {
    books: &'a Books<S>,
    touched: Touched<usize, LineSums>,
    last: LastLine,
}

/// The place of the line that was looked for last: commands and their changes are mostly about one, and cases one after the
/// other about that or the next.
#[derive(Default)]
struct LastLine(Cell<usize>);

/// What a change can move of the order as a whole.
#[derive(Clone, Copy, Debug)]
struct OrderFigures {
    stage: Stage,
    shipped: Option<Timestamp>,
    received: Option<Timestamp>,
    closed: Option<Timestamp>,
    gateway_total: Option<(Timestamp, Amount)>,
    /// What has come of what is paid for the order.
    paid: Amount,
    shipping: MoneySums,
    order: MoneySums,
    since_total: Sum,
    /// The number of refunds in flight whose amount is not known.
    unknown_amounts: u32,
}

impl OrderFigures {
    fn of<S>(books: &Books<S>) -> Self {
        Self {
            stage: books.stage,
            shipped: books.shipped,
            received: books.received,
            closed: books.closed,
            gateway_total: books.gateway_total,
            paid: books.paid(),
            shipping: books.kept.shipping,
            order: books.kept.order,
            since_total: books.kept.since_total,
            unknown_amounts: books.kept.unknown_amounts,
        }
    }
}

/// The figures of a case: all of it but its claim, its goods, its milestones, its texts and its history.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaseFigures<S> {
    pub(super) id: CaseId,
    pub(super) flow: Flow,
    pub(super) status: S,
    pub(super) status_phase: Phase,
    pub(super) facts: KnownFacts,
    pub(super) offer: Offer,
    pub(super) deadline: Option<Timestamp>,
    /// The deadline that the platform states for the status.
    pub(super) stated_deadline: Option<Timestamp>,
    pub(super) waived: bool,
    pub(super) stocked: bool,
    pub(super) written_off: bool,
    pub(super) hidden: bool,
    pub(super) sums: CaseSums,
}

/// A case that the changes have touched.
#[derive(Clone, Copy, Debug)]
struct TouchedCase<S> {
    figures: CaseFigures<S>,
    milestones: Milestones,
    /// Whether what it holds is in the sums. It is taken out when the case changes, and put in again before the sums are
    /// read.
    is_booked_in: bool,
    /// The change that has its claim now, if it has changed.
    claim: Option<usize>,
    goods: Goods,
}

/// The goods of a case, as far as the changes have changed them.
#[derive(Clone, Copy, Debug)]
enum Goods {
    AsBefore,
    /// They are those of this change.
    Received(usize),
    Forgotten,
}

/// A case, as it is after the changes so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct CaseView<'s, S> {
    figures: Figures<'s, S>,
    pub(super) claim: &'s Claim,
    pub(super) goods: Option<&'s [ReceivedLine]>,
}

/// The figures of a case: those that changes have left, or those of before.
#[derive(Clone, Copy, Debug)]
enum Figures<'s, S> {
    Touched(&'s CaseFigures<S>),
    Before(CaseFigures<S>),
}

impl<S> Deref for CaseView<'_, S> {
    type Target = CaseFigures<S>;

    fn deref(&self) -> &CaseFigures<S> {
        match &self.figures {
            Figures::Touched(figures) => figures,
            Figures::Before(figures) => figures,
        }
    }
}

impl<'s, S: Copy> CaseView<'s, S> {
    /// Returns a case as it is.
    pub(super) fn of(case: &'s Case<S>) -> Self {
        let figures = Figures::Before(CaseFigures::of(case));
        Self { figures, claim: &case.claim, goods: case.goods.as_deref() }
    }

    /// Returns the same case, as if it had this claim.
    pub(super) const fn with_claim<'c>(self, claim: &'c Claim) -> CaseView<'c, S>
    where
        's: 'c,
    {
        CaseView { figures: self.figures, claim, goods: self.goods }
    }
}

impl<S: Copy> CaseFigures<S> {
    /// Returns where the case stands.
    pub(super) const fn position(&self) -> CasePosition<S> {
        let Self { flow, status, status_phase, facts, .. } = *self;
        CasePosition { flow, status, status_phase, facts }
    }

    fn of(case: &Case<S>) -> Self {
        Self {
            id: case.id,
            flow: case.flow,
            status: case.status,
            status_phase: case.status_phase,
            facts: case.facts,
            offer: case.offer,
            deadline: case.deadline,
            stated_deadline: case.adopted.as_ref().and_then(|adopted| adopted.deadline),
            waived: case.waived,
            stocked: case.stocked,
            written_off: case.written_off,
            hidden: case.hidden,
            sums: case.sums,
        }
    }
}

impl<'a, S: Status> State<'a, S> {
    /// Returns the state of an order without changes, and of an event at this time to come.
    pub(super) fn of(books: &'a Books<S>, ceiling: Ceiling, at: Timestamp) -> Self {
        Self {
            books,
            ceiling,
            at,
            changes: Cow::Borrowed(&[]),
            order: OrderFigures::of(books),
            cases: Touched::new(),
            refunds: Touched::new(),
            number_of_refunds: books.refunds.len(),
            lines: Lines { books, touched: Touched::new(), last: LastLine::default() },
            payments: Touched::new(),
            keeps_sums: true,
            booked_out: 0,
        }
    }

    /// Puts what the changed cases hold into the sums, which then can be read.
    pub(super) fn book_in(&mut self) {
        while self.keeps_sums && self.booked_out > 0 {
            let out = self.cases.iter().find(|(_, case)| !case.is_booked_in);
            let Some((id, _)) = out else { return };
            self.book_case(id, Way::Add);
            if let Some(case) = self.cases.get_mut(id) {
                case.is_booked_in = true;
            }
            self.booked_out = self.booked_out.saturating_sub(1);
        }
    }

    /// Takes what a case holds out of the sums, before it changes.
    pub(super) fn book_out(&mut self, id: CaseId) {
        if !self.keeps_sums {
            return;
        }
        let Some(case) = self.case_to_change(id).filter(|case| case.is_booked_in) else { return };
        case.is_booked_in = false;
        self.booked_out = self.booked_out.saturating_add(1);
        self.book_case(id, Way::TakeAway);
    }

    fn check_booked_in(&self) {
        debug_assert_eq!(self.booked_out, 0, "the sums are read with all cases in them");
    }

    /// Returns the time of the event that the changes belong to.
    pub(super) const fn at(&self) -> Timestamp {
        self.at
    }

    /// Returns the state as it was before the changes.
    pub(super) const fn before(&self) -> &'a Books<S> {
        self.books
    }

    /// Returns the changes so far.
    pub(super) fn changes(&self) -> &[Change<S>] {
        &self.changes
    }

    /// Returns the changes that were made, once nothing else is asked.
    pub(super) fn take_changes(&mut self) -> alloc::vec::Vec<Change<S>> {
        core::mem::take(&mut self.changes).into_owned()
    }

    /// Returns a case as it is after the changes so far.
    pub(super) fn case(&self, id: CaseId) -> Option<CaseView<'_, S>> {
        let before = self.books.case(id);
        let Some(touched) = self.cases.get(id) else { return before.map(CaseView::of) };
        let claim = match touched.claim {
            Some(change) => self.claim_of(change)?,
            None => &before?.claim,
        };
        let goods = match touched.goods {
            Goods::AsBefore => before.and_then(|case| case.goods.as_deref()),
            Goods::Received(change) => match self.changes.get(change) {
                Some(Change::GoodsReceived { goods, .. }) => Some(goods.as_slice()),
                _ => None,
            },
            Goods::Forgotten => None,
        };
        Some(CaseView { figures: Figures::Touched(&touched.figures), claim, goods })
    }

    fn claim_of(&self, change: usize) -> Option<&Claim> {
        match self.changes.get(change)? {
            Change::CaseOpened { claim, .. } | Change::ClaimChanged { claim, .. } => Some(claim),
            _ => None,
        }
    }

    /// Returns the refund at this place, as it is after the changes so far. `None` where there is none any more.
    fn refund_at(&self, place: usize) -> Option<&Refund> {
        refund_at(self.books, &self.changes, &self.refunds, place)
    }

    /// Returns the sums of the line at this place.
    fn line_at(&self, place: usize) -> Option<&LineSums> {
        self.lines.touched.get(place).or_else(|| self.books.kept.lines.get(place))
    }

    /// Returns the place of a line among the lines.
    pub(super) fn place_of_line(&self, line: &LineId) -> Option<usize> {
        self.lines.place_of(line)
    }
}

/// Returns the refund at this place, as it is after these changes.
fn refund_at<'s, S>(
    books: &'s Books<S>,
    changes: &'s [Change<S>],
    last_changes: &Touched<usize, usize>,
    place: usize,
) -> Option<&'s Refund> {
    let Some(change) = last_changes.get(place) else { return books.refunds.get(place) };
    match changes.get(*change)? {
        Change::RefundStarted(refund) | Change::RefundUpdated(refund) => Some(refund),
        _ => None,
    }
}

impl<S> Lines<'_, S> {
    /// Returns the sums of the line at this place, to be changed.
    fn touch(&mut self, place: usize) -> Option<&mut LineSums> {
        self.touched.get_or_insert_with(place, || self.books.kept.lines.get(place).copied())
    }

    fn place_of(&self, line: &LineId) -> Option<usize> {
        self.last.place_of_line(line, self.books)
    }
}

impl LastLine {
    /// Returns the place of a line among the lines.
    fn place_of_line<S>(&self, line: &LineId, books: &Books<S>) -> Option<usize> {
        let lines = &books.opening.facts.lines;
        let last = self.0.get();
        let is_at = |place: usize| lines.get(place).is_some_and(|facts| facts.line == *line);
        if is_at(last) {
            return Some(last);
        }
        let next = Some(last.saturating_add(1)).filter(|next| is_at(*next));
        let place = next.or_else(|| books.place_of_line(line))?;
        self.0.set(place);
        Some(place)
    }
}
