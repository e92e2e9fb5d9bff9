//! The words of the crate: no two types of one name, no name that was given up, and no doc comment or message with a
//! riddle in it. The sources are parsed, and what the crate's own macros make of their input is looked at as well.
//!
//! `retired.txt` lists the names that were given up, `riddles.txt` the words that say nothing, and `canary.rs.txt` is a
//! source with one of each fault, which shows that this can fail.

mod docs;
mod names;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use names::{Kind, Name};

/// Folders of platforms: two of them may use one name, each for its own.
const PLATFORMS: [&str; 3] = ["wechat", "channels", "shopxo"];

const RETIRED: &str = include_str!("retired.txt");
const RIDDLES: &str = include_str!("riddles.txt");

/// The lines of a list, without comments.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = list.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty())
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

/// The platform of a file, if it lies in a platform's folder.
fn platform(file: &str) -> Option<&str> {
    file.split('/').find(|part| PLATFORMS.contains(part))
}

/// Everything that is wrong with these sources, a line each.
fn faults(files: &[(String, String)]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    for (file, source) in files {
        match names::of(file, source) {
            Ok(found) => names.extend(found),
            Err(fault) => faults.push(fault),
        }
        faults.extend(docs::faults(file, source, lines(RIDDLES)));
    }
    clashes(&names, &mut faults);
    for name in &names {
        for retired in lines(RETIRED).filter(|retired| name.is(retired)) {
            faults.push(format!("{}: {retired} is retired", name.at));
        }
    }
    faults.sort();
    faults
}

/// Types of one name, or whose names differ by a plural.
fn clashes(names: &[Name], faults: &mut Vec<String>) {
    let mut types: BTreeMap<String, Vec<&Name>> = BTreeMap::new();
    for name in names.iter().filter(|name| name.kind == Kind::Type) {
        types.entry(singular(&name.name)).or_default().push(name);
    }
    for same in types.values() {
        for (index, one) in same.iter().enumerate() {
            for other in &same[index + 1..] {
                let (a, b) = (platform(&one.file), platform(&other.file));
                if a.is_none() || b.is_none() || a == b {
                    let (one, other) = (format!("{} {}", one.at, one.name), &other.name);
                    faults.push(format!("{one}: another type is called {other}"));
                }
            }
        }
    }
}

fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let is_plural = name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us");
    name.strip_suffix('s').filter(|_| is_plural).unwrap_or(name).to_owned()
}

/// The sources below a folder of the project.
fn read(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    sources(&root.join(folder), &mut paths);
    assert!(!paths.is_empty(), "no sources in {folder}");
    let named = paths.iter().map(|path| {
        let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
        (name, std::fs::read_to_string(path).expect("a source"))
    });
    named.collect()
}

#[test]
fn every_public_name_is_plain_and_stands_for_one_thing() {
    let faults = faults(&read("src"));
    let list = faults.iter().fold(String::new(), |mut list, fault| {
        let _ = writeln!(list, "{fault}");
        list
    });
    assert!(faults.is_empty(), "{} faults:\n{list}", faults.len());
}

#[test]
fn names_are_found_wherever_they_are_declared() {
    let names: Vec<Name> =
        read("src").iter().flat_map(|(file, source)| names::of(file, source).unwrap()).collect();
    for (what, name) in [
        ("a type", "type Order"),
        ("a type of a list of terms", "type RefundState"),
        ("a variant of such a list", "variant RefundState.Processing"),
        ("a type of a list of words", "type AfterSaleStatus"),
        ("a variant of such a list", "variant AfterSaleStatus.UserCanceld"),
        ("a method that a macro makes", "method chinese"),
        ("a name that the host gives", "type RefundKey"),
        ("a number that the crate gives", "type CaseId"),
        ("a record", "type AfterSaleOrder"),
        ("a field of a record", "field AfterSaleOrder.original_order_id"),
        ("a field of a variant", "field Request.deadline"),
        ("a method of a trait", "method time_at_status"),
        ("a macro", "any declare_lifecycle"),
        ("a module", "module lifecycle"),
    ] {
        assert!(names.iter().any(|one| one.is(name)), "{what}: {name}");
    }
    assert!(names.len() > 1_500, "{}", names.len());
}

#[test]
fn each_fault_of_the_canary_is_found() {
    let canary = [("src/canary.rs".to_owned(), include_str!("canary.rs.txt").to_owned())];
    let expected = [
        "src/canary.rs:11 Twice: another type is called Twice",
        "src/canary.rs:18: \"are told\" in a doc comment",
        "src/canary.rs:23 Rule: another type is called Rules",
        "src/canary.rs:28: \"What\" begins the doc comment of a function",
        "src/canary.rs:29: method open_effects is retired",
        "src/canary.rs:35: \"whoever\" in a doc comment",
        "src/canary.rs:37: variant Effect.Pay is retired",
        "src/canary.rs:3: \"nobody\" in a doc comment",
        "src/canary.rs:41: \"he\" in a message",
        "src/canary.rs:5: type Attempt is retired",
        "src/canary.rs:7: \"somebody\" in a doc comment",
        "src/canary.rs:8: field any.surcharge is retired",
    ];
    assert_eq!(faults(&canary), expected);
}

#[test]
fn a_macro_that_is_not_known_cannot_hide_names() {
    let hidden = "secret! { pub struct Attempt; }".to_owned();
    let faults = faults(&[("src/hidden.rs".to_owned(), hidden)]);
    assert_eq!(faults, ["src/hidden.rs:1: nothing is known of what secret! declares"]);
}
