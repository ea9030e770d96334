internal import CZlib
internal import CZstd

/// The libraries of others that are linked here, as they name their version themselves.
package enum InputLibraries {
    package static var versions: [String: String] {
        ["zlib": String(cString: zlibVersion()), "zstd": String(cString: ZSTD_versionString())]
    }
}
