//! The committed corpus of every fuzz target, on any toolchain; and that the targets catch what they are for:
//! decoders and forms that lose, invent or guess something are found out by that corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use aftersale::channels::WeChatDocument;
use aftersale::channels::wire as of_channels;
use aftersale::order::stored::FORMAT;
use aftersale::shopxo::wire as of_shopxo;
use aftersale::wechat::AfterSaleStatus;
use aftersale::wechat::wire as of_wechat;
use aftersale::wire::{Field, OrEmpty, Untyped, WireError, Word};
use aftersale_testing::fuzz::{self, Form};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[allow(unreachable_pub, reason = "it is public among the targets")]
#[path = "../fuzz/src/postcard.rs"]
mod postcard;

use postcard::Postcard;

type Body = fn(&[u8]);

const TARGETS: &[(&str, Body)] = &[
    ("channels_document", fuzz::channels_document),
    ("channels_event", fuzz::channels_event),
    ("channels_event_xml", fuzz::channels_event_xml),
    ("commands", fuzz::commands),
    ("gateway_document", fuzz::gateway_document),
    ("shopxo_answer", fuzz::shopxo_answer),
    ("stored_events", |data| fuzz::stored_events(&Postcard, data)),
    ("stored_snapshot", |data| fuzz::stored_snapshot(&Postcard, data)),
    ("wechat_document", fuzz::wechat_document),
    ("wire_value", fuzz::wire_value),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// The files of a target's corpus.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder().join("corpus").join(target)).unwrap();
    let mut files: Vec<_> = files
        .map(|file| {
            let path = file.unwrap().path();
            (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn names(folder: &Path) -> BTreeSet<String> {
    let name = |path: PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    fs::read_dir(folder).unwrap().map(|entry| name(entry.unwrap().path())).collect()
}

#[test]
fn every_target_has_a_corpus_and_is_replayed_here() {
    let here: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names(&folder().join("fuzz_targets")), here);
    assert_eq!(names(&folder().join("corpus")), here);
}

#[test]
fn the_corpus_holds() {
    for (target, body) in TARGETS {
        let corpus = corpus(target);
        assert!(corpus.len() > 10, "{target}");
        for (file, bytes) in corpus {
            let held = catch_unwind(|| body(&bytes));
            assert!(held.is_ok(), "{target}: {file}");
        }
    }
}

/// Checks what the corpus of a target finds wrong, each by the first words of its message.
fn found(target: &str, body: impl Fn(&[u8])) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, bytes) in corpus(target) {
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(&bytes))) else { continue };
        let message = match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
            (Some(message), _) => message,
            (_, message) => *message.unwrap(),
        };
        found.insert(message.to_owned());
    }
    found
}

#[track_caller]
fn is_found_out(found: &BTreeSet<String>, by: &str) {
    assert!(found.iter().any(|message| message.contains(by)), "{by:?} is not in {found:#?}");
}

/// A decoder of WeChat with a fault.
fn of_wechat(fault: impl Fn(&mut of_wechat::AfterSaleOrder)) -> BTreeSet<String> {
    let decode = |bytes: &[u8]| {
        let mut document = of_wechat::Document::decode_bytes(bytes)?;
        if let of_wechat::Document::GetAnswer(answer) = &mut document {
            if let Some(order) = answer.after_sale_order.value_mut() {
                fault(order);
            }
        }
        Ok(document)
    };
    found("wechat_document", |data| fuzz::wechat_document_by(decode, data))
}

/// A decoder of ShopXO with a fault in the newest case of a view.
fn of_shopxo(fault: impl Fn(&mut of_shopxo::AftersaleRow)) -> BTreeSet<String> {
    let decode = |bytes: &[u8]| {
        let mut document = of_shopxo::Document::decode_bytes(bytes)?;
        let row = match &mut document {
            of_shopxo::Document::AftersaleAnswer(answer) => {
                let page = answer.data.present_mut();
                page.and_then(|page| page.new_aftersale_data.present_mut())
            }
            of_shopxo::Document::DetailAnswer(answer) => {
                answer.data.present_mut().and_then(|page| page.aftersale_data.present_mut())
            }
            _ => None,
        };
        row.into_iter().for_each(&fault);
        Ok(document)
    };
    found("shopxo_answer", |data| fuzz::shopxo_answer_by(decode, data))
}

