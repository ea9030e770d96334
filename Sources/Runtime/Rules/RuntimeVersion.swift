package import Primitives

/// What a runtime answers to `Core_version`.
///
/// - Source: sp-version, RuntimeVersion; fields behind the API list came later and may be missing.
package struct RuntimeVersion: Equatable, Sendable {
    package var specName: String
    package var implName: String
    package var specVersion: UInt32
    /// 0 where the runtime is older than the field.
    package var transactionVersion: UInt32 = 0
    /// How the state trie keeps values; 0 where the runtime is older than the field.
    package var stateVersion: UInt8 = 0

    init(specName: String, specVersion: UInt32, transactionVersion: UInt32) {
        (self.specName, implName) = (specName, specName)
        self.specVersion = specVersion
        self.transactionVersion = transactionVersion
    }

    /// Reads the encoded version.
    package init(_ bytes: [UInt8]) throws(MetadataError) {
        self = try MetadataReader.reading(bytes) { (reader) throws(MetadataError) in
            try RuntimeVersion(&reader)
        }
    }

    private init(_ reader: inout MetadataReader) throws(MetadataError) {
        specName = try reader.text()
        implName = try reader.text()
        _ = try reader.integer(UInt32.self)  // authoring version
        specVersion = try reader.integer()
        _ = try reader.integer(UInt32.self)  // implementation version
        _ = try reader.list { (reader) throws(MetadataError) in try reader.bytes(12) }
        if reader.remaining >= 4 { transactionVersion = try reader.integer() }
        if reader.remaining >= 1 { stateVersion = try reader.byte() }
    }
}

extension RuntimeVersion {
    /// Asks a runtime for its version.
    package init(
        of runtime: any RuntimeCalling, over state: any StateBackend
    ) throws(RuntimeTrouble) {
        let answer = try runtime.answer("Core_version", [], over: StateOverlay(over: state))
        do throws(MetadataError) {
            self = try RuntimeVersion(answer)
        } catch {
            throw .metadata(error)
        }
    }

    /// How the state trie keeps values.
    package var layout: TrieLayout { stateVersion == 0 ? .v0 : .v1 }
}
