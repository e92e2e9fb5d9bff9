//! Events in XML. The source is kept, and the typed event is read from it by way of JSON, so that both forms have one set
//! of types.
//!
//! An element with elements in it is read as an object, one with text as a text, blanks around it left out, and an empty
//! one as no value (`null`). Elements of one name beside each other are a list, whatever stands between them. All values
//! are texts in XML; ids keep them, and numbers are read from them.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use roxmltree::{Document, Error, Node, ParsingOptions, TextPos};

use super::EventMessage;
use crate::wire::{Place, Record, UntypedField, WireError, below, decode, without_byte_order_mark};

/// The most bytes of an event in XML.
pub const MOST_XML_BYTES: usize = 1 << 20;

/// The most elements, texts and comments of an event in XML.
pub const MOST_NODES: u32 = 20_000;

/// The most attributes of an event in XML. The platform's events have none, and a reader of XML compares each with those
/// before it.
pub const MOST_ATTRIBUTES: usize = 1_024;

/// The most elements around each other in an event in XML.
pub const MOST_DEPTH: usize = 32;

/// The elements that have one word. A word is read from whatever stands there, so several of them are looked for here.
const WORDS: &[&str] = &[
    "Event",
    "finder_shop_aftersale_status_update.status",
    "finder_shop_present_aftersale_status_update.status",
    "finder_shop_complaint.complaint_status",
    "finder_finder_shop_complaint.complaint_status",
    "finder_shop_guarantee_status_update.status",
];

/// The elements that stand for a list even when there is one of them.
const LISTS: &[&str] = &["api_changes", "product_infos"];

/// An event in XML. It is written letter by letter as it came, except for the texts that are changed.
///
/// ```
/// use aftersale::channels::notification::XmlMessage;
/// let text = "<xml><Event><![CDATA[aftersale_refund_success]]></Event>\
///             <aftersale_info><aftersale_id>4000000009145201</aftersale_id></aftersale_info></xml>";
/// let mut message = XmlMessage::decode(text)?;
/// assert_eq!(message.message().after_sale_id().unwrap().text(), "4000000009145201");
/// assert_eq!(message.encode(), text);
/// message.set_text("Event", "aftersale_user_cancel")?;
/// assert_eq!(message.encode(), text.replace("refund_success", "user_cancel"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct XmlMessage {
    source: String,
    message: EventMessage,
    /// The attributes, and the texts beside elements.
    beside: Vec<UntypedField>,
}

/// The reason why a text of an event in XML was not changed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SetTextError {
    /// The event has no such element.
    #[error("no element {path}")]
    NoElement {
        /// The path of the element.
        path: String,
    },
    /// The element has other elements in it, so it has no text of its own.
    #[error("the element {path} has elements in it")]
    NotAText {
        /// The path of the element.
        path: String,
    },
    /// With this text, the event could not be read.
    #[error(transparent)]
    Unreadable(WireError),
}

impl XmlMessage {
    /// Decodes an event.
    ///
    /// # Errors
    ///
    /// When the text is not XML, has a document type, is too long, too large or too deep, has another root than `xml`, or
    /// is no event; when an element does not have the form that the platform documents.
    pub fn decode(text: &str) -> Result<Self, WireError> {
        let source = without_byte_order_mark(text);
        let xml = parse(source)?;
        let root = xml.root_element();
        let is_event =
            root.children().any(|child| is_named(child, "Event") || is_named(child, "Encrypt"));
        if !is_named(root, "xml") || !is_event {
            return Err(WireError::UnknownShape);
        }
        let mut view = View { source, json: String::new(), beside: Vec::new() };
        view.element(root, "", 0)?;
        let message = decode(&view.json).map_err(|error| in_xml(error, source, root))?;
        Ok(Self { source: text.to_owned(), message, beside: view.beside })
    }

    /// Returns the event, typed.
    #[must_use]
    pub const fn message(&self) -> &EventMessage {
        &self.message
    }

    /// Returns the event as XML: the text that was decoded, except for the changes.
    #[must_use]
    pub fn encode(&self) -> String {
        self.source.clone()
    }

    /// Returns the elements, attributes and texts that no type describes, with their paths.
    #[must_use]
    pub fn untyped_fields(&self) -> Vec<UntypedField> {
        let mut found = self.message.untyped_fields();
        found.extend(self.beside.iter().cloned());
        found
    }

