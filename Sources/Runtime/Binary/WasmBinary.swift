// Here: sections of a WebAssembly module.
// May use: bytes.
// Never: running it.

/// A WebAssembly module as far as a node looks into it: what it imports and exports, and its
/// memory.
///
/// - Source: WebAssembly Core Specification 1.0, section 5.
struct WasmBinary {
    /// The types of arguments and results: I = i32, L = i64, F = f32, D = f64, ? = another.
    struct FunctionType: Equatable {
        var arguments: String
        var results: String

        /// As in `(i32, i64) -> i64`.
        var text: String { "(\(Self.names(arguments))) -> (\(Self.names(results)))" }

        private static func names(_ types: String) -> String {
            types.map { ["I": "i32", "L": "i64", "F": "f32", "D": "f64"][$0] ?? "another type" }
                .joined(separator: ", ")
        }
    }

    /// What is called by the node is of this type: address and length of the arguments, and both of
    /// the answer in one word.
    static let callType = FunctionType(arguments: "II", results: "L")

    struct Section {
        let id: UInt8
        let body: Range<Int>
    }

    struct Memory: Equatable {
        var pages: UInt32
        var isImported: Bool
    }

    let bytes: [UInt8]
    private(set) var sections: [Section] = []
    private(set) var importedFunctions: [(name: String, type: FunctionType)] = []
    private(set) var exportedFunctions: [String: FunctionType] = [:]
    private(set) var memory: Memory?
    /// Where the memory stands among the imports; its entry is left out when it is rewritten.
    private(set) var memoryImport: Range<Int>?
    private(set) var importCount = 0
    private(set) var exportsMemory = false

    private var types: [FunctionType] = []
    private var functionTypes: [Int] = []

    /// What the node's pool gives a table at most.
    ///
    /// - Source: sc-executor-wasmtime, runtime.rs.
    private static let tableElementsMax: UInt32 = 8192

    static let magic: [UInt8] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

    init(_ bytes: [UInt8]) throws(RuntimeError) {
        self.bytes = bytes
        guard bytes.starts(with: Self.magic) else {
            throw .module("it does not begin as a WebAssembly module of version 1")
        }
        var reader = WasmReader(bytes, 8..<bytes.count)
        while !reader.isAtEnd {
            let id = try reader.byte()
            let body = try reader.range(Int(try reader.number()))
            sections.append(Section(id: id, body: body))
            var inner = WasmReader(bytes, body)
            switch id {
            case 1: try readTypes(&inner)
            case 2: try readImports(&inner)
            case 3: try readFunctions(&inner)
            case 4: try readTables(&inner)
            case 5: try readMemories(&inner)
            case 7: try readExports(&inner)
            default: break
            }
        }
    }

    // MARK: - Sections

    private mutating func readTypes(_ reader: inout WasmReader) throws(RuntimeError) {
        for _ in 0..<(try reader.number()) {
            guard try reader.byte() == 0x60 else {
                throw .module("its section of types holds another thing than functions")
            }
            let arguments = try Self.types(&reader)
            types.append(FunctionType(arguments: arguments, results: try Self.types(&reader)))
        }
    }

    private static func types(_ reader: inout WasmReader) throws(RuntimeError) -> String {
        var types = ""
        for _ in 0..<(try reader.number()) {
            switch try reader.byte() {
            case 0x7f: types += "I"
            case 0x7e: types += "L"
            case 0x7d: types += "F"
            case 0x7c: types += "D"
            default: types += "?"
            }
        }
        return types
    }

    private mutating func readImports(_ reader: inout WasmReader) throws(RuntimeError) {
        importCount = Int(try reader.number())
        for _ in 0..<importCount {
            let start = reader.offset
            let module = try reader.name()
            let name = try reader.name()
            guard module == "env" else {
                throw .module("it imports \(name) from `\(module)`, and a node has only `env`")
            }
            switch try reader.byte() {
            case 0:
                importedFunctions.append((name, try type(Int(try reader.number()))))
            case 2:
                guard memory == nil else { throw .module("it has two memories") }
                memory = Memory(pages: try limits(&reader).least, isImported: true)
                memoryImport = start..<reader.offset
            default: throw .module("it imports \(name), which is neither a function nor a memory")
            }
        }
    }

