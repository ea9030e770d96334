import Model

/// One test case of JUnit's XML.
struct JUnitCase {
    /// How a case came out; the words of a case that passed are in the suite's output.
    enum Result {
        case passed
        case skipped(message: String, body: [String])
        case failure(type: String, message: String, body: [String])
        case error(type: String, message: String, body: [String])

        /// Whether CI systems count it against the job.
        var isRed: Bool {
            switch self {
            case .passed, .skipped: false
            case .failure, .error: true
            }
        }
    }

    var name: String
    var className: String
    var seconds: Double
    var result: Result

    var xml: String {
        let open =
            "    <testcase name=\"\(XMLText.attribute(name))\" classname=\""
            + "\(XMLText.attribute(className))\" time=\"\(JUnitSuite.seconds(seconds))\""
        switch result {
        case .passed: return open + "/>\n"
        case .skipped(let message, let body):
            return open + ">\n" + Self.element("skipped", nil, message, body)
        case .failure(let type, let message, let body):
            return open + ">\n" + Self.element("failure", type, message, body)
        case .error(let type, let message, let body):
            return open + ">\n" + Self.element("error", type, message, body)
        }
    }

    private static func element(
        _ name: String, _ type: String?, _ message: String, _ body: [String]
    ) -> String {
        let type = type.map { " type=\"\(XMLText.attribute($0))\"" } ?? ""
        let open = "      <\(name)\(type) message=\"\(XMLText.attribute(message))\">"
        return open + XMLText.content(body) + "</\(name)>\n    </testcase>\n"
    }
}

/// One suite of JUnit's XML.
struct JUnitSuite {
    var name: String
    var properties: [(String, String)]
    var cases: [JUnitCase]
    var seconds: Double
    var output: [String]

    /// A whole document; `timestamp` is when the run began, without a zone, nil if not known.
    static func document(_ suites: [JUnitSuite], timestamp: String?) -> String {
        // Required by one of the two schemas; the epoch stands for a time that cannot be read.
        let time = timestamp ?? "1970-01-01T00:00:00"
        let body = suites.enumerated().map { $1.xml(index: $0, timestamp: time) }.joined()
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n\(body)</testsuites>\n"
    }

    /// The element; `timestamp` is when the run began, without a zone.
    func xml(index: Int, timestamp: String) -> String {
        var failures = 0
        var errors = 0
        var skipped = 0
        for result in cases.map(\.result) {
            switch result {
            case .passed: break
            case .skipped: skipped += 1
            case .failure: failures += 1
            case .error: errors += 1
            }
        }
        // The host's name is never recorded, and one of the schemas asks for a word.
        var text =
            "  <testsuite name=\"\(XMLText.attribute(name))\" tests=\"\(cases.count)\""
            + " failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
            + " time=\"\(Self.seconds(seconds))\" timestamp=\"\(timestamp)\""
            + " hostname=\"localhost\" id=\"\(index)\" package=\"touchstone\">\n"
        text += "    <properties>\n"
        for (name, value) in properties {
            text += "      <property name=\"\(name)\" value=\"\(XMLText.attribute(value))\"/>\n"
        }
        text += "    </properties>\n"
        text += cases.map(\.xml).joined()
        text += "    <system-out>" + XMLText.content(output) + "</system-out>\n"
        return text + "    <system-err></system-err>\n  </testsuite>\n"
    }

    /// Seconds as the schemas take them: no sign, no exponent; 0 for what is no such number.
    static func seconds(_ value: Double) -> String {
        value >= 0 && value < 1e9 ? DecimalText.fixed(value, places: 3) : "0"
    }
}
