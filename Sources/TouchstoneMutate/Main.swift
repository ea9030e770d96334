import Foundation

/// Damages reports, profiles, tables and histories, and has the program read them: nothing may
/// trap, hang, take much memory, or end with a code that is not documented.
///
/// Every case is made from the seed and its number alone, so that one that ended the process is
/// made again by `--seed S --from N --cases 1`; the number is kept in `--state FILE`.
///
/// Built only when TOUCHSTONE_FUZZ is set; `.ci/mutate` runs it.
@main
enum Main {
    static func main() {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            try Campaign(options).run()
        } catch {
            FileHandle.standardError.write(Data("touchstone-mutate: \(error)\n".utf8))
            exit(1)
        }
    }
}

/// What the command line says.
struct Options {
    var seed: UInt64 = 1
    /// Number of the first case.
    var from = 0
    /// How many cases at most; nil means until the time is over.
    var cases: Int?
    /// How long at most; nil means until the cases are done.
    var seconds: Double?
    /// The built program: cases are read by processes of it; nil means in this process.
    var program: String?
    /// Where the number of the case at work is kept; nil means nowhere.
    var state: String?
    /// The report that is damaged.
    var report = "Reports/sample.json"

    struct Misuse: Error, CustomStringConvertible {
        let description: String
    }

    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else {
                throw Misuse(description: "\(name) needs a value")
            }
            switch name {
            case "--seed": seed = UInt64(value) ?? 1
            case "--from": from = Int(value) ?? 0
            case "--cases": cases = Int(value)
            case "--seconds": seconds = Double(value)
            case "--program": program = value
            case "--state": state = value
            case "--report": report = value
            default: throw Misuse(description: "there is no option \(name)")
            }
        }
        if cases == nil, seconds == nil { seconds = 60 }
    }
}
