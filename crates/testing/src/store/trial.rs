//! A store on trial: the events that it has taken so far, and whether it shows them and nothing else.

use std::collections::BTreeMap;

use super::display::{difference, differences, effect_label, order_label};
use super::generated::{Next, Story, facts, priced};
use super::report::{Check, Stop, Violation};
use super::{Appended, Store};
use aftersale::order::{Order, OrderFacts, OrderId, Policy};
use aftersale::time::Timestamp;

/// The result of a check: the figures of what was tried, in words, or why it was ended.
pub(super) type CheckResult = Result<String, Stop>;

/// The views of a store besides single orders.
#[derive(Clone, Copy, Debug)]
pub(super) enum View {
    Orders,
    Outbox,
    RefundsToQuery,
    Timers(Timestamp),
}

/// The ways in which a store may refuse an event.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum RefusalForm {
    /// It has to say that the event is not the next one.
    NotNext,
    /// An error will do as well.
    NotNextOrError,
}

pub(super) struct Trial<'a, P: Policy, S> {
    pub(super) check: Check,
    pub(super) policy: &'a P,
    pub(super) store: S,
    /// The orders as they should be.
    pub(super) orders: BTreeMap<OrderId, Order<P>>,
    pub(super) stored: usize,
}

impl<'a, P: Policy, S: Store<P>> Trial<'a, P, S> {
    pub(super) const fn new(check: Check, policy: &'a P, store: S) -> Self {
        Self { check, policy, store, orders: BTreeMap::new(), stored: 0 }
    }