#[test]
fn a_decoder_without_a_fault_is_not_found_out() {
    assert_eq!(of_wechat(|_| ()), BTreeSet::new());
    assert_eq!(of_shopxo(|_| ()), BTreeSet::new());
}

#[test]
fn a_decoder_that_drops_a_field_is_found_out() {
    is_found_out(&of_wechat(|order| order.openid = Field::Missing), "otherwise than it came in");
    is_found_out(
        &of_wechat(|order| order.untyped = Untyped::default()),
        "it went out otherwise than it came in, at .after_sale_order.: the fields",
    );
    is_found_out(
        &of_wechat(|order| {
            if let Some(details) = order.details.value_mut() {
                details.cancel_time = Field::Missing;
            }
        }),
        "at .after_sale_order.details.: the fields",
    );
    is_found_out(&of_shopxo(|row| row.order_data = Field::Missing), "the fields");
}

#[test]
fn a_decoder_that_changes_a_value_is_found_out() {
    is_found_out(
        &of_wechat(|order| {
            if order.status == Field::Null {
                order.status = Field::Missing;
            }
        }),
        "whether `status`",
    );
    is_found_out(&of_wechat(|order| order.openid = "x".into()), ".openid.: ");
    // A number that loses its quotes, and an object in PHP's way that becomes another nothing.
    let plain = |row: &mut of_shopxo::AftersaleRow| {
        if let Some(id) = row.order_id.number().copied() {
            row.order_id = aftersale::wire::Loose::plain(id).into();
        }
    };
    is_found_out(&of_shopxo(plain), "data.new_aftersale_data.order_id.: \"");
    let empty = |row: &mut of_shopxo::AftersaleRow| {
        row.order_data = OrEmpty::EmptyText.into();
    };
    is_found_out(&of_shopxo(empty), "order_data.: ");
}

#[test]
fn a_decoder_that_turns_an_unknown_word_into_a_known_one_is_found_out_i24() {
    let guess = |order: &mut of_wechat::AfterSaleOrder| {
        if let Field::Value(Word::Unknown(_)) = order.status {
            order.status = Word::Known(AfterSaleStatus::UserCanceld).into();
        }
    };
    is_found_out(&of_wechat(guess), "the word in `status` is written");
    let guess = |row: &mut of_shopxo::AftersaleRow| {
        if row.kind.value().is_some_and(|kind| kind.known().is_none()) {
            row.kind = aftersale::wire::Loose::from(Word::from(
                aftersale::shopxo::AfterSaleType::RefundOnly,
            ))
            .into();
        }
    };
    is_found_out(&of_shopxo(guess), "the word in `type` is written");
    // And one that takes a known word for an unknown one.
    let forget = |order: &mut of_wechat::AfterSaleOrder| {
        if let Some(word) = order.reason.value_mut() {
            let name = aftersale::wire::Unknown::Text(word.to_string());
            *word = Word::Unknown(name);
        }
    };
    is_found_out(&of_wechat(forget), "the word in `reason` is written");
}

#[test]
fn a_decoder_of_the_channels_shop_that_drops_or_guesses_something_is_found_out_i24() {
    let found = |fault: fn(&mut of_channels::AfterSaleOrder)| {
        let decode = move |bytes: &[u8]| {
            let mut document = WeChatDocument::decode_bytes(bytes)?;
            if let WeChatDocument::Channels(of_channels::Document::GetAnswer(answer)) =
                &mut document
            {
                answer.after_sale_order.value_mut().into_iter().for_each(fault);
            }
            Ok(document)
        };
        found("channels_document", |data| fuzz::channels_document_by(decode, data))
    };
    assert_eq!(found(|_| ()), BTreeSet::new());
    is_found_out(&found(|order| order.untyped = Untyped::default()), "the fields");
    is_found_out(&found(|order| order.unionid = Field::Missing), "the fields");
    let guess = |order: &mut of_channels::AfterSaleOrder| {
        if let Field::Value(Word::Unknown(_)) = order.status {
            order.status = Word::Known(aftersale::channels::AfterSaleStatus::UserCanceld).into();
        }
    };
    is_found_out(&found(guess), "the word in `status` is written");
    let forget_the_kind = |order: &mut of_channels::AfterSaleOrder| {
        if let Some(id) = order.after_sale_order_id.value_mut() {
            *id = id.text().as_ref().into();
        }
    };
    is_found_out(&found(forget_the_kind), ".after_sale_order_id.: ");
}

