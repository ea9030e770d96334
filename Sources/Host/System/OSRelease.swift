/// /etc/os-release, parsed.
package enum OSRelease {
    /// The distribution's pretty name, else its name and version; nil if neither is there.
    ///
    /// - Source: os-release(5).
    package static func prettyName(_ text: String) -> String? {
        var values: [String: String] = [:]
        for line in lines(of: text) where !line.hasPrefix("#") {
            guard let (key, value) = keyAndValue(line, separator: "=") else { continue }
            values[key] = unquoted(value)
        }
        if let pretty = values["PRETTY_NAME"], !pretty.isEmpty { return pretty }
        guard let name = values["NAME"], !name.isEmpty else { return nil }
        return values["VERSION"].map { trimmed("\(name) \($0)") } ?? name
    }

    private static func unquoted(_ value: String) -> String {
        guard value.count >= 2, let quote = value.first, quote == "\"" || quote == "'",
            value.last == quote
        else { return value }
        var result = ""
        var isEscaped = false
        for character in value.dropFirst().dropLast() {
            if !isEscaped, character == "\\", quote == "\"" {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }
}
