/// Lines of a kernel file, without their line ends; empty lines are left out.
func lines(of text: String) -> [String] {
    // By bytes: /proc/cpuinfo of a large server is hundreds of kilobytes, and grapheme breaking is
    // slow.
    text.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
}

/// Words of a line that are parted by spaces or tabs.
func words(of line: some StringProtocol) -> [String] {
    line.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        .map { String(decoding: $0, as: UTF8.self) }
}

/// The text without white space and NULs (the padding of device models) at both ends.
func trimmed(_ text: some StringProtocol) -> String {
    func isPadding(_ byte: UInt8) -> Bool { byte <= UInt8(ascii: " ") }
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { !isPadding($0) }),
        let last = bytes.lastIndex(where: { !isPadding($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
}

/// The parts of `line` before and after the first `separator`, trimmed; `nil` without one.
func keyAndValue(_ line: String, separator: Character) -> (key: String, value: String)? {
    guard let index = line.firstIndex(of: separator) else { return nil }
    return (trimmed(line[..<index]), trimmed(line[line.index(after: index)...]))
}

/// What another process calls itself or its files, with whatever a terminal would obey made `?`.
func printable(_ text: String, limit: Int = 200) -> String {
    let kept = text.unicodeScalars.prefix(limit).map { scalar -> Character in
        let isShown = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
        return isShown && scalar.properties.generalCategory != .format ? Character(scalar) : "?"
    }
    return String(kept)
}
