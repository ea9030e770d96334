// Here: kernels that load main memory.
// May use: the C kernels.
// Never: allocation, a clock.

import CKernels

/// One random cycle of pointers through memory: each load needs the one before.
///
/// One node a cache line, so that no two loads share one. Sattolo's shuffle gives a single cycle:
/// a plain shuffle gives several, and the chase could stay in a short one that fits a cache.
///
/// - Source: S. Sattolo, An algorithm to generate a random cyclic permutation, Information
///   Processing Letters 22 (1986).
package struct PointerChase: @unchecked Sendable {
    // SAFETY: addresses only; who makes the value keeps the memory, and nothing writes to it after
    // `init`.
    /// Bytes from one node to the next in memory: a cache line.
    package static let nodeBytes = 64
    /// Loads come in multiples of this.
    package static let loadMultiple = 16

    private let base: UnsafeMutableRawPointer
    /// Nodes in the cycle.
    package let nodes: Int

    /// Writes the cycle into memory.
    ///
    /// The memory is at least two nodes long; a rest shorter than a node is left alone.
    package init(
        in memory: UnsafeMutableRawBufferPointer, using generator: inout some RandomNumberGenerator
    ) {
        guard let base = memory.baseAddress, memory.count >= 2 * Self.nodeBytes else {
            preconditionFailure("a cycle needs two nodes")
        }
        self.base = base
        nodes = memory.count / Self.nodeBytes
        for index in 0..<nodes { self[index] = base + index * Self.nodeBytes }
        for index in stride(from: nodes - 1, to: 0, by: -1) {
            // High half of a product: a remainder would cost a division a node.
            let other = Int(generator.next().multipliedFullWidth(by: UInt64(index)).high)
            let pointer = self[index]
            self[index] = self[other]
            self[other] = pointer
        }
    }

    /// Where the cycle is entered.
    package var start: UnsafeRawPointer { UnsafeRawPointer(base) }

    /// Follows the cycle for `loads` loads and returns the node reached.
    package static func follow(from start: UnsafeRawPointer, loads: Int) -> UnsafeRawPointer {
        precondition(loads % loadMultiple == 0, "whole turns of the loop")
        guard let from = touchstone_opaque_pointer(start) else { return start }
        let reached = touchstone_chase(from, loads)
        return touchstone_opaque_pointer(reached) ?? start
    }

    /// Whether the cycle comes back to its start after all its nodes, and not before.
    ///
    /// After `limit` nodes it is enough not to have come back.
    package func isWhole(limit: Int = .max) -> Bool {
        var at = start
        for _ in 1..<min(nodes, limit) {
            at = at.load(as: UnsafeRawPointer.self)
            if at == start { return false }
        }
        return nodes > limit || at.load(as: UnsafeRawPointer.self) == start
    }

    private subscript(index: Int) -> UnsafeMutableRawPointer {
        get {
            base.load(fromByteOffset: index * Self.nodeBytes, as: UnsafeMutableRawPointer.self)
        }
        nonmutating set {
            base.storeBytes(
                of: newValue, toByteOffset: index * Self.nodeBytes,
                as: UnsafeMutableRawPointer.self)
        }
    }
}
