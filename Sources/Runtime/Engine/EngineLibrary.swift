internal import CWasm
internal import Files
internal import Glibc

/// The file of the engine's library, found in the usual places.
package struct EngineLibrary: Equatable, Sendable {
    /// The library's file.
    package let path: String

    /// Where the library is named when it is anywhere else: a file, or a folder that holds one.
    package static let variable = "TOUCHSTONE_WASMTIME"

    /// What the library is called, in Python's packages and elsewhere.
    private static let names = ["_libwasmtime.so", "libwasmtime.so"]

    /// Takes a file by its path.
    package init(path: String) { self.path = path }

    /// Looks for the library.
    ///
    /// - Parameters:
    ///   - environment: of the process.
    ///   - executable: the program's own path, links followed.
    ///   - systems: folders that have Python's packages of the whole system below `lib`.
    /// - Returns: The first that is there: what the environment names, then `lib` beside the
    ///   program, then what `make wasmtime` fetched, then Python's packages.
    /// - Throws: `RuntimeError.engine` with the places and the mend.
    package static func find(
        environment: [String: String], executable: String,
        systems: [String] = ["/usr/local", "/usr"]
    ) throws(RuntimeError) -> EngineLibrary {
        if let named = environment[variable], !named.isEmpty {
            guard let path = file(at: named) ?? file(in: named) else {
                throw .engine(
                    "\(variable) names \(named), where no \(names[0]) or \(names[1]) is")
            }
            return EngineLibrary(path: path)
        }
        let homes = [environment["VIRTUAL_ENV"], environment["HOME"].map { "\($0)/.local" }]
        let prefixes = homes.compactMap(\.self) + systems
        for folder in folders(near: executable) + packages(below: prefixes) {
            if let path = file(in: folder) { return EngineLibrary(path: path) }
        }
        throw .engine(
            "no WebAssembly engine was found: `make wasmtime` fetches it, or install the Python "
                + "package wasmtime (36 or 48), or name its library in \(variable)")
    }

    private static func folders(near executable: String) -> [String] {
        let own = parent(executable)
        var folders = ["\(own)/lib", "\(parent(own))/lib/touchstone"]
        // The program lies below .build, where Swift puts it, and so does what was fetched.
        var above = own
        while above.count > 1 {
            let name = above.split(separator: "/").last ?? ""
            if name == ".build" || name.hasPrefix(".build-") {
                folders.append("\(parent(above))/.build/wasmtime")
            }
            above = parent(above)
        }
        return folders
    }

    private static func packages(below prefixes: [String]) -> [String] {
        var folders: [String] = []
        for prefix in prefixes {
            for python in FileTree.names(in: "\(prefix)/lib").reversed()
            where python.hasPrefix("python3") {
                for packages in ["site-packages", "dist-packages"] {
                    folders.append("\(prefix)/lib/\(python)/\(packages)/wasmtime/\(platform)")
                }
            }
        }
        return folders
    }

    #if arch(arm64)
        private static let platform = "linux-aarch64"
    #else
        private static let platform = "linux-x86_64"
    #endif

    private static func parent(_ path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private static func file(in folder: String) -> String? {
        names.lazy.compactMap { file(at: "\(folder)/\($0)") }.first
    }

    private static func file(at path: String) -> String? {
        var facts = stat()
        return stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG ? path : nil
    }

    /// Opens the library.
    func open() throws(RuntimeError) -> UnsafePointer<cwasm_library> {
        // Code made by the library may run until the process ends, so nothing of it is let go.
        let library = UnsafeMutablePointer<cwasm_library>.allocate(capacity: 1)
        var reason = [CChar](repeating: 0, count: 512)
        guard cwasm_open(path, library, &reason, reason.count) == 0 else {
            library.deallocate()
            let text = String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
            throw .engine("the engine's library \(path) cannot be used: \(text)")
        }
        return UnsafePointer(library)
    }
}
