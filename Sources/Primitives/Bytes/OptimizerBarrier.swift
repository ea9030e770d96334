import CKernels

/// Values the optimiser may assume nothing about, so that a timed loop is neither hoisted nor
/// deleted.
///
/// Work on a constant input is computed once, whatever is done with its result: make the input
/// opaque *and* consume the output.
package enum OptimizerBarrier {
    /// Returns `buffer` unchanged while hiding it, and whatever it points to, from the optimiser.
    ///
    /// Use it on an input inside the loop. Costs no instruction beyond a register move. Bytes
    /// written before the call count as read, and bytes read after it as newly written.
    @inline(__always)
    package static func opaque(_ buffer: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: touchstone_opaque_pointer(buffer.baseAddress), count: buffer.count)
    }

    /// Consumes `value`: the work that made it cannot be deleted.
    @inline(__always)
    package static func consume(_ value: UInt64) { _ = touchstone_opaque_u64(value) }

    /// Consumes a verdict: the work that made it cannot be deleted.
    @inline(__always)
    package static func consume(_ value: Bool) { _ = touchstone_opaque_u64(value ? 1 : 0) }

    /// Consumes the bytes of `buffer`: the work that wrote them cannot be deleted.
    @inline(__always)
    package static func consume(_ buffer: UnsafeRawBufferPointer) {
        _ = touchstone_opaque_pointer(buffer.baseAddress)
    }
}
