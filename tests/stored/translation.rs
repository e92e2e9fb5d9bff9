//! The golden files of format 1 were first written under other names. `tests/data/stored/old_names` keeps them as they
//! were, with the shape of that time and the table of old and new names; the files of today are the old ones under the
//! new names, and differ in nothing else than what the steps of this file say.
//!
//! The table is there for readers of older facts and reports as well, who meet the old names in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use aftersale::order::stored::{Format, StoredEvent, StoredSnapshot};

use crate::forms::Form;
use crate::golden::folder;
use crate::renamed_effects::with_subjects;
use crate::shop::{Platform, shopxo, wechat};

fn old(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stored/old_names").join(file)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The shape of a value, as `shape.txt` writes it.
#[derive(Clone, Debug)]
enum Shape {
    /// A number, a text, a status and whatever else has no parts.
    Plain,
    Named(String),
    Option(Box<Self>),
    Each(Box<Self>),
    Tuple(Vec<Self>),
    Struct(Vec<(String, Self)>),
    Enum(Vec<(String, Self)>),
}

/// Reads shapes from their text.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn skip(&mut self, text: &str) -> bool {
        let found = self.rest.strip_prefix(text);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn until(&mut self, end: &str) -> &'a str {
        let (text, rest) = self.rest.split_once(end).expect("the shape goes on");
        self.rest = rest;
        text
    }

    fn word(&mut self) -> &'a str {
        let end = self.rest.find(|letter: char| !letter.is_alphanumeric());
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        word
    }

    fn list<T>(&mut self, end: &str, item: impl Fn(&mut Self) -> T) -> Vec<T> {
        let mut items = Vec::new();
        while !self.skip(end) {
            items.push(item(self));
            self.skip(", ");
        }
        items
    }

    /// `Named { name: "…", value: … }`, behind a number if it is a variant.
    fn named(&mut self) -> (String, Shape) {
        self.until("Named { name: \"");
        let name = self.until("\"").to_owned();
        assert!(self.skip(", value: "));
        let shape = self.shape();
        assert!(self.skip(" }"));
        (name, shape)
    }

    fn inner(&mut self) -> Box<Shape> {
        let shape = self.shape();
        assert!(self.skip(")"));
        Box::new(shape)
    }

    fn shape(&mut self) -> Shape {
        match self.word() {
            "TypeName" => {
                assert!(self.skip("(\""));
                let name = self.until("\"").to_owned();
                assert!(self.skip(")"));
                Shape::Named(name)
            }
            "NewTypeStruct" | "NewType" => {
                assert!(self.skip("("));
                *self.inner()
            }
            "Option" => {
                assert!(self.skip("("));
                Shape::Option(self.inner())
            }
            "Seq" => {
                assert!(self.skip("("));
                Shape::Each(self.inner())
            }
            "TupleArray" => {
                assert!(self.skip(" { content: "));
                let shape = self.shape();
                self.until(" }");
                Shape::Each(Box::new(shape))
            }
            "Tuple" | "TupleStruct" => {
                assert!(self.skip("(["));
                let shapes = self.list("]", Self::shape);
                assert!(self.skip(")"));
                Shape::Tuple(shapes)
            }
            "Struct" => {
                assert!(self.skip("(["));
                let fields = self.list("]", Self::named);
                assert!(self.skip(")"));
                Shape::Struct(fields)
            }
            "Enum" => {
                assert!(self.skip("({"));
                let variants = self.list("}", Self::named);
                assert!(self.skip(")"));
                Shape::Enum(variants)
            }
            _ => Shape::Plain,
        }
    }
}

/// All shapes of a file, by the names of their types.
fn shapes(path: &Path) -> BTreeMap<String, Shape> {
    let text = read(path);
    let shapes = text.lines().map(|line| {
        let (name, shape) = line.split_once(": ").expect("each line has a type and its shape");
        (name.to_owned(), Reader { rest: shape }.shape())
    });
    shapes.collect()
}

/// The table of old and new names.
struct Names {
    types: BTreeMap<String, String>,
    /// The names of fields and variants, by their old type (and variant) and old name.
    parts: BTreeMap<String, String>,
}

