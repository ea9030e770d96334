import Chain
import Foundation

/// A folder for databases, removed with its owner.
final class TestFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/touchstone-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A new folder in it.
    func new(_ name: String) throws -> String {
        let child = path + "/" + name
        try Folder.make(child)
        return child
    }
}

extension RocksOptions {
    /// A database small enough for a test.
    static func small(_ change: (inout RocksOptions) -> Void = { _ in }) -> RocksOptions {
        var options = RocksOptions(cpus: 2)
        options.memoryBudget = 64 << 20
        change(&options)
        return options
    }
}
