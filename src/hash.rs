//! A hash of bytes that are told one after the other, so it is the same on every machine and with every
//! compiler: hosts keep what comes of it.

/// The hash FNV-1a in 64 bits. It is no secret and keeps nobody out; it tells apart what was not made to
/// look alike.
pub(crate) struct Fnv(u64);

impl Fnv {
    pub(crate) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// A text, with an end that no text has, so that two texts one after the other are not one.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0xff]);
    }

    pub(crate) const fn finish(&self) -> u64 {
        self.0
    }
}
