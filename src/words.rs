//! Macros for enums that are lists of words, written so that a reader can check such a list line by
//! line: `words!` for a platform's own (number, name, and label in Chinese and English), `names!` for
//! those that have no number, `codes!` for those that have no name, and `terms!` for those that all
//! platforms share (an English and a Chinese text for each).

/// Gives a word enum the labels of its words.
macro_rules! labels {
    ($word:ident, $($variant:ident = $chinese:literal, $english:literal;)+) => {
        impl $word {
            /// Returns the label in Chinese.
            #[must_use]
            pub const fn chinese(self) -> &'static str {
                match self {
                    $(Self::$variant => $chinese,)+
                }
            }

            /// Returns the label in English.
            #[must_use]
            pub const fn english(self) -> &'static str {
                match self {
                    $(Self::$variant => $english,)+
                }
            }
        }
    };
}

/// Gives a word enum the published names of its words.
macro_rules! published_names {
    ($word:ident, $($variant:ident = $name:literal;)+) => {
        impl $word {
            const fn unknown(_: &str) -> $crate::UnknownWord {
                $crate::UnknownWord::of(stringify!($word))
            }

            /// Returns the published name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        #[cfg(feature = "wire")]
        impl $crate::wire::Vocabulary for $word {
            fn from_name(name: &str) -> Option<Self> {
                name.parse().ok()
            }

            fn name(self) -> &'static str {
                self.name()
            }
        }
    };
}

