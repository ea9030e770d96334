import Foundation
import Host

/// The captured and constructed machines in Fixtures/.
enum Fixture {
    /// The root of one machine's tree.
    static func root(_ machine: String) -> String {
        Bundle.module.bundlePath + "/Fixtures/" + machine
    }
}

/// A machine built in code, for what a fixture cannot hold: links, and a file for each row of a
/// table.
final class TemporaryTree {
    let root: String

    init() throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("touchstone-host-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        root = directory.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: root)
    }

    /// A reader of the tree.
    var tree: SystemTree { SystemTree(root: root) }

    /// Writes a file, making its directories.
    func write(_ path: String, _ text: String) throws {
        try write(path, bytes: Data(text.utf8))
    }

    /// Writes a file of any bytes, making its directories.
    func write(_ path: String, bytes: Data) throws {
        try makeDirectory(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        try bytes.write(to: URL(fileURLWithPath: root + path))
    }

    func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: root + path, withIntermediateDirectories: true)
    }

    /// Makes a link at `path` to another path of the tree.
    func link(_ path: String, to target: String) throws {
        try makeDirectory(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        // Relative, as sysfs has them: an absolute link would lead out of the tree.
        let ups = String(repeating: "../", count: path.split(separator: "/").count - 1)
        try FileManager.default.createSymbolicLink(
            atPath: root + path, withDestinationPath: ups + target.dropFirst())
    }

    /// Makes a block device at `directory` of sysfs with the links that lead to it.
    func blockDevice(
        _ directory: String, number: String, sectors: Int = 2_000_000, rotational: String? = "0",
        model: String? = nil, vendor: String? = nil, slaves: [String] = [], partition: Int? = nil
    ) throws {
        let name = directory.split(separator: "/").last.map(String.init) ?? ""
        try write(directory + "/dev", number + "\n")
        try write(directory + "/size", "\(sectors)\n")
        if let partition {
            try write(directory + "/partition", "\(partition)\n")
        } else if let rotational {
            try write(directory + "/queue/rotational", rotational + "\n")
        }
        if let model { try write(directory + "/device/model", model + "\n") }
        if let vendor { try write(directory + "/device/vendor", vendor + "\n") }
        try link("/sys/dev/block/\(number)", to: directory)
        try link("/sys/class/block/\(name)", to: directory)
        for slave in slaves {
            let last = slave.split(separator: "/").last.map(String.init) ?? ""
            try link("\(directory)/slaves/\(last)", to: slave)
        }
    }

    /// A storage reader for a directory that lies on the device `major:minor`.
    func storageReader(
        major: Int, minor: Int, totalBytes: Int? = nil, availableBytes: Int? = nil
    ) -> StorageReader {
        StorageReader(root: root) { path, _ throws(StorageError) in
            PathFacts(
                absolutePath: path, major: major, minor: minor, totalBytes: totalBytes,
                availableBytes: availableBytes)
        }
    }
}