    /// Changes the text of the element with this path, such as `aftersale_info.order_id` or
    /// `api_changes[1].doc_url`. A text in CDATA stays in CDATA. Nothing else changes.
    ///
    /// # Errors
    ///
    /// When there is no such element, or it has elements in it, or the event cannot be read with this text. Then nothing
    /// changes.
    pub fn set_text(&mut self, path: &str, text: &str) -> Result<(), SetTextError> {
        let source = without_byte_order_mark(&self.source);
        let before = self.source.len().saturating_sub(source.len());
        let xml = parse(source).map_err(SetTextError::Unreadable)?;
        let no_element = || SetTextError::NoElement { path: path.to_owned() };
        let element = find(xml.root_element(), path).ok_or_else(no_element)?;
        if element.children().any(|child| child.is_element()) {
            return Err(SetTextError::NotAText { path: path.to_owned() });
        }
        let (range, new) = replacement(source, element, text);
        let changed = [
            self.source.get(..before.saturating_add(range.start)),
            Some(new.as_str()),
            self.source.get(before.saturating_add(range.end)..),
        ];
        let changed: String = changed.into_iter().flatten().collect();
        *self = Self::decode(&changed).map_err(SetTextError::Unreadable)?;
        Ok(())
    }
}

/// Parses XML within the limits. Document types are refused: they make texts out of nothing, and no event has one.
fn parse(source: &str) -> Result<Document<'_>, WireError> {
    if source.len() > MOST_XML_BYTES {
        return Err(not_xml(
            source,
            0,
            format!("{} bytes, more than {MOST_XML_BYTES}", source.len()),
        ));
    }
    if let Some(offset) = beyond_attributes(source) {
        let problem = format!("more than {MOST_ATTRIBUTES} attributes");
        return Err(not_xml(source, offset, problem));
    }
    let options =
        ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(source, options).map_err(|error| {
        let problem = match &error {
            Error::DtdDetected => "a document type is not permitted".to_owned(),
            Error::NodesLimitReached => {
                format!("more than {MOST_NODES} elements, texts and comments")
            }
            // What ends too early has no place but the end.
            Error::UnexpectedEndOfStream | Error::UnclosedRootNode | Error::NoRootNode => {
                return not_xml(source, source.len(), error.to_string());
            }
            other => {
                let text = other.to_string();
                text.rsplit_once(" at ").map_or(text.as_str(), |(problem, _)| problem).to_owned()
            }
        };
        not_xml(source, offset_of(source, error.pos()), problem)
    })
}

/// Returns where the first of too many attributes has its `=`. What looks like one in a text counts as well.
fn beyond_attributes(source: &str) -> Option<usize> {
    let is_attribute = |(_, after): &(usize, &str)| after.trim_start().starts_with(['"', '\'']);
    let signs = source.match_indices('=').map(|(offset, sign)| {
        (offset, source.get(offset.saturating_add(sign.len())..).unwrap_or_default())
    });
    signs.filter(is_attribute).nth(MOST_ATTRIBUTES).map(|(offset, _)| offset)
}

fn not_xml(source: &str, offset: usize, problem: String) -> WireError {
    WireError::NotXml {
        place: place_at(source, offset),
        problem: crate::one_line::shortened(&problem),
    }
}

/// Returns the offset of a row and a column that are counted in letters from 1.
fn offset_of(source: &str, at: TextPos) -> usize {
    let row = usize::try_from(at.row).unwrap_or(usize::MAX).saturating_sub(1);
    let column = usize::try_from(at.col).unwrap_or(usize::MAX).saturating_sub(1);
    let before: usize = source.split_inclusive('\n').take(row).map(str::len).sum();
    let line = source.get(before..).unwrap_or_default();
    before.saturating_add(line.chars().take(column).map(char::len_utf8).sum())
}

fn place_at(source: &str, offset: usize) -> Place {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default().len().saturating_add(1);
    Place { line, column }
}

fn is_named(node: Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The JSON that an event in XML is read as, and what JSON has no place for.
struct View<'a> {
    source: &'a str,
    json: String,
    beside: Vec<UntypedField>,
}

