//! Gateways that behave as their tables say, with books of their own: who goes by the tables loses nothing (I1, I6, I10).

use aftersale::gateway::{ALL, BRAINTREE, PAYPAL, WECHAT_PAY_V3};
use aftersale_testing::gateways::{Figures, Reader};

#[test]
fn a_host_that_goes_by_the_tables_books_what_the_buyers_have_got() {
    for gateway in ALL {
        let figures = Figures::of(gateway, Reader::Tables, 0..60);
        assert!(figures.nothing_is_lost(), "{}: {figures:?}", gateway.name);
    }
}

// A gateway in which nothing goes wrong would find every reading right.
#[test]
fn readings_that_are_wrong_lose_money_in_the_same_simulation() {
    let hurried = Figures::of(&BRAINTREE, Reader::Hyperswitch, 0..60);
    assert!(hurried.booked_too_much > 0, "{hurried:?}");
    let unread = Figures::of(&PAYPAL, Reader::Hyperswitch, 0..60);
    assert!(unread.booked_too_much > 0, "{unread:?}");
    let impatient = Figures::of(&WECHAT_PAY_V3, Reader::Jeepay, 0..60);
    assert!(impatient.overpaid > 0 && impatient.booked_too_little > 0, "{impatient:?}");
    let closing = Figures::of(&WECHAT_PAY_V3, Reader::DaxPay, 0..120);
    assert!(closing.booked_too_little > 0, "{closing:?}");
}

// The page prints these figures, so they are of every gateway that a reader knows, and of 10,000 orders.
#[test]
fn the_figures_of_the_page_are_of_every_gateway_and_reader() {
    let text = include_str!("../../examples/gateways_page/simulated.tsv");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|row| row.split('\t').collect()).collect();
    let mut expected = Vec::new();
    for gateway in ALL {
        let readers = Reader::ALL.into_iter().filter(|reader| reader.knows(gateway.id));
        expected.extend(readers.map(|reader| (gateway.name, reader.name())));
    }
    let found: Vec<(&str, &str)> = rows.iter().map(|row| (row[0], row[1])).collect();
    assert_eq!(found, expected);
    for row in rows {
        assert_eq!(row[2], "10000");
        if row[1] == Reader::Tables.name() {
            assert!(row[3..].iter().all(|cell| matches!(*cell, "0" | "0.00")), "{row:?}");
        }
    }
}