    private func type(_ index: Int) throws(RuntimeError) -> FunctionType {
        guard types.indices.contains(index) else { throw .module("a function has no type") }
        return types[index]
    }

    private func limits(
        _ reader: inout WasmReader
    ) throws(RuntimeError) -> (least: UInt32, most: UInt32?) {
        let flags = try reader.byte()
        guard flags <= 1 else { throw .module("a memory or a table is shared or of 64 bits") }
        let least = try reader.number()
        return (least, flags == 1 ? try reader.number() : nil)
    }

    private mutating func readFunctions(_ reader: inout WasmReader) throws(RuntimeError) {
        for _ in 0..<(try reader.number()) { functionTypes.append(Int(try reader.number())) }
    }

    private func readTables(_ reader: inout WasmReader) throws(RuntimeError) {
        for _ in 0..<(try reader.number()) {
            _ = try reader.byte()
            let least = try limits(&reader).least
            if least > Self.tableElementsMax {
                throw .module(
                    "its table has \(least) elements, and a node gives \(Self.tableElementsMax)")
            }
        }
    }

    private mutating func readMemories(_ reader: inout WasmReader) throws(RuntimeError) {
        for _ in 0..<(try reader.number()) {
            guard memory == nil else { throw .module("it has two memories") }
            memory = Memory(pages: try limits(&reader).least, isImported: false)
        }
    }

    private mutating func readExports(_ reader: inout WasmReader) throws(RuntimeError) {
        for _ in 0..<(try reader.number()) {
            let name = try reader.name()
            let kind = try reader.byte()
            let index = Int(try reader.number())
            switch kind {
            case 0:
                let own = index - importedFunctions.count
                if own < 0 {
                    exportedFunctions[name] = importedFunctions[index].type
                } else {
                    guard functionTypes.indices.contains(own) else {
                        throw .module("it exports a function that it has not")
                    }
                    exportedFunctions[name] = try type(functionTypes[own])
                }
            case 2 where name == "memory": exportsMemory = true
            default: break
            }
        }
    }

    /// The version that a module's author put into it for nodes that do not want to run it; nil =
    /// none, or it is compressed.
    ///
    /// - Source: sp-version, `embed`: custom sections `runtime_version` and `runtime_apis`; the
    ///   list of functions in the former is empty, and the latter is what belongs there.
    static func embeddedVersion(of module: UnsafeRawBufferPointer) -> [UInt8]? {
        guard module.starts(with: magic), let binary = try? WasmBinary(Array(module)) else {
            return nil
        }
        return binary.custom("runtime_version")
    }

    /// The content of a custom section.
    func custom(_ name: String) -> [UInt8]? {
        for section in sections where section.id == 0 {
            var reader = WasmReader(bytes, section.body)
            if (try? reader.name()) == name {
                return Array(bytes[reader.offset..<section.body.upperBound])
            }
        }
        return nil
    }
}

/// Reads a module's bytes from front to back; what is cut off or too long is thrown.
struct WasmReader {
    private let bytes: [UInt8]
    private(set) var offset: Int
    private let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { offset == end }

    mutating func byte() throws(RuntimeError) -> UInt8 {
        guard offset < end else { throw Self.cut }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// An unsigned number of 32 bits in LEB128.
    mutating func number() throws(RuntimeError) -> UInt32 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 28, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 {
                guard let narrow = UInt32(exactly: value) else { break }
                return narrow
            }
        }
        throw .module("a number in it is longer than 32 bits")
    }

    mutating func range(_ count: Int) throws(RuntimeError) -> Range<Int> {
        guard count <= end - offset else { throw Self.cut }
        defer { offset += count }
        return offset..<offset + count
    }

    mutating func name() throws(RuntimeError) -> String {
        String(decoding: bytes[try range(Int(try number()))], as: UTF8.self)
    }

    private static let cut = RuntimeError.module("it is cut off: is the file whole?")
}
