import Foundation
import Primitives
import Runtime
import Testing

@Suite(.enabled(if: TestEngine.isThere)) struct EngineTests {
    @Test func theVersionIsTold() throws {
        let version = try TestEngine.shared().version
        #expect(version.split(separator: ".").count == 3)
        #expect(Int(version.prefix(2)).map { (35...50).contains($0) } == true)
    }

    /// A folder of its own, removed at the end.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/touchstone-modules-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func aModuleIsCompiledOnceAndItsFileIsPrivate() throws {
        try withFolder { folder in
            let (cache, code) = (
                ModuleCache(folder: folder, processor: "test"), try TestModule.code()
            )
            let engine = try TestEngine.shared()
            func load() throws -> WasmModule {
                try WasmModule(code, engine: engine, cache: cache)
            }
            #expect(try load().wasCompiled)
            let kept = try load()
            #expect(!kept.wasCompiled)
            let state = StateOverlay(over: MemoryState())
            #expect(try WasmRuntime(kept).call("echo", [5], over: state) == [5])
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            let path = folder + "/" + (try #require(files.first))
            #expect(files.count == 1)
            func mode(_ path: String) throws -> Int {
                let facts = try FileManager.default.attributesOfItem(atPath: path)
                return try #require(facts[.posixPermissions] as? Int)
            }
            #expect(try mode(path) == 0o600)
            #expect(try mode(folder) == 0o700)
            // What others could have written, and what is not as it was, is compiled again.
            chmod(path, 0o640)
            #expect(try load().wasCompiled)
            #expect(try !load().wasCompiled)
            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(filePath: path))
            chmod(path, 0o600)
            #expect(try load().wasCompiled)
            chmod(folder, 0o755)
            #expect(try load().wasCompiled)
        }
    }

    @Test func engineOfAnotherKindIsToldApart() throws {
        let plain = try WasmEngine(try #require(TestEngine.library), options: .fitting())
        let runtime = try WasmRuntime(try WasmModule(try TestModule.code(), engine: plain))
        let state = StateOverlay(over: MemoryState())
        #expect(try runtime.call("echo", [5], over: state) == [5])
        var bounded = EngineOptions()
        bounded.memory = .bounded
        let small = try WasmEngine(try #require(TestEngine.library), options: bounded)
        let other = try WasmRuntime(try WasmModule(try TestModule.code(), engine: small))
        #expect(try other.call("echo", [5], over: state) == [5])
        #expect(throws: RuntimeError.self) { try other.call("beyond", [], over: state) }
    }

    @Test func hostFunctionsAreCountedAndTimed() throws {
        let meter = HostMeter(groups: [.hashing], now: { monotonicNanoseconds() })
        let runtime = try WasmRuntime(try TestModule.shared.get(), meter: meter)
        for _ in 0..<3 { _ = try runtime.call("blake2_128", Arguments(1).fat([1])) }
        _ = try runtime.call("get", Arguments(1).fat([1]))
        let hashing = try #require(runtime.metered[.hashing])
        #expect(hashing.calls == 3)
        #expect(hashing.nanoseconds > 0)
        #expect(runtime.metered[.storage] == nil)
        #expect(runtime.calls.map(\.name) == ["ext_hashing_blake2_128_version_1"])
        runtime.resetMeter()
        #expect(runtime.calls.isEmpty)
    }
}

struct EngineLibraryTests {
    @Test func withoutAnEngineTheMendIsTold() throws {
        let error = #expect(throws: RuntimeError.self) {
            try EngineLibrary.find(environment: [:], executable: "/nowhere/touchstone", systems: [])
        }
        #expect("\(try #require(error))".contains("make wasmtime"))
        let named = #expect(throws: RuntimeError.self) {
            try EngineLibrary.find(
                environment: ["TOUCHSTONE_WASMTIME": "/nowhere"], executable: "/x/y")
        }
        #expect("\(try #require(named))".contains("/nowhere"))
    }

    @Test func aFileThatIsNoEngineIsRefused() throws {
        for path in ["/etc/passwd", "libc.so.6"] {
            let error = #expect(throws: RuntimeError.self) {
                try WasmEngine(EngineLibrary(path: path))
            }
            #expect("\(try #require(error))".contains(path))
        }
    }
}

/// A clock for tests of what is timed.
private func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
