/// The known names most like a misspelt one, best first; empty when none is alike.
///
/// Alike means an edit distance of at most a third of the longer name, or that one holds the other.
/// - Source: the bound is ours; the distance is Levenshtein's (1965), by the two-row method.
/// - Complexity: O(known.count · name.count · longest known name), with `name` cut at 64 characters.
func nearestNames(to name: String, among known: [String], count: Int = 3) -> [String] {
    let wanted = Array(name.lowercased().prefix(64))
    guard !wanted.isEmpty else { return [] }
    var scored: [(distance: Int, name: String)] = []
    for candidate in known {
        let letters = Array(candidate.lowercased())
        let distance = editDistance(wanted, letters)
        let shorter = min(wanted.count, letters.count)
        let holds =
            shorter >= 4
            && (String(letters).contains(String(wanted))
                || String(wanted).contains(String(letters)))
        if holds || distance * 3 <= max(wanted.count, letters.count) {
            scored.append((distance, candidate))
        }
    }
    scored.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return scored.prefix(count).map(\.name)
}

/// Least number of single-letter insertions, deletions and replacements between two words.
func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for (column, other) in right.enumerated() {
            let replaced = previous[column] + (letter == other ? 0 : 1)
            current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}
