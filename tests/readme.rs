//! The pages agree with the code: the diagrams are drawn from the rules, and the files that the pages name exist.

use std::fs;
use std::path::Path;

use aftersale::lifecycle::{Flow, Guard, Labels, Lifecycle, Status};
use aftersale::shopxo::steps::StepList;
use aftersale::{channels, shopxo, wechat};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_diagrams_of_the_pages_are_the_rules() {
    let drawn = [
        ("shopxo", shopxo::LIFECYCLE.mermaid(Labels::Full), shopxo::LIFECYCLE.fingerprint()),
        (
            "channels_rules",
            channels::LIFECYCLE.mermaid(Labels::Rows),
            channels::LIFECYCLE.fingerprint(),
        ),
        ("wechat", wechat::LIFECYCLE.mermaid(Labels::Rows), wechat::LIFECYCLE.fingerprint()),
    ];
    for (page, diagram, table) in drawn {
        let text = read(&format!("docs/{page}.md"));
        let shown = text.split("```mermaid\n").nth(1).and_then(|rest| rest.split("```").next());
        assert_eq!(shown, Some(&*diagram), "print it anew with `cargo run --example diagram`");
        // The picture names the table from which it was drawn.
        let picture = read(&format!("docs/{page}.svg"));
        assert!(picture.contains(&format!("table {:016x}", table.0)), "run docs/draw: {page}");
    }
}

#[test]
fn both_diagrams_have_every_rule_and_every_status_with_rules() {
    fn check<S: Status>(lifecycle: Lifecycle<S>) {
        for diagram in [lifecycle.mermaid(Labels::Full), lifecycle.dot(Labels::Full)] {
            let diagram = diagram.replace("_<br>", "_");
            for rule in lifecycle.rules() {
                assert!(diagram.contains(&format!("{} ", rule.row)), "{}", rule.row);
                assert!(diagram.contains(rule.action.text()), "{}", rule.action);
                for guard in rule.guards {
                    assert!(diagram.contains(Guard::text(*guard)), "{guard}");
                }
            }
            for status in S::ALL.iter().filter(|status| !lifecycle.flows_of(**status).is_empty()) {
                assert!(diagram.contains(&format!("\"{}\"", status.name())), "{status:?}");
            }
        }
    }
    check(wechat::LIFECYCLE);
    check(channels::LIFECYCLE);
    check(shopxo::LIFECYCLE);
}

/// The rules as the table of a docs page states them, a line a rule.
///
/// Where a row has several rules, they stand one below the other in its cells, or in lines of their
/// own.
fn stated(page: &str) -> Vec<Vec<String>> {
    let plain = |cell: &str| cell.replace('`', "");
    let mut rules = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| W") || line.starts_with("| X")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).skip(1).take(8).collect();
        let [row, columns @ ..] = cells.as_slice() else { continue };
        let is_rule_table =
            columns.len() == 7 && columns.iter().skip(1).any(|cell| !cell.is_empty());
        let lines = columns.get(6).map_or(0, |evidence| evidence.split("<br>").count());
        let has_evidence = columns.get(6).is_some_and(|evidence| !evidence.is_empty());
        for index in (0..lines).filter(|_| is_rule_table && has_evidence) {
            let cell = |column: &&str| plain(column.split("<br>").nth(index).unwrap_or(column));
            let mut rule = vec![(*row).to_string()];
            rule.extend(columns.iter().map(cell));
            rules.push(rule);
        }
    }
    rules
}

/// The rules as the crate has them, in the words of the docs.
fn declared<S: Status>(lifecycle: Lifecycle<S>) -> Vec<Vec<String>> {
    let listed = |words: Vec<String>, none: &str| match words.as_slice() {
        [] => none.to_string(),
        words => words.join(", "),
    };
    let rules = lifecycle.rules().iter().map(|rule| {
        let also: String = rule
            .also_seen
            .iter()
            .map(|status| format!(", or also seen: {}", status.name()))
            .collect();
        let flow = match rule.flows {
            [flow] => flow.to_string(),
            _ => "any".to_string(),
        };
        vec![
            rule.row.to_string(),
            listed(rule.from.iter().map(|status| status.name().to_string()).collect(), "–"),
            format!("{:?}", rule.action),
            listed(rule.by.iter().map(ToString::to_string).collect(), ""),
            flow,
            format!("{}{also}", rule.to.name()),
            listed(rule.guards.iter().map(|guard| format!("{guard:?}")).collect(), "none"),
            rule.evidence.to_string(),
        ]
    });
    rules.collect()
}

#[test]
fn the_tables_of_the_docs_are_the_rules() {
    assert_eq!(stated(&read("docs/wechat.md")), declared(wechat::LIFECYCLE));
    assert_eq!(stated(&read("docs/shopxo.md")), declared(shopxo::LIFECYCLE));
}

