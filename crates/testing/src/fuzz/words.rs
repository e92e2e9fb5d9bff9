//! Which words are known is told from the text alone, and compared with what a decoder says (I24).

use core::fmt::Debug;

use super::json::{Object, text};
use aftersale::wire::{Field, Loose, Vocabulary, Word};

/// Whether a field is there as it is written.
fn check_presence<T>(written: Option<&str>, field: &Field<T>, name: &str) {
    let (is_missing, is_null) = (field.is_missing(), matches!(field, Field::Null));
    assert_eq!(is_missing, written.is_none(), "whether `{name}` is there: {written:?}");
    assert_eq!(is_null, written == Some("null"), "whether `{name}` is null: {written:?}");
}

/// A word is known when its name stands there letter by letter, and only then.
pub(super) fn by_name<T: Vocabulary + Debug + PartialEq>(
    object: &Object,
    name: &str,
    all: &[T],
    field: &Field<Word<T>>,
) -> Option<T> {
    let written = object.get(name);
    check_presence(written, field, name);
    let letters = written.and_then(text);
    let meant = all.iter().copied().find(|word| letters.as_deref() == Some(word.name()));
    let known = field.value().and_then(Word::known);
    assert_eq!(known, meant, "the word in `{name}` is written {written:?}");
    meant
}

/// A word is known when its number stands there, plain or in quotes, as one writes numbers, and only then.
pub(super) fn by_number<T: Vocabulary + Debug + PartialEq>(
    object: &Object,
    name: &str,
    all: &[T],
    field: &Field<Loose<Word<T>>>,
) -> Option<T> {
    let written = object.get(name);
    check_presence(written, field, name);
    let in_quotes = written.and_then(text);
    let digits = in_quotes.as_deref().or(written);
    let meant = all.iter().copied().find(|word| digits == Some(word.code().to_string().as_str()));
    let known = field.value().and_then(Loose::known);
    assert_eq!(known, meant, "the word in `{name}` is written {written:?}");
    meant
}
