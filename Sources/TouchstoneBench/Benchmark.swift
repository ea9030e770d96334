// Here: the project's benchmark of its own kernels.
// May use: every module.
// Never: figures of a report.

import Foundation
import Glibc
import Host
import Measurement
import Runtime

/// The project's benchmark of its own kernels: ratios to other implementations, never absolute
/// claims.
@main
enum Benchmark {
    private static let usage = """
        usage: touchstone-bench kernels [--rounds N] [--yardstick LIBRARY] [--only TEXT]
                   Each kernel against the node's crate in N passes (default 320) on one CPU, by
                   the state of its core, after the crate against itself. TEXT is blake2b or
                   sr25519. LIBRARY is what Yardstick/build.sh made (default .build/yardstick/...).
               touchstone-bench kernels --parts [--rounds N]
                   Our time for each part of an sr25519 verification.
               touchstone-bench chain [--accounts N] [--rounds N]
                   The simulated chain's work in sr25519 verifications, and whose code runs in it.
               touchstone-bench chain-import \(ChainSetting.usage)
                   Builds a state on the disk, or opens one kept in DIR, makes blocks of
                   transfers, imports them and prints where the time went.
               touchstone-bench chain-share, with the options of chain-import
                   The same under perf: whose code the processor runs during imports.
               touchstone-bench rocksdb
                   What the linked database takes for puts and gets; `make bench-rocksdb` runs it
                   with Debian's library and with that of `make rocksdb`.
               touchstone-bench memory [--rounds N] [--yardstick LIBRARY] [--size MIB]
                   The bandwidth kernels against STREAM's in N passes each (default 320), over
                   the same arrays.
                   LIBRARY is what Yardstick/build-stream.sh made (default .build/yardstick/...).
               touchstone-bench disk [--rounds N] [--path DIR] [--seconds N] [--size MIB]
                                     [--reap N] [--only TEXT]
                   The I/O engine against fio's, in N pairs (default 20) of 2 s each; TEXT
                   chooses jobs by their title.
               touchstone-bench runtime [--rounds N] [--path MODULE] [--replay DUMP]
                   What a call of a host function costs beyond its own work, in loops of the test
                   module (default Tests/RuntimeTests/Fixtures/host-functions.wasm). DUMP, of
                   `touchstone selftest --runtime FILE --dump DUMP`, is executed instead and timed.
               touchstone-bench check-sr25519 < CASES
                   sr25519 verdicts against those of an oracle, JSON lines.
               touchstone-bench check-trie < BATCHES
                   Trie roots against those of an oracle, JSON lines.
               touchstone-bench history [RUNS]
                   List, check and trend in a history of RUNS runs (default 10,000).
        """

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "kernels":
            var rest = Array(arguments.dropFirst())
            let wantsParts = rest.first == "--parts"
            if wantsParts { rest.removeFirst() }
            guard let options = Options(rest) else { fail(usage, code: 64) }
            run(options, wantsParts: wantsParts)
        case "chain":
            guard let options = Options(Array(arguments.dropFirst()), rounds: 20) else {
                fail(usage, code: 64)
            }
            runChain(options)
        case "chain-import":
            guard let setting = ChainSetting(Array(arguments.dropFirst())) else {
                fail(usage, code: 64)
            }
            do { try ChainRun.run(setting) } catch { fail("\(error)", code: 70) }
        case "chain-share":
            guard ChainSetting(Array(arguments.dropFirst())) != nil else { fail(usage, code: 64) }
            do {
                if !(try ChainShare.run(Array(arguments.dropFirst()))) { exit(1) }
            } catch { fail("\(error)", code: 70) }
        case "rocksdb" where arguments.count == 1:
            do { try RocksBenchmark.run() } catch { fail("\(error)", code: 70) }
        case "memory":
            guard let options = Options(Array(arguments.dropFirst()), yardstick: "stream") else {
                fail(usage, code: 64)
            }
            runMemory(options)
        case "disk":
            guard let options = Options(Array(arguments.dropFirst()), rounds: 20, size: 2048) else {
                fail(usage, code: 64)
            }
            let benchmark = DiskBenchmark(
                directory: options.path, pairs: options.rounds, seconds: options.seconds,
                mebibytes: options.size, reapMax: options.reap,
                only: options.only)
            do { try benchmark.run() } catch { fail("\(error)", code: 70) }
        case "runtime":
            guard let options = Options(Array(arguments.dropFirst()), rounds: 20) else {
                fail(usage, code: 64)
            }
            runRuntime(options)
        case "check-sr25519" where arguments.count == 1:
            if !Differential.run() { exit(1) }
        case "check-trie" where arguments.count == 1:
            if !TrieDifferential.run() { exit(1) }
        case "history" where arguments.count <= 2:
            guard let runs = Int(arguments.dropFirst().first ?? "10000"), runs >= 8 else {
                fail(usage, code: 64)
            }
            do { try HistoryBenchmark.run(runs: runs) } catch { fail("\(error)", code: 70) }
        default: fail(usage, code: 64)
        }
    }

    private struct Options {
        var rounds: Int
        var accounts = 1_000_000
        var yardstick: String
        /// MiB of one array, or of a file.
        var size: Int
        /// On the disk that is measured.
        var path = ".build"
        /// Of a slice of I/O.
        var seconds = 2
        /// Completions that are taken between two submissions.
        var reap = 1
        /// Jobs whose title holds this; empty = all.
        var only = ""
        /// A dumped block; empty = none.
        var replay = ""

        init?(
            _ arguments: [String], rounds: Int = 320, yardstick name: String = "blake2b",
            size: Int = 128
        ) {
            self.rounds = rounds
            self.size = size
            yardstick = ".build/yardstick/lib\(name)_yardstick.so"
            var rest = arguments[...]
            while let flag = rest.popFirst() {
                guard let value = rest.popFirst() else { return nil }
                switch flag {
                case "--rounds":
                    guard let count = Int(value), count > 0 else { return nil }
                    self.rounds = count
                case "--accounts":
                    guard let count = Int(value), count > 0, count < 1 << 32 else { return nil }
                    accounts = count
                case "--yardstick": yardstick = value
                case "--size":
                    guard let mebibytes = Int(value), mebibytes > 0 else { return nil }
                    self.size = mebibytes
                case "--path": path = value
                case "--only": only = value
                case "--replay": replay = value
                case "--seconds":
                    guard let length = Int(value), length > 0 else { return nil }
                    seconds = length
                case "--reap":
                    guard let count = Int(value), count > 0 else { return nil }
                    reap = count
                default: return nil
                }
            }
        }
    }

    private static func runRuntime(_ options: Options) {
        let module =
            options.path == ".build"
            ? "Tests/RuntimeTests/Fixtures/host-functions.wasm" : options.path
        do {
            let engine = try WasmEngine(
                try EngineLibrary.find(
                    environment: ProcessInfo.processInfo.environment,
                    executable: CommandLine.arguments[0]))
            let isRight =
                options.replay.isEmpty
                ? try RuntimeGlue.run(engine, module: module, rounds: options.rounds)
                : try RuntimeReplay.run(engine, dump: options.replay, rounds: options.rounds)
            if !isRight { exit(1) }
        } catch { fail("\(error)", code: 70) }
    }

    private static func runChain(_ options: Options) {
        if !ChainRatios.run(accounts: options.accounts, rounds: options.rounds) { exit(1) }
        print("\na block of 1,000 transfers at \(options.accounts) accounts, V1")
        do {
            // Enough blocks that a share is known to within two points.
            let setting = ["--accounts", "\(options.accounts)", "--blocks", "100"]
            if !(try ChainShare.run(setting)) { exit(1) }
        } catch { fail("\(error)", code: 70) }
    }

    private static func run(_ options: Options, wantsParts: Bool) {
        #if DEBUG
            print("warning: a debug build; its ratios mean nothing")
        #endif
        print("processor: \(HostReader.processor())")
        // The last one, since a machine's interrupts come to the first.
        let cpu = AllowedCores.numbers()?.max() ?? 0
        do { try ProbeThread.pin(to: cpu) } catch { fail("\(error)", code: 70) }
        print("all on CPU \(cpu)")
        if wantsParts {
            if !Sr25519Contenders.printParts(rounds: options.rounds) {
                fail("a stage of sr25519 gives a wrong result", code: 70)
            }
            return
        }
        if "blake2b".contains(options.only) {
            Comparison(
                title: "BLAKE2b-256 of 32 KiB", unit: "MiB/s",
                contenders: Blake2bContenders.make(yardstick: options.yardstick),
                passes: options.rounds
            ).run()
        }
        if "sr25519".contains(options.only) {
            guard let verifying = Sr25519Contenders.make() else {
                fail("cannot make the sr25519 workload", code: 70)
            }
            Comparison(
                title: "sr25519 verification", unit: "verifications/s", contenders: verifying,
                passes: options.rounds
            ).run()
        }
    }

    private static func runMemory(_ options: Options) {
        #if DEBUG
            print("warning: a debug build; its ratios mean nothing")
        #endif
        print("processor: \(HostReader.processor())")
        guard
            let contenders = StreamContenders(
                library: options.yardstick, mebibytes: options.size)
        else { fail("cannot make three arrays of \(options.size) MiB", code: 70) }
        contenders.run(passes: options.rounds)
    }

    private static func fail(_ message: String, code: Int32) -> Never {
        let text = Array((message + "\n").utf8)
        _ = write(STDERR_FILENO, text, text.count)
        exit(code)
    }
}
