// The node's BLAKE2b crate behind a C call, so that the benchmark can alternate with it in one
// process.

/// Writes BLAKE2b-256 of `length` bytes at `message` to the 32 bytes at `digest`.
///
/// # Safety
/// Both pointers are valid for their lengths.
#[no_mangle]
pub unsafe extern "C" fn yardstick_blake2b_256(digest: *mut u8, message: *const u8, length: usize) {
    let input = core::slice::from_raw_parts(message, length);
    let hash = blake2b_simd::Params::new().hash_length(32).hash(input);
    core::ptr::copy_nonoverlapping(hash.as_bytes().as_ptr(), digest, 32);
}
