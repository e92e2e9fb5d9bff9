//! Keeps UUIDs in 16 bytes: those that are spelt in lower case with four hyphens, so that each has one spelling and is given
//! back as it came.

#[cfg(any(feature = "serde", test))]
use alloc::string::String;

/// One in each byte of a word. Eight digits are worked on at once, since each command has its id looked for.
const EACH: u64 = 0x0101_0101_0101_0101;

/// Returns the bytes of a UUID. None where the text is something else, or is spelt in another way.
pub(super) fn uuid(text: &str) -> Option<[u8; 16]> {
    let text: &[u8; 36] = text.as_bytes().try_into().ok()?;
    let (first, rest) = text.split_first_chunk::<8>()?;
    let (second, rest) = rest.split_first_chunk::<5>()?;
    let (third, rest) = rest.split_first_chunk::<5>()?;
    let (fourth, rest) = rest.split_first_chunk::<5>()?;
    let (fifth, last) = rest.split_first_chunk::<5>()?;
    let all = [
        u64::from_le_bytes(*first),
        digits(second) | digits(third) << 32,
        digits(fourth) | digits(fifth) << 32,
        u64::from_le_bytes(last.try_into().ok()?),
    ];
    let [(first, one), (middle, two), (node, three), (last, four)] = all.map(packed);
    let are_hyphens = [second, third, fourth, fifth].iter().all(|[first, ..]| *first == b'-');
    let bytes = u128::from(first | middle << 32) | u128::from(node | last << 32) << 64;
    (are_hyphens && one | two | three | four == 0).then(|| bytes.to_le_bytes())
}

/// Returns the text of a UUID.
#[cfg(any(feature = "serde", test))]
pub(super) fn spelt(uuid: [u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (place, byte) in uuid.into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0xf] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
    text
}

/// Returns the four digits after a hyphen, the first in the lowest byte.
fn digits(group: &[u8; 5]) -> u64 {
    let [_, digits @ ..] = *group;
    u32::from_le_bytes(digits).into()
}

/// Returns the four bytes that eight hexadecimal digits in lower case spell, the first in the lowest byte; and zero, unless
/// one of them is something else.
#[inline]
const fn packed(digits: u64) -> (u64, u64) {
    let letters = (digits >> 6) & EACH;
    let values = (digits & EACH.wrapping_mul(0x0f)).wrapping_add(letters.wrapping_mul(9));
    let from_ten_on = (values.wrapping_add(EACH.wrapping_mul(0x76)) >> 7) & EACH;
    let to_letters = from_ten_on.wrapping_mul(0x27);
    let spelt = values.wrapping_add(EACH.wrapping_mul(0x30)).wrapping_add(to_letters);
    let others = (spelt ^ digits) | (values & EACH.wrapping_mul(0xf0));
    // Two digits make a byte: they are put together, and then moved to one end.
    let bytes = ((values << 4) | (values >> 8)) & 0x00ff_00ff_00ff_00ff;
    let pairs = (bytes | (bytes >> 8)) & 0x0000_ffff_0000_ffff;
    ((pairs | (pairs >> 16)) & 0xffff_ffff, others)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn a_uuid_is_given_back_as_it_came() {
        for text in [
            "5f0c7a52-94b1-4d2e-8a37-0000000003e9",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "01234567-89ab-cdef-fedc-ba9876543210",
        ] {
            assert_eq!(uuid(text).map(spelt).as_deref(), Some(text));
        }
        let bytes = uuid("01234567-89ab-cdef-fedc-ba9876543210");
        let expected = 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210_u128.to_be_bytes();
        assert_eq!(bytes, Some(expected));
    }

    /// Two texts must never be kept as one: whatever letter stands at a place, it is refused or given back.
    #[test]
    fn a_text_that_would_not_be_given_back_is_no_uuid() {
        let text = "5f0c7a52-94b1-4d2e-8a37-0000000003e9";
        let mut kept = 0;
        for place in 0..text.len() {
            for letter in '\0'..='\u{ff}' {
                let changed: String = text
                    .chars()
                    .enumerate()
                    .map(|(at, before)| if at == place { letter } else { before })
                    .collect();
                if let Some(bytes) = uuid(&changed) {
                    assert_eq!(spelt(bytes), changed);
                    kept += 1;
                }
            }
        }
        assert_eq!(kept, 32 * 16 + 4);
        for other in ["", "c-1", "5f0c7a52-94b1-4d2e-8a37-0000000003e", &text.to_uppercase()] {
            assert_eq!(uuid(&other.to_string()), None);
        }
    }
}
