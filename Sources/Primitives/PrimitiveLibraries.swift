internal import CSodium

/// The libraries of others that are linked here, as they name their version themselves.
package enum PrimitiveLibraries {
    package static var versions: [String: String] {
        ["libsodium": String(cString: sodium_version_string())]
    }
}
