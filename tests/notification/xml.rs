//! Events in XML: what goes out has the same elements, texts and CDATA in the same order; it means the same as the event
//! in JSON; and what is no such event is refused.

use aftersale::channels::notification::{
    MOST_ATTRIBUTES, MOST_DEPTH, MOST_NODES, MOST_XML_BYTES, Notification, SetTextError, XmlMessage,
};
use aftersale::wire::{Place, WireError};
use roxmltree::{Document, Node};

use crate::{document, documents};

/// Everything in an XML text, piece by piece, with the path of each element and how each text is written.
fn pieces(text: &str) -> Vec<String> {
    let source = text.trim_start_matches('\u{feff}');
    let xml = Document::parse(source).unwrap();
    let mut pieces = Vec::new();
    for node in xml.descendants() {
        let written = &source[node.range()];
        if node.is_element() {
            pieces.push(format!("element {}", path(node)));
            pieces
                .extend(node.attributes().map(|a| format!("attribute {}={}", a.name(), a.value())));
        } else if node.is_text() {
            let kind = if written.starts_with("<![CDATA[") { "CDATA" } else { "text" };
            pieces.push(format!(
                "{kind} in {}: {}",
                path(node.parent().unwrap()),
                node.text().unwrap()
            ));
        } else if !node.is_root() {
            pieces.push(written.to_owned());
        }
    }
    pieces
}

/// The path of an element below the root, as the crate writes it.
fn path(element: Node<'_, '_>) -> String {
    let mut steps = Vec::new();
    let mut at = element;
    while let Some(parent) = at.parent_element() {
        let name = at.tag_name().name();
        let same: Vec<_> = parent.children().filter(|child| child.has_tag_name(name)).collect();
        let index = same.iter().position(|child| *child == at).unwrap();
        let is_list = same.len() > 1 || ["api_changes", "product_infos"].contains(&name);
        steps.push(if is_list { format!("{name}[{index}]") } else { name.to_owned() });
        at = parent;
    }
    steps.reverse();
    steps.join(".")
}

/// The paths of all elements without elements in them.
fn leaves(text: &str) -> Vec<String> {
    let xml = Document::parse(text.trim_start_matches('\u{feff}')).unwrap();
    let leaves =
        xml.descendants().filter(|node| node.is_element() && node.first_element_child().is_none());
    leaves.map(path).collect()
}

#[test]
fn a_document_comes_out_letter_by_letter() {
    for (name, text) in documents("xml") {
        let notification = Notification::decode_bytes(text.as_bytes());
        let notification = notification.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(notification.encode(), text, "{name}");
        let untyped: Vec<_> =
            notification.untyped_fields().into_iter().map(|field| field.path).collect();
        let expected: &[&str] = match name.as_str() {
            "unusual_layout.xml" => &[
                "finder_shop_aftersale_status_update.later",
                "ToUserName@a",
                "finder_shop_aftersale_status_update#text",
                "finder_shop_aftersale_status_update.later@deep",
            ],
            _ => &[],
        };
        assert_eq!(untyped, expected, "{name}");
    }
}

#[test]
fn changing_a_text_changes_exactly_that() {
    let mut changed = 0;
    for (name, text) in documents("xml") {
        for leaf in leaves(&text) {
            for new in ["17", "", " a<b & ]]> c\r\nd ", "很好"] {
                let mut message = XmlMessage::decode(&text).unwrap();
                let before = message.clone();
                match message.set_text(&leaf, new) {
                    Ok(()) => {}
                    // A number cannot become just any text; then nothing changes.
                    Err(SetTextError::Unreadable(WireError::Field { path, .. })) => {
                        assert_eq!((path, &message), (leaf.clone(), &before), "{name}");
                        continue;
                    }
                    Err(error) => panic!("{name} {leaf}: {error}"),
                }
                let (old, now) = (pieces(&text), pieces(&message.encode()));
                let of_leaf = |piece: &String| {
                    piece
                        .split_once(" in ")
                        .is_some_and(|(_, rest)| rest.starts_with(&format!("{leaf}: ")))
                };
                let others = |pieces: &[String]| -> Vec<String> {
                    let is_comment_in_a_text =
                        |piece: &String| name == "unusual_layout.xml" && piece == "<!-- in two -->";
                    pieces
                        .iter()
                        .filter(|piece| !of_leaf(piece) && !is_comment_in_a_text(piece))
                        .cloned()
                        .collect()
                };
                assert_eq!(others(&old), others(&now), "{name} {leaf}");
                let texts = |pieces: &[String]| -> String {
                    pieces
                        .iter()
                        .filter(|piece| of_leaf(piece))
                        .map(|piece| piece.split_once(": ").unwrap().1)
                        .collect()
                };
                // In CDATA, the end of a line is read as one letter.
                assert_eq!(texts(&now).trim(), new.trim(), "{name} {leaf}");
                if old.iter().any(|piece| piece.starts_with(&format!("CDATA in {leaf}: ")))
                    && new == "17"
                {
                    assert!(
                        now.iter().any(|piece| *piece == format!("CDATA in {leaf}: 17")),
                        "{name} {leaf}"
                    );
                }
                changed += 1;
            }
        }
    }
    assert!(changed > 300, "only {changed} texts were changed");
}

