import CZlib

/// Decompresses gzip data in chunks; data that does not begin as gzip does goes through unchanged.
struct Decompressor: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var held: [UInt8] = []
    private var mode = Mode.unknown

    private enum Mode {
        case unknown
        case plain
        case compressed
        /// Between two members of a file.
        case ended
    }

    /// - Source: RFC 1952, section 2.3.1.
    private static let magic: [UInt8] = [0x1f, 0x8b]

    /// 15 bits of window, and 16 more for the gzip format alone.
    private static let gzipWindow: Int32 = 15 + 16

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
    }

    deinit {
        if mode == .compressed || mode == .ended { inflateEnd(stream) }
        stream.deallocate()
        output.deallocate()
    }

    /// Takes a chunk and hands over what it gives.
    mutating func read(
        _ chunk: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws(ChainSpecError) -> Void
    ) throws(ChainSpecError) {
        guard mode == .unknown else { return try pass(chunk, body) }
        // Two bytes decide, and a pipe may give one at a time.
        held += chunk
        if held.count < Self.magic.count { return }
        if held.starts(with: Self.magic) {
            let code = inflateInit2_(
                stream, Self.gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard code == Z_OK else { throw .compression("zlib cannot start") }
            mode = .compressed
        } else {
            mode = .plain
        }
        try passHeld(body)
    }

    private mutating func passHeld(
        _ body: (UnsafeRawBufferPointer) throws(ChainSpecError) -> Void
    ) throws(ChainSpecError) {
        let bytes = held
        held = []
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { memory.deallocate() }
        memory.copyBytes(from: bytes)
        try pass(UnsafeRawBufferPointer(memory), body)
    }

    private mutating func pass(
        _ chunk: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws(ChainSpecError) -> Void
    ) throws(ChainSpecError) {
        switch mode {
        case .unknown: break
        case .plain: try body(chunk)
        case .compressed, .ended: try inflateAll(chunk, body)
        }
    }

    private mutating func inflateAll(
        _ chunk: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) throws(ChainSpecError) -> Void
    ) throws(ChainSpecError) {
        guard let base = chunk.baseAddress else { return }
        // zlib reads from the pointer only.
        stream.pointee.next_in = UnsafeMutablePointer(
            mutating: base.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(chunk.count)
        repeat {
            if mode == .ended {
                if stream.pointee.avail_in == 0 { return }
                guard inflateReset(stream) == Z_OK else { throw .compression("zlib cannot go on") }
                mode = .compressed
            }
            stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.pointee.avail_out = UInt32(output.count)
            let code = inflate(stream, Z_NO_FLUSH)
            let count = output.count - Int(stream.pointee.avail_out)
            guard code == Z_OK || code == Z_STREAM_END || (code == Z_BUF_ERROR && count == 0) else {
                throw .compression(
                    stream.pointee.msg.map { String(cString: $0) } ?? "error \(code)")
            }
            if count > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<count])) }
            if code == Z_STREAM_END { mode = .ended }
            if code == Z_BUF_ERROR { return }
        } while stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
    }

    /// Hands over what a text of a single byte has left, and throws when compressed data is not
    /// whole.
    mutating func finish(
        _ body: (UnsafeRawBufferPointer) throws(ChainSpecError) -> Void
    ) throws(ChainSpecError) {
        if mode == .compressed { throw .compressedDataEndsEarly }
        if mode == .unknown {
            mode = .plain
            try passHeld(body)
        }
    }
}
