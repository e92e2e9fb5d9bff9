//! The system's allocator, which counts: every allocation, a growth in place included, and the bytes that are held, as
//! the chunks of the GNU C library have them on 64 bits (eight bytes more, in steps of 16, at least 32).

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

#[global_allocator]
static COUNTING: Counting = Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static HELD: AtomicI64 = AtomicI64::new(0);

struct Counting;

/// Returns the number of allocations that a call makes, and what it returns.
pub(crate) fn allocations<T>(call: impl FnOnce() -> T) -> (u64, T) {
    let before = ALLOCATIONS.load(Relaxed);
    let returned = call();
    (ALLOCATIONS.load(Relaxed) - before, returned)
}

/// Returns the bytes that are held after a call and were not before it, and what it returns.
pub(crate) fn held<T>(call: impl FnOnce() -> T) -> (i64, T) {
    let before = HELD.load(Relaxed);
    let returned = call();
    (HELD.load(Relaxed) - before, returned)
}

fn chunk(size: usize) -> i64 {
    let chunk = (size + 8).next_multiple_of(16).max(32);
    i64::try_from(chunk).unwrap_or(i64::MAX)
}

// SAFETY: every call goes on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        HELD.fetch_add(chunk(layout.size()), Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(chunk(layout.size()), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        HELD.fetch_add(chunk(size) - chunk(layout.size()), Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}
