import Foundation
import Primitives
import Runtime
import Testing

/// The engine that tests use, where one is: what `make wasmtime` fetched, or what the environment
/// names.
enum TestEngine {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// nil = none is there, and tests that need one are skipped.
    static let library = try? EngineLibrary.find(
        environment: ProcessInfo.processInfo.environment,
        executable: root + "/.build/debug/touchstone")

    static var isThere: Bool { library != nil }

    /// Calls end after a time.
    static let interruptible: WasmEngine? = library.flatMap {
        try? WasmEngine($0, options: .fitting(isInterruptible: true))
    }

    static func shared() throws -> WasmEngine { try #require(interruptible) }
}

/// The module of our own that calls host functions; see Fixtures/host-functions.wat.
enum TestModule {
    static func code() throws -> [UInt8] {
        let url = Bundle.module.bundleURL.appending(path: "Fixtures/host-functions.wasm")
        return Array(try Data(contentsOf: url))
    }

    static let shared = Result { try WasmModule(try code(), engine: try TestEngine.shared()) }

    static func runtime(_ options: HostOptions = HostOptions()) throws -> WasmRuntime {
        let runtime = try WasmRuntime(try shared.get(), options: options)
        runtime.secondsMax = 20
        return runtime
    }
}

/// Arguments of a host function: words, and behind them the bytes that they point to.
struct Arguments {
    /// Where a call's input lies in the test module's memory.
    static let start = 65_544

    private var words: [UInt64] = []
    private var data: [UInt8] = []
    private let places: Int

    /// Arguments of a function that takes so many.
    init(_ count: Int) { places = Self.start + 8 * count }

    /// The input of a call.
    var input: [UInt8] {
        words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } } + data
    }

    /// An address and a length in one word.
    func fat(_ bytes: [UInt8]) -> Arguments {
        var copy = self
        copy.words.append(UInt64(bytes.count) << 32 | UInt64(places + data.count))
        copy.data += bytes
        return copy
    }

    /// An address alone.
    func pointer(_ bytes: [UInt8]) -> Arguments {
        var copy = self
        copy.words.append(UInt64(places + data.count))
        copy.data += bytes
        return copy
    }

    func word(_ value: UInt64) -> Arguments {
        var copy = self
        copy.words.append(value)
        return copy
    }
}

extension WasmRuntime {
    func call(
        _ function: String, _ arguments: Arguments, over overlay: StateOverlay
    ) throws -> [UInt8] { try call(function, arguments.input, over: overlay) }

    /// Calls over an empty state.
    func call(_ function: String, _ arguments: Arguments) throws -> [UInt8] {
        try call(function, arguments.input, over: StateOverlay(over: MemoryState()))
    }
}

/// `Option<Vec<u8>>` of bytes below 64.
func some(_ bytes: [UInt8]) -> [UInt8] { [1, UInt8(bytes.count) << 2] + bytes }

let none: [UInt8] = [0]

/// Bytes of a hexadecimal literal; a malformed one gives none and fails its test.
func hex(_ text: String) -> [UInt8] {
    bytes(hexadecimal: text.utf8.filter { $0 != UInt8(ascii: " ") }) ?? []
}

/// A word as the test module answers it.
func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
