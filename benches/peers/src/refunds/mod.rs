//! A whole refund of one unit: the order is opened, the buyer applies, the merchant agrees, and the gateway reports success.
//! Every step stores its events in memory.

mod cqrs;
mod engine;
mod plain;
mod stateset;

pub(crate) use plain::LACKS;

/// Units of the only line of an order.
const UNITS: u32 = 3;
/// The price of a unit, in the smallest unit of the currency.
const PRICE: u64 = 1_000;

/// The ids of one order and of the commands about it, as long as a shop has them. They are made before anything is counted.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    order: String,
    buyer: String,
    line: String,
    apply: String,
    agree: String,
    success: String,
    refund_key: String,
}

impl Ids {
    /// Returns the ids of the order of this number.
    pub(crate) fn of(number: u64) -> Self {
        let command = |step: u8| format!("5f0c7a52-94b1-4d2e-8a37-{number:010x}{step:02x}");
        Self {
            order: format!("2026112810153{number:07}"),
            buyer: "o6_bmjrPTlm6_2sgVt7h".to_owned(),
            line: "sku-00000001".to_owned(),
            apply: command(1),
            agree: command(2),
            success: command(3),
            refund_key: format!("2026112810153{number:07}-1"),
        }
    }
}

/// A call that carries out the refund of an order that was not known yet.
pub(crate) type WholeRefund = Box<dyn FnMut(&Ids)>;

/// Something that carries whole refunds out.
#[derive(Clone, Copy)]
pub(crate) struct Subject {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// Makes an empty host, and returns its call.
    pub(crate) host: fn() -> WholeRefund,
}

/// The row that others are compared with.
pub(crate) const PLAIN: &str = "a plain service with a hash map";

/// The rows of the table.
pub(crate) const SUBJECTS: &[Subject] = &[
    Subject { name: PLAIN, host: || host(plain::whole_refund) },
    Subject { name: "aftersale, order kept in memory", host: || host(engine::whole_refund_kept) },
    Subject {
        name: "aftersale, events replayed before each command",
        host: || host(engine::whole_refund_replayed),
    },
    Subject {
        name: "cqrs-es 0.5.0, its store in memory (which prints)",
        host: || host(cqrs::whole_refund::<cqrs::OwnStore>),
    },
    Subject {
        name: "cqrs-es 0.5.0, a store in memory that prints nothing",
        host: || host(cqrs::whole_refund::<cqrs::QuietStore>),
    },
    Subject {
        name: "stateset-embedded 1.40.0, SQLite in memory, refund of a payment",
        host: || host(stateset::refund_of_payment),
    },
    Subject {
        name: "stateset-embedded 1.40.0, SQLite in memory, by a return",
        host: || host(stateset::refund_by_return),
    },
];

/// Returns a call of a host that begins empty.
fn host<H: Default + 'static>(whole_refund: fn(&mut H, &Ids)) -> WholeRefund {
    let mut host = H::default();
    Box::new(move |ids| whole_refund(&mut host, ids))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_carries_refunds_out() {
        for subject in SUBJECTS {
            let mut whole_refund = (subject.host)();
            for number in 1..4 {
                whole_refund(&Ids::of(number));
            }
        }
    }
}
