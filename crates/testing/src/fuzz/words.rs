//! Known words, by the text alone, compared with what a decoder says (I24).

use core::fmt::Debug;

use super::json::{Object, text};
use aftersale::wire::{Field, Loose, Numbered, Vocabulary, Word};

/// Checks that a field is present exactly as it is written.
fn check_presence<T>(written: Option<&str>, field: &Field<T>, name: &str) {
    let (is_missing, is_null) = (field.is_missing(), matches!(field, Field::Null));
    assert_eq!(is_missing, written.is_none(), "whether `{name}` is there: {written:?}");
    assert_eq!(is_null, written == Some("null"), "whether `{name}` is null: {written:?}");
}

/// Returns the word that the field has, and checks that it is known exactly when its name stands there letter by
/// letter.
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

/// Returns the word that the field has, and checks that it is known exactly when its number stands there, plain or
/// in quotes, in its usual spelling.
pub(super) fn by_number<T: Numbered + Debug + PartialEq>(
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