/// Declares a word enum: `Variant = number, "NAME", "Chinese label", "English label";`.
///
/// The published name is the text form (`Display`, `FromStr`, serde); the published number is the
/// code.
macro_rules! words {
    (
        $(#[$attribute:meta])*
        pub enum $word:ident {
            $(
                $(#[$variant_attribute:meta])*
                $variant:ident = $number:literal, $name:literal, $chinese:literal, $english:literal;
            )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(
            Clone,
            Copy,
            Debug,
            Eq,
            Hash,
            Ord,
            PartialEq,
            PartialOrd,
            strum::Display,
            strum::EnumString,
            strum::FromRepr,
            strum::VariantArray,
        )]
        #[strum(parse_err_ty = $crate::UnknownWord, parse_err_fn = Self::unknown)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum $word {
            $(
                $(#[$variant_attribute])*
                #[strum(to_string = $name)]
                #[cfg_attr(feature = "serde", serde(rename = $name))]
                $variant = $number,
            )+
        }

        impl $word {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

            /// Returns the published number.
            #[must_use]
            pub const fn code(self) -> u8 {
                self as u8
            }

            /// Returns the word with this published number, if one has it.
            #[must_use]
            pub const fn from_code(code: u8) -> Option<Self> {
                Self::from_repr(code)
            }
        }

        $crate::words::published_names! { $word, $($variant = $name;)+ }

        $crate::words::labels! { $word, $($variant = $chinese, $english;)+ }

        #[cfg(feature = "wire")]
        impl $crate::wire::Numbered for $word {
            fn from_code(code: u32) -> Option<Self> {
                u8::try_from(code).ok().and_then(Self::from_code)
            }

            fn code(self) -> u32 {
                self.code().into()
            }
        }
    };
}

/// Declares a word enum whose words have no published numbers:
/// `Variant = "NAME", "Chinese label", "English label";`.
///
/// The published name is the text form (`Display`, `FromStr`, serde).
macro_rules! names {
    (
        $(#[$attribute:meta])*
        pub enum $word:ident {
            $(
                $(#[$variant_attribute:meta])*
                $variant:ident = $name:literal, $chinese:literal, $english:literal;
            )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(
            Clone,
            Copy,
            Debug,
            Eq,
            Hash,
            Ord,
            PartialEq,
            PartialOrd,
            strum::Display,
            strum::EnumString,
            strum::VariantArray,
        )]
        #[strum(parse_err_ty = $crate::UnknownWord, parse_err_fn = Self::unknown)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[non_exhaustive]
        pub enum $word {
            $(
                $(#[$variant_attribute])*
                #[strum(to_string = $name)]
                #[cfg_attr(feature = "serde", serde(rename = $name))]
                $variant,
            )+
        }

        impl $word {
            /// All of them, in the order in which they are declared.
            pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;
        }

        $crate::words::published_names! { $word, $($variant = $name;)+ }

        $crate::words::labels! { $word, $($variant = $chinese, $english;)+ }
    };
}

/// Declares a word enum whose words have no published names:
/// `Variant = number, "Chinese label", "English label";`.
///
/// The published number is the code; serde writes the variant in snake case.
macro_rules! codes {
    (
        $(#[$attribute:meta])*
        pub enum $word:ident {
            $(
                $(#[$variant_attribute:meta])*
                $variant:ident = $number:literal, $chinese:literal, $english:literal;
            )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(
            Clone,
            Copy,
            Debug,
            Eq,
            Hash,
            Ord,
            PartialEq,
            PartialOrd,
            strum::FromRepr,
            strum::VariantArray,
        )]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
        #[repr(u32)]
        #[non_exhaustive]
        pub enum $word {
            $(
                $(#[$variant_attribute])*
                $variant = $number,
            )+
        }

        impl $word {
            /// All of them, in the order of their numbers.
            pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

            /// Returns the published number.
            #[must_use]
            pub const fn code(self) -> u32 {
                self as u32
            }

            /// Returns the word with this published number, if one has it.
            #[must_use]
            pub const fn from_code(code: u32) -> Option<Self> {
                Self::from_repr(code)
            }
        }

        $crate::words::labels! { $word, $($variant = $chinese, $english;)+ }

        #[cfg(feature = "wire")]
        impl $crate::wire::Numbered for $word {
            fn from_code(code: u32) -> Option<Self> {
                Self::from_code(code)
            }

            fn code(self) -> u32 {
                self.code()
            }
        }
    };
}

/// Declares a term enum: `Variant, "English text", "Chinese text";`.
///
/// The English text is the text form (`Display`, `FromStr`); serde writes the variant in snake case.
macro_rules! terms {
    (
        $(#[$attribute:meta])*
        pub enum $term:ident {
            $(
                $(#[$variant_attribute:meta])*
                $variant:ident, $text:literal, $chinese:literal;
            )+
        }
    ) => {
        $(#[$attribute])*
        #[derive(
            Clone,
            Copy,
            Debug,
            Eq,
            Hash,
            Ord,
            PartialEq,
            PartialOrd,
            strum::Display,
            strum::EnumString,
            strum::VariantArray,
        )]
        #[strum(parse_err_ty = $crate::UnknownWord, parse_err_fn = Self::unknown)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
        #[non_exhaustive]
        pub enum $term {
            $(
                $(#[$variant_attribute])*
                #[strum(to_string = $text)]
                $variant,
            )+
        }

        impl $term {
            /// All of them, in the order in which they are declared.
            pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

            const fn unknown(_: &str) -> $crate::UnknownWord {
                $crate::UnknownWord::of(stringify!($term))
            }

            /// Returns the set of these, in a constant as well.
            #[must_use]
            #[allow(
                clippy::indexing_slicing,
                clippy::arithmetic_side_effects,
                reason = "the index is below the length, and a list has at most 64 words"
            )]
            pub const fn set(words: &[Self]) -> $crate::lifecycle::Set<Self> {
                let mut bits = 0;
                let mut i = 0;
                while i < words.len() {
                    bits |= 1 << words[i] as u64;
                    i += 1;
                }
                $crate::lifecycle::Set::from_bits(bits)
            }

            /// Returns its stored name, which stays the same when the English text changes.
            #[allow(dead_code, reason = "not every list is stored by its names")]
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)+
                }
            }

            /// Returns the English text.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }

            /// Returns the Chinese text.
            #[must_use]
            pub const fn chinese(self) -> &'static str {
                match self {
                    $(Self::$variant => $chinese,)+
                }
            }

            /// Returns the text in this language.
            #[must_use]
            pub const fn text_in(self, language: $crate::Language) -> &'static str {
                match language {
                    $crate::Language::English => self.text(),
                    $crate::Language::Chinese => self.chinese(),
                }
            }
        }

        impl $crate::lifecycle::SetMember for $term {
            const ALL: &'static [Self] = Self::ALL;
        }
    };
}

pub(crate) use {codes, labels, names, published_names, terms, words};

/// A text that is not a word of the list in which it was looked up.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a word of {list}")]
pub struct UnknownWord {
    list: &'static str,
}

impl UnknownWord {
    pub(crate) const fn of(list: &'static str) -> Self {
        Self { list }
    }
}
