import Foundation
import Primitives
import Runtime

/// What a call of a host function costs beyond its own work: the way out of the runtime and back,
/// the checks of its arguments, and the answer's place in the runtime's heap.
enum RuntimeGlue {
    /// The goal, in nanoseconds a call.
    private static let goal = 20.0

    /// Times three host functions from the test module's loops, and their work alone, in
    /// alternation.
    ///
    /// - Parameters:
    ///   - engine: that runs them.
    ///   - module: the assembled test module.
    ///   - rounds: how often.
    /// - Returns: Whether each stays within the goal.
    /// - Throws: what keeps the module from being read or run.
    static func run(_ engine: WasmEngine, module: String, rounds: Int) throws -> Bool {
        print("\nglue of host functions, wasmtime \(engine.version): medians of \(rounds) rounds")
        let code = Array(try Data(contentsOf: URL(filePath: module)))
        let runtime = try WasmRuntime(try WasmModule(code, engine: engine))
        var isWithin = true
        for work in Work.all {
            var glue: [Double] = []
            var own: [Double] = []
            for _ in 0..<rounds {
                let alone = try work.alone(iterations)
                let called = try work.called(runtime, iterations)
                own.append(alone)
                glue.append((called - alone) / Double(work.crossings))
            }
            let median = glue.sorted()[rounds / 2]
            isWithin = isWithin && median <= goal
            let name = work.name.padding(toLength: 36, withPad: " ", startingAt: 0)
            print(
                "  \(name) own work \(rounded(own.sorted()[rounds / 2])) ns, glue "
                    + "\(rounded(median)) ns a call, to stay within \(rounded(goal))")
        }
        return isWithin
    }

    private static let iterations = 200_000

    private static func rounded(_ value: Double) -> String {
        String(format: "%.1f", value)
    }

    /// One host function with its arguments.
    private struct Work {
        let name: String
        let function: String
        /// Calls of host functions an iteration: this one, and the free of its answer.
        let crossings: Int
        let arguments: [[UInt8]]
        let prepare: (StateOverlay) -> Void
        let body: (StateOverlay, UnsafeRawBufferPointer) throws -> Void

        /// Nanoseconds an iteration of the work alone.
        func alone(_ count: Int) throws -> Double {
            let overlay = StateOverlay(over: MemoryState())
            prepare(overlay)
            let start = ContinuousClock.now
            try arguments[arguments.count - 1].withUnsafeBytes { bytes in
                for _ in 0..<count { try body(overlay, OptimizerBarrier.opaque(bytes)) }
            }
            return nanoseconds(since: start) / Double(count)
        }

        /// Nanoseconds an iteration within the runtime.
        func called(_ runtime: WasmRuntime, _ count: Int) throws -> Double {
            let overlay = StateOverlay(over: MemoryState())
            prepare(overlay)
            // Where a call's input lies in the test module, behind its words.
            var place = 65_544 + 8 * (arguments.count + 1)
            var words = [UInt64(count)]
            for argument in arguments {
                words.append(UInt64(argument.count) << 32 | UInt64(place))
                place += argument.count
            }
            let input = words.flatMap { word in
                withUnsafeBytes(of: word.littleEndian) { Array($0) }
            }
            let start = ContinuousClock.now
            _ = try runtime.call(function, input + arguments.flatMap(\.self), over: overlay)
            return nanoseconds(since: start) / Double(count)
        }

        private func nanoseconds(since start: ContinuousClock.Instant) -> Double {
            Double((ContinuousClock.now - start).components.attoseconds) / 1e9
                + Double((ContinuousClock.now - start).components.seconds) * 1e9
        }

        private static let key = (0..<80).map { UInt8($0) }
        private static let item = [UInt8](repeating: 7, count: 60)

        static var all: [Work] {
            [
                Work(
                    name: "storage_get of 80 B from the overlay", function: "bench_get",
                    crossings: 2,
                    arguments: [key], prepare: { $0.set(key, to: key) },
                    body: { overlay, key in
                        try overlay.withValue(of: key) { value in
                            withUnsafeTemporaryAllocation(byteCount: 96, alignment: 8) { copy in
                                if let value { copy.copyMemory(from: value) }
                                OptimizerBarrier.consume(UnsafeRawBufferPointer(copy))
                            }
                        }
                    }),
                Work(
                    name: "append of 60 B to a long list", function: "bench_append", crossings: 1,
                    arguments: [key, item],
                    prepare: { overlay in
                        // 4,000 items before the first.
                        overlay.set(
                            key, to: [0x81, 0x3e] + [UInt8](repeating: 1, count: 4000 * 60))
                        overlay.startTransaction()
                    },
                    body: { overlay, item in
                        try key.withUnsafeBytes { try overlay.append(item, to: $0) }
                    }),
                Work(
                    name: "blake2_128 of 48 B", function: "bench_blake2_128", crossings: 2,
                    arguments: [Array(key.prefix(48))], prepare: { _ in },
                    body: { _, message in
                        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { digest in
                            Blake2b128.hash(message, into: digest)
                            OptimizerBarrier.consume(UnsafeRawBufferPointer(digest))
                        }
                    }),
            ]
        }
    }
}
