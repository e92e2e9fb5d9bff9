//! A payment gateway that behaves as the rows of its table say, and keeps books of its own.
//!
//! It has one payment. What becomes of a refund is drawn by chance from what its rows can say: it is refused at once or
//! later, waits, is paid, is taken back weeks later, goes to the merchant. Requests and answers are lost, keys are forgotten
//! when their lifetime is over, notices come late, up to fourteen times, or before the answer.

use aftersale::gateway::{
    AmountKind, Gateway, GatewayRow, KeyLifetime, Meaning, NextTry, WordPlace,
};
use aftersale::money::Amount;
use aftersale::order::RefundKey;
use aftersale::time::Timestamp;

use crate::chance::Chance;
use crate::seed::later;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// What a gateway says: a word of its table in a place, or none.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Said {
    /// Where it says it.
    pub place: WordPlace,
    /// The row of its word; `None` where it says no word.
    pub row: Option<&'static GatewayRow>,
    /// The HTTP status, where that is all that came.
    pub http_status: Option<u16>,
    /// The account to which the money went, where the gateway says so.
    pub account: Option<&'static str>,
    /// The amount beside the word, whatever it is the amount of.
    pub amount: Option<Amount>,
    /// The gateway's own id of the refund.
    pub id: Option<u64>,
    /// The key, where the gateway repeats it.
    pub key: Option<RefundKey>,
    /// The time of what it says, by its own clock.
    pub as_of: Timestamp,
}

/// What has become of a refund, in the gateway's own books.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Truth {
    /// It is at work on it.
    Waiting,
    /// The money has left the merchant, and a person has to send it on.
    Stuck,
    /// The buyer has the money.
    Paid,
    /// The money has not left and will not.
    NotPaid,
    /// The money went to the merchant instead of the buyer.
    ToMerchant,
    /// The buyer's money came back.
    TakenBack,
}

#[derive(Clone, Debug)]
struct Kept {
    id: u64,
    key: RefundKey,
    amount: Amount,
    first_sent: Timestamp,
    forgotten: Option<Timestamp>,
    /// The row of its failure, if it fails.
    failure: Option<&'static GatewayRow>,
    /// What becomes of it, and when. The first entry is the time of the request.
    script: Vec<(Timestamp, Truth)>,
}

impl Kept {
    fn at(&self, now: Timestamp) -> (Timestamp, Truth) {
        let past = self.script.iter().rev().find(|(at, _)| *at <= now);
        past.or_else(|| self.script.first()).copied().unwrap_or((self.first_sent, Truth::Waiting))
    }
}

