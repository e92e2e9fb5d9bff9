//! The compact form that is fuzzed beside JSON.

use aftersale_testing::fuzz::Form;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Postcard, which knows fields by their places.
pub struct Postcard;

impl Form for Postcard {
    fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Option<T> {
        postcard::from_bytes(bytes).ok()
    }

    fn write<T: Serialize>(&self, value: &T) -> Option<Vec<u8>> {
        postcard::to_allocvec(value).ok()
    }
}
