/// A JSON value whose numbers are kept as they are written: balances have up to 39 digits, which no
/// floating-point number holds.
///
/// - Source: RFC 8259.
package indirect enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// As it stands in the text.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the order of the text.
    case object([Member])

    /// A name with its value.
    package struct Member: Equatable, Sendable {
        package var name: String
        package var value: JSONValue
    }

    /// This value changed by a merge patch: members of `patch` replace those of this object, and
    /// null removes them.
    ///
    /// - Source: RFC 7396, section 2.
    package func merged(with patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members: [Member] = if case .object(let own) = self { own } else { [] }
        for change in changes {
            let place = members.firstIndex { $0.name == change.name }
            if change.value == .null {
                if let place { members.remove(at: place) }
            } else if let place {
                members[place].value = members[place].value.merged(with: change.value)
            } else {
                members.append(
                    Member(name: change.name, value: JSONValue.null.merged(with: change.value)))
            }
        }
        return .object(members)
    }

    /// The text, without spaces.
    package var text: [UInt8] {
        var text: [UInt8] = []
        append(to: &text)
        return text
    }

    private func append(to text: inout [UInt8]) {
        switch self {
        case .null: text += Array("null".utf8)
        case .bool(let value): text += Array((value ? "true" : "false").utf8)
        case .number(let digits): text += Array(digits.utf8)
        case .string(let value): Self.append(value, to: &text)
        case .array(let items):
            text.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                item.append(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                Self.append(member.name, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.append(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    private static func append(_ string: String, to text: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                text += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
