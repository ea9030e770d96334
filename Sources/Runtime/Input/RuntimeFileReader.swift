import Primitives

/// Reads a runtime out of a file that comes in chunks, whatever of the known forms it has.
package struct RuntimeFileReader: ~Copyable {
    private var specification: ChainSpecReader?
    private var held: [UInt8] = []
    private var isDecided = false
    private let substitute: String?

    /// Two digits a byte of the longest code, and space around it; ours.
    private static let heldBytesMax = 2 * WasmCode.moduleBytesMax + 4096

    /// So many bytes decide about the form; a text may begin with some white space.
    private static let decidingBytes = 64

    /// - Source: RFC 1952, section 2.3.1.
    private static let gzipMagic: [UInt8] = [0x1f, 0x8b]

    /// With `substitute` the code of that block in `codeSubstitutes` is taken.
    package init(substitute: String? = nil) { self.substitute = substitute }

    /// Takes the next bytes of the file.
    package mutating func read(_ chunk: UnsafeRawBufferPointer) throws(RuntimeFileError) {
        if specification != nil { return try pass(chunk) }
        held.append(contentsOf: chunk)
        if !isDecided, held.count >= Self.decidingBytes { try decide() }
        guard held.count <= Self.heldBytesMax else { throw .tooLong(limit: Self.heldBytesMax) }
    }

    /// JSON goes to the reader of specifications; everything else is a code, and kept.
    private mutating func decide() throws(RuntimeFileError) {
        isDecided = true
        let first = held.first { ![0x20, 0x0a, 0x0d, 0x09].contains($0) }
        guard held.starts(with: Self.gzipMagic) || first == UInt8(ascii: "{") else { return }
        specification = ChainSpecReader(mendsCommas: true)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: held.count, alignment: 1)
        defer { memory.deallocate() }
        memory.copyBytes(from: held)
        held = []
        try pass(UnsafeRawBufferPointer(memory))
    }

    private mutating func pass(_ chunk: UnsafeRawBufferPointer) throws(RuntimeFileError) {
        do throws(ChainSpecError) {
            try specification?.read(chunk)
        } catch {
            throw .specification(error)
        }
    }

    /// Ends the file and gives its runtime.
    package consuming func finish() throws(RuntimeFileError) -> RuntimeFile {
        if !isDecided { try decide() }
        if let specification = specification.take() {
            let read: ChainSpecification
            do throws(ChainSpecError) {
                read = try specification.finishSpecification()
            } catch {
                throw .specification(error)
            }
            return try RuntimeFile.read(read, substitute: substitute)
        }
        if let substitute { throw .noSubstitute(block: substitute, known: []) }
        if WasmCode.isCode(held) {
            let isPlain = held.first == 0
            return try RuntimeFile(code: held, form: isPlain ? .module : .compressedModule)
        }
        return try RuntimeFile(code: try hexadecimalCode(), form: .hexadecimal)
    }

    /// The bytes of hexadecimal text, with or without 0x and quotation marks.
    private func hexadecimalCode() throws(RuntimeFileError) -> [UInt8] {
        let spaces: Set<UInt8> = [0x20, 0x0a, 0x0d, 0x09, UInt8(ascii: "\"")]
        var text = held.drop { spaces.contains($0) }
        while let last = text.last, spaces.contains(last) { text.removeLast() }
        let hasPrefix = text.starts(with: Array("0x".utf8))
        if hasPrefix { text = text.dropFirst(2) }
        guard hasPrefix || (text.first.flatMap(hexadecimalValue) != nil) else {
            throw .unknownForm(start: hexadecimal(held.prefix(8)))
        }
        guard let code = bytes(hexadecimal: text) else { throw .hexadecimal }
        guard WasmCode.isCode(code) else {
            throw .unknownForm(start: "0x" + hexadecimal(code.prefix(8)))
        }
        return code
    }
}
