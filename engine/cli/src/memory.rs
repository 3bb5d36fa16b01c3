//! How the process gets memory from the system and gives it back.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The number of mimalloc's option `purge_delay`: after how many milliseconds freed memory goes back to the system.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// For a process that ends soon: lets it keep the memory that it frees. Each module's syntax tree is freed when the next one
/// is about to need as much: given back in between, the system has to find and clear pages for it again, which is a twentieth
/// of the time of a large build.
#[expect(unsafe_code, reason = "the option has no safe wrapper")]
pub(crate) fn keep_freed() {
    // SAFETY: the call stores a number in a table that lasts as long as the process.
    unsafe {
        libmimalloc_sys::mi_option_set(PURGE_DELAY, -1);
    }
}

/// Whether the system may take two megabytes where a few kilobytes are touched. Each thread's allocator touches a little of
/// many places, so a process takes nearly twice the memory with it; to clear that costs more time than fewer pages save.
/// Children have the same. Where there are no such pages, nothing happens.
pub fn allow_huge_pages(allowed: bool) {
    #[cfg(target_os = "linux")]
    #[expect(unsafe_code, reason = "the standard library does not know of it")]
    // SAFETY: the call takes numbers and sets a mark of the process.
    unsafe {
        libc::prctl(libc::PR_SET_THP_DISABLE, libc::c_ulong::from(!allowed), 0, 0, 0);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = allowed;
}

/// Gives back to the system what was freed, for a process that has nothing to do for now.
pub fn give_back() {
    #[expect(unsafe_code, reason = "the call has no safe wrapper")]
    // SAFETY: the call takes a flag, and may be made by any thread at any time.
    unsafe {
        libmimalloc_sys::mi_collect(true);
    }
    // What is written in C++ has the system's allocator.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[expect(unsafe_code, reason = "the standard library does not know of it")]
    // SAFETY: as above.
    unsafe {
        libc::malloc_trim(0);
    }
}
