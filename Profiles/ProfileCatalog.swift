// Here: profiles as YAML, and the loader that refuses a bad one.
// May use: the model, the YAML parser.
// Never: a record, a verdict.

private import Files
package import Model

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Musl)
    private import Musl
#endif

/// The profiles that come with the program, and the reader of any other.
package struct ProfileCatalog: Sendable {
    /// Largest profile file that is read, in bytes.
    ///
    /// Ours: the largest embedded one is below 8 KiB; the bound keeps a wrong path, such as a disk
    /// image or /dev/zero, from being read whole.
    package static let fileBytesMax = 256 * 1024

    private let metrics: [MetricID: MetricDefinition]
    private let folders: [String]

    /// A catalogue whose profiles may require these metrics and no others.
    ///
    /// - Parameters:
    ///   - metrics: What may be required.
    ///   - folders: Where a name that is no embedded profile's is looked for, as `NAME.yaml`; the
    ///     first that has it is taken.
    package init(metrics: [MetricDefinition], folders: [String] = []) {
        self.folders = folders
        self.metrics = Dictionary(
            metrics.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Ids of the embedded profiles, sorted.
    package var ids: [String] { embeddedFiles.keys.sorted() }

    /// All embedded profiles in the order of their ids.
    ///
    /// - Throws: `ProfileError.invalid` when one requires a metric the catalogue was not given.
    package func all() throws(ProfileError) -> [Profile] {
        var profiles: [Profile] = []
        for id in ids { profiles.append(try profile(named: id)) }
        return profiles
    }

    /// The embedded profile with this id, or the one in a file.
    ///
    /// A name with a slash, or that ends in `.yaml` or `.yml`, is a path; any other that is no
    /// embedded profile's is looked for in the catalogue's folders.
    /// - Throws: `ProfileError.unknownProfile` when no profile has the id, and what `load(path:)`
    ///   throws.
    package func profile(named name: String) throws(ProfileError) -> Profile {
        if let path = path(of: name) { return try load(path: path) }
        return try load(text: try text(named: name), fileName: name + ".yaml")
    }

    /// The file that a name means; `nil` = an embedded profile, or none at all.
    private func path(of name: String) -> String? {
        if Self.isPath(name) { return name }
        guard embeddedFiles[name] == nil, !name.isEmpty else { return nil }
        return folders.map { "\($0)/\(name).yaml" }.first { access($0, F_OK) == 0 }
    }

    /// Everything that is wrong with a profile file, in the order of its lines; empty = it is good.
    ///
    /// One fault is told of each part and of each requirement.
    /// - Throws: `ProfileError.unreadable` when it cannot be read or is too large.
    package func faults(inFile path: String) throws(ProfileError) -> [ProfileError] {
        do throws(ProfileError) {
            return reader.faults(text: try Self.text(ofFile: path), file: path)
        } catch {
            if case .invalid = error { return [error] }
            throw error
        }
    }

    /// The YAML of a profile, unchecked: where one's own profile may begin.
    ///
    /// The name means what it means to `profile(named:)`.
    /// - Throws: `ProfileError.unknownProfile`, and what `text(ofFile:)` throws.
    package func text(named name: String) throws(ProfileError) -> String {
        if let path = path(of: name) { return try Self.text(ofFile: path) }
        guard let bytes = embeddedFiles[name] else {
            throw .unknownProfile(name: name, nearest: nearestNames(to: name, among: ids))
        }
        return try Self.text(bytes, fileName: name + ".yaml")
    }

    private static func isPath(_ name: String) -> Bool {
        name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    /// The profile in a file.
    ///
    /// - Throws: `ProfileError.unreadable` when it cannot be read or is larger than
    ///   `fileBytesMax`; `ProfileError.invalid` when it breaks the format.
    func load(path: String) throws(ProfileError) -> Profile {
        try load(text: try Self.text(ofFile: path), fileName: path)
    }

    /// The profile in a text.
    ///
    /// `fileName` is shown in errors and must bear the profile's id; `-` bears any.
    /// - Throws: `ProfileError.invalid` when it breaks the format.
    package func load(text: String, fileName: String) throws(ProfileError) -> Profile {
        try reader.profile(text: text, file: fileName)
    }

    /// The text of a small file, a profile or one to be imported.
    ///
    /// - Throws: `ProfileError.unreadable` when it cannot be read or is larger than
    ///   `fileBytesMax`; `ProfileError.invalid` when it is not UTF-8.
    package static func text(ofFile path: String) throws(ProfileError) -> String {
        try text(try bytes(ofFile: path), fileName: path)
    }

    private var reader: ProfileReader {
        ProfileReader(
            metrics: metrics, parent: { id throws(ProfileError) in try embeddedParent(id) },
            parentIDs: ids)
    }

    private func embeddedParent(
        _ id: String
    ) throws(ProfileError) -> (profile: Profile, bytes: [UInt8])? {
        guard let bytes = embeddedFiles[id] else { return nil }
        let text = try Self.text(bytes, fileName: id + ".yaml")
        let profile = try reader.profile(text: text, file: id + ".yaml", resolving: false)
        return (profile, bytes)
    }

    private static func text(
        _ bytes: [UInt8], fileName: String
    ) throws(ProfileError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .invalid(
                file: fileName, line: 1, problem: "not UTF-8 text",
                fix: "name another file, or save it as UTF-8")
        }
        return text
    }

    private static func bytes(ofFile path: String) throws(ProfileError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(FileError) {
            // One byte above the bound tells a file of exactly that size from a larger one.
            bytes = try FileBytes.read(
                path, bytesMax: fileBytesMax + 1, waitsForWriter: true)
        } catch {
            throw .unreadable(path: path, reason: String(cString: strerror(error.code)))
        }
        guard bytes.count <= fileBytesMax else {
            throw .unreadable(path: path, reason: "too large")
        }
        return bytes
    }
}
