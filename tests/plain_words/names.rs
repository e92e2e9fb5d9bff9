//! The public names of a source: items, variants, fields and methods, those included that the crate's macros make.

use proc_macro2::{Delimiter, Spacing, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::{Fields, ImplItem, Item, TraitItem, Visibility};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Type,
    Variant,
    Field,
    Method,
    Module,
    Other,
}

/// A public name.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) kind: Kind,
    /// The type that it belongs to, if it does.
    pub(crate) of: String,
    pub(crate) name: String,
    pub(crate) file: String,
    /// File and line.
    pub(crate) at: String,
}

impl Name {
    /// Returns whether a line of the list of retired names means this one: `type X`, `variant T.X`, `field any.x`,
    /// `method x`, `any x`.
    pub(crate) fn is(&self, line: &str) -> bool {
        let (kind, name) = line.split_once(' ').unwrap_or(("any", line));
        let (of, name) = name.rsplit_once('.').unwrap_or(("any", name));
        let is_kind = match kind {
            "type" => self.kind == Kind::Type,
            "variant" => self.kind == Kind::Variant,
            "field" => self.kind == Kind::Field,
            "method" => self.kind == Kind::Method,
            "module" => self.kind == Kind::Module,
            _ => true,
        };
        is_kind && (of == "any" || of == self.of) && name == self.name
    }
}

/// The public names of a source.
pub(crate) fn of(file: &str, source: &str) -> Result<Vec<Name>, String> {
    let parsed = syn::parse_file(source)
        .map_err(|error| format!("{file}:{}: {error}", error.span().start().line))?;
    let mut names = Names { file: file.to_owned(), found: Vec::new() };
    names.items(&parsed.items)?;
    Ok(names.found)
}

struct Names {
    file: String,
    found: Vec<Name>,
}

const fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "test")
    })
}

impl Names {
    fn add(&mut self, kind: Kind, of: &str, name: &str, span: Span) {
        let at = format!("{}:{}", self.file, span.start().line);
        let (of, name, file) = (of.to_owned(), name.to_owned(), self.file.clone());
        self.found.push(Name { kind, of, name, file, at });
    }

    fn ident(&mut self, kind: Kind, of: &str, ident: &syn::Ident) {
        self.add(kind, of, &ident.to_string(), ident.span());
    }

    fn items(&mut self, items: &[Item]) -> Result<(), String> {
        items.iter().try_for_each(|item| self.item(item))
    }

    fn item(&mut self, item: &Item) -> Result<(), String> {
        match item {
            Item::Struct(one) if is_public(&one.vis) => {
                self.ident(Kind::Type, "", &one.ident);
                self.fields(&one.ident.to_string(), &one.fields, false);
            }
            Item::Enum(one) if is_public(&one.vis) => {
                self.ident(Kind::Type, "", &one.ident);
                let of = one.ident.to_string();
                for variant in &one.variants {
                    self.ident(Kind::Variant, &of, &variant.ident);
                    self.fields(&of, &variant.fields, true);
                }
            }
            Item::Trait(one) if is_public(&one.vis) => {
                self.ident(Kind::Type, "", &one.ident);
                for item in &one.items {
                    match item {
                        TraitItem::Fn(method) => {
                            self.ident(Kind::Method, &one.ident.to_string(), &method.sig.ident);
                        }
                        TraitItem::Const(constant) => {
                            self.ident(Kind::Other, "", &constant.ident);
                        }
                        _ => {}
                    }
                }
            }
            Item::Type(one) if is_public(&one.vis) => self.ident(Kind::Type, "", &one.ident),
            Item::Fn(one) if is_public(&one.vis) => self.ident(Kind::Other, "", &one.sig.ident),
            Item::Const(one) if is_public(&one.vis) => self.ident(Kind::Other, "", &one.ident),
            Item::Static(one) if is_public(&one.vis) => self.ident(Kind::Other, "", &one.ident),
            Item::Impl(one) if one.trait_.is_none() => self.methods(one),
            Item::Mod(one) if !is_test(&one.attrs) => {
                self.ident(Kind::Module, "", &one.ident);
                if let Some((_, items)) = &one.content {
                    self.items(items)?;
                }
            }
            Item::Macro(one) => self.macros(one)?,
            _ => {}
        }
        Ok(())
    }

