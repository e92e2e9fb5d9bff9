//! The faults of broken stores.

use aftersale_testing::store::Check;

/// Declares the faults: what it does wrong, and which check has to find it.
macro_rules! faults {
    ($($(#[$attribute:meta])* $fault:ident => $check:ident,)+) => {
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub(crate) enum Fault {
            $($(#[$attribute])* $fault,)+
        }

        pub(crate) const FAULTS: &[(Fault, Check)] = &[$((Fault::$fault, Check::$check),)+];
    };
}

faults! {
    /// Answers that the event is stored, and does not store it.
    LosesTheFirst => Opening,
    /// Another event of the same version takes the place of the first.
    LastWriterWins => TwoWriters,
    /// The outbox is written at once, and stays so when the event is refused.
    OutboxFirst => TwoWriters,
    /// A connection remembers orders and does not look whether another one has changed them.
    GoesByTheCache => TwoConnections,
    /// Any version that is free is taken.
    TakesGaps => Gap,
    /// An order that is opened again begins anew.
    OpensAgain => OpenedTwice,
    /// Event 10 comes before event 9.
    SortsAsText => ManyEvents,
    /// The last event is not on the disk yet.
    LosesTheLast => Restart,
    /// An event that is there is stored once more.
    TakesTheSame => SameEvent,
    /// The events of all orders whose name begins so.
    FindsByBeginning => Apart,
    /// A column that does not distinguish A from a.
    IgnoresCase => OddNames,
    /// A column that takes spaces away.
    TrimsNames => OddNames,
    /// A column of 255 letters.
    CutsNames => OddNames,
    /// A column that takes names for numbers if it can.
    NamesAreNumbers => OddNames,
    /// Numbers are floating-point numbers, as in JavaScript.
    FloatAmounts => Figures,
    /// A column of 65,535 letters.
    CutsTexts => LargeEvents,
    /// Lists the first ten.
    ListsOnePage => Orders,
    /// The outbox is never written.
    ForgetsEffects => Outbox,
    /// Effects are kept by their names alone, which are the same in other orders.
    MixesEffectsUp => Outbox,
    /// The outbox is in memory.
    LosesEffects => OutboxAfterRestart,
    /// A refund stays to be issued whatever is reported on it.
    KeepsReported => Reported,
    /// An acknowledged effect stays to be done.
    ForgetsAcknowledgements => Acknowledged,
    /// With one effect all of its order are done.
    AcknowledgesAll => Acknowledged,
    /// With one effect those of the same name of other orders are done.
    AcknowledgesElsewhere => Acknowledged,
    /// An acknowledged effect is to be done again after a restart.
    AcknowledgedComeBack => Acknowledged,
    /// Timers are in memory.
    LosesTimers => Timers,
    /// A timer goes off only after its time.
    TimersTooLate => Timers,
    /// Times after 2038 are before 1970.
    TimersIn32Bits => Timers,
    /// The first timer of an order is its only one.
    NeverMovesTimers => Timers,
    /// A refund that was queried is queried for ever.
    AsksForEver => RefundsToQuery,
    /// Events of which there is a snapshot are rewritten.
    RewritesOldEvents => Snapshots,
    /// The event is committed, and then its effects.
    EventBeforeItsEffects => Death,
    /// The effects are committed, and then their event.
    EffectsBeforeTheEvent => Death,
    /// Effects come in with their event, and are not looked at again when the order changes its mind.
    NeverRewrites => Withheld,
    /// The first twelve of all that is to be done are done, and the others never are.
    ListsFewEffects => Histories,
    /// Looks whether the version is free, and then writes.
    LooksThenWrites => Races,
}

/// Numbers as a language has them that knows only floating-point numbers.
pub(crate) fn as_floats(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Number(number) => {
            if let Some(whole) = number.as_i64() {
                *number = (whole as f64 as i64).into();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(as_floats),
        Value::Object(fields) => fields.values_mut().for_each(as_floats),
        _ => {}
    }
}
