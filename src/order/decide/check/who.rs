//! Checks who gives a command: its id, the buyer named in it, and the rights of the actor.

use super::Checks;
use crate::lifecycle::{Action, Actor};
use crate::order::shorthand::CLOCK_IDS;
use crate::order::{Capability, Command, Policy, Reason, Right};

impl<P: Policy> Checks<'_, P> {
    pub(in crate::order::decide) fn check_command_id(&self, command: &Command) {
        if command.id.as_str().is_empty() {
            self.refuse(Reason::EmptyName);
        }
        if command.id.as_str().starts_with(CLOCK_IDS) && command.by != Actor::Clock {
            self.refuse(Reason::ReservedId { id: command.id.clone() });
        }
    }

    pub(in crate::order::decide) fn check_buyer(&self, command: &Command) {
        match (&command.buyer, &self.books().opening.facts.buyer) {
            (Some(given), Some(known)) if given != known => self.refuse(Reason::OtherBuyer),
            (None, Some(_)) if command.by == Actor::Buyer => self.refuse(Reason::BuyerNotNamed),
            _ => {}
        }
    }

    pub(in crate::order::decide) fn check_right(&self, command: &Command) {
        if let Capability::Right(right) = command.request.capability() {
            self.require_right(command.by, right);
        }
    }

    pub(super) fn require_right(&self, by: Actor, right: Right) {
        let holders = self.terms().holders(right);
        if holders.is_empty() {
            self.refuse(Reason::RightNotGranted);
        } else if !holders.contains(by) {
            self.refuse(Reason::OtherActor { holders });
        }
    }

    pub(in crate::order::decide) fn check_not_barred(&self, by: Actor, action: Action) {
        if self.terms().barred.has(by, action) {
            self.refuse(Reason::Barred { actor: by });
        }
    }
}
