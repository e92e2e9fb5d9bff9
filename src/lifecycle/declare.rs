//! The declaration of a platform: the macros that turn a visible table into a look-up that is proved
//! sound.

/// Declares a platform's lifecycle: proves its tables sound and lays them out as a dense look-up, all
/// at compile time.
///
/// The status enum is a plain one: without data, numbered from 0 to 126, with an associated constant
/// `ALL` and a `const fn name(self) -> &'static str`, and it derives `Clone`, `Copy`, `Debug`, `PartialEq`, `Eq`,
/// `PartialOrd`, `Ord` and `Hash`; [`impl_status!`](crate::impl_status!) implements
/// [`Status`](crate::lifecycle::Status) for it. The rules are a `const` slice of
/// [`Rule`](crate::lifecycle::Rule), the standings a `const` slice of
/// [`Standing`](crate::lifecycle::Standing). Statuses without rules (an invalid value, a family that is
/// not modelled yet) are listed as such. One status enum can have several tables.
///
/// ```
/// use aftersale::lifecycle::{
///     Action::*, Actor::*, Evidence::*, Lifecycle, Phase, REFUND_ONLY, Rule, Standing, rule,
///     standing,
/// };
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub enum Status { Asked, Paying, Paid, Refused, Given }
///
/// impl Status {
///     pub const ALL: &'static [Self] =
///         &[Self::Asked, Self::Paying, Self::Paid, Self::Refused, Self::Given];
///     pub const fn name(self) -> &'static str {
///         match self {
///             Self::Asked => "ASKED",
///             Self::Paying => "PAYING",
///             Self::Paid => "PAID",
///             Self::Refused => "REFUSED",
///             Self::Given => "GIVEN_UP",
///         }
///     }
/// }
///
/// aftersale::impl_status!(Status);
///
/// const RULES: &[Rule<Status>] = &[
///     rule("M1", REFUND_ONLY, &[], Apply, &[Buyer], Status::Asked, Documented),
///     rule("M2", REFUND_ONLY, &[Status::Asked], AgreeToRefund, &[Merchant], Status::Paying, Documented)
///         .starting_refund(),
///     rule("M3", REFUND_ONLY, &[Status::Paying], RefundSucceeded, &[Platform], Status::Paid, Documented),
///     rule("M4", REFUND_ONLY, &[Status::Paying], RefundFailed, &[Platform], Status::Asked, Documented),
///     rule("M5", REFUND_ONLY, &[Status::Asked], Refuse, &[Merchant], Status::Refused, Documented),
///     rule("M6", REFUND_ONLY, &[Status::Refused], Cancel, &[Buyer], Status::Given, Documented),
/// ];
///
/// const STANDINGS: &[Standing<Status>] = &[
///     standing(Status::Asked, REFUND_ONLY, Phase::UnderReview),
///     standing(Status::Paying, REFUND_ONLY, Phase::Refunding),
///     standing(Status::Paid, REFUND_ONLY, Phase::Refunded),
///     standing(Status::Refused, REFUND_ONLY, Phase::Refused),
///     standing(Status::Given, REFUND_ONLY, Phase::Withdrawn),
/// ];
///
/// aftersale::declare_lifecycle! {
///     /// How my shop handles a case.
///     pub const LIFECYCLE: Lifecycle<Status> = {
///         platform: "my shop",
///         rules: RULES,
///         standings: STANDINGS,
///         without_rules: &[],
///     };
/// }
///
/// assert_eq!(LIFECYCLE.rules().len(), 6);
/// ```
///
/// # What is stored for ever
///
/// The name of the platform and the names and numbers of the statuses are stored with every event. A platform that gets
/// another name all the same lists those it had in `former_platforms: &["my old shop"],` behind `platform:`, so that what
/// was stored under them is still read; for statuses see [`impl_status!`](crate::impl_status!).
///
/// # What starts a refund
///
/// One statement in the line of the rule: [`starting_refund`](crate::lifecycle::Rule::starting_refund). It does not
/// matter what the status that follows is called. A case is refunded only by a rule for the report or the confirmation
/// of a refund. Whether an effect tells the host to issue that refund is
/// not the table's business: it depends on who pays, by the policy's [`Payer`](crate::order::Payer).
///
/// # Declare, then explore
///
/// The proof below looks at the table alone. What a table does to the money of an order, the explorer of the crate
/// `aftersale-testing` shows: it tries every command in every state that a small order can come to, and checks every
/// invariant. Declare a platform, then `explore` it; `examples/two_step_refund` does both.
///
/// # Compile errors
///
/// Each of these is a compile error that names the rule or the status:
///
/// - two rules for one flow, status and action;
/// - a status that cannot be reached in one of its flows, unless it is declared [adopted
///   only](crate::lifecycle::Standing::only_adopted);
/// - a rule that leads out of a final status;
/// - a status from which no final one can be reached by a case that arrives with the facts that rules
///   make (a dead end behind a guard is one);
/// - a rule that no case can ever take;
/// - a rule that leads to the success, or to another status, of a flow that the case is not in;
/// - a rule that uses a status listed as without rules, or missing in `ALL`;
/// - a rule that never applies in one of its flows or at one of its statuses, that names no actor, that
///   has more than four guards, two about the same fact, or one that no rule before it can make true,
///   or that makes a fact both hold and not hold;
/// - a rule that turns a case into the flow that it is in already;
/// - a rule that starts a refund and leaves the case at a status that holds no claim, or where no rule reports the
///   refund as succeeded; a rule that leads to a refunding status and starts no refund; and one that makes the fact
///   of a refund by hand;
/// - a refunding status where no rule reports the refund as succeeded, or none reports it as failed;
/// - a rule that leads to a refunded status by anything else than the report or the confirmation of a refund, and a
///   report of success that leads to any other;
/// - a status that has two meanings in one flow, none in any, or is final in one flow only;
/// - a stored number or a name that two statuses have, a former name that is taken, a number above 126, and more than
///   255 rules. (Published numbers are not compared: of two statuses with one, the first is found.)
#[macro_export]
macro_rules! declare_lifecycle {
    (
        $(#[$attribute:meta])*
        $visibility:vis const $name:ident: Lifecycle<$status:ty> = {
            platform: $platform:expr,
            $(former_platforms: $former_platforms:expr,)?
            rules: $rules:expr,
            standings: $standings:expr,
            without_rules: $without_rules:expr $(,)?
        };
    ) => {
        $(#[$attribute])*
        #[allow(
            clippy::indexing_slicing,
            clippy::arithmetic_side_effects,
            reason = "const evaluation: a fault is a compile error"
        )]
        $visibility const $name: $crate::lifecycle::Lifecycle<$status> = {
            // The caller's expressions see the items of the macro, hence the underscores.
            const __RULES: &[$crate::lifecycle::Rule<$status>] = $rules;
            const __STANDINGS: &[$crate::lifecycle::Standing<$status>] = $standings;

            const fn __set(statuses: &[$status]) -> u128 {
                let mut set = 0;
                let mut i = 0;
                while i < statuses.len() {
                    set |= $crate::lifecycle::proof::only(statuses[i] as usize);
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

            const __PLAIN_RULES: [$crate::lifecycle::proof::PlainRule; __RULES.len()] = {
                let mut plain = [$crate::lifecycle::proof::PlainRule::NONE; __RULES.len()];
                let mut i = 0;
                while i < plain.len() {
                    let rule = &__RULES[i];
                    plain[i] = $crate::lifecycle::proof::PlainRule {
                        row: rule.row,
                        flows: rule.flows,
                        from: __set(rule.from),
                        opens: rule.from.is_empty(),
                        action: rule.action,
                        by: rule.by,
                        guards: rule.guards,
                        to: rule.to as usize,
                        also_seen: __set(rule.also_seen),
                        makes: rule.makes,
                        turns_into: rule.turns_into,
                        starts_refund: rule.starts_refund,
                    };
                    i += 1;
                }
                plain
            };

            const __PLAIN_STANDINGS: [$crate::lifecycle::proof::PlainStanding;
                __STANDINGS.len()] = {
                let mut plain = [$crate::lifecycle::proof::PlainStanding::NONE; __STANDINGS.len()];
                let mut i = 0;
                while i < plain.len() {
                    plain[i] = $crate::lifecycle::proof::PlainStanding {
                        status: __STANDINGS[i].status as usize,
                        flows: __STANDINGS[i].flows,
                        phase: __STANDINGS[i].phase,
                        only_adopted: __STANDINGS[i].only_adopted,
                    };
                    i += 1;
                }
                plain
            };

            const __DECLARATION: $crate::lifecycle::proof::Declaration =
                $crate::lifecycle::proof::Declaration::new(
                    $platform,
                    &__WORDS,
                    &__PLAIN_RULES,
                    &__PLAIN_STANDINGS,
                    __set($without_rules),
                );

            const _: () = __DECLARATION.prove();

            static __LOOK_UP: [u8; __DECLARATION.cells()] = __DECLARATION.look_up();
            static __PHASES: [Option<$crate::lifecycle::Phase>; __DECLARATION.phase_cells()] =
                __DECLARATION.phases();
            static __ROWS: [$crate::lifecycle::Row<$status>;
                <$status as $crate::lifecycle::Status>::AFTER_LAST + 1] =
                $crate::lifecycle::rows(__RULES, __DECLARATION.places(), &__LOOK_UP);
            fn __kept_fingerprint() -> &'static $crate::lifecycle::KeptFingerprint {
                static __KEPT: $crate::lifecycle::KeptFingerprint =
                    $crate::lifecycle::KeptFingerprint::new();
                &__KEPT
            }
            static __TABLE: $crate::lifecycle::Table<$status> = $crate::lifecycle::Table::new(
                $platform,
                {
                    let former: &[&str] = &[];
                    $(let former: &[&str] = $former_platforms;)?
                    former
                },
                __RULES,
                __STANDINGS,
                __DECLARATION.places(),
                &__LOOK_UP,
                &__PHASES,
            )
            .with_rows(&__ROWS)
            .keeping_fingerprint(__kept_fingerprint);

            $crate::lifecycle::Lifecycle::new(&__TABLE)
        };
    };
}

/// Implements [`Status`](crate::lifecycle::Status) for a plain enum, from its associated constant `ALL`
/// and its `const fn name(self) -> &'static str`, for use with [`declare_lifecycle!`](crate::declare_lifecycle!).
///
/// A platform that publishes numbers for its statuses says which, and a status that had another name lists it, so that
/// what was stored under it is still read:
///
/// ```
/// use aftersale::lifecycle::{PublishedNumber, Status as _};
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub enum Status { Asked = 10, Paid = 20 }
///
/// impl Status {
///     pub const ALL: &'static [Self] = &[Self::Asked, Self::Paid];
///     pub const fn name(self) -> &'static str {
///         match self {
///             Self::Asked => "ASKED",
///             Self::Paid => "PAID",
///         }
///     }
/// }
///
/// aftersale::impl_status!(
///     Status,
///     published: |status| Some(status as u32),
///     former_names: &[("REQUESTED", Status::Asked)],
/// );
///
/// assert_eq!(Status::from_published_number(PublishedNumber(20)), Some(Status::Paid));
/// assert_eq!(Status::from_stored_name("REQUESTED"), Some(Status::Asked));
/// ```
#[macro_export]
macro_rules! impl_status {
    ($status:ty $(,)?) => {
        $crate::impl_status!($status, published: |_| None, former_names: &[]);
    };
    ($status:ty, published: $published:expr $(,)?) => {
        $crate::impl_status!($status, published: $published, former_names: &[]);
    };
    ($status:ty, former_names: $former:expr $(,)?) => {
        $crate::impl_status!($status, published: |_| None, former_names: $former);
    };
    ($status:ty, published: $published:expr, former_names: $former:expr $(,)?) => {
        #[allow(
            clippy::indexing_slicing,
            clippy::arithmetic_side_effects,
            reason = "const evaluation: a fault is a compile error"
        )]
        const _: () = {
            const __FORMER: &[(&str, $status)] = $former;
            let mut i = 0;
            while i < __FORMER.len() {
                let mut j = 0;
                while j < <$status>::ALL.len() {
                    $crate::lifecycle::proof::prove_former_name(
                        __FORMER[i].0,
                        <$status>::ALL[j].name(),
                    );
                    j += 1;
                }
                let mut j = 0;
                while j < i {
                    $crate::lifecycle::proof::prove_former_name(__FORMER[i].0, __FORMER[j].0);
                    j += 1;
                }
                i += 1;
            }
        };

        impl $crate::lifecycle::Status for $status {
            const ALL: &'static [Self] = <$status>::ALL;

            #[allow(
                clippy::indexing_slicing,
                clippy::arithmetic_side_effects,
                reason = "const evaluation: a fault is a compile error"
            )]
            const AFTER_LAST: usize = {
                let mut after = 0;
                let mut i = 0;
                while i < <$status>::ALL.len() {
                    if <$status>::ALL[i] as usize >= after {
                        after = <$status>::ALL[i] as usize + 1;
                    }
                    i += 1;
                }
                after
            };

            fn name(self) -> &'static str {
                <$status>::name(self)
            }

            fn stored_number(self) -> u8 {
                // Every number in a table is proved to be below 127; a larger one is not in the
                // look-up.
                u8::try_from(self as usize).unwrap_or(u8::MAX)
            }

            fn published_number(self) -> Option<$crate::lifecycle::PublishedNumber> {
                let published: fn(Self) -> Option<u32> = $published;
                published(self).map($crate::lifecycle::PublishedNumber)
            }

            fn former_names() -> &'static [(&'static str, Self)] {
                $former
            }
        }
    };
}
