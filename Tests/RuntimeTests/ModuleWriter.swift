/// Writes small WebAssembly modules, right ones and wrong ones.
struct ModuleWriter {
    /// Each an argument list and a result list in the format's own bytes.
    var types: [([UInt8], [UInt8])] = [([0x7f, 0x7f], [0x7e]), ([], [])]
    var imports: [(module: String, name: String, kind: [UInt8])] = []
    /// At least and at most; nil = the module has no memory of its own.
    var memory: (least: Int, most: Int?)? = (2, nil)
    var table: Int?
    /// Each the number of a type and a body without locals and the end.
    var functions: [(type: Int, code: [UInt8])] = []
    /// Names of functions, by their numbers behind the imported ones.
    var exports: [(name: String, kind: UInt8, index: Int)] = []
    var start: Int?
    var heapBase: [UInt8]? = [0x41, 0x80, 0x80, 0x04]

    static let i32: UInt8 = 0x7f
    static let i64: UInt8 = 0x7e

    /// `unreachable`.
    static let stop: [UInt8] = [0x00]
    /// `i64.const 0`.
    static let nothing: [UInt8] = [0x42, 0x00]

    var bytes: [UInt8] {
        var output: [UInt8] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]
        func section(_ id: UInt8, _ items: [[UInt8]]) {
            if items.isEmpty { return }
            let body = Self.number(items.count) + items.flatMap(\.self)
            output += [id] + Self.number(body.count) + body
        }
        section(
            1,
            types.map { [0x60] + Self.number($0.count) + $0 + Self.number($1.count) + $1 })
        section(2, imports.map { Self.text($0.module) + Self.text($0.name) + $0.kind })
        section(3, functions.map { Self.number($0.type) })
        section(4, table.map { [[0x70, 0x00] + Self.number($0)] } ?? [])
        section(5, memory.map { [Self.limits($0.least, $0.most)] } ?? [])
        section(6, heapBase.map { [[0x7f, 0x00] + $0 + [0x0b]] } ?? [])
        let base = heapBase == nil ? [] : [(name: "__heap_base", kind: UInt8(3), index: 0)]
        section(7, (exports + base).map { Self.text($0.name) + [$0.kind] + Self.number($0.index) })
        if let start {
            let body = Self.number(start)
            output += [8] + Self.number(body.count) + body
        }
        section(
            10,
            functions.map { function in
                let body = [0] + function.code + [0x0b]
                return Self.number(body.count) + body
            })
        return output
    }

    static func limits(_ least: Int, _ most: Int?) -> [UInt8] {
        [most == nil ? 0 : 1] + number(least) + (most.map(number) ?? [])
    }

    private static func text(_ text: String) -> [UInt8] {
        number(text.utf8.count) + Array(text.utf8)
    }

    static func number(_ value: Int) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        repeat {
            bytes.append(UInt8(rest & 0x7f) | (rest > 0x7f ? 0x80 : 0))
            rest >>= 7
        } while rest != 0
        return bytes
    }
}
