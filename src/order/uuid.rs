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
    let [(first, one), (middle, two), (node, three), (last, four)] = all.map(values);
    let are_hyphens = [second, third, fourth, fifth].iter().all(|[first, ..]| *first == b'-');
    // A value has four bits, so that two words of them go into one.
    let (low, high) = (first << 4 | middle, node << 4 | last);
    let bytes = u128::from(low) | u128::from(high) << 64;
    (are_hyphens && one | two | three | four == 0).then(|| bytes.to_le_bytes())
}

/// Returns the text of a UUID.
#[cfg(any(feature = "serde", test))]
pub(super) fn spelt(uuid: [u8; 16]) -> String {
    let (low, high) = uuid.split_at(8);
    let mut text = String::with_capacity(36);
    for (half, shift) in [(low, 4), (low, 0), (high, 4), (high, 0)] {
        for byte in half {
            if matches!(text.len(), 8 | 13 | 18 | 23) {
                text.push('-');
            }
            text.extend(char::from_digit(u32::from(*byte >> shift) & 0xf, 16));
        }
    }
    text
}

/// Returns the four digits after a hyphen, the first in the lowest byte.
fn digits(group: &[u8; 5]) -> u64 {
    let [_, digits @ ..] = *group;
    u32::from_le_bytes(digits).into()
}

/// Returns the values of eight hexadecimal digits in lower case, a byte each; and zero, unless one of them is something else.
#[inline]
const fn values(digits: u64) -> (u64, u64) {
    let letters = (digits >> 6) & EACH;
    let values = (digits & EACH.wrapping_mul(0x0f)).wrapping_add(letters.wrapping_mul(9));
    let from_ten_on = (values.wrapping_add(EACH.wrapping_mul(0x76)) >> 7) & EACH;
    let to_letters = from_ten_on.wrapping_mul(0x27);
    let spelt = values.wrapping_add(EACH.wrapping_mul(0x30)).wrapping_add(to_letters);
    (values, (spelt ^ digits) | (values & EACH.wrapping_mul(0xf0)))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(uuid(other), None);
        }
    }
}
