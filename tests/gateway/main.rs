//! The tables of the gateways: what each word means, by a document as the gateway sends it; what no table has is unknown;
//! amounts and keys; and the page of the manual.

mod documents;
mod numbers;
#[allow(dead_code, reason = "its `main` prints the page")]
#[path = "../../examples/gateways_page/main.rs"]
mod page;
mod simulated;
mod words;

#[test]
fn the_page_of_the_manual_is_printed_from_the_tables() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/gateways.md");
    let text = std::fs::read_to_string(path).expect("the page");
    assert!(
        text == page::page(),
        "print it anew: cargo run --example gateways_page > docs/gateways.md"
    );
}
