import Measurement
import Primitives
import Runtime
import Testing

@Suite(.enabled(if: TestEngine.isThere)) struct HostileModuleTests {
    private func load(_ code: [UInt8]) throws -> WasmRuntime {
        try WasmRuntime(try WasmModule(code, engine: try TestEngine.shared()))
    }

    /// A module with one function of the type of a call, and what `change` makes of it.
    private func reason(_ change: (inout ModuleWriter) -> Void) throws -> String {
        var writer = ModuleWriter()
        writer.functions = [(type: 0, code: ModuleWriter.nothing)]
        writer.exports = [(name: "f", kind: 0, index: 0)]
        change(&writer)
        do {
            _ = try load(writer.bytes).call("f", Arguments(0))
            return "an answer"
        } catch let error as RuntimeError { return error.description }
    }

    @Test func theWriterWritesModulesThatRun() throws {
        #expect(try reason { _ in } == "an answer")
    }

    @Test func whatIsWrongIsNamed() throws {
        let wrong: [(String, (inout ModuleWriter) -> Void)] = [
            ("no memory", { $0.memory = nil }),
            ("65536 pages", { $0.memory = (65_536, nil) }),
            ("1025 pages", { $0.memory = (1025, nil) }),
            ("table has 9000", { $0.table = 9000 }),
            ("__heap_base", { $0.heapBase = nil }),
            (
                "__heap_base",
                {
                    $0.heapBase = nil; $0.exports.append(("__heap_base", 0, 0))
                }
            ),
            (
                "two memories",
                { $0.imports = [("env", "memory", [2] + ModuleWriter.limits(1, nil))] }
            ),
            (
                "shared",
                {
                    $0.memory = nil; $0.imports = [("env", "memory", [2, 3, 1, 1])]
                }
            ),
            ("`wasi`", { $0.imports = [("wasi", "exit", [0, 1])] }),
            ("neither", { $0.imports = [("env", "table", [1, 0x70, 0, 1])] }),
            ("() -> ()", { $0.imports = [("env", "ext_storage_get_version_1", [0, 1])] }),
            (
                "twice",
                {
                    $0.types.append(([ModuleWriter.i64], []))
                    $0.imports = [
                        ("env", "ext_storage_clear_version_1", [0, 2]),
                        ("env", "ext_storage_clear_version_1", [0, 2]),
                    ]
                    $0.exports[0].index = 2
                }
            ),
            ("of the type", { $0.functions = [(type: 1, code: [])] }),
            ("no function f", { $0.exports[0].name = "g" }),
            ("has not", { $0.exports[0].index = 7 }),
            ("refuses it", { $0.functions[0].code = [0x1a] }),
            ("its arguments", { $0.heapBase = [0x41, 0x7f] }),
            (
                "stopped",
                {
                    $0.functions.append((type: 1, code: ModuleWriter.stop))
                    $0.start = 1
                }
            ),
        ]
        for (part, change) in wrong {
            let reason = try reason(change)
            #expect(reason.contains(part), "\(part): \(reason)")
        }
    }

    @Test func aModuleThatIsCutOffIsRefused() throws {
        let code = try TestModule.code()
        for length in stride(from: 0, to: code.count - 1, by: 97) {
            #expect(throws: RuntimeError.self) { try load(Array(code.prefix(length))) }
        }
    }

    /// Whatever comes of it, the process lives and the call ends.
    @Test func flippedBitsAreAnErrorOrAnotherModule() throws {
        var generator = SeededGenerator(seed: 23)
        let code = try TestModule.code()
        var loaded = 0
        for _ in 0..<60 {
            var broken = code
            for _ in 0...generator.below(3) {
                broken[generator.below(code.count)] ^= 1 << UInt8(generator.below(8))
            }
            guard let runtime = try? load(broken) else { continue }
            loaded += 1
            runtime.secondsMax = 0.1
            for name in ["get", "set", "blake2_256", "append", "echo", "grow"] {
                _ = try? runtime.call(name, Arguments(2).fat([1]).fat([2]))
            }
        }
        #expect(loaded > 0)
    }

    @Test func everyHostFunctionIsCalledByATest() throws {
        let imported = try TestModule.shared.get().importedFunctions
        #expect(Set(WasmModule.implementedFunctions).subtracting(imported).isEmpty)
        #expect(TestFunctions.all.count == imported.count)
    }

    @Test func callsThatGoWrongSayWhy() throws {
        let runtime = try TestModule.runtime()
        func reason(_ name: String, _ arguments: Arguments = Arguments(0)) -> String {
            do {
                return "\(try runtime.call(name, arguments))"
            } catch { return "\(error)" }
        }
        #expect(reason("panic", Arguments(0)).contains("unreachable"))
        let line = [UInt8]("panicked at 'no\tway'".utf8)
        let panic = #expect(throws: RuntimeError.self) {
            try runtime.call("panic", line, over: StateOverlay(over: MemoryState()))
        }
        #expect("\(try #require(panic))".contains("it logged last: panicked at 'no way'"))
        #expect(reason("abort", Arguments(1).fat(line)).contains("panicked at"))
        #expect(reason("beyond").contains("out of bounds"))
        #expect(reason("lie").contains("beyond its memory"))
        #expect(reason("deep").contains("stopped (wasm trap: call stack exhausted);"))
        #expect(reason("grow") == "\(word(0))", "memory has its full size from the start")
        let unknown = Arguments(2).word(0).word(0)
        #expect(reason("unknown", unknown).contains("ext_nobody_implements_this_version_1"))
        #expect(runtime.module.missingFunctions == ["ext_nobody_implements_this_version_1"])
        // It still answers after all of these.
        #expect(
            try runtime.call("echo", [1, 2], over: StateOverlay(over: MemoryState())) == [1, 2])
    }

    @Test func anEndlessLoopEndsAtItsDeadline() throws {
        let runtime = try TestModule.runtime()
        runtime.secondsMax = 0.05
        let error = #expect(throws: RuntimeError.self) {
            try runtime.call("loop", Arguments(0))
        }
        #expect(error == .overdue(function: "loop", seconds: 0.05))
    }

    @Test func theStateIsNotFilledWithoutEnd() throws {
        let runtime = try TestModule.runtime()
        let error = #expect(throws: RuntimeError.self) {
            try runtime.call("fill", Arguments(1).word(32 << 20))
        }
        #expect("\(try #require(error))".contains("more of the state"))
    }

    @Test func chunksAndFreesAreChecked() throws {
        let runtime = try TestModule.runtime()
        let wrong: [(String, Arguments, String)] = [
            ("malloc", Arguments(1).word(1 << 25 + 1), "more than 32 MiB"),
            ("free", Arguments(1).word(0), "not allocated"),
            ("free", Arguments(1).word(1024), "not allocated"),
            ("free", Arguments(1).word(0xffff_ffff), "not allocated"),
            ("get", Arguments(1).word(0xffff_ffff_ffff_ffff), "beyond"),
            ("blake2_256", Arguments(1).word(0x10_0000_0000 << 24), "beyond"),
            ("ordered_root_1", Arguments(1).fat([0xff, 0xff]), "cannot be decoded"),
            ("trie_root_1", Arguments(1).fat([4, 4, 1, 255]), "cannot be decoded"),
            ("clear_prefix_2", Arguments(2).fat([1]).fat([2]), "cannot be decoded"),
            ("sr25519_verify_2", Arguments(3).word(0xffff_fff0).fat([]).word(0), "beyond"),
        ]
        for (name, arguments, part) in wrong {
            let error = #expect(throws: RuntimeError.self) {
                try runtime.call(name, arguments)
            }
            #expect("\(try #require(error))".contains(part), "\(name)")
        }
        #expect(try runtime.call("malloc", Arguments(1).word(9)) == word(65_560))
    }

    /// Arguments of all kinds for every function: an answer or an error, and never the end.
    @Test(arguments: 0..<8) func anyArgumentsAreAnsweredOrRefused(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let runtime = try TestModule.runtime()
        runtime.secondsMax = 2
        let overlay = StateOverlay(
            over: MemoryState(
                (0..<40).map { _ in
                    (key: generator.key(), value: generator.bytes(generator.below(80)))
                }))
        let names = TestFunctions.all
        var answers = 0
        for _ in 0..<400 {
            let name = names[generator.below(names.count)]
            var arguments = Arguments(4)
            for _ in 0..<4 {
                switch generator.below(6) {
                case 0: arguments = arguments.word(generator.next())
                case 1: arguments = arguments.word(generator.next() & 0xff_0001_ffff)
                case 2: arguments = arguments.word([0, 1, .max, 1 << 32][generator.below(4)])
                case 3: arguments = arguments.pointer(generator.bytes(65))
                default: arguments = arguments.fat(generator.key())
                }
            }
            do {
                _ = try runtime.call(name, arguments, over: overlay)
                answers += 1
            } catch is RuntimeError {}
            #expect(overlay.transactionDepth == 0)
        }
        #expect(answers > 50)
    }
}