    pub(super) fn violation<T>(
        &self,
        done: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Result<T, Stop> {
        let (done, expected, found) = (done.into(), expected.into(), found.into());
        Err(Stop::Violation(Violation { check: self.check, done, expected, found }))
    }

    /// Returns the store's answer, unless that is an error.
    pub(super) fn answer<T>(&self, done: &str, answer: Result<T, S::Error>) -> Result<T, Stop> {
        match answer {
            Ok(answer) => Ok(answer),
            Err(error) => self.violation(done, "an answer", format!("the error {error:?}")),
        }
    }

    /// Opens an order and stores its first event.
    pub(super) fn begin(&mut self, facts: OrderFacts, seed: u64) -> Result<Story<P>, Stop> {
        let (story, opened) = self.plan(facts, seed)?;
        self.store_event(&opened)?;
        Ok(story)
    }

    /// Opens an order, and does not store it yet.
    pub(super) fn plan(&self, facts: OrderFacts, seed: u64) -> Result<(Story<P>, Next<P>), Stop> {
        Story::open(self.policy, facts, seed).ok_or(Stop::DoesNotComeUp("no order can be opened"))
    }

    /// Opens an order with a number for a name.
    pub(super) fn begin_number(&mut self, number: usize, seed: u64) -> Result<Story<P>, Stop> {
        let price = i64::try_from(number).unwrap_or(0).saturating_add(1_000);
        self.begin(priced(format!("A-{number}"), price), seed)
    }

    /// Opens the usual order.
    pub(super) fn begin_usual(&mut self, seed: u64) -> Result<Story<P>, Stop> {
        self.begin(facts("ORDER1"), seed)
    }

    /// Returns the next event of a story, whatever it is.
    pub(super) fn any(&self, story: &mut Story<P>) -> Result<Next<P>, Stop> {
        let next = story.always_accepted().or_else(|| story.step());
        next.ok_or(Stop::DoesNotComeUp("no actor may do anything"))
    }

    /// Stores an event.
    pub(super) fn store_event(&mut self, next: &Next<P>) -> Result<(), Stop> {
        let Next { event, after } = next;
        let done =
            format!("event {} of order {} was stored", event.version, order_label(&event.order));
        let answer = self.store.append(event, after);
        match self.answer(&done, answer)? {
            Appended::Stored => {
                self.record_stored(next);
                Ok(())
            }
            Appended::NotNext => {
                self.violation(done, "it is stored", "the store says that it is not the next one")
            }
        }
    }

    /// Records that the event is in the store from now on.
    pub(super) fn record_stored(&mut self, next: &Next<P>) {
        self.stored = self.stored.saturating_add(1);
        self.orders.insert(next.event.order.clone(), next.after.clone());
    }

    pub(super) fn store_and_advance(
        &mut self,
        story: &mut Story<P>,
        next: &Next<P>,
    ) -> Result<(), Stop> {
        self.store_event(next)?;
        story.advance(next);
        Ok(())
    }

    /// Checks that the store refuses the event, and that nothing it shows is changed by that.
    pub(super) fn expect_refused(
        &mut self,
        next: &Next<P>,
        refusing: RefusalForm,
        why: &str,
    ) -> Result<(), Stop> {
        let Next { event, after } = next;
        let done = format!(
            "{why}, and event {} of order {} came",
            event.version,
            order_label(&event.order)
        );
        let views = [View::Orders, View::Outbox, View::RefundsToQuery, View::Timers(LATE)];
        let mut before = Vec::new();
        for view in views {
            before.push(self.view_lines(view, &done)?);
        }
        let expected = "the store says that it is not the next one";
        match self.store.append(event, after) {
            Ok(Appended::NotNext) => {}
            Ok(Appended::Stored) => {
                return self.violation(done, expected, "the store says that it is stored");
            }
            Err(_) if refusing == RefusalForm::NotNextOrError => {}
            Err(error) => return self.violation(done, expected, format!("the error {error:?}")),
        }
        self.expect_loaded(&event.order, &done)?;
        for (view, before) in views.into_iter().zip(before) {
            let Some(after) = self.view_lines(view, &done)? else { continue };
            let before = before.unwrap_or_default();
            if before != after {
                let what = format!("{}, as before,", view.what());
                let (expected, found) = differences(&what, &before, &after);
                return self.violation(done, expected, found);
            }
        }
        Ok(())
    }

    /// Ends the process and starts it again.
    pub(super) fn restart(&mut self) -> Result<(), Stop> {
        let answer = self.store.restart();
        self.answer("the store was restarted", answer)
    }

    /// Checks that the store loads the order as its events have left it, or that it is not there.
    pub(super) fn expect_loaded(&mut self, order: &OrderId, done: &str) -> Result<(), Stop> {
        let found = self.load(order, done)?;
        let expected = self.orders.get(order);
        match difference(expected, found.as_ref()) {
            None => Ok(()),
            Some((expected, found)) => {
                let name = |what: String| format!("order {}: {what}", order_label(order));
                self.violation(done, name(expected), name(found))
            }
        }
    }

    pub(super) fn load(&mut self, order: &OrderId, done: &str) -> Result<Option<Order<P>>, Stop> {
        let answer = self.store.load(order);
        self.answer(&format!("{done}, and order {} was loaded", order_label(order)), answer)
    }

    /// Checks that all orders are as they should be.
    pub(super) fn expect_all_loaded(&mut self, done: &str) -> Result<(), Stop> {
        let orders: Vec<OrderId> = self.orders.keys().cloned().collect();
        orders.iter().try_for_each(|order| self.expect_loaded(order, done))
    }

    /// Checks that a view agrees with the orders.
    pub(super) fn expect_view(&mut self, view: View, done: &str) -> Result<(), Stop> {
        let Some(found) = self.view_lines(view, done)? else {
            return Err(Stop::NotOffered(view.method()));
        };
        let expected = self.expected(view);
        if expected == found {
            return Ok(());
        }
        let (expected, found) = differences(view.what(), &expected, &found);
        self.violation(done, expected, found)
    }

    /// Checks that all views that the store offers agree with the orders.
    pub(super) fn expect_all_views(&mut self, done: &str) -> Result<(), Stop> {
        self.expect_all_loaded(done)?;
        let deadlines: Vec<Timestamp> = self.deadlines();
        let timers = deadlines.into_iter().map(View::Timers);
        for view in [View::Orders, View::Outbox, View::RefundsToQuery].into_iter().chain(timers) {
            match self.expect_view(view, done) {
                Ok(()) | Err(Stop::NotOffered(_)) => {}
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    /// Returns the times at which timers go off.
    pub(super) fn deadlines(&self) -> Vec<Timestamp> {
        self.orders.values().filter_map(|order| Some(order.next_deadline()?.0)).collect()
    }

    /// Returns a view line by line, sorted. `None` when the store does not offer it.
    fn view_lines(&mut self, view: View, done: &str) -> Result<Option<Vec<String>>, Stop> {
        let done = format!("{done}, and {} was asked for", view.what());
        let lines = match view {
            View::Orders => {
                let answer = self.store.orders();
                self.answer(&done, answer)?.map(names)
            }
            View::RefundsToQuery => {
                let answer = self.store.refunds_to_query();
                self.answer(&done, answer)?.map(names)
            }
            View::Timers(now) => {
                let answer = self.store.timers(now);
                self.answer(&done, answer)?.map(names)
            }
            View::Outbox => {
                let answer = self.store.outbox();
                let open = self.answer(&done, answer)?;
                open.map(|open| {
                    open.iter().map(|(order, pending)| effect_label(order, pending)).collect()
                })
            }
        };
        let sorted = |mut lines: Vec<String>| {
            lines.sort_unstable();
            lines
        };
        Ok(lines.map(sorted))
    }

    /// Returns the view as it should be, by the orders.
    fn expected(&self, view: View) -> Vec<String> {
        let all = self.orders.iter();
        let mut lines: Vec<String> = match view {
            View::Orders => names(self.orders.keys().cloned().collect()),
            View::RefundsToQuery => {
                let asked = all.filter(|(_, order)| order.refunds_to_query().next().is_some());
                names(asked.map(|(id, _)| id.clone()).collect())
            }
            View::Timers(now) => {
                let is_due = |order: &Order<P>| {
                    order.next_deadline().is_some_and(|(deadline, _)| deadline <= now)
                };
                names(all.filter(|(_, order)| is_due(order)).map(|(id, _)| id.clone()).collect())
            }
            View::Outbox => {
                let of = |(id, order): (&OrderId, &Order<P>)| -> Vec<String> {
                    order
                        .pending_effects()
                        .iter()
                        .map(|pending| effect_label(id, pending))
                        .collect()
                };
                all.flat_map(of).collect()
            }
        };
        lines.sort_unstable();
        lines
    }
}

/// A time after all deadlines that there are.
const LATE: Timestamp = Timestamp::from_seconds(253_402_300_799);

impl View {
    const fn what(self) -> &'static str {
        match self {
            Self::Orders => "the list of orders",
            Self::Outbox => "the outbox",
            Self::RefundsToQuery => "the list of orders to ask about",
            Self::Timers(_) => "the list of orders whose time has run out",
        }
    }

    const fn method(self) -> &'static str {
        match self {
            Self::Orders => "the store does not offer `orders`",
            Self::Outbox => "the store does not offer `outbox`",
            Self::RefundsToQuery => "the store does not offer `refunds_to_query`",
            Self::Timers(_) => "the store does not offer `timers`",
        }
    }
}

fn names(orders: Vec<OrderId>) -> Vec<String> {
    orders.iter().map(order_label).collect()
}
