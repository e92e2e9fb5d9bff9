//! JSON that is still to be written: its content, apart from its spelling.

use core::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// JSON as it stands here.
    Raw(String),
    /// A whole number out of a database, which some servers put in quotes.
    Column(i128),
    /// A text.
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Node {
    pub(super) fn raw(json: &str) -> Self {
        Self::Raw(json.to_owned())
    }

    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The way in which a server spells its JSON.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelling {
    /// Whether numbers out of the database stand in quotes (PHP before 8.1).
    quotes: bool,
    /// Whether letters beyond ASCII and slashes are escaped (PHP, unless it is configured otherwise).
    escapes: bool,
    /// Whether there is white space between all parts.
    spaces: bool,
    /// Whether a byte order mark comes first.
    mark: bool,
}

pub(super) fn spelling() -> impl Strategy<Value = Spelling> {
    let weighted = proptest::bool::weighted;
    (any::<bool>(), any::<bool>(), weighted(0.3), weighted(0.05))
        .prop_map(|(quotes, escapes, spaces, mark)| Spelling { quotes, escapes, spaces, mark })
}

/// Returns the text of a document.
pub(super) fn written(node: impl Strategy<Value = Node> + 'static) -> BoxedStrategy<String> {
    (node, spelling()).prop_map(|(node, spelling)| spelling.write(&node)).boxed()
}

impl Spelling {
    pub(super) fn write(self, node: &Node) -> String {
        let mut text = String::from(if self.mark { "\u{feff}" } else { "" });
        self.write_to(&mut text, node);
        text
    }

    /// Documents are made here and nest only a few levels deep.
    fn write_to(self, text: &mut String, node: &Node) {
        match node {
            Node::Raw(json) => text.push_str(json),
            Node::Column(number) if self.quotes => text.push_str(&format!("\"{number}\"")),
            Node::Column(number) => text.push_str(&number.to_string()),
            Node::Text(letters) => self.write_text(text, letters),
            Node::List(items) => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.separate(text, index);
                    self.write_to(text, item);
                }
                text.push(']');
            }
            Node::Object(fields) => {
                text.push('{');
                for (index, (name, value)) in fields.iter().enumerate() {
                    self.separate(text, index);
                    self.write_text(text, name);
                    text.push_str(if self.spaces { " : " } else { ":" });
                    self.write_to(text, value);
                }
                text.push('}');
            }
        }
    }

    fn separate(self, text: &mut String, index: usize) {
        if index > 0 {
            text.push(',');
        }
        if self.spaces {
            text.push_str("\r\n\t");
        }
    }

    fn write_text(self, text: &mut String, letters: &str) {
        text.push('"');
        for letter in letters.chars() {
            match letter {
                '"' | '\\' => text.extend(['\\', letter]),
                '\n' => text.push_str("\\n"),
                '/' if self.escapes => text.push_str("\\/"),
                letter if letter.is_control() || self.escapes && !letter.is_ascii() => {
                    for unit in letter.encode_utf16(&mut [0; 2]) {
                        // Writing to a text does not fail.
                        let _ = write!(text, "\\u{unit:04x}");
                    }
                }
                letter => text.push(letter),
            }
        }
        text.push('"');
    }
}

/// A field of an object: mostly there, sometimes missing, sometimes `null`.
pub(super) type Part = BoxedStrategy<Option<(String, Node)>>;

/// Returns a field that is always there.
pub(super) fn always(name: &str, value: impl Strategy<Value = Node> + 'static) -> Part {
    let name = name.to_owned();
    value.prop_map(move |value| Some((name.clone(), value))).boxed()
}

/// Returns a field that may be missing or `null`.
pub(super) fn mostly(name: &str, value: impl Strategy<Value = Node> + 'static) -> Part {
    let (there, null) = (name.to_owned(), name.to_owned());
    prop_oneof![
        24 => value.prop_map(move |value| Some((there.clone(), value))),
        1 => Just(Some((null, Node::raw("null")))),
        1 => Just(None),
    ]
    .boxed()
}

/// Returns an object of these fields, in any order, and now and then of some that no version knows yet.
pub(super) fn object(parts: Vec<Part>) -> BoxedStrategy<Node> {
    let later = proptest::collection::btree_map("x_[a-z_]{0,6}", unknown(), 1..3);
    let later = prop_oneof![4 => Just(Default::default()), 1 => later];
    let fields = (parts, later).prop_map(|(known, later)| {
        known.into_iter().flatten().chain(later).collect::<Vec<(String, Node)>>()
    });
    let fields = prop_oneof![3 => fields.clone(), 1 => fields.prop_shuffle()];
    fields.prop_map(Node::Object).boxed()
}

/// Returns a list of up to so many items.
pub(super) fn list(
    item: impl Strategy<Value = Node> + 'static,
    most: usize,
) -> BoxedStrategy<Node> {
    proptest::collection::vec(item, 0..=most).prop_map(Node::List).boxed()
}

