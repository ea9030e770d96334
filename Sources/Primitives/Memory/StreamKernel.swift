import CKernels

/// A bandwidth kernel after STREAM: one pass over arrays of doubles.
///
/// - Source: J. D. McCalpin, STREAM (cs.virginia.edu/stream), for `copy`, `scale`, `add` and
///   `triad` and the counting of their bytes; `read` and `write` are ours.
package enum StreamKernel: String, CaseIterable, Sendable {
    /// to = x
    case copy
    /// to = scalar · x
    case scale
    /// to = x + y
    case add
    /// to = x + scalar · y
    case triad
    /// The sum of x; stores nothing.
    case read
    /// to = scalar; loads nothing.
    case write

    /// Bytes that count for one element: 8 for each array that the kernel names.
    ///
    /// What a plain store reads before it writes (write-allocate) does not count, as in STREAM.
    package var bytesPerElement: Int {
        switch self {
        case .read, .write: 8
        case .copy, .scale: 16
        case .add, .triad: 24
        }
    }

    /// Whether the kernel stores, so that it can store past the caches.
    package var stores: Bool { self != .read }

    /// Elements come in multiples of this, at addresses that are multiples of 64.
    package static let elementMultiple = 16

    /// The width of registers that a kernel is compiled for.
    package enum Path: String, CaseIterable, Sendable {
        /// What every processor of the architecture has.
        case portable
        case avx2

        /// Whether this processor can run it.
        package var isSupported: Bool { touchstone_stream_supports(value) }

        /// The widest supported.
        package static var best: Path { Path.avx2.isSupported ? .avx2 : .portable }

        fileprivate var value: touchstone_stream_path {
            self == .avx2 ? TOUCHSTONE_STREAM_AVX2 : TOUCHSTONE_STREAM_PORTABLE
        }
    }

    /// The arrays of one pass; those that the kernel does not name are not touched.
    package struct Operands: @unchecked Sendable {
        // SAFETY: addresses only; who makes the value keeps the memory, and threads get disjoint
        // ranges of it.
        package var to: UnsafeMutablePointer<Double>
        package var x: UnsafePointer<Double>
        package var y: UnsafePointer<Double>
        package var count: Int

        package init(
            to: UnsafeMutablePointer<Double>, x: UnsafePointer<Double>,
            y: UnsafePointer<Double>, count: Int
        ) {
            self.to = to
            self.x = x
            self.y = y
            self.count = count
        }

        /// The elements from `start` on, `count` of them.
        package func part(from start: Int, count: Int) -> Operands {
            Operands(to: to + start, x: x + start, y: y + start, count: count)
        }
    }

    /// One pass; the compiler can neither leave it out nor do it in advance.
    ///
    /// - Returns: the sum for `read`, else 0.
    @discardableResult
    package func pass(
        _ operands: Operands, scalar: Double, nonTemporal: Bool, path: Path
    ) -> Double {
        precondition(
            operands.count % Self.elementMultiple == 0, "whole turns of the widest kernel")
        let sum = touchstone_stream(
            value, path.value, nonTemporal, operands.to,
            OptimizerBarrier.opaque(operands.x), operands.y, scalar, operands.count)
        OptimizerBarrier.consume(sum.bitPattern)
        return sum
    }

    /// The first element that a pass would have left otherwise; nil if all are right.
    package func firstWrong(_ operands: Operands, scalar: Double) -> Int? {
        let index = touchstone_stream_first_wrong(
            value, operands.to, operands.x, operands.y, scalar, operands.count)
        return index == operands.count ? nil : index
    }

    private var value: touchstone_stream_kernel {
        switch self {
        case .copy: TOUCHSTONE_STREAM_COPY
        case .scale: TOUCHSTONE_STREAM_SCALE
        case .add: TOUCHSTONE_STREAM_ADD
        case .triad: TOUCHSTONE_STREAM_TRIAD
        case .read: TOUCHSTONE_STREAM_READ
        case .write: TOUCHSTONE_STREAM_WRITE
        }
    }
}

extension OptimizerBarrier {
    /// Returns `pointer` unchanged while hiding it, and what it points to, from the optimiser.
    @inline(__always)
    fileprivate static func opaque(_ pointer: UnsafePointer<Double>) -> UnsafePointer<Double> {
        touchstone_opaque_pointer(pointer).map { $0.assumingMemoryBound(to: Double.self) }
            ?? pointer
    }
}