#[test]
fn a_decoder_that_takes_what_is_none_for_a_document_is_found_out() {
    let closing = |bytes: &[u8]| -> Result<of_wechat::Document, WireError> {
        let text = String::from_utf8_lossy(bytes);
        let closed = |ends: &usize| format!("{text}{}", "}".repeat(*ends));
        let ends = (0..4).find(|ends| serde_json::from_str::<Value>(&closed(ends)).is_ok());
        of_wechat::Document::decode(&closed(&ends.unwrap_or_default()))
    };
    let body = |data: &[u8]| fuzz::wechat_document_by(closing, data);
    is_found_out(&found("wechat_document", body), "what is not JSON was decoded");
    let not_text = b"{\"after_sale_order_id\": 1, \"x\": \"\xff\"}";
    let panic = catch_unwind(|| body(not_text)).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(message.starts_with("what is not text was decoded"), "{message}");
    // One that reads through maps and floats loses doubled fields and digits.
    let through_maps = |bytes: &[u8]| -> Result<of_wechat::Document, WireError> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let value: Result<Value, _> = serde_json::from_str(text);
        of_wechat::Document::decode(&value.map_or_else(|_| text.into(), |value| value.to_string()))
    };
    let found = found("wechat_document", |data| fuzz::wechat_document_by(through_maps, data));
    is_found_out(&found, ".exact.: ");
    is_found_out(&found, "the fields [");
}

/// JSON that is changed before it is written.
struct Faulty(fn(&mut Value));

impl Form for Faulty {
    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Option<T> {
        fuzz::Json.read(bytes)
    }

    fn write<T: Serialize>(&self, value: &T) -> Option<Vec<u8>> {
        let mut value = serde_json::to_value(value).ok()?;
        self.0(&mut value);
        serde_json::to_vec(&value).ok()
    }
}

/// Returns what a form finds wrong with the JSON files of a target, as if it were the compact one.
fn of_form(target: &str, form: &Faulty) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, bytes) in corpus(target) {
        let Some((choice @ (b'0' | b'1'), records)) = bytes.split_first() else { continue };
        let mut as_compact = vec![choice + 2];
        if target == "stored_events" {
            for line in records.split(|byte| *byte == b'\n') {
                as_compact.extend(u16::try_from(line.len()).unwrap().to_le_bytes());
                as_compact.extend(line);
            }
        } else {
            as_compact.extend(records);
        }
        let body = || match target {
            "stored_events" => fuzz::stored_events(form, &as_compact),
            _ => fuzz::stored_snapshot(form, &as_compact),
        };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(body)) {
            found.insert(panic.downcast_ref::<String>().unwrap().clone());
        }
    }
    found
}

#[test]
fn a_form_that_loses_something_is_found_out_i23() {
    let sound = Faulty(|_| ());
    assert_eq!(of_form("stored_events", &sound), BTreeSet::new());
    assert_eq!(of_form("stored_snapshot", &sound), BTreeSet::new());
    let forgets_money = Faulty(|value| {
        if let Some(shipping) = value.pointer_mut("/event/kind/opened/facts/shipping") {
            *shipping = 0.into();
        }
    });
    is_found_out(&of_form("stored_events", &forgets_money), "read otherwise the second time");
    let forgets_commands = Faulty(|value| {
        if let Some(remembered) = value.pointer_mut("/snapshot/remembered") {
            *remembered = Value::Array(Vec::new());
        }
    });
    let found = of_form("stored_snapshot", &forgets_commands);
    is_found_out(&found, "read otherwise the second time");
    // An event is written well here; what it leaves is not.
    is_found_out(&of_form("stored_events", &forgets_commands), "the snapshot of an order");
    let forgets_its_kind = Faulty(|value| value["about"]["kind"] = "event".into());
    is_found_out(&of_form("stored_snapshot", &forgets_its_kind), "the second time");
}