#[test]
fn a_text_is_changed_whatever_the_tags_around_it_look_like() {
    for (before, after) in [
        ("<MsgType/>", "<MsgType>m</MsgType>"),
        ("<MsgType  />", "<MsgType  >m</MsgType>"),
        ("<MsgType></MsgType>", "<MsgType>m</MsgType>"),
        ("<MsgType\n></MsgType\n>", "<MsgType\n>m</MsgType\n>"),
        ("<MsgType xmlns='a>b'/>", "<MsgType xmlns='a>b'>m</MsgType>"),
        (
            "<MsgType xmlns=\"a/>b\" c=\"'>\">e</MsgType>",
            "<MsgType xmlns=\"a/>b\" c=\"'>\">m</MsgType>",
        ),
        ("<MsgType> e <!-- f --> g </MsgType>", "<MsgType> m </MsgType>"),
        ("<MsgType> <![CDATA[e]]> </MsgType>", "<MsgType> <![CDATA[m]]> </MsgType>"),
        ("<MsgType><![CDATA[</MsgType>]]></MsgType>", "<MsgType><![CDATA[m]]></MsgType>"),
        ("<a:MsgType xmlns:a='b'/>", "<a:MsgType xmlns:a='b'>m</a:MsgType>"),
    ] {
        let text = |piece: &str| format!("<xml><Event>api_diff</Event>{piece}</xml>");
        let mut message = XmlMessage::decode(&text(before)).unwrap();
        message.set_text("MsgType", "m").unwrap();
        assert_eq!(message.encode(), text(after));
        assert_eq!(message.message().msg_type.value().map(String::as_str), Some("m"));
    }
}

#[test]
fn a_text_that_is_not_there_cannot_be_changed() {
    let mut message = XmlMessage::decode(&document("api_diff.xml")).unwrap();
    let before = message.clone();
    for (path, refused) in [
        ("api_changes[2].doc_url", "no element api_changes[2].doc_url"),
        ("", "no element "),
        (".", "the element . has elements in it"),
        ("api_changes[x]", "no element api_changes[x]"),
        ("api_changes[1]", "the element api_changes[1] has elements in it"),
    ] {
        assert_eq!(message.set_text(path, "1").unwrap_err().to_string(), refused);
        assert_eq!(message, before);
    }
    let refused = message.set_text("CreateTime", "\u{1}").unwrap_err();
    assert!(matches!(refused, SetTextError::Unreadable(WireError::NotXml { .. })), "{refused}");
    assert_eq!(message, before);
}

