//! Writers at the same time: each has a thread and a connection of its own, all decide on the same version,
//! and then all store at once.

use std::sync::RwLock;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::generated::{Next, Story, facts};
use super::report::{Check, Report, Stop, Violation};
use super::trial::{Trial, View};
use super::{Appended, Store, verdict};
use aftersale::order::{OrderId, Policy};

const WRITERS: u64 = 4;
const ROUNDS: u64 = 25;

/// Lets writers at the same time store events of one order, each with a connection of its own in a thread of
/// its own: of all that have decided on the same version, exactly one gets its event in.
///
/// `connect` connects to the same store each time. It is called in the threads, so its connections need not be
/// sent from one to another.
///
/// # Errors
///
/// When not exactly one gets its event in, when what was stored is not its event, or when one of them does
/// not get an answer.
pub fn races<P, S>(policy: P, connect: impl Fn() -> S + Sync) -> Result<Report, Violation>
where
    P: Policy + Send,
    S: Store<P>,
{
    let mut trial = Trial::new(Check::Races, &policy, connect());
    let checks = [(Check::Races, verdict(run(&mut trial, &connect))?)].into();
    Ok(Report { platform: P::LIFECYCLE.platform(), checks })
}

/// The result of a writer: its event, and whether it was stored.
type Wrote<P> = Result<(Next<P>, Appended), String>;

fn run<P, S>(trial: &mut Trial<'_, P, S>, connect: &(impl Fn() -> S + Sync)) -> Result<String, Stop>
where
    P: Policy + Send,
    S: Store<P>,
{
    let mut story = trial.begin(facts("ORDER1"), 40)?;
    let order = story.order.id().clone();
    trial.any(&mut story)?;
    for round in 1..=ROUNDS {
        let done = format!("{WRITERS} writers stored at once (round {round})");
        let mut stored = Vec::new();
        for wrote in all_at_once(connect, &order, round) {
            match wrote {
                Ok((next, Appended::Stored)) => stored.push(next),
                Ok((_, Appended::NotNext)) => {}
                Err(error) => return trial.violation(done, "an answer for each", error),
            }
        }
        let [winner] = stored.as_slice() else {
            let found = format!("{} had the answer that theirs is", stored.len());
            return trial.violation(done, "the event of one of them is stored", found);
        };
        trial.record_stored(winner);
        trial.expect_loaded(&order, &done)?;
        match trial.expect_view(View::Outbox, &done) {
            Ok(()) | Err(Stop::NotOffered(_)) => {}
            Err(stop) => return Err(stop),
        }
    }
    Ok(format!("{WRITERS} writers, {ROUNDS} times"))
}

fn all_at_once<P, S>(
    connect: &(impl Fn() -> S + Sync),
    order: &OrderId,
    round: u64,
) -> Vec<Wrote<P>>
where
    P: Policy + Send,
    S: Store<P>,
{
    let gate = RwLock::new(());
    let (ready, all_ready) = channel();
    thread::scope(|scope| {
        let closed = gate.write();
        let mut threads = Vec::new();
        for writer in 0..WRITERS {
            let (ready, gate) = (Ready(ready.clone()), &gate);
            threads.push(scope.spawn(move || {
                let mut store = connect();
                let decided = decide(&mut store, order, &format!("{round}-{writer}"));
                drop(ready);
                let open = gate.read();
                let next = decided?;
                let answer = store.append(&next.event, &next.after);
                drop(open);
                answer
                    .map(|appended| (next, appended))
                    .map_err(|error| format!("the error {error:?}"))
            }));
        }
        // The stores wait until all have decided, or have given up.
        for _ in 0..WRITERS {
            let _ = all_ready.recv();
        }
        drop(closed);
        let ended = threads.into_iter().map(thread::ScopedJoinHandle::join);
        ended
            .map(|ended| ended.unwrap_or_else(|_| Err("a thread that has panicked".to_string())))
            .collect()
    })
}

/// Signals that its thread has decided, or has ended, whichever comes first.
struct Ready(Sender<()>);

impl Drop for Ready {
    fn drop(&mut self) {
        // The receiver is only gone when it no longer waits.
        let _ = self.0.send(());
    }
}

fn decide<P: Policy, S: Store<P>>(
    store: &mut S,
    order: &OrderId,
    name: &str,
) -> Result<Next<P>, String> {
    let loaded = store.load(order).map_err(|error| format!("the error {error:?}"))?;
    let order = loaded.ok_or_else(|| String::from("the order is not there"))?;
    let mut story = Story::of(order, name);
    let next = story.always_accepted().or_else(|| story.step());
    next.ok_or_else(|| String::from("no actor may do anything"))
}