#[test]
fn the_corpus_reaches_every_interface_type_and_form() {
    let interfaces = |target: &str| -> BTreeSet<String> {
        let messages = corpus(target).into_iter().filter_map(|(_, bytes)| match target {
            "wechat_document" => {
                of_wechat::Document::decode_bytes(&bytes).ok().map(|found| found.interface())
            }
            _ => of_shopxo::Document::decode_bytes(&bytes).ok().map(|found| found.interface()),
        });
        messages.map(str::to_owned).collect()
    };
    assert_eq!(interfaces("wechat_document").len(), 7);
    assert_eq!(interfaces("shopxo_answer").len(), 5);
    let choices: BTreeSet<u8> =
        corpus("wire_value").iter().map(|(_, bytes)| bytes[0] % 32).collect();
    assert!((0..32).all(|choice| choices.contains(&choice)), "{choices:?}");
    for target in ["stored_events", "stored_snapshot"] {
        let choices: BTreeSet<u8> = corpus(target).iter().map(|(_, bytes)| bytes[0] % 4).collect();
        assert_eq!(choices.len(), 4, "{target}");
    }
}

/// The records of a golden file.
fn golden(platform: &str, what: &str, end: &str) -> Vec<Vec<u8>> {
    let name = format!("tests/data/stored/v{FORMAT}/{platform}_{what}.{end}");
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    if end == "jsonl" {
        return bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(<[u8]>::to_vec)
            .collect();
    }
    let (mut records, mut rest) = (Vec::new(), bytes.as_slice());
    while let [a, b, c, d, more @ ..] = rest {
        let (record, behind) = more.split_at(u32::from_le_bytes([*a, *b, *c, *d]) as usize);
        records.push(record.to_vec());
        rest = behind;
    }
    records
}

/// The seeds of the stored forms, by their names: the golden histories and their snapshots, all of them in the
/// compact form and the short ones as JSON.
fn stored_seeds(target: &str) -> BTreeMap<String, Vec<u8>> {
    let mut seeds = BTreeMap::new();
    for (platform, choice) in [("shopxo", b'0'), ("wechat", b'1')] {
        let snapshots = golden(platform, "snapshots", "jsonl").into_iter();
        let snapshots = snapshots.zip(golden(platform, "snapshots", "postcard"));
        let events = golden(platform, "events", "jsonl").into_iter();
        let mut events = events.zip(golden(platform, "events", "postcard")).peekable();
        for (place, snapshot) in snapshots.enumerate() {
            let (mut json, mut compact) = (vec![choice], vec![choice + 2]);
            let is_opening = |line: &[u8]| {
                let event: Value = serde_json::from_slice(line).unwrap();
                event["event"]["version"] == 1
            };
            let mut history = vec![events.next().unwrap()];
            history.extend(std::iter::from_fn(|| events.next_if(|(line, _)| !is_opening(line))));
            let is_short = history.len() < 6;
            if target == "stored_events" {
                for (line, record) in history {
                    json.extend([line, vec![b'\n']].concat());
                    compact.extend(u16::try_from(record.len()).unwrap().to_le_bytes());
                    compact.extend(record);
                }
            } else {
                json.extend(snapshot.0);
                compact.extend(snapshot.1);
            }
            seeds.insert(format!("{platform}_{place:02}.postcard"), compact);
            if is_short {
                seeds.insert(format!("{platform}_{place:02}.json"), json);
            }
        }
    }
    seeds
}

/// The golden histories are other ones when a format is new; then this writes the seeds that are made of them.
#[test]
fn the_golden_histories_are_among_the_seeds() {
    if std::env::var_os("WRITE_SEEDS").is_some() {
        write_the_seeds_of_stored_forms();
    }
    for target in ["stored_events", "stored_snapshot"] {
        let corpus: BTreeMap<String, Vec<u8>> = corpus(target).into_iter().collect();
        for (name, seed) in stored_seeds(target) {
            let there = corpus.get(&name);
            assert!(there == Some(&seed), "{target}/{name}: run {WRITE}");
        }
    }
}

const WRITE: &str = "WRITE_SEEDS=1 cargo test --all-features --test fuzz_corpus golden";

fn write_the_seeds_of_stored_forms() {
    for target in ["stored_events", "stored_snapshot"] {
        let folder = folder().join("corpus").join(target);
        for (name, _) in corpus(target) {
            if name.starts_with("shopxo_") || name.starts_with("wechat_") {
                fs::remove_file(folder.join(name)).unwrap();
            }
        }
        for (name, seed) in stored_seeds(target) {
            fs::write(folder.join(name), seed).unwrap();
        }
    }
}
