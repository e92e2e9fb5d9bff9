//! Declaring a platform: the macro that turns a visible table into a proved look-up.

/// Declares a platform's lifecycle: proves its tables sound and lays them out as a dense look-up,
/// all at compile time, and implements [`Status`](crate::lifecycle::Status) for its status enum.
///
/// The status enum is a plain one: `Copy`, without data, numbered from 0 to 126, with an associated
/// constant `ALL` and a `const fn name(self) -> &'static str`. The rules are a `const` slice of
/// [`Rule`](crate::lifecycle::Rule), the standings one of
/// [`Standing`](crate::lifecycle::Standing). Words without rules (an invalid value, a family that
/// is not modelled yet) are listed as such.
///
/// ```
/// use aftersale::lifecycle::{
///     Action::*, Actor::*, Evidence::*, Lifecycle, Phase, REFUND_ONLY, Rule, Standing, rule,
///     standing,
/// };
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq)]
/// pub enum Status { Asked, Paid, Refused, Given }
///
/// impl Status {
///     pub const ALL: &'static [Self] = &[Self::Asked, Self::Paid, Self::Refused, Self::Given];
///     pub const fn name(self) -> &'static str {
///         match self {
///             Self::Asked => "ASKED",
///             Self::Paid => "PAID",
///             Self::Refused => "REFUSED",
///             Self::Given => "GIVEN_UP",
///         }
///     }
/// }
///
/// const RULES: &[Rule<Status>] = &[
///     rule("M1", REFUND_ONLY, &[], Apply, &[Buyer], Status::Asked, Documented),
///     rule("M2", REFUND_ONLY, &[Status::Asked], AgreeToRefund, &[Merchant], Status::Paid, Documented),
///     rule("M3", REFUND_ONLY, &[Status::Asked], Refuse, &[Merchant], Status::Refused, Documented),
///     rule("M4", REFUND_ONLY, &[Status::Refused], Cancel, &[Buyer], Status::Given, Documented),
/// ];
///
/// const STANDINGS: &[Standing<Status>] = &[
///     standing(Status::Asked, REFUND_ONLY, Phase::UnderReview),
///     standing(Status::Paid, REFUND_ONLY, Phase::Refunded),
///     standing(Status::Refused, REFUND_ONLY, Phase::Refused),
///     standing(Status::Given, REFUND_ONLY, Phase::Withdrawn),
/// ];
///
/// aftersale::lifecycle! {
///     /// How my shop handles a case.
///     pub const LIFECYCLE: Lifecycle<Status> = {
///         platform: "my shop",
///         rules: RULES,
///         standings: STANDINGS,
///         without_rules: &[],
///     };
/// }
///
/// assert_eq!(LIFECYCLE.rules().len(), 4);
/// ```
///
/// # Compile errors
///
/// Each of these is a compile error that names the rule: two rules for one flow, status and action;
/// a status that cannot be reached; a rule that leads out of a final status; a status from which no
/// final one can be reached; a rule that leads to the success (or another status) of a flow it does
/// not belong to; a rule that touches a status listed as without rules; a rule that can never apply,
/// that names nobody, or that has more than four guards; a status without exactly one meaning in a
/// flow.
#[macro_export]
macro_rules! lifecycle {
    (
        $(#[$attribute:meta])*
        $visibility:vis const $name:ident: Lifecycle<$status:ty> = {
            platform: $platform:expr,
            rules: $rules:expr,
            standings: $standings:expr,
            without_rules: $without_rules:expr $(,)?
        };
    ) => {
        $(#[$attribute])*
        $visibility const $name: $crate::lifecycle::Lifecycle<$status> = {
            // Items of a macro are visible to the expressions handed to it, hence the underscores.
            use $crate::lifecycle::{Rule, Standing, Table, proof};

            const __RULES: &[Rule<$status>] = $rules;
            const __STANDINGS: &[Standing<$status>] = $standings;

            const fn set(statuses: &[$status]) -> u128 {
                let mut set = 0;
                let mut i = 0;
                while i < statuses.len() {
                    set |= proof::only(statuses[i] as usize);
                    i += 1;
                }
                set
            }

            const __WORDS: [(usize, &str); <$status>::ALL.len()] = {
                let mut words = [(0, ""); <$status>::ALL.len()];
                let mut i = 0;
                while i < words.len() {
                    words[i] = (<$status>::ALL[i] as usize, <$status>::ALL[i].name());
                    i += 1;
                }
                words
            };

            const fn plain(rule: &Rule<$status>) -> proof::PlainRule {
                proof::PlainRule {
                    row: rule.row,
                    flows: rule.flows,
                    from: set(rule.from),
                    opens: rule.from.is_empty(),
                    action: rule.action,
                    actors: rule.by.len(),
                    guards: rule.guards.len(),
                    to: rule.to as usize,
                    also_seen: set(rule.also_seen),
                    turns_into: rule.turns_into,
                }
            }

            const __PLAIN_RULES: [proof::PlainRule; __RULES.len()] = {
                let mut plain_rules = [plain(&__RULES[0]); __RULES.len()];
                let mut i = 0;
                while i < __RULES.len() {
                    plain_rules[i] = plain(&__RULES[i]);
                    i += 1;
                }
                plain_rules
            };

            const fn plain_standing(standing: &Standing<$status>) -> proof::PlainStanding {
                proof::PlainStanding {
                    status: standing.status as usize,
                    flows: standing.flows,
                    phase: standing.phase,
                }
            }

            const __PLAIN_STANDINGS: [proof::PlainStanding; __STANDINGS.len()] = {
                let mut plain_standings = [plain_standing(&__STANDINGS[0]); __STANDINGS.len()];
                let mut i = 0;
                while i < __STANDINGS.len() {
                    plain_standings[i] = plain_standing(&__STANDINGS[i]);
                    i += 1;
                }
                plain_standings
            };

            const __DECLARATION: proof::Declaration = proof::Declaration {
                platform: $platform,
                words: &__WORDS,
                rules: &__PLAIN_RULES,
                standings: &__PLAIN_STANDINGS,
                without_rules: set($without_rules),
            };

            const _: () = __DECLARATION.prove();

            static __LOOK_UP: [u8; __DECLARATION.cells()] = __DECLARATION.look_up();
            static __PHASES: [Option<$crate::lifecycle::Phase>; __DECLARATION.phase_cells()] =
                __DECLARATION.phases();
            static __TABLE: Table<$status> =
                Table::new($platform, __RULES, __STANDINGS, __DECLARATION.places(), &__LOOK_UP, &__PHASES);

            $crate::lifecycle::Lifecycle::new(&__TABLE)
        };

        impl $crate::lifecycle::Status for $status {
            const ALL: &'static [Self] = <$status>::ALL;

            fn name(self) -> &'static str {
                <$status>::name(self)
            }

            fn number(self) -> u8 {
                self as u8
            }

            fn lifecycle() -> $crate::lifecycle::Lifecycle<Self> {
                $name
            }
        }
    };
}
