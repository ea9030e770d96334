/// "Did you mean": the names nearest to one that is not known.
enum Suggestion {
    /// A clause for an error message: the nearest names, or all of them.
    static func text(for name: String, among known: [String]) -> String {
        let near = known.map { ($0, distance(name, $0)) }
            .filter { $0.1 <= max(3, name.count / 2) }
            .sorted { $0.1 < $1.1 }
            .prefix(3).map(\.0)
        return near.isEmpty
            ? "known are \(known.joined(separator: ", "))"
            : "nearest: \(near.joined(separator: ", "))"
    }

    /// Levenshtein's edit distance.
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in right.indices {
                let substituted = diagonal + (character == right[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
