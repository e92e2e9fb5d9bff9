//! What the model writes down of cases and payments: plain lists, from which everything else is worked
//! out anew each time that somebody asks.

use std::collections::BTreeSet;

use super::sums::{amount, minor, shared_out};
use super::table::Place;
use aftersale::lifecycle::{Action, Flow};
use aftersale::order::{
    self, AttemptKey, AttemptState, CaseId, Certain, Claim, ClaimLine, LineId, OpenState, Parts,
    Received, Route, Said, Version,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

/// A case.
#[derive(Clone, Debug)]
pub(super) struct CaseNote<S> {
    pub(super) id: CaseId,
    pub(super) place: Place<S>,
    pub(super) claim: ClaimNote,
    /// How often the claim has been another one, from 1.
    pub(super) offer: u32,
    pub(super) due: Option<Timestamp>,
    pub(super) goods: Option<Vec<Received>>,
    pub(super) waived: bool,
    pub(super) stocked: bool,
    pub(super) written_off: bool,
    pub(super) hidden: bool,
    pub(super) said: Said,
    pub(super) moves: Vec<MoveNote<S>>,
}

/// A move of a case: by which action, where to, by which event, and when.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MoveNote<S> {
    pub(super) action: Option<Action>,
    pub(super) flow: Flow,
    pub(super) status: S,
    pub(super) version: Version,
    pub(super) at: Timestamp,
}

/// What a case asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ClaimNote {
    pub(super) lines: Vec<ClaimedNote>,
    pub(super) shipping: i128,
}

/// What a case asks for of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ClaimedNote {
    pub(super) line: LineId,
    pub(super) units: i128,
    /// What the units were worth when they were claimed.
    pub(super) worth: i128,
    pub(super) amount: i128,
}

impl ClaimNote {
    pub(super) fn of(claim: &Claim) -> Self {
        let lines = claim.lines.iter().map(|claimed| ClaimedNote {
            line: claimed.line.clone(),
            units: claimed.units.units().into(),
            worth: minor(claimed.worth),
            amount: minor(claimed.amount),
        });
        Self { lines: lines.collect(), shipping: minor(claim.shipping) }
    }

    pub(super) fn claim(&self) -> Claim {
        let lines = self.lines.iter().map(|claimed| ClaimLine {
            line: claimed.line.clone(),
            units: quantity(claimed.units),
            worth: amount(claimed.worth),
            amount: amount(claimed.amount),
        });
        Claim { lines: lines.collect(), shipping: amount(self.shipping) }
    }

    pub(super) fn total(&self) -> i128 {
        self.lines.iter().map(|claimed| claimed.amount).sum::<i128>() + self.shipping
    }

    pub(super) fn line(&self, line: &LineId) -> Option<&ClaimedNote> {
        self.lines.iter().find(|claimed| claimed.line == *line)
    }

    /// All that is asked for, by what it is for.
    pub(super) fn split(&self) -> Split {
        let lines = self.lines.iter().map(|claimed| (claimed.line.clone(), claimed.amount));
        Split { lines: lines.collect(), shipping: self.shipping, rest: 0 }
    }
}

/// So many units, as far as they can be counted.
pub(super) fn quantity(units: i128) -> Quantity {
    Quantity::new(u32::try_from(units).unwrap_or(u32::MAX))
}

/// An amount by what it is for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Split {
    pub(super) lines: Vec<(LineId, i128)>,
    pub(super) shipping: i128,
    pub(super) rest: i128,
}

impl Split {
    pub(super) fn total(&self) -> i128 {
        self.lines.iter().map(|(_, amount)| amount).sum::<i128>() + self.shipping + self.rest
    }

    pub(super) fn of_line(&self, line: &LineId) -> i128 {
        self.lines.iter().filter(|(other, _)| other == line).map(|(_, amount)| amount).sum()
    }

    /// What `paid` was for, where this should have been paid: so much less of everything where it is
    /// less, and where it is more, the rest is for nothing in particular.
    pub(super) fn spread(&self, paid: i128) -> Self {
        let total = self.total();
        if paid >= total {
            return Self { rest: self.rest + paid - total, ..self.clone() };
        }
        let mut weights: Vec<i128> = self.lines.iter().map(|(_, amount)| *amount).collect();
        weights.extend([self.shipping, self.rest]);
        let mut parts = shared_out(paid, &weights).into_iter();
        let mut less = Self::default();
        for (line, _) in &self.lines {
            less.lines.push((line.clone(), parts.next().unwrap_or(0)));
        }
        less.shipping = parts.next().unwrap_or(0);
        less.rest = parts.next().unwrap_or(0);
        less
    }

    pub(super) fn parts(&self) -> Parts {
        let lines = self.lines.iter().map(|(line, minor)| (line.clone(), amount(*minor)));
        Parts { lines: lines.collect(), shipping: amount(self.shipping), rest: amount(self.rest) }
    }
}

