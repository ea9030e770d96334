// Here: what a runtime asks of its host.
// May use: the state.
// Never: the engine.

internal import CWasm
internal import Primitives

/// What host functions see during a call: the runtime's memory, its heap, and the state.
///
/// It lies in memory of its own and is reached by pointer: a class would be checked for exclusive
/// use some thousand times a block.
struct HostContext {
    /// The runtime's memory, which is made in its full size and never moves.
    var memory = UnsafeMutableRawPointer(bitPattern: 16).unsafelyUnwrapped
    var memorySize = 0
    var heap = GuestHeap(base: 0)
    /// The state of the call that is running; nil between calls.
    var overlay: UnsafeMutablePointer<OverlayCore>?

    /// How many transactions were open before the call, which are not the runtime's to close.
    var depth = 0
    var isBatchValid = true
    var options = HostOptions()

    /// Why a host function ended the call; and what more there is to say.
    var fault: HostFault?
    var faultingSlot = 0
    var detail: String?

    /// The last line that the runtime logged or printed.
    var lastLine: [UInt8] = []
    let makeTrap: @convention(c) (UnsafePointer<CChar>?, Int) -> OpaquePointer?

    init(
        options: HostOptions,
        makeTrap: @escaping @convention(c) (UnsafePointer<CChar>?, Int) -> OpaquePointer?
    ) {
        self.options = options
        self.makeTrap = makeTrap
    }
}

/// What differs between a real call and one that only times the runtime itself.
package struct HostOptions: Sendable {
    /// Whether signatures are verified; else all are taken as valid.
    package var verifiesSignatures = true

    /// Given instead of true roots, which are then not computed: of the state, of extrinsics.
    package var fixedRoots: (state: [UInt8], extrinsics: [UInt8])?

    /// Down to which level the runtime formats log lines: 0 none, 1 errors, to 5 all.
    package var logLevel: UInt32 = 0

    /// True signatures and roots, no log.
    package init() {}
}

/// A host function's own place: what it works on, and what it is called.
struct HostSlot {
    let context: UnsafeMutablePointer<HostContext>
    let number: Int
    /// Of the metered functions: what is called and how often, and for how long it ran.
    var function: HostFunction
    var now: (@convention(c) () -> UInt64)?
    var calls = 0
    var nanoseconds: UInt64 = 0
}

/// As the engine calls it; see `cwasm_host_function`.
typealias HostFunction =
    @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<UInt64>?, Int
    ) -> OpaquePointer?

/// One call of a host function: its arguments, and where its result goes.
struct HostCall {
    let host: UnsafeMutablePointer<HostContext>
    private let slot: UnsafeMutablePointer<HostSlot>
    private let values: UnsafeMutablePointer<UInt64>

    /// Runs a host function's body.
    ///
    /// - Returns: nil, or a trap that ends the runtime's call.
    @inline(__always)
    static func run(
        _ environment: UnsafeMutableRawPointer?, _ values: UnsafeMutablePointer<UInt64>?,
        _ body: (HostCall) throws(HostFault) -> Void
    ) -> OpaquePointer? {
        // The engine hands back what it was given, and values of each function that has any.
        let slot = environment.unsafelyUnwrapped.assumingMemoryBound(to: HostSlot.self)
        let call = HostCall(
            host: slot.pointee.context, slot: slot,
            values: values ?? UnsafeMutablePointer(bitPattern: 16).unsafelyUnwrapped)
        do throws(HostFault) {
            try body(call)
            return nil
        } catch {
            return call.trap(error)
        }
    }

    @inline(never)
    private func trap(_ fault: HostFault) -> OpaquePointer? {
        host.pointee.fault = fault
        host.pointee.faultingSlot = slot.pointee.number
        let message = "host function"
        return host.pointee.makeTrap(message, message.utf8.count)
    }

    // MARK: - Arguments

    @inline(__always)
    func word(_ index: Int) -> UInt32 { UInt32(truncatingIfNeeded: values[2 &* index]) }

    @inline(__always)
    func wide(_ index: Int) -> UInt64 { values[2 &* index] }