/// A simulated gateway with one payment.
#[derive(Clone, Debug)]
pub struct SimulatedGateway {
    gateway: &'static Gateway,
    chance: Chance,
    paid: Amount,
    refunds: Vec<Kept>,
    notices: Vec<(Timestamp, Said)>,
    /// The refusals that stand: of a key, or of every request.
    refusals: Vec<(Option<RefundKey>, &'static GatewayRow)>,
}

impl SimulatedGateway {
    /// Returns the gateway with a payment of this amount. What happens follows from the seed.
    #[must_use]
    pub const fn new(gateway: &'static Gateway, paid: Amount, seed: u64) -> Self {
        Self {
            gateway,
            chance: Chance::of(seed),
            paid,
            refunds: Vec::new(),
            notices: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// Takes a request for a refund, and returns the answer; `None` where none comes. Without a key every request is a new
    /// refund; `reference` is what it is found by afterwards.
    pub fn refund(
        &mut self,
        reference: &RefundKey,
        has_key: bool,
        amount: Amount,
        now: Timestamp,
    ) -> Option<Said> {
        if self.chance.percent(6) {
            return self.nothing_taken(now);
        }
        let said = self.take(reference, has_key, amount, now);
        // It has acted, and the answer is lost.
        if self.chance.percent(8) { self.answer_lost(now) } else { Some(said) }
    }

    fn nothing_taken(&mut self, now: Timestamp) -> Option<Said> {
        let status = self.chance.pick(&[None, Some(429), Some(503)])?;
        status.map(|status| silent(WordPlace::HttpStatus, Some(status), now))
    }

    fn answer_lost(&mut self, now: Timestamp) -> Option<Said> {
        let status = self.chance.pick(&[None, Some(409), Some(502), Some(504)])?;
        status.map(|status| silent(WordPlace::HttpStatus, Some(status), now))
    }

    fn take(
        &mut self,
        reference: &RefundKey,
        has_key: bool,
        amount: Amount,
        now: Timestamp,
    ) -> Said {
        let remembers = |kept: &Kept| {
            has_key && kept.key == *reference && kept.forgotten.is_none_or(|until| now < until)
        };
        if let Some(index) = self.refunds.iter().rposition(remembers) {
            return self.sent_again(index, now);
        }
        let stands = |(key, _): &&(Option<RefundKey>, &'static GatewayRow)| {
            key.as_ref().is_none_or(|key| has_key && key == reference)
        };
        if let Some((_, row)) = self.refusals.iter().find(stands) {
            return self.with_row(WordPlace::RequestError, Some(row), None, now);
        }
        if self.outstanding(now).saturating_add(amount) > self.paid {
            return silent(WordPlace::HttpStatus, Some(400), now);
        }
        let refusals = self.rows(WordPlace::RequestError, |row| row.meaning == Meaning::Failed);
        if !refusals.is_empty() && self.chance.percent(8) {
            return self.refuse(&refusals, reference, now);
        }
        let index = self.start(reference, amount, now);
        self.say(WordPlace::Answer, index, now, now)
    }

    fn refuse(
        &mut self,
        refusals: &[&'static GatewayRow],
        reference: &RefundKey,
        now: Timestamp,
    ) -> Said {
        let row = self.chance.pick(refusals);
        match row.and_then(|row| row.next.map(|next| (row, next))) {
            Some((row, NextTry::NeverAgain)) => self.refusals.push((None, row)),
            Some((row, NextTry::NewKey)) => self.refusals.push((Some(reference.clone()), row)),
            _ => {}
        }
        self.with_row(WordPlace::RequestError, row, None, now)
    }

    /// The same key again: nothing new is paid, but where the row of the failure lets the same key try again.
    fn sent_again(&mut self, index: usize, now: Timestamp) -> Said {
        let (_, truth) = self.refunds[index].at(now);
        let may_try = self.refunds[index].failure.and_then(|row| row.next);
        if truth == Truth::NotPaid && may_try.is_some_and(NextTry::permits_same_key) {
            let (key, amount) = (self.refunds[index].key.clone(), self.refunds[index].amount);
            let first_sent = self.refunds[index].first_sent;
            self.refunds.remove(index);
            let index = self.start(&key, amount, now);
            self.refunds[index].first_sent = first_sent;
            return self.say(WordPlace::Answer, index, now, now);
        }
        let repeated = self.rows(WordPlace::Answer, |row| row.meaning == Meaning::Unknown);
        if truth == Truth::Paid && !repeated.is_empty() {
            let row = self.chance.pick(&repeated);
            return self.with_row(WordPlace::Answer, row, Some(index), now);
        }
        self.say(WordPlace::Answer, index, now, now)
    }

    fn start(&mut self, key: &RefundKey, amount: Amount, now: Timestamp) -> usize {
        let failures = [WordPlace::Answer, WordPlace::Query, WordPlace::Webhook]
            .map(|place| self.rows(place, |row| row.meaning == Meaning::Failed))
            .concat();
        let failure = self.chance.pick(&failures);
        let forgotten = match self.gateway.keys.map(|keys| keys.lifetime) {
            None => Some(now),
            Some(KeyLifetime::Unlimited) => None,
            Some(KeyLifetime::AtLeast(time)) => now.checked_add(time),
            Some(_) => Some(later(now, self.chance.seconds(DAY, 30 * DAY))),
        };
        let script = self.script(failure.is_some(), now);
        let id = 1_000 + self.refunds.len() as u64;
        let kept =
            Kept { id, key: key.clone(), amount, first_sent: now, forgotten, failure, script };
        let changes = kept.script.clone();
        self.refunds.push(kept);
        let index = self.refunds.len() - 1;
        for (position, (at, _)) in changes.iter().enumerate() {
            self.notify(index, *at, position + 1 == changes.len());
        }
        index
    }

    /// Draws what becomes of a refund from what the rows can say.
    fn script(&mut self, can_fail: bool, now: Timestamp) -> Vec<(Timestamp, Truth)> {
        let mut script = Vec::new();
        if self.can_say(Truth::Waiting) {
            script.push((now, Truth::Waiting));
        }
        let soon = match (script.is_empty(), self.chance.below(10)) {
            (true, _) => 0,
            (_, 0) => self.chance.seconds(DAY, 7 * DAY),
            (_, 1..4) => self.chance.seconds(2 * HOUR, 6 * HOUR),
            _ => self.chance.seconds(1, HOUR),
        };
        let decided = later(now, soon);
        if can_fail && self.chance.percent(10) {
            script.push((decided, Truth::NotPaid));
            return script;
        }
        if self.can_say(Truth::Stuck) && self.chance.percent(6) {
            script.push((decided, Truth::Stuck));
            script.push((later(decided, self.chance.seconds(DAY, 9 * DAY)), Truth::Paid));
            return script;
        }
        if self.can_say(Truth::ToMerchant) && self.chance.percent(4) {
            script.push((decided, Truth::ToMerchant));
            return script;
        }
        script.push((decided, Truth::Paid));
        if self.can_say(Truth::TakenBack) && self.chance.percent(8) {
            script.push((later(decided, self.chance.seconds(HOUR, 29 * DAY)), Truth::TakenBack));
        }
        script
    }

    /// Sends notices of what is so from this time on: late, several times, and some of them lost, but not all of the last.
    fn notify(&mut self, index: usize, at: Timestamp, is_last: bool) {
        let count = 1 + self.chance.below(14);
        for number in 0..count {
            let said = self.say(WordPlace::Webhook, index, at, at);
            let is_kept = is_last && number + 1 == count;
            if said.row.is_some() && (is_kept || !self.chance.percent(40)) {
                let wait = match number {
                    0 => self.chance.seconds(0, 2),
                    _ => self.chance.seconds(MINUTE, 3 * DAY),
                };
                self.notices.push((later(at, wait), said));
            }
            if self.chance.percent(10) {
                let nothing =
                    self.rows(WordPlace::Webhook, |row| row.meaning == Meaning::SaysNothing);
                if let Some(row) = self.chance.pick(&nothing) {
                    let said = self.with_row(WordPlace::Webhook, Some(row), Some(index), at);
                    self.notices.push((later(at, self.chance.seconds(0, HOUR)), said));
                }
            }
        }
    }

    /// Answers a query by key or reference; `None` where no answer comes.
    pub fn query(&mut self, reference: &RefundKey, now: Timestamp) -> Option<Said> {
        if self.chance.percent(8) {
            return None;
        }
        let found = self.refunds.iter().rposition(|kept| kept.key == *reference);
        Some(match found {
            Some(index) => {
                let (at, _) = self.refunds[index].at(now);
                self.say(WordPlace::Query, index, now, at)
            }
            None => {
                let rows = self.rows(WordPlace::QueryError, |_| true);
                let row = self.chance.pick(&rows);
                self.with_row(WordPlace::QueryError, row, None, now)
            }
        })
    }

    /// Returns whether the gateway can be asked about a refund.
    #[must_use]
    pub fn can_be_asked(&self) -> bool {
        !self.rows(WordPlace::Query, |_| true).is_empty()
    }

    /// Takes the notices that have arrived by this time, in the order of their arrival.
    pub fn notices(&mut self, now: Timestamp) -> Vec<Said> {
        let (mut due, rest): (Vec<_>, Vec<_>) =
            self.notices.drain(..).partition(|(at, _)| *at <= now);
        self.notices = rest;
        due.sort_by_key(|(at, _)| *at);
        due.into_iter().map(|(_, said)| said).collect()
    }

    /// Returns the time of the next notice.
    #[must_use]
    pub fn next_notice(&self) -> Option<Timestamp> {
        self.notices.iter().map(|(at, _)| *at).min()
    }

    /// Returns what the buyer has got, by the gateway's own books.
    #[must_use]
    pub fn to_buyer(&self, now: Timestamp) -> Amount {
        let paid = self.refunds.iter().filter(|kept| kept.at(now).1 == Truth::Paid);
        Amount::saturating_sum(paid.map(|kept| kept.amount))
    }

    /// Returns how often money has left under this key or reference.
    #[must_use]
    pub fn payments_under(&self, reference: &RefundKey) -> usize {
        let has_left = |kept: &&Kept| {
            kept.key == *reference && kept.script.iter().any(|(_, truth)| *truth == Truth::Paid)
        };
        self.refunds.iter().filter(has_left).count()
    }

    /// Returns whether a refund under this reference has reached the gateway, which a person sees in its list.
    #[must_use]
    pub fn has(&self, reference: &RefundKey) -> bool {
        self.refunds.iter().any(|kept| kept.key == *reference)
    }

    fn outstanding(&self, now: Timestamp) -> Amount {
        let counts = |kept: &&Kept| !matches!(kept.at(now).1, Truth::NotPaid | Truth::TakenBack);
        Amount::saturating_sum(self.refunds.iter().filter(counts).map(|kept| kept.amount))
    }

    fn rows(
        &self,
        place: WordPlace,
        wanted: impl Fn(&GatewayRow) -> bool,
    ) -> Vec<&'static GatewayRow> {
        self.gateway.words.iter().filter(|row| row.is_in(place) && wanted(row)).collect()
    }

    fn can_say(&self, truth: Truth) -> bool {
        [WordPlace::Answer, WordPlace::Query, WordPlace::Webhook]
            .iter()
            .any(|place| !self.rows(*place, |row| says(row, truth)).is_empty())
    }

    /// Says in this place what is so at `now`. Where the place has no word for it, nothing is said.
    fn say(&mut self, place: WordPlace, index: usize, now: Timestamp, as_of: Timestamp) -> Said {
        let (_, truth) = self.refunds[index].at(now);
        let next = self.refunds[index].failure.and_then(|row| row.next);
        let fits =
            |row: &GatewayRow| says(row, truth) && (truth != Truth::NotPaid || row.next == next);
        let row = self.chance.pick(&self.rows(place, fits));
        let account = row.and_then(|row| row.paid_to_merchant).map(|merchant| match truth {
            Truth::ToMerchant => merchant.begins,
            _ => "the buyer's account",
        });
        Said { account, ..self.with_row(place, row, Some(index), as_of) }
    }

    fn with_row(
        &mut self,
        place: WordPlace,
        row: Option<&'static GatewayRow>,
        index: Option<usize>,
        as_of: Timestamp,
    ) -> Said {
        let mut said = Said { row, ..silent(place, None, as_of) };
        let Some(kept) = index.and_then(|index| self.refunds.get(index)) else { return said };
        let kind = row.map(|row| row.takes_back.unwrap_or(row.amount));
        said.id = Some(kept.id);
        said.amount = match kind {
            Some(AmountKind::Stated) => Some(kept.amount),
            // As asked: the amount in the document is another one.
            Some(AmountKind::RunningTotal | AmountKind::AsAsked) => Some(self.outstanding(as_of)),
            _ => None,
        };
        let key = kept.key.clone();
        let is_only_by_notice = !self.can_be_asked();
        if place != WordPlace::Webhook || is_only_by_notice || self.chance.percent(60) {
            said.key = Some(key);
        }
        said
    }
}

/// Returns whether a row is what the gateway says when this is so.
fn says(row: &GatewayRow, truth: Truth) -> bool {
    let (meaning, to_merchant) = (row.meaning, row.paid_to_merchant.is_some());
    match truth {
        Truth::Waiting => meaning == Meaning::Processing && !row.needs_person,
        Truth::Stuck => meaning == Meaning::Processing && row.needs_person,
        Truth::Paid => meaning == Meaning::Succeeded,
        Truth::NotPaid => meaning == Meaning::Failed,
        Truth::ToMerchant => meaning == Meaning::Succeeded && to_merchant,
        Truth::TakenBack => row.takes_back.is_some() || meaning == Meaning::Reversed,
    }
}

const fn silent(place: WordPlace, http_status: Option<u16>, as_of: Timestamp) -> Said {
    Said { place, row: None, http_status, account: None, amount: None, id: None, key: None, as_of }
}
