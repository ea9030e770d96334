import Chain
import Files
import Foundation
import Glibc

/// Whose code the processor runs during imports, by perf's samples with call graphs.
///
/// The child process makes blocks of transfers and then imports them; only samples inside of
/// imports count, those of signature checks left out. A sample belongs to the library that its
/// innermost frame lies in; the C library's belong to whoever called it.
enum ChainShare {
    /// What a sample belongs to.
    private enum Owner: String, CaseIterable {
        case ours = "our code"
        case swift = "Swift runtime"
        case sodium = "libsodium"
        case rocks = "RocksDB"
        case snappy = "Snappy"
        case kernel = "kernel"
        case other = "other"

        /// nil means ask the caller.
        init?(library: Substring) {
            let name = library.split(separator: "/").last ?? library
            let owners: [(String, Owner)] = [
                ("librocksdb", .rocks), ("libsnappy", .snappy), ("libswift", .swift),
                ("libsodium", .sodium), ("touchstone-bench", .ours), ("[kernel", .kernel),
                ("[guest", .kernel), ("libdispatch", .swift), ("libstdc++", .rocks),
            ]
            if let owner = owners.first(where: { name.hasPrefix($0.0) })?.1 {
                self = owner
            } else if name.hasPrefix("libc.") || name.hasPrefix("ld-linux")
                || library.hasPrefix("[vdso") || library == "[unknown]"
            {
                return nil
            } else {
                self = .other
            }
        }
    }

    /// Records a run with the arguments of `chain-import` and prints the shares.
    ///
    /// - Returns: Whether there were samples to judge by.
    static func run(_ arguments: [String]) throws -> Bool {
        let data = ".build/chain-share-\(getpid()).data"
        defer { FileTree.removeFile(data) }
        let program = CommandLine.arguments[0]
        let recording =
            // The deepest stacks, reads that decompress a block, take more than 16 KiB.
            ["record", "-q", "-F", "199", "--call-graph", "dwarf,65528", "-o", data, program]
            + ["chain-import"] + arguments
        guard let output = try perf(recording) else {
            print("without shares of the CPU time: perf is not installed or may not be used")
            return true
        }
        print(output, terminator: "")
        guard let samples = try perf(["script", "-i", data, "-F", "comm,tid,ip,sym,dso"]) else {
            return false
        }
        return report(samples)
    }

    /// The output of perf; nil if it cannot be run.
    private static func perf(_ arguments: [String]) throws -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["perf"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }

    private static func report(_ samples: String) -> Bool {
        var importing: [Owner: Int] = [:]
        var background = 0
        var verifying = 0
        for sample in samples.split(separator: "\n\n") {
            if sample.hasPrefix("rocksdb:") {
                background += 1
                continue
            }
            // Parts of mangled names: importAll of the benchmark, and importBlock.
            guard sample.contains("importAll"), sample.contains("BlockImporterV06importB0")
            else { continue }
            if sample.contains("verifySignatures") {
                verifying += 1
                continue
            }
            importing[owner(of: sample), default: 0] += 1
        }
        let total = importing.values.reduce(0, +)
        // Without any of signature checks, they would be among the others.
        guard total > 100, verifying > 0 else {
            print(
                "\(total) samples of imports, \(verifying) of signature checks: too few to tell "
                    + "shares by")
            return false
        }
        print("shares of \(total) samples of imports without signature checks:")
        for owner in Owner.allCases {
            print("  \(owner.rawValue): \(percent(importing[owner] ?? 0, of: total))")
        }
        let mine = [.ours, .swift, .sodium].reduce(0) { $0 + (importing[$1] ?? 0) }
        print(
            "  our code, Swift and libsodium: \(percent(mine, of: total)) of the importing thread, "
                + "\(percent(mine, of: total + background)) of all threads, the database's included"
        )
        return true
    }

    private static func percent(_ part: Int, of total: Int) -> String {
        format(100 * Double(part) / Double(max(1, total)), places: 1) + " %"
    }

    /// Whom a sample belongs to: the first frame whose library has an owner.
    private static func owner(of sample: Substring) -> Owner {
        for line in sample.split(separator: "\n").dropFirst() {
            // address, symbol, (library); a frame that was inlined has no library of its own.
            guard let open = line.lastIndex(of: "("), let close = line.lastIndex(of: ")"),
                open < close
            else { continue }
            let library = line[line.index(after: open)..<close]
            if library == "inlined" { continue }
            if let owner = Owner(library: library) { return owner }
        }
        return .other
    }
}
