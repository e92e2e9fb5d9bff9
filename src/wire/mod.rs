//! The building blocks with which the platforms' JSON is read and written. They know no platform.
//!
//! A document is decoded into typed records and is written again as the same JSON value: every field
//! keeps whether it was missing, `null` or present, a number in quotes keeps its quotes, an unknown
//! word stays as it came, and a field that no type describes is kept unchanged. So changing one field
//! changes that field and nothing else.
//!
//! | piece | for |
//! |---|---|
//! | [`Field`] | a field of a record: missing, `null`, or a value |
//! | [`Word`] | a word by its name, known or unknown |
//! | [`PlatformId`] | an id that is a text or a number |
//! | [`YesNo`] | yes or no, as `true`, as 1, or in quotes |
//! | [`UnlistedCode`] | a number whose meaning is not published |
//! | [`Loose`] | a number that may come in quotes; of a [`Word`], the word by its number |
//! | [`DecimalText`] | an amount written as a decimal number |
//! | [`Written`] | a time as PHP shops write it: seconds, a date, or nothing |
//! | [`OrEmpty`] | an object that is `[]` or `""` when there is none |
//! | [`Lenient`] | a value that a page only shows: typed if it has the documented form |
//! | [`TextOr`] | a text in one version, an object in another |
//! | [`Json`], [`Untyped`] | JSON that no type describes |
//! | [`WireError`] | the problem with a document, with the field's path and the place |

mod as_written;
mod decimal;
mod error;
mod field;
mod json;
mod loose;
mod platform_id;
mod record;
mod shape;
mod word;
mod written;
mod yes_no;

pub(crate) use as_written::AsWritten;
pub use decimal::DecimalText;
pub use error::{Place, WireError};
pub use field::{Field, Lenient, ObjectOrList, OrEmpty, TextOr};
pub use json::{Json, Opaque, Untyped};
pub use loose::{Flag, Id, Loose, LooseNumber, ReturnCode, UnlistedCode};
pub use platform_id::PlatformId;
pub(crate) use record::sealed::Sealed;
pub(crate) use record::{Name, below, record, try_decode};
pub use record::{Record, UntypedField, decode, encode};
pub(crate) use shape::{EVENT_FIELDS, Shape, text_of, without_byte_order_mark};
pub(crate) use word::known_word;
pub use word::{Numbered, Unknown, Unplaced, Vocabulary, Word};
pub use written::Written;
pub use yes_no::YesNo;