    /// Bytes that an argument points to in its low half and counts in its high one.
    @inline(__always)
    func bytes(_ index: Int) throws(HostFault) -> UnsafeMutableRawBufferPointer {
        let fat = values[2 &* index]
        return try bytes(
            at: Int(truncatingIfNeeded: fat & 0xffff_ffff),
            count: Int(truncatingIfNeeded: fat &>> 32))
    }

    /// So many bytes that an argument points to.
    @inline(__always)
    func bytes(_ index: Int, count: Int) throws(HostFault) -> UnsafeMutableRawBufferPointer {
        try bytes(at: Int(word(index)), count: count)
    }

    @inline(__always)
    private func bytes(
        at offset: Int, count: Int
    ) throws(HostFault) -> UnsafeMutableRawBufferPointer {
        guard offset &+ count <= host.pointee.memorySize else { throw .outOfBounds }
        return UnsafeMutableRawBufferPointer(
            start: host.pointee.memory + offset, count: count)
    }

    // MARK: - Results

    @inline(__always)
    func give(word: UInt32) { values[0] = UInt64(word) }

    @inline(__always)
    func give(wide: UInt64) { values[0] = wide }

    /// Allocates so many bytes in the runtime's memory.
    @inline(__always)
    func allocate(_ count: Int) throws(HostFault) -> (UInt32, UnsafeMutableRawBufferPointer) {
        guard let size = UInt32(exactly: count) else { throw .chunkTooLarge }
        let place = try host.pointee.heap.allocate(
            size, in: host.pointee.memory, size: host.pointee.memorySize)
        return (
            place,
            UnsafeMutableRawBufferPointer(
                start: host.pointee.memory + Int(place), count: count)
        )
    }

    /// Gives a fresh allocation of so many bytes, which `fill` writes, by its address alone.
    @inline(__always)
    func give(
        _ count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void
    ) throws(HostFault) {
        let (place, memory) = try allocate(count)
        fill(memory)
        give(word: place)
    }

    /// Gives a fresh allocation of so many bytes, which `fill` writes, by address and length.
    @inline(__always)
    func giveFat(
        _ count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void
    ) throws(HostFault) {
        let (place, memory) = try allocate(count)
        fill(memory)
        give(wide: UInt64(count) &<< 32 | UInt64(place))
    }

    /// Gives bytes by address and length.
    func giveFat(_ bytes: [UInt8]) throws(HostFault) {
        try giveFat(bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// Gives `Option<Vec<u8>>`.
    @inline(__always)
    func give(option value: UnsafeRawBufferPointer?) throws(HostFault) {
        guard let value else {
            try giveFat(1) { $0[0] = 0 }
            return
        }
        let (word, length) = compactWord(UInt64(value.count))
        try giveFat(1 &+ length &+ value.count) { memory in
            let start = memory.baseAddress.unsafelyUnwrapped
            start.storeBytes(of: 1, as: UInt8.self)
            if memory.count >= 9 {
                (start + 1).storeBytes(of: word, as: UInt64.self)
            } else {
                for index in 0..<length {
                    memory[1 + index] = UInt8(truncatingIfNeeded: word &>> UInt64(8 * index))
                }
            }
            if let source = value.baseAddress {
                (start + 1 + length).copyMemory(from: source, byteCount: value.count)
            }
        }
    }

    /// Gives a root: 32 bytes by address and length.
    func give(root: Hash256) throws(HostFault) {
        try giveFat(32) { memory in root.withBytes { memory.copyMemory(from: $0) } }
    }

    // MARK: - The state

    /// The overlay of the call; a host function never runs without a call.
    @inline(__always)
    var overlay: UnsafeMutablePointer<OverlayCore> {
        host.pointee.overlay.unsafelyUnwrapped
    }

    /// Ends the call when it has changed too much.
    @inline(__always)
    func checkRoom() throws(HostFault) {
        if overlay.pointee.isOverfull { throw .stateFull }
    }

    /// Asks the state, and keeps its words when it fails.
    @inline(__always)
    func state<R>(
        _ body: (UnsafeMutablePointer<OverlayCore>) throws(StateError) -> R
    ) throws(HostFault) -> R {
        do throws(StateError) {
            return try body(overlay)
        } catch {
            host.pointee.detail = error.description
            throw .state
        }
    }
}
