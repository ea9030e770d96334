extension WasmBinary {
    /// What a runtime's memory may have at its start; ours: a runtime asks for 18 to 24 pages.
    static let pagesMax: UInt32 = 1024

    static let pageBytes = 65_536

    /// The module as a node compiles it: its memory is its own and exported, and has `extraPages`
    /// more than it asks for from the start, so that it never grows.
    ///
    /// A memory that is made by the engine costs a fortieth of one that is handed in.
    ///
    /// - Source: sc-executor-common, runtime_blob.rs: `convert_memory_import_into_export` and
    ///   `setup_memory_according_to_heap_alloc_strategy`.
    func withOwnMemory(extraPages: UInt32) throws(RuntimeError) -> [UInt8] {
        guard let memory else { throw .module("it has no memory") }
        guard memory.pages <= Self.pagesMax else {
            throw .module(
                "it asks for \(memory.pages) pages of memory (64 KiB each), and at most "
                    + "\(Self.pagesMax) are given at the start")
        }
        var output = Self.magic
        let pages = Self.number(memory.pages + extraPages)
        let body: [UInt8] = [1, 1] + pages + pages
        var isWritten = false
        for section in sections {
            if !isWritten, section.id > 5 || section.id == 5, section.id != 0 {
                Self.append(5, body, to: &output)
                isWritten = true
            }
            switch section.id {
            case 2: Self.append(2, importsWithoutMemory(section), to: &output)
            case 5: break
            case 7: Self.append(7, exportsWithMemory(section), to: &output)
            default: Self.append(section.id, Array(bytes[section.body]), to: &output)
            }
        }
        guard isWritten, sections.contains(where: { $0.id == 7 }) else {
            throw .module("it exports nothing")
        }
        return output
    }

    private func importsWithoutMemory(_ section: Section) -> [UInt8] {
        guard let entry = memoryImport else { return Array(bytes[section.body]) }
        let start = section.body.lowerBound + Self.lengthOfNumber(bytes, section.body.lowerBound)
        return Self.number(UInt32(importCount - 1)) + bytes[start..<entry.lowerBound]
            + bytes[entry.upperBound..<section.body.upperBound]
    }

    private func exportsWithMemory(_ section: Section) -> [UInt8] {
        if exportsMemory { return Array(bytes[section.body]) }
        var reader = WasmReader(bytes, section.body)
        // The section was read before.
        let count = (try? reader.number()) ?? 0
        let name = Array("memory".utf8)
        return Self.number(count + 1) + bytes[reader.offset..<section.body.upperBound]
            + [UInt8(name.count)] + name + [2, 0]
    }

    private static func append(_ id: UInt8, _ body: [UInt8], to output: inout [UInt8]) {
        output.append(id)
        output += number(UInt32(body.count))
        output += body
    }

    /// A number in LEB128.
    private static func number(_ value: UInt32) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        repeat {
            let low = UInt8(rest & 0x7f)
            rest >>= 7
            bytes.append(rest == 0 ? low : low | 0x80)
        } while rest != 0
        return bytes
    }

    private static func lengthOfNumber(_ bytes: [UInt8], _ offset: Int) -> Int {
        (bytes[offset...].firstIndex { $0 & 0x80 == 0 } ?? offset) - offset + 1
    }
}