/// A payment, with all that was heard of it.
#[derive(Clone, Debug)]
pub(super) struct PaymentNote {
    pub(super) key: AttemptKey,
    pub(super) case: Option<CaseId>,
    pub(super) route: Route,
    pub(super) split: Split,
    pub(super) started: Timestamp,
    /// In the order in which it was heard.
    pub(super) news: Vec<(Timestamp, News)>,
}

/// Something that was heard of a payment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum News {
    Processing,
    Unknown,
    /// Somebody has declared that it failed.
    Declared,
    /// So much had left.
    Succeeded(i128),
    Failed,
    /// So much had come back.
    Reversed(i128),
}

/// What can be known of a payment from the news: the last of each kind, and all that is certain.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Last {
    pub(super) open: Option<(Timestamp, OpenState)>,
    pub(super) declared: bool,
    pub(super) succeeded: Option<(Timestamp, i128)>,
    pub(super) certain: BTreeSet<order::News>,
    pub(super) failed: Option<Timestamp>,
    pub(super) reversed: Option<(Timestamp, i128)>,
}

impl Last {
    fn keep(&mut self, as_of: Timestamp, what: Certain) {
        self.certain.insert(order::News { as_of, what });
    }
}

impl PaymentNote {
    /// The last news of each kind.
    pub(super) fn last(&self) -> Last {
        let mut last = Last::default();
        for (as_of, news) in &self.news {
            let is_certain = last.succeeded.is_some() || last.failed.is_some();
            let is_certain = is_certain || last.reversed.is_some();
            match news {
                // What is certain is not made uncertain.
                News::Processing | News::Unknown if is_certain => {}
                News::Processing => {
                    if is_newer(last.open, *as_of, OpenState::Processing) {
                        last.open = Some((*as_of, OpenState::Processing));
                        last.declared = false;
                    }
                }
                News::Unknown => {
                    if is_newer(last.open, *as_of, OpenState::Unknown) {
                        last.open = Some((*as_of, OpenState::Unknown));
                    }
                }
                News::Declared => last.declared = true,
                News::Succeeded(paid) => {
                    last.succeeded = last.succeeded.max(Some((*as_of, *paid)));
                    last.keep(*as_of, Certain::Succeeded(amount(*paid)));
                }
                News::Failed => {
                    last.failed = last.failed.max(Some(*as_of));
                    last.keep(*as_of, Certain::Failed);
                }
                News::Reversed(back) => {
                    last.reversed = last.reversed.max(Some((*as_of, *back)));
                    last.keep(*as_of, Certain::Reversed(amount(*back)));
                }
            }
        }
        last
    }

    pub(super) fn state(&self) -> AttemptState {
        let last = self.last();
        let left = last.succeeded.map(|(as_of, _)| as_of);
        let back = last.reversed.map(|(as_of, _)| as_of);
        // Of what is certain the latest is believed; at the same second, that it came back before that
        // it left, and that it left before that it did not.
        if back.is_some() && back >= left && back >= last.failed {
            AttemptState::Reversed
        } else if left.is_some() && left >= last.failed {
            AttemptState::Succeeded
        } else if last.failed.is_some() && left.is_some() {
            AttemptState::Reversed
        } else if last.failed.is_some() || last.declared {
            AttemptState::Failed
        } else {
            match last.open {
                None => AttemptState::Started,
                Some((_, OpenState::Processing)) => AttemptState::Processing,
                Some((_, OpenState::Unknown)) => AttemptState::Unknown,
                Some((_, other)) => crate::not_known(&other),
            }
        }
    }

    pub(super) fn is_in_flight(&self) -> bool {
        use AttemptState::{Processing, Started, Unknown};
        matches!(self.state(), Started | Processing | Unknown)
    }

    /// How much has left and not come back.
    pub(super) fn paid(&self) -> i128 {
        let last = self.last();
        // What came back had left, whether anybody said so or not.
        let left = last.succeeded.map_or_else(|| self.split.total(), |(_, paid)| paid);
        match self.state() {
            AttemptState::Succeeded => left,
            AttemptState::Reversed => match last.reversed {
                Some((as_of, back)) if last.failed <= Some(as_of) => (left - back).max(0),
                _ => 0,
            },
            _ => 0,
        }
    }

    /// How much had left and not come back at this time.
    pub(super) fn paid_by(&self, time: Timestamp) -> i128 {
        let mut then = self.clone();
        then.news.retain(|(as_of, _)| *as_of <= time);
        then.paid()
    }

    /// What is with the buyer because of it.
    pub(super) fn booked(&self) -> Split {
        match self.paid() {
            0 => Split::default(),
            paid => self.split.spread(paid),
        }
    }

    /// What may be on its way to him because of it.
    pub(super) fn in_flight(&self) -> Split {
        if self.is_in_flight() { self.split.clone() } else { Split::default() }
    }
}

/// Whether it is something else than what is known, and later.
fn is_newer(known: Option<(Timestamp, OpenState)>, as_of: Timestamp, state: OpenState) -> bool {
    known.is_none_or(|(before, other)| other != state && (before, other) < (as_of, state))
}