#[test]
fn an_event_means_the_same_in_both_forms() {
    for name in [
        "aftersale_update",
        "complaint_update",
        "component_new_order",
        "old_component_add_aftersale",
    ] {
        let decoded =
            |ending: &str| Notification::decode(&document(&format!("{name}.{ending}"))).unwrap();
        let (json, xml) = (decoded("json"), decoded("xml"));
        // In XML all values are texts, so their digits are compared, and not their kinds.
        let digits = |notification: &Notification| {
            format!("{:?}", notification.message()).replace("Quoted", "Plain")
        };
        let texts = |text: String| {
            let is_of_digits = |word: &str| word.chars().any(|letter| letter.is_ascii_digit());
            let words = text.split(|letter: char| {
                !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-'
            });
            words.filter(|word| is_of_digits(word)).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(texts(digits(&json)), texts(digits(&xml)), "{name}");
        assert_eq!(json.message().event, xml.message().event);
        assert_eq!(json.message().time(), xml.message().time());
        let same_case = json
            .message()
            .after_sale_id()
            .unwrap()
            .is_same_as(xml.message().after_sale_id().unwrap());
        assert!(same_case, "{name}");
    }
}

#[test]
fn blanks_are_left_out_and_pieces_of_a_text_belong_together() {
    let message = XmlMessage::decode(&document("unusual_layout.xml")).unwrap();
    let message = message.message();
    assert_eq!(message.to_user_name.value().map(String::as_str), Some("gh_3c0a91e7d2b4"));
    assert_eq!(message.msg_type.value().map(String::as_str), Some("event"));
    assert_eq!(message.time(), None);
    assert!(!message.from_user_name.is_missing() && message.from_user_name.value().is_none());
    let update = message.aftersale.value().unwrap();
    assert_eq!(update.order_id.value().unwrap().text(), "3735500218841937152");
    let later = update.untyped.get("later").unwrap();
    assert_eq!(later.text(), r#"{"a":["1","2"],"b":null}"#);
}

fn refusal(text: &str) -> WireError {
    match Notification::decode(text) {
        Err(error) => error,
        Ok(notification) => panic!("{text}: {notification:?}"),
    }
}

#[test]
fn what_is_not_an_event_is_refused_with_the_place() {
    let event = "<Event>api_diff</Event>";
    for (text, message) in [
        ("<", "not XML, at line 1 column 2: invalid name token"),
        ("<xml>\n<Event>api_diff</Event", "not XML, at line 2 column 23: unexpected end of stream"),
        (
            "<xml>\n很<Event>a</event></xml>",
            "not XML, at line 2 column 12: expected 'Event' tag, not 'event'",
        ),
        ("<!DOCTYPE xml><xml/>", "not XML, at line 1 column 1: a document type is not permitted"),
        ("<a/>", "no known interface has documents of this shape"),
        ("<xml/>", "no known interface has documents of this shape"),
        (
            "<message><Event>api_diff</Event></message>",
            "no known interface has documents of this shape",
        ),
        (
            "<xml><in><Event>api_diff</Event></in></xml>",
            "no known interface has documents of this shape",
        ),
        (
            "<xml><Event>api_diff</Event>\n<CreateTime>soon</CreateTime></xml>",
            "field `CreateTime`, at line 2 column 1: invalid value: \"soon\", expected a time in seconds, plain or in quotes",
        ),
        (
            "<xml><Event>api_diff</Event>\n <Event>api_diff</Event></xml>",
            "field `Event`, at line 2 column 2: the element appears more than once",
        ),
        (
            "<xml><Event>api_diff</Event><MsgType/>\n<MsgType>event</MsgType></xml>",
            "field `MsgType`, at line 2 column 1: the element appears more than once",
        ),
        (
            "<xml><Event>channels_ec_complaint_update</Event>\n<finder_shop_complaint>\n\
             <complaint_status>1</complaint_status>\n<complaint_status/></finder_shop_complaint></xml>",
            "field `finder_shop_complaint.complaint_status`, at line 4 column 1: the element appears more than once",
        ),
    ] {
        assert_eq!(refusal(text).to_string(), message, "{text}");
    }
    let nested =
        |depth: usize| format!("<xml>{event}{}{}</xml>", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(Notification::decode(&nested(MOST_DEPTH)).is_ok());
    for depth in [MOST_DEPTH + 1, 10_000] {
        let message = refusal(&nested(depth)).to_string();
        assert!(message.contains("more than"), "{message}");
    }
    let many = |number: u32| {
        format!("<xml>{event}{}</xml>", "<a/>".repeat(usize::try_from(number).unwrap()))
    };
    assert!(Notification::decode(&many(MOST_NODES - 10)).is_ok());
    assert!(refusal(&many(MOST_NODES)).to_string().contains("elements, texts and comments"));
    let attributes = |count: usize| {
        let each: String = (0..count).map(|index| format!(" a{index} = '1'")).collect();
        format!("<xml{each}><Event>a</Event></xml>")
    };
    assert!(Notification::decode(&attributes(MOST_ATTRIBUTES)).is_ok());
    let refused = refusal(&attributes(MOST_ATTRIBUTES + 1)).to_string();
    assert!(refused.ends_with("more than 1024 attributes"), "{refused}");
    refusal(&attributes(70_000));
    let long = |length: usize| format!("<xml>{event}<a>{}</a></xml>", "a".repeat(length));
    assert!(Notification::decode(&long(MOST_XML_BYTES - 100)).is_ok());
    assert!(refusal(&long(MOST_XML_BYTES)).to_string().contains("bytes, more than"));
}

#[test]
fn a_path_of_an_error_leads_to_its_element() {
    let text = "<xml><Event>wxaproduct_add_aftersale</Event>\n<product_infos><a/></product_infos>\n<product_infos>\n\
                <product_cnt>many</product_cnt></product_infos></xml>";
    let WireError::Field { path, place, .. } = refusal(text) else { panic!() };
    assert_eq!(path, "product_infos[1].product_cnt");
    assert_eq!(place, Place { line: 4, column: 1 });
}