impl Names {
    fn read() -> Self {
        let (mut types, mut parts) = (BTreeMap::new(), BTreeMap::new());
        let text = read(&old("names.txt"));
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (before, after) = line.split_once(" -> ").expect("each line has two names");
            let table = if before.contains('.') { &mut parts } else { &mut types };
            assert_eq!(table.insert(before.to_owned(), after.to_owned()), None, "{before}");
        }
        Self { types, parts }
    }

    fn part<'a>(&'a self, of: &str, name: &'a str) -> &'a str {
        self.parts.get(&format!("{of}.{name}")).map_or(name, String::as_str)
    }

    fn of_type<'a>(&'a self, name: &'a str) -> &'a str {
        self.types.get(name).map_or(name, String::as_str)
    }
}

/// A case that is taken over names its status by its published name; it was the status itself.
fn with_named_status(written: &str, before: &Value) -> String {
    let status = &before["status"];
    written.replacen(
        &format!("\"status\":{status}"),
        &format!("\"status\":{{\"name\":{status}}}"),
        1,
    )
}

/// Writes old values under new names.
struct Translation {
    shapes: BTreeMap<String, Shape>,
    names: Names,
}

impl Translation {
    fn read() -> Self {
        Self { shapes: shapes(&old("shape.txt")), names: Names::read() }
    }

    fn of_type(&self, name: &str, value: &Value) -> String {
        self.value(name, &self.shapes[name], value)
    }

    fn fields(&self, of: &str, fields: &[(String, Shape)], value: &Value) -> String {
        let written = fields.iter().map(|(name, shape)| {
            let value = self.value("", shape, &value[name]);
            format!("{:?}:{value}", self.names.part(of, name))
        });
        format!("{{{}}}", written.collect::<Vec<_>>().join(","))
    }

    fn each<'a>(&self, parts: impl Iterator<Item = (&'a Shape, &'a Value)>) -> String {
        let written = parts.map(|(shape, value)| self.value("", shape, value));
        format!("[{}]", written.collect::<Vec<_>>().join(","))
    }

    /// `of` is the type that the shape is of, where it has a name.
    fn value(&self, of: &str, shape: &Shape, value: &Value) -> String {
        match (shape, value) {
            (Shape::Option(_), Value::Null) => "null".to_owned(),
            (Shape::Option(inner), value) => self.value(of, inner, value),
            (Shape::Named(name), value) => self.of_type(name, value),
            (Shape::Struct(fields), value) => {
                let written = self.fields(of, fields, value);
                if of == "Adoption" { with_named_status(&written, value) } else { written }
            }
            (Shape::Each(inner), Value::Array(values)) => {
                self.each(values.iter().map(|value| (&**inner, value)))
            }
            (Shape::Tuple(shapes), Value::Array(values)) => self.each(shapes.iter().zip(values)),
            (Shape::Enum(_), Value::String(variant)) => {
                format!("{:?}", self.names.part(of, variant))
            }
            (Shape::Enum(variants), Value::Object(value)) => {
                let (variant, value) = value.iter().next().expect("an enum has a variant");
                let known = variants.iter().find(|(name, _)| name == variant);
                let (_, shape) = known.expect("a variant of that time");
                let inner = format!("{of}.{variant}");
                let value = match shape {
                    Shape::Struct(fields) => self.fields(&inner, fields, value),
                    shape => self.value("", shape, value),
                };
                format!("{{{:?}:{value}}}", self.names.part(of, variant))
            }
            (_, plain) => plain.to_string(),
        }
    }

    /// An old stored form, which is a line of an old file.
    fn stored(&self, kind: &str, line: &str) -> String {
        let value: Value = serde_json::from_str(line).expect("a line is JSON");
        let about = self.of_type("About", &value["about"]);
        let content = match kind {
            "event" => self.of_type("Event", &value[kind]),
            _ => self.of_type("Snapshot", &value[kind]),
        };
        format!("{{\"about\":{about},\"{kind}\":{content}}}")
    }
}

