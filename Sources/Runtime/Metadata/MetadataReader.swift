import Primitives

/// A SCALE decoder with the building blocks of metadata: texts, lists and options.
struct MetadataReader {
    private var scale: ScaleDecoder

    init(_ bytes: UnsafeRawBufferPointer) { scale = ScaleDecoder(bytes) }

    var offset: Int { scale.offset }
    var remaining: Int { scale.remaining }

    /// Turns the decoder's errors into those of metadata.
    private mutating func read<T>(
        _ body: (inout ScaleDecoder) throws(ScaleError) -> T
    ) throws(MetadataError) -> T {
        do throws(ScaleError) {
            return try body(&scale)
        } catch {
            throw .malformed(error)
        }
    }

    mutating func byte() throws(MetadataError) -> UInt8 {
        try read { (scale) throws(ScaleError) in try scale.integer() }
    }

    mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type = T.self
    ) throws(MetadataError) -> T {
        try read { (scale) throws(ScaleError) in try scale.integer(type) }
    }

    mutating func compact() throws(MetadataError) -> UInt64 {
        try read { (scale) throws(ScaleError) in try scale.compact() }
    }

    mutating func wideCompact() throws(MetadataError) -> UInt128 {
        try read { (scale) throws(ScaleError) in try scale.wideCompact() }
    }

    mutating func bytes(_ count: Int) throws(MetadataError) -> [UInt8] {
        try read { (scale) throws(ScaleError) in Array(try scale.bytes(count)) }
    }

    /// A vector of bytes.
    mutating func vector() throws(MetadataError) -> [UInt8] {
        try read { (scale) throws(ScaleError) in Array(try scale.vector()) }
    }

    mutating func text() throws(MetadataError) -> String {
        String(decoding: try vector(), as: UTF8.self)
    }

    /// The identifier of a type: a compact of at most 32 bits.
    mutating func typeID() throws(MetadataError) -> UInt32 {
        let start = offset
        guard let id = UInt32(exactly: try compact()) else {
            throw .malformed(.compactOutOfRange(offset: start))
        }
        return id
    }

    /// The number of items that follow; each takes a byte at least.
    mutating func length() throws(MetadataError) -> Int {
        try read { (scale) throws(ScaleError) in try scale.length() }
    }

    mutating func list<T>(
        _ item: (inout MetadataReader) throws(MetadataError) -> T
    ) throws(MetadataError) -> [T] {
        var items: [T] = []
        for _ in 0..<(try length()) { items.append(try item(&self)) }
        return items
    }

    mutating func option<T>(
        _ item: (inout MetadataReader) throws(MetadataError) -> T
    ) throws(MetadataError) -> T? {
        try byte() == 0 ? nil : try item(&self)
    }

    mutating func texts() throws(MetadataError) -> [String] {
        try list { (reader) throws(MetadataError) in try reader.text() }
    }

    /// Throws unless everything was read.
    func finish() throws(MetadataError) {
        if remaining > 0 { throw .malformed(.trailing(count: remaining)) }
    }

    /// Reads all of an array with `body`.
    static func reading<T>(
        _ bytes: [UInt8], _ body: (inout MetadataReader) throws(MetadataError) -> T
    ) throws(MetadataError) -> T {
        var result: Result<T, MetadataError>?
        bytes.withUnsafeBytes { bytes in
            var reader = MetadataReader(bytes)
            do throws(MetadataError) {
                result = .success(try body(&reader))
            } catch {
                result = .failure(error)
            }
        }
        guard let result else { throw .noMagic }
        return try result.get()
    }
}
