import Foundation

/// schnorrkel behind py-sr25519-bindings, in a child process that times itself.
///
/// The child stands still between slices; its call overhead is below one microsecond a
/// verification.
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
        for line in lines:
            first, count, warm_up = map(int, line.split())
            work = list(zip(signatures[first:first + count], messages[first:first + count]))
            for signature, message in work[:warm_up]:
                verify(signature, message, key)
            start = clock()
            valid = [verify(signature, message, key) for signature, message in work]
            seconds = clock() - start
            print(seconds if all(valid) else "nan", flush=True)
        """

    /// Starts the child, or gives `nil` if Python or the package is missing.
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

    deinit { process.terminate() }

    /// Verifies `count` signatures from `first` on, after `warmUp` untimed ones.
    ///
    /// - Returns: The child's own seconds, NaN if anything failed.
    func secondsOfSlice(_ first: Int, _ count: Int, warmUp: Int) -> Double {
        let request = Data("\(first) \(count) \(warmUp)\n".utf8)
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