/// An opening has the name of its policy since, behind the number of commands that it remembers.
fn with_policy(line: &str, policy: &str) -> String {
    let Some((before, rest)) = line.split_once("\"remembered\":1") else { return line.to_owned() };
    let (digits, rest) = rest.split_at(rest.find('}').expect("the end of the opening"));
    format!("{before}\"remembered\":1{digits},\"policy\":{policy:?}{rest}")
}

/// The facts of an order name its opening since, behind its id. None of these orders was opened again.
fn with_opening(line: &str) -> String {
    const BEGIN: &str = "\"facts\":{\"order\":";
    const END: &str = "\",\"buyer\":";
    let Some((before, rest)) = line.split_once(BEGIN) else { return line.to_owned() };
    let (order, rest) = rest.split_once(END).expect("the end of the order's id");
    format!("{before}{BEGIN}{order}\",\"opening\":null,\"buyer\":{rest}")
}

/// A snapshot has the anomalies of its events since, behind all else of the books.
fn with_anomalies(line: &str, anomalies: &[String]) -> String {
    let (books, rest) = line.split_once("},\"remembered\":[").expect("the end of the books");
    format!("{books},\"anomalies\":[{}]}},\"remembered\":[{rest}", anomalies.join(","))
}

/// The anomalies of each history, as a snapshot has them.
fn anomalies<P: Platform>(events: &[String]) -> Vec<Vec<String>> {
    let mut histories: Vec<Vec<String>> = Vec::new();
    for line in events {
        let event: StoredEvent<P> = serde_json::from_str(line).expect("a stored event");
        let event = event.content().expect("an event");
        if event.accepted().is_none() {
            histories.push(Vec::new());
        }
        let found = event.anomalies().map(|anomaly| {
            serde_json::to_string(&(event.version, anomaly)).expect("an anomaly as JSON")
        });
        histories.last_mut().expect("an opening comes first").extend(found);
    }
    histories
}

fn translated<P: Platform>(platform: &str, policy: &P) -> [Vec<String>; 2] {
    let translation = Translation::read();
    let old_lines = |kind: &str| {
        let text = read(&old(&format!("{platform}_{kind}s.jsonl")));
        let lines = text.lines().map(|line| translation.stored(kind, line));
        lines.map(|line| with_opening(&with_policy(&line, policy.name()))).collect::<Vec<String>>()
    };
    let [events, snapshots] = with_subjects(policy, &old_lines("event"), &old_lines("snapshot"));
    let anomalies = anomalies::<P>(&events);
    assert_eq!(snapshots.len(), anomalies.len());
    let snapshots = snapshots.iter().zip(&anomalies);
    let snapshots = snapshots.map(|(line, anomalies)| with_anomalies(line, anomalies)).collect();
    [events, snapshots]
}

/// Compares the golden files of a platform with the translated old ones. With `WRITE_GOLDEN=1` it writes them first,
/// and the compact ones from them: that is for as long as format 1 is not released.
fn is_translated<P: Platform>(platform: &str, policy: &P) {
    let is_writing = std::env::var_os("WRITE_GOLDEN").is_some();
    let [events, snapshots] = translated(platform, policy);
    for (kind, lines) in [("events", &events), ("snapshots", &snapshots)] {
        let file = folder(Format(1)).join(format!("{platform}_{kind}.jsonl"));
        if is_writing {
            std::fs::write(&file, format!("{}\n", lines.join("\n"))).expect("a file");
            let compact: Vec<u8> = lines
                .iter()
                .flat_map(|line| {
                    let record = match kind {
                        "events" => {
                            let stored: StoredEvent<P> = serde_json::from_str(line).unwrap();
                            Form::Postcard.write(&stored)
                        }
                        _ => {
                            let stored: StoredSnapshot<P> = serde_json::from_str(line).unwrap();
                            Form::Postcard.write(&stored)
                        }
                    };
                    let length = u32::try_from(record.len()).unwrap().to_le_bytes();
                    length.into_iter().chain(record)
                })
                .collect();
            std::fs::write(file.with_extension("postcard"), compact).expect("a file");
        }
        let today = read(&file);
        assert_eq!(lines.len(), today.lines().count(), "{platform} {kind}");
        for (translated, today) in lines.iter().zip(today.lines()) {
            assert_eq!(translated, today, "{platform} {kind}");
        }
    }
}

