//! Replacements for what `std` brings: memory, and the behaviour on a panic.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::panic::PanicInfo;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const ROOM: usize = 1 << 16;

/// Memory that is given out once and never taken back.
struct Memory {
    bytes: UnsafeCell<[u8; ROOM]>,
    given: AtomicUsize,
}

// SAFETY: only the receivers of the bytes touch them, and `given` makes sure that no byte is given out
// twice.
unsafe impl Sync for Memory {}

// SAFETY: the memory given out is aligned, lies within the bytes and has no other owner.
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let bytes = self.bytes.get().cast::<u8>();
        // Enough for the worst alignment.
        let Some(most) = layout.size().checked_add(layout.align()) else { return null_mut() };
        let given = self.given.fetch_update(Relaxed, Relaxed, |given| {
            given.checked_add(most).filter(|end| *end <= ROOM)
        });
        let Ok(given) = given else { return null_mut() };
        // SAFETY: `given + most` is not above `ROOM`.
        let free = unsafe { bytes.add(given) };
        // SAFETY: `align_offset` of bytes is below `align`, so that `size` bytes are left.
        unsafe { free.add(free.align_offset(layout.align())) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static MEMORY: Memory = Memory { bytes: UnsafeCell::new([0; ROOM]), given: AtomicUsize::new(0) };

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}
