//! A hash of bytes that are added one after the other. It is the same on every machine and with every
//! compiler, because hosts keep its results.

/// The hash FNV-1a in 64 bits. It is not cryptographic: it tells apart inputs that were not made to
/// collide.
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

    /// Adds a text, followed by a byte that no text has, so that two texts in a row differ from one.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.bytes(&[0xff]);
    }

    pub(crate) const fn finish(&self) -> u64 {
        self.0
    }
}