impl View<'_> {
    fn element(
        &mut self,
        element: Node<'_, '_>,
        path: &str,
        depth: usize,
    ) -> Result<(), WireError> {
        if depth > MOST_DEPTH {
            let problem = format!("more than {MOST_DEPTH} elements around each other");
            return Err(not_xml(self.source, element.range().start, problem));
        }
        for attribute in element.attributes() {
            self.beside.push(UntypedField { path: format!("{path}@{}", attribute.name()) });
        }
        let text = text_in(element);
        let text = text.trim();
        let groups = by_name(element);
        if groups.is_empty() {
            if text.is_empty() {
                self.json.push_str("null");
            } else {
                self.text(text);
            }
            return Ok(());
        }
        if !text.is_empty() {
            self.beside.push(UntypedField { path: format!("{path}#text") });
        }
        let inner = depth.saturating_add(1);
        for (index, (name, elements)) in groups.into_iter().enumerate() {
            self.json.push(if index == 0 { '{' } else { ',' });
            self.text(name);
            self.json.push(':');
            self.elements(name, elements, &below(path, name), inner)?;
        }
        self.json.push('}');
        Ok(())
    }

    /// Writes the elements of one name: one as itself, several as a list.
    fn elements(
        &mut self,
        name: &str,
        elements: Vec<Node<'_, '_>>,
        path: &str,
        depth: usize,
    ) -> Result<(), WireError> {
        if let [element] = elements.as_slice() {
            let is_list =
                LISTS.contains(&name) && element.children().any(|child| child.is_element());
            if !is_list {
                return self.element(*element, path, depth);
            }
        }
        if let ([_, second, ..], true) = (elements.as_slice(), WORDS.contains(&path)) {
            return Err(several(path.to_owned(), place_at(self.source, second.range().start)));
        }
        for (index, element) in elements.into_iter().enumerate() {
            self.json.push(if index == 0 { '[' } else { ',' });
            self.element(element, &format!("{path}[{index}]"), depth)?;
        }
        self.json.push(']');
        Ok(())
    }

    fn text(&mut self, text: &str) {
        // A text can always be written.
        self.json.push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}

/// Returns the elements in another by their names, in the order in which each name comes first.
fn by_name<'a, 'b>(parent: Node<'a, 'b>) -> Vec<(&'b str, Vec<Node<'a, 'b>>)> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut groups: Vec<(&str, Vec<Node<'_, '_>>)> = Vec::new();
    for child in parent.children().filter(Node::is_element) {
        let name = child.tag_name().name();
        let place = *places.entry(name).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, elements)) => elements.push(child),
            None => groups.push((name, Vec::from([child]))),
        }
    }
    groups
}

/// Returns the text of an element, of all its pieces: CDATA, and text between comments.
fn text_in(element: Node<'_, '_>) -> String {
    element.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// Returns the error of a field with its place in the XML.
fn in_xml(error: WireError, source: &str, root: Node<'_, '_>) -> WireError {
    let WireError::Field { path, problem, .. } = error else { return error };
    let place = |element: Node<'_, '_>| place_at(source, element.range().start);
    let second = find(root, &format!("{path}[1]"));
    match second.filter(|_| problem.starts_with("invalid type: sequence")) {
        Some(second) => several(path, place(second)),
        None => {
            let place = place(find(root, &path).unwrap_or(root));
            WireError::Field { path, place, problem }
        }
    }
}

fn several(path: String, place: Place) -> WireError {
    WireError::Field { path, place, problem: "the element appears more than once".to_owned() }
}

/// Returns the element with this path below another.
fn find<'a, 'b>(root: Node<'a, 'b>, path: &str) -> Option<Node<'a, 'b>> {
    if path == "." {
        return Some(root);
    }
    path.split('.').try_fold(root, |element, step| {
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => (name, index.strip_suffix(']')?.parse().ok()?),
            None => (step, 0),
        };
        element.children().filter(|child| is_named(*child, name)).nth(index)
    })
}

/// Returns the part of the source that has an element's text, and what to put there.
fn replacement(source: &str, element: Node<'_, '_>, text: &str) -> (Range<usize>, String) {
    let whole = element.range();
    let letters = source.get(whole.clone()).unwrap_or_default();
    let open = end_of_tag(letters);
    let tag = letters.get(..open).unwrap_or_default();
    if let Some(alone) = tag.strip_suffix("/>") {
        let is_end = |letter: char| letter.is_whitespace() || letter == '/';
        let name = tag.split(is_end).next().unwrap_or_default().trim_start_matches('<');
        let start = whole.start.saturating_add(alone.len());
        return (start..whole.end, format!(">{}</{name}>", escaped(text)));
    }
    let close = letters.rfind("</").unwrap_or(letters.len());
    let inner = letters.get(open..close).unwrap_or_default();
    let blanks = inner.len().saturating_sub(inner.trim_start().len());
    let start = whole.start.saturating_add(open).saturating_add(blanks);
    let trimmed = inner.trim();
    let range = start..start.saturating_add(trimmed.len());
    // CDATA has no escapes: its end is written as the end of one and the beginning of another.
    let new = if trimmed.starts_with("<![CDATA[") && !text.contains('\r') {
        format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
    } else {
        escaped(text)
    };
    (range, new)
}

/// Returns where the first tag of an element ends: behind the first `>` that is in no value of an attribute.
fn end_of_tag(letters: &str) -> usize {
    let mut quote = None;
    for (place, letter) in letters.char_indices() {
        match (quote, letter) {
            (None, '>') => return place.saturating_add(1),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    letters.len()
}

/// Returns a text with its special letters escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // A plain one is read as a line's end.
            '\r' => escaped.push_str("&#13;"),
            other => escaped.push(other),
        }
    }
    escaped
}
