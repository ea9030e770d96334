/// Takes log lines out of JSON: Docker's json-file, `journalctl -o json`, tracing's JSON, and any
/// other that has the line under a usual name, as one object a line or spread over many.
struct JSONLines {
    /// Names under which log programs put the line itself.
    ///
    /// - Source: Docker's json-file driver (`log`), systemd.journal-fields(7) (`MESSAGE`),
    ///   tracing-subscriber's JSON (`message`), and those of hosted log services.
    private static let names: Set<String> = [
        "log", "MESSAGE", "message", "msg", "line", "text", "textPayload", "body", "content",
        "output", "_raw", "@message",
    ]

    /// Whether a line has had such a name; then others hold nothing but its surroundings.
    private var knowsName = false
    /// The bytes of a journal's message, while its list goes on in the next line.
    private var bytes: [UInt8]?

    var isInsideBytes: Bool { bytes != nil }

    /// The texts in a line; nil if the line is no JSON.
    mutating func texts(of line: String, depth: Int = 0) -> [String]? {
        guard let scan = JSONScan(line, isInsideList: bytes != nil) else {
            bytes = nil
            return nil
        }
        var named: [String] = []
        var others: [String] = []
        if var bytes {
            bytes += scan.leadingNumbers
            self.bytes = bytes
            if scan.endsLeadingList { named.append(takeBytes()) }
        }
        for (name, value) in scan.values {
            let isNamed = name.map(Self.names.contains) ?? false
            if isNamed { knowsName = true }
            switch value {
            case .text(let text):
                if isNamed {
                    named.append(text)
                } else if !text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                    // Pairs of time and line, as Loki gives them, are no two lines.
                    others.append(text)
                }
            case .numbers(let numbers, let isOpen):
                guard isNamed else { continue }
                bytes = numbers
                if !isOpen { named.append(takeBytes()) }
            }
        }
        let found = knowsName ? named : others
        // A line of JSON may be wrapped in JSON again.
        guard depth < 3 else { return found }
        return found.flatMap { text in
            text.first == "{" ? texts(of: text, depth: depth + 1) ?? [text] : [text]
        }
    }

    private mutating func takeBytes() -> String {
        defer { bytes = nil }
        return String(decoding: bytes ?? [], as: UTF8.self)
    }
}
