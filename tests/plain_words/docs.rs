//! Doc comments and messages: whether a word of the list of riddles stands in them, and how those of functions begin.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Words with which the doc comment of a function does not begin: it says what the function does.
const OPENINGS: [&str; 7] = ["What", "Who", "Why", "When", "Where", "How", "Whether"];

/// Everything that is wrong with the docs and messages of a source.
pub(crate) fn faults<'a>(
    file: &str,
    source: &str,
    riddles: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let Ok(tokens) = source.parse::<TokenStream>() else { return Vec::new() };
    let riddles: Vec<String> = riddles.map(|riddle| format!(" {riddle} ")).collect();
    let mut found = Docs { file, riddles, faults: Vec::new() };
    found.look(tokens);
    found.faults
}

struct Docs<'a> {
    file: &'a str,
    riddles: Vec<String>,
    faults: Vec<String>,
}

impl Docs<'_> {
    fn look(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut comment: Vec<(usize, String)> = Vec::new();
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            index += 1;
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' || punct.as_char() == '!' => {}
                TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                    let line = group.span_open().start().line;
                    match attribute(group.stream()) {
                        Some(("doc", text)) => comment.push((line, text)),
                        Some((_, text)) => self.search("a message", &[(line, text)]),
                        None => self.look(group.stream()),
                    }
                }
                other => {
                    if !comment.is_empty() {
                        self.comment(&comment, &tokens[index - 1..]);
                        comment.clear();
                    }
                    if let TokenTree::Group(group) = other {
                        self.look(group.stream());
                    }
                }
            }
        }
        if !comment.is_empty() {
            self.comment(&comment, &[]);
        }
    }

    fn comment(&mut self, comment: &[(usize, String)], item: &[TokenTree]) {
        self.search("a doc comment", comment);
        let words = item.iter().take(4).map(|token| match token {
            TokenTree::Ident(ident) => ident.to_string(),
            _ => String::new(),
        });
        let is_function = words.take_while(|word| word != "struct").any(|word| word == "fn");
        let (line, first) = &comment[0];
        let opening = first.split_whitespace().next().unwrap_or_default();
        if is_function && OPENINGS.contains(&opening) {
            let at = format!("{}:{line}", self.file);
            self.faults.push(format!("{at}: \"{opening}\" begins the doc comment of a function"));
        }
    }

    /// Looks for riddles outside code, across the ends of lines.
    fn search(&mut self, what: &str, lines: &[(usize, String)]) {
        let mut is_code = false;
        let mut text = String::from(" ");
        // Where each line begins in the text.
        let mut starts = Vec::new();
        for (line, content) in lines {
            if content.trim_start().starts_with("```") {
                is_code = !is_code;
                continue;
            }
            starts.push((text.len(), *line));
            if !is_code {
                for (index, part) in content.split('`').enumerate() {
                    let part = if index % 2 == 0 { part } else { "code" };
                    let plain = part.chars().map(|letter| match letter {
                        letter if letter.is_alphanumeric() || letter == '\'' => letter,
                        _ => ' ',
                    });
                    text.extend(plain.flat_map(char::to_lowercase));
                }
                text.push(' ');
            }
        }
        let words: Vec<(usize, &str)> = words_of(&text);
        let joined: String =
            words.iter().map(|(_, word)| format!(" {word}")).collect::<String>() + " ";
        let mut positions = Vec::new();
        let mut at = 0;
        for (start, word) in &words {
            positions.push((at, *start));
            at += word.len() + 1;
        }
        for riddle in &self.riddles {
            for (index, _) in joined.match_indices(riddle.as_str()) {
                let start = positions.iter().rev().find(|(at, _)| *at <= index);
                let start = start.map_or(0, |(_, start)| *start);
                let line = starts.iter().rev().find(|(from, _)| *from <= start);
                let line = line.map_or(0, |(_, line)| *line);
                let fault = format!("{}:{line}: \"{}\" in {what}", self.file, riddle.trim());
                self.faults.push(fault);
            }
        }
    }
}

/// The words of a text, each with the byte where it begins.
fn words_of(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (index, letter) in text.char_indices() {
        match (letter == ' ', start) {
            (true, Some(from)) => {
                words.push((from, &text[from..index]));
                start = None;
            }
            (false, None) => start = Some(index),
            _ => {}
        }
    }
    words
}

/// The text of `doc = "…"` or `error("…")`.
fn attribute(tokens: TokenStream) -> Option<(&'static str, String)> {
    let mut tokens = tokens.into_iter();
    let TokenTree::Ident(name) = tokens.next()? else { return None };
    let literal = match tokens.next()? {
        TokenTree::Punct(_) if name == "doc" => tokens.next()?,
        TokenTree::Group(group) if name == "error" => group.stream().into_iter().next()?,
        _ => return None,
    };
    let TokenTree::Literal(literal) = literal else { return None };
    let text = syn::parse_str::<syn::LitStr>(&literal.to_string()).ok()?.value();
    Some((if name == "doc" { "doc" } else { "error" }, text))
}
