internal import Model
internal import Yams

extension ProfileReader {
    /// Everything that is wrong with a text, one fault of each part and of each requirement, in the
    /// order of the lines; empty = it is a profile.
    func faults(text: String, file: String) -> [ProfileError] {
        let document: YamlDocument
        let root: StrictMapping
        do throws(ProfileError) {
            document = try YamlDocument(text: text, file: file)
            try checkSchema(document)
            root = try StrictMapping(
                document.root, in: document, subject: "the profile", keys: nil)
        } catch { return [error] }
        var found = StrictMapping.unknownKeys(
            document.root, in: document, "the profile", Self.keys)
        func attempt(_ body: () throws(ProfileError) -> Void) {
            do throws(ProfileError) { try body() } catch { found.append(error) }
        }
        attempt { () throws(ProfileError) in _ = try id(root, file: file) }
        for key in ["title", "network"] {
            attempt { () throws(ProfileError) in _ = try root.text(key, fix: "add it") }
        }
        attempt { () throws(ProfileError) in
            let role: Role = try root.word("role")
            _ = role
        }
        attempt { () throws(ProfileError) in _ = try status(root) }
        attempt { () throws(ProfileError) in _ = try date("as_of", of: root) }
        attempt { () throws(ProfileError) in _ = try notes(root) }
        attempt { () throws(ProfileError) in _ = try inheritance(root) }
        var table: SourceTable?
        attempt { () throws(ProfileError) in
            table = try SourceTable(try root.required("sources", fix: "add it"), in: document)
        }
        if let table {
            attempt { () throws(ProfileError) in _ = try chain(root, table) }
            attempt { () throws(ProfileError) in _ = try session(root, table) }
            if let node = root["requirements"] {
                found += RequirementReader(
                    document: document, metrics: metrics, sources: table
                ).faults(node)
            }
        }
        // What no part alone shows: an inheritance, two lines on one subject.
        if found.isEmpty {
            attempt { () throws(ProfileError) in _ = try profile(text: text, file: file) }
        }
        return found.sorted { $0.line < $1.line }
    }
}

extension ProfileError {
    /// The line of a fault; 0 = it is of no line.
    fileprivate var line: Int {
        if case .invalid(_, let line, _, _) = self { line } else { 0 }
    }
}
