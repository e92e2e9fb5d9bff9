//! Queries at the position of a document's case, whatever the platform.

use aftersale::lifecycle::{Action, Actor, Lifecycle, Position, Status};
use aftersale::steps::{Milestones, steps};

/// Queries what each actor can do there, where each action leads, and the steps of the case.
pub(super) fn query_position<S: Status>(
    table: &Lifecycle<S>,
    position: &Position<S>,
    milestones: &Milestones,
) {
    for actor in Actor::ALL {
        let _ = table.permitted(position, *actor).count();
        for action in Action::ALL {
            let _ = table.next(position, *actor, *action);
        }
    }
    let phase = position.status.and_then(|status| table.phase(position.flow, status));
    let _ = steps(position.flow, phase, milestones).count();
}