#[test]
fn the_statuses_of_the_docs_are_the_standings() {
    let page = read("docs/wechat.md");
    let cells = |line: &str| -> Vec<String> {
        line.split('|').map(|cell| cell.trim().replace('`', "")).collect()
    };
    let rows: Vec<Vec<String>> = page.lines().map(cells).filter(|row| row.len() == 9).collect();
    for status in wechat::AfterSaleStatus::ALL {
        let row = rows.iter().find(|row| row[2] == status.name() && row[1].parse::<u8>().is_ok());
        let row = row.unwrap_or_else(|| panic!("{status} has no row"));
        assert_eq!(row[1], status.code().to_string());
        assert!(row[3].contains(status.chinese()), "{status}: {}", row[3]);
        let phase = |flow| match wechat::LIFECYCLE.phase(flow, *status) {
            Some(phase) => phase.to_string(),
            None => "–".to_string(),
        };
        assert_eq!(row[6], phase(Flow::RefundOnly), "{status}");
        assert_eq!(row[7], phase(Flow::ReturnRefund), "{status}");
        assert_eq!(row[5].starts_with("yes"), wechat::LIFECYCLE.is_final(*status), "{status}");
    }
}

#[test]
fn the_steps_of_the_docs_are_the_flags() {
    let page = read("docs/shopxo.md").replace("**", "");
    let line = |list: StepList, status| -> String {
        let digit = |flag: bool| if flag { '1' } else { '0' };
        let steps = list.flags(status).map(|flags| {
            [flags.is_caret, flags.is_angle, flags.is_active, flags.is_end]
                .map(digit)
                .iter()
                .collect::<String>()
        });
        steps.collect::<Vec<_>>().join(" | ")
    };
    for status in
        std::iter::once(None).chain(shopxo::AfterSaleStatus::ALL.iter().copied().map(Some))
    {
        for list in StepList::ALL {
            let label =
                status.map_or_else(|| "none".to_string(), |status| status.code().to_string());
            let row = format!("| {label} | {} |", line(*list, status));
            assert!(page.lines().any(|line| line == row), "{}: {row}", list.name());
        }
    }
}

/// The pages that people read, by their paths from the root.
fn pages() -> Vec<String> {
    let docs = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")).unwrap();
    let names = docs.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<String> =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "fuzz/README.md"].map(Into::into).to_vec();
    pages.extend(names.filter(|name| name.ends_with(".md")).map(|name| format!("docs/{name}")));
    assert!(pages.len() > 10, "{pages:?}");
    pages
}

#[test]
fn every_file_that_the_pages_link_to_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in pages() {
        let text = read(&page);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let labels = text.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: "));
        let links = links.chain(labels.map(|(_, link)| link));
        for link in links.filter(|link| !link.starts_with("http") && !link.starts_with('#')) {
            let file = link.split('#').next().unwrap();
            let base = root.join(&page).parent().unwrap().to_path_buf();
            assert!(base.join(file).exists(), "{page} links to {link}");
        }
    }
}

/// A text without its blocks of code, split at backticks: every second piece stands in them.
fn pieces(text: &str) -> Vec<String> {
    let mut is_code = false;
    let prose: String = text
        .lines()
        .filter(|line| {
            let is_fence = line.starts_with("```");
            is_code ^= is_fence;
            !is_code && !is_fence
        })
        .flat_map(|line| [line, "\n"])
        .collect();
    prose.split('`').map(Into::into).collect()
}

/// Whether a piece in backticks is a path from the root.
fn is_path(piece: &str) -> bool {
    let folders = ["src/", "tests/", "crates/", "docs/", "examples/"];
    folders.iter().any(|folder| piece.starts_with(folder)) && !piece.contains(char::is_whitespace)
}

/// What pages say of files and does not hold: paths that do not exist, and names that a file does not
/// have, where a page says that the name is in it.
fn wrong_paths(page: &str, text: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pieces = pieces(text);
    let mut wrong = Vec::new();
    for path in pieces.iter().skip(1).step_by(2).filter(|piece| is_path(piece)) {
        if !root.join(path).exists() {
            wrong.push(format!("{page}: there is no {path}"));
        }
    }
    for three in pieces.windows(3).skip(1).step_by(2) {
        let [name, between, path] = three else { continue };
        let file = root.join(path);
        if between.trim() == "in" && is_path(path) && file.is_file() {
            let name = name.rsplit("::").next().unwrap();
            if !fs::read_to_string(file).unwrap().contains(name) {
                wrong.push(format!("{page}: {path} has no {name}"));
            }
        }
    }
    wrong
}

#[test]
fn every_path_that_the_pages_name_exists_and_has_what_they_say() {
    let wrong: Vec<String> =
        pages().iter().flat_map(|page| wrong_paths(page, &read(page))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_wrong_path_is_found() {
    let text = "`src/lib.rs`, `src/gone.rs`\n```sh\n`src/code.rs`\n```\nand `forgotten` in\n`src/time.rs`, \
                `time::Timestamp` in `src/time.rs`, `docs/gone.md x`";
    let expected = ["a page: there is no src/gone.rs", "a page: src/time.rs has no forgotten"];
    assert_eq!(wrong_paths("a page", text), expected);
}
