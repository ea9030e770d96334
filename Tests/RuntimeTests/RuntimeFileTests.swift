import CZstd
import Primitives
import Testing

@testable import Runtime

struct RuntimeFileTests {
    /// The shortest module: magic and version.
    private static let module: [UInt8] = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]

    private static let magic: [UInt8] = [0x52, 0xbc, 0x53, 0x76, 0x46, 0xdb, 0x8e, 0x05]

    private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 1)
        return Array(output.prefix(count))
    }

    private static var hex: String { "0x" + hexadecimal(module) }

    private func read(
        _ bytes: [UInt8], chunk: Int = 1 << 16, substitute: String? = nil
    ) throws -> RuntimeFile {
        var reader = RuntimeFileReader(substitute: substitute)
        var rest = bytes[...]
        while !rest.isEmpty {
            try Array(rest.prefix(chunk)).withUnsafeBytes { try reader.read($0) }
            rest = rest.dropFirst(chunk)
        }
        return try reader.finish()
    }

    private func read(_ text: String, substitute: String? = nil) throws -> RuntimeFile {
        try read(Array(text.utf8), substitute: substitute)
    }

    @Test func aCodeAloneIsReadInAllItsForms() throws {
        let frame = Self.compressed(Self.module)
        let forms: [(bytes: [UInt8], form: RuntimeFile.Form)] = [
            (Self.module, .module), (Self.magic + frame, .compressedModule),
            (frame, .compressedModule), (Array(Self.hex.utf8), .hexadecimal),
            (Array("\n  \"\(Self.hex)\"\n".utf8), .hexadecimal),
            (Array(hexadecimal(Self.magic + frame).utf8), .hexadecimal),
            (Array("{\"jsonrpc\":\"2.0\",\"result\":\"\(Self.hex)\",\"id\":1}".utf8), .answer),
        ]
        for (bytes, form) in forms {
            for chunk in [1, 7, 1000] {
                let file = try read(bytes, chunk: chunk)
                #expect(file.form == form)
                #expect(file.module == Self.module)
                #expect(file.isCodeAlone)
            }
        }
    }

    @Test func aRawSpecificationHoldsStateAndSubstitutes() throws {
        let text = """
            {"id": "a", "para_id": 2000, "codeSubstitutes": {"7": "\(Self.hex.dropFirst(2))ff",
             "9": "\(Self.hex)"}, "genesis": {"raw": {"top": {"0x3a636f6465": "\(Self.hex)",
             "0x01": "0x02"}, "childrenDefault": {"0x03": {"0x04": "0x05"}}}}}
            """
        let file = try read(text)
        #expect(file.form == .rawSpecification)
        #expect(file.identifier == "a")
        #expect(file.paraID == 2000)
        #expect(file.substitutes == ["7", "9"])
        #expect(file.storedCode == Self.module)
        guard case .raw(let top, let children) = file.genesis else {
            Issue.record("no raw genesis")
            return
        }
        #expect(top.map(\.key) == [[1], Array(":code".utf8)])
        #expect(children.map(\.child) == [[3]])
        #expect(try read(text, substitute: "7").storedCode == Self.module + [0xff])
        #expect(throws: RuntimeFileError.noSubstitute(block: "8", known: ["7", "9"])) {
            try read(text, substitute: "8")
        }
    }

    @Test func aSpecificationWithRuntimeGenesisHoldsItsPatch() throws {
        let genesis = { (more: String) in
            "{\"paraId\": 1010, \"genesis\": {\"runtimeGenesis\": {\"code\": \"\(Self.hex)\""
                + "\(more)}}}"
        }
        let file = try read(genesis(#", "patch": {"a": {"b": [1, "}"]}}"#))
        #expect(file.paraID == 1010)
        guard case .patch(let patch) = file.genesis else {
            Issue.record("no patch")
            return
        }
        #expect(String(decoding: patch.text, as: UTF8.self) == #"{"a":{"b":[1,"}"]}}"#)
        guard case .config = try read(genesis(#", "config": {"a": 1}"#)).genesis else {
            Issue.record("no config")
            return
        }
        guard case .patch(.object([])) = try read(genesis("")).genesis else {
            Issue.record("no empty patch")
            return
        }
    }

    @Test(
        arguments: [
            ("", "is no runtime"), ("hello", "is no runtime"), ("0x1234", "is no runtime"),
            ("0x123", "hexadecimal"), ("0x12zz", "hexadecimal"), ("{}", "give a raw"),
            ("{\"genesis\": {\"runtime\": {\"a\": {}}}}", "old plain form"),
            ("{\"genesis\": {\"raw\": {\"top\": {}}}}", "without a code"),
            ("{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -1, \"message\": \"nope\"}}", "nope"),
            ("{\"jsonrpc\": \"2.0\", \"result\": null}", "nor a code"),
            ("{\"jsonrpc\": \"2.0\", \"result\": \"0x00\"}", "no WebAssembly"),
            ("{\"a\": ", "ends early"),
            ("{\"genesis\": {\"runtimeGenesis\": {\"code\": \"0xz\"}}}", "runtimeGenesis.code"),
        ])
    func whatHoldsNoRuntimeIsNamed(text: String, word: String) {
        var message = "no error"
        do { _ = try read(text) } catch { message = "\(error)" }
        #expect(message.contains(word), "\(message)")
    }

    @Test func damagedCompressionIsNamed() throws {
        let frame = Self.compressed([UInt8](repeating: 7, count: 1000))
        #expect(throws: RuntimeFileError.self) { try read(Self.magic) }
        for count in 1..<frame.count {
            #expect(throws: RuntimeFileError.self) {
                try read(Self.magic + Array(frame.prefix(count)))
            }
        }
        #expect(throws: RuntimeFileError.noModule) { try read(Self.magic + frame) }
    }

    @Test func aBombStopsAtTheLongestCode() {
        // 60 MiB of zeros in some kilobytes.
        let bomb = Self.compressed([UInt8](repeating: 0, count: 60 << 20))
        #expect(bomb.count < 1 << 16)
        #expect(throws: RuntimeFileError.moduleTooLarge(limit: 50 << 20)) {
            try read(Self.magic + bomb)
        }
    }
}
