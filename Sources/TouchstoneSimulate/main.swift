import Foundation
import Simulations
import Synchronization

// Tries every simulated case and prints the tables below docs/explanation/; exit code 1 where a
// promise is not kept. Arguments: trials a case (5,000 where none are given), and words that the
// cases' names must contain. Cases of which nothing is promised are tried a fifth as often.
let arguments = CommandLine.arguments.dropFirst()
let trials = arguments.first.flatMap { Int($0) } ?? 5000
let words = arguments.drop { Int($0) != nil }
let cells = Cells.all.filter { cell in
    words.allSatisfy { "\(cell)".localizedCaseInsensitiveContains($0) }
}
let results = Mutex([Int: [Tally]]())
DispatchQueue.concurrentPerform(iterations: cells.count) { index in
    let cell = cells[index]
    let tallies = cell.run(cell.isPromised ? trials : max(1, trials / 5), 2026)
    results.withLock { $0[index] = tallies }
    FileHandle.standardError.write(Data("\(cells[index])\n".utf8))
}
var broken: [String] = []
var group = ""
for (index, cell) in cells.enumerated() {
    let tallies = results.withLock { $0[index] ?? [] }
    if cell.group != group {
        group = cell.group
        print("\n### \(group)\n")
        print(
            "Per cent of \(trials) runs where something is promised (in brackets), else of "
                + "\(trials / 5); with the 95 % interval.\n")
        let titles = cell.claims.map(\.what).joined(separator: " | ")
        print("| case | \(titles) |")
        print("|---" + String(repeating: "|---", count: cell.claims.count) + "|")
    }
    var columns: [String] = []
    for (claim, tally) in zip(cell.claims, tallies) {
        let promise = claim.bound == .told ? "" : " (\(claim.bound.text))"
        columns.append(tally.text + promise)
        if !claim.bound.holds(tally, isSharp: true) {
            broken.append("\(cell): \(claim.what) \(tally.text), promised \(claim.bound.text)")
        }
    }
    print("| \(cell.title) | \(columns.joined(separator: " | ")) |")
}
print("")
for line in broken { print("BROKEN: \(line)") }
print(broken.isEmpty ? "Every promise is kept." : "\(broken.count) promises are broken.")
exit(broken.isEmpty ? 0 : 1)