/// Returns a value of an unknown field.
pub(super) fn unknown() -> impl Strategy<Value = Node> {
    prop_oneof![
        odd(),
        text(),
        any::<i64>().prop_map(|number| Node::Raw(number.to_string())),
        any::<u64>().prop_map(|number| Node::Raw(number.to_string())),
        Just(Node::Object(Vec::from([("a".to_owned(), Node::text("付款/退款"))]))),
    ]
}

/// Returns JSON that loses something where it is read as floats, as maps or as texts of whole letters.
fn odd() -> impl Strategy<Value = Node> {
    const ODD: &[&str] = &[
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "-0",
        "-0.0",
        "1.50",
        "1e400",
        "1E-7",
        "18446744073709551616",
        "123456789012345678901234567890.12345678901234567890",
        "{\"a\": 1, \"a\": 2}",
        "{\"b\":1,\"a\":{\"\":[[[{}]]]}}",
        "\"\\ud800\"",
        "\"\\u0000\\b\\f\"",
        "[1, \"1\", 1.0]",
    ];
    select(ODD).prop_map(Node::raw)
}

/// Returns a text as people and servers write them.
pub(super) fn text() -> BoxedStrategy<Node> {
    let known = select(&[
        "",
        "不想要了",
        "颜色和图片不一样",
        "http://shop.example/a/b.jpg",
        "line one\nline two\ttab",
        "\"quoted\" and \\",
        "😀 é \u{2028}",
        "0",
        "null",
        "o-buyer-17",
    ]);
    prop_oneof![3 => known.prop_map(Node::text), 1 => ".{0,12}".prop_map(Node::Text)].boxed()
}

/// Returns a plain whole number.
pub(super) fn plain(number: impl Strategy<Value = i128> + 'static) -> BoxedStrategy<Node> {
    number.prop_map(|number| Node::Raw(number.to_string())).boxed()
}

/// Returns an id or a number of something: mostly small, at times as large as they get.
pub(super) fn id() -> BoxedStrategy<i128> {
    const LARGE: &[i128] = &[0, 1, 9_007_199_254_740_993, 18_446_744_073_709_551_615];
    prop_oneof![
        4 => 1..100_000_i128,
        2 => 1_000_000_000_000..2_000_000_000_000_000_i128,
        1 => select(LARGE),
    ]
    .boxed()
}

/// Returns a count: mostly small, at times the largest of its type.
pub(super) fn count() -> BoxedStrategy<i128> {
    prop_oneof![6 => 0..10_i128, 1 => Just(i128::from(u32::MAX))].boxed()
}

/// Returns a time in seconds: unset, one of these years, or the largest that a column has.
pub(super) fn seconds() -> BoxedStrategy<i128> {
    prop_oneof![2 => Just(0), 6 => 1_577_836_800..1_893_456_000_i128, 1 => Just(4_294_967_295)]
        .boxed()
}

/// Returns one of these values, as JSON.
pub(super) fn one_of(values: &'static [&'static str]) -> BoxedStrategy<Node> {
    select(values).prop_map(Node::raw).boxed()
}

/// Returns a damaged document: cut off, with something behind it, or no JSON at all.
pub(super) fn damaged(document: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    let document = document.boxed();
    let cut = (document.clone(), any::<proptest::sample::Index>()).prop_map(|(text, position)| {
        let length = text.chars().count();
        text.chars().take(position.index(length)).collect::<String>()
    });
    let comma = document.clone().prop_map(|text| {
        let open = text.strip_suffix('}').unwrap_or_default();
        format!("{open},}}")
    });
    let behind = (document, select(&["}", "\0", "{}", "// end", ","]))
        .prop_map(|(text, behind)| format!("{text}{behind}"));
    let deep = (100..4_000_usize, any::<bool>(), select(&[("[", "]"), ("{\"a\":", "}")])).prop_map(
        |(levels, closed, (open, close))| {
            let inner = if closed { "1" } else { "" };
            let close = if closed { close.repeat(levels) } else { String::new() };
            format!("{}{inner}{close}", open.repeat(levels))
        },
    );
    let others = select(&[
        "",
        " ",
        "null",
        "nul",
        "0",
        "\"\"",
        "[]",
        "[{}]",
        "{",
        "{'a': 1}",
        "{a: 1}",
        "<html><body>502 Bad Gateway</body></html>",
        "success",
        "{\"a\": 01}",
        "{\"a\": NaN}",
        "{\"a\": \"\n\"}",
        "{\"a\": \"\\x\"}",
    ])
    .prop_map(ToOwned::to_owned);
    prop_oneof![4 => cut, 1 => comma, 1 => behind, 1 => deep, 2 => others].boxed()
}

/// Returns a strategy for the texts of these documents, each as often as the others.
pub(super) fn either(documents: Vec<BoxedStrategy<String>>) -> BoxedStrategy<String> {
    proptest::strategy::Union::new(documents).boxed()
}

/// Returns a function that puts this JSON into a field of a document.
pub(super) fn with(name: &str, value: Node) -> Box<dyn Fn(Node) -> Node> {
    let name = name.to_owned();
    Box::new(move |node| match node {
        Node::Object(mut fields) => {
            fields.retain(|(field, _)| *field != name);
            fields.push((name.clone(), value.clone()));
            Node::Object(fields)
        }
        other => other,
    })
}
