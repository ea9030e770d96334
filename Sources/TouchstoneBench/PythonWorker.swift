import Foundation

/// schnorrkel behind py-sr25519-bindings, in a child process that times itself.
///
/// It runs on the CPU of the thread that starts it, and only while that waits for its answer. Of a
/// verification's time 3 % are Python's (by perf on Zen 3: 2 % in the interpreter, 1 % in the C
/// library and the loader).
final class PythonWorker {
    /// The name of the implementation with the version of its package.
    let name: String

    private let process: Process
    private let input: FileHandle
    private let output: FileHandle

    private static let program = """
        import sys, time
        from importlib.metadata import version
        import sr25519
        lines = iter(sys.stdin.readline, "")
        key = bytes.fromhex(next(lines))
        messages = bytes.fromhex(next(lines))
        signatures = bytes.fromhex(next(lines))
        messages = [messages[i:i + 32] for i in range(0, len(messages), 32)]
        signatures = [signatures[i:i + 64] for i in range(0, len(signatures), 64)]
        print("schnorrkel (py-sr25519-bindings " + version("py-sr25519-bindings") + ")", flush=True)
        verify, clock = sr25519.verify, time.perf_counter
        work = list(zip(signatures, messages))
        def repeat(length):
            position = count = 0
            start = clock()
            while True:
                for signature, message in work[position:position + 32]:
                    if not verify(signature, message, key):
                        return float("nan")
                count += 32
                position = (position + 32) % len(work)
                elapsed = clock() - start
                if elapsed >= length:
                    return count / elapsed
        for line in lines:
            warm_up, length = map(float, line.split())
            repeat(warm_up)
            print(repeat(length), flush=True)
        """

    /// Starts of which the fastest is kept, ours; see `fastest`.
    private static let starts = 8

    /// The fastest of several children, or nil if Python or the package is missing.
    ///
    /// A child can be slower than the next one by a tenth for its whole life, as the loader happens
    /// to place it; a slow one would flatter every kernel beside it.
    static func fastest(key: [UInt8], messages: [UInt8], signatures: [UInt8]) -> PythonWorker? {
        var best: (worker: PythonWorker, rate: Double)?
        for _ in 0..<starts {
            guard let worker = PythonWorker(key: key, messages: messages, signatures: signatures)
            else { return nil }
            let rates = (0..<5).map { _ in
                worker.rateOfPass(
                    warmUp: Comparison.warmUpSeconds, seconds: Comparison.passSeconds)
            }
            let rate = rates.max() ?? 0
            if rate > best?.rate ?? 0 { best = (worker, rate) }
        }
        return best?.worker
    }

    /// Starts the child, or gives nil if Python or the package is missing.
    init?(key: [UInt8], messages: [UInt8], signatures: [UInt8]) {
        signal(SIGPIPE, SIG_IGN)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.program]
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        process.standardError = FileHandle.nullDevice
        input = standardInput.fileHandleForWriting
        output = standardOutput.fileHandleForReading
        do {
            try process.run()
            for data in [key, messages, signatures] {
                try input.write(contentsOf: Data((Self.hex(data) + "\n").utf8))
            }
        } catch { return nil }
        guard let greeting = Self.line(output), greeting.hasPrefix("schnorrkel") else { return nil }
        name = greeting
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// Verifies for `warmUp` seconds untimed, then for `seconds`.
    ///
    /// - Returns: Verifications a second by the child's own clock, NaN if anything failed.
    func rateOfPass(warmUp: Double, seconds: Double) -> Double {
        let request = Data("\(warmUp) \(seconds)\n".utf8)
        guard (try? input.write(contentsOf: request)) != nil else { return .nan }
        return Self.line(output).flatMap { Double($0) } ?? .nan
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads to the next line feed, or gives `nil` at the end.
    private static func line(_ handle: FileHandle) -> String? {
        var text: [UInt8] = []
        while let byte = try? handle.read(upToCount: 1)?.first {
            if byte == UInt8(ascii: "\n") { return String(decoding: text, as: UTF8.self) }
            text.append(byte)
        }
        return nil
    }
}
