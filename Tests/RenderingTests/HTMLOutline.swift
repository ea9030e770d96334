import Testing

/// The elements of a page in reading order, read by the rules that its writer keeps: every
/// attribute is quoted, and every element is closed, or has a `/` of its own.
struct HTMLOutline {
    struct Element {
        var name: String
        var attributes: [String: String]
    }

    struct NotBalanced: Error {
        let around: String
    }

    private(set) var elements: [Element] = []

    init(_ text: String) throws {
        var open: [String] = []
        var rest = text.unicodeScalars[...]
        while let start = rest.firstIndex(of: "<") {
            // Outside tags only references may begin with an ampersand.
            for part in rest[..<start].split(separator: "&").dropFirst() {
                let name = part.prefix { $0 != ";" }
                guard ["amp", "lt", "gt", "quot", "#39", "#96"].contains(String(name)) else {
                    throw NotBalanced(around: String(part))
                }
            }
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: ">") else { throw NotBalanced(around: "<") }
            var tag = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("!") { continue }
            if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else {
                    throw NotBalanced(around: tag)
                }
                continue
            }
            let isClosed = tag.hasSuffix("/")
            if isClosed { tag.removeLast() }
            let element = try Self.element(tag)
            elements.append(element)
            if !isClosed { open.append(element.name) }
        }
        guard open.isEmpty else { throw NotBalanced(around: open.joined(separator: " ")) }
    }

    private static func element(_ tag: String) throws -> Element {
        let parts = tag.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1 else { throw NotBalanced(around: tag) }
        var names = String(parts[0]).split(separator: " ")
        guard let name = names.first else { throw NotBalanced(around: tag) }
        names.removeFirst()
        var attributes: [String: String] = [:]
        for index in stride(from: 1, to: parts.count, by: 2) {
            let key = String(parts[index - 1]).split(separator: " ").last.map(String.init) ?? ""
            guard key.hasSuffix("=") else { throw NotBalanced(around: tag) }
            attributes[String(key.dropLast())] = String(parts[index])
        }
        return Element(name: String(name), attributes: attributes)
    }
}
