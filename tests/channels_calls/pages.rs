//! The page on the calls has each of them, with its documents.

use aftersale::channels::wire::calls::Call;

#[test]
fn the_page_has_every_call_with_its_path_and_no_other() {
    let page = include_str!("../../docs/channels_calls.md");
    let table = page.split("## ").find_map(|section| section.strip_prefix("The calls\n")).unwrap();
    let rows: Vec<&str> =
        table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    for call in Call::ALL {
        let count = rows.iter().filter(|row| *row == &call.name()).count();
        assert_eq!(count, 1, "{call}");
    }
    assert_eq!(rows.len(), Call::ALL.len(), "{rows:?}");
}