    fn fields(&mut self, of: &str, fields: &Fields, is_variant: bool) {
        for field in fields {
            if let (Some(ident), true) = (&field.ident, is_variant || is_public(&field.vis)) {
                self.ident(Kind::Field, of, ident);
            }
        }
    }

    fn methods(&mut self, block: &syn::ItemImpl) {
        let syn::Type::Path(path) = &*block.self_ty else { return };
        let of = path.path.segments.last().map(|segment| segment.ident.to_string());
        let of = of.unwrap_or_default();
        for item in &block.items {
            match item {
                ImplItem::Fn(method) if is_public(&method.vis) => {
                    self.ident(Kind::Method, &of, &method.sig.ident);
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    self.ident(Kind::Other, &of, &constant.ident);
                }
                _ => {}
            }
        }
    }

    /// What a macro of the crate declares: `macro_rules!` itself, and what goes into one.
    fn macros(&mut self, item: &syn::ItemMacro) -> Result<(), String> {
        if let Some(ident) = &item.ident {
            self.ident(Kind::Other, "", ident);
            self.made_methods(item.mac.tokens.clone());
            return Ok(());
        }
        let name = item.mac.path.segments.last().map(|segment| segment.ident.to_string());
        match name.as_deref().unwrap_or_default() {
            "terms" | "words" | "names" | "codes" | "numbers" | "record" => {
                self.declared(item.mac.tokens.clone());
                Ok(())
            }
            "declare_lifecycle" | "impl_status" | "plain_number" | "without_fields" => Ok(()),
            other => {
                let line = item.span().start().line;
                Err(format!("{}:{line}: nothing is known of what {other}! declares", self.file))
            }
        }
    }

    /// The functions that the body of a macro declares as public.
    fn made_methods(&mut self, tokens: TokenStream) {
        let mut words: Vec<String> = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.made_methods(group.stream()),
                TokenTree::Ident(ident) => {
                    let is_fn = words.last().is_some_and(|word| word == "fn");
                    let is_public = words.iter().rev().skip(1).take(2).any(|word| word == "pub");
                    if is_fn && is_public {
                        self.add(Kind::Method, "", &ident.to_string(), ident.span());
                    }
                    words.push(ident.to_string());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => words.clear(),
            }
        }
    }

    /// What stands in a list: `pub enum Name { Variant …; }` and `pub struct Name { field …, }`, with attributes.
    fn declared(&mut self, tokens: TokenStream) {
        let (mut kind, mut of, mut is_next) = (Kind::Other, String::new(), false);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if ident == "enum" || ident == "struct" => {
                    kind = if ident == "enum" { Kind::Variant } else { Kind::Field };
                    is_next = true;
                }
                TokenTree::Ident(ident) if is_next => {
                    is_next = false;
                    of = ident.to_string();
                    self.add(Kind::Type, "", &of, ident.span());
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.entries(kind, &of, group.stream());
                }
                _ => {}
            }
        }
    }

    /// The first identifier of each entry of a list.
    fn entries(&mut self, kind: Kind, of: &str, tokens: TokenStream) {
        let (mut is_first, mut depth) = (true, 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) if is_first => {
                    self.add(kind, of, &ident.to_string(), ident.span());
                    is_first = false;
                }
                TokenTree::Punct(punct) => match punct.as_char() {
                    ';' | ',' if depth == 0 => is_first = true,
                    '<' => depth += 1,
                    '>' if punct.spacing() == Spacing::Alone || depth > 0 => depth -= 1,
                    _ => {}
                },
                _ => {}
            }
        }
    }
}