#[test]
fn the_golden_files_are_the_old_ones_under_the_new_names() {
    is_translated("shopxo", &shopxo());
    is_translated("wechat", &wechat());
}

/// All names of a shape, in their order, each with the type that it is of.
fn all_names(
    shapes: &BTreeMap<String, Shape>,
    rename: impl Fn(&str, &str) -> String,
) -> Vec<String> {
    fn of(
        owner: &str,
        shape: &Shape,
        rename: &impl Fn(&str, &str) -> String,
        found: &mut Vec<String>,
    ) {
        if let Shape::Struct(parts) | Shape::Enum(parts) = shape {
            for (name, shape) in parts {
                found.push(rename(owner, name));
                of(&format!("{owner}.{name}"), shape, rename, found);
            }
        }
    }
    let mut found = Vec::new();
    for (name, shape) in shapes {
        let mut parts = vec![rename("", name)];
        of(name, shape, &rename, &mut parts);
        found.push(parts.join(" "));
    }
    found.sort();
    found
}

/// The names of a type without those that came after the old ones: type and name.
fn without_additions(names: &str) -> String {
    let mut parts: Vec<&str> = names.split(' ').collect();
    let of_type = parts[0];
    parts.retain(|name| !ADDED.contains(&(of_type, name)));
    // The host can tell the merchant since.
    let names = parts.join(" ").replace(" tell_merchant case action", "");
    // Reports that only confirm the last one, those that are dated ahead, and the repair of a clock.
    let later = [
        " refund_confirmed refund as_of",
        " report_dated_ahead as_of counted",
        " repair_clock note",
        // Money that may be out by another way.
        " report_pending_external_refund case reference amount lines shipping as_of",
        // What may have been paid or counted twice.
        " refunded_more_than_claimed case claimed refunded",
        " success_became_smaller key paid reported",
        " total_below_booked as_of total booked",
        " left_its_end case was is refunded",
        " refunded_before_opening case of before refunded",
        " status_contradicts_books case is refunded",
        // Words of exchanges, reships and negotiations.
        " propose_terms accept_proposal decline_proposal apply_for_buyer intercept_parcel parcel_intercepted \
         ship_exchange confirm_exchange",
        " exchange reship",
        " waiting_for_answer waiting_for_interception waiting_for_new_goods fulfilled",
        " send_new_goods",
    ];
    later.iter().fold(names, |names, later| names.replace(later, ""))
}

/// What format 1 has had since: a phase for disputes, references to statuses, the name of the policy, the anomalies of an
/// order, and the name of its opening.
const ADDED: [(&str, &str); 4] = [
    ("Phase", "in_dispute"),
    ("Opening", "policy"),
    ("Books", "anomalies"),
    ("OrderFacts", "opening"),
];
const ADDED_TYPES: [&str; 2] = ["StatusRef", "EffectSubject"];

#[test]
fn the_table_of_names_is_complete_and_has_no_name_too_many() {
    let names = Names::read();
    let before = shapes(&old("shape.txt"));
    let today = shapes(&folder(Format(1)).join("shape.txt"));
    let renamed = all_names(&before, |owner, name| match owner {
        "" => names.of_type(name).to_owned(),
        owner => names.part(owner, name).to_owned(),
    });
    let since = all_names(&today, |_, name| name.to_owned());
    let is_old = |names: &&String| !ADDED_TYPES.contains(&names.split(' ').next().unwrap());
    let since = since.iter().filter(is_old).map(|names| without_additions(names));
    let since: Vec<String> = since.collect();
    assert_eq!(renamed, since);
    let all: Vec<String> = all_names(&before, |owner, name| match owner {
        "" => name.to_owned(),
        owner => format!("{owner}.{name}"),
    });
    let all: Vec<&str> = all.iter().flat_map(|names| names.split(' ')).collect();
    for old in names.types.keys().chain(names.parts.keys()) {
        assert!(all.contains(&old.as_str()), "{old} was never a name");
    }
}
