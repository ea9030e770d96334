import FoundationEssentials
import Model
import Synchronization

/// Where in a report a fault lies, in the words of a person reading the file.
enum FieldPath {
    /// A path such as `record.probes[2].samples["memory.copy"].work[0]`.
    static func text(_ keys: [any CodingKey]) -> String {
        var path = ""
        for key in keys {
            if let index = key.intValue {
                path += "[\(index)]"
            } else if key.stringValue.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) {
                path += path.isEmpty ? key.stringValue : "." + key.stringValue
            } else {
                path += "[\"" + SafeText.line(key.stringValue, limit: 60) + "\"]"
            }
        }
        return path.isEmpty ? "the whole file" : path
    }

    /// The decoder's error in our terms.
    static func error(for error: DecodingError) -> ReportFormatError {
        switch error {
        case .keyNotFound(let key, let context):
            return .field(path: text(context.codingPath + [key]), problem: "is missing")
        case .valueNotFound(_, let context):
            return .field(path: text(context.codingPath), problem: "is null where a value must be")
        case .typeMismatch(let type, let context):
            return .field(
                path: text(context.codingPath), problem: "is not \(name(of: type))")
        case .dataCorrupted(let context):
            // Without a path it is the JSON itself that the decoder could not read.
            if context.codingPath.isEmpty { return .notAReport(detail: "it is not JSON") }
            return .field(
                path: text(context.codingPath),
                problem: SafeText.line(sentence(context.debugDescription), limit: 200))
        @unknown default:
            return .notAReport(detail: "it cannot be decoded")
        }
    }

    /// The object that the decoder had opened last when it gave up on a report.
    ///
    /// For a number that does not fit its field the decoder tells no place, so it is watched as
    /// it goes; the fault lies in the object it was in.
    static func lastOpened(in data: Data) -> String {
        let last = Mutex("")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in
            last.withLock { $0 = text(path.dropLast()) }
            return path.last ?? NamedKey(stringValue: "")
        }
        _ = try? decoder.decode(Report.self, from: data)
        return last.withLock(\.self)
    }

    /// A key that is only a name.
    private struct NamedKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is any BinaryFloatingPoint.Type: "a number"
        case is [String: Any].Type: "an object"
        case is any Collection.Type: "a list"
        default: "of the right kind"
        }
    }

    /// The decoder's sentence without the names of our types, which mean nothing to a reader.
    private static func sentence(_ text: String) -> String {
        let lead = "from invalid String value "
        if text.hasPrefix("Cannot initialize "), let range = text.firstRange(of: lead) {
            return "has the unknown value \"\(text[range.upperBound...])\""
        }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}
